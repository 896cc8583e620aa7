import base from "./playwright.config.js";

export default { ...base, projects: undefined, testMatch: "pictures.ts" };
