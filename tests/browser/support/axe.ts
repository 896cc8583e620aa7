// What a machine can find against WCAG 2.2 AA; nothing may be found.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const rules = [
  "wcag2a",
  "wcag2aa",
  "wcag21a",
  "wcag21aa",
  "wcag22aa",
  "best-practice",
];

/** @param within a selector; everything else is somebody else's page. */
export async function expectAccessible(
  page: Page,
  within: string,
): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(rules)
    .include(within)
    .analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ""}`),
  );
  expect(found).toEqual([]);
}
