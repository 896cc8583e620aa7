// What the customer sees of the widget, and how it can be used: without a
// mouse, with a screen reader, in other directions, on hostile pages (W1-W4).
import type { Page } from "@playwright/test";
import { Agent } from "./support/agent.js";
import { expectAccessible } from "./support/axe.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { shop, snippet, website } from "./support/website.js";

const widget = "[data-parley]";

async function command(page: Page, ...words: unknown[]): Promise<void> {
  await page.evaluate((all) => {
    (window as unknown as { parley: (...w: unknown[]) => void }).parley(...all);
  }, words);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`W2: axe finds nothing on any of its screens, ${colorScheme}`, async ({
    server,
    company,
    somebody,
  }) => {
    test.slow();
    const page = await somebody({ colorScheme, reducedMotion: "reduce" });
    const options = 'data-ask="name, email*" data-color="#e8590c"';
    const body = `<main><h1>A site</h1></main>${snippet(server, company.token, options)}`;
    await website(page, `${shop}/axe.html`, { body });
    const cy = new Customer(page);
    await expect(page.getByTestId("parley-launcher")).toBeVisible();
    await expectAccessible(page, widget);
    await cy.open();
    await page.getByTestId("parley-form-submit").click();
    await expect(page.getByTestId("parley-form-email-error")).toHaveText(
      "Please fill this in.",
    );
    await expectAccessible(page, widget);
    await page.getByTestId("parley-form-email").fill("cy@example.com");
    await page.getByTestId("parley-form-submit").click();
    await expect(cy.notice).toHaveText("You are number 1 in the queue.");
    await cy.say("Hello, look at https://www.acme.example/");
    await expectAccessible(page, widget);
    await page.getByTestId("parley-emoji-open").click();
    await expectAccessible(page, widget);
    await page.keyboard.press("Escape");
    const ann = await Agent.logIn(await somebody(), server, company, "ann");
    await ann.take("Hello, look at");
    await ann.say("Hello!");
    await expect(cy.line("Hello!")).toBeVisible();
    await server.kill();
    await cy.say("While it is away");
    await expect(page.getByTestId("parley-connection")).toBeVisible();
    await expectAccessible(page, widget);
    await server.run();
    await expect(cy.line("While it is away")).toHaveAttribute(
      "data-state",
      /stored|delivered|seen/,
    );
    await page.getByTestId("parley-end").click();
    await expectAccessible(page, widget);
    await page.getByTestId("parley-end-yes").click();
    await expect(cy.ended).toBeVisible();
    await expectAccessible(page, widget);
  });
}

test("W2: all of it without a mouse", async ({ server, company, somebody }) => {
  const page = await somebody();
  const body = `<a href="#x">Before</a>${snippet(server, company.token, 'data-ask="name*"')}`;
  await website(page, `${shop}/keys.html`, { body });
  const cy = new Customer(page);
  const launcher = page.getByTestId("parley-launcher");
  await expect(launcher).toHaveAccessibleName("Open chat");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(launcher).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("parley-form-name")).toBeFocused();
  // A missing answer is said at its field, which gets the focus.
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("parley-form-name")).toHaveAttribute(
    "aria-invalid",
    "true",
  );
  await expect(page.getByTestId("parley-form-name")).toBeFocused();
  await page.keyboard.type("Cy Young");
  await page.keyboard.press("Enter");
  await expect(cy.input).toBeFocused();
  await expect(cy.notice).toHaveText("You are number 1 in the queue.");
  await page.keyboard.type("one");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("two");
  await page.keyboard.press("Enter");
  await expect(cy.line("one\ntwo")).toHaveAttribute("data-state", "stored");
  await expect(cy.input).toBeFocused();

  const emoji = page.getByTestId("parley-emoji-open");
  const backToEmoji = async (): Promise<void> => {
    for (let i = 0; i < 4; i += 1) {
      if (await emoji.evaluate((node) => node.matches(":focus"))) break;
      await page.keyboard.press("Shift+Tab");
    }
    await expect(emoji).toBeFocused();
  };
  await backToEmoji();
  await page.keyboard.press("Enter");
  const focused = page.locator(`${widget} .emoji button:focus`);
  await expect(focused).toHaveText("😀");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect(focused).toHaveText("😎");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(cy.input).toHaveValue("😀");
  await expect(cy.input).toBeFocused();
  await backToEmoji();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("parley-emoji")).toBeHidden();
  await expect(cy.box).toBeVisible();

  // Escape closes the box, and brings the focus back to the button.
  await page.keyboard.press("Escape");
  await expect(cy.box).toBeHidden();
  await expect(launcher).toBeFocused();
  await page.keyboard.press("Space");
  await expect(cy.input).toBeFocused();
  await expect(cy.input).toHaveValue("😀");
  const end = page.getByTestId("parley-end");
  for (let i = 0; i < 8; i += 1) {
    if (await end.evaluate((node) => node.matches(":focus"))) break;
    await page.keyboard.press("Shift+Tab");
  }
  await expect(end).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("parley-end-no")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(cy.input).toBeFocused();
  await end.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(cy.ended).toBeVisible();
});

