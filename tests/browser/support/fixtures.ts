// What each test gets: a server of its own, its demo company, and people with
// browsers of their own (own cookies and storage).
import {
  type BrowserContextOptions,
  type Page,
  test as base,
} from "@playwright/test";
import { Agent } from "./agent.js";
import { Customer } from "./customer.js";
import { type Company, Parleyd, type Reception } from "./parleyd.js";

interface Fixtures {
  /** `test.use({ reception: "whole" })` for the demo's own menu and form. */
  reception: Reception;
  server: Parleyd;
  company: Company;
  /** A page of somebody else: nothing is shared. */
  somebody: (options?: BrowserContextOptions) => Promise<Page>;
  /** Ann and a customer in an active chat that began with this line. */
  talk: (line: string) => Promise<{ ann: Agent; cy: Customer }>;
}

export const test = base.extend<Fixtures>({
  reception: ["plain", { option: true }],
  server: async ({ reception }, use, info) => {
    const server = await Parleyd.start(reception);
    await use(server);
    await server.stop();
    if (info.status !== info.expectedStatus) {
      await info.attach("parleyd", { body: server.log });
    }
  },
  company: async ({ server }, use) => {
    await use(await server.company());
  },
  somebody: async ({ browser }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    const faults: string[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      const page = await context.newPage();
      page.on("pageerror", (why) => faults.push(why.message));
      page.on("console", (message) => {
        const text = message.text();
        if (/Content Security Policy/.test(text)) faults.push(text);
      });
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    base.expect(faults).toEqual([]);
  },
  talk: async ({ server, company, somebody }, use) => {
    await use(async (line) => {
      const ann = await Agent.logIn(await somebody(), server, company, "ann");
      const cy = await Customer.visit(await somebody(), server);
      await cy.open();
      await cy.say(line);
      await ann.take(line);
      await base.expect(ann.pane).toHaveAttribute("data-phase", "active");
      return { ann, cy };
    });
  },
});

export { expect } from "@playwright/test";
