// The agent's side: queues, inbox, calls, and the chats' lines. Keeps what the
// desk shows; knows nothing of pages.
import {
  Connection,
  type ConnectionState,
  type Hello,
  type Role,
  type SocketLike,
} from "./connection.js";
import { Emitter } from "./emitter.js";
import { randomId } from "./ids.js";
import { mayRetry, type Refusal, RefusedError } from "./refusal.js";
import { Supervision } from "./supervision.js";
import { Batch, TypingSignal, TypingWatch } from "./signals.js";
import { type PendingLine, Transcript } from "./transcript.js";
import { Whispers } from "./whispers.js";
import {
  type AgentRequest,
  type DeskChatView,
  type EntryView,
  limits,
  type Message,
  type QueueView,
  type ServerMessage,
  type WaitingItem,
  type WhisperView,
} from "./wire.js";

export interface AgentOptions {
  /** `wss://host/ws/v1/agent` */
  url: string;
  open: (url: string) => SocketLike;
  /** Fetches a one-time ticket; throws `FatalError` if nobody is logged in. */
  ticket: () => Promise<string>;
  random?: () => number;
}

/** A queue with what waits in it. */
export interface DeskQueue {
  readonly view: QueueView;
  readonly length: number;
  readonly items: readonly WaitingItem[];
}

/** How far the customer got; the ticks of the agent's lines. */
export interface Receipt {
  readonly delivered: number;
  readonly seen: number;
}

export type AgentEvents = {
  change: undefined;
  refused: { refusal: Refusal; request: AgentRequest["type"] };
  allocated: { chat: string };
  message: { chat: string; line: EntryView };
  whispered: { chat: string; whispers: readonly WhisperView[] };
  /** A supervisor has done something that concerns this agent (A2, L3). */
  acted: Message<"supervisor.acted">;
  /** A chat that was observed is so no more. */
  unobserved: { chat: string; because: string };
  /** The agent holds it no more; as the server showed it last. */
  left: { chat: DeskChatView };
};

/** Commands that name a chat and what the desk saw of it. */
export type ChatCommand =
  | "chat.activate"
  | "chat.park"
  | "chat.end"
  | "chat.put_back"
  | "wrapup.extend"
  | "wrapup.finish"
  | "transfer.accept"
  | "transfer.decline";

interface Conversation {
  readonly transcript: Transcript;
  readonly typing: TypingSignal;
  readonly customerTyping: TypingWatch;
  readonly agentTyping: TypingWatch;
  readonly whispers: Whispers;
  receipt: Receipt;
  loadingOlder: boolean;
  gapAsked: number;
  seen: number;
  told: Receipt;
}

interface QueueState {
  view: QueueView;
  revision: number;
  length: number;
  items: Map<string, WaitingItem>;
  /** Made when asked for, until the items change. */
  sorted?: readonly WaitingItem[] | undefined;
}

const page_size = 50;
const seen_period = 250;
const gap_patience = 2_000;
const tickets_tried_max = 3;

export class AgentClient extends Emitter<AgentEvents> {
  readonly supervision: Supervision;
  private readonly connection_: Connection;
  private welcome_: Message<"agent.welcome"> | undefined;
  private status_: Message<"status.changed"> | undefined;
  private readonly queues_ = new Map<string, QueueState>();
  private readonly chats_ = new Map<string, DeskChatView>();
  private readonly talks_ = new Map<string, Conversation>();
  /** What the desk asks for again and again, until something changes. */
  private shownQueues_: readonly DeskQueue[] | undefined;
  private shownInbox_: readonly DeskChatView[] | undefined;
  private ticketsTried_ = 0;
  private clockOffset_ = 0;
  private readonly seenBatch_ = new Batch(seen_period, () => {
    this.tellSeen();
  });
  private readonly gaps_ = new Batch(gap_patience, () => {
    this.fillGaps();
  });

