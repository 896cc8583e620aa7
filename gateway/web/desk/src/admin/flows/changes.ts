// What publishing would change: the draft beside the version before it.
import { bodyOf, type Graph, kindOf, outputsOf } from "./graph.js";
import { kinds } from "./kinds.js";

export interface FlowChange {
  readonly what: "added" | "removed" | "changed";
  readonly name: string;
  /** Of a change: what is different. */
  readonly words: string;
  readonly of: "step" | "value" | "flow";
}

const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

function differences(before: Graph, after: Graph, id: string): string {
  const [old, now] = [before.nodes[id], after.nodes[id]];
  if (old === undefined || now === undefined) return "";
  const kind = kindOf(now);
  const row = kinds[kind];
  if (kindOf(old) !== kind) return `is now: ${row.title}`;
  const [was, is] = [bodyOf(old), bodyOf(now)];
  const words = row.parameters
    .filter(({ name }) => !same(was[name], is[name]))
    .map(({ title }) => title.toLowerCase());
  const { list } = row;
  if (list !== undefined) {
    const without = (body: typeof was): unknown =>
      (Array.isArray(body[list.member])
        ? (body[list.member] as object[])
        : []
      ).map((item) => ({ ...item, next: "" }));
    if (!same(without(was), without(is))) {
      words.push(`${list.noun.toLowerCase()}s`);
    }
  }
  const led = new Map(outputsOf(old).map((one) => [one.id, one.to]));
  for (const { id: output, title, to } of outputsOf(now)) {
    if (led.has(output) && led.get(output) !== to) {
      words.push(`“${title}” leads to ${to === "" ? "nowhere" : to}`);
    }
  }
  return words.join(", ");
}

export function changesOf(before: Graph, after: Graph): readonly FlowChange[] {
  const changes: FlowChange[] = [];
  if (before.first !== after.first) {
    const words = `begins with ${after.first}`;
    changes.push({ what: "changed", name: "Flow", words, of: "flow" });
  }
  const names = new Set([
    ...Object.keys(before.nodes),
    ...Object.keys(after.nodes),
  ]);
  for (const name of names) {
    const words = differences(before, after, name);
    if (!(name in before.nodes)) {
      changes.push({ what: "added", name, words, of: "step" });
    } else if (!(name in after.nodes)) {
      changes.push({ what: "removed", name, words, of: "step" });
    } else if (words !== "") {
      changes.push({ what: "changed", name, words, of: "step" });
    }
  }
  const old = new Map(before.values.map((value) => [value.name, value]));
  for (const value of after.values) {
    const { name = "" } = value;
    const was = old.get(name);
    old.delete(name);
    if (was === undefined) {
      changes.push({ what: "added", name, words: "", of: "value" });
    } else if (!same(was, value)) {
      changes.push({ what: "changed", name, words: "", of: "value" });
    }
  }
  for (const name of old.keys()) {
    changes.push({ what: "removed", name: name ?? "", words: "", of: "value" });
  }
  return changes;
}
