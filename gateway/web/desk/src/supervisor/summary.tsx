// The whole centre in six figures.
import type { JSX, ReactNode } from "react";
import { Elapsed } from "../agent/clocks.js";
import { type AgentGroup, groupOf } from "./board_rows.js";
import { useWatching } from "./watching.js";

export function Summary(): JSX.Element {
  const { board } = useWatching();
  const waiting = board.queues.reduce((sum, row) => sum + row.waiting, 0);
  const since = board.queues.reduce<number | undefined>(
    (oldest, { waiting_since: one }) =>
      one === undefined ? oldest : Math.min(one, oldest ?? one),
    undefined,
  );
  const alerts = board.queues.filter((row) => row.alerts.length > 0).length;
  const groups: Record<AgentGroup, number> = {
    free: 0,
    busy: 0,
    break: 0,
    away: 0,
  };
  for (const { status } of board.agents) groups[groupOf(status)] += 1;
  return (
    <dl className="summary" aria-label="At a glance">
      <Fact title="Waiting" testid="sum-waiting">
        {waiting}
      </Fact>
      <Fact title="Longest wait">
        {since === undefined ? "–" : <Elapsed since={since} />}
      </Fact>
      <Fact title="Available" testid="sum-free">
        {groups.free}
      </Fact>
      <Fact title="Busy" testid="sum-busy">
        {groups.busy}
      </Fact>
      <Fact title="On a break" testid="sum-break">
        {groups.break}
      </Fact>
      <Fact title="Queues with alerts" isBad={alerts > 0}>
        {alerts}
      </Fact>
    </dl>
  );
}

function Fact(props: {
  title: string;
  testid?: string;
  isBad?: boolean;
  children: ReactNode;
}): JSX.Element {
  const { title, testid, isBad = false, children } = props;
  return (
    <div className="summary-fact" data-bad={isBad}>
      <dt>{title}</dt>
      <dd className="figures" data-testid={testid}>
        {children}
      </dd>
    </div>
  );
}