  constructor(private readonly options_: AgentOptions) {
    super();
    const role: Role = {
      hello: () => this.hello(),
      helloRefused: (refusal) => this.helloRefused(refusal),
      welcomed: (message) => {
        if (message.type === "agent.welcome") this.welcomed(message);
      },
      received: (message) => {
        this.received(message);
      },
      stateChanged: () => {
        this.changed();
      },
    };
    const { url, open, random } = options_;
    this.connection_ = new Connection({
      url,
      open,
      role,
      ...(random && { random }),
    });
    this.supervision = new Supervision({
      ask: (message) => this.answerTo(message),
      isReady: () => this.connection_.state.name === "ready",
      changed: () => {
        this.changed();
      },
      positionOf: (chat) => this.positionOf(chat),
      ended: (chat, because) => {
        // Lines of a chat that is not shown any more are read anew.
        if (!this.chats_.has(chat)) this.talks_.delete(chat);
        this.emit("unobserved", { chat, because });
        this.changed();
      },
    });
  }

  get connection(): ConnectionState {
    return this.connection_.state;
  }
  get me(): Message<"agent.welcome"> | undefined {
    return this.welcome_;
  }
  get status(): Message<"status.changed"> | undefined {
    return this.status_;
  }
  /** The server's clock, as far as this page knows it. */
  now(): number {
    return Date.now() + this.clockOffset_;
  }
  get queues(): readonly DeskQueue[] {
    this.shownQueues_ ??= [...this.queues_.values()].map((queue) => {
      const { view, length, items } = queue;
      queue.sorted ??= [...items.values()].sort(inQueueOrder);
      return { view, length, items: queue.sorted };
    });
    return this.shownQueues_;
  }
  /** Chats the agent holds, oldest first. */
  get inbox(): readonly DeskChatView[] {
    this.shownInbox_ ??= [...this.chats_.values()]
      .filter((chat) => chat.agent === this.welcome_?.agent)
      .map((chat) => this.withNewLines(chat))
      .sort((a, b) => a.started - b.started || (a.chat < b.chat ? -1 : 1));
    return this.shownInbox_;
  }
  /** Chats that colleagues offer to the agent. */
  get offers(): readonly DeskChatView[] {
    return [...this.chats_.values()].filter(
      (chat) => chat.agent !== this.welcome_?.agent,
    );
  }
  chat(id: string): DeskChatView | undefined {
    return this.chats_.get(id);
  }
  lines(chat: string): readonly EntryView[] {
    return this.talks_.get(chat)?.transcript.lines ?? [];
  }
  pending(chat: string): readonly PendingLine[] {
    return this.talks_.get(chat)?.transcript.pending ?? [];
  }
  receipt(chat: string): Receipt {
    return this.talks_.get(chat)?.receipt ?? nothing;
  }
  isCustomerTyping(chat: string): boolean {
    return this.talks_.get(chat)?.customerTyping.isOn ?? false;
  }
  /** The owner of an observed chat writes. */
  isAgentTyping(chat: string): boolean {
    return this.talks_.get(chat)?.agentTyping.isOn ?? false;
  }
  /** What only agents and supervisors see. */
  whispers(chat: string): readonly WhisperView[] {
    return this.talks_.get(chat)?.whispers.list ?? none;
  }
  hasOlder(chat: string): boolean {
    return (this.talks_.get(chat)?.transcript.first ?? 1) > 1;
  }

  connect(): void {
    this.ticketsTried_ = 0;
    this.connection_.start();
  }
  stop(): void {
    this.seenBatch_.cancel();
    this.gaps_.cancel();
    this.connection_.stop();
  }
  nudge(): void {
    this.connection_.nudge();
  }

  /**
   * Commands a chat with the revision that the desk shows (T2). If only the
   * revision has grown meanwhile (the customer wrote a line) and the phase is
   * what the agent saw, the command is given once more.
   */
  async command(type: ChatCommand, chat: string): Promise<boolean> {
    const seen = this.chats_.get(chat);
    const first = await this.ask(withRevision(type, chat, seen?.revision));
    if (first === undefined) return true;
    if (first.name === "stale_revision" && first.phase === seen?.phase) {
      const again = await this.ask(withRevision(type, chat, first.revision));
      return this.report(again, type);
    }
    return this.report(first, type);
  }

  /** Takes a waiting webchat; the queue's list has no revision of it. */
  async take(chat: string): Promise<boolean> {
    const type = "chat.take";
    return this.report(await this.ask({ type, chat }), type);
  }

