// The administration by what can be seen and pressed, against the real server
// (O5, E2, A1, B2): add, edit, copy, delete; what is wrong beside the field; two
// administrators at once; without a mouse; every page in every size and light.
import type { Page } from "@playwright/test";
import { Agent } from "./support/agent.js";
import { expect, test } from "./support/fixtures.js";
import type { Company, Parleyd } from "./support/parleyd.js";
import { isAccessible, photograph } from "./support/screens.js";
import { shop, snippet, website } from "./support/website.js";

/** A PNG of two by two. */
const square =
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGOokvcGIgYIBQAZugORPUomxgAAAABJRU5ErkJggg==";

async function administrator(
  page: Page,
  server: Parleyd,
  company: Company,
  place = "",
): Promise<Page> {
  await page.goto(`${server.url}/desk/`);
  await Agent.enter(page, server, company, "admin");
  await expect(page.getByTestId("agent-name")).toHaveText("Ada Adams");
  if (place !== "") await page.goto(`${server.url}/desk/admin/${place}`);
  return page;
}

/** In a list that finds by typing. */
async function addBy(page: Page, label: string, name: string): Promise<void> {
  const box = page.getByRole("combobox", { name: label });
  await box.fill(name);
  await page.getByRole("option", { name, exact: true }).click();
}

test("O5: a break reason is added, changed, copied and deleted", async ({
  server,
  company,
  somebody,
}) => {
  const page = await administrator(
    await somebody(),
    server,
    company,
    "break-reasons",
  );
  await page.getByTestId("add").click();
  await page.getByTestId("save").click();
  await expect(page.getByText("Needed.")).toBeVisible();
  await expect(page.getByTestId("field-name")).toBeFocused();
  await page.getByTestId("field-name").fill("Dentist");
  await page.getByTestId("field-alert_after").fill("1440");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Needs 1 to 1,439 minutes.")).toBeVisible();
  await page.getByTestId("field-alert_after").fill("90");
  await page.keyboard.press("Control+s");
  await expect(page.getByTestId("toast")).toContainText("“Dentist” is added");
  await expect(page.getByTestId("object-title")).toHaveText("Dentist");
  await page.reload();
  await expect(page.getByTestId("field-alert_after")).toHaveValue("90");
  await page.getByTestId("field-interruptible").check();
  await page.getByTestId("save").click();
  await expect(page.getByTestId("save-state")).toHaveText("All is saved.");

  await page.getByTestId("copy").click();
  await expect(page.getByTestId("field-name")).toHaveValue("Dentist (copy)");
  await expect(page.getByTestId("field-interruptible")).toBeChecked();
  // O4: names are unique; the server says so, and it stands at the field.
  await page.getByTestId("field-name").fill("Dentist");
  await page.getByTestId("save").click();
  await expect(
    page.getByText("Another one has this name already."),
  ).toBeVisible();
  await page.getByTestId("field-name").fill("Doctor");
  await page.getByTestId("save").click();
  await expect(page.getByTestId("object-title")).toHaveText("Doctor");
  await page.getByTestId("delete").click();
  await page.getByTestId("confirm-no").click();
  await expect(page.getByTestId("object-title")).toHaveText("Doctor");
  await page.getByTestId("delete").click();
  await page.getByTestId("confirm-yes").click();
  await expect(page.getByTestId("row")).toHaveCount(4);
  await expect(page.getByText("Doctor", { exact: true })).toHaveCount(0);
});

