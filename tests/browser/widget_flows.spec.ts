// The widget against the demo company's own service: questions before the chat,
// menu, question and form of its flow, hours, files, survey, transcript, end by
// inactivity, settings of the server (W1, W2, F2-F4, M5).
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { Agent } from "./support/agent.js";
import { expectAccessible } from "./support/axe.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import type { Parleyd } from "./support/parleyd.js";
import { Call } from "./support/pbx.js";
import { shop, snippet, website } from "./support/website.js";

test.use({ reception: "whole" });

const widget = "[data-parley]";
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const every_day = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];

/** Opens or closes the workshop for good. */
async function setWorkshop(server: Parleyd, isOpen: boolean): Promise<void> {
  const admin = await server.rest("admin");
  await admin.patch("/api/v1/calendars/workshop", {
    weekly: isOpen ? [{ days: every_day, from: "00:00", until: "24:00" }] : [],
    holiday_lists: [],
  });
}

function choice(page: Page, label: string): Locator {
  return page.getByTestId("parley-choice").filter({ hasText: label });
}

/** Through the questions before the chat, which may stay empty. */
async function begin(cy: Customer, name = "Cy Young"): Promise<void> {
  await cy.open();
  await cy.page.getByTestId("parley-form-name").fill(name);
  await cy.page.getByTestId("parley-form-submit").click();
  await expect(cy.page.getByTestId("parley-menu")).toBeVisible();
}

/** Until the agent has the chat open. */
async function reach(
  cy: Customer,
  ann: Agent,
  name = "Cy Young",
): Promise<void> {
  await begin(cy, name);
  await choice(cy.page, "Buy a tool").click();
  await expect(cy.notice).toHaveText("You are number 1 in the queue.");
  await ann.waiting.filter({ hasText: name }).getByTestId("take").click();
  await expect(cy.page.getByTestId("parley-status")).toHaveText(
    "with Ann Archer",
  );
}

/** The chat that the agent has open. */
async function chatOf(server: Parleyd): Promise<string> {
  const sue = await server.rest("sue");
  const { items } = await sue.get("/api/v1/live/sessions");
  const [session] = items as { chat: string }[];
  if (session === undefined) throw new Error("no chat is open");
  return session.chat;
}

test("W1 F2: own questions, a menu, a question of the flow, and the agent knows it all", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  const { page } = cy;
  await cy.open();
  await page.getByTestId("parley-form-name").fill("Cy Young");
  await page.getByTestId("parley-form-email").fill("cy@example.com");
  await page.getByLabel("Customer number").fill("AC-77");
  await page.getByTestId("parley-form-submit").click();
  await expect(cy.line("Welcome to Acme Garden Tools!")).toBeVisible();
  await expect(page.getByTestId("parley-choice")).toHaveText([
    "Buy a tool",
    "Repair or warranty",
    "Where is my order?",
    "Leave a message",
  ]);
  // What makes no sense is asked again; a number chooses, too.
  await cy.say("Hm");
  await expect(cy.line("Please choose one of these")).toBeVisible();
  await expect(page.getByTestId("parley-menu")).toBeVisible();
  await cy.say("3");
  await expect(cy.line("What is the number of your order?")).toBeVisible();
  await expect(page.getByTestId("parley-menu")).toBeHidden();
  await cy.say("AG-4711");
  await expect(cy.line("will look at AG-4711 with you")).toBeVisible();
  // Allocated, because Orders gives its chats out by itself.
  await expect(ann.inbox).toHaveCount(1);
  await ann.inbox.getByTestId("select-chat").click();
  await expect(ann.pane).toHaveAttribute("data-phase", "active");
  await expect(ann.page.getByText("AC-77").first()).toBeVisible();
  await expect(cy.line("Order number:")).toHaveCount(0);
  await ann.say("Found it.");
  await expect(cy.line("Found it.")).toBeVisible();
  // A reload shows the same, and asks nothing again.
  const before = await cy.transcript();
  await page.reload();
  await expect(cy.line("Found it.")).toBeVisible();
  expect(await cy.transcript()).toEqual(before);
  await expect(page.getByTestId("parley-form")).toBeHidden();
});

