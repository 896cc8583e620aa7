// The queues as they are now: who waits, who serves, figures against targets.
import type { BoardQueue } from "@parley/client";
import { Headphones } from "lucide-react";
import { type JSX, useMemo, useState } from "react";
import { Elapsed } from "../agent/clocks.js";
import { Tag } from "../ui/parts.js";
import { Empty } from "../ui/states.js";
import { type Order, shownQueues } from "./board_rows.js";
import { Filters } from "./filters.js";
import { alertWord, figuresOf, type Targets } from "./kpis.js";
import { type LiveColumn, LiveTable } from "./live_table.js";
import { useIsNarrow } from "./narrow.js";
import { useTargets, useWatching } from "./watching.js";

/** Figures that have a column; all of them are in the queue's details. */
const shown = ["service_level", "availability", "abandon_rate"] as const;

function columnsOf(
  targets: ReadonlyMap<string, Targets>,
): LiveColumn<BoardQueue>[] {
  const figure = (row: BoardQueue, id: string): JSX.Element => {
    const found = figuresOf(row, targets.get(row.queue)).find(
      (one) => one.id === id,
    );
    return (
      <span
        className="kpi"
        data-tone={found?.tone}
        data-testid={`kpi-${id}`}
        title={
          found?.target === undefined ? undefined : `Target: ${found.target}`
        }
      >
        {found?.value}
      </span>
    );
  };
  const titles = {
    service_level: "Service level",
    availability: "Answered",
    abandon_rate: "Abandoned",
  };
  return [
    {
      id: "name",
      title: "Queue",
      width: "minmax(140px, 2fr)",
      cell: (row) => (
        <>
          <b className="cut">{row.name}</b>
          {row.alerts.map((alert) => (
            <Tag key={alert} tone="bad" data-testid="alert">
              {alertWord(alert)}
            </Tag>
          ))}
        </>
      ),
      sortBy: (row) => row.name,
    },
    {
      id: "waiting",
      title: "Waiting",
      width: "84px",
      cell: (row) => (
        <span data-testid="queue-waiting">
          <b>{row.waiting}</b>
          <span className="faint"> / {row.length_max}</span>
        </span>
      ),
      sortBy: (row) => row.waiting,
      isNumber: true,
    },
    {
      id: "longest",
      title: "Longest",
      width: "84px",
      cell: (row) =>
        row.waiting_since === undefined ? (
          <span className="faint">–</span>
        ) : (
          <Elapsed since={row.waiting_since} />
        ),
      // The longest is the one that began first.
      sortBy: (row) =>
        row.waiting_since === undefined ? undefined : -row.waiting_since,
      isNumber: true,
    },
    {
      id: "agents",
      isWide: true,
      title: "Agents",
      width: "70px",
      cell: (row) => (
        <span
          className="kpi"
          data-tone={row.alerts.includes("agents") ? "bad" : "plain"}
        >
          {row.agents}
        </span>
      ),
      sortBy: (row) => row.agents,
      isNumber: true,
    },
    {
      id: "active",
      isWide: true,
      title: "Active",
      width: "70px",
      cell: (row) => row.active,
      sortBy: (row) => row.active,
      isNumber: true,
    },
    {
      id: "parked",
      title: "Parked",
      width: "72px",
      cell: (row) => row.parked,
      sortBy: (row) => row.parked,
      isNumber: true,
      isMinor: true,
    },
    {
      id: "wrapup",
      title: "Wrapup",
      width: "76px",
      cell: (row) => row.wrapup,
      sortBy: (row) => row.wrapup,
      isNumber: true,
      isMinor: true,
    },
    ...shown.map((id) => ({
      id,
      title: titles[id],
      width: "104px",
      cell: (row: BoardQueue) => figure(row, id),
      sortBy: (row: BoardQueue) => row[id],
      isNumber: true,
      isMinor: id !== "service_level",
      isWide: true,
    })),
  ];
}

export function Queues(props: {
  chosen: string | undefined;
  choose: (id: string) => void;
}): JSX.Element {
  const { board } = useWatching();
  const targets = useTargets();
  const isNarrow = useIsNarrow(props.chosen !== undefined);
  const [text, setText] = useState("");
  const [onlyAlerts, setOnlyAlerts] = useState(false);
  const [order, setOrder] = useState<Order>({ column: "name", isDown: false });
  const { queues } = board;
  const rows = useMemo(
    () => shownQueues(queues, { text, onlyAlerts }),
    [queues, text, onlyAlerts],
  );
  const columns = useMemo(
    () => columnsOf(targets).filter(({ isMinor }) => !isNarrow || !isMinor),
    [targets, isNarrow],
  );
  return (
    <>
      <Filters
        label="Search queues"
        text={text}
        setText={setText}
        picks={[
          {
            id: "alerts",
            title: "With alerts",
            count: queues.filter(({ alerts }) => alerts.length > 0).length,
          },
        ]}
        picked={onlyAlerts ? "alerts" : undefined}
        pick={(id) => {
          setOnlyAlerts(id !== undefined);
        }}
      />
      {rows.length === 0 ? (
        <Empty
          icon={Headphones}
          title={
            queues.length === 0
              ? "Your profile shows no queue."
              : "No queue matches."
          }
        >
          {queues.length === 0
            ? "Ask an administrator to show you the queues that you lead."
            : "Try fewer letters, or show those without alerts too."}
        </Empty>
      ) : (
        <LiveTable
          label="Queues"
          columns={columns}
          rows={rows}
          keyOf={({ queue }) => queue}
          order={order}
          setOrder={setOrder}
          chosen={props.chosen}
          choose={props.choose}
          testid="queue-row"
        />
      )}
    </>
  );
}
