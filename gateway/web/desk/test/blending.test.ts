// B1, B2: the page computes what the server does; the examples are those of the
// statements and of tests/domain.
import { describe, expect, test } from "vitest";
import {
  default_weights,
  overtakingTime,
  overtakingTimes,
  score,
} from "../src/admin/blending.js";

const seconds = (count: number): number => count * 1_000;

describe("B1: the worked examples with K = 60", () => {
  test.each([
    ["call", 10, 0, 600],
    ["webchat", 5, seconds(240), 540],
    ["email", 1, seconds(600), 660],
    ["work_item", 1, seconds(86_400), 0],
  ] as const)("%s of weight %i after %i ms", (channel, weight, t, expected) => {
    expect(score(channel, weight, t, default_weights)).toBe(expected);
  });

  test("the priority multiplies all of it", () => {
    const weights = { priority: [1, 3, 1, 0], multiplier: 60_000 };
    expect(score("webchat", 5, seconds(10), weights)).toBe(930);
  });
});

describe("B2: the worked examples with K = 60", () => {
  test.each([
    ["webchat", 5, "call", 10, seconds(300)],
    ["email", 1, "call", 10, seconds(540)],
    ["email", 1, "webchat", 5, seconds(240)],
    ["call", 10, "webchat", 5, 0],
    ["work_item", 1, "call", 10, undefined],
  ] as const)("%s of %i overtakes a new %s of %i", (a, wa, b, wb, expected) => {
    expect(overtakingTime(a, wa, b, wb, default_weights)).toBe(expected);
  });

  test("call queues W 8-12, webchat queues W 4-6: 120 s to 480 s", () => {
    const queues = [
      { channel: "call", weight: 8 },
      { channel: "call", weight: 12 },
      { channel: "webchat", weight: 4 },
      { channel: "webchat", weight: 6 },
    ] as const;
    expect(overtakingTimes(queues, default_weights)).toEqual([
      { a: "call", b: "webchat", lower: 0, upper: 0 },
      { a: "webchat", b: "call", lower: seconds(120), upper: seconds(480) },
    ]);
  });

  test("never is the latest of times, and the only one without a priority", () => {
    const queues = [
      { channel: "webchat", weight: 5 },
      { channel: "work_item", weight: 1 },
    ] as const;
    expect(overtakingTimes(queues, default_weights)).toEqual([
      { a: "webchat", b: "work_item", lower: 0, upper: 0 },
      { a: "work_item", b: "webchat", lower: undefined, upper: undefined },
    ]);
  });

  test("priorities that differ divide and multiply", () => {
    const weights = { priority: [2, 3, 1, 0], multiplier: 60_000 };
    // 2 * 60 * 10 / 3 - 60 * 5
    expect(overtakingTime("webchat", 5, "call", 10, weights)).toBe(
      seconds(100),
    );
  });

  test("channels without queues are not in the matrix", () => {
    const queues = [{ channel: "call", weight: 1 }] as const;
    expect(overtakingTimes(queues, default_weights)).toEqual([]);
  });
});
