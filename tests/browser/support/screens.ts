// What every screen is held against: axe, and a picture at three sizes in light
// and dark, kept beside the test's output.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page, test } from "@playwright/test";

const axe = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** No violation that axe can find, by the rules of WCAG 2.2 AA. */
export async function isAccessible(page: Page): Promise<void> {
  // Not by a script element: the page's policy forbids it.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe: runner } = globalThis as unknown as {
      axe: {
        run(
          root: Document,
          options: object,
        ): Promise<{ violations: Violation[] }>;
      };
    };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const found = await runner.run(document, {
      runOnly: [...tags, "best-practice"],
    });
    return found.violations;
  });
  const words = violations.map(({ id, help, nodes }) =>
    [
      `${id}: ${help}`,
      ...nodes
        .slice(0, 3)
        .map(({ html, failureSummary }) => `${html}\n${failureSummary ?? ""}`),
    ].join("\n  "),
  );
  expect(words).toEqual([]);
}

const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
];

/** Pictures of a screen, `name-1280-light.png` and so on. */
export async function photograph(page: Page, name: string): Promise<void> {
  const before = page.viewportSize() ?? { width: 1280, height: 720 };
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const size of sizes) {
      await page.setViewportSize(size);
      // The pointer shows nothing that is not on the screen by itself.
      await page.mouse.move(0, 0);
      const path = test
        .info()
        .outputPath(`${name}-${size.width}-${scheme}.png`);
      await page.screenshot({ path, animations: "disabled" });
    }
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: "light" });
}
