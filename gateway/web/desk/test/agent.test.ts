// What the desk makes of what it holds: rows of a log, offers, text blocks,
// answers of a script, sounds, timers.
import type { DeskChatView, EntryView } from "@parley/client";
import { describe, expect, test } from "vitest";
import { settingsOf } from "../src/agent/bell.js";
import { untilNextSecond } from "../src/agent/hooks.js";
import { rowsOf } from "../src/agent/line_rows.js";
import { Offers } from "../src/agent/offers.js";
import { blocksFor, filled, wordAt } from "../src/agent/text_blocks.js";

function line(entry: number, change: Partial<EntryView> = {}): EntryView {
  return {
    entry,
    at: new Date(2026, 5, 1, 12, 0, entry).getTime(),
    from: "customer",
    kind: "text",
    text: `line ${entry}`,
    ...change,
  };
}

describe("rows of a log", () => {
  test("announcements in a row are one, others stay apart", () => {
    const kind = "announcement" as const;
    const rows = rowsOf(
      [
        line(1),
        line(2, { kind, from: "flow" }),
        line(3, { kind, from: "flow" }),
        line(4),
        line(5, { kind, from: "flow" }),
      ],
      [],
    );
    expect(rows.map((row) => row.kind)).toEqual([
      "day",
      "line",
      "news",
      "line",
      "news",
    ]);
    const [, , news] = rows;
    expect(news?.kind === "news" && news.lines.map((l) => l.entry)).toEqual([
      2, 3,
    ]);
  });

  test("a new day has a row of its own", () => {
    const next = new Date(2026, 5, 2, 0, 0, 1).getTime();
    const rows = rowsOf([line(1), line(2, { at: next })], []);
    expect(rows.map((row) => row.kind)).toEqual(["day", "line", "day", "line"]);
  });

  test("an own line keeps its key when it gets its number", () => {
    const pending = { id: "a1", text: "Hello", at: 0 };
    const before = rowsOf([line(1)], [pending]).at(-1);
    const after = rowsOf([line(1), line(2, { from: "agent", id: "a1" })], []);
    expect(after.at(-1)?.key).toBe(before?.key);
  });

  test("lines of one person soon after each other belong together", () => {
    const rows = rowsOf(
      [line(1), line(2), line(3, { from: "agent" }), line(4)],
      [],
    );
    const follows = rows.map((row) => row.kind === "line" && row.follows);
    expect(follows).toEqual([false, false, true, false, false]);
  });
});

describe("offers to colleagues", () => {
  const colleagues = [{ id: "bob", name: "Bob Baker" }];
  const chat = {
    chat: "c1",
    agent: "ann",
    phase: "active",
    customer_name: "Cy",
  } as DeskChatView;
  const offered: DeskChatView = { ...chat, transfer_to: "bob" };

  test("the sender is told that it was not taken", () => {
    const offers = new Offers();
    expect(offers.follow([offered], colleagues)).toEqual([]);
    expect(offers.follow([chat], colleagues)).toEqual([
      "Bob Baker did not take the chat with Cy.",
    ]);
    expect(offers.follow([chat], colleagues)).toEqual([]);
  });

  test("and that it was", () => {
    const offers = new Offers();
    offers.follow([offered], colleagues);
    expect(offers.left({ ...chat, agent: "bob" }, colleagues)).toBe(
      "Bob Baker has the chat with Cy now.",
    );
    expect(offers.follow([], colleagues)).toEqual([]);
  });

  test("nobody is told of what they withdrew or put back", () => {
    const offers = new Offers();
    offers.follow([offered], colleagues);
    offers.withdraw("c1");
    expect(offers.follow([chat], colleagues)).toEqual([]);
    offers.follow([offered], colleagues);
    expect(
      offers.left({ ...chat, phase: "queued" }, colleagues),
    ).toBeUndefined();
  });
});

describe("text blocks", () => {
  const block = (id: string, scope: "company" | "queue" | "personal") => ({
    id,
    name: id,
    text: `text of ${id}`,
    scope,
    owner: id === "sales" ? "sales" : id === "mine" ? "ann" : "other",
  });
  const all = [
    block("all", "company"),
    block("sales", "queue"),
    block("support", "queue"),
    block("mine", "personal"),
    block("hers", "personal"),
  ];

  test("those of the queue, the company and the agent are offered", () => {
    const of = { queue: "sales", agent: "ann" };
    expect(blocksFor(all, of, "").map(({ id }) => id)).toEqual([
      "all",
      "sales",
      "mine",
    ]);
    expect(blocksFor(all, of, "min").map(({ id }) => id)).toEqual(["mine"]);
  });

  test.each([
    ["/", 1, { from: 0, text: "" }],
    ["Well /hel", 9, { from: 5, text: "hel" }],
    ["a\n/x y", 6, { from: 2, text: "x y" }],
    ["http://x", 8, undefined],
    ["and/or", 6, undefined],
    ["/hel", 0, undefined],
  ])("in %j at %i the word is %j", (text, caret, word) => {
    expect(wordAt(text, caret)).toEqual(word);
  });

  test("names are filled in, other signs stay", () => {
    const by = { agent: "Ann", customer: "Cy <b>", queue: "Sales" };
    expect(filled("<agent> to <customer> of <queue>, <b>", by)).toBe(
      "Ann to Cy <b> of Sales, <b>",
    );
  });
});

test("a timer waits until its own second is over", () => {
  expect(untilNextSecond(10_000, 0)).toBe(1000);
  expect(untilNextSecond(10_250, 0)).toBe(750);
  expect(untilNextSecond(10_250, 300)).toBe(50);
  expect(untilNextSecond(10_250, 20_300)).toBe(50);
});

test.each([null, "no JSON", "7", '{"volume":9,"chat":"x"}'])(
  "sounds are on where nothing sensible (%s) is stored",
  (text) => {
    expect(settingsOf(text)).toEqual({
      chat: true,
      message: true,
      call: true,
      volume: 0.6,
    });
  },
);
