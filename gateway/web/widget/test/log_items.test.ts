// What the list of lines shows, and in which order.
import type { EntryView } from "@parley/client";
import { describe, expect, test } from "vitest";
import { itemsOf, type LogSource } from "../src/log_items.js";

const noon = new Date(2026, 5, 2, 12).getTime();
const minute = 60_000;

function entry(
  number: number,
  from: EntryView["from"],
  more: Partial<EntryView> = {},
): EntryView {
  const text = `line ${number}`;
  return { entry: number, at: noon, from, kind: "text", text, ...more };
}

function shown(source: Partial<LogSource>): string[] {
  const items = itemsOf({
    lines: [],
    pending: [],
    delivered: 0,
    seen: 0,
    freshFrom: undefined,
    now: noon,
    ...source,
  });
  return items.map((item) => {
    if (item.type !== "line") return item.key;
    const ends = `${item.isHead ? "<" : ""}${item.isTail ? ">" : ""}`;
    return `${item.entry ?? "-"} ${item.from} ${item.state} ${ends}`;
  });
}

describe("the list of lines", () => {
  test("N1: announcements are no lines", () => {
    const lines = [
      entry(1, "customer"),
      entry(2, "flow", { kind: "announcement" }),
      entry(3, "flow", { kind: "automated" }),
    ];
    expect(shown({ lines })).toEqual([
      "1 customer stored <>",
      "3 flow received <>",
    ]);
  });

  test("W2: ticks are stored, delivered, seen, and end a group", () => {
    const lines = [1, 2, 3, 4].map((number) => entry(number, "customer"));
    const pending = [
      { id: "a", text: "on its way", at: noon },
      {
        id: "b",
        text: "refused",
        at: noon,
        refusal: { code: 1, name: "x", text: "" },
      },
    ];
    expect(shown({ lines, pending, seen: 2, delivered: 3 })).toEqual([
      "1 customer seen <",
      "2 customer seen >",
      "3 customer delivered <>",
      "4 customer stored <>",
      "- customer sending <>",
      "- customer failed <>",
    ]);
  });

  test("a voice, a pause and a day begin a group", () => {
    const lines = [
      entry(1, "agent", { name: "Ann", at: noon - 24 * 60 * minute }),
      entry(2, "agent", { name: "Ann" }),
      entry(3, "agent", { name: "Ann", at: noon + 4 * minute }),
      entry(4, "agent", { name: "Ann", at: noon + 9 * minute }),
      entry(5, "agent", { name: "Bob", at: noon + 9 * minute }),
    ];
    expect(shown({ lines })).toEqual([
      `day ${new Date(2026, 5, 1).toDateString()}`,
      "1 agent received <>",
      `day ${new Date(2026, 5, 2).toDateString()}`,
      "2 agent received <",
      "3 agent received >",
      "4 agent received <>",
      "5 agent received <>",
    ]);
  });

  test("new lines begin at a mark, but not where all are new", () => {
    const lines = [
      entry(1, "agent"),
      entry(2, "agent"),
      entry(3, "customer"),
      entry(4, "agent"),
    ];
    expect(shown({ lines, freshFrom: 2 })).toEqual([
      "1 agent received <>",
      "fresh",
      "2 agent received <>",
      "3 customer stored <>",
      "4 agent received <>",
    ]);
    expect(shown({ lines, freshFrom: 1 })).not.toContain("fresh");
    expect(shown({ lines })).not.toContain("fresh");
  });

  test("an own line keeps its key when it gets its number", () => {
    const key = (source: Partial<LogSource>) =>
      itemsOf({
        lines: [],
        pending: [],
        delivered: 0,
        seen: 0,
        freshFrom: undefined,
        now: noon,
        ...source,
      })[0]?.key;
    const pending = [{ id: "a", text: "x", at: noon }];
    const lines = [entry(1, "customer", { id: "a" })];
    expect(key({ pending })).toBe(key({ lines }));
  });
});