  async transfer(
    chat: string,
    to: { queue: string } | { agent: string },
  ): Promise<boolean> {
    const type = "chat.transfer";
    return this.report(await this.ask({ type, chat, ...to }), type);
  }

  async classify(
    chat: string,
    filed: { classifications: string[]; note?: string; abusive?: boolean },
  ): Promise<boolean> {
    const type = "chat.classify";
    return this.report(await this.ask({ type, chat, ...filed }), type);
  }

  async setStatus(
    status: { available: true } | { reason: string; afterWork: boolean },
  ): Promise<boolean> {
    const type = "status.set";
    const wish: AgentRequest =
      "available" in status
        ? { type, available: true }
        : {
            type,
            available: false,
            reason: status.reason,
            ...(status.afterWork && { after_current_work: true }),
          };
    return this.report(await this.ask(wish), type);
  }

  /** Webchats go back to their queues (L1); the server closes the socket. */
  async logOut(): Promise<void> {
    await this.ask({ type: "agent.log_out" });
    this.stop();
  }

  say(chat: string, text: string): void {
    const line = { id: randomId(), text, at: this.now() };
    this.talk(chat).typing.forget(true);
    this.send(chat, line);
  }

  retry(chat: string, id: string): void {
    const line = this.pending(chat).find((pending) => pending.id === id);
    if (line === undefined) return;
    this.send(chat, { id: line.id, text: line.text, at: line.at });
  }

  discard(chat: string, id: string): void {
    this.talk(chat).transcript.unpend(id);
    this.changed();
  }

  /** To the chat's owner and those who observe it; the customer never sees it. */
  async whisper(chat: string, text: string): Promise<Refusal | undefined> {
    const { transcript, whispers } = this.talk(chat);
    const answered = await this.supervision.whisper(chat, text);
    if ("refusal" in answered) return answered.refusal;
    const { answer } = answered;
    if (answer.type === "whispered") {
      const { whisper, at, id } = answer;
      const isOwner = this.chats_.has(chat);
      const name = this.welcome_?.name;
      whispers.add([
        {
          whisper,
          after: transcript.newest,
          at,
          from: isOwner ? "agent" : "supervisor",
          text,
          id,
          ...(name !== undefined && { name }),
        },
      ]);
      this.changed();
    }
    return undefined;
  }

  typed(chat: string, isEmpty: boolean): void {
    this.talk(chat).typing.typed(isEmpty);
  }

  /** The agent looks at the newest line of this chat. */
  look(chat: string): void {
    const talk = this.talks_.get(chat);
    if (talk === undefined || talk.transcript.newest <= talk.seen) return;
    talk.seen = talk.transcript.newest;
    this.seenBatch_.ask();
    this.changed();
  }

  async loadOlder(chat: string): Promise<void> {
    const talk = this.talk(chat);
    const before = talk.transcript.first;
    if (talk.loadingOlder || before === undefined) return;
    talk.loadingOlder = true;
    await this.readPage(chat, talk, before);
    talk.loadingOlder = false;
    this.changed();
  }

  private changed(): void {
    this.forgetShown();
    this.emit("change", undefined);
  }

  private forgetShown(): void {
    this.shownQueues_ = undefined;
    this.shownInbox_ = undefined;
  }

  /** Lines change a view between the server's views of it. */
  private withNewLines(view: DeskChatView): DeskChatView {
    const talk = this.talks_.get(view.chat);
    if (talk === undefined) return view;
    const { lines } = talk.transcript;
    const known = Math.max(view.last_entry, talk.seen);
    const base = talk.seen >= view.last_entry ? 0 : view.unread;
    let newest: EntryView | undefined;
    let added = 0;
    for (let at = lines.length - 1; at >= 0; at -= 1) {
      const line = lines[at];
      if (line === undefined) break;
      if (line.entry <= known && newest !== undefined) break;
      if (line.from !== "customer" || line.kind !== "text") continue;
      newest ??= line;
      if (line.entry > known) added += 1;
    }
    const last_line =
      newest === undefined
        ? view.last_line
        : Array.from(newest.text)
            .slice(0, limits.preview_characters_max)
            .join("");
    return {
      ...view,
      unread: base + added,
      ...(last_line !== undefined && { last_line }),
    };
  }

