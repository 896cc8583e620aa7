// The widget on websites: errors, limits, several tabs, strict policies, API.
import { Agent } from "./support/agent.js";
import { Customer } from "./support/customer.js";
import { expect, test } from "./support/fixtures.js";
import { shop, snippet, website } from "./support/website.js";

test("W5: an unknown token is answered in the box, and no chat begins", async ({
  server,
  somebody,
}) => {
  const page = await somebody();
  const body = snippet(server, "no-such-token");
  await website(page, `${shop}/unknown.html`, { body });
  const cy = new Customer(page);
  await cy.open();
  await expect(cy.error).toHaveText(
    "This chat is not set up: its token is unknown.",
  );
  await expect(cy.input).toBeHidden();
});

test("W5: another website may not use the chat", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const url = "http://elsewhere.localhost/";
  const body = snippet(server, company.token, 'data-lang="de"');
  await website(page, url, { body });
  const cy = new Customer(page);
  await cy.open();
  await expect(cy.error).toHaveText(
    "Diese Website darf diesen Chat nicht verwenden.",
  );
});

test("W4: works from another origin under a strict policy", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const violations: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") violations.push(message.text());
  });
  const socket = server.url.replace("http", "ws");
  const policy = `default-src 'none'; script-src ${server.url}; connect-src ${server.url} ${socket}`;
  const url = `${shop}/strict.html`;
  const options =
    'data-title="Ask us" data-color="#ffdd00" data-position="left"';
  const body = snippet(server, company.token, options);
  await website(page, url, { body, policy });
  const cy = new Customer(page);
  await cy.open();
  await expect(page.getByTestId("parley-title")).toHaveText("Ask us");
  await expect(page.getByTestId("parley-launcher")).toHaveCSS(
    "background-color",
    "rgb(255, 221, 0)",
  );
  await cy.say("Hello from elsewhere");
  await expect(cy.line("Hello from elsewhere")).toHaveAttribute(
    "data-state",
    "stored",
  );
  const box = await cy.box.boundingBox();
  expect(box?.x).toBeLessThan(100);
  expect(violations).toEqual([]);
});

test("W4: several tabs share one chat, also when it begins in one of them", async ({
  server,
  company,
  somebody,
}) => {
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  const page = await somebody();
  const one = await Customer.visit(page, server);
  const two = await Customer.visit(await page.context().newPage(), server);
  await one.open();
  await two.open();
  await one.say("from the first tab");
  await expect(two.line("from the first tab")).toHaveCount(1);
  await two.say("from the second tab");
  await expect(one.line("from the second tab")).toHaveCount(1);
  await expect(ann.waiting).toHaveCount(1);
  await ann.take("from the second tab");
  await ann.say("to both");
  for (const tab of [one, two]) {
    await expect(tab.line("to both")).toHaveCount(1);
    await expect(tab.lines).toHaveCount(await one.lines.count());
  }
  await two.end();
  await expect(one.ended).toBeVisible();
});

test("W2: on a phone the box fills the screen, and nothing covers it", async ({
  server,
  somebody,
}) => {
  const page = await somebody();
  await page.setViewportSize({ width: 390, height: 700 });
  const cy = await Customer.visit(page, server);
  const launcher = page.getByTestId("parley-launcher");
  await cy.open();
  const screen = { x: 0, y: 0, width: 390, height: 700 };
  expect(await cy.box.boundingBox()).toEqual(screen);
  await expect(launcher).toBeHidden();
  await cy.input.fill("from a phone");
  await page.getByTestId("parley-send").click();
  await expect(cy.line("from a phone")).toHaveAttribute("data-state", "stored");
  await page.getByTestId("parley-close").click();
  await expect(launcher).toBeFocused();
});

