// The CRM on screen: the contact beside the chat, and the place of contacts.
import { type APIRequestContext, request } from "@playwright/test";
import { Agent } from "./support/agent.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import type { Company, Parleyd } from "./support/parleyd.js";
import { isAccessible, photograph } from "./support/screens.js";

// Each story takes pictures of many screens.
test.describe.configure({ timeout: 400_000 });

/** Over HTTP, as somebody who is logged in. */
async function api(
  server: Parleyd,
  company: Company,
  login: string,
): Promise<APIRequestContext> {
  const context = await request.newContext({ baseURL: server.url });
  const person = company.logins.find((one) => one.login === login);
  const answer = await context.post("/api/v1/login", {
    data: { company: company.id, login, password: person?.password },
  });
  expect(answer.ok()).toBe(true);
  return context;
}

/** Agents see the kinds of fields and tags, and some may do more. */
async function giveRights(
  server: Parleyd,
  company: Company,
  privileges: Record<string, string>,
): Promise<void> {
  const admin = await api(server, company, "admin");
  const made = await admin.post("/api/v1/roles", {
    data: { id: "crm", name: "Contacts", description: "", privileges },
  });
  expect(made.ok(), await made.text()).toBe(true);
  const changed = await admin.patch("/api/v1/users/ann", {
    headers: {
      "if-match": "*",
      "content-type": "application/merge-patch+json",
    },
    data: { roles: ["agent", "crm"] },
  });
  expect(changed.ok(), await changed.text()).toBe(true);
}

async function addContact(
  server: Parleyd,
  company: Company,
  contact: Record<string, unknown>,
): Promise<string> {
  const admin = await api(server, company, "admin");
  const answer = await admin.post("/api/v1/contacts", { data: contact });
  expect(answer.ok(), await answer.text()).toBe(true);
  return ((await answer.json()) as { id: string }).id;
}

/** A customer who says on the website who they are. */
async function writes(
  cy: Customer,
  text: string,
  who: { name?: string; email?: string } = {},
): Promise<void> {
  await cy.page.evaluate((hint) => {
    const page = window as unknown as {
      parley: (command: string, what: unknown) => void;
    };
    page.parley("identify", hint);
  }, who);
  await cy.open();
  await cy.say(text);
}

const zoe = { name: "Zoë Brown", email: "zoe@example.com" };

async function endAndFile(ann: Agent): Promise<void> {
  await ann.press("end");
  await expect(ann.pane).toHaveAttribute("data-phase", "wrapup");
  await ann.press("finish");
  await expect(ann.inbox).toHaveCount(0);
}

