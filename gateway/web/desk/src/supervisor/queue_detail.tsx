// One queue: its figures against their targets, its sessions.
import type { JSX } from "react";
import { Elapsed } from "../agent/clocks.js";
import { customerOf, phaseWords } from "../agent/words.js";
import { Tag } from "../ui/parts.js";
import { Detail, LiveFact } from "./detail.js";
import { alertWord, figuresOf } from "./kpis.js";
import { phaseTones } from "./sessions.js";
import { spell } from "./times.js";
import { useTargets, useWatching } from "./watching.js";

const sessions_max = 50;

export function QueueDetail(props: {
  id: string;
  close: () => void;
  show: (tab: "queues" | "agents" | "sessions", id?: string) => void;
}): JSX.Element {
  const { id, close, show } = props;
  const { board } = useWatching();
  const targets = useTargets();
  const row = board.queue(id);
  if (row === undefined) {
    return (
      <Detail title="No such queue" close={close}>
        <p className="live-none soft">
          It was deleted, or your profile does not show it. Choose another one.
        </p>
      </Detail>
    );
  }
  const sessions = board.sessions
    .filter(({ queue }) => queue === id)
    .sort((a, b) => (a.enqueued ?? a.started) - (b.enqueued ?? b.started));
  return (
    <Detail
      title={row.name}
      under={row.alerts.map((alert) => (
        <Tag key={alert} tone="bad">
          {alertWord(alert)}
        </Tag>
      ))}
      close={close}
    >
      <dl className="live-facts">
        <LiveFact name="Waiting">
          {row.waiting} of {row.length_max} at most
        </LiveFact>
        {row.waiting_since !== undefined && (
          <LiveFact name="Longest wait">
            <Elapsed since={row.waiting_since} />
          </LiveFact>
        )}
        <LiveFact name="At work">
          {row.alerting} new, {row.active} active, {row.parked} parked,{" "}
          {row.wrapup} in wrapup
        </LiveFact>
        <LiveFact name="Came in">
          {row.offered} in the last {spell(row.window)}: {row.answered}{" "}
          answered, {row.abandoned} abandoned
        </LiveFact>
      </dl>
      <ul className="figures-list" aria-label="Figures and targets">
        {figuresOf(row, targets.get(id)).map((figure) => (
          <li
            key={figure.id}
            className="figure"
            data-tone={figure.tone}
            data-testid={`figure-${figure.id}`}
          >
            <span className="small">{figure.title}</span>
            <b className="figures">{figure.value}</b>
            <span className="small soft">{figure.target ?? "no target"}</span>
          </li>
        ))}
      </ul>
      <section className="live-part" aria-label="Sessions of the queue">
        <h3>Sessions</h3>
        {sessions.length === 0 && <p className="small soft">None is open.</p>}
        <ul className="live-links">
          {sessions.slice(0, sessions_max).map((one) => (
            <li key={one.chat}>
              <button
                type="button"
                className="live-link"
                onClick={() => {
                  show("sessions", one.chat);
                }}
              >
                <span className="cut">{customerOf(one)}</span>
                <Tag tone={phaseTones[one.phase] ?? "plain"}>
                  {phaseWords[one.phase]}
                </Tag>
                <Elapsed since={one.phase_since} />
              </button>
            </li>
          ))}
        </ul>
      </section>
    </Detail>
  );
}
