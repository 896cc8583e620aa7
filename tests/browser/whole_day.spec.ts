// The whole day of a small centre: two agents, a supervisor, an administrator,
// five customers; a call, a lost network and a killed server in the middle. At
// its end nothing is lost, nothing doubled, no invariant was broken.
import { Agent } from "./support/agent.js";
import { FlowEditor } from "./support/admin.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { Call } from "./support/pbx.js";

/** What was said, without what queues announce. */
async function said(of: Customer | Agent): Promise<string[]> {
  return (await of.transcript())
    .filter((line) => !line.includes("in the queue."))
    .map((line) => line.replace(/^\d+ /, ""));
}

test("7: the whole day of a small centre", async ({
  server,
  company,
  somebody,
}) => {
  test.setTimeout(600_000);
  const everybody = new Map<string, Customer>();
  const comes = async (name: string, line: string): Promise<Customer> => {
    const customer = await Customer.visit(await somebody(), server);
    everybody.set(name, customer);
    await customer.open();
    await customer.say(line);
    await expect(customer.line(line)).toHaveAttribute(
      "data-state",
      /stored|delivered|seen/,
    );
    return customer;
  };
  const noted = new Map<string, string[]>();
  const note = async (name: string, agent: Agent): Promise<void> => {
    noted.set(name, await said(agent));
  };

  // Morning. The day before, a contact was made.
  const desk = await server.rest("ann");
  await desk.post("/api/v1/contacts", {
    first_name: "Mia",
    last_name: "Moss",
    emails: ["mia@example.com"],
  });
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const bob = await Agent.logIn(await somebody(), server, company, "bob");
  const sue = await Agent.enter(await somebody(), server, company, "sue");
  // She has no time for calls.
  await sue.press("status-menu");
  await sue.page.getByTestId("status-break").first().click();
  await expect(sue.status).toContainText("On a break");

  // Three come; Ann takes two by hand and parks the first by that.
  const cy = await comes("cy", "Where is my parcel?");
  const mia = await comes("mia", "Do you sharpen shears?");
  const zoe = await comes("zoe", "I only have a short question");
  await expect(zoe.notice).toHaveText("You are number 3 in the queue.");
  await ann.take("Where is my parcel?");
  await expect(ann.pane).toHaveAttribute("data-phase", "active");
  await expect(zoe.notice).toHaveText("You are number 2 in the queue.");
  await ann.say("Let me look, Cy.");
  await expect(cy.line("Let me look, Cy.")).toBeVisible();
  await ann.press("park");
  await expect(ann.pane).toHaveAttribute("data-phase", "parked");
  await cy.say("It was due on Monday.");
  await expect(ann.held("It was due on Monday.")).toBeVisible();
  await ann.take("Do you sharpen shears?");
  await ann.say("We do, until Friday.");
  await expect(mia.line("We do, until Friday.")).toBeVisible();

  // Her contact is found and linked beside the chat.
  await ann.page.getByTestId("find-contact").fill("moss");
  const found = ann.page.getByTestId("found-contact");
  await found.getByTestId("link-contact").click();
  await expect(ann.page.getByTestId("contact-linked")).toBeVisible();

  // Bob is busy with a wrapup, so a call interrupts Ann's chat; its customer
  // leaves while she speaks.
  await bob.take("I only have a short question");
  await bob.say("Go ahead, Zoe.");
  await expect(zoe.line("Go ahead, Zoe.")).toBeVisible();
  await note("zoe", bob);
  await bob.press("end");
  await expect(bob.pane).toHaveAttribute("data-phase", "wrapup");
  await bob.press("extend");
  const call = new Call(server, company);
  await call.offer("+44 20 7946 0000");
  await expect(ann.callBar).toHaveAttribute("data-phase", "alerting");
  await call.answer("ann");
  await expect(ann.callBar).toHaveAttribute("data-phase", "connected");
  const interrupted = ann.inbox.filter({
    has: ann.page.getByText(/shears|Friday/),
  });
  await expect(interrupted).toHaveAttribute("data-phase", "parked");
  await expect(interrupted).toHaveAttribute("data-resumes", "true");
  await expect(mia.line("has to take a call")).toBeVisible();
  await mia.say("Then I come on Thursday. Bye!");
  await expect(mia.line("Then I come")).toHaveAttribute(
    "data-state",
    /stored|delivered|seen/,
  );
  await mia.end();
  await expect(mia.ended).toBeVisible();
  await bob.page.getByLabel("Question", { exact: true }).check();
  await bob.press("finish");
  await expect(bob.inbox).toHaveCount(0);
  await call.end();

  // It resumes as wrapup; it is classified, noted and closed.
  const resumed = ann.held("Bye!");
  await expect(resumed).toHaveAttribute("data-phase", "wrapup");
  await ann.page.getByLabel("Question", { exact: true }).check();
  await ann.page.getByTestId("note").fill("Comes on Thursday.");
  await note("mia", ann);
  await ann.press("finish");
  await expect(resumed).toHaveCount(0);

  // The server dies with lines of both sides under way.
  await ann.activate("It was due on Monday.");
  await expect(ann.pane).toHaveAttribute("data-phase", "active");
  await cy.say("Said as it dies");
  await ann.say("Written as it dies");
  await server.kill();
  await expect(ann.page.getByTestId("connection-lost")).toBeVisible();
  await cy.say("Said while it is away");
  await server.run();
  await expect(ann.page.getByTestId("connection-lost")).toBeHidden();
  await expect(ann.line("Said while it is away")).toBeVisible();
  await expect(cy.line("Written as it dies")).toBeVisible();
  await expect(ann.pane).toHaveAttribute("data-phase", "active");

  // Noon: Ann goes home. Her chat is back in its queue, and Bob takes it over
  // with all that was said.
  const before = await said(ann);
  await ann.logOut();
  await expect(ann.page.getByLabel("Password")).toBeVisible();
  await expect(cy.notice).toHaveText("You are number 1 in the queue.");
  await bob.take("Said while it is away");
  await expect(bob.pane).toHaveAttribute("data-phase", "active");
  await expect.poll(() => said(bob)).toEqual(before);
  await bob.say("Bob here. It lies at the depot.");
  await expect(cy.line("It lies at the depot.")).toBeVisible();

  // The customer's network is gone for a while.
  await cy.page.context().setOffline(true);
  await cy.say("Written in a tunnel");
  await bob.say("It comes tomorrow.");
  await cy.page.context().setOffline(false);
  await expect(cy.line("It comes tomorrow.")).toBeVisible();
  await expect(bob.line("Written in a tunnel")).toBeVisible();

  // The administrator changes the greeting; who comes now sees the new one, and
  // Cy, who came with the old one, goes on.
  const editor = await FlowEditor.logIn(await somebody(), server, company);
  await editor.open("welcome");
  await editor.step("greet").click();
  await editor
    .part("field-text")
    .getByRole("textbox")
    .or(editor.page.locator("textarea[data-testid=field-text]"))
    .first()
    .fill("Good afternoon from Acme!");
  await editor.isSaved();
  await editor.part("publish").click();
  await editor.part("publish-yes").click();
  await expect(editor.part("publish-dialog")).toBeHidden();
  const lee = await comes("lee", "Is the shop open?");
  await expect(lee.line("Good afternoon from Acme!")).toBeVisible();
  const kim = await comes("kim", "A rake, please");
  await expect(cy.line("Good afternoon")).toHaveCount(0);

  // The supervisor moves one to Support, which gives it to Bob by itself.
  const lead = await server.rest("sue");
  const { items } = await lead.get("/api/v1/live/sessions");
  const waiting = (items as { chat: string; last_line?: string }[]).find(
    ({ last_line }) => last_line === "A rake, please",
  );
  await lead.post(`/api/v1/chats/${waiting?.chat}/move`, { queue: "support" });
  await expect(bob.held("A rake, please")).toBeVisible();

  // Evening: all is answered, classified, closed.
  await note("cy", bob);
  await bob.press("end");
  await bob.page.getByLabel("Complaint", { exact: true }).check();
  await bob.press("finish");
  await bob.activate("A rake, please");
  await bob.say("It is at the till.");
  await expect(kim.line("It is at the till.")).toBeVisible();
  await note("kim", bob);
  await bob.press("end");
  await bob.press("finish");
  await bob.take("Is the shop open?");
  await bob.say("Until six.");
  await expect(lee.line("Until six.")).toBeVisible();
  await note("lee", bob);
  await lee.end();
  await bob.press("finish");
  await expect(bob.inbox).toHaveCount(0);
  await expect(bob.waiting).toHaveCount(0);

  // Nothing is lost and nothing doubled: all five read what the desk read, line
  // by line, also after a reload.
  for (const [name, customer] of everybody) {
    await expect(customer.ended).toBeVisible();
    const theirs = await said(customer);
    const ours = noted.get(name) ?? [];
    expect(theirs.slice(0, ours.length), name).toEqual(ours);
    const own = theirs.filter((line) => line.startsWith("customer:"));
    expect(new Set(own).size, `${name} said nothing twice`).toBe(own.length);
    await customer.page.reload();
    await expect(customer.lines).toHaveCount(
      (await customer.transcript()).length,
    );
    await expect.poll(() => said(customer), name).toEqual(theirs);
  }
  expect(noted.size).toBe(5);
  expect(await server.brokenInvariants()).toEqual([]);
});
