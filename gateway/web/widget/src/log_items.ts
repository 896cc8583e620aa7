// What the list of lines shows, and in which order: lines in groups, days, and
// where the new ones begin. Pure.
import type { EntryView, FileView, PendingLine } from "@parley/client";

export type LineState =
  "received" | "sending" | "stored" | "delivered" | "seen" | "failed";

export interface LineItem {
  readonly type: "line";
  readonly key: string;
  readonly from: string;
  readonly kind: string;
  readonly text: string;
  readonly name: string | undefined;
  readonly at: number;
  readonly entry: number | undefined;
  readonly state: LineState;
  readonly pending: PendingLine | undefined;
  /** Of a line that is a file. */
  readonly file: FileView | undefined;
  /** First, last of a group: one voice, without a pause. */
  isHead: boolean;
  isTail: boolean;
}

export type LogItem =
  | LineItem
  | { readonly type: "day"; readonly key: string; readonly at: number }
  | { readonly type: "fresh"; readonly key: string };

export interface LogSource {
  lines: readonly EntryView[];
  pending: readonly PendingLine[];
  delivered: number;
  seen: number;
  /** Number of the first line that is new to the customer. */
  freshFrom: number | undefined;
  now: number;
}

/** A pause that begins a new group. */
const pause = 5 * 60_000;

export function itemsOf(source: LogSource): LogItem[] {
  const lines = [
    ...source.lines
      // N1: the place in the queue is a state, shown as one, not as lines.
      .filter(({ kind }) => kind !== "announcement")
      .map((line) => storedItem(line, source)),
    ...source.pending.map(pendingItem),
  ];
  const { freshFrom } = source;
  const first = lines.find(
    ({ entry, from }) =>
      freshFrom !== undefined &&
      entry !== undefined &&
      entry >= freshFrom &&
      from !== "customer",
  );
  const items: LogItem[] = [];
  let last: LineItem | undefined;
  for (const line of lines) {
    const begins = startsDay(line, last, source.now);
    if (begins) {
      items.push({ type: "day", key: `day ${dayOf(line.at)}`, at: line.at });
    }
    const isFirstFresh = line === first && last !== undefined;
    if (isFirstFresh) items.push({ type: "fresh", key: "fresh" });
    if (last !== undefined && !begins && !isFirstFresh && belong(last, line)) {
      last.isTail = false;
      line.isHead = false;
    }
    items.push(line);
    last = line;
  }
  return items;
}

function belong(one: LineItem, next: LineItem): boolean {
  return (
    one.from === next.from &&
    one.kind === next.kind &&
    one.name === next.name &&
    one.kind !== "notice" &&
    one.state === next.state &&
    next.at - one.at < pause
  );
}

function dayOf(at: number): string {
  return new Date(at).toDateString();
}

/** The first day is only named if it is not today. */
function startsDay(
  { at }: LineItem,
  last: LineItem | undefined,
  now: number,
): boolean {
  return dayOf(at) !== dayOf(last?.at ?? now);
}

function storedItem(line: EntryView, source: LogSource): LineItem {
  const { from, kind, text, name, at, entry, id, file } = line;
  const isOwn = from === "customer";
  return {
    type: "line",
    // An own line keeps its element when its number becomes known.
    key: isOwn && id !== undefined ? `id ${id}` : `entry ${entry}`,
    from,
    kind,
    text,
    name,
    at,
    entry,
    state: isOwn ? stateOf(entry, source) : "received",
    pending: undefined,
    file,
    isHead: true,
    isTail: true,
  };
}

function stateOf(entry: number, { delivered, seen }: LogSource): LineState {
  if (entry <= seen) return "seen";
  return entry <= delivered ? "delivered" : "stored";
}

function pendingItem(pending: PendingLine): LineItem {
  return {
    type: "line",
    key: `id ${pending.id}`,
    from: "customer",
    kind: "text",
    text: pending.text,
    name: undefined,
    at: pending.at,
    entry: undefined,
    state: pending.refusal === undefined ? "sending" : "failed",
    pending,
    file: undefined,
    isHead: true,
    isTail: true,
  };
}
