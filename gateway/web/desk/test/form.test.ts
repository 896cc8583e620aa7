// What the server refuses stands at the field that it names.
import { describe, expect, test } from "vitest";
import {
  problemOf,
  ProblemError,
  UnreachableError,
  wordsOf,
} from "../src/rest/client.js";
import { errorsOf } from "../src/ui/form.js";

function refused(problem: object): Error {
  return new ProblemError(
    problemOf(422, { title: "Not valid.", status: 422, ...problem }),
  );
}

describe("what is wrong", () => {
  const values = { name: "", wrapup_time: 0 };

  test("is at its field", () => {
    const errors = ["name: is missing", "wrapup_time: 0 is too small"];
    expect(errorsOf(refused({ errors }), values)).toEqual({
      errors: { name: "is missing", wrapup_time: "0 is too small" },
      failure: undefined,
    });
  });

  test("without a field is told as a whole", () => {
    const found = errorsOf(refused({ errors: ["/x: no"] }), values);
    expect(found).toEqual({ errors: {}, failure: "Not valid: /x: no." });
  });

  test("in words says when to try again", () => {
    expect(wordsOf(refused({ retry_after: 1 }))).toBe(
      "Not valid. Try again in 1 second.",
    );
    expect(wordsOf(new UnreachableError())).toContain("Check your connection");
    expect(wordsOf(new Error("x"))).toContain("Reload");
  });
});

test("an answer that is no problem document is told by its status", () => {
  expect(problemOf(502, "<html>").title).toBe(
    "The server answered with status 502.",
  );
});