test("F2: nobody is there, so a form is shown; what is left there is work for the office", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  const { page } = cy;
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const { parley } = window as unknown as {
      parley: (...all: unknown[]) => void;
    };
    parley("on", "offline", () => heard.push("offline"));
  });
  await begin(cy);
  await choice(page, "Leave a message").click();
  const form = page.getByTestId("parley-offline");
  await expect(form).toBeVisible();
  await expect(cy.input).toBeHidden();
  await expect(page.getByTestId("parley-offline-name")).toHaveValue("Cy Young");
  await page.getByTestId("parley-offline-submit").click();
  await expect(page.getByTestId("parley-offline-email-error")).toHaveText(
    "Please fill this in.",
  );
  await page.getByTestId("parley-offline-email").fill("cy@example.com");
  await page.getByTestId("parley-offline-message").fill("Please call me back.");
  // A restart of the server takes nothing of it away.
  await server.kill();
  await expect(page.getByTestId("parley-connection")).toBeVisible();
  await server.run();
  await expect(page.getByTestId("parley-status")).toHaveText("Connected");
  await expect(page.getByTestId("parley-offline-message")).toHaveValue(
    "Please call me back.",
  );
  await page.getByTestId("parley-offline-submit").click();
  await expect(cy.line("Please call me back.")).toHaveCount(1);
  await expect(cy.line("Thank you. We will be in touch.")).toBeVisible();
  await expect(cy.ended).toBeVisible();
  await expect(form).toBeHidden();
  expect(
    await page.evaluate(
      () => (window as unknown as { heard: string[] }).heard.length,
    ),
  ).toBeGreaterThan(0);
  await expect(
    ann.waiting.filter({ hasText: "Please call me back." }),
  ).toHaveAttribute("data-channel", "work_item");
});

test("F4: outside its hours a department offers the form, within them its queue", async ({
  server,
  somebody,
}) => {
  await setWorkshop(server, false);
  const cy = await Customer.visit(await somebody(), server);
  await begin(cy);
  await choice(cy.page, "Repair or warranty").click();
  await expect(cy.line("The workshop is closed at the moment.")).toBeVisible();
  await expect(cy.page.getByTestId("parley-offline")).toBeVisible();
  await setWorkshop(server, true);
  const mia = await Customer.visit(await somebody(), server);
  await begin(mia, "Mia");
  await choice(mia.page, "Repair or warranty").click();
  await expect(mia.notice).toHaveText("You are number 1 in the queue.");
  await expect(mia.page.getByTestId("parley-offline")).toBeHidden();
});

test("W2: files by button, paste and drop; what may not be sent says why", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const page = await somebody();
  const body = `<main><h1>A site</h1></main>${snippet(server, company.token)}`;
  // Another origin than the server's: the browser asks before.
  await website(page, `${shop}/files.html`, { body });
  const cy = new Customer(page);
  await reach(cy, ann);
  const chooser = page.getByTestId("parley-file");
  await chooser.setInputFiles([
    { name: "broken spade.png", mimeType: "image/png", buffer: png },
    {
      name: "list.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("one\ntwo\n"),
    },
  ]);
  await expect(cy.line("broken spade.png")).toHaveAttribute(
    "data-kind",
    "file",
  );
  await expect(cy.line("list.txt")).toHaveCount(1);
  for (const [how, name] of [
    ["paste", "pasted.png"],
    ["drop", "dropped.png"],
  ] as const) {
    await page.evaluate(
      ([kind, file, bytes]) => {
        const data = new DataTransfer();
        const raw = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0));
        data.items.add(new File([raw], file, { type: "image/png" }));
        const { shadowRoot: root } = document.querySelector("[data-parley]")!;
        const options = { bubbles: true, cancelable: true, composed: true };
        const event =
          kind === "paste"
            ? new ClipboardEvent("paste", { ...options, clipboardData: data })
            : new DragEvent("drop", { ...options, dataTransfer: data });
        const to = kind === "paste" ? "parley-input" : "parley-box";
        root?.querySelector(`[data-testid=${to}]`)?.dispatchEvent(event);
      },
      [how, name, png.toString("base64")] as const,
    );
    await expect(cy.line(name)).toHaveCount(1);
  }
  await expect(page.getByTestId("parley-upload")).toHaveCount(0);
  for (const [name, mimeType, buffer, why] of [
    [
      "setup.exe",
      "application/x-msdownload",
      Buffer.from("MZ"),
      "Files of this kind are not accepted.",
    ],
    [
      "no picture.png",
      "image/png",
      Buffer.from("<script>"),
      "Files of this kind are not accepted.",
    ],
    [
      "large.txt",
      "text/plain",
      Buffer.alloc(10_485_761, "a"),
      "This file is too large; 10 MB are possible.",
    ],
  ] as const) {
    await chooser.setInputFiles([{ name, mimeType, buffer }]);
    const upload = page.getByTestId("parley-upload").filter({ hasText: name });
    await expect(upload).toContainText(why);
    await expectAccessible(page, widget);
    await upload.getByTestId("parley-file-cancel").click();
    await expect(upload).toHaveCount(0);
  }
  // The agent's own file, saved by the customer byte for byte.
  const desk = await server.rest("ann");
  const chat = await chatOf(server);
  await desk.upload(
    `/api/v1/chats/${chat}/files?name=offer%20%C3%A4.png&id=offer`,
    "image/png",
    png,
  );
  const offer = cy.line("offer ä.png");
  await expect(offer).toHaveAttribute("data-from", "agent");
  const saving = page.waitForEvent("download");
  await offer.getByTestId("parley-download").click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("offer ä.png");
  expect(await readFile(await saved.path())).toEqual(png);
  // All of it is there once after a reload.
  await page.reload();
  await expect(page.locator(`${widget} [data-kind=file]`)).toHaveCount(5);
});

