// The graph itself: steps and branches that can be moved, connected, chosen and
// deleted, by pointer and by keyboard.
import {
  Background,
  type Connection,
  type EdgeChange,
  MarkerType,
  MiniMap,
  type NodeChange,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { LayoutGrid, Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { type DragEvent, type JSX, useEffect, useMemo, useState } from "react";
import { IconButton } from "../../ui/button.js";
import { type Card, CardView } from "./card.js";
import { type Edge, edgesOf, type Graph, kindOf } from "./graph.js";
import { kinds, type Kind } from "./kinds.js";
import type { Places, Point } from "./layout.js";
import { type Way, wayKey } from "./path.js";
import type { FlowProblem } from "./problems.js";

const node_types = { card: CardView };

/** What a kind is dragged as. */
export const dragged_as = "application/x-parley-step";

export interface CanvasProps {
  readonly graph: Graph;
  readonly places: Places;
  readonly selected: ReadonlySet<string>;
  readonly problems: readonly FlowProblem[];
  readonly way: Way | undefined;
  /** Where the dry run stands. */
  readonly here: string | undefined;
  /** What to bring into view; a new object each time. */
  readonly focus: { readonly id: string } | undefined;
  readonly isReadOnly: boolean;
  select: (ids: ReadonlySet<string>) => void;
  move: (places: Places, isOver: boolean) => void;
  /** All in one step. */
  connect: (edges: readonly Edge[]) => void;
  remove: (
    ids: ReadonlySet<string>,
    edges: readonly { from: string; output: string }[],
  ) => void;
  add: (kind: Kind, at: Point) => void;
  tidy: () => void;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const begin = { x: 60, y: 120, zoom: 0.7 };
/** A whole graph is shown if its words can be read then. */
const readable = 0.55;

/** All of it, or else where it begins. */
function start(view: ReactFlowInstance<Card>, first: string): void {
  void view.fitView({ padding: 0.08, maxZoom: 1 }).then(() => {
    const node = view.getNode(first);
    if (view.getZoom() >= readable || node === undefined) return;
    const height = document.querySelector(".flow-canvas")?.clientHeight ?? 0;
    void view.setViewport({
      x: 40 - node.position.x * readable,
      y: height / 3 - node.position.y * readable,
      zoom: readable,
    });
  });
}

export function Canvas(props: CanvasProps): JSX.Element {
  const { graph, places, selected, problems, way, here, isReadOnly } = props;
  const [sizes, setSizes] = useState<Readonly<Record<string, Size>>>({});
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const view = useReactFlow<Card>();

  const nodes = useMemo(
    () =>
      Object.entries(graph.nodes).map(([id, node]): Card => {
        const measured = sizes[id];
        return {
          id,
          type: "card",
          position: places[id] ?? { x: 0, y: 0 },
          selected: selected.has(id),
          ...(measured && { measured }),
          ariaLabel: `${kinds[kindOf(node)].title}: ${id}`,
          data: {
            node,
            isFirst: graph.first === id,
            problems: problems.filter((one) => one.node === id),
            isOnWay: way?.nodes.has(id) ?? false,
            isHere: here === id,
          },
        };
      }),
    [graph, here, places, problems, selected, sizes, way],
  );
  const edges = useMemo(
    () =>
      edgesOf(graph).map((edge) => {
        const key = wayKey(edge);
        const isOnWay = way?.edges.has(key) ?? false;
        return {
          id: key,
          source: edge.from,
          sourceHandle: edge.output,
          target: edge.to,
          targetHandle: "in",
          selected: chosen.has(key),
          className: isOnWay ? "flow-way" : "",
          ariaLabel: `${edge.from}, ${edge.output}, leads to ${edge.to}`,
          markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
        };
      }),
    [chosen, graph, way],
  );

  const nodesChange = (changes: NodeChange<Card>[]): void => {
    const next = new Set(selected);
    const moved: Record<string, Point> = {};
    const measured: Record<string, Size> = {};
    let isOver = false;
    let isSelection = false;
    for (const one of changes) {
      if (one.type === "select") {
        isSelection = true;
        if (one.selected) next.add(one.id);
        else next.delete(one.id);
      } else if (one.type === "position" && one.position) {
        moved[one.id] = one.position;
        isOver ||= one.dragging !== true;
      } else if (one.type === "dimensions" && one.dimensions) {
        measured[one.id] = one.dimensions;
      }
    }
    if (isSelection) props.select(next);
    if (Object.keys(moved).length > 0) props.move(moved, isOver);
    if (Object.keys(measured).length > 0) {
      setSizes((before) => ({ ...before, ...measured }));
    }
  };
  const edgesChange = (changes: EdgeChange[]): void => {
    setChosen((before) => {
      const next = new Set(before);
      for (const one of changes) {
        if (one.type !== "select") continue;
        if (one.selected) next.add(one.id);
        else next.delete(one.id);
      }
      return next;
    });
  };
  const edgeOf = (made: Connection): Edge => ({
    from: made.source,
    output: made.sourceHandle ?? "",
    to: made.target,
  });

  const { focus } = props;
  useEffect(() => {
    if (focus === undefined) return;
    void view.fitView({
      nodes: [{ id: focus.id }],
      duration: 200,
      maxZoom: Math.max(0.8, view.getZoom()),
    });
  }, [focus, view]);

  const drop = (event: DragEvent): void => {
    const kind = event.dataTransfer.getData(dragged_as);
    if (kind === "") return;
    event.preventDefault();
    const at = { x: event.clientX, y: event.clientY };
    props.add(kind as Kind, view.screenToFlowPosition(at));
  };
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={node_types}
      onNodesChange={nodesChange}
      onEdgesChange={edgesChange}
      onNodeClick={(_, { id }) => {
        // What is selected already is no change, but its form is wanted.
        if (selected.size === 1 && selected.has(id)) props.select(selected);
      }}
      onConnect={(made) => {
        props.connect([edgeOf(made)]);
      }}
      onReconnect={(edge, made) => {
        const { source: from, sourceHandle: output } = edge;
        props.connect([{ from, output, to: "" }, edgeOf(made)]);
      }}
      onDelete={({ nodes: gone, edges: cut }) => {
        props.remove(
          new Set(gone.map(({ id }) => id)),
          cut.map((edge) => ({
            from: edge.source,
            output: edge.sourceHandle,
          })),
        );
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(dragged_as)) {
          event.preventDefault();
        }
      }}
      onDrop={drop}
      nodesConnectable={!isReadOnly}
      nodesDraggable={!isReadOnly}
      edgesReconnectable={!isReadOnly}
      deleteKeyCode={isReadOnly ? null : ["Delete", "Backspace"]}
      multiSelectionKeyCode={["Shift", "Meta", "Control"]}
      connectionRadius={36}
      minZoom={0.15}
      maxZoom={1.6}
      defaultViewport={begin}
      onInit={() => {
        start(view, graph.first);
      }}
      attributionPosition="top-right"
      aria-label="The flow as a graph"
      data-testid="flow-canvas"
    >
      <Background gap={20} />
      <MiniMap
        pannable
        zoomable
        position="bottom-right"
        ariaLabel="All of the graph, small"
        style={{ width: 150, height: 100 }}
      />
      <Panel position="bottom-left" className="flow-tools">
        <IconButton
          label="Zoom in"
          icon={ZoomIn}
          placement="top"
          onPress={() => void view.zoomIn()}
        />
        <IconButton
          label="Zoom out"
          icon={ZoomOut}
          placement="top"
          onPress={() => void view.zoomOut()}
        />
        <IconButton
          label="Show all"
          icon={Maximize}
          placement="top"
          data-testid="flow-fit"
          onPress={() => void view.fitView({ padding: 0.12, maxZoom: 1 })}
        />
        <IconButton
          label="Tidy up"
          icon={LayoutGrid}
          placement="top"
          data-testid="flow-tidy"
          onPress={() => {
            props.tidy();
            requestAnimationFrame(
              () => void view.fitView({ padding: 0.12, maxZoom: 1 }),
            );
          }}
        />
      </Panel>
    </ReactFlow>
  );
}
