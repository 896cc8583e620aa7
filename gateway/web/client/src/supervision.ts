// What a supervisor does beside an agent's work: watches the board, reads along,
// whispers, and acts on chats and agents (A2, L3). A part of `AgentClient`, whose
// connection it uses.
import { Board } from "./board.js";
import { randomId } from "./ids.js";
import { type Refusal } from "./refusal.js";
import type {
  AgentRequest,
  Channel,
  DeskChatView,
  Message,
  ServerMessage,
} from "./wire.js";

/** What it needs of the desk's client. */
export interface SupervisionPort {
  /** @returns the answer, or the refusal. */
  readonly ask: (
    message: AgentRequest,
  ) => Promise<{ answer: ServerMessage } | { refusal: Refusal }>;
  readonly isReady: () => boolean;
  readonly changed: () => void;
  /** What the page has of a chat already. */
  readonly positionOf: (chat: string) => {
    after: number;
    after_whisper: number;
  };
  /** A chat is observed no more. */
  readonly ended: (chat: string, because: string) => void;
}

export type RoutingRecord = Message<"chat.routed">["records"][number];

/** A wish for an agent's status; at least one of both. */
export interface StatusWish {
  readonly status?:
    { available: true } | { reason: string; afterWork: boolean };
  /** Limits the agent to these; empty: all. */
  readonly channels?: readonly Channel[];
  readonly note?: string;
}

function noteOf(text: string | undefined): { note?: string } {
  const note = text?.trim() ?? "";
  return note === "" ? {} : { note };
}

export class Supervision {
  readonly board = new Board();
  private isWatching_ = false;
  private readonly observed_ = new Map<string, DeskChatView | undefined>();

  constructor(private readonly port_: SupervisionPort) {}

  /** Shows the board; returns its undo. */
  watch(): () => void {
    this.isWatching_ = true;
    void this.askForBoard();
    return () => {
      this.isWatching_ = false;
      this.board.forget();
      if (this.port_.isReady()) void this.port_.ask({ type: "board.watch" });
    };
  }

  /** A chat that is observed, as soon as the server has shown it. */
  observed(chat: string): DeskChatView | undefined {
    return this.observed_.get(chat);
  }

  /** Is it watched, or will it be? */
  isObserved(chat: string): boolean {
    return this.observed_.has(chat);
  }

  /** Reads along, unseen. @returns the refusal, if it may not be. */
  async observe(chat: string): Promise<Refusal | undefined> {
    this.observed_.set(chat, this.observed_.get(chat));
    const refusal = await this.ask({
      type: "chat.observe",
      chat,
      ...this.port_.positionOf(chat),
    });
    if (refusal !== undefined) this.observed_.delete(chat);
    this.port_.changed();
    return refusal;
  }

  unobserve(chat: string): void {
    if (!this.observed_.delete(chat)) return;
    if (this.port_.isReady()) void this.ask({ type: "chat.unobserve", chat });
    this.port_.ended(chat, "own");
  }

  whisper(
    chat: string,
    text: string,
  ): Promise<{ answer: ServerMessage } | { refusal: Refusal }> {
    return this.port_.ask({
      type: "chat.whisper",
      chat,
      id: randomId(),
      text,
    });
  }

  async takeOver(chat: string, note?: string): Promise<Refusal | undefined> {
    const seen = this.seen(chat);
    return this.again(seen, (revision) => ({
      type: "chat.take_over",
      chat,
      ...(revision !== undefined && { revision }),
      ...noteOf(note),
    }));
  }

  async move(
    chat: string,
    queue: string,
    note?: string,
  ): Promise<Refusal | undefined> {
    const seen = this.seen(chat);
    return this.again(seen, (revision) => ({
      type: "chat.move",
      chat,
      queue,
      ...(revision !== undefined && { revision }),
      ...noteOf(note),
    }));
  }

  forceStatus(agent: string, wish: StatusWish): Promise<Refusal | undefined> {
    const { status, channels, note } = wish;
    return this.ask({
      type: "agent.force_status",
      agent,
      ...(status !== undefined &&
        ("available" in status
          ? { available: true }
          : {
              available: false,
              reason: status.reason,
              ...(status.afterWork && { after_current_work: true }),
            })),
      ...(channels !== undefined && { channels: [...channels] }),
      ...noteOf(note),
    });
  }

  forceLogOut(agent: string, note?: string): Promise<Refusal | undefined> {
    return this.ask({ type: "agent.force_log_out", agent, ...noteOf(note) });
  }

  /** After a hello: the server has forgotten what was watched. */
  welcomed(): void {
    this.board.interrupt();
    if (this.isWatching_) void this.askForBoard();
    for (const chat of [...this.observed_.keys()]) {
      void this.observe(chat).then((refusal) => {
        if (refusal !== undefined) this.port_.ended(chat, refusal.name);
      });
    }
  }

  /** @returns true if the message was for supervisors. */
  received(message: ServerMessage): boolean {
    switch (message.type) {
      case "board.view":
        if (this.isWatching_) this.board.view(message);
        return true;
      case "board.changed":
        if (this.isWatching_ && !this.board.changed(message)) {
          this.board.interrupt();
          void this.askForBoard();
        }
        return true;
      case "chat.observed":
        this.show(message.chat);
        return true;
      case "chat.unobserved":
        if (this.observed_.delete(message.chat)) {
          this.port_.ended(message.chat, message.because);
        }
        return true;
      default:
        return false;
    }
  }

  private show(view: DeskChatView): void {
    const { chat, revision } = view;
    if (!this.observed_.has(chat)) return;
    const last = this.observed_.get(chat);
    if (last === undefined || revision >= last.revision) {
      this.observed_.set(chat, view);
    }
  }

  private async askForBoard(): Promise<void> {
    await this.ask({
      type: "board.watch",
      queues: true,
      agents: true,
      sessions: true,
    });
  }

  private async ask(message: AgentRequest): Promise<Refusal | undefined> {
    const answered = await this.port_.ask(message);
    return "refusal" in answered ? answered.refusal : undefined;
  }

  private seen(
    chat: string,
  ): { revision: number; phase: DeskChatView["phase"] } | undefined {
    const row = this.board.session(chat);
    const view = this.observed_.get(chat);
    if (row === undefined || view === undefined) return row ?? view;
    return view.revision > row.revision ? view : row;
  }

  /** Once more if only the revision has grown: the customer wrote a line. */
  private async again(
    seen: { revision: number; phase: DeskChatView["phase"] } | undefined,
    make: (revision: number | undefined) => AgentRequest,
  ): Promise<Refusal | undefined> {
    const refusal = await this.ask(make(seen?.revision));
    const isSame =
      refusal?.name === "stale_revision" && refusal.phase === seen?.phase;
    return isSame ? this.ask(make(refusal.revision)) : refusal;
  }
}
