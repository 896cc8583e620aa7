// What every screen of the desk is held against: axe, and a picture at three
// sizes in light and dark, kept beside the test's output.
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./axe.js";

/** No violation that axe can find, by the rules of WCAG 2.2 AA. */
export async function isAccessible(page: Page): Promise<void> {
  // What is still fading in has other colours than those that stay.
  await expect(page.locator("[data-entering]")).toHaveCount(0);
  await expectAccessible(page, "html");
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