test("M1 M2 W8: a hint, a search, a link; values and tags; what was before", async ({
  server,
  company,
  somebody,
}) => {
  await giveRights(server, company, { company: "view" });
  await addContact(server, company, {
    first_name: "Zoë",
    last_name: "Brown",
    company: "Brown & Co",
    phones: ["+49 30 123456"],
    account: "A-17",
  });
  const page = await somebody();
  const ann = await Agent.logIn(page, server, company, "ann");
  const first = await Customer.visit(await somebody(), server);
  await writes(first, "Where is my spade?", zoe);
  await ann.take("Where is my spade?");
  const pane = page.getByTestId("contact");
  const hints = page.getByTestId("customer-hints");

  // The hint is shown, and that nobody has signed it; nobody is linked by it.
  await expect(hints).toContainText("Zoë Brown");
  await expect(hints).toContainText("zoe@example.com");
  await expect(hints).toContainText("not verified");
  await expect(page.getByTestId("contact-unlinked")).toBeVisible();
  await isAccessible(page);
  await page.getByTestId("find-contact").fill("zoe br");
  await expect(page.getByTestId("found-contact")).toHaveCount(1);
  await isAccessible(page);
  await photograph(page, "contact-search");
  await page.getByTestId("find-contact").fill("nobody like this");
  await expect(pane).toContainText("Nobody is found");
  await page.getByTestId("find-contact").fill("4930123");
  await page.getByTestId("link-contact").click();
  const linked = page.getByTestId("contact-linked");
  await expect(linked.getByTestId("contact-name")).toHaveText("Zoë Brown");
  await expect(linked).toContainText("This is the first chat.");

  // Values are changed where they stand, by their kinds.
  await page.getByTestId("all-fields").click();
  await page.getByTestId("field-emails").getByRole("button").click();
  await page.keyboard.type("not an address");
  await page.keyboard.press("Control+Enter");
  await expect(
    page.getByTestId("field-emails").getByRole("alert"),
  ).toBeVisible();
  await page.getByLabel("E-mail", { exact: true }).fill("zoe@example.com");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("field-emails").getByRole("button")).toHaveText(
    "zoe@example.com",
  );
  await page.getByTestId("field-garden").getByRole("button").click();
  await page
    .getByTestId("field-garden")
    .getByRole("combobox")
    .selectOption("Park");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("field-garden")).toContainText("Park");
  await page.getByTestId("field-company").getByRole("button").click();
  await page.keyboard.type("Never mind");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("field-company")).toContainText("Brown & Co");
  await page.getByTestId("add-tag").click();
  await isAccessible(page);
  await page.getByTestId("tag-choice").filter({ hasText: "Trade" }).click();
  await expect(linked.getByTestId("contact-tag")).toHaveText("Trade");
  await page.getByTestId("contact-note").fill("Wants to be called Zoë.");
  await page.getByTestId("add-contact-note").click();
  await expect(page.getByTestId("contact-note-row")).toContainText(
    "Ann Archer",
  );
  await isAccessible(page);
  await photograph(page, "contact-linked");
  await ann.say("It is on its way.");
  await expect(first.line("It is on its way.")).toBeVisible();
  await endAndFile(ann);

  // The next chat: found by the e-mail, with what was said before at hand.
  const next = await Customer.visit(await somebody(), server);
  await writes(next, "And my rake?", zoe);
  await ann.take("And my rake?");
  const candidate = page.getByTestId("candidate");
  await expect(candidate).toContainText("1 earlier chat");
  await isAccessible(page);
  await photograph(page, "contact-suggestion");
  await candidate.getByTestId("link-contact").click();
  const earlier = linked.getByTestId("earlier");
  await expect(earlier).toHaveCount(1);
  await expect(earlier).toContainText("Where is my spade?");
  const opened = Date.now();
  await earlier.click();
  const lines = page.getByTestId("transcript-line");
  await expect(lines.filter({ hasText: "It is on its way." })).toBeVisible();
  // 200 ms are the server's and the page's; the rest is Playwright's.
  expect(Date.now() - opened).toBeLessThan(10_000);
  await isAccessible(page);
  await photograph(page, "transcript");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("transcript")).toBeHidden();

  // A reload changes nothing; unlinking asks, and leaves the contact.
  await page.reload();
  await expect(linked.getByTestId("contact-name")).toHaveText("Zoë Brown");
  await page.getByTestId("contact-menu").click();
  await isAccessible(page);
  await page.getByTestId("unlink-contact").click();
  await isAccessible(page);
  await page.getByTestId("confirm-yes").click();
  await expect(page.getByTestId("contact-unlinked")).toBeVisible();
  await expect(page.getByTestId("candidate")).toHaveCount(1);
});

