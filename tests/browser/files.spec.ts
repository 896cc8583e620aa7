// Files of the agent in a chat (W2): sent, shown, fetched; refused in words.
import { expect, test } from "./support/fixtures.js";
import { isAccessible } from "./support/screens.js";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("W2: an agent sends a picture, both have it, and what is no picture is refused in words", async ({
  talk,
}) => {
  const { ann, cy } = await talk("Which one is it?");
  const input = ann.page.getByTestId("attach-input");
  await input.setInputFiles({
    name: "red wheelbarrow.png",
    mimeType: "image/png",
    buffer: png,
  });
  const file = ann.page.getByTestId("file");
  await expect(file).toContainText("red wheelbarrow.png");
  await expect(ann.page.getByTestId("upload")).toHaveCount(0);
  await expect(ann.page.getByTestId("file-picture")).toBeVisible();
  const width = await ann.page
    .getByTestId("file-picture")
    .evaluate((picture) => (picture as HTMLImageElement).naturalWidth);
  expect(width).toBe(1);
  await expect(cy.line("red wheelbarrow.png")).toBeVisible();
  const fetched = ann.page.waitForEvent("download");
  await file.click();
  expect((await fetched).suggestedFilename()).toBe("red wheelbarrow.png");
  await isAccessible(ann.page);

  await input.setInputFiles({
    name: "not a picture.png",
    mimeType: "image/png",
    buffer: Buffer.from("<script>alert(1)</script>"),
  });
  const refused = ann.page.getByTestId("upload");
  await expect(refused).toHaveAttribute("data-state", "failed");
  await expect(refused.getByRole("alert")).not.toBeEmpty();
  await isAccessible(ann.page);
  await refused.getByRole("button", { name: /Forget/ }).click();
  await expect(refused).toHaveCount(0);
  await expect(cy.line("not a picture.png")).toHaveCount(0);
});
