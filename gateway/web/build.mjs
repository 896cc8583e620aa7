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
const budgets = { launcher: 10 * 1024, chat: 45 * 1024, desk: 60 * 1024 };

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

function check(name, text) {
  const bytes = gzipSync(text, { level: 9 }).length;
  const budget = budgets[name];
  process.stdout.write(`${name}: ${bytes} of ${budget} bytes gzip\n`);
  if (bytes > budget) throw new Error(`${name} is larger than its budget`);
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
const assets = `${dist}/desk/assets`;
const scripts = (await readdir(assets)).filter((file) => file.endsWith(".js"));
const texts = scripts.map((file) => readFile(`${assets}/${file}`, "utf8"));
check("desk", (await Promise.all(texts)).join("\n"));

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
