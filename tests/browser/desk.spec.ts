// The desk's frame: who sees which places, palette, shortcuts, theme, toasts,
// and that every screen can be used by everybody.
import { Agent } from "./support/agent.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { Call } from "./support/pbx.js";
import { isAccessible, photograph } from "./support/screens.js";

test("6: the desk in every size, light and dark, without a violation", async ({
  server,
  company,
  somebody,
}) => {
  test.slow();
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
    "x".repeat(100),
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
});

test("A1: an administrator without a desk finds the administration", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  await page.goto(`${server.url}/desk/`);
  const ada = await Agent.enter(page, server, company, "admin");
  await expect(page.getByTestId("agent-name")).toHaveText("Ada Adams");
  await expect(page).toHaveURL(/\/desk\/admin$/);
  await expect(page.getByTestId("go-inbox")).toHaveCount(0);
  await isAccessible(page);
  await photograph(page, "admin");

  await ada.press("admin-queues");
  await expect(page.getByTestId("row")).not.toHaveCount(0);
  await page.getByLabel("Search queues").fill("sup");
  await expect(page.getByTestId("row")).toHaveCount(1);
  await page.getByLabel("Search queues").fill("nothing like it");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await page.getByLabel("Search queues").fill("");
  await isAccessible(page);
  await photograph(page, "admin-queues");

  // A place has an address: it outlives a reload, and what is none says so.
  await page.reload();
  await expect(page.getByRole("heading", { name: "Queues" })).toBeVisible();
  await page.goto(`${server.url}/desk/no/such/place`);
  await expect(page.getByTestId("nowhere")).toBeVisible();
  await isAccessible(page);
});

test("A1: an agent sees no administration, and a wrong password says what to do", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  await page.goto(`${server.url}/desk/`);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByText("This is needed.")).toHaveCount(3);
  await isAccessible(page);
  await page.getByLabel("Company").fill(company.id);
  await page.getByLabel("Login").fill("ann");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByTestId("login-error")).toContainText(
    "Check all three",
  );
  await isAccessible(page);
  const ann = await Agent.logIn(page, server, company, "ann");
  await expect(ann.page.getByTestId("go-inbox")).toBeVisible();
  await expect(ann.page.getByTestId("go-admin")).toHaveCount(0);
});

test("L1: logging out with open chats asks first", async ({ talk }) => {
  const { ann, cy } = await talk("Stay with me");
  await ann.press("person-menu");
  await ann.press("log-out");
  await expect(ann.page.getByTestId("confirm")).toContainText("1 chat open");
  await isAccessible(ann.page);
  await ann.press("confirm-no");
  await expect(ann.pane).toHaveAttribute("data-phase", "active");
  await ann.logOut();
  await expect(ann.page.getByLabel("Password")).toBeVisible();
  await expect(cy.notice).toHaveText("You are number 1 in the queue.");
});

test("7: who offers a chat is told how that ended", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const bob = await Agent.logIn(await somebody(), server, company, "bob");
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("Somebody else please");
  await ann.take("Somebody else please");
  const offer = async (): Promise<void> => {
    await ann.press("transfer");
    await ann.page
      .getByTestId("transfer-agent")
      .filter({ hasText: "Bob Baker" })
      .click();
  };
  await offer();
  await expect(bob.page.getByTestId("offer")).toBeVisible();
  await isAccessible(bob.page);
  await bob.press("decline-transfer");
  await expect(ann.toast).toContainText("Bob Baker did not take the chat");
  await ann.press("transfer");
  await ann.page.getByTestId("transfer-note").fill("Order 4711, be kind.");
  await isAccessible(ann.page);
  await ann.page
    .getByTestId("transfer-agent")
    .filter({ hasText: "Bob Baker" })
    .click();
  await bob.press("accept-transfer");
  await expect(ann.toast).toContainText("Bob Baker has the chat");
  await bob.activate("Somebody else please");
  await expect(bob.page.getByTestId("note")).toHaveValue(
    "Order 4711, be kind.",
  );
});

test("X1: text blocks are found by / and filled in", async ({ talk }) => {
  const { ann, cy } = await talk("When will it come?");
  await ann.input.pressSequentially("/deliv");
  const blocks = ann.page.getByTestId("text-block");
  await expect(blocks).toHaveCount(1);
  await isAccessible(ann.page);
  await ann.input.press("Enter");
  await expect(ann.input).toHaveValue(/^We deliver within three/);
  await ann.input.press("Enter");
  await expect(cy.line("We deliver within three")).toBeVisible();
  // A sign in the middle of a word is none.
  await ann.input.pressSequentially("and/or");
  await expect(blocks).toHaveCount(0);
});

test("C1: a script is followed, and its answers are kept in the note", async ({
  talk,
}) => {
  const { ann } = await talk("It broke");
  await ann.press("script");
  await ann.page.getByRole("option", { name: "A tool comes back" }).click();
  await ann.page.getByLabel("Order number").fill("AG 4711");
  await isAccessible(ann.page);
  await ann.press("keep-answers");
  const note = ann.page.getByTestId("note");
  await expect(note).toHaveValue("Order number: AG 4711");
  await ann.page.reload();
  await expect(note).toHaveValue("Order number: AG 4711");
});

