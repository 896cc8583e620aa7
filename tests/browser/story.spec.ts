// The main job: a customer on a web page, an agent at a desk (issue 2, line 2).
import { Agent, seconds } from "./support/agent.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { Call } from "./support/pbx.js";

test("Q4 N1 P2 P3 C1: a chat from the first line to the end of its wrapup", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  const mia = await Customer.visit(await somebody(), server);

  // On a break nothing is allocated: calls and chats wait side by side.
  await ann.press("status-menu");
  await ann.page.getByTestId("status-break").first().click();
  await expect(ann.status).toContainText("On a break");
  const call = new Call(server, company);
  await call.offer("+44 20 7946 0000");

  await cy.open();
  await cy.say("Where is my parcel?");
  await expect(cy.notice).toHaveText("You are number 1 in the queue.");
  await expect(cy.line("Where is my parcel?")).toHaveAttribute(
    "data-state",
    "stored",
  );
  await expect(cy.lines.first()).toBeVisible();
  await mia.open();
  await mia.say("Do you ship to Norway?");
  await expect(mia.notice).toHaveText("You are number 2 in the queue.");

  // The agent sees both beside the call, with their waiting times.
  await expect(ann.waiting).toHaveCount(3);
  await expect(
    ann.waiting.filter({ hasText: "+44 20 7946 0000" }),
  ).toHaveAttribute("data-channel", "call");
  const waited = ann.waitingFor("Where is my parcel?");
  await expect(waited).toContainText("Sales, number 1");
  await expect
    .poll(async () =>
      seconds(await waited.getByTestId("waiting-time").innerText()),
    )
    .toBeGreaterThan(0);
  await call.end();
  await expect(ann.waiting).toHaveCount(2);
  await ann.press("status-menu");
  await ann.press("status-available");
  await expect(ann.status).toHaveText("Available");

  // Taken by hand, active at once; the next in the queue moves up.
  await ann.take("Where is my parcel?");
  await expect(ann.pane).toHaveAttribute("data-phase", "active");
  await expect(ann.status).toHaveText("Handling a webchat");
  await expect(ann.line("Where is my parcel?")).toBeVisible();
  await expect(mia.notice).toHaveText("You are number 1 in the queue.");
  await expect(cy.notice).toBeHidden();
  await expect(cy.page.getByTestId("parley-status")).toHaveText(
    "with Ann Archer",
  );

  // Typing both ways, and ticks: stored, delivered, seen.
  await ann.input.pressSequentially("Let me");
  await expect(cy.typing).toHaveText("Ann Archer is typing…");
  await ann.say("Let me look.\nOne moment.");
  await expect(cy.line("Let me look.")).toBeVisible();
  await expect(cy.typing).toHaveText("");
  await expect(ann.line("Let me look.")).toHaveAttribute("data-state", "seen");
  await cy.input.pressSequentially("Tha");
  await expect(ann.typing).toContainText("is typing");
  await cy.say("Thank you <b>so</b> much");
  await expect(ann.line("Thank you <b>so</b> much")).toBeVisible();
  await expect(cy.line("Thank you")).toHaveAttribute(
    "data-state",
    /delivered|seen/,
  );

  // Parked: its time stands still, the customer's lines still come.
  await ann.press("park");
  await expect(ann.pane).toHaveAttribute("data-phase", "parked");
  await expect(ann.status).toHaveText("Available");
  await cy.say("Are you there?");
  await expect(ann.held("Are you there?")).toBeVisible();
  await expect(cy.line("Are you there?")).toHaveAttribute(
    "data-state",
    /stored|delivered|seen/,
  );

  // Another one becomes active; back to the first parks that in turn.
  await ann.take("Do you ship to Norway?");
  await expect(ann.held("Do you ship")).toHaveAttribute("data-phase", "active");
  await ann.say("We do.");
  await expect(mia.line("We do.")).toBeVisible();
  await ann.activate("Are you there?");
  await expect(ann.held("Are you there?")).toHaveAttribute(
    "data-phase",
    "active",
  );
  await expect(ann.held("Do you ship")).toHaveAttribute("data-phase", "parked");
  await expect(cy.line("We do.")).toHaveCount(0);

  // Ended by the agent: wrapup, longer, classified, finished.
  await ann.press("end");
  await expect(ann.pane).toHaveAttribute("data-phase", "wrapup");
  await expect(ann.status).toHaveText("Webchat wrapup");
  await expect(cy.ended).toBeVisible();
  const left = ann.page.getByTestId("wrapup-left");
  const before = seconds(await left.innerText());
  const extensions = ann.page.getByTestId("extensions-left");
  await expect(extensions).toHaveText("3 extensions left");
  await ann.press("extend");
  await expect(extensions).toHaveText("2 extensions left");
  expect(seconds(await left.innerText())).toBeGreaterThan(before);
  await ann.page.getByLabel("Order", { exact: true }).check();
  await ann.page.getByTestId("note").fill("Parcel 4711 is found.");
  await ann.press("finish");
  await expect(ann.held("Are you there?")).toHaveCount(0);

  // The customer of the other chat ends it herself.
  await ann.activate("Do you ship");
  await mia.end();
  await expect(mia.ended).toBeVisible();
  await expect(ann.pane).toHaveAttribute("data-phase", "wrapup");
  await ann.press("finish");
  await expect(ann.inbox).toHaveCount(0);
  await expect(ann.status).toHaveText("Available");

  // T5: and may begin another one.
  await mia.page.getByTestId("parley-again").click();
  await mia.say("One more thing");
  await expect(mia.notice).toHaveText("You are number 1 in the queue.");
  await expect(ann.waitingFor("One more thing")).toBeVisible();
  await expect(mia.line("Do you ship")).toHaveCount(0);
});