test("M2: the keyboard alone creates a contact from the chat and writes on it", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const ann = await Agent.logIn(page, server, company, "ann");
  const { keyboard } = page;
  const cy = await Customer.visit(await somebody(), server);
  await writes(cy, "Do you have bulbs?", {
    name: "Cy Young",
    email: "cy@example.com",
  });
  await expect(ann.waitingFor("Do you have bulbs?")).toBeVisible();
  await keyboard.press("Alt+t");
  await expect(page.getByTestId("contact-unlinked")).toBeVisible();
  await keyboard.press("Alt+l");
  await expect(page.getByTestId("find-contact")).toBeFocused();
  await keyboard.press("Alt+Shift+C");
  const linked = page.getByTestId("contact-linked");
  await expect(linked.getByTestId("contact-name")).toHaveText("Cy Young");
  await expect(page.getByTestId("field-emails")).toContainText(
    "cy@example.com",
  );
  await keyboard.press("Alt+Shift+N");
  await expect(page.getByTestId("contact-note")).toBeFocused();
  await keyboard.type("Likes tulips.");
  await keyboard.press("Control+Enter");
  await expect(page.getByTestId("contact-note-row")).toContainText(
    "Likes tulips.",
  );

  // The column can be hidden, and an act brings it back.
  await keyboard.press("Alt+i");
  await expect(page.getByTestId("details")).toBeHidden();
  await keyboard.press("Alt+Shift+E");
  await expect(page.getByTestId("details")).toBeVisible();
  await expect(
    page.getByTestId("field-first_name").getByRole("button"),
  ).toBeFocused();
  await keyboard.press("Enter");
  await keyboard.type("Cyril");
  await keyboard.press("Enter");
  await expect(linked.getByTestId("contact-name")).toHaveText("Cyril Young");
  await keyboard.press("Control+k");
  await expect(page.getByTestId("palette-input")).toBeFocused();
  await keyboard.type("unlink");
  await expect(page.getByTestId("palette-item").first()).toContainText(
    "Unlink",
  );
  await keyboard.press("Enter");
  await expect(page.getByTestId("confirm")).toBeVisible();
  await keyboard.press("Enter");
  await expect(page.getByTestId("contact-unlinked")).toBeVisible();
});

test("M2: a customer who says nothing of themselves gets a contact by a form", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const ann = await Agent.logIn(page, server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("I would rather not say");
  await ann.take("I would rather not say");
  await page.getByTestId("create-contact").click();
  const form = page.getByTestId("create-form");
  await form.getByRole("button", { name: "Create and link" }).click();
  await expect(form).toContainText("is needed");
  await isAccessible(page);
  await form.getByLabel("Name").fill("Somebody Quiet");
  await form.getByLabel("E-mail").fill("quiet");
  await form.getByRole("button", { name: "Create and link" }).click();
  await expect(form).toContainText("is not one");
  await form.getByLabel("E-mail").fill("quiet@example.com");
  await form.getByRole("button", { name: "Create and link" }).click();
  await expect(page.getByTestId("contact-name")).toHaveText("Somebody Quiet");
});

test("M2: contacts are found and added", async ({
  server,
  company,
  somebody,
}) => {
  const admin = await api(server, company, "admin");
  const csv = [
    "account,first_name,last_name,emails,tags",
    ...Array.from(
      { length: 300 },
      (_, at) => `N-${at},Person,Number${at},p${at}@example.com,regular`,
    ),
  ].join("\r\n");
  const taken = await admin.post("/api/v1/contacts/import", {
    headers: { "content-type": "text/csv" },
    data: csv,
  });
  expect(taken.ok()).toBe(true);
  const page = await somebody();
  const ada = await Agent.enter(page, server, company, "admin");
  await ada.press("go-contacts");
  const rows = page.getByTestId("contact-row");
  await expect(rows.first()).toBeVisible();
  // Only what can be seen is in the page.
  expect(await rows.count()).toBeLessThan(60);
  await isAccessible(page);
  await photograph(page, "contacts");
  await page.keyboard.press("/");
  await expect(page.getByTestId("search-contacts")).toBeFocused();
  await page.keyboard.type("number17");
  await expect(rows).toHaveCount(11);
  await page.getByTestId("search-contacts").fill("nothing of that");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await isAccessible(page);

  // Adding: what is missing is said beside the field.
  await page.getByTestId("search-contacts").fill("");
  await ada.press("add-contact");
  await page.getByRole("button", { name: "Add contact" }).last().click();
  await expect(page.getByTestId("new-contact")).toContainText("is needed");
  await isAccessible(page);
  await photograph(page, "contact-new");
  await page.getByTestId("new-first_name").fill("Zoe");
  await page.getByTestId("new-last_name").fill("Brown-Smith");
  await page.getByTestId("new-phones").fill("+49 30 777777");
  await page.getByRole("button", { name: "Add contact" }).last().click();
  const shown = page.getByTestId("contact-page");
  await expect(shown.getByTestId("contact-name")).toHaveText("Zoe Brown-Smith");
});