  /** @returns the refusal, or nothing if it was done. */
  private async ask(message: AgentRequest): Promise<Refusal | undefined> {
    const answered = await this.answerTo(message);
    return "refusal" in answered ? answered.refusal : undefined;
  }

  private async answerTo(
    message: AgentRequest,
  ): Promise<{ answer: ServerMessage } | { refusal: Refusal }> {
    try {
      return { answer: await this.connection_.request(message) };
    } catch (why) {
      const isNo = why instanceof RefusedError;
      return { refusal: isNo ? why.refusal : not_connected };
    }
  }

  private positionOf(chat: string): { after: number; after_whisper: number } {
    const { transcript, whispers } = this.talk(chat);
    return { after: transcript.upto, after_whisper: whispers.newest };
  }

  private report(
    refusal: Refusal | undefined,
    request: AgentRequest["type"],
  ): boolean {
    if (refusal !== undefined) this.emit("refused", { refusal, request });
    return refusal === undefined;
  }

  private send(chat: string, line: PendingLine): void {
    const { transcript } = this.talk(chat);
    transcript.pend(line);
    const { id, text } = line;
    this.connection_
      .request({ type: "chat.say", chat, id, text })
      .catch((why: unknown) => {
        const isNo = why instanceof RefusedError;
        transcript.refuse(id, isNo ? why.refusal : not_connected);
        this.changed();
      });
    this.changed();
  }

  private talk(chat: string): Conversation {
    const known = this.talks_.get(chat);
    if (known !== undefined) return known;
    const talk: Conversation = {
      transcript: new Transcript(),
      typing: new TypingSignal((on) => {
        this.connection_.tell({ type: "chat.typing", chat, on });
      }),
      customerTyping: new TypingWatch(() => {
        this.changed();
      }),
      agentTyping: new TypingWatch(() => {
        this.changed();
      }),
      whispers: new Whispers(),
      receipt: nothing,
      loadingOlder: false,
      gapAsked: 0,
      seen: 0,
      told: nothing,
    };
    this.talks_.set(chat, talk);
    return talk;
  }

  private async hello(): Promise<Hello> {
    const ticket = await this.options_.ticket();
    const have = [...this.chats_.keys()]
      .map((chat) => ({ chat, ...this.positionOf(chat) }))
      .filter(({ after, after_whisper: heard }) => after > 0 || heard > 0);
    const epoch = this.welcome_?.epoch;
    return { type: "agent.hello", ticket, have, ...(epoch && { epoch }) };
  }

  private helloRefused(refusal: Refusal): "later" | "never" {
    this.ticketsTried_ += 1;
    const isTicket = refusal.name === "ticket_invalid";
    if (isTicket && this.ticketsTried_ < tickets_tried_max) return "later";
    return mayRetry(refusal) ? "later" : "never";
  }

  /** Whole views follow, so what the server had shown before is dropped. */
  private welcomed(message: Message<"agent.welcome">): void {
    this.ticketsTried_ = 0;
    this.welcome_ = message;
    this.clockOffset_ = message.now - Date.now();
    this.status_ = undefined;
    this.chats_.clear();
    this.queues_.clear();
    for (const view of message.queues) {
      const items = new Map<string, WaitingItem>();
      this.queues_.set(view.queue, { view, revision: 0, length: 0, items });
    }
    for (const talk of this.talks_.values()) talk.told = nothing;
    this.supervision.welcomed();
    this.changed();
  }

  /** Lists of queues that stay go on; of a new one, its list follows. */
  private settingsChanged(message: Message<"desk.settings">): void {
    if (!this.welcome_) return;
    this.welcome_ = { ...this.welcome_, ...message, type: "agent.welcome" };
    const before = new Map(this.queues_);
    this.queues_.clear();
    for (const view of message.queues) {
      const known = before.get(view.queue);
      const fresh = { revision: 0, length: 0, items: new Map() };
      this.queues_.set(view.queue, { ...(known ?? fresh), view });
    }
    this.changed();
  }

