// Signing in beyond a password: one that is good for once, an authenticator app
// that the company wants, its codes at the next log-in (A1).
import type { APIRequestContext, Page } from "@playwright/test";
import { Agent } from "./support/agent.js";
import { expect, test } from "./support/fixtures.js";
import type { Company, Parleyd } from "./support/parleyd.js";
import { isAccessible, photograph } from "./support/screens.js";
import { Authenticator } from "./support/totp.js";

const mine = "a horse of my own";

/** Logged in as the administrator, without a page. */
async function administrator(
  asks: APIRequestContext,
  server: Parleyd,
  company: Company,
): Promise<void> {
  const admin = company.logins.find(({ login }) => login === "admin");
  const answer = await asks.post(`${server.url}/api/v1/login`, {
    data: {
      company: company.id,
      login: "admin",
      password: admin?.password ?? "",
    },
  });
  expect(answer.status()).toBe(200);
}

async function logIn(page: Page, company: Company, password: string) {
  await page.getByLabel("Company").fill(company.id);
  await page.getByLabel("Login").fill("ann");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

test("A1: a password for once is changed before anything else", async ({
  server,
  company,
  somebody,
  request,
}) => {
  await administrator(request, server, company);
  const given = await request.post(`${server.url}/api/v1/users/ann/password`, {
    data: { password: "for once only", once: true },
  });
  expect(given.status()).toBe(200);
  const page = await somebody();
  await page.goto(`${server.url}/desk/`);
  await logIn(page, company, "for once only");
  await expect(page.getByTestId("change-password")).toBeVisible();
  await isAccessible(page);
  await photograph(page, "change-password");
  await page.getByRole("button", { name: "Save it" }).click();
  await expect(page.getByText("At least 8 characters.").first()).toBeVisible();
  await page.getByLabel("The password that you were given").fill("wrong one");
  await page.locator("input[name=password]").fill(mine);
  await page.getByLabel("Your new password again").fill(mine);
  await page.getByRole("button", { name: "Save it" }).click();
  await expect(page.getByTestId("step-error")).toBeVisible();
  await page
    .getByLabel("The password that you were given")
    .fill("for once only");
  await page.getByRole("button", { name: "Save it" }).click();
  await expect(new Agent(page).status).toHaveText("Available");
});

test("A1: an app that the company wants is set up, and asked for", async ({
  server,
  company,
  somebody,
  request,
}) => {
  await administrator(request, server, company);
  const rules = `${server.url}/api/v1/sign-in-rules`;
  const changed = await request.put(rules, {
    data: { second_factor_for: ["agent"] },
    headers: { "If-Match": "*" },
  });
  expect(changed.status()).toBe(200);
  const ann = company.logins.find(({ login }) => login === "ann");
  const password = ann?.password ?? "";
  const page = await somebody();
  await page.goto(`${server.url}/desk/`);
  await logIn(page, company, password);
  await expect(page.getByTestId("set-up-app")).toBeVisible();
  await page.getByLabel("Your password").fill(password);
  await page.getByRole("button", { name: "Continue" }).click();
  const secret = page.getByTestId("totp-secret");
  await expect(secret).toBeVisible();
  await isAccessible(page);
  await photograph(page, "set-up-app");
  const app = new Authenticator((await secret.textContent()) ?? "");
  await page.getByTestId("code").fill("000000");
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(page.getByTestId("step-error")).toContainText("wrong");
  await page.getByTestId("code").fill(app.next());
  await page.getByRole("button", { name: "Turn it on" }).click();
  const codes = page.getByTestId("recovery-codes").getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const spare = (await codes.first().textContent()) ?? "";
  await isAccessible(page);
  await photograph(page, "recovery-codes");
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(new Agent(page).status).toHaveText("Available");

  const elsewhere = await somebody();
  await elsewhere.goto(`${server.url}/desk/`);
  await logIn(elsewhere, company, password);
  await expect(elsewhere.getByTestId("code-step")).toBeVisible();
  await isAccessible(elsewhere);
  await photograph(elsewhere, "code-step");
  await elsewhere.getByTestId("code").fill("000000");
  await elsewhere.getByRole("button", { name: "Log in" }).click();
  await expect(elsewhere.getByTestId("step-error")).toContainText("wrong");
  await elsewhere.getByRole("button", { name: /lost the device/ }).click();
  await elsewhere.getByTestId("code").fill(spare);
  await elsewhere.getByRole("button", { name: "Log in" }).click();
  await expect(elsewhere.getByTestId("person-menu")).toBeVisible();
});

test("A1: on their own profile people set up an app, make a token, and end both", async ({
  server,
  company,
  somebody,
  request,
}) => {
  const admin = company.logins.find(({ login }) => login === "admin");
  const password = admin?.password ?? "";
  const page = await somebody();
  await Agent.enter(page, server, company, "admin");
  await expect(page.getByTestId("person-menu")).toBeVisible();
  await page.goto(`${server.url}/desk/profile`);
  await page.getByRole("button", { name: "Set it up" }).click();
  await page.getByLabel("Your password").fill(password);
  await page.getByRole("button", { name: "Continue" }).click();
  const secret = page.getByTestId("totp-secret");
  await expect(secret).toBeVisible();
  const app = new Authenticator((await secret.textContent()) ?? "");
  await page.getByTestId("code").fill(app.next());
  await page.getByRole("button", { name: "Turn it on" }).click();
  await page.getByRole("button", { name: "I have kept them" }).click();
  const factor = page.getByTestId("second-factor");
  await expect(factor).toContainText("10 recovery codes are left.");

  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByText("Choose one area at least.")).toBeVisible();
  await page.locator("input[maxlength='100']").fill("Nightly report");
  await page.getByRole("button", { name: /nothing queues/ }).click();
  await page.getByRole("option", { name: "see", exact: true }).click();
  await isAccessible(page);
  await photograph(page, "profile");
  await page.getByRole("button", { name: "Make it" }).click();
  const token = (await page.getByTestId("new-token").textContent()) ?? "";
  const ask = (path: string): Promise<number> =>
    request
      .get(`${server.url}/api/v1/${path}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      .then((answer) => answer.status());
  expect(await ask("queues")).toBe(200);
  expect(await ask("users")).toBe(403);
  await page.getByRole("button", { name: "Revoke Nightly report" }).click();
  await page.getByTestId("confirm-yes").click();
  await expect(page.getByText("No tokens.")).toBeVisible();
  expect(await ask("queues")).toBe(401);

  await page.getByRole("button", { name: "Remove it…" }).click();
  await page.locator("input[name=password]").last().fill(password);
  await page.locator("input[name=code]").fill(app.next());
  await page.getByRole("button", { name: "Remove it" }).click();
  await expect(factor).toContainText("Off.");
});