test("W2: a screen reader hears what comes, and not what was there", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  const spoken = cy.page.locator(`${widget} .middle [role=status]`);
  await cy.say("Hello");
  await ann.take("Hello");
  await ann.say("Good morning");
  await expect(spoken).toHaveText("Ann Archer: Good morning");
  await cy.page.reload();
  await expect(cy.line("Good morning")).toBeVisible();
  await expect(spoken).toHaveText("");
  await ann.say("Anything else?");
  await expect(spoken).toHaveText("Ann Archer: Anything else?");
});

const nasty = `
  * { all: unset !important; display: none !important; color: red !important;
      font-size: 3px !important; pointer-events: none !important; }
  :root { --accent: red; --paper: red; --ink: red; }
  html, body { display: block !important; transform: scale(0.5); user-select: none; }
  div, button, section { position: static !important; opacity: 0 !important;
      visibility: hidden !important; animation: none !important; }
`;

test("W4: a hostile page's rules do not reach it", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const head = `<style>${nasty}</style>`;
  const body = `<p>text</p>${snippet(server, company.token)}`;
  await website(page, `${shop}/hostile.html`, { body, head });
  await page.evaluate(() => {
    // Keys of the page, and a library that has changed what elements do.
    document.addEventListener("keydown", (event) => {
      event.preventDefault();
    });
    Reflect.set(Array.prototype, "extra", () => undefined);
  });
  const cy = new Customer(page);
  await cy.open();
  const size = await page.getByTestId("parley-launcher").boundingBox();
  expect(size?.width).toBeGreaterThan(40);
  await expect(cy.input).toHaveCSS("font-size", "15px");
  await expect(page.getByTestId("parley-title")).toHaveCSS(
    "color",
    "rgb(255, 255, 255)",
  );
  await cy.input.pressSequentially("typed key by key");
  await cy.input.press("Enter");
  const line = cy.line("typed key by key");
  await expect(line).toHaveAttribute("data-state", "stored");
  await expect(line).toBeVisible();
  // What was said can be selected and copied.
  await line.locator(".text").selectText();
  const chosen = await page.evaluate(() => getSelection()?.toString());
  expect(chosen).toContain("typed key by key");
});

test("W2: right to left, with the widget on the other side", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const body = snippet(server, company.token);
  await website(page, `${shop}/rtl.html`, {
    body,
    root: 'lang="ar" dir="rtl"',
  });
  const cy = new Customer(page);
  await cy.open();
  await cy.say("مرحبا");
  await cy.say("and in English");
  await expect(cy.line("English")).toHaveAttribute("data-state", "stored");
  const box = await cy.box.boundingBox();
  expect(box?.x).toBeLessThan(40);
  const middle = (box?.x ?? 0) + (box?.width ?? 0) / 2;
  // Own lines are at the end, which is left here; the button to close too.
  for (const text of ["مرحبا", "English"]) {
    const line = await cy.line(text).locator(".text").boundingBox();
    expect(line?.x).toBeLessThan(middle);
    expect((line?.x ?? 0) - (box?.x ?? 0)).toBeLessThan(30);
  }
  const welcome = await cy.line("Welcome").locator(".text").boundingBox();
  expect((welcome?.x ?? 0) + (welcome?.width ?? 0)).toBeGreaterThan(middle);
  const shut = await page.getByTestId("parley-close").boundingBox();
  expect(shut?.x).toBeLessThan(middle);
  await expect(cy.line("مرحبا").locator(".text")).toHaveCSS("direction", "rtl");
  await expect(cy.line("English").locator(".text")).toHaveCSS(
    "direction",
    "ltr",
  );
});

