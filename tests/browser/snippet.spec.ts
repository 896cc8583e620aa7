// The snippet that an administrator copies (W1), and the demo site.
import { expectAccessible } from "./support/axe.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { shop, website } from "./support/website.js";

test("W1: the snippet is ready, can be changed, seen, copied, and works where it is put", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody({
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await page.goto(`${server.url}/demo/`);
  await page.getByRole("link", { name: "on your own website" }).click();
  const code = page.getByTestId("snippet-code");
  await expect(code).toHaveText(
    `<script\n  src="${server.url}/widget.js"\n  data-token="${company.token}"\n  async\n></script>`,
  );
  const preview = page.frameLocator("[data-testid=snippet-preview]");
  await expect(preview.getByTestId("parley-title")).toHaveText(company.name);
  await expectAccessible(page, "main");

  // The preview follows, and takes no focus from who writes.
  const title = page.getByTestId("snippet-title");
  await title.fill('Ask "us" <now>');
  await expect(preview.getByTestId("parley-title")).toHaveText(
    'Ask "us" <now>',
  );
  await expect(title).toBeFocused();
  await page.getByTestId("snippet-color").fill("#ffcc00");
  await page.getByTestId("snippet-theme").selectOption("dark");
  await expect(preview.getByTestId("parley-launcher")).toHaveCSS(
    "background-color",
    "rgb(255, 204, 0)",
  );
  await expect(preview.getByTestId("parley-box")).toHaveCSS(
    "background-color",
    "rgb(22, 27, 34)",
  );
  await page.getByTestId("snippet-language").selectOption("fr");
  await page.getByTestId("snippet-email").selectOption("required");
  await expect(preview.getByTestId("parley-form-submit")).toHaveText(
    "Commencer le chat",
  );
  await page.getByTestId("snippet-copy").click();
  await expect(page.getByText("Copied")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('data-title="Ask &quot;us&quot; &lt;now&gt;"');
  expect(copied).toContain('data-ask="email*"');
  expect(copied).not.toContain("data-open");

  const site = await somebody();
  await website(site, `${shop}/pasted.html`, { body: copied });
  const cy = new Customer(site);
  await cy.open();
  await expect(site.getByTestId("parley-title")).toHaveText('Ask "us" <now>');
  await expect(site.getByTestId("parley-form-email")).toBeVisible();
});

test("W6: a chat goes on from page to page of the demo site, and back", async ({
  server,
  somebody,
}) => {
  const cy = await Customer.visit(await somebody(), server);
  const { page } = cy;
  await cy.open();
  await cy.say("from page to page");
  await expect(cy.line("from page")).toHaveAttribute("data-state", "stored");
  for (const name of ["Tools", "Repairs", "Help", "Home"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("link", { name, exact: true })).toHaveAttribute(
      "aria-current",
      "page",
    );
    await expect(cy.line("from page to page")).toHaveCount(1);
    await expectAccessible(page, "main");
  }
  await expectAccessible(page, "html");
  await page.goBack();
  await expect(page).toHaveURL(/help\.html/);
  await expect(cy.line("from page to page")).toHaveCount(1);
  await cy.say("and back");
  await expect(cy.line("and back")).toHaveAttribute("data-state", "stored");
});
