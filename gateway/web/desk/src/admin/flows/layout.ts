// Where the steps stand: from the first one to the right, by dagre. Those that
// somebody has moved stay where they are.
import { graphlib, layout as arrange } from "@dagrejs/dagre";
import { edgesOf, type FlowNode, type Graph, outputsOf } from "./graph.js";

export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Places = Readonly<Record<string, Point>>;

export const card_width = 240;
const head_height = 62;
const row_height = 28;

/** As flows.css draws it. */
export function heightOf(node: FlowNode): number {
  const rows = outputsOf(node).length;
  return head_height + rows * row_height + (rows > 0 ? 8 : 0);
}

/** @param moved what somebody has put somewhere */
export function layout(graph: Graph, moved: Places = {}): Places {
  const plan = new graphlib.Graph({ multigraph: true });
  plan.setGraph({ rankdir: "LR", nodesep: 36, ranksep: 88, edgesep: 18 });
  plan.setDefaultEdgeLabel(() => ({}));
  // The first step stands first, so that circles are cut where they come back.
  const ids = Object.keys(graph.nodes).sort(
    (a, b) => Number(b === graph.first) - Number(a === graph.first),
  );
  for (const id of ids) {
    const node = graph.nodes[id];
    if (node === undefined) continue;
    plan.setNode(id, { width: card_width, height: heightOf(node) });
  }
  for (const { from, output, to } of edgesOf(graph)) {
    if (from !== to) plan.setEdge(from, to, {}, output);
  }
  arrange(plan);
  const places: Record<string, Point> = {};
  for (const id of ids) {
    const at = plan.node(id) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    places[id] = moved[id] ?? {
      x: Math.round(at.x - at.width / 2),
      y: Math.round(at.y - at.height / 2),
    };
  }
  return places;
}

const gap = 24;

function isFree(at: Point, height: number, taken: readonly Rect[]): boolean {
  return taken.every(
    (one) =>
      at.x + card_width + gap < one.x ||
      at.x > one.x + card_width + gap ||
      at.y + height + gap < one.y ||
      at.y > one.y + one.height + gap,
  );
}

interface Rect extends Point {
  readonly height: number;
}

/** Finds places for steps that have none: right of the step that leads there. */
export function placeNew(graph: Graph, places: Places): Places {
  const all: Record<string, Point> = {};
  const taken: Rect[] = [];
  const take = (id: string, node: FlowNode, at: Point): void => {
    all[id] = at;
    taken.push({ ...at, height: heightOf(node) });
  };
  for (const [id, node] of Object.entries(graph.nodes)) {
    const known = places[id];
    if (known) take(id, node, known);
  }
  const edges = edgesOf(graph);
  for (const [id, node] of Object.entries(graph.nodes)) {
    if (id in all) continue;
    const from = edges.find(
      ({ to, from: one }) => to === id && one in all,
    )?.from;
    const before = from === undefined ? undefined : all[from];
    const left = Math.min(0, ...taken.map(({ x }) => x));
    const end = Math.max(0, ...taken.map(({ y, height }) => y + height + gap));
    let at = before
      ? { x: before.x + card_width + 88, y: before.y }
      : { x: left, y: taken.length === 0 ? 0 : end + gap };
    while (!isFree(at, heightOf(node), taken)) at = { ...at, y: at.y + gap };
    take(id, node, at);
  }
  return all;
}

/** This browser keeps what somebody moved: a flow has no place for it (D-W41). */
export class MovedSteps {
  constructor(
    private readonly key_: string,
    private readonly storage_: Pick<
      Storage,
      "getItem" | "setItem" | "removeItem"
    > = localStorage,
  ) {}

  read(): Places {
    try {
      const found: unknown = JSON.parse(
        this.storage_.getItem(this.key_) ?? "{}",
      );
      if (typeof found !== "object" || found === null) return {};
      return Object.fromEntries(
        Object.entries(found as Record<string, Partial<Point> | null>).flatMap(
          ([id, at]) =>
            typeof at?.x === "number" && typeof at.y === "number"
              ? [[id, { x: at.x, y: at.y }]]
              : [],
        ),
      );
    } catch {
      // Somebody else's text, or no storage: the automatic layout does.
      return {};
    }
  }

  keep(places: Places): void {
    try {
      this.storage_.setItem(this.key_, JSON.stringify(places));
    } catch {
      // It is full: the steps stay where they are until the page is left.
    }
  }

  forget(): void {
    this.storage_.removeItem(this.key_);
  }
}
