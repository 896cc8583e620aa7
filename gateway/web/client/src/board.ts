// A supervisor's board as the server's deltas leave it (A2). Pure; knows no
// connection.
import type { BoardAgent, BoardQueue, BoardSession, Message } from "./wire.js";

/** Rows by id, and the same as a list that changes only when they do. */
class Rows<Row> {
  private rows_ = new Map<string, Row>();
  private list_: readonly Row[] | undefined;

  constructor(private readonly idOf_: (row: Row) => string) {}

  get list(): readonly Row[] {
    this.list_ ??= [...this.rows_.values()];
    return this.list_;
  }

  get(id: string): Row | undefined {
    return this.rows_.get(id);
  }

  reset(): void {
    this.rows_ = new Map();
    this.list_ = undefined;
  }

  change(put: readonly Row[], gone: readonly string[]): void {
    if (put.length === 0 && gone.length === 0) return;
    for (const id of gone) this.rows_.delete(id);
    for (const row of put) this.rows_.set(this.idOf_(row), row);
    this.list_ = undefined;
  }
}

export class Board {
  private readonly queues_ = new Rows<BoardQueue>(({ queue }) => queue);
  private readonly agents_ = new Rows<BoardAgent>(({ agent }) => agent);
  private readonly sessions_ = new Rows<BoardSession>(({ chat }) => chat);
  private revision_: number | undefined;
  private isWhole_ = false;
  agentsTotal = 0;
  sessionsTotal = 0;

  /** All rows that the server shows are here. */
  get isWhole(): boolean {
    return this.isWhole_;
  }
  get queues(): readonly BoardQueue[] {
    return this.queues_.list;
  }
  get agents(): readonly BoardAgent[] {
    return this.agents_.list;
  }
  get sessions(): readonly BoardSession[] {
    return this.sessions_.list;
  }
  queue(id: string): BoardQueue | undefined {
    return this.queues_.get(id);
  }
  agent(id: string): BoardAgent | undefined {
    return this.agents_.get(id);
  }
  session(id: string): BoardSession | undefined {
    return this.sessions_.get(id);
  }

  /** What is shown stays until the next view. */
  interrupt(): void {
    this.revision_ = undefined;
  }

  forget(): void {
    this.revision_ = undefined;
    this.isWhole_ = false;
    for (const rows of [this.queues_, this.agents_, this.sessions_]) {
      rows.reset();
    }
  }

  view(message: Message<"board.view">): void {
    this.forget();
    this.put(message, { queues: [], agents: [], sessions: [] });
  }

  /** @returns false if it builds upon something that is not here. */
  changed(message: Message<"board.changed">): boolean {
    if (this.revision_ !== message.previous) return false;
    this.put(message, {
      queues: message.queues_gone,
      agents: message.agents_gone,
      sessions: message.sessions_gone,
    });
    return true;
  }

  private put(
    message: Message<"board.view"> | Message<"board.changed">,
    gone: Record<"queues" | "agents" | "sessions", readonly string[]>,
  ): void {
    this.queues_.change(message.queues, gone.queues);
    this.agents_.change(message.agents, gone.agents);
    this.sessions_.change(message.sessions, gone.sessions);
    this.agentsTotal = message.agents_total;
    this.sessionsTotal = message.sessions_total;
    this.revision_ = message.revision;
    if (!message.more) this.isWhole_ = true;
  }
}
