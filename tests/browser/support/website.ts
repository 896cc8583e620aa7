// Pages of websites that are not Parley's, with its snippet on them.
import type { Page } from "@playwright/test";
import type { Parleyd } from "./parleyd.js";

/** The demo company's own website: another origin than Parley's. */
export const shop = "https://www.acme.example";

export interface Site {
  body: string;
  /** Content-Security-Policy of the page. */
  policy?: string;
  /** Attributes of the page's root. */
  root?: string;
  head?: string;
}

/** Serves one page of a website that is not Parley's, and goes there. */
export async function website(
  page: Page,
  url: string,
  { body, policy, root = 'lang="en"', head = "" }: Site,
): Promise<void> {
  // The page comes from nowhere; Chromium asks before that may use loopback.
  await page.context().grantPermissions(["local-network-access"]);
  await page.route(url, (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      headers: policy ? { "content-security-policy": policy } : {},
      body: `<!doctype html><html ${root}><title>A site</title><meta name="viewport" content="width=device-width, initial-scale=1">${head}<body>${body}</body></html>`,
    }),
  );
  await page.goto(url);
}

export function snippet(server: Parleyd, token: string, more = ""): string {
  return `<script src="${server.url}/widget.js" data-token="${token}" ${more} async></script>`;
}
