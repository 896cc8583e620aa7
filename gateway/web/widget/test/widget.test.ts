// What the widget says and keeps, as far as it needs no browser.
import { refusals } from "@parley/client";
import { describe, expect, test } from "vitest";
import {
  black,
  contrast,
  inkOn,
  parseRgb,
  readableOn,
  type Rgb,
  toCss,
  white,
} from "../src/colours.js";
import { isAddress } from "../src/form.js";
import { initialsOf } from "../src/head.js";
import { launcherStrings } from "../src/launcher_strings.js";
import {
  askedOf,
  directionOf,
  type Options,
  withSettings,
} from "../src/options.js";
import { parseSaved } from "../src/store.js";
import { inWords, type Strings, stringsOf } from "../src/strings.js";

const languages = ["de", "fr", "es", "cy"];

describe("a refusal in words", () => {
  const refusal = { code: 300, name: "throttled", text: "Too fast." };

  test("W7: tells when to try again, once", () => {
    const en = stringsOf("en-GB");
    const told = (wait?: number): string =>
      inWords(en, {
        ...refusal,
        name: "something_new",
        ...(wait !== undefined && { retry_after: wait }),
      });
    expect(told()).toBe("Too fast.");
    expect(told(0)).toBe("Too fast.");
    expect(told(1)).toBe("Too fast. Please try again in a second.");
    expect(told(1001)).toBe("Too fast. Please try again in 2 seconds.");
    expect(told(99_000)).toBe("Too fast. Please try again in 99 seconds.");
    expect(told(99_001)).toBe("Too fast. Please try again in 2 minutes.");
    const many = {
      code: 301,
      name: "too_many_sessions",
      text: "Too many new chats from your address; please wait some minutes.",
      retry_after: 24_000,
    };
    expect(inWords(en, many)).toBe(
      "There were too many new chats from your address. Please try again in 24 seconds.",
    );
  });

  test("is in the page's language, or the server's sentence", () => {
    const de = stringsOf("de");
    expect(inWords(de, refusal)).toBe("Das ging zu schnell.");
    expect(inWords(de, { ...refusal, name: "new_one" })).toBe("Too fast.");
    expect(stringsOf("xx")).toBe(stringsOf("en"));
  });

  test.each(["en", ...languages])("names of %s are refusals", (language) => {
    const names = Object.keys(stringsOf(language).refusals);
    expect(names.filter((name) => !(name in refusals))).toEqual([]);
    const { refusals: told } = stringsOf(language);
    expect(Object.keys(told)).toEqual(Object.keys(stringsOf("en").refusals));
  });
});

describe("W2: five languages", () => {
  /** Each sentence, as it is for a name and for several numbers. */
  const said = (words: Strings): Map<string, string> =>
    new Map(
      Object.entries(words).map(([name, value]) => {
        if (typeof value !== "function") return [name, JSON.stringify(value)];
        const speak = value as (given: unknown) => string;
        return [name, [0, 1, 2, "Ann"].map((given) => speak(given)).join("|")];
      }),
    );

  test.each(languages)("%s says all of it, in its own words", (language) => {
    const own = said(stringsOf(language));
    const english = said(stringsOf("en"));
    expect([...own.keys()]).toEqual([...english.keys()]);
    const same = [...own].filter(([name, text]) => {
      expect(text).not.toMatch(/undefined|NaN|""/);
      return english.get(name) === text;
    });
    // Words that are the same in several languages.
    const shared = ["title", "emoji", "log", "name", "email"];
    expect(
      same.map(([name]) => name).filter((n) => !shared.includes(n)),
    ).toEqual([]);
    expect(launcherStrings(language).open).not.toBe(launcherStrings("en").open);
    expect(launcherStrings(language).unread(2)).toContain("2");
  });
});

describe("W2: colours that can be read", () => {
  const some: Rgb[] = [];
  for (let red = 0; red <= 255; red += 51) {
    for (let green = 0; green <= 255; green += 51) {
      for (let blue = 0; blue <= 255; blue += 51) some.push([red, green, blue]);
    }
  }
  const dark: Rgb = [22, 27, 34];

  test("what is written on any company colour has 4.5 to 1", () => {
    for (const colour of some) {
      expect(contrast(inkOn(colour), colour)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("any company colour has 4.5 to 1 on light and dark ground", () => {
    for (const colour of some) {
      for (const ground of [white, dark]) {
        const ink = readableOn(colour, ground);
        expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test("one that can be read stays as it is", () => {
    const blue: Rgb = [29, 95, 208];
    expect(readableOn(blue, white)).toEqual(blue);
    expect(inkOn(blue)).toBe(white);
    expect(inkOn([255, 204, 0])).toBe(black);
  });

  test("the formula is that of WCAG", () => {
    expect(contrast(black, white)).toBeCloseTo(21);
    expect(contrast([119, 119, 119], white)).toBeCloseTo(4.48, 2);
  });

  test("colours are read as a canvas says them", () => {
    expect(parseRgb("#1d5fd0")).toEqual([29, 95, 208]);
    expect(parseRgb("rgba(255, 0, 10, 0.5)")).toEqual([255, 0, 10]);
    expect(parseRgb("color(display-p3 1 0 0)")).toBeUndefined();
    expect(toCss([29, 95, 208])).toBe("#1d5fd0");
  });
});

describe("W1: options", () => {
  test("what is asked first", () => {
    expect(askedOf("name, email*")).toEqual([
      { kind: "name", required: false },
      { kind: "email", required: true },
    ]);
    expect(askedOf(" email * ,shoe size,")).toEqual([
      { kind: "email", required: true },
    ]);
    expect(askedOf(undefined)).toEqual([]);
  });

  test("the direction is that of the language", () => {
    const directions = ["ar", "ar-EG", "he", "fa-IR", "en", "arn", "de"];
    expect(directions.map(directionOf)).toEqual([
      "rtl",
      "rtl",
      "rtl",
      "rtl",
      "ltr",
      "ltr",
      "ltr",
    ]);
  });

  test("W3: what a page sets, if it makes sense", () => {
    const options: Options = {
      base: new URL("https://chat.example.com/"),
      token: "t",
      title: undefined,
      color: undefined,
      position: "right",
      openAfter: 0,
      language: "en",
      theme: "auto",
      sound: true,
      ask: [],
      survey: undefined,
      files: undefined,
      logo: undefined,
      api: "parley",
      own: [],
    };
    const wanted = {
      title: "Ask us",
      position: "left",
      theme: "dark",
      locale: "cy",
      sound: false,
      token: "another",
    };
    expect(withSettings(options, wanted)).toEqual({
      ...options,
      title: "Ask us",
      position: "left",
      theme: "dark",
      language: "cy",
      sound: false,
    });
    const nonsense = { title: 7, position: "up", theme: "pink", locale: "" };
    expect(withSettings(options, nonsense)).toEqual(options);
    expect(withSettings(options, null)).toBe(options);
  });
});

describe("small words", () => {
  test("initials stand for a name", () => {
    const names = [
      "Ann Archer",
      "Bob",
      "maría josé de la cruz",
      "",
      "李 明",
      "&",
    ];
    expect(names.map(initialsOf)).toEqual(["AA", "B", "MC", "", "李明", ""]);
  });

  test("an address looks like one", () => {
    for (const good of ["cy@example.com", "a+b@x.y.z"]) {
      expect(isAddress(good)).toBe(true);
    }
    for (const bad of ["cy", "cy@", "@x.y", "cy@x", "c y@x.y", "cy@x..y"]) {
      expect(isAddress(bad)).toBe(false);
    }
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