test("M3: an import shows its columns, is checked, taken, and says what it refused", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const ada = await Agent.enter(page, server, company, "admin");
  await ada.press("go-contacts");
  await expect(page.getByText("There are no contacts yet.")).toBeVisible();
  await isAccessible(page);
  await ada.press("contacts-menu");
  await ada.press("import-contacts");
  await isAccessible(page);
  await photograph(page, "import");
  const file = page.getByTestId("import-file");
  await file.setInputFiles({
    name: "empty.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(""),
  });
  await expect(page.getByText("The file is empty.")).toBeVisible();

  // Semicolons, words of another system, a column that nobody wants.
  const lines = [
    "Number;Surname;Colour of eyes;E-Mail;Garden",
    'A-1;"Brown; the elder";blue;brown@example.com;Park',
    "",
    "A-2;Green;green;not an address;Small",
    "A-3;White;grey;white@example.com;Jungle",
    "A-4;Short",
    "A-5;Black;brown;black@example.com;Balcony",
  ];
  await file.setInputFiles({
    name: "customers.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(lines.join("\r\n")),
  });
  const preview = page.getByTestId("import-preview");
  await expect(preview.getByLabel("Column Number is")).toHaveValue("account");
  await expect(preview.getByLabel("Column Surname is")).toHaveValue(
    "last_name",
  );
  await expect(preview.getByLabel("Column E-Mail is")).toHaveValue("emails");
  await expect(preview.getByLabel("Column Garden is")).toHaveValue(
    "fields.garden",
  );
  await expect(preview.getByLabel("Column Colour of eyes is")).toHaveValue("");
  await expect(preview).toContainText("Brown; the elder");
  await preview.getByLabel("Column Colour of eyes is").selectOption("account");
  await expect(page.getByTestId("import-flaw")).toContainText("two columns");
  await preview.getByLabel("Column Colour of eyes is").selectOption("");
  await isAccessible(page);
  await photograph(page, "import-preview");

  await ada.press("import-check");
  const result = page.getByTestId("import-result");
  await expect(result).toContainText("2 contacts would be added");
  await expect(result).toContainText("3 rows refused");
  await expect(page.getByTestId("contact-row")).toHaveCount(0);
  await ada.press("import-run");
  await expect(result).toContainText("2 contacts were added");
  const refused = page.getByTestId("refused-row");
  await expect(refused).toHaveCount(3);
  await expect(refused.nth(0)).toContainText("4");
  await expect(refused.nth(0)).toContainText("not an address");
  await expect(refused.nth(1)).toContainText("fields.garden");
  await expect(refused.nth(2)).toContainText("6");
  await expect(refused.nth(2)).toContainText(
    "it has 2 columns and the header has 5",
  );
  await expect(page.getByTestId("contact-row")).toHaveCount(2);
  await isAccessible(page);
  await photograph(page, "import-result");
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    ada.press("refused-download"),
  ]);
  const stream = await saved.createReadStream();
  const text = (await stream.toArray()).join("");
  expect(text.split("\r\n")[1]).toContain("4,");
  expect(text).toContain("A-2,Green,green,not an address,Small");
  expect(text).toContain("A-4,Short");

  // What was taken is a contact like any other; out it comes as CSV again.
  await page.getByTestId("contact-row").filter({ hasText: "Black" }).click();
  await expect(page.getByTestId("field-garden")).toContainText("Balcony");
  const [exported] = await Promise.all([
    page.waitForEvent("download"),
    page.keyboard.press("Alt+Shift+X"),
  ]);
  const all = (await (await exported.createReadStream()).toArray()).join("");
  expect(all).toContain("black@example.com");
});