test("O5: a queue is added by keyboard only, edited, copied, and deleted only when nothing uses it", async ({
  server,
  company,
  somebody,
}) => {
  test.slow();
  const page = await administrator(await somebody(), server, company, "queues");
  // All of it with the keyboard: to the form, through it, and saved.
  await expect(page.getByTestId("row").first()).toBeVisible();
  const before = await page.getByTestId("row").count();
  await page.getByTestId("add").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("object-title")).toHaveText("New queue");
  await page.getByTestId("field-name").focus();
  await page.keyboard.type("Spare parts");
  await page.keyboard.press("Tab");
  await page.keyboard.type("What people buy");
  await page.keyboard.press("Tab");
  await expect(page.getByTestId("field-channel")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByTestId("field-weight")).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("101");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Needs 0 to 100.")).toBeVisible();
  await expect(page.getByTestId("save-state")).toHaveText(
    "2 things need a look.",
  );
  await expect(page.getByTestId("field-weight")).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("7");
  await page.keyboard.press("Control+s");
  // What is left to do is on another tab, and that tab comes to the front.
  await expect(
    page.getByText("Needs one group at least", { exact: false }),
  ).toBeVisible();
  const group = page.getByRole("combobox", { name: "Add a group" });
  await group.focus();
  await page.keyboard.type("Team");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+s");
  await expect(page.getByTestId("object-title")).toHaveText("Spare parts");

  // Another tab, and what is hidden there depends on the rest.
  await page.getByTestId("tab-announcements").click();
  await page.getByTestId("field-waiting.announcement").check();
  const text = page.getByTestId("field-waiting.announcement.text");
  await text.fill("<position> or <time>");
  await page.getByTestId("save").click();
  await expect(
    page.getByText("Say the position or the time, not both of them."),
  ).toBeVisible();
  await text.fill("About <time> minutes.");
  await page.getByTestId("tab-notices").click();
  await addBy(
    page,
    "Add a language to notice of an interruption in other languages",
    "German",
  );
  await page
    .getByRole("textbox", { name: "German" })
    .fill("Einen Augenblick, bitte.");
  await page.getByTestId("save").click();
  await expect(page.getByTestId("save-state")).toHaveText("All is saved.");
  await page.reload();
  await page.getByTestId("tab-announcements").click();
  await expect(text).toHaveValue("About <time> minutes.");
  await page.getByTestId("tab-notices").click();
  await expect(page.getByRole("textbox", { name: "German" })).toHaveValue(
    "Einen Augenblick, bitte.",
  );

  await page.getByTestId("copy").click();
  await page.getByTestId("field-name").fill("Returns");
  await page.getByTestId("save").click();
  await expect(page.getByTestId("object-title")).toHaveText("Returns");
  await page.getByTestId("delete").click();
  await page.getByTestId("confirm-yes").click();
  await expect(page.getByTestId("row")).toHaveCount(before + 1);

  // Sales is where the flow leads to: it stays, and it says why.
  const sales = page.locator('[data-testid="row"][data-id="sales"]');
  await sales.getByTestId("delete").click();
  await page.getByTestId("confirm-yes").click();
  await expect(page.getByTestId("confirm")).toContainText("is still in use");
  await expect(page.getByTestId("uses")).toContainText("Straight to Sales");
  await isAccessible(page);
  await page.getByTestId("confirm-no").click();
  await expect(sales).toBeVisible();
});

test("A1: a user is added, gets a password, logs in, and is logged out", async ({
  server,
  company,
  somebody,
}) => {
  test.slow();
  const page = await administrator(await somebody(), server, company, "users");
  await page.getByTestId("add").click();
  await page.getByTestId("field-name").fill("Eve Evans");
  await page.getByTestId("field-login").fill("ann");
  await addBy(page, "Add to groups", "Team");
  await page.getByTestId("save").click();
  await expect(
    page.getByText("Another one has this name already."),
  ).toBeVisible();
  await page.getByTestId("field-login").fill("eve");
  await page.getByTestId("save").click();
  await expect(page.getByTestId("object-title")).toHaveText("Eve Evans");
  await page.getByTestId("new-password").fill("short");
  await page.getByTestId("give-password").click();
  await expect(page.getByText("Needs 8 characters at least.")).toBeVisible();
  await page.getByTestId("new-password").fill("correct horse");
  await page.getByTestId("password-once").uncheck();
  await page.getByTestId("give-password").click();
  await expect(page.getByTestId("toast")).toContainText("has a new password");

  const eve = await somebody();
  await eve.goto(`${server.url}/desk/`);
  await eve.getByLabel("Company").fill(company.id);
  await eve.getByLabel("Login").fill("eve");
  await eve.getByLabel("Password").fill("correct horse");
  await eve.getByRole("button", { name: "Log in" }).click();
  await expect(eve.getByTestId("agent-name")).toHaveText("Eve Evans");

  // Her own profile: another password, with the present one.
  await eve.getByTestId("person-menu").click();
  await eve.getByTestId("own-profile").click();
  await eve.getByTestId("password-present").fill("wrong wrong");
  await eve.getByTestId("password-password").fill("battery staple");
  await eve.getByTestId("password-again").fill("battery staples");
  await eve.getByTestId("change-password").click();
  await expect(eve.getByText("Not the same as above.")).toBeVisible();
  await eve.getByTestId("password-again").fill("battery staple");
  await eve.getByTestId("change-password").click();
  await expect(eve.getByText("This is not your password.")).toBeVisible();
  await eve.getByTestId("password-present").fill("correct horse");
  await eve.getByTestId("change-password").click();
  await expect(eve.getByTestId("toast")).toContainText("password is changed");
  await expect(eve.getByTestId("revoke")).toHaveCount(1);
  await isAccessible(eve);

  await page.reload();
  await page.getByTestId("revoke").click();
  await page.getByTestId("confirm-yes").click();
  await expect(page.getByText("Not logged in.")).toBeVisible();
  await expect(eve.getByLabel("Password")).toBeVisible();
  await page.getByTestId("delete").click();
  await page.getByTestId("confirm-yes").click();
  await expect(page.getByTestId("row").first()).toBeVisible();
  await expect(page.getByText("Eve Evans", { exact: true })).toHaveCount(0);
});

