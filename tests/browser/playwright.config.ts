// The browser tests: real pages, the real server, Debian's Chromium.
import { defineConfig } from "@playwright/test";

const alone = "smooth.spec.ts";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "output/results",
  // What hangs, not what is slow: two run at a time.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  // A file each. Most of a story is waiting.
  workers: 2,
  projects: [
    { name: "stories", testIgnore: alone },
    // By itself, because it measures (`--no-deps` for just it).
    { name: "measured", testMatch: alone, dependencies: ["stories"] },
  ],
  retries: 0,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    actionTimeout: 15_000,
    locale: "en-GB",
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    // It costs a third of the time: PARLEY_TRACE=1 where a story fails.
    trace: process.env.PARLEY_TRACE === "1" ? "retain-on-failure" : "off",
    launchOptions: {
      executablePath: process.env.PARLEY_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