  private received(message: ServerMessage): void {
    this.forgetShown();
    if (this.supervision.received(message)) {
      this.changed();
      return;
    }
    switch (message.type) {
      case "desk.settings":
        this.settingsChanged(message);
        break;
      case "status.changed":
        if (message.revision >= (this.status_?.revision ?? 0)) {
          this.status_ = message;
        }
        break;
      case "desk.chat":
        this.chatChanged(message.chat);
        break;
      case "queue.list":
        this.queueList(message);
        break;
      case "queue.changed":
        this.queueChanged(message);
        break;
      case "chat.entry":
        this.entry(message);
        break;
      case "chat.lines":
        if (message.ref === undefined) this.followingLines(message);
        break;
      case "said":
        this.said(message);
        break;
      case "chat.receipt":
        this.receipted(message);
        break;
      case "chat.typing":
        this.typing(message);
        break;
      case "chat.whispers":
        this.whispered(message);
        break;
      case "supervisor.acted":
        this.emit("acted", message);
        break;
      default:
        return;
    }
    this.changed();
  }

  private typing({ chat, by, on }: Message<"chat.typing">): void {
    const talk = this.talks_.get(chat);
    if (by === "customer") talk?.customerTyping.set(on);
    else if (by === "agent") talk?.agentTyping.set(on);
  }

  private whispered({ chat, whispers }: Message<"chat.whispers">): void {
    const fresh = this.talk(chat).whispers.add(whispers);
    if (fresh.length > 0) this.emit("whispered", { chat, whispers: fresh });
  }

  private chatChanged(view: DeskChatView): void {
    const last = this.chats_.get(view.chat);
    if (last !== undefined && view.revision < last.revision) return;
    const me = this.welcome_?.agent;
    const isMine = view.agent === me && view.phase !== "closed";
    const isOffered = view.transfer_to === me && view.phase !== "closed";
    if (!isMine && !isOffered) {
      this.leave(view);
      return;
    }
    this.chats_.set(view.chat, view);
    if (isMine && view.phase === "allocated" && last === undefined) {
      this.emit("allocated", { chat: view.chat });
    }
    if (isMine) {
      this.checkGap(view.chat);
      // What the customer saw before this desk was told of the chat.
      const { chat, seen } = view;
      this.receipted({
        type: "chat.receipt",
        chat,
        by: "customer",
        delivered: seen,
        seen,
      });
    }
  }

  private leave(view: DeskChatView): void {
    const { chat, phase } = view;
    if (this.chats_.delete(chat)) this.emit("left", { chat: view });
    const talk = this.talks_.get(chat);
    talk?.typing.forget(true);
    talk?.customerTyping.set(false);
    // Any other chat may come back, and then only newer lines follow.
    if (phase === "closed" && !this.supervision.isObserved(chat)) {
      this.talks_.delete(chat);
    }
  }

  private async readPage(
    chat: string,
    talk: Conversation,
    before: number | undefined,
    limit = page_size,
  ): Promise<boolean> {
    let answer: ServerMessage;
    try {
      answer = await this.connection_.request({
        type: "chat.read",
        chat,
        limit,
        ...(before !== undefined && { before }),
      });
    } catch {
      return false;
    }
    if (answer.type !== "chat.lines") return false;
    const { lines, more } = answer;
    const { transcript } = talk;
    const oldest = lines[0]?.entry ?? 1;
    transcript.addPage(lines, more ? oldest - 1 : 0);
    this.delivered();
    return true;
  }

  private entry({ chat, line }: Message<"chat.entry">): void {
    const talk = this.talk(chat);
    if (!talk.transcript.add(line)) return;
    if (line.from === "customer") talk.customerTyping.set(false);
    if (line.from === "agent") talk.agentTyping.set(false);
    this.checkGap(chat);
    this.delivered();
    this.emit("message", { chat, line });
  }

  private followingLines({ chat, lines }: Message<"chat.lines">): void {
    const talk = this.talk(chat);
    const fresh = lines.filter((line) => !talk.transcript.has(line.entry));
    talk.transcript.addPage(lines, talk.transcript.upto);
    this.delivered();
    for (const line of fresh) this.emit("message", { chat, line });
  }

