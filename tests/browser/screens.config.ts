import base from "./playwright.config.js";

export default {
  ...base,
  projects: undefined,
  testMatch: "screens.ts",
  // The pictures are kept beside what other runs leave and clear away.
  outputDir: "output/screen-results",
};
