// Which way a dry run took. The server tells where the flow stood and what came
// of each decision; between two places the way is the one that says the same.
import type { Schemas } from "../../rest/client.js";
import {
  bodyOf,
  type Edge,
  type FlowNode,
  type Graph,
  itemsOf,
  kindOf,
  outputsOf,
} from "./graph.js";

type Line = NonNullable<Schemas["FlowRehearsal"]["lines"]>[number];

export interface Way {
  readonly nodes: ReadonlySet<string>;
  /** `from output`, see `wayKey`. */
  readonly edges: ReadonlySet<string>;
}

export function wayKey({
  from,
  output,
}: Pick<Edge, "from" | "output">): string {
  return `${from} ${output}`;
}

/** What a decision's note says came of it: an option, a match, `open`. */
function outcomeOf(lines: readonly Line[], node: string): string | undefined {
  const begins = `${node}: `;
  const note = lines.find(
    ({ voice, text = "" }) => voice === "note" && text.startsWith(begins),
  );
  return note?.text?.slice(begins.length);
}

function outputNamed(node: FlowNode, outcome: string): string | undefined {
  const { list } = { list: kindOf(node) === "menu" ? "options" : "matches" };
  const label = list === "options" ? "label" : "text";
  const index = itemsOf(bodyOf(node), list).findIndex(
    (item) => item[label] === outcome,
  );
  if (index >= 0) return `${list}.${index}`;
  const names = outputsOf(node).map(({ id }) => id);
  if (names.includes(outcome)) return outcome;
  return ["no_match", "no_choice", "no_answer"].find((id) =>
    names.includes(id),
  );
}

/** The notes of a stretch: from one place where it stood to the next. */
function stretches(lines: readonly Line[]): readonly (readonly Line[])[] {
  const all: Line[][] = [];
  let node: string | undefined;
  for (const line of lines) {
    if (line.node !== node || all.length === 0) all.push([]);
    node = line.node;
    all.at(-1)?.push(line);
  }
  return all;
}

/** Does the flow pass through it without waiting? */
function passes(node: FlowNode): boolean {
  const body = bodyOf(node);
  switch (kindOf(node)) {
    case "say":
      return body.delay === undefined || body.delay === 0;
    case "arrived":
    case "whisper":
    case "set_variable":
    case "branch_on_variable":
    case "branch_on_time":
    case "branch_on_chat":
      return true;
    default:
      return false;
  }
}

/** What was done in the dry run that no note tells. */
interface Told {
  readonly byMessage: boolean;
  /** How each queue was left, in order. */
  readonly queues: string[];
}

/** How it was left, or nothing: any way may be the one. */
function leftBy(
  node: FlowNode,
  id: string,
  notes: readonly Line[],
  told: Told,
): string | undefined {
  const kind = kindOf(node);
  if (kind === "arrived") return told.byMessage ? "by_message" : "by_presence";
  if (kind === "enter_queue") {
    const how = told.queues.shift();
    const isOpen = how === "error" && bodyOf(node).error === "";
    return isOpen ? "limit_reached" : how;
  }
  const outcome = outcomeOf(notes, id);
  if (outcome !== undefined) return outputNamed(node, outcome);
  if (kind === "menu") return "timeout";
  if (kind !== "ask") return undefined;
  const kept = `${String(bodyOf(node).variable)} = `;
  return notes.some(({ text = "" }) => text.startsWith(kept))
    ? "next"
    : "timeout";
}

/** The outputs that it may have left by. */
function waysOut(
  node: FlowNode,
  id: string,
  notes: readonly Line[],
  told: Told,
): readonly { id: string; to: string }[] {
  const outputs = outputsOf(node).filter(({ to }) => to !== "");
  const taken = leftBy(node, id, notes, told);
  return taken === undefined
    ? outputs
    : outputs.filter((one) => one.id === taken);
}

/** The shortest way from one place to the next that the notes allow. */
function between(
  graph: Graph,
  from: string,
  to: (id: string) => boolean,
  notes: readonly Line[],
  told: Told,
): readonly Edge[] {
  const found = new Map<string, Edge | undefined>([[from, undefined]]);
  const open = [from];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const node = graph.nodes[id];
    if (node === undefined || (id !== from && !passes(node))) continue;
    for (const way of waysOut(node, id, notes, told)) {
      if (found.has(way.to)) continue;
      const edge = { from: id, output: way.id, to: way.to };
      found.set(way.to, edge);
      if (to(way.to)) {
        const all: Edge[] = [];
        for (let at: Edge | undefined = edge; at; at = found.get(at.from)) {
          all.unshift(at);
        }
        return all;
      }
      open.push(way.to);
    }
  }
  return [];
}

const left_as: Readonly<Record<string, string>> = {
  refuses: "limit_reached",
  times_out: "timeout",
  fails: "error",
};

export function wayOf(
  graph: Graph,
  run: Schemas["FlowRehearsal"],
  script: Pick<Schemas["FlowScript"], "first_line" | "acts">,
): Way {
  const told: Told = {
    byMessage: script.first_line !== undefined,
    queues: (script.acts ?? []).flatMap(({ word = "" }) => left_as[word] ?? []),
  };
  const nodes = new Set<string>();
  const edges = new Set<string>();
  if (!(graph.first in graph.nodes)) return { nodes, edges };
  nodes.add(graph.first);
  const parts = stretches(run.lines ?? []);
  // What is noted at a place stands before the flow leaves it; the note that it
  // waits again stands behind.
  const stops = parts.map((part) => part[0]?.node ?? "");
  const goTo = (from: string, to: string, notes: readonly Line[]): void => {
    const isThere = (id: string): boolean =>
      to === "" ? endsAt(graph, id) : id === to;
    for (const edge of between(graph, from, isThere, notes, told)) {
      edges.add(wayKey(edge));
      nodes.add(edge.from).add(edge.to);
    }
  };
  let at = graph.first;
  parts.forEach((part, index) => {
    const stop = stops[index] ?? "";
    if (stop !== at && stop in graph.nodes) {
      goTo(at, stop, parts[index - 1] ?? part);
      at = stop;
      nodes.add(at);
    }
  });
  if (run.node === "") goTo(at, "", parts.at(-1) ?? []);
  else if (run.node !== undefined && run.node !== at) {
    goTo(at, run.node, parts.at(-1) ?? []);
    nodes.add(run.node);
  }
  return { nodes, edges };
}

function endsAt(graph: Graph, id: string): boolean {
  const node = graph.nodes[id];
  return node !== undefined && kindOf(node) === "end";
}
