// Times and refusals as the desk writes them.
import { describe, expect, test } from "vitest";
import { clock, countdown, inWords } from "../src/agent/words.js";

describe("h:mm:ss", () => {
  test.each([
    [-5, "0:00:00"],
    [999, "0:00:00"],
    [1000, "0:00:01"],
    [61_000, "0:01:01"],
    [3_599_999, "0:59:59"],
    [3_600_000, "1:00:00"],
    [360_000_000, "100:00:00"],
  ])("of %i ms is %s", (ms, text) => {
    expect(clock(ms)).toBe(text);
  });

  test.each([
    [-1, "0:00:00"],
    [0, "0:00:00"],
    [1, "0:00:01"],
    [1000, "0:00:01"],
    [59_001, "0:01:00"],
  ])("of a countdown of %i ms is %s", (ms, text) => {
    expect(countdown(ms)).toBe(text);
  });
});

test("a refusal names what it is about and when to try again", () => {
  const refusal = { code: 404, name: "x", text: "You hold too many." };
  expect(inWords(refusal)).toBe("You hold too many.");
  expect(inWords({ ...refusal, detail: "4", retry_after: 500 })).toBe(
    "You hold too many (4). Please try again in 1 second.",
  );
});
