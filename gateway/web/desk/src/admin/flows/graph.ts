// A flow's graph as the server stores it, and what editing does to it. Pure: a
// change makes a new graph, so that each can be undone.
import type { Schemas } from "../../rest/client.js";
import { type Kind, kinds } from "./kinds.js";

export type ServerGraph = Schemas["FlowGraph"];
export type FlowNode = NonNullable<ServerGraph["nodes"]>[string];
export type Value = NonNullable<ServerGraph["values"]>[number];
/** A node's parameters and branches, by their names in the schema. */
export type Body = Readonly<Record<string, unknown>>;

export interface Graph {
  readonly first: string;
  readonly nodes: Readonly<Record<string, FlowNode>>;
  readonly values: readonly Value[];
}

export const empty_graph: Graph = { first: "", nodes: {}, values: [] };

export function graphOf(given: ServerGraph | undefined): Graph {
  const { first = "", nodes = {}, values = [] } = given ?? {};
  return { first, nodes, values };
}

export function forServer({ first, nodes, values }: Graph): ServerGraph {
  return { first, nodes, values: [...values] };
}

export function kindOf(node: FlowNode): Kind {
  return (Object.keys(node)[0] ?? "end") as Kind;
}

export function bodyOf(node: FlowNode): Body {
  return (Object.values(node)[0] ?? {}) as Body;
}

export function nodeOf(kind: Kind, body: Body): FlowNode {
  return { [kind]: body } as unknown as FlowNode;
}

/** One of the ways out of a node. */
export interface Output {
  /** As the server names it: `next`, `options.0`. */
  readonly id: string;
  readonly title: string;
  /** Where it leads; empty: nowhere. */
  readonly to: string;
  readonly isOptional: boolean;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The entries of a list that have a branch each. */
export function itemsOf(body: Body, member: string): readonly Body[] {
  const list = body[member];
  return Array.isArray(list) ? (list as Body[]) : [];
}

export function outputsOf(node: FlowNode): readonly Output[] {
  const body = bodyOf(node);
  const { branches, list } = kinds[kindOf(node)];
  const listed =
    list === undefined
      ? []
      : itemsOf(body, list.member).map((item, index) => {
          const words = textOf(item[list.label]).trim();
          return {
            id: `${list.member}.${index}`,
            title: words === "" ? `${list.noun} ${index + 1}` : words,
            to: textOf(item.next),
            isOptional: false,
          };
        });
  const own = branches.map(({ name, title, isOptional }) => ({
    id: name,
    title,
    to: textOf(body[name]),
    isOptional: isOptional?.(body) ?? false,
  }));
  return [...listed, ...own];
}

function withOutput(node: FlowNode, output: string, to: string): FlowNode {
  const body = bodyOf(node);
  const [member = "", index] = output.split(".");
  if (index === undefined) {
    return nodeOf(kindOf(node), { ...body, [member]: to });
  }
  const items = itemsOf(body, member).map((item, at) =>
    at === Number(index) ? { ...item, next: to } : item,
  );
  return nodeOf(kindOf(node), { ...body, [member]: items });
}

/** All branches led elsewhere, by what each led to. */
function redirected(node: FlowNode, where: (to: string) => string): FlowNode {
  let changed = node;
  for (const { id, to } of outputsOf(node)) {
    if (to !== "" && where(to) !== to) {
      changed = withOutput(changed, id, where(to));
    }
  }
  return changed;
}

function mapNodes(
  nodes: Graph["nodes"],
  change: (node: FlowNode, id: string) => FlowNode,
): Record<string, FlowNode> {
  return Object.fromEntries(
    Object.entries(nodes).map(([id, node]) => [id, change(node, id)]),
  );
}

const most_characters = 64;

/** A name that no node has yet: `menu`, `menu_2`, ... */
export function freeId(taken: Iterable<string>, wanted: string): string {
  const names = new Set(taken);
  if (!names.has(wanted)) return wanted;
  const stem = wanted.replace(/_\d+$/, "").slice(0, most_characters - 5);
  let number = 2;
  while (names.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

/** @param after a branch that leads to the new node, if it led nowhere */
export function addNode(
  graph: Graph,
  kind: Kind,
  after?: { node: string; output?: string },
): { graph: Graph; id: string } {
  const id = freeId(Object.keys(graph.nodes), kinds[kind].stem);
  const nodes = { ...graph.nodes, [id]: nodeOf(kind, kinds[kind].fresh()) };
  const added: Graph = {
    ...graph,
    nodes,
    first: graph.first in nodes ? graph.first : id,
  };
  const from = after && graph.nodes[after.node];
  if (from === undefined) return { graph: added, id };
  const way = outputsOf(from).find(({ id: output, to, isOptional }) =>
    after?.output === undefined
      ? to === "" && !isOptional
      : output === after.output,
  );
  return {
    graph:
      way === undefined ? added : connect(added, after?.node ?? "", way.id, id),
    id,
  };
}

export function removeNodes(graph: Graph, ids: ReadonlySet<string>): Graph {
  const kept = Object.entries(graph.nodes).filter(([id]) => !ids.has(id));
  return {
    ...graph,
    first: ids.has(graph.first) ? "" : graph.first,
    nodes: mapNodes(Object.fromEntries(kept), (node) =>
      redirected(node, (to) => (ids.has(to) ? "" : to)),
    ),
  };
}

/** @param to empty: nowhere */
export function connect(
  graph: Graph,
  from: string,
  output: string,
  to: string,
): Graph {
  const node = graph.nodes[from];
  if (node === undefined) return graph;
  const nodes = { ...graph.nodes, [from]: withOutput(node, output, to) };
  return { ...graph, nodes };
}

export function setBody(graph: Graph, id: string, body: Body): Graph {
  const node = graph.nodes[id];
  if (node === undefined) return graph;
  const nodes = { ...graph.nodes, [id]: nodeOf(kindOf(node), body) };
  return { ...graph, nodes };
}

/** What is wrong with a node's new name, in words. */
export function wrongName(
  graph: Graph,
  id: string,
  wanted: string,
): string | undefined {
  if (wanted === "") return "A step needs a name.";
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(wanted)) {
    return "Use 1 to 64 letters, digits, and _ . -";
  }
  if (wanted !== id && wanted in graph.nodes) {
    return `There is a step “${wanted}” already.`;
  }
  return undefined;
}

/** With all branches that led there. @pre `wrongName` finds nothing */
export function rename(graph: Graph, id: string, wanted: string): Graph {
  const moved = (to: string): string => (to === id ? wanted : to);
  const nodes = mapNodes(graph.nodes, (node) => redirected(node, moved));
  return {
    ...graph,
    first: moved(graph.first),
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([name, node]) => [moved(name), node]),
    ),
  };
}