test("W6: a file whose connection breaks goes again, and its line is there once", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  const { page } = cy;
  await reach(cy, ann);
  let isFirst = true;
  await page.route("**/files?*", async (route) => {
    if (!isFirst) {
      await route.continue();
      return;
    }
    isFirst = false;
    // It arrives, but its answer does not.
    await route.fetch();
    await route.abort();
  });
  await page
    .getByTestId("parley-file")
    .setInputFiles([{ name: "once.png", mimeType: "image/png", buffer: png }]);
  await expect(cy.line("once.png")).toHaveCount(1);
  const again = page.getByTestId("parley-file-again");
  if (await again.isVisible()) await again.click();
  await expect(page.getByTestId("parley-upload")).toHaveCount(0);
  await expect(cy.line("once.png")).toHaveCount(1);
  await expect(ann.page.getByText("once.png").first()).toBeVisible();
});

test("W2 M5: after the end a survey, once, and the transcript as a file", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  const { page } = cy;
  await reach(cy, ann);
  await cy.say("Is the <red> barrow in stock?");
  await ann.say("Yes, two.");
  await expect(cy.line("Yes, two.")).toBeVisible();
  await ann.press("end");
  await expect(cy.ended).toBeVisible();
  await expect(page.getByTestId("parley-survey-comment")).toBeHidden();
  await page.getByTestId("parley-score-4").check({ force: true });
  await page.getByTestId("parley-survey-comment").fill("Quick & kind");
  await expectAccessible(page, widget);
  const saving = page.waitForEvent("download");
  await page.getByTestId("parley-transcript").click();
  const saved = await saving;
  const text = await readFile(await saved.path(), "utf8");
  for (const line of [
    "Is the <red> barrow in stock?",
    "Yes, two.",
    "Ann Archer",
  ]) {
    expect(text).toContain(line);
  }
  await page.getByTestId("parley-survey-send").click();
  await expect(page.getByTestId("parley-thanks")).toHaveText("Thank you!");
  await page.reload();
  await expect(page.getByTestId("parley-thanks")).toHaveText("Thank you!");
  await expect(page.getByTestId("parley-survey")).toBeHidden();
});

test("Q1 I6: inactivity warns and ends in the customer's language; so does the notice of a call", async ({
  server,
  company,
  somebody,
}) => {
  const admin = await server.rest("admin");
  await admin.patch("/api/v1/queues/sales", {
    policy: { inactivity_timeout: 30_000 },
  });
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const page = await somebody({ locale: "de-DE" });
  const body = snippet(server, company.token, 'data-ask=""');
  await website(page, `${shop}/ruhig.html`, { body, root: 'lang="de"' });
  const cy = new Customer(page);
  await cy.open();
  await cy.say("Haben Sie Schubkarren?");
  await expect(cy.notice).toHaveText(
    /Sie sind Nummer 1|Nummer 1|Platz 1|an Stelle 1|1\./,
  );
  await ann.take("Haben Sie Schubkarren?");
  await ann.say("Ja.");
  const call = new Call(server, company);
  await call.offer("+49 89 1234567");
  await expect(ann.callBar).toHaveAttribute("data-phase", "alerting");
  await call.answer("ann");
  await expect(cy.line("muss ans Telefon")).toBeVisible();
  await call.end();
  await expect(cy.line("Sind Sie noch da?")).toBeVisible({ timeout: 40_000 });
  await expect(cy.ended).toBeVisible({ timeout: 20_000 });
  await expect(ann.pane).toHaveAttribute("data-phase", "wrapup");
});

