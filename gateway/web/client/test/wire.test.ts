// The TypeScript side of the wire against the headers and the golden frames of
// the C++ side: neither can change alone.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { closes, decode, limits, refusals } from "../src/index.js";
import { faultOf, type Fields, type Kind } from "../src/schema.js";
import * as wire from "../src/wire.js";
import {
  codes,
  limit,
  type Members,
  read,
  structs,
  variant,
  vocabulary,
} from "./headers.js";

const scalars: Record<string, string> = {
  string: "text",
  uint64_t: "count",
  int64_t: "integer",
  bool: "flag",
  timestamp: "timestamp",
  duration: "duration",
};

/** How our tables name a C++ type. */
function kindOf(type: string): string {
  const optional = /^optional<(.*)>$/.exec(type);
  if (optional) return `${kindOf(optional[1] ?? "")}?`;
  const list = /^vector<(.*)>$/.exec(type);
  if (list) return `list of ${kindOf(list[1] ?? "")}`;
  const isId = type.endsWith("_id") && type !== "named_id";
  return scalars[type] ?? (isId ? "id" : type);
}

function described(fields: Fields): Members {
  return Object.fromEntries(
    Object.entries(fields).map(([name, kind]) => [
      name,
      kind.name + (kind.optional ? "?" : ""),
    ]),
  );
}

function declared(members: Members): Members {
  return Object.fromEntries(
    Object.entries(members).map(([name, type]) => [name, kindOf(type)]),
  );
}

function has(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && name in value;
}

const tables = {
  customer: wire.customerMessages,
  agent: wire.agentMessages,
  server: wire.serverMessages,
} as const;

describe("the tables of messages and protocol/messages.hpp", () => {
  const known = structs();

  test.each(Object.entries(tables))("agree about %s's", (speaker, table) => {
    const theirs: Record<string, Members> = {};
    for (const name of variant(`${speaker}_message`)) {
      const struct = known.get(name);
      if (struct?.type === undefined) throw new Error(`no struct ${name}`);
      theirs[struct.type] = declared(struct.members);
    }
    const ours = Object.fromEntries(
      Object.entries(table as Record<string, Fields>).map(([type, fields]) => [
        type,
        described(fields),
      ]),
    );
    expect(ours).toEqual(theirs);
  });

  test("agree about the parts of messages", () => {
    const parts = Object.values<unknown>(wire).filter(
      (value): value is Kind<unknown> & { fields: Fields } =>
        has(value, "fields"),
    );
    expect(parts.length).toBeGreaterThan(5);
    for (const { name, fields } of parts) {
      const struct = known.get(name);
      expect({ name, ...described(fields) }).toEqual({
        name,
        ...declared(struct?.members ?? {}),
      });
    }
  });

  test("agree about enumerations", () => {
    const theirs = vocabulary();
    const enumerations = Object.values<unknown>(wire).filter(
      (value): value is Kind<string> & { names: readonly string[] } =>
        has(value, "names"),
    );
    expect(enumerations.length).toBeGreaterThan(5);
    for (const { name, names } of enumerations) {
      expect([name, ...names]).toEqual([name, ...(theirs.get(name) ?? [])]);
    }
  });
});

describe("the numbers of the protocol", () => {
  test("refusals are those of refusal_code.hpp", () => {
    const theirs = codes("protocol/refusal_code.hpp", "refusal_code");
    expect(
      Object.entries(refusals).map(([name, row]) => [
        name,
        row.code,
        row.retry,
      ]),
    ).toEqual(
      Object.entries(theirs).map(([name, row]) => [name, row.code, row.flag]),
    );
  });

  test("close codes are those of close_code.hpp", () => {
    const theirs = codes("protocol/close_code.hpp", "close_code");
    expect(
      Object.entries(closes).map(([name, row]) => [
        name,
        row.code,
        row.reconnect,
      ]),
    ).toEqual(
      Object.entries(theirs).map(([name, row]) => [name, row.code, row.flag]),
    );
  });

  test("limits are those of limits.hpp", () => {
    for (const [name, value] of Object.entries(limits)) {
      expect([name, value]).toEqual([name, limit(name)]);
    }
  });
});

describe("golden frames", () => {
  const folder = "tests/golden/frames";
  const files = readdirSync(new URL(`../../../../${folder}`, import.meta.url));
  const frames = files
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const [speaker = "", ...type] = file.replace(/\.json$/, "").split(".");
      return { speaker, type: type.join("."), text: read(`${folder}/${file}`) };
    });

  test("exist for every message", () => {
    for (const [speaker, table] of Object.entries(tables)) {
      const theirs = frames
        .filter((frame) => frame.speaker === speaker)
        .map(({ type }) => type);
      expect(theirs.sort()).toEqual(Object.keys(table).sort());
    }
  });

  test.each(frames)(
    "$speaker $type is understood",
    ({ speaker, type, text }) => {
      const table: Record<string, Fields> =
        tables[speaker as keyof typeof tables];
      const fields = table[type] ?? {};
      const frame = JSON.parse(text) as Record<string, unknown>;
      expect(faultOf(fields, frame)).toBeUndefined();
      const extra = Object.keys(frame).filter((name) => !(name in fields));
      expect(extra).toEqual(["type"]);
      if (speaker === "server")
        expect(decode(text)).toEqual({ message: frame });
    },
  );

  test.each(frames)(
    "$speaker $type without a needed field is a fault",
    ({ speaker, type, text }) => {
      const table: Record<string, Fields> =
        tables[speaker as keyof typeof tables];
      const fields = table[type] ?? {};
      for (const [name, kind] of Object.entries(fields)) {
        const frame = JSON.parse(text) as Record<string, unknown>;
        if (!kind.optional) expect(frame).toHaveProperty(name);
        Reflect.deleteProperty(frame, name);
        expect(faultOf(fields, frame)).toBe(kind.optional ? undefined : name);
        frame[name] = kind.name === "text" || kind.name === "id" ? 7 : "seven";
        const isName =
          !["text", "id"].includes(kind.name) && kind.accepts("seven");
        expect(faultOf(fields, frame)).toBe(isName ? undefined : name);
      }
    },
  );
});
