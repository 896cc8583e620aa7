// The pure parts of the administration: patches, checks, what the server says.
import { describe, expect, test } from "vitest";
import { checkFields, copyName, wrongWith } from "../src/admin/check.js";
import type { Field, FormTab } from "../src/admin/kind.js";
import {
  applyPatch,
  mergePatch,
  pathsOf,
  valueAt,
  withValue,
} from "../src/admin/patch.js";
import { placed, usesOf } from "../src/admin/problems.js";
import { problemOf, ProblemError } from "../src/rest/client.js";

describe("E2: a merge patch", () => {
  const sales = {
    name: "Sales",
    groups: ["team"],
    overflows: { night: { length_over: 5 }, day: { length_over: 9 } },
    policy: { wrapup_on: true, wrapup_time: 60_000, alert_timeout: 5_000 },
  };

  test("holds only what differs, and null for what is gone", () => {
    const to = {
      name: "Sales",
      groups: ["team", "night"],
      overflows: { night: { length_over: 5 } },
      policy: { wrapup_on: true, wrapup_time: 90_000 },
    };
    const patch = mergePatch(sales, to);
    expect(patch).toEqual({
      groups: ["team", "night"],
      overflows: { day: null },
      policy: { wrapup_time: 90_000, alert_timeout: null },
    });
    expect(applyPatch(sales, patch)).toEqual(to);
    expect(mergePatch(sales, sales)).toEqual({});
  });

  test("of one is put on top of what another has changed", () => {
    const mine = mergePatch(sales, withValue(sales, "policy.wrapup_time", 1));
    const theirs = { ...sales, name: "Sales and more" };
    const both = applyPatch(theirs, mine);
    expect(both.name).toBe("Sales and more");
    expect(both.policy.wrapup_time).toBe(1);
    expect(pathsOf(mine)).toEqual(["policy.wrapup_time"]);
  });

  test("values have paths, through lists too, and nothing is changed in place", () => {
    const script = { sections: [{ name: "a" }, { name: "b" }] };
    const other = withValue(script, "sections.1.name", "c");
    expect(valueAt(other, "sections.1.name")).toBe("c");
    expect(script.sections[1]?.name).toBe("b");
    expect(withValue({ a: 1, b: 2 }, "b", undefined)).toEqual({ a: 1 });
    expect(withValue({}, "a.b", 1)).toEqual({ a: { b: 1 } });
  });
});

describe("a field is checked before it is sent", () => {
  interface Thing {
    name?: string;
    weight?: number;
    time?: number;
    on?: boolean;
  }
  const name: Field<Thing> = {
    at: "name",
    label: "Name",
    as: "text",
    isRequired: true,
    max: 3,
  };
  const time: Field<Thing> = {
    at: "time",
    label: "Time",
    as: "time",
    unit: "seconds",
    min: 1,
    max: 3600,
    when: ({ on }) => on === true,
  };
  const weight: Field<Thing> = {
    at: "weight",
    label: "Weight",
    as: "number",
    min: 0,
    max: 100,
  };
  const tabs: FormTab<Thing>[] = [
    { id: "all", title: "All", parts: [{ fields: [name, time, weight] }] },
  ];

  test.each([
    [name, { name: "abc" }, undefined],
    [name, { name: "äöü" }, undefined],
    [name, { name: "abcd" }, "4 characters; at most 3 fit."],
    [name, { name: "  " }, "Needed."],
    [name, {}, "Needed."],
    [time, { time: 1_000 }, undefined],
    [time, { time: 3_600_000 }, undefined],
    [time, { time: 3_601_000 }, "Needs 1 to 3,600 seconds."],
    [time, { time: 0 }, "Needs 1 to 3,600 seconds."],
    [time, {}, undefined],
    [weight, { weight: 0 }, undefined],
    [weight, { weight: 100 }, undefined],
    [weight, { weight: 101 }, "Needs 0 to 100."],
    [weight, { weight: -1 }, "Needs 0 to 100."],
  ])("%#", (field, values, wrong) => {
    expect(wrongWith<Thing>(field, values)).toBe(wrong);
  });

  test("unless it is not shown", () => {
    expect(checkFields(tabs, { name: "a", time: 0, on: false })).toEqual({});
    expect(checkFields(tabs, { name: "a", time: 0, on: true })).toEqual({
      time: "Needs 1 to 3,600 seconds.",
    });
  });
});

describe("what the server refuses", () => {
  const refused = (problem: object): ProblemError =>
    new ProblemError(
      problemOf(422, { title: "A value is not valid.", ...problem }),
    );

  test("is placed at the field inside of the object", () => {
    const errors = [
      "queues.sales.policy.wrapup_time: out of range",
      "queues.sales: used twice",
    ];
    const of = { kind: "queues", id: "sales" };
    expect(placed(refused({ errors }), of)).toEqual({
      errors: {
        "policy.wrapup_time": "Out of range.",
        name: "Another one has this name already.",
      },
      failure: undefined,
    });
  });

  test("of a user is called an agent by the server", () => {
    const errors = ["agents.ann.roles: there is no 'x'"];
    const found = placed(refused({ errors }), { kind: "users", id: "ann" });
    expect(found.errors).toEqual({ roles: "There is no 'x'." });
  });

  test("of a new object, whose id the server has chosen, is placed too", () => {
    const errors = ["break_reasons.0f3a.name: needs 1-100 characters"];
    const of = { kind: "break-reasons", id: undefined };
    expect(placed(refused({ errors }), of).errors).toEqual({
      name: "Needs 1-100 characters.",
    });
  });

  test("of another object is told as a whole", () => {
    const errors = ["flows.welcome.queue: is not a queue of channel webchat"];
    const found = placed(refused({ errors }), { kind: "queues", id: "sales" });
    expect(found.errors).toEqual({});
    expect(found.failure).toContain("flows.welcome.queue");
  });

  test("of the company's settings has no kind", () => {
    const errors = ["weights.multiplier: out of range"];
    expect(placed(refused({ errors }), { id: undefined }).errors).toEqual({
      "weights.multiplier": "Out of range.",
    });
  });

  test("O5: a deletion says by what it is used", () => {
    const errors = [
      "queues.sales.groups: there is no 'team'",
      "agents.ann.groups: there is no 'team'",
      "queues.sales: 3 open chats",
    ];
    expect(usesOf(refused({ code: "in_use", errors }))).toEqual([
      { kind: "queues", id: "sales", what: "groups" },
      { kind: "users", id: "ann", what: "groups" },
      { kind: "queues", id: "sales", what: "3 open chats" },
    ]);
    expect(usesOf(new Error("x"))).toBeUndefined();
  });
});

test.each([
  ["Sales", "Sales (copy)"],
  ["Sales (copy)", "Sales (copy 2)"],
  ["Sales (copy 2)", "Sales (copy 3)"],
])("O5: a copy of %s is %s", (name, copy) => {
  expect(copyName(name)).toBe(copy);
});

test("O4: the name of a copy is not longer than names may be", () => {
  expect(copyName("x".repeat(100))).toHaveLength(100);
});
