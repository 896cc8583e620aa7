// The supervisor's place against the real server: the live board, reading along,
// whispering, taking over, moving, and what an agent may be made to do (A2, L3).
import type { Locator } from "@playwright/test";
import { Agent } from "./support/agent.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { isAccessible, photograph } from "./support/screens.js";

class Supervisor extends Agent {
  get board(): Locator {
    return this.page.getByTestId("supervisor");
  }
  get detail(): Locator {
    return this.page.getByTestId("live-detail");
  }
  session(text: string): Locator {
    return this.page.getByTestId("session-row").filter({ hasText: text });
  }
  agent(name: string): Locator {
    return this.page.getByTestId("agent-row").filter({ hasText: name });
  }
  queue(name: string): Locator {
    return this.page.getByTestId("queue-row").filter({ hasText: name });
  }
  async go(tab: "queues" | "agents" | "sessions"): Promise<void> {
    await this.press("go-supervisor");
    await this.press(`tab-${tab}`);
  }
  async readAlong(text: string): Promise<void> {
    await this.go("sessions");
    await this.session(text).click();
    await this.press("observe");
    await expect(this.page.getByTestId("live-talk")).toBeVisible();
  }
}

test("A2: the board follows, and why a chat was routed so can be read (B4)", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  await Agent.logIn(await somebody(), server, company, "bob");
  const page = await somebody();
  await Agent.logIn(page, server, company, "sue");
  const sue = new Supervisor(page);
  await sue.go("queues");
  await expect(sue.queue("Sales")).toBeVisible();
  await expect(page.getByTestId("sum-waiting")).toHaveText("0");
  await expect(page.getByTestId("sum-free")).toHaveText("3");

  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("Where is my wheelbarrow?");
  await expect(ann.waitingFor("wheelbarrow")).toBeVisible();
  // No frame asks for it: the delta brings it, at most a second after the desk.
  await expect(sue.queue("Sales").getByTestId("queue-waiting")).toHaveText(
    /^1/,
    { timeout: 5_000 },
  );
  await isAccessible(page);
  await photograph(page, "live-queues");

  await ann.take("wheelbarrow");
  await ann.say("On its way.");
  await sue.go("agents");
  await expect(sue.agent("Ann Archer")).toHaveAttribute(
    "data-status",
    "handling_webchat",
  );
  await page.getByTestId("pick-free").click();
  await expect(sue.agent("Ann Archer")).toHaveCount(0);
  await expect(sue.agent("Bob Baker")).toBeVisible();
  await page.getByTestId("pick-free").click();
  await page.getByTestId("live-search").fill("ann");
  await expect(page.getByTestId("agent-row")).toHaveCount(1);
  await sue.agent("Ann Archer").click();
  await expect(sue.detail).toContainText("Handling a webchat");
  await expect(sue.detail.getByTestId("agent-item")).toHaveCount(1);
  await isAccessible(page);
  await photograph(page, "live-agent");

  // A queue with automatic allocation has decisions to show.
  await ann.press("transfer");
  await ann.page
    .getByTestId("transfer-queue")
    .filter({ hasText: "Support" })
    .click();
  await sue.go("sessions");
  // Bob or Sue gets it: Ann has given it away a moment ago.
  await expect(
    sue.session("wheelbarrow").getByTestId("session-phase"),
  ).toHaveText("New");
  await sue.session("wheelbarrow").click();
  await sue.press("why");
  await expect(page.getByTestId("why-decision").first()).toContainText(
    "Offered to",
  );
  await expect(page.getByTestId("why-candidate").first()).toContainText(
    "chosen",
  );
  await isAccessible(page);
  await photograph(page, "live-why");
});

