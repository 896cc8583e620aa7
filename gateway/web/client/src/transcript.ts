// The lines of one chat as a page holds them: numbered ones in order and each
// once, then own ones that are not stored yet. Pure; knows no connection.
import type { Refusal } from "./refusal.js";
import type { EntryView } from "./wire.js";

/** An own line on its way. */
export interface PendingLine {
  readonly id: string;
  readonly text: string;
  readonly at: number;
  /** Refused: shown with the reason, may be tried again with the same id. */
  readonly refusal?: Refusal;
}

export class Transcript {
  private readonly entries_ = new Map<number, EntryView>();
  private sorted_: readonly EntryView[] | undefined;
  private pending_: readonly PendingLine[] = [];
  /** Own ids that have a number: a pending line must not come back. */
  private readonly settled_ = new Set<string>();
  private upto_: number;
  private first_: number | undefined;

  /** @param start lines up to this number are not asked for. */
  constructor(start = 0) {
    this.upto_ = start;
  }

  /** All lines up to this one are here or not for the reader: resume here. */
  get upto(): number {
    return this.upto_;
  }

  /** Number of the oldest line, if there is one. */
  get first(): number | undefined {
    return this.first_;
  }

  /** Number of the newest line that is here; 0 if there is none. */
  get newest(): number {
    return this.lines.at(-1)?.entry ?? 0;
  }

  /** Lines are here whose predecessors are missing. */
  get hasGap(): boolean {
    return this.newest > this.upto_;
  }

  get lines(): readonly EntryView[] {
    this.sorted_ ??= [...this.entries_.values()].sort(
      (a, b) => a.entry - b.entry,
    );
    return this.sorted_;
  }

  get pending(): readonly PendingLine[] {
    return this.pending_;
  }

  has(entry: number): boolean {
    return this.entries_.has(entry);
  }

  /** A line that was pushed. @returns false if it is known already. */
  add(line: EntryView): boolean {
    const isNew = this.store(line);
    this.absorb();
    return isNew;
  }

  /**
   * An ordered page that leaves nothing out between `after` and its last line:
   * numbers missing in it are not for this reader.
   */
  addPage(lines: readonly EntryView[], after: number): number {
    let added = 0;
    for (const line of lines) added += this.store(line) ? 1 : 0;
    const last = lines.at(-1);
    if (last !== undefined && after <= this.upto_ && last.entry > this.upto_) {
      this.upto_ = last.entry;
    }
    this.absorb();
    return added;
  }

  /** Forgets what is missing before the newest line; it cannot be had. */
  closeGap(): void {
    this.upto_ = Math.max(this.upto_, this.newest);
  }

  pend(line: PendingLine): void {
    if (this.settled_.has(line.id)) return;
    this.pending_ = [...this.pending_.filter((p) => p.id !== line.id), line];
  }

  /** The server has stored an own line under this number. */
  settle(id: string, entry: EntryView): boolean {
    this.unpend(id);
    return this.add(entry);
  }

  refuse(id: string, refusal: Refusal): void {
    this.pending_ = this.pending_.map((line) =>
      line.id === id ? { ...line, refusal } : line,
    );
  }

  unpend(id: string): void {
    this.pending_ = this.pending_.filter((line) => line.id !== id);
  }

  private store(line: EntryView): boolean {
    if (line.id !== undefined) {
      this.settled_.add(line.id);
      this.unpend(line.id);
    }
    if (this.entries_.has(line.entry)) return false;
    this.entries_.set(line.entry, line);
    this.sorted_ = undefined;
    if (this.first_ === undefined || line.entry < this.first_) {
      this.first_ = line.entry;
    }
    return true;
  }

  private absorb(): void {
    while (this.entries_.has(this.upto_ + 1)) this.upto_ += 1;
  }
}
