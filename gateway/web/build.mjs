// Builds the pages into dist/: widget.js (launcher) and widget/chat-*.js, the
// desk, the demo site. Fails if the widget outgrows its budget (W4).
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { execFileSync } from "node:child_process";
import { build } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const dist = `${root}dist`;
/** Bytes after gzip. */
const budgets = {
  launcher: 10 * 1024,
  chat: 45 * 1024,
  desk: 250 * 1000,
  admin: 120 * 1000,
  supervisor: 60 * 1000,
  soon: 60 * 1000,
  contact: 30 * 1000,
  flows: 130 * 1000,
  contacts: 60 * 1000,
};

/** Bundles one entry into one plain script and returns its text. */
async function script(entry, define = {}) {
  const result = await build({
    configFile: false,
    logLevel: "warn",
    root,
    define,
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      lib: { entry, formats: ["iife"], name: "parley_part" },
    },
  });
  const [{ output }] = [result].flat();
  const [chunk] = output.filter(({ type }) => type === "chunk");
  return chunk.code;
}

function checkSize(name, bytes) {
  const budget = budgets[name];
  process.stdout.write(`${name}: ${bytes} of ${budget} bytes gzip\n`);
  if (bytes > budget) throw new Error(`${name} is larger than its budget`);
}

function check(name, text) {
  checkSize(name, gzipSync(text, { level: 9 }).length);
}

/** A font is compressed already. */
async function sizeOf(file) {
  const bytes = await readFile(file);
  return file.endsWith(".woff2")
    ? bytes.length
    : gzipSync(bytes, { level: 9 }).length;
}

await rm(dist, { recursive: true, force: true });
await mkdir(`${dist}/widget`, { recursive: true });

// The client library for apps: ES modules and types.
const tsc = `${root}node_modules/typescript/bin/tsc`;
const project = `${root}client/tsconfig.build.json`;
execFileSync(process.execPath, [tsc, "-p", project], { stdio: "inherit" });

const chat = await script(`${root}widget/src/chat.ts`);
const hash = createHash("sha256").update(chat).digest("hex").slice(0, 10);
const chat_file = `chat-${hash}.js`;
await writeFile(`${dist}/widget/${chat_file}`, chat);

const launcher = await script(`${root}widget/src/main.ts`, {
  chat_file: JSON.stringify(chat_file),
});
await writeFile(`${dist}/widget.js`, launcher);
// The page's API as types, for sites that are written in TypeScript.
await cp(`${root}widget/src/api.ts`, `${dist}/widget/api.d.ts`);
check("launcher", launcher);
check("chat", chat);

await build({ configFile: `${root}desk/vite.config.ts`, logLevel: "warn" });
const parts = JSON.parse(await readFile(`${dist}/desk/parts.json`, "utf8"));
await rm(`${dist}/desk/parts.json`);

/** A part that others import as well has only the name of its file. */
function partOf(source) {
  const name = source.replace(/^.*\/|\.tsx$/g, "");
  const found =
    parts[source] ?? Object.values(parts).find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`no part ${source} in ${Object.keys(parts).join(" ")}`);
  }
  return found;
}

/** Files that a part needs at once: its own and those it imports. */
function filesOf(name, found = new Set()) {
  const { file, css = [], imports = [], assets = [] } = partOf(name);
  if (found.has(file)) return found;
  for (const one of [file, ...css]) found.add(one);
  for (const one of assets)
    if (one.includes("inter-latin-wght")) found.add(one);
  for (const one of imports) filesOf(one, found);
  return found;
}

async function checkParts(name, names, without = new Set()) {
  const files = new Set(names.flatMap((one) => [...filesOf(one)]));
  let bytes = 0;
  for (const file of files) {
    if (!without.has(file)) bytes += await sizeOf(`${dist}/desk/${file}`);
  }
  checkSize(name, bytes);
  return files;
}

/** What an agent waits for: everything until the inbox is there. */
const first = await checkParts("desk", [
  "index.html",
  "src/agent/agent_pages.tsx",
  "src/agent/desk.tsx",
]);
const admin = await checkParts(
  "admin",
  ["src/admin/administration.tsx"],
  first,
);
/** What the desk fetches when nothing else is to be done. */
const soon = await checkParts(
  "soon",
  [
    "src/agent/chat_pane.tsx",
    "src/agent/details.tsx",
    "src/shell/person_menu.tsx",
    "src/ui/dialog.tsx",
    "src/ui/layer.tsx",
  ],
  first,
);
const there = new Set([...first, ...soon]);
await checkParts("supervisor", ["src/supervisor/supervisor.tsx"], there);
await checkParts("contact", ["src/contacts/contact_pane.tsx"], there);
/** What comes on top of it when somebody opens a flow: the graph's library. */
await checkParts(
  "flows",
  ["src/admin/flows/editor.tsx"],
  new Set([...there, ...admin]),
);
await checkParts("contacts", ["src/contacts/contacts_place.tsx"], there);

await cp(`${root}site/src`, `${dist}/site`, { recursive: true });

// The snippet's editor on the demo site, and the page that it shows.
const editor = `${root}widget/src/snippet`;
await writeFile(`${dist}/site/snippet.js`, await script(`${editor}/page.ts`));
await cp(`${editor}/editor.css`, `${dist}/site/snippet.css`);
const preview = await script(`${editor}/preview.ts`);
await writeFile(`${dist}/widget/preview.js`, preview);
for (const file of ["preview.html", "preview.css"]) {
  await cp(`${editor}/${file}`, `${dist}/widget/${file}`);
}