  private said({ chat, id, entry, at }: Message<"said">): void {
    const talk = this.talk(chat);
    const line = talk.transcript.pending.find((pending) => pending.id === id);
    if (line === undefined) return;
    const { text } = line;
    const name = this.welcome_?.name;
    const stored: EntryView = {
      entry,
      at,
      from: "agent",
      kind: "text",
      text,
      id,
      ...(name !== undefined && { name }),
    };
    talk.transcript.settle(id, stored);
    this.checkGap(chat);
  }

  private receipted({ chat, by, ...receipt }: Message<"chat.receipt">): void {
    const talk = this.talks_.get(chat);
    if (by !== "customer" || talk === undefined) return;
    talk.receipt = {
      delivered: Math.max(talk.receipt.delivered, receipt.delivered),
      seen: Math.max(talk.receipt.seen, receipt.seen),
    };
  }

  private queueList({ queue, revision, length, items }: Message<"queue.list">) {
    const state = this.queues_.get(queue);
    if (state === undefined || revision < state.revision) return;
    state.revision = revision;
    state.length = length;
    state.items = new Map(items.map((item) => [item.item, item]));
    state.sorted = undefined;
  }

  private queueChanged(change: Message<"queue.changed">): void {
    const state = this.queues_.get(change.queue);
    // Changes of another list than this desk has: the whole list follows.
    if (state === undefined || state.revision !== change.previous) return;
    state.revision = change.revision;
    state.length = change.length;
    state.sorted = undefined;
    for (const item of change.removed) state.items.delete(item);
    for (const item of change.put) state.items.set(item.item, item);
  }

  private delivered(): void {
    this.seenBatch_.ask();
  }

  private tellSeen(): void {
    if (this.connection_.state.name !== "ready") return;
    for (const [chat, talk] of this.talks_) {
      if (!this.chats_.has(chat)) continue;
      const now = { delivered: talk.transcript.upto, seen: talk.seen };
      const { told } = talk;
      if (now.delivered <= told.delivered && now.seen <= told.seen) continue;
      talk.told = now;
      this.connection_.tell({ type: "chat.seen", chat, ...now });
    }
  }

  /** Held, offered or observed. */
  private shown(chat: string): DeskChatView | undefined {
    return this.chats_.get(chat) ?? this.supervision.observed(chat);
  }

  /** The newest line that is missing and was not asked for yet, else 0. */
  private missingUpto(chat: string, talk: Conversation): number {
    const { newest, upto } = talk.transcript;
    const last = Math.max(newest, this.shown(chat)?.last_entry ?? 0);
    return last > upto && last > talk.gapAsked ? last : 0;
  }

  private checkGap(chat: string): void {
    if (this.missingUpto(chat, this.talk(chat)) > 0) this.gaps_.ask();
  }

  private fillGaps(): void {
    for (const [chat, talk] of this.talks_) {
      const missing = this.missingUpto(chat, talk);
      if (missing === 0 || this.shown(chat) === undefined) continue;
      talk.gapAsked = missing;
      void this.fillGap(chat, talk);
    }
  }

  /** Reads backwards from the newest line until nothing is missing. */
  private async fillGap(chat: string, talk: Conversation): Promise<void> {
    const { transcript } = talk;
    let before: number | undefined;
    let known: number;
    do {
      known = transcript.lines.length;
      const limit = limits.history_page_max;
      if (!(await this.readPage(chat, talk, before, limit))) return;
      before = transcript.lines.find(
        (line) => line.entry > transcript.upto,
      )?.entry;
    } while (
      before !== undefined &&
      transcript.hasGap &&
      transcript.lines.length > known
    );
    transcript.closeGap();
    this.changed();
  }
}

const nothing: Receipt = { delivered: 0, seen: 0 };
const none: readonly WhisperView[] = [];

/** What the desk shows when the server could not be asked. */
const not_connected: Refusal = {
  code: 0,
  name: "not_connected",
  text: "There is no connection to the server; please try again.",
};

function withRevision(
  type: ChatCommand,
  chat: string,
  revision: number | undefined,
): AgentRequest {
  return { type, chat, ...(revision !== undefined && { revision }) };
}

/** Order is by enqueued, then item. */
function inQueueOrder(a: WaitingItem, b: WaitingItem): number {
  return a.enqueued - b.enqueued || (a.item < b.item ? -1 : 1);
}
