// What the widget says and keeps, as far as it needs no browser.
import { refusals } from "@parley/client";
import { describe, expect, test } from "vitest";
import { parseSaved } from "../src/store.js";
import { inWords, stringsOf } from "../src/strings.js";

describe("a refusal in words", () => {
  const refusal = { code: 300, name: "throttled", text: "Too fast." };

  test("W7: tells when to try again", () => {
    const en = stringsOf("en-GB");
    const told = (wait?: number): string =>
      inWords(en, {
        ...refusal,
        ...(wait !== undefined && { retry_after: wait }),
      });
    expect(told()).toBe("Too fast.");
    expect(told(0)).toBe("Too fast.");
    expect(told(1)).toBe("Too fast. Please try again in a second.");
    expect(told(1001)).toBe("Too fast. Please try again in 2 seconds.");
    expect(told(99_000)).toBe("Too fast. Please try again in 99 seconds.");
    expect(told(99_001)).toBe("Too fast. Please try again in 2 minutes.");
  });

  test("is in the page's language, or the server's sentence", () => {
    const de = stringsOf("de");
    expect(inWords(de, refusal)).toBe("Das ging zu schnell.");
    expect(inWords(de, { ...refusal, name: "new_one" })).toBe("Too fast.");
    expect(stringsOf("xx")).toBe(stringsOf("en"));
  });

  test.each(["de", "fr", "es"])("names of %s are refusals", (language) => {
    const names = Object.keys(stringsOf(language).refusals);
    expect(names.filter((name) => !(name in refusals))).toEqual([]);
  });
});

describe("what a browser has kept", () => {
  const saved = { visitor: "v", chat: "c", ended: false, unsent: [] };

  test("is read as it was written", () => {
    expect(parseSaved(JSON.stringify(saved))).toEqual(saved);
  });

  test.each([null, "", "{", "7", "null", "{}", '{"visitor":7}'])(
    "is nothing if it is damaged: %s",
    (text) => {
      expect(parseSaved(text)).toBeUndefined();
    },
  );
});