test("E2: two administrators at once: nothing is overwritten unseen, and nothing is left unsaved unasked", async ({
  server,
  company,
  somebody,
}) => {
  test.slow();
  const place = "queues/sales";
  const one = await administrator(await somebody(), server, company, place);
  const two = await administrator(await somebody(), server, company, place);
  await expect(two.getByTestId("field-name")).toHaveValue("Sales");
  await one.getByTestId("field-description").fill("Changed by the first");
  await one.getByTestId("save").click();
  await expect(one.getByTestId("save-state")).toHaveText("All is saved.");

  await two.getByTestId("field-weight").fill("9");
  await two.getByTestId("field-description").fill("Changed by the second");
  // Leaving asks; staying keeps what was typed.
  await two.getByTestId("admin-users").click();
  await expect(two.getByTestId("confirm")).toContainText(
    "Leave without saving?",
  );
  await two.getByTestId("confirm-no").click();
  await expect(two.getByTestId("field-weight")).toHaveValue("9");

  await two.getByTestId("save").click();
  const conflict = two.getByTestId("conflict");
  await expect(conflict).toContainText("Changed by the first");
  await expect(conflict).toContainText("Changed by the second");
  await isAccessible(two);
  await photograph(two, "admin-conflict");
  await two.getByTestId("keep-mine").click();
  await expect(two.getByTestId("save-state")).toHaveText("Not saved yet.");
  await two.getByTestId("save").click();
  await expect(two.getByTestId("save-state")).toHaveText("All is saved.");

  // The first one's next change meets it again, and takes theirs.
  await one.getByTestId("field-weight").fill("3");
  await one.getByTestId("save").click();
  await expect(one.getByTestId("conflict")).toContainText("9");
  await one.getByTestId("take-theirs").click();
  await expect(one.getByTestId("field-weight")).toHaveValue("9");
  await expect(one.getByTestId("field-description")).toHaveValue(
    "Changed by the second",
  );
  await one.reload();
  await expect(one.getByTestId("field-weight")).toHaveValue("9");
});

test("B2: weights are tried out before they are saved, and the log tells of them", async ({
  server,
  company,
  somebody,
}) => {
  test.slow();
  const page = await administrator(
    await somebody(),
    server,
    company,
    "blending",
  );
  const webchat = page.getByTestId("overtaking-webchat-call");
  await expect(webchat).toHaveText("4 min to 5 min");
  await expect(page.getByTestId("overtaking-call-webchat")).toHaveText(
    "at once",
  );
  await page.getByTestId("weight-sales").fill("8");
  await expect(webchat).toContainText("2 min to 5 min");
  await expect(webchat).toContainText("was 4 min to 5 min");
  await page.getByTestId("multiplier").fill("30");
  await expect(webchat).toContainText("1 min to 2 min 30 s");
  await page.getByTestId("priority-webchat").fill("0");
  await expect(webchat).toContainText("never");
  await page.getByTestId("priority-webchat").fill("101");
  await page.getByTestId("save").click();
  await expect(page.getByText("Needs 0 to 100.")).toBeVisible();
  await page.getByTestId("priority-webchat").fill("1");
  await page.getByTestId("save").click();
  await expect(page.getByTestId("save-state")).toHaveText("All is saved.");
  await page.reload();
  await expect(webchat).toHaveText("1 min to 2 min 30 s");
  await page.goto(`${server.url}/desk/admin/queues/sales`);
  await expect(page.getByTestId("field-weight")).toHaveValue("8");

  await page.goto(`${server.url}/desk/admin/audit`);
  await page.getByTestId("filter-object").fill("sales");
  await expect(page.getByTestId("row")).toHaveCount(1);
  await page.getByTestId("row").getByRole("button").click();
  await expect(page.getByTestId("audit-details")).toContainText("weight");
  await isAccessible(page);
  await page.keyboard.press("Escape");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByTestId("export").click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^audit-.*\.csv$/);
});

