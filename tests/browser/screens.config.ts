import base from "./playwright.config.js";

export default { ...base, testMatch: "screens.ts" };
