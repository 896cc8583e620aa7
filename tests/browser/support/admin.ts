// An administrator at the administration's pages, by what can be seen and
// pressed.
import { expect, type Locator, type Page } from "@playwright/test";
import { Agent } from "./agent.js";
import type { Company, Parleyd } from "./parleyd.js";

export class Administrator {
  constructor(
    readonly page: Page,
    private readonly server_: Parleyd,
  ) {}

  static async logIn(
    page: Page,
    server: Parleyd,
    company: Company,
  ): Promise<Administrator> {
    await Agent.enter(page, server, company, "admin");
    await expect(page.getByTestId("person-menu")).toBeVisible();
    return new Administrator(page, server);
  }

  async goTo(place: string): Promise<void> {
    await this.page.goto(`${this.server_.url}/desk/admin/${place}`);
  }

  part(testid: string): Locator {
    return this.page.getByTestId(testid);
  }

  /** Chooses from a list that opens. */
  async choose(testid: string, option: string): Promise<void> {
    await this.part(testid).click();
    await this.page.getByRole("option", { name: option }).first().click();
  }
}

export class FlowEditor extends Administrator {
  static override async logIn(
    page: Page,
    server: Parleyd,
    company: Company,
  ): Promise<FlowEditor> {
    await Administrator.logIn(page, server, company);
    return new FlowEditor(page, server);
  }

  async fromTemplate(name: string, template: string): Promise<void> {
    await this.goTo("flows/new");
    await this.part("flow-name").fill(name);
    await this.part(`template-${template}`).check({ force: true });
    await this.part("make-flow").click();
    await expect(this.part("flow-canvas")).toBeVisible();
  }

  async open(id: string): Promise<void> {
    await this.goTo(`flows/${id}`);
    await expect(this.part("flow-canvas")).toBeVisible();
  }

  step(id: string): Locator {
    return this.page.locator(`[data-testid=flow-node][data-node="${id}"]`);
  }
  get steps(): Locator {
    return this.part("flow-node");
  }
  get form(): Locator {
    return this.part("form");
  }
  get problems(): Locator {
    return this.part("flow-problem");
  }
  get saved(): Locator {
    return this.part("flow-saving");
  }

  async tab(name: string): Promise<void> {
    await this.part(`tab-${name}`).click();
  }

  async isSaved(): Promise<void> {
    await expect(this.saved).toContainText("Draft saved");
  }

  /** @param version that it becomes */
  async publish(version: number): Promise<void> {
    await this.part("publish").click();
    await this.part("publish-yes").click();
    await expect(this.part("publish-dialog")).toBeHidden();
    await expect(
      this.page.getByText(`version ${version} in use`),
    ).toBeVisible();
  }
}
