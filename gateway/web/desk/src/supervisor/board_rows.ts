// What of the board is shown, in which order. Pure.
import type {
  AgentStatus,
  BoardAgent,
  BoardQueue,
  BoardSession,
} from "@parley/client";
import { folded } from "../shell/matching.js";

export interface Order {
  readonly column: string;
  readonly isDown: boolean;
}

/** What a column is sorted by; missing values come last either way. */
export type SortKey = string | number | undefined;

export function inOrder<Row>(
  rows: readonly Row[],
  keyOf: ((row: Row) => SortKey) | undefined,
  isDown: boolean,
): readonly Row[] {
  if (keyOf === undefined) return rows;
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => {
      if (a.key === undefined || b.key === undefined) {
        return Number(a.key === undefined) - Number(b.key === undefined);
      }
      const by =
        typeof a.key === "string" || typeof b.key === "string"
          ? String(a.key).localeCompare(String(b.key))
          : a.key - b.key;
      return isDown ? -by : by;
    })
    .map(({ row }) => row);
}

function has(text: string, ...where: readonly (string | undefined)[]): boolean {
  const wanted = folded(text).split(/\s+/).filter(Boolean);
  const all = folded(where.join(" "));
  return wanted.every((word) => all.includes(word));
}

export interface QueueFilter {
  readonly text: string;
  readonly onlyAlerts: boolean;
}

export function shownQueues(
  rows: readonly BoardQueue[],
  { text, onlyAlerts }: QueueFilter,
): readonly BoardQueue[] {
  return rows.filter(
    (row) => has(text, row.name) && (!onlyAlerts || row.alerts.length > 0),
  );
}

/** Groups of states that a supervisor asks for. */
export const agentGroups = {
  free: { title: "Available", of: ["available"] },
  busy: {
    title: "Busy",
    of: [
      "handling_webchat",
      "webchat_wrapup",
      "on_call",
      "call_wrapup",
      "alerting",
    ],
  },
  break: { title: "On a break", of: ["on_break"] },
  away: { title: "Away", of: ["unavailable", "logged_out"] },
} as const satisfies Record<
  string,
  { title: string; of: readonly AgentStatus[] }
>;

export type AgentGroup = keyof typeof agentGroups;

export function groupOf(status: AgentStatus): AgentGroup {
  const names = Object.keys(agentGroups) as AgentGroup[];
  const all: Record<AgentGroup, { of: readonly AgentStatus[] }> = agentGroups;
  return names.find((name) => all[name].of.includes(status)) ?? "away";
}

export interface AgentFilter {
  readonly text: string;
  readonly group: AgentGroup | undefined;
}

export function shownAgents(
  rows: readonly BoardAgent[],
  { text, group }: AgentFilter,
): readonly BoardAgent[] {
  return rows.filter(
    (row) =>
      has(text, row.name) &&
      (group === undefined || groupOf(row.status) === group),
  );
}

export const sessionGroups = {
  flow: { title: "In the flow", of: ["flow"] },
  waiting: { title: "Waiting", of: ["queued", "allocated"] },
  active: { title: "Active", of: ["active"] },
  parked: { title: "Parked", of: ["parked"] },
  wrapup: { title: "Wrapup", of: ["wrapup", "wrapup_parked"] },
} as const satisfies Record<
  string,
  { title: string; of: readonly BoardSession["phase"][] }
>;

export type SessionGroup = keyof typeof sessionGroups;

export interface SessionFilter {
  readonly text: string;
  readonly group: SessionGroup | undefined;
  readonly queue: string | undefined;
}

export function shownSessions(
  rows: readonly BoardSession[],
  { text, group, queue }: SessionFilter,
  nameOf: (row: BoardSession) => string,
): readonly BoardSession[] {
  const phases: readonly string[] | undefined =
    group === undefined ? undefined : sessionGroups[group].of;
  return rows.filter(
    (row) =>
      (queue === undefined || row.queue === queue) &&
      (phases === undefined || phases.includes(row.phase)) &&
      has(text, row.customer_name, row.last_line, nameOf(row), row.chat),
  );
}
