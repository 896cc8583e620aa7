// The agents as they are now: state and its time, what they hold.
import type { BoardAgent } from "@parley/client";
import { Users } from "lucide-react";
import { type JSX, useMemo, useState } from "react";
import { Elapsed } from "../agent/clocks.js";
import { statusWords } from "../agent/words.js";
import { Face, Tag } from "../ui/parts.js";
import { Empty } from "../ui/states.js";
import {
  type AgentGroup,
  agentGroups,
  groupOf,
  type Order,
  shownAgents,
} from "./board_rows.js";
import { Filters } from "./filters.js";
import { type LiveColumn, LiveTable } from "./live_table.js";
import { useIsNarrow } from "./narrow.js";
import { useWatching } from "./watching.js";
import { channelWords } from "./words.js";

const order_of_groups: Record<AgentGroup, number> = {
  free: 0,
  busy: 1,
  break: 2,
  away: 3,
};

function columnsOf(
  reasonName: (id: string | undefined) => string | undefined,
): LiveColumn<BoardAgent>[] {
  return [
    {
      id: "name",
      title: "Agent",
      width: "minmax(150px, 1.4fr)",
      cell: (row) => (
        <>
          <Face name={row.name} id={row.agent} size="small" />
          <b className="cut">{row.name}</b>
        </>
      ),
      sortBy: (row) => row.name,
    },
    {
      id: "status",
      title: "State",
      width: "minmax(150px, 1.6fr)",
      cell: (row) => {
        const reason = reasonName(row.reason);
        return (
          <span className="live-state" data-testid="agent-status">
            <span className="dot" data-status={row.status} aria-hidden />
            <span className="cut">
              {statusWords[row.status]}
              {reason !== undefined && `: ${reason}`}
            </span>
            {row.break_after_work && <Tag tone="warn">break next</Tag>}
          </span>
        );
      },
      sortBy: (row) =>
        `${order_of_groups[groupOf(row.status)]} ${statusWords[row.status]}`,
    },
    {
      id: "since",
      title: "For",
      width: "84px",
      cell: (row) =>
        row.since === undefined ? (
          <span className="faint">–</span>
        ) : (
          <Elapsed since={row.since} />
        ),
      sortBy: (row) => (row.since === undefined ? undefined : -row.since),
      isNumber: true,
    },
    {
      id: "held",
      isWide: true,
      title: "Chats",
      width: "72px",
      cell: (row) => (
        <>
          <b>{row.held}</b>
          <span className="faint"> / {row.maximum}</span>
        </>
      ),
      sortBy: (row) => row.held,
      isNumber: true,
    },
    {
      id: "call",
      title: "Call",
      width: "minmax(90px, 1fr)",
      cell: (row) => (
        <span className="cut">
          {row.call === undefined
            ? ""
            : row.call.caller === ""
              ? "on a call"
              : row.call.caller}
        </span>
      ),
      isMinor: true,
    },
    {
      id: "channels",
      title: "Channels",
      width: "minmax(90px, 1fr)",
      cell: (row) => (
        <span className="soft cut">
          {row.channels.length === 0
            ? "all"
            : row.channels.map((one) => channelWords[one]).join(", ")}
        </span>
      ),
      isMinor: true,
    },
  ];
}

export function Agents(props: {
  chosen: string | undefined;
  choose: (id: string) => void;
}): JSX.Element {
  const { board, reasonName } = useWatching();
  const isNarrow = useIsNarrow(props.chosen !== undefined);
  const [text, setText] = useState("");
  const [group, setGroup] = useState<AgentGroup>();
  const [order, setOrder] = useState<Order>({
    column: "status",
    isDown: false,
  });
  const { agents } = board;
  const rows = useMemo(
    () => shownAgents(agents, { text, group }),
    [agents, text, group],
  );
  // Names of reasons come with the welcome, rows are new when they change.
  const columns = useMemo(
    () => columnsOf(reasonName).filter(({ isMinor }) => !isNarrow || !isMinor),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [isNarrow, agents],
  );
  return (
    <>
      <Filters
        label="Search agents"
        text={text}
        setText={setText}
        picks={(Object.keys(agentGroups) as AgentGroup[]).map((id) => ({
          id,
          title: agentGroups[id].title,
          count: agents.filter(({ status }) => groupOf(status) === id).length,
        }))}
        picked={group}
        pick={(id) => {
          setGroup(id as AgentGroup | undefined);
        }}
      />
      {agents.length < board.agentsTotal && (
        <p className="live-cut small soft">
          The board has the first {agents.length} of {board.agentsTotal} agents.
        </p>
      )}
      {rows.length === 0 ? (
        <Empty
          icon={Users}
          title={
            agents.length === 0
              ? "Your profile shows no agent."
              : "No agent matches."
          }
        >
          {agents.length === 0
            ? "Ask an administrator to show you the agents that you lead."
            : "Try fewer letters, or another state."}
        </Empty>
      ) : (
        <LiveTable
          label="Agents"
          columns={columns}
          rows={rows}
          keyOf={({ agent }) => agent}
          order={order}
          setOrder={setOrder}
          chosen={props.chosen}
          choose={props.choose}
          testid="agent-row"
          dataOf={({ status }) => ({ "data-status": status })}
        />
      )}
    </>
  );
}
