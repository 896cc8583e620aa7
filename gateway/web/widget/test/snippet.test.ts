// The text that a website's owner copies (W1).
import { describe, expect, test } from "vitest";
import { attributesOf, snippetOf, standard } from "../src/snippet/snippet.js";

const base = "https://chat.example.com/";

describe("W1: the snippet", () => {
  test("is short if nothing was chosen", () => {
    expect(snippetOf(base, "token", standard)).toBe(
      '<script\n  src="https://chat.example.com/widget.js"\n  data-token="token"\n  async\n></script>',
    );
  });

  test("has what was chosen, in an order", () => {
    const settings = {
      title: " Ask us ",
      color: "#ffcc00",
      position: "left",
      theme: "dark",
      language: "cy",
      openAfter: 30,
      askName: "optional",
      askEmail: "required",
      sound: false,
    } as const;
    expect(attributesOf("t", settings)).toEqual([
      ["data-token", "t"],
      ["data-title", "Ask us"],
      ["data-color", "#ffcc00"],
      ["data-position", "left"],
      ["data-theme", "dark"],
      ["data-lang", "cy"],
      ["data-open", "30"],
      ["data-ask", "name, email*"],
      ["data-sound", "off"],
    ]);
  });

  test("nobody can write markup through it", () => {
    const title = '"><script>alert(1)</script>&';
    const text = snippetOf(base, "t", { ...standard, title });
    expect(text).toContain(
      'data-title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"',
    );
  });
});
