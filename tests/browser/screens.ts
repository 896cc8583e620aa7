// Pictures of the widget's screens, kept in output/screens: light and dark,
// large and small, both directions, long words. To be looked at by people; run
// by `npm run screens`.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Agent } from "./support/agent.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { Call } from "./support/pbx.js";
import { shop, snippet, website } from "./support/website.js";

const folder = fileURLToPath(new URL("output/screens/", import.meta.url));
const desktop = { width: 1280, height: 720 };
const phone = { width: 390, height: 844 };

test.beforeAll(() => mkdir(folder, { recursive: true }));

for (const [name, viewport, colorScheme] of [
  ["desktop-light", desktop, "light"],
  ["desktop-dark", desktop, "dark"],
  ["phone-light", phone, "light"],
  ["phone-dark", phone, "dark"],
] as const) {
  test(`screens ${name}`, async ({ server, company, somebody }) => {
    const page = await somebody({ viewport, colorScheme });
    const shoot = async (what: string) => {
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({
        path: `${folder}${name}-${what}.png`,
        animations: "disabled",
      });
    };
    const cy = await Customer.visit(page, server);
    await shoot("1-page");
    await cy.open();
    await expect(page.getByTestId("parley-status")).toHaveText("Connected");
    await shoot("2-empty");
    await cy.say("Hello, is the red wheelbarrow in stock?");
    await expect(cy.notice).toBeVisible();
    await cy.say("I need it for Saturday.");
    await expect(cy.line("Saturday")).toHaveAttribute("data-state", "stored");
    await shoot("3-waiting");
    const ann = await Agent.logIn(await somebody(), server, company, "ann");
    await ann.take("Saturday");
    await ann.say("Hello! Yes, two of them.");
    await ann.say(
      "Shall I put one aside for you? Details: https://www.acme.example/wheelbarrows/red?size=large&colour=fire-engine-red",
    );
    await expect(cy.line("put one aside")).toBeVisible();
    await cy.say(
      "Yes please 🙂 Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverwaltungsordnungsparagraph",
    );
    await cy.say("I can pick it up at five.\nOr at six?");
    await expect(cy.line("Or at six?")).toHaveAttribute("data-state", "seen");
    await ann.input.pressSequentially("One");
    await expect(cy.typing).toContainText("typing");
    await shoot("4-talk");
    await page.getByTestId("parley-emoji-open").click();
    await expect(page.getByTestId("parley-emoji")).toBeVisible();
    await shoot("5-emoji");
    await page.keyboard.press("Escape");
    const call = new Call(server, company);
    await call.offer("+44 20 7946 0000");
    await call.answer("ann");
    await expect(cy.line("has to take a call")).toBeVisible();
    await cy.say("I can wait.");
    await expect(cy.notice).toContainText("is on a call");
    await shoot("6-interrupted");
    await call.end();
    await expect(cy.notice).toBeHidden();
    await page.getByTestId("parley-end").click();
    await shoot("7-question");
    await page.getByTestId("parley-end-no").click();
    await server.kill();
    await cy.say("Written while the server is away");
    await expect(page.getByTestId("parley-connection")).toBeVisible();
    await shoot("8-lost");
    await server.run();
    await expect(page.getByTestId("parley-connection")).toContainText(
      "connected again",
    );
    await shoot("9-back");
    await cy.end();
    await expect(cy.ended).toBeVisible();
    await shoot("10-ended");
  });
}

test("screens of sites", async ({ server, company, somebody }) => {
  for (const [name, options, root, viewport] of [
    ["form", 'data-ask="name, email*"', 'lang="en"', desktop],
    ["form-phone", 'data-ask="name, email*"', 'lang="en"', phone],
    ["rtl", 'data-color="#ffcc00"', 'lang="ar" dir="rtl"', desktop],
    ["rtl-phone", 'data-color="#0a7d5a"', 'lang="ar" dir="rtl"', phone],
    ["german", 'data-color="#7a1fa2"', 'lang="de"', desktop],
    ["welsh", 'data-theme="dark" data-color="#111"', 'lang="cy"', desktop],
    ["zoom-400", "", 'lang="en"', { width: 320, height: 180 }],
    [
      "long",
      'data-title="Gesellschaft für Donaudampfschifffahrtsangelegenheiten und Verwandtes"',
      'lang="de"',
      desktop,
    ],
  ] as const) {
    const page = await somebody({ viewport });
    const body = snippet(server, company.token, options);
    await website(page, `${shop}/${name}.html`, { body, root });
    const cy = new Customer(page);
    await cy.open();
    if (name.startsWith("form")) {
      await page.getByTestId("parley-form-email").fill("cy@");
      await page.getByTestId("parley-form-submit").click();
    } else {
      await cy.say(
        name.startsWith("rtl") ? "مرحبا، هل لديكم عربة يد حمراء؟" : "Hello!",
      );
      await cy.say("Grüße from https://www.acme.example/tools");
      await expect(cy.notice).toBeVisible();
      await expect(cy.line("Grüße")).toHaveAttribute("data-state", "stored");
    }
    await page.screenshot({
      path: `${folder}site-${name}.png`,
      animations: "disabled",
    });
    if (!name.startsWith("form")) await cy.end();
  }
});
