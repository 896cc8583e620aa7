// A call interrupts a webchat, and the webchat goes on after it (I1-I6).
import { expect, test } from "./support/fixtures.js";
import { Call } from "./support/pbx.js";

test("I4 I5 I6: the chat is parked when the call is answered, and active again after it", async ({
  server,
  company,
  talk,
}) => {
  const { ann, cy } = await talk("Can you help me?");

  const call = new Call(server, company);
  await call.offer("+49 40 1234567");
  await expect(ann.callBar).toHaveAttribute("data-phase", "alerting");
  await expect(ann.page.getByTestId("caller")).toHaveText("+49 40 1234567");
  await expect(ann.pane).toHaveAttribute("data-phase", "active");

  await call.answer("ann");
  await expect(ann.callBar).toHaveAttribute("data-phase", "connected");
  await expect(ann.status).toHaveText("On a call");
  const held = ann.held("Can you help me?");
  await expect(held).toHaveAttribute("data-phase", "parked");
  await expect(held).toHaveAttribute("data-resumes", "true");
  await expect(ann.page.getByTestId("hint")).toHaveText(
    "A call interrupts this chat. It goes on after the call.",
  );
  await expect(cy.line("has to take a call")).toBeVisible();
  await cy.say("I can wait.");
  await expect(ann.held("I can wait.")).toBeVisible();

  await call.end();
  await expect(ann.held("I can wait.")).toHaveAttribute("data-phase", "active");
  await expect(ann.callBar).toBeHidden();
  await expect(ann.status).toHaveText("Handling a webchat");
  await ann.say("I am back.");
  await expect(cy.line("I am back.")).toBeVisible();
});

test("I5: a chat whose customer left during the call goes on as wrapup", async ({
  server,
  company,
  talk,
}) => {
  const { ann, cy } = await talk("Only a question");
  const call = new Call(server, company);
  await call.offer("+49 40 7654321");
  await expect(ann.callBar).toHaveAttribute("data-phase", "alerting");
  await call.answer("ann");
  const held = ann.held("Only a question");
  await expect(held).toHaveAttribute("data-phase", "parked");
  await cy.end();
  await expect(held).toHaveAttribute("data-phase", "wrapup_parked");
  await expect(held).toHaveAttribute("data-resumes", "true");
  const left = ann.page.getByTestId("wrapup-left");
  await expect(left).toHaveText("0:01:00");

  await call.end();
  await expect(held).toHaveAttribute("data-phase", "wrapup");
  await expect(left).toHaveText(/0:00:5\d/);
  await ann.press("finish");
  await expect(ann.inbox).toHaveCount(0);
});
