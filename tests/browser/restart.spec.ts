// Nothing is lost or doubled over reloads, lost networks and kill -9 (W6, Z1,
// Z2).
import { Agent } from "./support/agent.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { Call } from "./support/pbx.js";

test("Z1 Z2: kill -9 and a restart in the middle lose and double nothing", async ({
  server,
  talk,
}) => {
  const { ann, cy } = await talk("one");
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

  // Both sides and a reloaded page show the same lines, each once; the place in
  // the queue is no line for the customer.
  const theirs = await ann.transcript();
  const ours = theirs.filter((line) => !line.includes("number 1 in the queue"));
  expect(await cy.transcript()).toEqual(ours);
  const said = theirs.map((line) => line.replace(/^\d+ \w+: /, ""));
  for (const text of ["one", "two", "three", "four", "five", "six", "seven"]) {
    expect(said.filter((other) => other === text)).toHaveLength(1);
  }
  expect(theirs.map((line) => parseInt(line, 10))).toEqual(
    theirs.map((_, index) => index + 1),
  );
  await cy.page.reload();
  await expect(cy.lines).toHaveCount(ours.length);
  expect(await cy.transcript()).toEqual(ours);
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
  talk,
}) => {
  const { ann, cy } = await talk("on the first page");
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

test("N1 W6: who waits and reloads, or opens a second tab, knows the place at once", async ({
  server,
  somebody,
}) => {
  const first = await Customer.visit(await somebody(), server);
  await first.open();
  await first.say("I was first");
  await expect(first.notice).toHaveText("You are number 1 in the queue.");
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("I was second");
  const second = "You are number 2 in the queue.";
  await expect(cy.notice).toHaveText(second);
  await cy.page.reload();
  await expect(cy.notice).toHaveText(second);
  const tab = await Customer.visit(await cy.page.context().newPage(), server);
  await tab.open();
  await expect(tab.notice).toHaveText(second);
  await expect(tab.line("I was second")).toHaveCount(1);
  await first.end();
  const moved = "You are number 1 in the queue.";
  await expect(cy.notice).toHaveText(moved);
  await expect(tab.notice).toHaveText(moved);
});

test("Z1 I4 I5: kill -9 while a call rings, is spoken, and a chat is offered", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const bob = await Agent.logIn(await somebody(), server, company, "bob");
  const cy = await Customer.visit(await somebody(), server);
  const mia = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("interrupt me");
  await ann.take("interrupt me");
  await mia.open();
  await mia.say("only shortly");
  await bob.take("only shortly");
  await bob.press("end");
  await bob.press("extend");
  const extensions = bob.page.getByTestId("extensions-left");
  await expect(extensions).toHaveText("2 extensions left");

  const dies = async (): Promise<void> => {
    await server.kill();
    for (const { page } of [ann, bob]) {
      await expect(page.getByTestId("connection-lost")).toBeVisible();
    }
    await server.run();
    for (const { page } of [ann, bob]) {
      await expect(page.getByTestId("connection-lost")).toBeHidden();
    }
  };
  const held = ann.held("interrupt me");

  // I3: bob writes up, so it rings at ann.
  const call = new Call(server, company);
  await call.offer("+44 20 7946 0000");
  await expect(ann.callBar).toHaveAttribute("data-phase", "alerting");
  await dies();
  await expect(ann.callBar).toHaveAttribute("data-phase", "alerting");
  await expect(held).toHaveAttribute("data-phase", "active");

  await call.answer("ann");
  await expect(ann.callBar).toHaveAttribute("data-phase", "connected");
  await dies();
  await expect(ann.callBar).toHaveAttribute("data-phase", "connected");
  await expect(held).toHaveAttribute("data-phase", "parked");
  await expect(held).toHaveAttribute("data-resumes", "true");
  await expect(bob.pane).toHaveAttribute("data-phase", "wrapup");
  await expect(extensions).toHaveText("2 extensions left");
  await call.end();
  await expect(held).toHaveAttribute("data-phase", "active");
  await bob.press("finish");
  await expect(bob.inbox).toHaveCount(0);

  await ann.press("transfer");
  await ann.page
    .getByTestId("transfer-agent")
    .filter({ hasText: "Bob Baker" })
    .click();
  await expect(bob.page.getByTestId("offer")).toBeVisible();
  await dies();
  await bob.press("accept-transfer");
  await expect(bob.held("interrupt me")).toBeVisible();
  await expect(ann.inbox).toHaveCount(0);
});
