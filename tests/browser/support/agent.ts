// An agent at the desk, by what can be seen and pressed.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Company, Parleyd } from "./parleyd.js";

export class Agent {
  constructor(readonly page: Page) {}

  static async logIn(
    page: Page,
    server: Parleyd,
    company: Company,
    login: string,
  ): Promise<Agent> {
    const person = company.logins.find((one) => one.login === login);
    if (person === undefined) throw new Error(`no login ${login}`);
    const agent = await Agent.enter(page, server, company, login);
    await expect(agent.page.getByTestId("agent-name")).toHaveText(person.name);
    await expect(agent.status).toHaveText("Available");
    return agent;
  }

  /** Logs in, whatever is shown then. */
  static async enter(
    page: Page,
    server: Parleyd,
    company: Company,
    login: string,
  ): Promise<Agent> {
    const person = company.logins.find((one) => one.login === login);
    await page.goto(`${server.url}/desk/`);
    await page.getByLabel("Company").fill(company.id);
    await page.getByLabel("Login").fill(login);
    await page.getByLabel("Password").fill(person?.password ?? "");
    await page.getByRole("button", { name: "Log in" }).click();
    return new Agent(page);
  }

  get status(): Locator {
    return this.page.getByTestId("status-name");
  }
  get waiting(): Locator {
    return this.page.getByTestId("waiting-item");
  }
  get inbox(): Locator {
    return this.page.getByTestId("inbox-chat");
  }
  get pane(): Locator {
    return this.page.getByTestId("chat-pane");
  }
  get input(): Locator {
    return this.page.getByTestId("desk-input");
  }
  get lines(): Locator {
    return this.page.getByTestId("desk-line");
  }
  get typing(): Locator {
    return this.page.getByTestId("customer-typing");
  }
  get toast(): Locator {
    return this.page.getByTestId("toast");
  }
  get callBar(): Locator {
    return this.page.getByTestId("call-bar");
  }

  line(text: string): Locator {
    return this.lines.filter({ hasText: text });
  }

  /** The waiting item whose last line is this. */
  waitingFor(text: string): Locator {
    return this.waiting.filter({ hasText: text });
  }

  /** The chat of the inbox whose last line is this. */
  held(text: string): Locator {
    return this.inbox.filter({ hasText: text });
  }

  async take(text: string): Promise<void> {
    await this.waitingFor(text).getByTestId("take").click();
  }

  async activate(text: string): Promise<void> {
    await this.held(text).getByTestId("select-chat").click();
  }

  async press(testid: string): Promise<void> {
    await this.page.getByTestId(testid).click();
  }

  /** By the person's menu; chats that are open are asked about first. */
  async logOut(): Promise<void> {
    await this.press("person-menu");
    await this.press("log-out");
    const sure = this.page.getByTestId("confirm-yes");
    await expect(sure.or(this.page.getByLabel("Password"))).toBeVisible();
    if (await sure.isVisible()) await sure.click();
  }

  async say(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  async transcript(): Promise<string[]> {
    return this.lines.evaluateAll((lines) =>
      lines.map((line) => {
        const { from = "", entry = "" } = (line as HTMLElement).dataset;
        const text = line.querySelector(".text")?.textContent ?? "";
        return `${entry} ${from}: ${text}`;
      }),
    );
  }
}

/** h:mm:ss in seconds. */
export function seconds(clock: string): number {
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}