test("W2: at 400 % and with long words nothing runs out of the box", async ({
  server,
  company,
  somebody,
}) => {
  const long = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(3);
  for (const viewport of [
    { width: 320, height: 180 },
    { width: 320, height: 640 },
    { width: 1280, height: 720 },
  ]) {
    const page = await somebody({ viewport });
    const body = snippet(server, company.token, `data-title="${long}"`);
    await website(page, `${shop}/long.html`, { body });
    const cy = new Customer(page);
    await cy.open();
    await cy.say(long);
    await expect(cy.line(long)).toHaveAttribute("data-state", "stored");
    const wide = await cy.box.evaluate((box) => {
      const nodes = [box, ...box.querySelectorAll("*")] as HTMLElement[];
      const { right, left } = box.getBoundingClientRect();
      return nodes
        .filter((node) => node.checkVisibility() && !node.closest("svg"))
        .filter((node) => !node.classList.contains("hidden-text"))
        .filter((node) => {
          const place = node.getBoundingClientRect();
          return place.right > right + 1 || place.left < left - 1;
        })
        .map((node) => node.outerHTML.slice(0, 80));
    });
    expect(wide).toEqual([]);
    await cy.input.scrollIntoViewIfNeeded();
    await expect(cy.input).toBeInViewport();
    await cy.end();
    await expect(cy.ended).toBeVisible();
  }
});

test("W1: it opens by itself once a page view, and never against the customer", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const body = snippet(server, company.token, 'data-open="1"');
  await website(page, `${shop}/auto.html`, { body });
  const cy = new Customer(page);
  await expect(cy.box).toBeVisible();
  await page.getByTestId("parley-close").click();
  await expect(cy.box).toBeHidden();
  const events: string[] = [];
  await page.exposeFunction("note", (name: string) => events.push(name));
  await page.evaluate(() => {
    const { parley, note } = window as unknown as {
      parley: (...words: unknown[]) => void;
      note: (name: string) => void;
    };
    parley("on", "opened", () => {
      note("opened");
    });
    return new Promise((done) => setTimeout(done, 1_500));
  });
  expect(events).toEqual([]);
  await expect(cy.box).toBeHidden();
});

test("W1 W8: who is there is asked first, and the agent sees it", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const page = await somebody();
  const body = snippet(server, company.token, 'data-ask="name, email*"');
  await website(page, `${shop}/ask.html`, { body });
  const cy = new Customer(page);
  await cy.open();
  await expect(cy.input).toBeHidden();
  await page.getByTestId("parley-form-name").fill("Cy Young");
  await page.getByTestId("parley-form-email").fill("cy@nowhere");
  await page.getByTestId("parley-form-submit").click();
  const error = page.getByTestId("parley-form-email-error");
  await expect(error).toHaveText("Please check this address.");
  await page.getByTestId("parley-form-email").fill("cy@example.com");
  await expect(error).toHaveText("");
  await page.getByTestId("parley-form-submit").click();
  await expect(cy.input).toBeFocused();
  const waiting = ann.waiting.filter({ hasText: "Cy Young" });
  await waiting.getByTestId("take").click();
  await expect(ann.page.getByText("cy@example.com").first()).toBeVisible();
  // The chat goes on at the next page, and nobody asks again.
  await page.reload();
  await expect(cy.input).toBeVisible();
  await expect(page.getByTestId("parley-form")).toBeHidden();
});

test("N1: the place in the queue is shown once, also after restarts", async ({
  server,
  somebody,
}) => {
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("Am I first?");
  await expect(cy.notice).toHaveText("You are number 1 in the queue.");
  await server.kill();
  await expect(cy.page.getByTestId("parley-connection")).toBeVisible();
  await server.run();
  await expect(cy.page.getByTestId("parley-status")).toHaveText("Connected");
  await expect(cy.notice).toHaveText("You are number 1 in the queue.");
  await cy.say("Am I still first?");
  await expect(cy.line("still first")).toHaveAttribute("data-state", "stored");
  await expect(cy.page.getByText("You are number 1")).toHaveCount(1);
});

test("W6: the customer sees in words that the connection is lost, and back", async ({
  server,
  somebody,
}) => {
  const cy = await Customer.visit(await somebody(), server);
  const bar = cy.page.getByTestId("parley-connection");
  await cy.open();
  await cy.say("before");
  await expect(cy.line("before")).toHaveAttribute("data-state", "stored");
  await expect(bar).toBeHidden();
  await server.kill();
  await expect(bar).toContainText("The connection is lost.");
  await expect(bar).toContainText(/Next try in \d+ s/);
  await cy.say("meanwhile");
  await expect(cy.line("meanwhile")).toHaveAttribute("data-state", "sending");
  await server.run();
  await bar
    .getByTestId("parley-try-now")
    .click({ force: true })
    .catch(() => {
      // It was faster.
    });
  await expect(bar).toContainText("You are connected again.");
  await expect(bar.getByTestId("parley-try-now")).toBeHidden();
  await expect(cy.line("meanwhile")).toHaveAttribute("data-state", "stored");
  await expect(bar).toBeHidden();
});

