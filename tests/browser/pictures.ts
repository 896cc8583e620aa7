// Makes the pictures of the README: a chat in the box on a website, and a desk
// whose chat is interrupted by a call. Run by `npm run pictures`.
import { fileURLToPath } from "node:url";
import { Agent } from "./support/agent.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { Call } from "./support/pbx.js";

const file = (name: string) =>
  fileURLToPath(new URL(`../../gateway/web/pictures/${name}`, import.meta.url));

test("pictures", async ({ server, company, somebody }) => {
  const desk = await somebody();
  await desk.setViewportSize({ width: 1280, height: 720 });
  const ann = await Agent.logIn(desk, server, company, "ann");
  const lines = [
    "Hello, is the red wheelbarrow in stock?",
    "My order 4711 came without screws.",
    "Do you deliver to Jersey?",
  ];
  const pages = [];
  for (const line of lines) {
    const page = await somebody();
    await page.setViewportSize({ width: 900, height: 640 });
    const cy = await Customer.visit(page, server);
    await cy.open();
    await cy.say(line);
    await expect(ann.waitingFor(line)).toBeVisible();
    pages.push(cy);
  }
  const [cy] = pages;
  const [first = "", second = ""] = lines;
  if (cy === undefined) throw new Error("nobody came");
  await ann.take(second);
  await ann.take(first);
  await ann.activate(first);
  await ann.say("Hello! Yes, two of them. Shall I put one aside for you?");
  await cy.say("Yes please. I can pick it up at five.");
  await expect(ann.line("pick it up at five")).toBeVisible();
  await ann.say("Done. It waits for you at the till.");
  await expect(cy.line("at the till")).toBeVisible();
  await cy.page.screenshot({ path: file("widget.png") });

  const call = new Call(server, company);
  await call.offer("+44 20 7946 0000");
  await call.answer("ann");
  await expect(ann.callBar).toHaveAttribute("data-phase", "connected");
  await expect(cy.line("has to take a call")).toBeVisible();
  await desk.screenshot({ path: file("desk.png") });
  await call.end();
});