test("P8 L1: a second login takes over, and logging out gives the chats back", async ({
  server,
  company,
  somebody,
}) => {
  const first = await Agent.logIn(await somebody(), server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("Hello there");
  await first.take("Hello there");
  await expect(first.pane).toHaveAttribute("data-phase", "active");

  const page = await somebody();
  const ann = company.logins.find(({ login }) => login === "ann");
  await page.goto(`${server.url}/desk/`);
  await page.getByLabel("Company").fill(company.id);
  await page.getByLabel("Login").fill("ann");
  await page.getByLabel("Password").fill(ann?.password ?? "");
  await page.getByRole("button", { name: "Log in" }).click();
  const second = new Agent(page);
  await expect(second.held("Hello there")).toHaveAttribute(
    "data-phase",
    "active",
  );
  await expect(first.page.getByTestId("taken-over")).toBeVisible();

  const bob = await Agent.logIn(await somebody(), server, company, "bob");
  await expect(bob.waiting).toHaveCount(0);
  await second.logOut();
  await expect(page.getByLabel("Password")).toBeVisible();
  await expect(bob.waitingFor("Hello there")).toBeVisible();
  await expect(cy.notice).toHaveText("You are number 1 in the queue.");
});

test("7: a chat is offered to a colleague, who accepts it", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const bob = await Agent.logIn(await somebody(), server, company, "bob");
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("I need Bob");
  await ann.take("I need Bob");
  await ann.say("One moment.");
  await ann.press("transfer");
  await ann.page
    .getByTestId("transfer-agent")
    .filter({ hasText: "Bob Baker" })
    .click();
  await expect(bob.page.getByTestId("offer")).toContainText("Ann Archer");
  await bob.press("accept-transfer");
  await expect(bob.held("I need Bob")).toBeVisible();
  await expect(ann.inbox).toHaveCount(0);
  await bob.activate("I need Bob");
  await expect(bob.line("One moment.")).toBeVisible();
  await bob.say("Bob here.");
  await expect(cy.line("Bob here.")).toBeVisible();
});

test("Q4: who waits behind moves up in the list when the first is taken", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  for (const line of ["I was first", "I was second"]) {
    const cy = await Customer.visit(await somebody(), server);
    await cy.open();
    await cy.say(line);
    await expect(ann.waitingFor(line)).toBeVisible();
  }
  await expect(ann.waitingFor("I was second")).toContainText("number 2");
  await ann.take("I was first");
  await expect(ann.waitingFor("I was second")).toContainText("number 1");
});

test("P8: two tabs of one agent take the desk from each other", async ({
  server,
  company,
  somebody,
}) => {
  const one = await Agent.logIn(await somebody(), server, company, "ann");
  const two = new Agent(await one.page.context().newPage());
  await two.page.goto(`${server.url}/desk/`);
  await expect(two.status).toHaveText("Available");
  await expect(one.page.getByTestId("taken-over")).toBeVisible();
  await one.page.getByRole("button", { name: "Use the desk here" }).click();
  await expect(one.status).toHaveText("Available");
  await expect(two.page.getByTestId("taken-over")).toBeVisible();
  await one.logOut();
  await two.page.getByRole("button", { name: "Use the desk here" }).click();
  await expect(two.page.getByLabel("Password")).toBeVisible();
});

test("Z3 C1: one of two agents gets a chat, and what is filed outlives a reload", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const bob = await Agent.logIn(await somebody(), server, company, "bob");
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("Who is faster?");
  for (const agent of [ann, bob]) {
    await expect(agent.waitingFor("Who is faster?")).toBeVisible();
  }
  await Promise.all(
    [ann, bob].map((agent) =>
      agent.page.getByTestId("take").evaluateAll((buttons) => {
        for (const button of buttons) (button as HTMLElement).click();
      }),
    ),
  );
  const held = async (): Promise<number> =>
    (await ann.inbox.count()) + (await bob.inbox.count());
  await expect.poll(held).toBe(1);
  for (const agent of [ann, bob]) await expect(agent.waiting).toHaveCount(0);
  const owner = (await ann.inbox.count()) === 1 ? ann : bob;
  await expect(owner.pane).toHaveAttribute("data-phase", "active");

  const order = owner.page.getByLabel("Order", { exact: true });
  const abusive = owner.page.getByTestId("abusive");
  const note = owner.page.getByTestId("note");
  await order.check();
  await abusive.check();
  await note.fill("Wants his parcel.");
  await owner.press("park");
  await owner.press("activate");
  await expect(owner.pane).toHaveAttribute("data-phase", "active");
  await owner.page.reload();
  await expect(order).toBeChecked();
  await expect(abusive).toBeChecked();
  await expect(note).toHaveValue("Wants his parcel.");
  // One more edit takes nothing of that back.
  await note.fill("Wants his parcel today.");
  await owner.press("end");
  await owner.press("finish");
  await expect(owner.inbox).toHaveCount(0);
});
