// A step in the graph: what it is, what it says, and its ways out.
import {
  Handle,
  type Node,
  type NodeProps,
  Position,
  useUpdateNodeInternals,
} from "@xyflow/react";
import { CircleAlert, Flag } from "lucide-react";
import { type JSX, memo, useEffect } from "react";
import { bodyOf, type FlowNode, kindOf, outputsOf } from "./graph.js";
import { icons } from "./icons.js";
import { kinds } from "./kinds.js";
import type { FlowProblem } from "./problems.js";

export type Card = Node<
  {
    readonly node: FlowNode;
    readonly isFirst: boolean;
    readonly problems: readonly FlowProblem[];
    /** By the dry run. */
    readonly isOnWay: boolean;
    readonly isHere: boolean;
  },
  "card"
>;

/** What tells one step from another of its kind. */
export function summaryOf(node: FlowNode): string {
  const body = bodyOf(node);
  const members = ["text", "variable", "queue", "calendar", "url"];
  const words = members.map((name) => body[name]);
  const kind = kindOf(node);
  if (kind === "set_variable") {
    return `${String(body.variable)} = ${String(body.value)}`;
  }
  const found = words.find((word) => typeof word === "string" && word !== "");
  return typeof found === "string" ? found : kinds[kind].title;
}

export const CardView = memo(function CardView(
  props: NodeProps<Card>,
): JSX.Element {
  const { id, data } = props;
  const { node, isFirst, problems, isOnWay, isHere } = data;
  const kind = kindOf(node);
  const row = kinds[kind];
  const Icon = icons[kind];
  const outputs = outputsOf(node);
  const ways = outputs.map((output) => output.id).join(" ");
  const refresh = useUpdateNodeInternals();
  useEffect(() => {
    refresh(id);
  }, [id, refresh, ways]);
  const own = problems.filter(({ output }) => output === undefined);
  return (
    <div
      className="flow-card"
      data-group={row.group}
      data-selected={props.selected || undefined}
      data-wrong={problems.length > 0 || undefined}
      data-way={isOnWay || undefined}
      data-here={isHere || undefined}
      data-testid="flow-node"
      data-node={id}
      title={problems.map(({ words }) => words).join("\n")}
    >
      {kind !== "arrived" && (
        <Handle type="target" position={Position.Left} id="in" />
      )}
      {kind === "arrived" && (
        <Handle
          type="target"
          position={Position.Left}
          id="in"
          isConnectable={false}
          className="flow-handle-hidden"
        />
      )}
      <div className="flow-card-head">
        <span className="flow-card-sign" aria-hidden>
          <Icon className="icon" />
        </span>
        <span className="flow-card-words">
          <b className="cut">{row.title}</b>
          <span className="flow-card-text cut">{summaryOf(node)}</span>
        </span>
        {isFirst && (
          <Flag className="icon flow-card-first" aria-label="begins here" />
        )}
        {own.length > 0 && (
          <CircleAlert
            className="icon flow-card-wrong"
            aria-label={`${own.length} wrong`}
          />
        )}
      </div>
      {outputs.length > 0 && (
        <ul className="flow-outputs">
          {outputs.map(({ id: output, title, to, isOptional }) => {
            const wrong = problems.some((one) => one.output === output);
            return (
              <li
                key={output}
                className="flow-output"
                data-open={to === "" || undefined}
                data-wrong={wrong || undefined}
                data-testid={`output-${output}`}
              >
                <span className="cut">{title}</span>
                {to === "" && isOptional && (
                  <span className="faint small">optional</span>
                )}
                {wrong && (
                  <CircleAlert className="icon" aria-label="leads nowhere" />
                )}
                <Handle
                  type="source"
                  position={Position.Right}
                  id={output}
                  // By keyboard, the form of the step says where it leads.
                  aria-hidden
                  title={`${title}: drag to a step`}
                />
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
});
