// The company's logo, before it is sent.
import { describe, expect, test } from "vitest";
import { logo_bytes_max, logoOf, typeOfLogo } from "../src/admin/logo.js";

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const jpeg = [0xff, 0xd8, 0xff, 0xe0];

function picture(head: readonly number[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set(head);
  return bytes;
}

describe("a company's logo", () => {
  test.each([
    [png, "image/png"],
    [jpeg, "image/jpeg"],
  ])("is taken up to its bound, and known by its bytes", (head, type) => {
    const { logo = "" } = logoOf(picture(head, logo_bytes_max));
    expect(atob(logo)).toHaveLength(logo_bytes_max);
    expect(typeOfLogo(logo)).toBe(type);
    expect(logoOf(picture(head, logo_bytes_max + 1)).wrong).toContain("17 KiB");
  });
  test("is a picture", () => {
    expect(logoOf(new Uint8Array()).wrong).toContain("no PNG");
    expect(logoOf(picture([0x47, 0x49, 0x46], 30)).wrong).toContain("no PNG");
  });
});