test("6: the company's colour and logo are on the desk and on the box", async ({
  server,
  company,
  somebody,
}) => {
  const page = await administrator(
    await somebody(),
    server,
    company,
    "company",
  );
  await page.getByTestId("own-colour").click();
  await page.getByTestId("field-brand.colour").fill("#7a1f4b");
  const files = page.getByTestId("logo-file");
  const logo = (mimeType: string, buffer: Buffer) => ({
    name: "logo",
    mimeType,
    buffer,
  });
  await files.setInputFiles(logo("image/png", Buffer.from("no picture")));
  await expect(page.getByText("This is no PNG and no JPEG.")).toBeVisible();
  await files.setInputFiles(logo("image/png", Buffer.from(square, "base64")));
  await expect(page.getByAltText("Your logo")).toBeVisible();
  await isAccessible(page);
  await page.getByTestId("save").click();
  await expect(page.getByTestId("save-state")).toHaveText("All is saved.");

  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const shown = ann.page.getByAltText("Acme Garden Tools");
  await expect(shown).toBeVisible();
  expect(
    await shown.evaluate((image: HTMLImageElement) => image.naturalWidth),
  ).toBe(2);
  const accent = await ann.page.evaluate(() =>
    getComputedStyle(document.documentElement).getPropertyValue("--accent"),
  );
  expect(accent.trim()).toBe("#7a1f4b");
  await isAccessible(ann.page);
  const admin = await server.rest("admin");
  await admin.patch("/api/v1/services/website", { widget: { colour: "" } });
  const site = await somebody();
  const body = snippet(server, company.token);
  await website(site, `${shop}/brand.html`, { body });
  await expect(site.getByTestId("parley-launcher")).toHaveCSS(
    "background-color",
    "rgb(122, 31, 75)",
  );
});

const pages = [
  "queues",
  "queues/sales",
  "queues/new",
  "break-reasons",
  "break-reasons/lunch",
  "users",
  "users/ann",
  "groups",
  "groups/team",
  "roles",
  "roles/supervisor",
  "roles/new",
  "profiles",
  "profiles/new",
  "blending",
  "company",
  "audit",
];

test("6: every page of the administration in every size, light and dark, without a violation", async ({
  server,
  company,
  somebody,
}) => {
  test.setTimeout(600_000);
  const page = await administrator(await somebody(), server, company, "queues");
  const look = async (name: string): Promise<void> => {
    await expect(page.locator("main h1")).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await isAccessible(page);
    await photograph(page, name);
  };
  for (const place of pages) {
    await page.goto(`${server.url}/desk/admin/${place}`);
    await look(`admin-${place.replace("/", "-")}`);
  }
  await page.goto(`${server.url}/desk/admin/queues/sales`);
  for (const tab of [
    "groups",
    "waiting",
    "wrapup",
    "announcements",
    "notices",
    "kpis",
    "retention",
  ]) {
    await page.getByTestId(`tab-${tab}`).click();
    await look(`admin-queues-sales-${tab}`);
  }
  await page.goto(`${server.url}/desk/profile`);
  await look("profile");
  await page.emulateMedia({ colorScheme: "dark" });
  await isAccessible(page);
  await page.goto(`${server.url}/desk/admin/roles/new`);
  await expect(page.getByTestId("matrix")).toBeVisible();
  await isAccessible(page);
});
