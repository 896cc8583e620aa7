// Order, doubles and gaps of the lines that a page holds (W6, Z2).
import { expect, test } from "vitest";
import { type EntryView, Transcript } from "../src/index.js";

function line(entry: number, id?: string): EntryView {
  return {
    entry,
    at: entry,
    from: "agent",
    kind: "text",
    text: `line ${String(entry)}`,
    ...(id !== undefined && { id }),
  };
}

function numbers(transcript: Transcript): number[] {
  return transcript.lines.map(({ entry }) => entry);
}

test("Z2: lines are in order and each is there once, however they come", () => {
  const transcript = new Transcript();
  for (const entry of [2, 1, 2, 4, 3, 1]) transcript.add(line(entry));
  expect(numbers(transcript)).toEqual([1, 2, 3, 4]);
  expect(transcript.upto).toBe(4);
  expect(transcript.hasGap).toBe(false);
});

test("W6: a missing line is noticed, and the client resumes before it", () => {
  const transcript = new Transcript();
  transcript.add(line(1));
  transcript.add(line(3));
  expect(transcript.hasGap).toBe(true);
  expect(transcript.upto).toBe(1);
  transcript.add(line(2));
  expect(transcript.hasGap).toBe(false);
  expect(transcript.upto).toBe(3);
});

test("numbers that a page leaves out are not waited for", () => {
  const transcript = new Transcript();
  transcript.add(line(1));
  transcript.add(line(6));
  transcript.addPage([line(2), line(4), line(5)], 1);
  expect(numbers(transcript)).toEqual([1, 2, 4, 5, 6]);
  expect(transcript.upto).toBe(6);
});

test("an older page does not hide a gap after it", () => {
  const transcript = new Transcript();
  transcript.addPage([line(10)], 0);
  transcript.add(line(13));
  transcript.addPage([line(8), line(9)], 0);
  expect(transcript.first).toBe(8);
  expect(transcript.upto).toBe(10);
  expect(transcript.hasGap).toBe(true);
});

test("a page that does not reach down to what is here leaves the gap", () => {
  const transcript = new Transcript();
  transcript.add(line(1));
  transcript.addPage([line(7), line(8)], 6);
  expect(transcript.upto).toBe(1);
  expect(transcript.hasGap).toBe(true);
});

test("W6: an own line is pending until its number is known, by answer or by push", () => {
  const transcript = new Transcript();
  transcript.pend({ id: "a", text: "A", at: 1 });
  transcript.pend({ id: "b", text: "B", at: 2 });
  expect(transcript.pending.map(({ id }) => id)).toEqual(["a", "b"]);
  transcript.settle("a", line(1, "a"));
  transcript.add(line(2, "b"));
  expect(transcript.pending).toEqual([]);
  expect(transcript.settle("b", line(2, "b"))).toBe(false);
  transcript.pend({ id: "b", text: "B", at: 2 });
  expect(transcript.pending).toEqual([]);
  expect(numbers(transcript)).toEqual([1, 2]);
});

test("W7: a refused line stays with its reason until it is tried again", () => {
  const transcript = new Transcript();
  transcript.pend({ id: "a", text: "A", at: 1 });
  const refusal = { code: 300, name: "throttled", text: "Too fast." };
  transcript.refuse("a", refusal);
  expect(transcript.pending[0]?.refusal).toEqual(refusal);
  transcript.pend({ id: "a", text: "A", at: 1 });
  expect(transcript.pending).toHaveLength(1);
  expect(transcript.pending[0]?.refusal).toBeUndefined();
});