test("W1: title, colour, side, language and opening come from the server; the snippet wins", async ({
  server,
  company,
  somebody,
}) => {
  const admin = await server.rest("admin");
  await admin.patch("/api/v1/services/website", {
    widget: {
      title: "Frag uns",
      colour: "#7a1fa2",
      position: "left",
      language: "de",
      auto_open: 1000,
    },
  });
  const page = await somebody();
  const body = snippet(server, company.token);
  await website(page, `${shop}/settings.html`, { body });
  const cy = new Customer(page);
  await expect(cy.box).toBeVisible();
  await expect(page.getByTestId("parley-title")).toHaveText("Frag uns");
  await expect(page.getByTestId("parley-launcher")).toHaveCSS(
    "background-color",
    "rgb(122, 31, 162)",
  );
  expect((await cy.box.boundingBox())?.x).toBeLessThan(100);
  await expect(page.getByTestId("parley-form-submit")).toHaveText(
    "Chat beginnen",
  );
  const other = await somebody();
  const own = snippet(
    server,
    company.token,
    'data-title="Ours" data-color="#e8590c" data-position="right" data-lang="fr" data-open="0"',
  );
  await website(other, `${shop}/own.html`, { body: own });
  const mia = new Customer(other);
  await mia.open();
  await expect(other.getByTestId("parley-title")).toHaveText("Ours");
  await expect(other.getByTestId("parley-launcher")).toHaveCSS(
    "background-color",
    "rgb(232, 89, 12)",
  );
});

const pictures = new URL("output/screens/", import.meta.url);

for (const [language, root, scheme] of [
  ["en", 'lang="en"', "light"],
  ["de", 'lang="de"', "dark"],
  ["fr", 'lang="fr"', "light"],
  ["es", 'lang="es"', "dark"],
  ["cy", 'lang="cy"', "light"],
  ["ar", 'lang="ar" dir="rtl"', "dark"],
] as const) {
  test(`W2: form, menu, offline form, files and survey in ${language}: axe, nothing out of the box`, async ({
    server,
    company,
    somebody,
  }) => {
    await mkdir(pictures, { recursive: true });
    const ann = await Agent.logIn(await somebody(), server, company, "ann");
    const viewport =
      scheme === "dark"
        ? { width: 390, height: 844 }
        : { width: 1280, height: 720 };
    const page = await somebody({
      viewport,
      colorScheme: scheme,
      reducedMotion: "reduce",
    });
    const body = `<main><h1>A site</h1></main>${snippet(server, company.token)}`;
    const cy = new Customer(page);
    const look = async (name: string): Promise<void> => {
      await expectAccessible(page, widget);
      const wide = await cy.box.evaluate((box) => {
        const { right, left } = box.getBoundingClientRect();
        return [...box.querySelectorAll<HTMLElement>("*")]
          .filter((node) => node.checkVisibility() && !node.closest("svg"))
          .filter((node) => !node.classList.contains("hidden-text"))
          .filter((node) => {
            const place = node.getBoundingClientRect();
            return place.right > right + 1 || place.left < left - 1;
          })
          .map((node) => node.outerHTML.slice(0, 100));
      });
      expect(wide, name).toEqual([]);
      const moving = await cy.box.evaluate(
        (box) =>
          box
            .getAnimations({ subtree: true })
            .filter(({ playState }) => playState === "running").length,
      );
      expect(moving, `${name}: motion is reduced`).toBe(0);
      await writeFile(
        new URL(`flow-${language}-${name}.png`, pictures),
        await page.screenshot(),
      );
    };
    await website(page, `${shop}/${language}.html`, { body, root });
    await cy.open();
    await expect(page.getByTestId("parley-form")).toBeVisible();
    await look("1-form");
    await page.getByTestId("parley-form-submit").click();
    await expect(page.getByTestId("parley-menu")).toBeVisible();
    await look("2-menu");
    await choice(page, "Leave a message").click();
    await expect(page.getByTestId("parley-offline")).toBeVisible();
    await page.getByTestId("parley-offline-submit").click();
    await look("3-offline");
    await page.getByTestId("parley-offline-email").fill("cy@example.com");
    await page.getByTestId("parley-offline-message").fill("Hello");
    await page.getByTestId("parley-offline-submit").click();
    await expect(cy.ended).toBeVisible();
    await look("4-left");
    await page.getByTestId("parley-again").click();
    await cy.say("Hello, a question");
    await ann.take("Hello, a question");
    const chooser = page.getByTestId("parley-file");
    await chooser.setInputFiles([
      { name: "spade.png", mimeType: "image/png", buffer: png },
      { name: "a.exe", mimeType: "application/x-msdownload", buffer: png },
    ]);
    await expect(cy.line("spade.png")).toBeVisible();
    await look("5-files");
    await ann.press("end");
    await expect(cy.ended).toBeVisible();
    await page.getByTestId("parley-score-5").check({ force: true });
    await look("6-survey");
    if (language !== "en" && language !== "ar") {
      await expect(page.getByTestId("parley-transcript")).not.toHaveText(
        "Download the transcript",
      );
    }
  });
}
