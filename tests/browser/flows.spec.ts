// The flow editor (F1-F3) and its neighbours: services, calendars, holidays.
import { FlowEditor } from "./support/admin.js";
import { expect, test } from "./support/fixtures.js";
import { isAccessible } from "./support/screens.js";

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
});
