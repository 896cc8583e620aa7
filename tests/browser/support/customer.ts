// A customer on the demo website, by what can be seen and pressed.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Parleyd } from "./parleyd.js";

export class Customer {
  constructor(readonly page: Page) {}

  static async visit(page: Page, server: Parleyd): Promise<Customer> {
    await page.goto(`${server.url}/demo/`);
    return new Customer(page);
  }

  get box(): Locator {
    return this.page.getByTestId("parley-box");
  }
  get input(): Locator {
    return this.page.getByTestId("parley-input");
  }
  get lines(): Locator {
    return this.page.getByTestId("parley-line");
  }
  get notice(): Locator {
    return this.page.getByTestId("parley-notice");
  }
  get typing(): Locator {
    return this.page.getByTestId("parley-typing");
  }
  get ended(): Locator {
    return this.page.getByTestId("parley-ended");
  }
  get error(): Locator {
    return this.page.getByTestId("parley-error");
  }

  line(text: string): Locator {
    return this.lines.filter({ hasText: text });
  }

  async open(): Promise<void> {
    await this.page.getByTestId("parley-launcher").click();
    await expect(this.box).toBeVisible();
  }

  /** Writes a line and sends it with Enter. */
  async say(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  async end(): Promise<void> {
    await this.page.getByTestId("parley-end").click();
    await this.page.getByTestId("parley-end-yes").click();
  }

  /** Everything said so far: who and what, in order of the screen. */
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
