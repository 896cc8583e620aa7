// The open sessions as they are now.
import type { BoardSession } from "@parley/client";
import { MessagesSquare } from "lucide-react";
import { type JSX, useMemo, useState } from "react";
import { Elapsed } from "../agent/clocks.js";
import { customerOf, phaseWords } from "../agent/words.js";
import { Tag, type Tone } from "../ui/parts.js";
import { Empty } from "../ui/states.js";
import {
  type Order,
  type SessionGroup,
  sessionGroups,
  shownSessions,
} from "./board_rows.js";
import { Filters } from "./filters.js";
import { type LiveColumn, LiveTable } from "./live_table.js";
import { useIsNarrow } from "./narrow.js";
import { useWatching } from "./watching.js";

export const phaseTones: Partial<Record<BoardSession["phase"], Tone>> = {
  queued: "warn",
  allocated: "accent",
  active: "good",
  wrapup: "info",
  wrapup_parked: "info",
};

function columnsOf(names: {
  agent: (id: string | undefined) => string;
  queue: (id: string | undefined) => string;
}): LiveColumn<BoardSession>[] {
  return [
    {
      id: "customer",
      title: "Customer",
      width: "minmax(150px, 2fr)",
      cell: (row) => (
        <span className="live-two">
          <b className="cut">{customerOf(row)}</b>
          <span className="small faint cut">{row.last_line ?? ""}</span>
        </span>
      ),
      sortBy: (row) => customerOf(row),
    },
    {
      id: "phase",
      title: "State",
      width: "124px",
      cell: (row) => (
        <Tag
          tone={phaseTones[row.phase] ?? "plain"}
          data-testid="session-phase"
        >
          {phaseWords[row.phase]}
        </Tag>
      ),
      sortBy: (row) => phaseWords[row.phase],
    },
    {
      id: "since",
      title: "For",
      width: "84px",
      cell: (row) => <Elapsed since={row.phase_since} />,
      sortBy: (row) => -row.phase_since,
      isNumber: true,
    },
    {
      id: "queue",
      title: "Queue",
      width: "minmax(90px, 1fr)",
      cell: (row) => <span className="cut">{names.queue(row.queue)}</span>,
      sortBy: (row) => names.queue(row.queue),
      isMinor: true,
    },
    {
      id: "agent",
      isWide: true,
      title: "Agent",
      width: "minmax(90px, 1fr)",
      cell: (row) => (
        <span className="cut" data-testid="session-agent">
          {row.agent === undefined ? "" : names.agent(row.agent)}
        </span>
      ),
      sortBy: (row) =>
        row.agent === undefined ? undefined : names.agent(row.agent),
    },
    {
      id: "unread",
      title: "Unread",
      width: "76px",
      cell: (row) => (row.unread === 0 ? "" : <b>{row.unread}</b>),
      sortBy: (row) => row.unread,
      isNumber: true,
      isMinor: true,
    },
    {
      id: "started",
      title: "Open for",
      width: "90px",
      cell: (row) => <Elapsed since={row.started} />,
      sortBy: (row) => -row.started,
      isNumber: true,
      isMinor: true,
    },
  ];
}

export function Sessions(props: {
  chosen: string | undefined;
  choose: (id: string) => void;
}): JSX.Element {
  const { board, agentName, queueName } = useWatching();
  const isNarrow = useIsNarrow(props.chosen !== undefined);
  const [text, setText] = useState("");
  const [group, setGroup] = useState<SessionGroup>();
  const [queue, setQueue] = useState<string>();
  const [order, setOrder] = useState<Order>({
    column: "started",
    isDown: true,
  });
  const { sessions } = board;
  const rows = useMemo(
    () =>
      shownSessions(sessions, { text, group, queue }, (row) =>
        row.agent === undefined ? "" : agentName(row.agent),
      ),
    // Names follow the board, and so do the sessions.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [sessions, text, group, queue],
  );
  // Names of queues and agents come with the board, as the sessions do.
  const columns = useMemo(
    () =>
      columnsOf({ agent: agentName, queue: queueName }).filter(
        ({ isMinor }) => !isNarrow || !isMinor,
      ),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [isNarrow, sessions, board.queues, board.agents],
  );
  return (
    <>
      <Filters
        label="Search sessions"
        text={text}
        setText={setText}
        picks={(Object.keys(sessionGroups) as SessionGroup[]).map((id) => ({
          id,
          title: sessionGroups[id].title,
          count: shownSessions(
            sessions,
            { text: "", group: id, queue },
            () => "",
          ).length,
        }))}
        picked={group}
        pick={(id) => {
          setGroup(id as SessionGroup | undefined);
        }}
      >
        <select
          className="input live-select"
          aria-label="Queue"
          data-testid="session-queue"
          value={queue ?? ""}
          onChange={(event) => {
            const { value } = event.target;
            setQueue(value === "" ? undefined : value);
          }}
        >
          <option value="">All queues</option>
          {board.queues.map(({ queue: id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Filters>
      {sessions.length < board.sessionsTotal && (
        <p className="live-cut small soft">
          The board has {sessions.length} of {board.sessionsTotal} sessions.
        </p>
      )}
      {rows.length === 0 ? (
        <Empty
          icon={MessagesSquare}
          title={
            sessions.length === 0
              ? "No session is open."
              : "No session matches."
          }
        >
          {sessions.length === 0
            ? "New chats appear here by themselves."
            : "Try fewer letters, another state or another queue."}
        </Empty>
      ) : (
        <LiveTable
          label="Sessions"
          columns={columns}
          rows={rows}
          keyOf={({ chat }) => chat}
          order={order}
          setOrder={setOrder}
          chosen={props.chosen}
          choose={props.choose}
          testid="session-row"
          dataOf={({ phase }) => ({ "data-phase": phase })}
        />
      )}
    </>
  );
}
