// Reads the C++ headers of the protocol, as far as they are tables.
import { readFileSync } from "node:fs";

const root = new URL("../../../../", import.meta.url);

export function read(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** Name of a member -> C++ type, in the order of `fields()`. */
export type Members = Record<string, string>;

export interface Struct {
  type: string | undefined;
  members: Members;
}

function membersOf(body: string): Members {
  const members: Members = {};
  // A member is named as on the wire, unless C++ needs that name itself.
  const described = /field\{\s*"(\w+)",\s*&\w+::(\w+)/g;
  const names = new Map(
    [...body.matchAll(described)].map(
      ([, onWire = "", member = ""]) => [member, onWire] as const,
    ),
  );
  const declared = /^ {2}([\w:<>]+) (\w+)(?: = [^;]+|\{\})?;$/gm;
  for (const [, type = "", name = ""] of body.matchAll(declared)) {
    members[names.get(name) ?? name] = type
      .replaceAll("parley::", "")
      .replaceAll("std::", "");
  }
  return members;
}

function typeOf(body: string): string | undefined {
  return /type = "([\w.]+)"/.exec(body)?.[1];
}

/** All structs of messages.hpp, those made by its macro included. */
export function structs(): Map<string, Struct> {
  const source = read("protocol/messages.hpp");
  const found = new Map<string, Struct>();
  const macro = /^#define PARLEY_CHAT_COMMAND[^\n]*\n((?:.*\\\n)+.*)/m.exec(
    source,
  );
  const pattern = (macro?.[1] ?? "")
    .replace(/ *\\$/gm, "")
    .replace(/^ {2}/gm, "");
  const uses = /^PARLEY_CHAT_COMMAND\((\w+),\s*"([\w.]+)"/gm;
  for (const [, name = "", type] of source.matchAll(uses)) {
    found.set(name, { type, members: membersOf(pattern) });
  }
  const plain = /^struct (\w+) \{\n([\s\S]*?)^\};/gm;
  for (const [, name = "", body = ""] of source.matchAll(plain)) {
    found.set(name, { type: typeOf(body), members: membersOf(body) });
  }
  return found;
}

/** Members of `using <name> = std::variant<...>`. */
export function variant(name: string): string[] {
  const source = read("protocol/messages.hpp");
  const list = new RegExp(`using ${name} = std::variant<([^>]*)>`).exec(source);
  return (list?.[1] ?? "").split(",").map((part) => part.trim());
}

/** Enumeration -> its names on the wire. */
export function vocabulary(): Map<string, string[]> {
  const source = read("protocol/vocabulary.hpp");
  const found = new Map<string, string[]>();
  const table = /names_of<(\w+)>\s*=[\s\S]*?\(\s*\{([\s\S]*?)\}\);/g;
  for (const [, name = "", body = ""] of source.matchAll(table)) {
    found.set(
      name,
      [...body.matchAll(/"(\w+)"/g)].map((m) => m[1] ?? ""),
    );
  }
  return found;
}

/** Rows of refusal_table resp. close_table: name -> number and last column. */
export function codes(
  file: string,
  enumeration: string,
): Record<string, { code: number; flag: boolean }> {
  const source = read(file);
  const numbers = new Map(
    [...source.matchAll(/^ {2}(\w+) = (\d+),/gm)].map(
      ([, name = "", code]) => [name, Number(code)] as const,
    ),
  );
  const found: Record<string, { code: number; flag: boolean }> = {};
  const row = new RegExp(
    `\\{${enumeration}::(\\w+),\\s*"(\\w+)",\\s*"[^"]*",\\s*(true|false)\\}`,
    "g",
  );
  for (const [, key = "", name = "", flag] of source.matchAll(row)) {
    found[name] = { code: numbers.get(key) ?? -1, flag: flag === "true" };
  }
  return found;
}

/** Bounds of limits.hpp that are plain numbers or durations (in ms). */
export function limit(name: string): number {
  const source = read("protocol/limits.hpp");
  const found = new RegExp(`\\b${name} = ([\\d']+)(s|min)?;`).exec(source);
  const [, digits = "", unit = ""] = found ?? [];
  const factor = { s: 1000, min: 60_000 }[unit] ?? 1;
  return Number(digits.replaceAll("'", "")) * factor;
}
