import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The languages of the desk. Its controls bring the words of 34. */
const languages = ["en-US"];

/** Leaves out the words of the controls in all other languages. */
function onlyOurLanguages(): Plugin {
  const words = /react-(?:aria|stately)\/dist\/.*\/intl\/.*\/([\w-]+)\.m?js$/;
  return {
    name: "only-our-languages",
    enforce: "pre",
    load(id) {
      const language = words.exec(id)?.[1];
      const isOther = language !== undefined && !languages.includes(language);
      return isOther ? "export default {};" : undefined;
    },
  };
}

export default defineConfig({
  root: here,
  base: "/desk/",
  plugins: [onlyOurLanguages()],
  build: {
    outDir: `${here}../dist/desk`,
    emptyOutDir: true,
    target: "es2023",
    // Which parts the page loads first: for the budgets.
    manifest: "parts.json",
    modulePreload: { polyfill: false },
    // The page's policy allows nothing inline.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Libraries mark what runs in a browser; all of this does.
      onLog: (level, log, print) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") print(level, log);
      },
    },
  },
});