test("A2: reading along is seen by nobody, a whisper by the agent alone, taking over by all", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const page = await somebody();
  await Agent.logIn(page, server, company, "sue");
  const sue = new Supervisor(page);
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("My order came without screws.");
  await ann.take("without screws");
  await ann.say("I am sorry. Which order?");
  await expect(cy.line("Which order?")).toBeVisible();
  const before = await cy.transcript();

  await sue.readAlong("without screws");
  await expect(sue.line("Which order?")).toBeVisible();
  await cy.say("AG-4711");
  await expect(sue.line("AG-4711")).toBeVisible();

  await page.getByTestId("whisper-input").fill("Offer free shipping.");
  await page.getByTestId("whisper-send").click();
  const heard = ann.page.getByTestId("whisper");
  await expect(heard).toContainText("Offer free shipping.");
  await expect(heard).toContainText("not seen by the customer");
  await expect(page.getByTestId("whisper")).toContainText("free shipping");
  await isAccessible(page);
  await photograph(page, "live-session");
  await isAccessible(ann.page);
  await photograph(ann.page, "desk-whisper");

  // The agent whispers back; what is typed next is the customer's again.
  await ann.press("whisper-toggle");
  await ann.say("Thank you, Sue.");
  await expect(page.getByTestId("whisper").last()).toContainText("Thank you");
  await ann.say("Shipping will be free.");
  await expect(cy.line("Shipping will be free.")).toBeVisible();
  const said = (await cy.transcript()).join("\n");
  expect(said).not.toContain("Offer free shipping");
  expect(said).not.toContain("Thank you, Sue");
  expect(said).not.toContain("Sue Summers");
  expect(said).toContain(before[0] ?? "nothing");

  await sue.press("take-over");
  await expect(page.getByTestId("act-dialog")).toContainText(
    "Ann Archer loses it",
  );
  await page.getByTestId("act-note").fill("He is my neighbour.");
  await isAccessible(page);
  await sue.press("act-yes");
  await expect(ann.toast).toContainText("Sue Summers has taken over");
  await expect(ann.toast).toContainText("He is my neighbour.");
  await expect(ann.inbox).toHaveCount(0);
  await expect(sue.pane).toHaveAttribute("data-phase", "active");
  await sue.say("Hello, it is Sue.");
  await expect(cy.line("Hello, it is Sue.")).toBeVisible();
});

test("A2 L3: moving, status and logout are asked about, done, and told", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const page = await somebody();
  await Agent.logIn(page, server, company, "sue");
  const sue = new Supervisor(page);
  await sue.go("agents");
  await sue.agent("Ann Archer").click();
  // By the keyboard: the act has a shortcut.
  await page.keyboard.press("Alt+Shift+S");
  await page.getByTestId("status-choice").click();
  await page.getByRole("option", { name: "Break: Lunch" }).click();
  await page.getByTestId("act-note").fill("You wanted a pause.");
  await isAccessible(page);
  await sue.press("act-yes");
  await expect(sue.toast).toContainText("Ann Archer goes on a break");
  await expect(ann.status).toHaveText("On a break: Lunch");
  await expect(ann.toast).toContainText("You wanted a pause.");
  await expect(page.getByTestId("detail-status")).toContainText("Lunch");

  await sue.press("force-channels");
  await page.getByTestId("channel-call").uncheck();
  await sue.press("act-yes");
  await expect(page.getByTestId("detail-channels")).toHaveText(
    "Webchats, E-mails, Work items",
  );
  await expect(ann.toast).toContainText("has set your channels");

  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("To the right people, please");
  await sue.go("sessions");
  await sue.session("right people").click();
  await sue.press("move");
  await page.getByTestId("move-queue").click();
  await page.getByRole("option", { name: "Support 0 waiting" }).click();
  await sue.press("act-yes");
  await expect(sue.toast).toContainText("waits in Support now");

  await sue.go("agents");
  await sue.agent("Ann Archer").click();
  await sue.press("force-log-out");
  await page.getByTestId("act-note").fill("Your shift is over.");
  await sue.press("act-yes");
  await expect(ann.page.getByLabel("Password")).toBeVisible();
  await expect(
    ann.page.getByText("Sue Summers has logged you out."),
  ).toContainText("Your shift is over.");
  await expect(sue.agent("Ann Archer")).toHaveAttribute(
    "data-status",
    "logged_out",
  );
});

test("A2: who has no right does not get the place; who has no desk does", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  await expect(ann.page.getByTestId("go-supervisor")).toHaveCount(0);
  await ann.page.goto(`${server.url}/desk/supervisor`);
  await expect(ann.page.getByTestId("nowhere")).toBeVisible();

  const page = await somebody();
  await Agent.enter(page, server, company, "admin");
  await page.getByTestId("go-supervisor").click();
  await page.getByTestId("tab-agents").click();
  await expect(
    page.getByTestId("agent-row").filter({ hasText: "Ann Archer" }),
  ).toBeVisible();
});
