// Shortcuts, finding by a few letters, and letters on colours.
import { describe, expect, test } from "vitest";
import { act_ids, catalogue, Keymap, keysOf } from "../src/shell/keymap.js";
import { matching } from "../src/shell/matching.js";
import { accentOf, colourOf, contrast, lettersOn } from "../src/theme/theme.js";

const none = {
  key: "",
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
};

function memory(text?: string): {
  getItem: () => string | null;
  setItem: (name: string, value: string) => void;
  text: string | undefined;
} {
  return {
    text,
    getItem() {
      return this.text ?? null;
    },
    setItem(_, value) {
      this.text = value;
    },
  };
}

describe("keys", () => {
  test.each([
    [{ key: "k", code: "KeyK", ctrlKey: true }, "mod+k"],
    [{ key: "k", code: "KeyK", metaKey: true }, "mod+k"],
    [{ key: "π", code: "KeyP", altKey: true }, "alt+p"],
    [{ key: "Q", code: "KeyQ", altKey: true, shiftKey: true }, "alt+shift+q"],
    [{ key: "?", code: "Minus", shiftKey: true }, "?"],
    [{ key: "ArrowDown", code: "ArrowDown", altKey: true }, "alt+arrowdown"],
    [{ key: "Alt", code: "AltLeft", altKey: true }, undefined],
  ])("%j are %s", (pressed, keys) => {
    expect(keysOf({ ...none, ...pressed })).toBe(keys);
  });

  test("no two acts have the same keys to begin with", () => {
    const keys = act_ids.map((act) => catalogue[act].keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("chosen ones are kept, and those of another act are refused", () => {
    const storage = memory();
    const keymap = new Keymap(storage);
    expect(keymap.choose("chat.park", "alt+t")).toBe("queue.take");
    expect(keymap.of("chat.park")).toBe("alt+p");
    expect(keymap.choose("chat.park", "alt+9")).toBeUndefined();
    expect(keymap.actOf("alt+9")).toBe("chat.park");
    expect(keymap.actOf("alt+p")).toBeUndefined();
    const later = new Keymap(storage);
    expect(later.of("chat.park")).toBe("alt+9");
    later.reset();
    expect(later.of("chat.park")).toBe("alt+p");
    expect(later.isChanged).toBe(false);
  });

  test.each(["nonsense", "[1]", '{"no.act":"alt+p","chat.park":7}', "null"])(
    "what somebody else has stored (%s) changes nothing",
    (text) => {
      expect(new Keymap(memory(text)).isChanged).toBe(false);
    },
  );
});

describe("finding", () => {
  const items = [
    { title: "Put back" },
    { title: "Park" },
    { title: "Call back", words: "park" },
    { title: "Größe ändern" },
  ];
  test("the best match is first, in any order of words", () => {
    expect(matching(items, "park").map(({ title }) => title)).toEqual([
      "Park",
      "Call back",
    ]);
    expect(matching(items, "back put")).toEqual([items[0]]);
  });
  test("accents and capitals do not matter", () => {
    expect(matching(items, "GROSSE")).toEqual([]);
    expect(matching(items, "ANDERN")).toEqual([items[3]]);
  });
  test("nothing typed finds all", () => {
    expect(matching(items, " ")).toEqual(items);
  });
});

describe("a chosen colour", () => {
  test.each([
    ["#ffffff", "#171b22"],
    ["#ffd400", "#171b22"],
    ["#3d5bd9", "#ffffff"],
    ["#000000", "#ffffff"],
  ])("letters on %s are %s, and can be read", (colour, letters) => {
    const back = colourOf(colour);
    const front = colourOf(letters);
    if (back === undefined || front === undefined) throw new Error("no colour");
    expect(lettersOn(back)).toBe(letters);
    expect(contrast(back, front)).toBeGreaterThan(4.5);
  });
  test.each(["#ffffff", "#ffd400", "#3d5bd9", "#000000", "#777777", "#00ff88"])(
    "all shades of a company's %s can be read where they are put",
    (chosen) => {
      const shades = accentOf(chosen);
      if (shades === undefined) throw new Error("no colour");
      const part = (
        name: string,
        at: number,
      ): readonly [number, number, number] => {
        const found = (shades[name] ?? "").match(/#[0-9a-f]{6}/g)?.[at];
        const colour = colourOf(found ?? "");
        if (colour === undefined) throw new Error(`no ${name}`);
        return colour;
      };
      const between = (one: string, other: string, at = 0): number =>
        contrast(part(one, at), part(other, at));
      expect(between("--accent", "--on-accent")).toBeGreaterThanOrEqual(4.5);
      expect(between("--accent-strong", "--on-accent")).toBeGreaterThanOrEqual(
        4.5,
      );
      for (const at of [0, 1]) {
        expect(
          between("--accent-text", "--accent-soft", at),
        ).toBeGreaterThanOrEqual(4.5);
      }
      expect(
        contrast(part("--accent-text", 0), [255, 255, 255]),
      ).toBeGreaterThan(4.5);
      expect(contrast(part("--accent-text", 1), [20, 24, 31])).toBeGreaterThan(
        4.5,
      );
    },
  );
  test("a company without a colour has none", () => {
    expect(accentOf("")).toBeUndefined();
  });
  test.each(["red", "#fff", "#12345g", "url(x)", ""])("%s is none", (text) => {
    expect(colourOf(text)).toBeUndefined();
  });
});