/** Puts copies in; branches among them are kept, all others lead nowhere. */
export function paste(
  graph: Graph,
  copied: Graph["nodes"],
): { graph: Graph; ids: readonly string[] } {
  const taken = new Set(Object.keys(graph.nodes));
  const names = new Map<string, string>();
  for (const id of Object.keys(copied)) {
    const free = freeId(taken, id);
    taken.add(free);
    names.set(id, free);
  }
  const nodes: Record<string, FlowNode> = { ...graph.nodes };
  for (const [id, node] of Object.entries(copied)) {
    const name = names.get(id) ?? id;
    nodes[name] = redirected(node, (to) => names.get(to) ?? "");
  }
  const ids = [...names.values()];
  const first = graph.first === "" ? (ids[0] ?? "") : graph.first;
  return { graph: { ...graph, first, nodes }, ids };
}

export function chosen(graph: Graph, ids: Iterable<string>): Graph["nodes"] {
  const wanted = new Set(ids);
  return Object.fromEntries(
    Object.entries(graph.nodes).filter(([id]) => wanted.has(id)),
  );
}

export interface Edge {
  readonly from: string;
  readonly output: string;
  readonly to: string;
}

/** The branches that lead somewhere. */
export function edgesOf({ nodes }: Graph): readonly Edge[] {
  return Object.entries(nodes).flatMap(([from, node]) =>
    outputsOf(node)
      .filter(({ to }) => to in nodes)
      .map(({ id: output, to }) => ({ from, output, to })),
  );
}

const built_in = ["customer_name", "customer_email", "page", "message"];

/** What may stand in `<>` in a text. */
export function namesIn({ nodes, values }: Graph): readonly string[] {
  const set = Object.values(nodes).flatMap((node) => {
    const body = bodyOf(node);
    const kind = kindOf(node);
    if (kind === "ask" || kind === "set_variable") {
      return [textOf(body.variable)];
    }
    return kind === "http_request" ? Object.keys(body.results ?? {}) : [];
  });
  const declared = values.map(({ name = "" }) => name);
  return [...new Set([...declared, ...set, ...built_in])].filter(Boolean);
}