test("6: toasts cover nothing, and long names stay in their box", async ({
  server,
  company,
  somebody,
}) => {
  test.slow();
  const page = await somebody();
  const ann = await Agent.logIn(page, server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  const long = "x".repeat(600);
  await cy.say(long);
  await ann.take("xxx");
  await expect(ann.line("xxx")).toBeVisible();
  // Two chats are the most that sales gives an agent: a third is refused.
  const others = ["second", "third", "fourth", "fifth"];
  for (const text of others) {
    const other = await Customer.visit(await somebody(), server);
    await other.open();
    await other.say(text);
    await expect(ann.waitingFor(text)).toBeVisible();
    await ann.take(text);
  }
  await expect(ann.toast).toContainText("was refused");
  for (const size of [
    { width: 1280, height: 720 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    const toast = await ann.toast.boundingBox();
    if (toast === null) throw new Error("the toast is gone");
    // All in one look, because buttons come and go.
    const covered = await page.locator("button:visible").evaluateAll(
      (buttons, { x, y, width, height }) =>
        buttons
          .filter((button) => button.closest(".toast") === null)
          .filter((button) => {
            const box = button.getBoundingClientRect();
            return !(
              box.left >= x + width ||
              box.right <= x ||
              box.top >= y + height ||
              box.bottom <= y
            );
          })
          .map((button) => button.outerHTML),
      toast,
    );
    expect(covered).toEqual([]);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(wide).toBeLessThanOrEqual(0);
  }
});

test("6: the keyboard alone takes, answers, parks and finishes a chat", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const ann = await Agent.logIn(page, server, company, "ann");
  const { keyboard } = page;
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("Nobody needs a mouse");
  await expect(ann.waitingFor("Nobody needs a mouse")).toBeVisible();
  await keyboard.press("Alt+t");
  await expect(ann.pane).toHaveAttribute("data-phase", "active");
  await expect(ann.input).toBeFocused();
  await keyboard.type("By the keyboard.");
  await keyboard.press("Enter");
  await expect(cy.line("By the keyboard.")).toBeVisible();
  await keyboard.press("Alt+p");
  await expect(ann.pane).toHaveAttribute("data-phase", "parked");
  await keyboard.press("Alt+a");
  await expect(ann.pane).toHaveAttribute("data-phase", "active");

  // The palette finds what can be done, by letters.
  await keyboard.press("Control+k");
  await expect(page.getByTestId("palette-input")).toBeFocused();
  await isAccessible(page);
  await photograph(page, "palette");
  await keyboard.type("end chat");
  await expect(page.getByTestId("palette-item").first()).toContainText("End");
  await keyboard.press("Enter");
  await expect(ann.pane).toHaveAttribute("data-phase", "wrapup");
  await keyboard.press("Alt+n");
  await expect(page.getByTestId("classification").first()).toBeFocused();
  await keyboard.press("Space");
  await keyboard.press("Alt+Enter");
  await expect(ann.inbox).toHaveCount(0);

  // Shortcuts are shown, and can be others.
  await page.getByTestId("no-chat").click();
  await keyboard.press("?");
  const sheet = page.getByTestId("shortcuts");
  await expect(sheet).toBeVisible();
  await isAccessible(page);
  await photograph(page, "shortcuts");
  const take = sheet.locator("[data-act='queue.take'] button");
  await take.focus();
  await keyboard.press("Enter");
  await keyboard.press("Alt+p");
  await expect(sheet.getByRole("alert")).toContainText("Park");
  await keyboard.press("Enter");
  await keyboard.press("Alt+9");
  await keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await cy.page.getByTestId("parley-again").click();
  await cy.say("Once more");
  await expect(ann.waitingFor("Once more")).toBeVisible();
  await keyboard.press("Alt+t");
  await keyboard.press("Alt+9");
  await expect(ann.pane).toHaveAttribute("data-phase", "active");
});

test("6: light, dark, from the right, and sounds that can be tested", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const ann = await Agent.logIn(page, server, company, "ann");
  await ann.press("person-menu");
  await expect(page.getByTestId("scheme-dark")).toBeVisible();
  await isAccessible(page);
  await ann.press("scheme-dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(ann.status).toHaveText("Available");
  await isAccessible(page);
  await page.keyboard.press("Escape");
  await ann.press("person-menu");
  await ann.press("scheme-system");

  await ann.press("sounds");
  await expect(page.getByTestId("sound-test-chat")).toBeVisible();
  await isAccessible(page);
  await ann.press("sound-test-chat");
  await expect(page.getByTestId("sound-result")).toContainText(
    /was played|does not play/,
  );
  await page.keyboard.press("Escape");

  await page.evaluate(() => {
    document.documentElement.dir = "rtl";
  });
  const rail = await page.getByRole("navigation").boundingBox();
  expect(rail?.x).toBeGreaterThan(1000);
  await photograph(page, "desk-rtl");
});
