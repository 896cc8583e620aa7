// A session's events as rows for people: lines, and what happened between them.
import type { Schemas } from "../rest/client.js";

export type SessionEvent = Schemas["SessionEvent"];

export interface SaidRow {
  readonly kind: "said";
  readonly key: number;
  readonly at: number;
  readonly by: "customer" | "agent" | "other";
  /** Empty: the same as the row before. */
  readonly name: string;
  readonly text: string;
  readonly isInternal: boolean;
}
export interface HappenedRow {
  readonly kind: "happened";
  readonly key: number;
  readonly at: number;
  readonly text: string;
}
export interface DayRow {
  readonly kind: "day";
  readonly key: number;
  readonly at: number;
}
export type TranscriptRow = SaidRow | HappenedRow | DayRow;

export interface Names {
  readonly agent: (id: string) => string;
  readonly queue: (id: string) => string;
}

function text(event: SessionEvent, name: string): string {
  const value = event[name];
  return typeof value === "string" ? value : "";
}

/** What happened, or nothing where it tells people nothing. */
function happened(event: SessionEvent, names: Names): string | undefined {
  const queue = names.queue(event.queue ?? "");
  const agent = names.agent(event.agent ?? "");
  switch (event.type) {
    case "chat_started":
      return "The chat began.";
    case "chat_queued":
    case "chat_requeued":
      return queue === "" ? "It waited." : `It waited in ${queue}.`;
    case "chat_allocated":
      return agent === "" ? undefined : `${agent} got it.`;
    case "chat_activated":
      return undefined;
    case "chat_parked":
      return "It was parked.";
    case "chat_returned":
      return "It went back to its queue.";
    case "transfer_offered":
      return agent === ""
        ? "A transfer was offered."
        : `It was offered to ${agent}.`;
    case "chat_ended":
      return text(event, "by") === "customer"
        ? "The customer ended the chat."
        : "The chat ended.";
    case "survey_submitted":
      return typeof event.score === "number"
        ? `The customer gave ${event.score} of 5.`
        : undefined;
    default:
      return undefined;
  }
}

const news_kinds = ["announcement", "automated", "notice"];

function said(event: SessionEvent, names: Names): SaidRow | undefined {
  const isWhisper = event.type === "chat_whispered";
  if (event.type !== "entry_written" && !isWhisper) return undefined;
  const from = event.from ?? "flow";
  const isAutomatic = from === "flow" || news_kinds.includes(event.kind ?? "");
  const file = event.file as { name?: unknown } | undefined;
  const words =
    typeof file?.name === "string" ? `File: ${file.name}` : (event.text ?? "");
  if (words === "") return undefined;
  const author =
    event.author_name ?? names.agent(event.author ?? event.agent ?? "");
  let name = author === "" ? "Agent" : author;
  if (isAutomatic) name = "Automatic";
  else if (from === "customer") name = "Customer";
  return {
    kind: "said",
    key: event.number,
    at: event.at,
    by: isAutomatic ? "other" : from === "customer" ? "customer" : "agent",
    name,
    text: words,
    isInternal: isWhisper || event.kind === "whisper",
  };
}

/** Erased lines are there without their text: they count, but say nothing. */
export function transcriptRows(
  events: readonly SessionEvent[],
  names: Names,
): readonly TranscriptRow[] {
  const rows: TranscriptRow[] = [];
  let day = "";
  let speaker = "";
  for (const event of events) {
    const line = said(event, names);
    const news = line === undefined ? happened(event, names) : undefined;
    if (line === undefined && news === undefined) continue;
    const date = new Date(event.at).toDateString();
    if (date !== day) {
      day = date;
      speaker = "";
      rows.push({ kind: "day", key: -event.number, at: event.at });
    }
    if (line !== undefined) {
      const who = `${line.by} ${line.name}`;
      rows.push(who === speaker ? { ...line, name: "" } : line);
      speaker = who;
    } else if (news !== undefined) {
      speaker = "";
      rows.push({
        kind: "happened",
        key: event.number,
        at: event.at,
        text: news,
      });
    }
  }
  return rows;
}

/** "4 min", "1 h 12 min", "30 s". */
export function lasted(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? "" : ` ${rest} min`}`;
}
