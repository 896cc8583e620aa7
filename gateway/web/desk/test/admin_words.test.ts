// What the administration says is what the server knows: areas of rights, kinds
// of files, acts; and what it writes.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { area_ids } from "../src/admin/areas.js";
import { type AuditRow, csvOf } from "../src/admin/audit_words.js";
import { file_types } from "../src/admin/file_types.js";
import {
  checkAnnouncement,
  checkOverflows,
  checkTexts,
  tidyAnnouncement,
  tidyOverflows,
} from "../src/admin/queue_rules.js";
import { timeWords } from "../src/admin/words.js";
import { suggestPassword, wrongPassword } from "../src/profile/passwords.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const source = (path: string): string => readFileSync(root + path, "utf8");

test("A1: the matrix of a role has every area of rights.hpp, once", () => {
  const text = source("actors/domain/rights.hpp");
  const areas = [...text.matchAll(/\{area::\w+, "(\w+)"\}/g)].map(
    ([, name]) => name,
  );
  expect(areas.length).toBeGreaterThan(20);
  expect([...area_ids].sort()).toEqual(areas.sort());
});

test("W2: the kinds of files are those that file_type.cpp can tell", () => {
  const text = source("actors/domain/file_type.cpp");
  const known = [...text.matchAll(/\{"([\w.+-]+\/[\w.+-]+)",\s*is_\w+,/g)].map(
    ([, name]) => name,
  );
  expect(known.length).toBeGreaterThan(10);
  expect(file_types.map(({ id }) => id).sort()).toEqual(known.sort());
});

test.each([
  [0, "0 s"],
  [59_000, "59 s"],
  [60_000, "1 min"],
  [90_000, "1 min 30 s"],
  [3_600_000, "1 h"],
  [86_461_000, "1 d 1 min 1 s"],
])("%i ms are %s", (time, words) => {
  expect(timeWords(time)).toBe(words);
});

describe("O3: groups that help out", () => {
  test("have conditions only if they are further groups of the queue", () => {
    const tidy = tidyOverflows({
      groups: ["team", "night", "spare"],
      overflows: {
        team: { length_over: 1 },
        night: { length_over: 5 },
        spare: {},
        gone: { length_over: 2 },
      },
    });
    expect(tidy.overflows).toEqual({ night: { length_over: 5 } });
  });

  test.each([
    [{ groups: [] }, "groups"],
    [
      { groups: ["a", "b"], overflows: { b: { length_over: 10_001 } } },
      "overflows.b.length_over",
    ],
    [
      { groups: ["a", "b"], overflows: { b: { longest_wait_over: -1_000 } } },
      "overflows.b.longest_wait_over",
    ],
  ])("%# are checked", (queue, path) => {
    expect(Object.keys(checkOverflows(queue))).toEqual([path]);
  });

  test("at the bound are fine", () => {
    const overflows = {
      b: { length_over: 10_000, expected_wait_over: 86_400_000 },
    };
    expect(checkOverflows({ groups: ["a", "b"], overflows })).toEqual({});
  });
});

test("I6: a text in another language is not empty, and not too long", () => {
  const texts = { de: " ", fr: "x".repeat(4_000), es: "x".repeat(4_001) };
  expect(Object.keys(checkTexts("policy.texts", texts))).toEqual([
    "policy.texts.de",
    "policy.texts.es",
  ]);
});

test("N1: an announcement says the position or the time, and can come true", () => {
  const of = (announcement: object) => ({ waiting: { announcement } });
  const at = "waiting.announcement";
  expect(
    checkAnnouncement(of({ text: "<position> of <time>" })),
  ).toHaveProperty([`${at}.text`]);
  const condition = { at_least: 5, at_most: 4 };
  expect(checkAnnouncement(of({ text: "<time>", condition }))).toHaveProperty([
    `${at}.condition.at_most`,
  ]);
  expect(checkAnnouncement(of({ text: "<time>" }))).toEqual({});
  // Without bounds it is no condition: an unknown estimate fulfils none.
  const empty = of({ text: "<time>", every: 10_000, condition: {} });
  expect(tidyAnnouncement(empty)).toEqual(
    of({ text: "<time>", every: 10_000 }),
  );
});

describe("A1: passwords", () => {
  test.each([
    ["", "Needed."],
    ["1234567", "Needs 8 characters at least."],
    ["12345678", undefined],
    ["ä".repeat(256), undefined],
    ["x".repeat(257), "At most 256 characters fit."],
  ])("%#", (password, wrong) => {
    expect(wrongPassword(password)).toBe(wrong);
  });

  test("that are suggested are good, and others each time", () => {
    const some = Array.from({ length: 50 }, suggestPassword);
    expect(new Set(some).size).toBe(50);
    for (const one of some) {
      expect(one).toMatch(/^([a-zA-Z2-9]{4}-){3}[a-zA-Z2-9]{4}$/);
      expect(wrongPassword(one)).toBeUndefined();
    }
  });
});

test("A3: the log as CSV can be read by programs and harms no spreadsheet", () => {
  const row: AuditRow = {
    number: 7,
    at: Date.UTC(2026, 0, 2, 3, 4, 5),
    who: "adam",
    address: '=cmd|"x"',
    act: "configuration.changed",
    kind: "queues",
    object: "sales",
    details: { fields: "name, weight", version: "12" },
    hash: "ab",
  };
  expect(csvOf([row]).split("\r\n")).toEqual([
    "number,at,who,address,act,kind,object,details,hash",
    '7,2026-01-02T03:04:05.000Z,adam,"\'=cmd|""x""",configuration.changed,queues,sales,"{""fields"":""name, weight"",""version"":""12""}",ab',
    "",
  ]);
});
