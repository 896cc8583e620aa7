import { expect, test } from "vitest";
import {
  columnsFlaw,
  guessColumns,
  targetsOf,
} from "../src/contacts/columns.js";
import {
  aboutOf,
  type CustomField,
  fieldsOf,
  flawOf,
  hintsOf,
  nameOf,
  splitName,
  takeable,
  valueFrom,
  valuesIn,
} from "../src/contacts/contact.js";
import {
  CsvConverter,
  CsvReader,
  type CsvRecord,
  delimiterOf,
  firstRecords,
} from "../src/contacts/csv.js";
import { erasureWords } from "../src/contacts/erasure.js";
import { mergeRows } from "../src/contacts/merging.js";
import { lasted, transcriptRows } from "../src/contacts/transcript_rows.js";

const garden: CustomField = {
  id: "garden",
  name: "Garden",
  kind: "list",
  choices: ["Balcony", "Park"],
};

test("M2: a contact is called by what is there", () => {
  expect(nameOf({ first_name: "Zoë", last_name: "Brown" })).toBe("Zoë Brown");
  expect(nameOf({ company: "Brown & Co", emails: ["a@b"] })).toBe("Brown & Co");
  expect(nameOf({ phones: ["123"] })).toBe("123");
  expect(nameOf({})).toBe("Without a name");
  expect(aboutOf({ company: "Brown & Co", emails: ["a@b"] })).toBe("a@b");
  expect(splitName(" Zoë  van Brown ")).toEqual({
    first: "Zoë",
    last: "van Brown",
  });
});

test("M2: values are of their kinds, as the server keeps them", () => {
  expect(valueFrom({ kind: "number" }, " 1 200,5 ")).toBe("1200.5");
  expect(valueFrom({ kind: "number" }, "many")).toBeUndefined();
  expect(valueFrom({ kind: "date" }, "2026-02-29")).toBeUndefined();
  expect(valueFrom({ kind: "date" }, "2028-02-29")).toBe("2028-02-29");
  expect(valueFrom({ kind: "yes_no" }, "TRUE")).toBe("yes");
  expect(valueFrom(garden, "park")).toBe("Park");
  expect(valueFrom(garden, "Jungle")).toBeUndefined();
  expect(flawOf(garden, "Jungle")).toBe("One of the choices.");
  // Empty takes the value away.
  expect(flawOf(garden, "")).toBeUndefined();
  expect(valuesIn(" a@b \n\na@b\nc@d")).toEqual(["a@b", "c@d"]);
});

test("M2: a field that nobody told us of is shown by its id", () => {
  const shown = fieldsOf([garden], { fields: { garden: "Park", old: "x" } });
  expect(shown.map(({ id }) => id)).toEqual(["garden", "old"]);
});

test("W1 W8: what the customer entered is taken over only where nothing is", () => {
  const hints = hintsOf({
    customer_name: "Zoë",
    customer_fields: [
      { name: "Garden", value: "park" },
      { name: "shoe", value: "42" },
      { name: "empty", value: " " },
    ],
  });
  expect(hints.fields).toHaveLength(2);
  expect(takeable(hints, [garden], {})).toEqual({ garden: "Park" });
  expect(takeable(hints, [garden], { fields: { garden: "Balcony" } })).toEqual(
    {},
  );
});

function records(
  text: string,
  delimiter = ",",
  step = text.length,
): CsvRecord[] {
  const all: CsvRecord[] = [];
  const reader = new CsvReader(delimiter, (one) => all.push(one));
  for (let at = 0; at < text.length; at += step) {
    reader.feed(text.slice(at, at + step));
  }
  reader.finish();
  return all;
}

test("M3: a file in any pieces has the same records", () => {
  const text = 'a,b\r\n"x ""y""\nz",2\n\n3,"4"\n5,"six"x\n7,8';
  const whole = records(text);
  for (const step of [1, 2, 3, 7])
    expect(records(text, ",", step)).toEqual(whole);
  expect(whole.map(({ line }) => line)).toEqual([1, 2, 4, 5, 6, 7]);
  expect(whole[1]?.fields).toEqual(['x "y"\nz', "2"]);
  expect(whole[4]?.isFlawed).toBe(true);
  expect(whole[5]?.fields).toEqual(["7", "8"]);
});

test("M3: what stands between columns is found by the header", () => {
  expect(delimiterOf("a;b;c\n1,2")).toBe(";");
  expect(delimiterOf('"a;b",c')).toBe(",");
  expect(delimiterOf("a\tb")).toBe("\t");
  expect(delimiterOf("one")).toBe(",");
});

test("M3: the first rows of a sample that ends anywhere", () => {
  const first = firstRecords("a,b\n\n1,2\n3,", ",", 5, false);
  expect(first.map(({ fields }) => fields)).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
});

