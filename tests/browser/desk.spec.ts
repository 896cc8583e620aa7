// The desk's frame: who sees which places, palette, shortcuts, theme, toasts,
// and that every screen can be used by everybody.
import { Agent } from "./support/agent.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { Call } from "./support/pbx.js";
import { isAccessible, photograph } from "./support/screens.js";

const long_name = "Maximilianalexandrinabartholomäusvonundzuhohenlohe".repeat(
  2,
);

test("6: the desk in every size, light and dark, without a violation", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  await page.goto(`${server.url}/desk/`);
  await expect(page.getByLabel("Company")).toBeVisible();
  await isAccessible(page);
  await photograph(page, "login");

  const ann = await Agent.logIn(page, server, company, "ann");
  await expect(page.getByTestId("no-chat")).toBeVisible();
  await isAccessible(page);
  await photograph(page, "desk-empty");

  const lines = [
    "Is the red wheelbarrow in stock?",
    "My order 4711 came without screws.",
    "Do you deliver to Jersey?",
    "x".repeat(300),
  ];
  const customers: Customer[] = [];
  for (const line of lines) {
    const cy = await Customer.visit(await somebody(), server);
    await cy.open();
    await cy.say(line);
    await expect(ann.waitingFor(line)).toBeVisible();
    customers.push(cy);
  }
  const [cy] = customers;
  if (cy === undefined) throw new Error("nobody came");
  await ann.take(lines[1] ?? "");
  await ann.take(lines[0] ?? "");
  await ann.activate(lines[0] ?? "");
  await ann.say(
    "Hello! Yes, two of them. Shall I put one aside for you? See https://example.com/wheelbarrow.",
  );
  await cy.say("Yes please. I can pick it up at five.");
  await expect(ann.line("pick it up at five")).toBeVisible();
  await ann.say("Done. It waits for you at the till.");
  await expect(cy.line("at the till")).toBeVisible();
  await expect(ann.line("at the till")).toHaveAttribute("data-state", "seen");
  await isAccessible(page);
  await photograph(page, "desk-chat");

  const call = new Call(server, company);
  await call.offer("+44 20 7946 0000");
  await expect(ann.callBar).toHaveAttribute("data-phase", "alerting");
  await isAccessible(page);
  await photograph(page, "desk-call");
  await call.answer("ann");
  await expect(ann.callBar).toHaveAttribute("data-phase", "connected");
  await expect(cy.line("has to take a call")).toBeVisible();
  await photograph(page, "desk-interrupted");
  await call.end();
  await expect(ann.pane).toHaveAttribute("data-phase", "active");
  await ann.press("end");
  await expect(ann.pane).toHaveAttribute("data-phase", "wrapup");
  await isAccessible(page);
  await photograph(page, "desk-wrapup");
  expect(long_name).toHaveLength(100);
});
