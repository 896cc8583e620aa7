// The flow editor (F1-F3) and its neighbours: services, calendars, holidays.
import { FlowEditor } from "./support/admin.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { isAccessible } from "./support/screens.js";

test("F1: what is wrong is marked in words; a published version is taken by new chats, an open one keeps its own, an old one comes back", async ({
  server,
  company,
  somebody,
}) => {
  const old = await Customer.visit(await somebody(), server);
  await old.open();
  await old.say("I was here before");
  await expect(old.line("Welcome to Acme Garden Tools")).toBeVisible();

  const ed = await FlowEditor.logIn(await somebody(), server, company);
  await ed.open("welcome");
  await ed.step("greet").click();
  await ed.part("field-text").fill("");
  await ed.isSaved();
  await ed.tab("problems");
  await expect(ed.problems).toHaveCount(1);
  await expect(ed.problems).toContainText("Text: is empty.");
  await expect(ed.step("greet")).toHaveAttribute("data-wrong", "true");
  await ed.problems.click();
  await expect(ed.form).toContainText("Is empty.");
  await isAccessible(ed.page);

  await ed.part("field-text").fill("Good day from the new version");
  await expect(ed.step("greet")).not.toHaveAttribute("data-wrong");
  await ed.publish(2);
  const fresh = await Customer.visit(await somebody(), server);
  await fresh.open();
  await fresh.say("Hello");
  await expect(fresh.line("Good day from the new version")).toBeVisible();
  await expect(old.line("Welcome to Acme Garden Tools")).toBeVisible();
  await expect(old.line("Good day")).toHaveCount(0);

  await ed.tab("versions");
  await ed.part("version-1").getByTestId("restore").click();
  await expect(
    ed.page.getByText("Version 1 is the draft.", { exact: false }),
  ).toBeVisible();
  await ed.step("greet").click();
  await expect(ed.part("field-text")).toHaveValue(
    "Welcome to Acme Garden Tools! Somebody will be with you soon.",
  );
  await ed.publish(3);
});

test("F2 F3: a template is tried as a chat", async ({
  server,
  company,
  somebody,
}) => {
  const ed = await FlowEditor.logIn(await somebody(), server, company);
  await ed.fromTemplate("Departments", "departments");
  await ed.tab("try");
  const lines = ed.part("dry-run-line");
  await expect(lines.filter({ hasText: "1. " })).toBeVisible();
  await expect(ed.step("arrived")).toHaveAttribute("data-way", "true");
  await ed.part("act-option-0").click();
  await expect(lines.filter({ hasText: "asks queue" })).toBeVisible();
  await ed.part("act-refuses").click();
  // Who cannot get into the department gets into the general queue.
  await expect(lines.filter({ hasText: "asks queue" })).toHaveCount(2);
  await ed.part("act-refuses").click();
  await expect(ed.page.getByText("The chat is over.")).toBeVisible();
  await isAccessible(ed.page);
});

test("F2: by keyboard alone a step is added, connected and filled in", async ({
  server,
  company,
  somebody,
}) => {
  const ed = await FlowEditor.logIn(await somebody(), server, company);
  await ed.fromTemplate("By hand", "nothing");
  const { keyboard } = ed.page;
  await keyboard.press("/");
  await expect(ed.part("palette-search")).toBeFocused();
  await keyboard.type("send");
  await keyboard.press("Enter");
  await expect(ed.part("field-text")).toBeFocused();
  await keyboard.type("Hello");
  await ed.part("palette-search").focus();
  await keyboard.type("end chat");
  await keyboard.press("Enter");
  await expect(ed.steps).toHaveCount(2);
  await expect(ed.step("message")).toContainText("Hello");
  await ed.publish(1);
});

test("F4 W8: a service's snippet and keys, a calendar's coming days", async ({
  server,
  company,
  somebody,
}) => {
  const ed = await FlowEditor.logIn(await somebody(), server, company);
  await ed.goTo("services/website");
  await expect(ed.part("field-name")).toHaveValue("Acme Garden Tools");
  await isAccessible(ed.page);
  await ed.tab("snippet");
  await expect(ed.part("snippet-code")).toContainText(company.token);
  await ed.tab("identity");
  await ed.part("add-site-key").click();
  await expect(ed.part("site-key-secret")).toHaveText(/^[0-9a-f]{64}$/);
  await ed.part("revoke-key").click();
  await ed.part("confirm-yes").click();
  await expect(ed.part("site-key")).toHaveCount(0);

  await ed.goTo("calendars/office");
  await expect(ed.part("calendar-now")).toContainText(/Open|Closed/);
  await ed.part("preview-from").fill("2026-12-30");
  await expect(
    ed.page.locator("[data-testid=preview-day][data-date='2026-12-30']"),
  ).toContainText("Stocktaking");
  await isAccessible(ed.page);
  await ed.part("weekly.0.until").fill("8");
  await ed.part("weekly.0.from").fill("22");
  await ed.part("save").click();
  await expect(
    ed.page.locator("[data-testid=preview-day][data-date='2027-01-04']"),
  ).toContainText("22:00–08:00 (next day)");

  await ed.goTo("holiday-lists/bavaria");
  await ed.part("add-holiday").click();
  await ed.part("save").click();
  await expect(ed.page.getByText("Needed.").first()).toBeVisible();
});
