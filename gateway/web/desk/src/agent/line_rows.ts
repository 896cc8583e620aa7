// The rows of a chat's log: days, lines, and announcements that would pile up.
import type { EntryView, PendingLine, WhisperView } from "@parley/client";

export interface LineRow {
  readonly kind: "line";
  readonly key: string;
  readonly line: EntryView;
  /** By the same as the line before, soon after it. */
  readonly follows: boolean;
}
export interface DayRow {
  readonly kind: "day";
  readonly key: string;
  readonly at: number;
}
/** Announcements in a row: the last one tells what holds now. */
export interface NewsRow {
  readonly kind: "news";
  readonly key: string;
  readonly lines: readonly EntryView[];
}
export interface UnsentRow {
  readonly kind: "unsent";
  readonly key: string;
  readonly line: PendingLine;
}
/** What the customer never sees; stands behind the line that it names. */
export interface WhisperRow {
  readonly kind: "whisper";
  readonly key: string;
  readonly whisper: WhisperView;
}
export type Row = LineRow | DayRow | NewsRow | UnsentRow | WhisperRow;

/** Lines of one person within this time belong together. */
const together = 4 * 60_000;

function dayOf(at: number): string {
  return new Date(at).toDateString();
}

/** An own line keeps its element when its number becomes known. */
function keyOf({ entry, from, id }: EntryView): string {
  return from === "agent" && id !== undefined ? id : String(entry);
}

function belong(before: EntryView | undefined, line: EntryView): boolean {
  return (
    before !== undefined &&
    before.from === line.from &&
    before.kind === line.kind &&
    before.name === line.name &&
    line.at - before.at < together
  );
}

export function rowsOf(
  lines: readonly EntryView[],
  pending: readonly PendingLine[],
  whispers: readonly WhisperView[] = [],
): Row[] {
  const rows: Row[] = [];
  let heard = 0;
  /** Puts those that belong before a line. */
  const hear = (before: number): void => {
    for (; heard < whispers.length; heard += 1) {
      const whisper = whispers[heard];
      if (whisper === undefined || whisper.after >= before) return;
      rows.push({
        kind: "whisper",
        key: `whisper-${whisper.whisper}`,
        whisper,
      });
    }
  };
  let before: EntryView | undefined;
  let news: EntryView[] | undefined;
  for (const line of lines) {
    const count = rows.length;
    hear(line.entry);
    if (rows.length > count) {
      news = undefined;
      before =
        before === undefined ? undefined : { ...before, kind: "whisper" };
    }
    if (before === undefined || dayOf(before.at) !== dayOf(line.at)) {
      rows.push({ kind: "day", key: `day-${line.entry}`, at: line.at });
      news = undefined;
    }
    if (line.kind === "announcement") {
      if (news === undefined) {
        news = [line];
        rows.push({ kind: "news", key: `news-${line.entry}`, lines: news });
      } else {
        news.push(line);
      }
    } else {
      news = undefined;
      const follows = belong(before, line);
      rows.push({ kind: "line", key: keyOf(line), line, follows });
    }
    before = line;
  }
  hear(Infinity);
  for (const line of pending) {
    rows.push({ kind: "unsent", key: line.id, line });
  }
  return rows;
}
