// Nothing is lost or doubled over reloads, lost networks and kill -9 (W6, Z1,
// Z2).
import { Agent } from "./support/agent.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";

test("Z1 Z2: kill -9 and a restart in the middle lose and double nothing", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("one");
  await ann.take("one");
  await ann.say("two");
  await expect(cy.line("two")).toBeVisible();

  // Lines of both sides are on their way when the server dies.
  await cy.say("three");
  await ann.say("four");
  await server.kill();
  await expect(cy.page.getByTestId("parley-status")).toContainText(
    "Reconnecting",
  );
  await expect(ann.page.getByTestId("connection-lost")).toBeVisible();
  // And these are written while it is away.
  await cy.say("five");
  await ann.say("six");
  await expect(cy.line("five")).toHaveAttribute("data-state", "sending");
  await server.run();

  await expect(ann.page.getByTestId("connection-lost")).toBeHidden();
  await expect(ann.pane).toHaveAttribute("data-phase", "active");
  await expect(cy.line("six")).toBeVisible();
  await expect(ann.line("five")).toBeVisible();
  await expect(cy.line("five")).toHaveAttribute(
    "data-state",
    /stored|delivered|seen/,
  );
  await cy.say("seven");
  await expect(ann.line("seven")).toBeVisible();

  // Both sides and a reloaded page show the same lines, each once.
  const theirs = await ann.transcript();
  expect(await cy.transcript()).toEqual(theirs);
  const said = theirs.map((line) => line.replace(/^\d+ \w+: /, ""));
  for (const text of ["one", "two", "three", "four", "five", "six", "seven"]) {
    expect(said.filter((other) => other === text)).toHaveLength(1);
  }
  expect(theirs.map((line) => parseInt(line, 10))).toEqual(
    theirs.map((_, index) => index + 1),
  );
  await cy.page.reload();
  await expect(cy.lines).toHaveCount(theirs.length);
  expect(await cy.transcript()).toEqual(theirs);
  await ann.page.reload();
  await expect(ann.lines).toHaveCount(theirs.length);
  expect(await ann.transcript()).toEqual(theirs);
});

test("Z1: a waiting chat keeps its place, a parked one its handled time", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const [cy, mia, zoe] = [
    await Customer.visit(await somebody(), server),
    await Customer.visit(await somebody(), server),
    await Customer.visit(await somebody(), server),
  ];
  await cy.open();
  await cy.say("to be parked");
  await ann.take("to be parked");
  await expect(ann.pane).toHaveAttribute("data-phase", "active");
  const timer = ann.pane.getByTestId("chat-timer");
  await expect(timer).not.toHaveText("0:00:00");
  await ann.press("park");
  await expect(ann.pane).toHaveAttribute("data-phase", "parked");
  const handled = await timer.innerText();
  for (const [customer, place] of [
    [mia, 1],
    [zoe, 2],
  ] as const) {
    await customer.open();
    await customer.say(`waiting ${place}`);
    await expect(customer.notice).toHaveText(
      `You are number ${place} in the queue.`,
    );
  }
  await server.kill();
  await expect(ann.page.getByTestId("connection-lost")).toBeVisible();
  await server.run();
  await expect(ann.page.getByTestId("connection-lost")).toBeHidden();
  await expect(ann.held("to be parked")).toHaveAttribute(
    "data-phase",
    "parked",
  );
  await expect(ann.pane.getByTestId("chat-timer")).toHaveText(handled);
  await expect(ann.waiting).toHaveCount(2);
  await expect(ann.waiting.nth(0)).toContainText("waiting 1");
  await expect(ann.waiting.nth(1)).toContainText("waiting 2");
  await expect(mia.notice).toHaveText("You are number 1 in the queue.");
  await expect(zoe.notice).toHaveText("You are number 2 in the queue.");
});

test("W6: the customer changes the page, reloads, and goes offline for a while", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("on the first page");
  await ann.take("on the first page");
  await cy.page.getByRole("link", { name: "Help", exact: true }).click();
  await expect(cy.page).toHaveURL(/help\.html/);
  await expect(cy.line("on the first page")).toBeVisible();
  await ann.say("still here");
  await expect(cy.line("still here")).toBeVisible();

  await cy.page.context().setOffline(true);
  await cy.say("written without a network");
  await ann.say("said meanwhile");
  await cy.page.reload().catch(() => undefined);
  await cy.page.context().setOffline(false);
  await cy.page.goto(`${server.url}/demo/help.html`);
  await expect(cy.line("said meanwhile")).toHaveCount(1);
  await expect(cy.line("written without a network")).toHaveCount(1);
  await expect(ann.line("written without a network")).toHaveCount(1);
});