test("W2: unread lines are counted on the button and in the title", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  const { page } = cy;
  const launcher = page.getByTestId("parley-launcher");
  await cy.open();
  await cy.say("Please write to me");
  await ann.take("Please write to me");
  await expect(page.getByTestId("parley-status")).toHaveText("with Ann Archer");
  await page.getByTestId("parley-close").click();
  await ann.say("one");
  await ann.say("two");
  await expect(launcher).toHaveAccessibleName("Open chat, 2 new messages");
  await expect(launcher).toHaveText("2");
  const title = await page.title();
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", {
      configurable: true,
      get: () => "hidden",
    });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(page).toHaveTitle(`(2) ${title}`);
  await page.evaluate(() => {
    Reflect.deleteProperty(document, "visibilityState");
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(page).toHaveTitle(title);
  await launcher.click();
  // The mark stands before the first new line.
  await expect(page.locator(`${widget} .divider.fresh + .line`)).toContainText(
    "one",
  );
  await expect(page.getByTestId("parley-launcher")).toHaveText("");
});

test("W2: who reads older lines is not torn away, and finds back", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.say("a\n".repeat(40) + "end");
  await ann.take("end");
  const log = cy.page.getByTestId("parley-log");
  await log.evaluate((node) => {
    node.scrollTop = 0;
  });
  const newest = cy.page.getByTestId("parley-newest");
  await expect(newest).toHaveAccessibleName("To the newest message");
  await ann.say("Still there?");
  await expect(newest).toHaveText("1 new message");
  expect(await log.evaluate((node) => node.scrollTop)).toBe(0);
  await newest.click();
  await expect(cy.line("Still there?")).toBeInViewport();
  await expect(newest).toBeHidden();
});

test("W3: settings, language, theme and logging out at run time", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const body = snippet(server, company.token);
  await website(page, `${shop}/set.html`, { body });
  const cy = new Customer(page);
  await cy.open();
  await cy.input.fill("half a sentence");
  await command(page, "locale", "cy");
  await expect(cy.input).toHaveAttribute("placeholder", "Ysgrifennwch neges…");
  await expect(cy.input).toHaveValue("half a sentence");
  await command(page, "theme", "dark");
  await expect(cy.box).toHaveCSS("background-color", "rgb(22, 27, 34)");
  await command(page, "set", {
    title: "Ask the shop",
    color: "#ffcc00",
    position: "left",
  });
  await expect(page.getByTestId("parley-title")).toHaveText("Ask the shop");
  await expect(page.getByTestId("parley-title")).toHaveCSS(
    "color",
    "rgb(0, 0, 0)",
  );
  expect((await cy.box.boundingBox())?.x).toBeLessThan(40);
  await command(page, "hide");
  await expect(cy.box).toBeHidden();
  await command(page, "show");
  await cy.say("for nobody else's eyes");
  await expect(cy.line("eyes")).toHaveAttribute("data-state", "stored");
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  await expect(ann.waitingFor("eyes")).toBeVisible();
  await command(page, "logout");
  await expect(cy.lines).toHaveCount(0);
  await expect(ann.waiting).toHaveCount(0);
  await page.reload();
  await expect(cy.input).toBeVisible();
  await expect(cy.lines).toHaveCount(0);
});

test("W4: a chat that cannot be loaded says so, and comes at the next try", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  let isDown = true;
  await page.route("**/widget/chat-*.js", (route) =>
    isDown ? route.abort() : route.continue(),
  );
  const body = snippet(server, company.token, 'data-lang="fr"');
  await website(page, `${shop}/broken.html`, { body });
  const launcher = page.getByTestId("parley-launcher");
  await launcher.click();
  const note = page.getByTestId("parley-note");
  await expect(note).toContainText("Le chat n'a pas pu être chargé.");
  await expectAccessible(page, widget);
  isDown = false;
  await launcher.click();
  await expect(new Customer(page).box).toBeVisible();
  await expect(note).toBeHidden();
});