test("W7: 4000 characters are sent, more are not, and a flood goes at its pace", async ({
  server,
  somebody,
}) => {
  const cy = await Customer.visit(await somebody(), server);
  await cy.open();
  await cy.input.fill("   ");
  await cy.input.press("Enter");
  await expect(cy.lines).toHaveCount(0);
  await cy.input.fill("ä".repeat(4001));
  await expect(cy.page.getByTestId("parley-count")).toHaveText(
    "1 character too many.",
  );
  await expect(cy.page.getByTestId("parley-send")).toBeDisabled();
  await cy.say("😀".repeat(4000));
  await expect(cy.line("😀😀")).toHaveAttribute("data-state", "stored");
  await cy.page.evaluate(() => {
    const { parley } = window as unknown as {
      parley: (name: string, text: string) => void;
    };
    for (let i = 0; i < 60; i += 1) parley("send", `flood ${i}`);
  });
  // The server refuses what is too fast; the page sends it again by itself.
  await expect(cy.line("flood 59")).toHaveAttribute("data-state", "stored");
  await expect(cy.page.getByTestId("parley-reason")).toHaveCount(0);
  const floods = (await cy.transcript()).flatMap(
    (text) => /: flood (\d+)$/.exec(text)?.[1] ?? [],
  );
  expect(floods).toEqual([...Array(60).keys()].map(String));
});

test("W3: the page's commands work before the script is there, and events come", async ({
  server,
  company,
  somebody,
}) => {
  const page = await somebody();
  const url = `${shop}/api.html`;
  const before = `<script>
    window.heard = [];
    window.parley = function () { (parley.q = parley.q || []).push(arguments); };
    for (const name of ["ready", "opened", "chatStarted", "closed", "message"])
      parley("on", name, (detail) => heard.push(name + (detail.text ? " " + detail.text : "")));
    parley("identify", { name: "Cy Young", email: "cy@example.com" });
    parley("open");
  </script>`;
  await website(page, url, { body: before + snippet(server, company.token) });
  const cy = new Customer(page);
  await expect(cy.box).toBeVisible();
  await page.evaluate(() => {
    (window as unknown as { parley: (...all: unknown[]) => void }).parley(
      "send",
      "by the API",
    );
  });
  await expect(cy.line("by the API")).toHaveAttribute("data-state", "stored");
  const ann = await Agent.logIn(await somebody(), server, company, "ann");
  await expect(ann.waitingFor("by the API")).toContainText("Cy Young");
  await page.evaluate(() => {
    (window as unknown as { parley: (...all: unknown[]) => void }).parley(
      "close",
    );
  });
  await expect(cy.box).toBeHidden();
  const heard = await page.evaluate(
    () => (window as unknown as { heard: string[] }).heard,
  );
  expect(heard).toEqual(
    expect.arrayContaining([
      "opened",
      "chatStarted",
      "closed",
      "message by the API",
    ]),
  );
});

test("W4: two widgets on one page do not clash", async ({
  server,
  company,
  somebody,
}) => {
  const other = await server.company("globex");
  const page = await somebody();
  const url = `${server.url}/two.html`;
  const second = 'data-api="travel" data-position="left" data-title="Travel"';
  const body =
    snippet(server, company.token, 'data-title="Garden"') +
    snippet(server, other.token, second);
  await website(page, url, { body });
  const hosts = page.locator("[data-parley]");
  await expect(hosts).toHaveCount(2);
  for (const [title, side, text] of [
    ["Garden", "right", "a rake, please"],
    ["Travel", "left", "a flight, please"],
  ] as const) {
    const own = page.locator(`[data-parley][data-position="${side}"]`);
    await own.getByTestId("parley-launcher").click();
    await expect(own.getByTestId("parley-title")).toHaveText(title);
    await own.getByTestId("parley-input").fill(text);
    await own.getByTestId("parley-input").press("Enter");
    await expect(
      own.getByTestId("parley-line").filter({ hasText: text }),
    ).toHaveCount(1);
    await own.getByTestId("parley-close").click();
  }
  await hosts.first().getByTestId("parley-launcher").click();
  await expect(page.getByText("a rake, please")).toHaveCount(1);
});
