// What the live board shows: order, filters, colours of figures; whispers among
// the lines of a chat.
import type { BoardQueue, EntryView, WhisperView } from "@parley/client";
import { describe, expect, test } from "vitest";
import { rowsOf } from "../src/agent/line_rows.js";
import { groupOf, inOrder, shownQueues } from "../src/supervisor/board_rows.js";
import { figuresOf, toneOf } from "../src/supervisor/kpis.js";
import { spell } from "../src/supervisor/times.js";

const queue: BoardQueue = {
  queue: "sales",
  name: "Sälés",
  channel: "webchat",
  waiting: 2,
  length_max: 40,
  agents: 1,
  alerting: 0,
  active: 0,
  parked: 0,
  wrapup: 0,
  window: 900_000,
  offered: 50,
  answered: 44,
  abandoned: 4,
  service_level: 75,
  availability: 88,
  abandon_rate: 8,
  queue_fill: 5,
  alerts: ["service_level"],
};

describe("A2: lists of the board", () => {
  test("sort by a column, what is missing last either way", () => {
    const rows = [{ n: 2 }, { n: undefined }, { n: 10 }];
    const by = (row: { n: number | undefined }): number | undefined => row.n;
    expect(inOrder(rows, by, false).map(by)).toEqual([2, 10, undefined]);
    expect(inOrder(rows, by, true).map(by)).toEqual([10, 2, undefined]);
  });

  test("find without accents, and only those with alerts", () => {
    const calm = { ...queue, queue: "q2", name: "Calm", alerts: [] };
    const all = [queue, calm];
    const found = (text: string, onlyAlerts: boolean): string[] =>
      shownQueues(all, { text, onlyAlerts }).map((row) => row.queue);
    expect(found("sales", false)).toEqual(["sales"]);
    expect(found("", true)).toEqual(["sales"]);
    expect(found("", false)).toEqual(["sales", "q2"]);
  });

  test("group the agents' states", () => {
    expect(groupOf("available")).toBe("free");
    expect(groupOf("call_wrapup")).toBe("busy");
    expect(groupOf("logged_out")).toBe("away");
  });
});

describe("K1: figures and targets", () => {
  const rule = { target: 80, alert: "x", isLeast: true };

  test("are bad by the server's word, near by ours", () => {
    expect(toneOf({ ...rule, value: 99 }, ["x"])).toBe("bad");
    expect(toneOf({ ...rule, value: 82 }, [])).toBe("warn");
    expect(toneOf({ ...rule, value: 88 }, [])).toBe("good");
    expect(toneOf({ ...rule, value: undefined }, [])).toBe("plain");
    expect(
      toneOf({ value: 50, target: 75, alert: "x", isLeast: false }, []),
    ).toBe("good");
  });

  test("stand beside each other in words", () => {
    const figures = figuresOf(queue, {
      service_level_min: 80,
      answer_target: 20_000,
      queue_fill_max: 50,
    });
    const of = (id: string) => figures.find((one) => one.id === id);
    expect(of("service_level")).toMatchObject({
      value: "75 %",
      tone: "bad",
      target: "at least 80 % within 20 s",
    });
    expect(of("queue_fill")).toMatchObject({ value: "5 %", tone: "good" });
    // Without a target there is no colour.
    expect(of("availability")).toMatchObject({ value: "88 %", tone: "plain" });
    expect(of("response_time")?.value).toBe("–");
  });

  test("have times in short words", () => {
    expect([9_500, 59_400, 120_000, 250_000, 3_900_000].map(spell)).toEqual([
      "9.5 s",
      "59 s",
      "2 min",
      "4 min 10 s",
      "1 h 5 min",
    ]);
  });
});

test("A2: a whisper stands behind the line that it names", () => {
  const at = Date.UTC(2026, 0, 5, 12);
  const line = (entry: number): EntryView => ({
    entry,
    at: at + entry,
    from: "customer",
    kind: "text",
    text: `Line ${entry}`,
  });
  const whisper = (number: number, after: number): WhisperView => ({
    whisper: number,
    after,
    at,
    from: "supervisor",
    text: `Whisper ${number}`,
  });
  const rows = rowsOf([line(1), line(2)], [], [whisper(1, 1), whisper(2, 2)]);
  const words = rows.map((row) =>
    row.kind === "whisper"
      ? row.whisper.text
      : row.kind === "line"
        ? `${row.line.text}${row.follows ? " follows" : ""}`
        : row.kind,
  );
  // What comes after a whisper begins anew.
  expect(words).toEqual(["day", "Line 1", "Whisper 1", "Line 2", "Whisper 2"]);
});