test("M3: rows keep their lines when columns are left out", () => {
  const text =
    'No;Name;Eyes\r\n1;"A;\nB";blue\r\n\r\n2;C\r\n3;"D";grey\r\n4;x"y;z';
  const converter = new CsvConverter(";", ["account", "last_name", undefined]);
  const given = converter.feed(text) + converter.finish();
  const out = records(given).filter(({ raw }) => raw !== "");
  expect(out.map(({ line }) => line)).toEqual([1, 2, 5, 6, 7]);
  expect(out[0]?.fields).toEqual(["account", "last_name"]);
  expect(out[1]?.fields).toEqual(["1", "A;\nB"]);
  // Too short in the file: too long here, so that it is refused.
  expect(out[2]?.fields).toHaveLength(3);
  expect(converter.flaws.get(5)).toBe("it has 2 columns and the header has 3");
  expect(out[3]?.fields).toEqual(["3", "D"]);
  expect(out[4]?.raw).toBe('4;x"y;z');
  expect(converter.rows).toBe(4);
});

test("M3: columns are guessed by id, name and what others call them", () => {
  const targets = targetsOf([garden]);
  expect(
    guessColumns(["E-Mail", "Nachname", "GARDEN", "Eyes", "account"], targets),
  ).toEqual(["emails", "last_name", "fields.garden", undefined, "account"]);
  // Each is taken once, and what is named just so goes first.
  expect(guessColumns(["Mail", "emails"], targets)).toEqual([
    undefined,
    "emails",
  ]);
  expect(columnsFlaw(["last_name"], targets)).toContain("account");
  expect(columnsFlaw(["emails", "emails"], targets)).toContain("two columns");
  expect(columnsFlaw(["emails", undefined], targets)).toBeUndefined();
});

test("M2: a merge is shown as the server does it", () => {
  const rows = mergeRows(
    { last_name: "Brown", emails: ["a@b"], fields: { garden: "Park" } },
    {
      last_name: "Braun",
      company: "Co",
      emails: ["a@b", "c@d"],
      fields: { garden: "Balcony" },
    },
    [garden],
  );
  const of = (label: string) => rows.find((row) => row.label === label);
  expect(of("Last name")).toMatchObject({ becomes: "Brown", dropped: "Braun" });
  expect(of("Company")).toMatchObject({ becomes: "Co", isNew: true });
  expect(of("E-mail")).toMatchObject({ becomes: "a@b, c@d", isNew: true });
  expect(of("Garden")).toMatchObject({ becomes: "Park", dropped: "Balcony" });
});

test("M1: a session's events as rows: who said what, and what happened", () => {
  const names = { agent: (id: string) => id, queue: (id: string) => id };
  const rows = transcriptRows(
    [
      { number: 1, type: "chat_started", at: 1_000 },
      {
        number: 2,
        type: "entry_written",
        at: 2_000,
        from: "customer",
        kind: "text",
        text: "Hello",
      },
      {
        number: 3,
        type: "entry_written",
        at: 3_000,
        from: "customer",
        kind: "text",
        text: "Again",
      },
      { number: 4, type: "chat_queued", at: 4_000, queue: "sales" },
      {
        number: 5,
        type: "entry_written",
        at: 5_000,
        from: "agent",
        kind: "text",
        author_name: "Ann",
        text: "Hi",
      },
      {
        number: 6,
        type: "entry_written",
        at: 6_000,
        from: "customer",
        kind: "text",
        text: "",
      },
      { number: 7, type: "flow_advanced", at: 7_000 },
    ],
    names,
  );
  expect(rows.map(({ kind }) => kind)).toEqual([
    "day",
    "happened",
    "said",
    "said",
    "happened",
    "said",
  ]);
  expect(rows[2]).toMatchObject({ by: "customer", name: "Customer" });
  // The same one goes on.
  expect(rows[3]).toMatchObject({ name: "", text: "Again" });
  expect(rows[5]).toMatchObject({ by: "agent", name: "Ann" });
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  expect([lasted(29_000), lasted(240_000), lasted(4_320_000)]).toEqual([
    "29 s",
    "4 min",
    "1 h 12 min",
  ]);
});

test("M4: how far a deletion is, in words", () => {
  const one = {
    id: "e",
    contact: "k",
    by: "ada",
    asked: 1,
    sessions: 3,
    erased: 2,
    open: 1,
  };
  expect(erasureWords({ ...one, phase: "erasing" })).toContain("2 of 3");
  expect(erasureWords({ ...one, phase: "rewriting" })).toContain(
    "cannot be read any more",
  );
  expect(erasureWords({ ...one, phase: "finished" })).toContain(
    "1 chat is still open",
  );
});
