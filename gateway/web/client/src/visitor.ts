// The customer's side of a chat: begins, resumes, talks, ends. Keeps what the
// page shows; knows nothing of pages.
import { type Announcement, isWorthSaying } from "./announcement.js";
import {
  Connection,
  type ConnectionState,
  type Hello,
  type Role,
  type SocketLike,
} from "./connection.js";
import { refusals } from "./codes.js";
import { Emitter } from "./emitter.js";
import { randomId } from "./ids.js";
import { type Refusal, RefusedError } from "./refusal.js";
import { Batch, Pause, TypingSignal, TypingWatch } from "./signals.js";
import { type PendingLine, Transcript } from "./transcript.js";
import type {
  CustomerChatView,
  EntryView,
  Message,
  NamedValue,
  ServerMessage,
} from "./wire.js";

/** What outlives the page (W6): the chat's secret and what was not stored. */
export interface SavedChat {
  visitor: string;
  chat: string;
  ended: boolean;
  unsent: { id: string; text: string; at: number }[];
}

export interface VisitorStore {
  load(): SavedChat | undefined;
  save(chat: SavedChat | undefined): void;
}

export interface Identity {
  name?: string;
  email?: string;
  /** Own fields that the service asks for (W1). */
  fields?: NamedValue[];
}

export interface VisitorOptions {
  /** `wss://host/ws/v1/visitor` */
  url: string;
  /** Public token of the webchat service. */
  token: string;
  open: (url: string) => SocketLike;
  store: VisitorStore;
  /** Address of the page the customer looks at. */
  page?: () => string;
  locale?: string;
  random?: () => number;
  /** Runs tasks of all tabs one after the other. */
  exclusively?: (task: () => Promise<void>) => Promise<void>;
}

/** What a page may want to hear of besides "something changed". */
export type VisitorEvents = {
  change: undefined;
  chatStarted: { chat: string };
  chatEnded: { chat: string };
  agentJoined: { name: string };
  agentLeft: { name: string };
  queueUpdate: { position: number };
  message: { from: EntryView["from"]; text: string; at: number };
  receipt: { delivered: number; seen: number };
  typing: { on: boolean };
  surveySubmitted: { score: number };
  /** Nobody is there: the flow shows its form (F2). */
  offline: { chat: string };
  connection: { state: ConnectionState["name"] };
  error: { name: string; text: string };
};

/** What becomes of lines whose chat is over before they could be sent. */
const chat_over: Refusal = {
  code: refusals.chat_closed.code,
  name: "chat_closed",
  text: "This chat has ended.",
};

/** Between two lines after one that was too fast: ten a second (W7). */
const pace = 100;
const gap_patience = 2_000;
const seen_period = 250;

export class VisitorClient extends Emitter<VisitorEvents> {
  private readonly connection_: Connection;
  private transcript_ = new Transcript();
  private chat_: CustomerChatView | undefined;
  private visitor_: string | undefined;
  /** The ended chat's secret: the next chat is linked to it (T5). */
  private previous_: string | undefined;
  private epoch_: string | undefined;
  private serviceName_ = "";
  private starting_ = false;
  /** Id of the line in `chat.start`. */
  private startingWith_: string | undefined;
  private identity_: Identity = {};
  private proof_: string | undefined;
  private refusal_: Refusal | undefined;
  private seen_ = 0;
  private seenTold_ = 0;
  /** A gap up to this line was asked for; the server has no more of it. */
  private gapAsked_ = 0;
  private announced_: Announcement | undefined;
  private hasLostChat_ = false;
  private startRefusal_: Refusal | undefined;
  private readonly gap_ = new Batch(gap_patience, () => {
    this.fillGap();
  });
  /** The line that is on its way; the next follows its answer. */
  private sending_: string | undefined;
  private wasTooFast_ = false;
  private readonly pause_ = new Pause(() => {
    this.sendNext();
  });
  private readonly seenBatch_ = new Batch(seen_period, () => {
    this.tellSeen();
  });
  private readonly typing_ = new TypingSignal((on) => {
    this.connection_.tell({ type: "chat.typing", on });
  });
  private readonly agentTyping_ = new TypingWatch((on) => {
    this.emit("typing", { on });
    this.changed();
  });

  constructor(private readonly options_: VisitorOptions) {
    super();
    const role: Role = {
      hello: () => this.hello(),
      helloRefused: (refusal) => this.helloRefused(refusal),
      welcomed: (message) => {
        this.welcomed(message);
      },
      received: (message) => {
        this.received(message);
      },
      stateChanged: (state) => {
        this.stateChanged(state);
      },
    };
    const { url, open, random } = options_;
    this.connection_ = new Connection({
      url,
      open,
      role,
      ...(random && { random }),
    });
    this.resume(options_.store.load());
  }

  get connection(): ConnectionState {
    return this.connection_.state;
  }
  /** The newest view of the chat, if there is one. */
  get chat(): CustomerChatView | undefined {
    return this.chat_;
  }
  get hasSavedChat(): boolean {
    return this.visitor_ !== undefined;
  }
  /** A chat was here; the server has not shown it yet. */
  get isLoading(): boolean {
    return this.visitor_ !== undefined && this.chat_ === undefined;
  }
  /** The server knows the chat no more that was here before. */
  get hasLostChat(): boolean {
    return this.hasLostChat_;
  }
  /** What a menu of the flow offers now; a choice is said as a line (F2). */
  get menu(): readonly string[] {
    return this.isEnded ? [] : (this.chat_?.menu ?? []);
  }
  /** The flow waits for `sendForm`: nobody is there (F2). */
  get wantsForm(): boolean {
    return !this.isEnded && this.chat_?.form === true;
  }
  get isSurveyed(): boolean {
    return this.chat_?.surveyed === true;
  }
  /** The chat's secret, for its files and its transcript over HTTP. */
  get credential(): string | undefined {
    return this.visitor_;
  }
  /** Why no chat could be begun by presence. */
  get startRefusal(): Refusal | undefined {
    return this.startRefusal_;
  }
  get identity(): Readonly<Identity> {
    return this.identity_;
  }
  get isStarting(): boolean {
    return this.starting_;
  }
  get isEnded(): boolean {
    return this.chat_?.phase === "ended";
  }
  get serviceName(): string {
    return this.serviceName_;
  }
  get lines(): readonly EntryView[] {
    return this.transcript_.lines;
  }
  get pending(): readonly PendingLine[] {
    return this.transcript_.pending;
  }
  get isAgentTyping(): boolean {
    return this.agentTyping_.isOn;
  }
  /** Why the service does not speak with this page (W5). */
  get refusal(): Refusal | undefined {
    return this.refusal_;
  }
  /** Lines of the other side that were not looked at. */
  get unread(): number {
    return this.lines.filter(
      ({ entry, from, kind }) =>
        entry > this.seen_ && from !== "customer" && kind !== "announcement",
    ).length;
  }
  /** The newest announcement of the queue, if it tells more than the place. */
  get announcement(): string | undefined {
    const told = this.announced_;
    if (this.chat_?.phase !== "waiting" || told === undefined) return undefined;
    return isWorthSaying(told) ? told.text : undefined;
  }

  connect(): void {
    this.connection_.start();
  }

  /** Leaves without ending the chat. */
  stop(): void {
    this.gap_.cancel();
    this.seenBatch_.cancel();
    this.pause_.cancel();
    this.typing_.forget(true);
    this.connection_.stop();
  }

  /** The network or the user is back. */
  nudge(): void {
    this.connection_.nudge();
  }

  /** Hints for the agent; they count from the next chat on (W8). */
  identify(identity: Identity): void {
    this.identity_ = { ...this.identity_, ...identity };
  }

  /** Ends the chat, and forgets it and who the customer is. */
  logout(): void {
    this.end();
    this.forgetChat();
    this.identity_ = {};
    this.proof_ = undefined;
    this.hasLostChat_ = false;
    this.save();
    // The server shows this socket the chat; another one knows nothing of it.
    if (this.connection_.state.name !== "idle") this.connection_.restart();
    this.changed();
  }

  /** Sends a line; begins a chat if none is open (T5). */
  say(text: string): void {
    this.typing_.forget(true);
    if (this.isEnded) this.startAnew();
    this.hasLostChat_ = false;
    const line = { id: randomId(), text, at: Date.now() };
    this.transcript_.pend(line);
    this.send(line);
    this.save();
    this.changed();
  }

  /**
   * Tries a refused line again; the same id makes it harmless (W6). Where its
   * chat has ended it begins the next one.
   */
  retry(id: string): void {
    const line = this.pending.find((pending) => pending.id === id);
    if (line === undefined) return;
    if (this.isEnded) {
      this.say(line.text);
      return;
    }
    this.hasLostChat_ = false;
    const again = { id: line.id, text: line.text, at: line.at };
    this.transcript_.pend(again);
    this.send(again);
    this.save();
    this.changed();
  }

  /** Gives a refused line up. */
  discard(id: string): void {
    this.transcript_.unpend(id);
    this.save();
    this.changed();
  }

  /** Begins a chat by presence. */
  startChat(): void {
    if (this.isEnded) this.startAnew();
    if (this.chat_ === undefined && !this.starting_) this.start(undefined);
  }

  /** Ends the chat; refusals are told as `error`. */
  end(): void {
    if (this.chat_ === undefined || this.isEnded) return;
    this.connection_.request({ type: "chat.end" }).catch((why: unknown) => {
      this.failed(why);
    });
  }

  /** Sends the form that the flow shows. @throws RefusedError */
  async sendForm(form: {
    name: string;
    email: string;
    text: string;
  }): Promise<void> {
    const id = randomId();
    await this.connection_.request({ type: "chat.form", id, ...form });
  }

  /** What the customer thought of the ended chat. @throws RefusedError */
  async submitSurvey(score: number, comment: string): Promise<void> {
    await this.connection_.request({
      type: "chat.survey",
      score,
      ...(comment && { comment }),
    });
    if (this.chat_ !== undefined) {
      this.chat_ = { ...this.chat_, surveyed: true };
    }
    this.emit("surveySubmitted", { score });
    this.changed();
  }

  /**
   * What the website has signed of its customer (W8); it counts from the next
   * hello on, and there is one now if nothing is lost by it.
   */
  prove(proof: string | undefined): void {
    this.proof_ = proof;
    const isIdle = this.connection_.state.name === "idle";
    if (!isIdle && this.visitor_ === undefined && !this.starting_) {
      this.connection_.restart();
    }
  }

  /** Call at each key. */
  typed(isEmpty: boolean): void {
    if (this.chat_ !== undefined && !this.isEnded) this.typing_.typed(isEmpty);
  }

  /** The customer looks at the newest line. */
  look(): void {
    const newest = this.transcript_.newest;
    if (newest <= this.seen_) return;
    this.seen_ = newest;
    this.seenBatch_.ask();
    this.changed();
  }

  /** Clears an ended chat away, so that the next line begins another one. */
  startAnew(): void {
    const previous = this.visitor_;
    this.forgetChat();
    this.previous_ = previous;
    this.save();
    this.changed();
  }

  /** Another tab has saved something: all tabs show the same chat (W4). */
  storeChanged(): void {
    const saved = this.options_.store.load();
    if (saved?.visitor === this.visitor_) return;
    if (saved === undefined && !this.isEnded) return;
    if (this.starting_) return;
    this.adopt(saved);
  }

  private adopt(saved: SavedChat | undefined): void {
    const unsent = this.pending;
    this.forgetChat();
    this.resume(saved);
    for (const line of unsent) {
      this.transcript_.pend(line);
      this.send(line);
    }
    if (this.connection_.state.name !== "idle") this.connection_.restart();
    this.changed();
  }

  private resume(saved: SavedChat | undefined): void {
    if (saved === undefined) return;
    this.visitor_ = saved.visitor;
    for (const line of saved.unsent) this.transcript_.pend(line);
    this.sendNext();
  }

  private forgetChat(): void {
    this.connection_.forget("another chat");
    this.gap_.cancel();
    this.seenBatch_.cancel();
    this.pause_.cancel();
    this.typing_.forget(true);
    this.agentTyping_.set(false);
    this.transcript_ = new Transcript();
    this.chat_ = undefined;
    this.visitor_ = this.previous_ = undefined;
    this.starting_ = false;
    this.sending_ = this.startingWith_ = undefined;
    this.announced_ = undefined;
    this.seen_ = this.seenTold_ = this.gapAsked_ = 0;
  }

  /** The chat is over, and nobody said so: what was not sent stays here. */
  private loseChat(): void {
    const unsent = this.pending;
    this.forgetChat();
    this.hasLostChat_ = true;
    for (const { id, text, at } of unsent) {
      this.transcript_.pend({ id, text, at, refusal: chat_over });
    }
  }

  private save(): void {
    const { store } = this.options_;
    if (this.visitor_ === undefined) {
      store.save(undefined);
      return;
    }
    store.save({
      visitor: this.visitor_,
      chat: this.chat_?.chat ?? "",
      ended: this.isEnded,
      unsent: this.pending
        .filter((line) => line.refusal === undefined)
        .map(({ id, text, at }) => ({ id, text, at })),
    });
  }

  private changed(): void {
    this.emit("change", undefined);
  }

  private failed(why: unknown): void {
    if (!(why instanceof RefusedError)) return;
    const { name, text } = why.refusal;
    this.emit("error", { name, text });
    this.changed();
  }

  private send(line: PendingLine): void {
    if (this.visitor_ !== undefined) {
      this.sendNext();
    } else if (!this.starting_) {
      this.start(line);
    }
    // Else it follows when the chat has begun.
  }

  /**
   * One line after the other: a server that takes the second but not the first
   * would change their order.
   */
  private sendNext(): void {
    if (this.visitor_ === undefined || this.sending_ !== undefined) return;
    if (this.pause_.isOn) return;
    const line = this.pending.find(
      // The line in `chat.start` is stored with it.
      ({ id, refusal }) => refusal === undefined && id !== this.startingWith_,
    );
    if (line === undefined) {
      this.wasTooFast_ = false;
      return;
    }
    const { id, text } = line;
    this.sending_ = id;
    this.connection_.request({ type: "chat.say", id, text }).then(
      () => {
        this.sent(id);
      },
      (why: unknown) => {
        this.notSent(id, why);
      },
    );
  }

  private sent(id: string): void {
    if (this.sending_ !== id) return;
    this.sending_ = undefined;
    if (this.wasTooFast_) this.pause_.take(pace);
    else this.sendNext();
  }

  private notSent(id: string, why: unknown): void {
    if (this.sending_ === id) this.sending_ = undefined;
    // It is sent after the next hello, if there is one.
    if (!(why instanceof RefusedError)) return;
    const { name, retry_after } = why.refusal;
    if (name === "throttled" && retry_after !== undefined) {
      // Typed without a connection, say: nobody has to send each again.
      this.wasTooFast_ = true;
      this.pause_.take(retry_after);
      return;
    }
    this.transcript_.refuse(id, why.refusal);
    this.save();
    this.failed(why);
    this.sendNext();
  }

  private start(line: PendingLine | undefined): void {
    this.starting_ = true;
    const run = this.options_.exclusively ?? ((task) => task());
    void run(async () => {
      // Another tab may have been faster.
      const saved = this.options_.store.load();
      if (saved !== undefined && !saved.ended) {
        this.starting_ = false;
        this.adopt(saved);
        return;
      }
      await this.requestStart(line);
    });
  }

  private async requestStart(line: PendingLine | undefined): Promise<void> {
    const { name, email, fields = [] } = this.identity_;
    const page = this.options_.page?.();
    this.startingWith_ = line?.id;
    this.startRefusal_ = undefined;
    try {
      await this.connection_.request({
        type: "chat.start",
        ...(name && { name }),
        ...(email && { email }),
        ...(page && { page }),
        ...(line && { id: line.id, text: line.text }),
        fields,
      });
    } catch (why) {
      this.starting_ = false;
      if (why instanceof RefusedError) {
        if (line === undefined) this.startRefusal_ = why.refusal;
        for (const { id } of this.pending) {
          this.transcript_.refuse(id, why.refusal);
        }
      }
      this.failed(why);
    }
  }

  private hello(): Hello {
    const { token, locale } = this.options_;
    const visitor = this.visitor_ ?? this.previous_;
    return {
      type: "visitor.hello",
      token,
      ...(locale && { locale }),
      ...(this.epoch_ && { epoch: this.epoch_ }),
      ...(this.proof_ && { proof: this.proof_ }),
      ...(visitor && { visitor, after: this.transcript_.upto }),
    };
  }

  private helloRefused(refusal: Refusal): "now" | undefined {
    const isAboutChat = [
      "not_authenticated",
      "not_found",
      "chat_closed",
    ].includes(refusal.name);
    const hasSecret = this.visitor_ ?? this.previous_;
    if (hasSecret === undefined || !isAboutChat) return undefined;
    // The server does not know this chat (any more): begin without it.
    if (this.visitor_ === undefined) this.forgetChat();
    else this.loseChat();
    this.save();
    return "now";
  }

  private stateChanged(state: ConnectionState): void {
    if (state.name === "ended" && state.ending.by === "refusal") {
      this.refusal_ = state.ending.refusal;
      const { name, text } = state.ending.refusal;
      this.emit("error", { name, text });
    } else if (state.name === "ready") {
      this.refusal_ = undefined;
      this.sendNext();
    } else {
      this.agentTyping_.set(false);
    }
    this.emit("connection", { state: state.name });
    this.changed();
  }

  private welcomed(message: ServerMessage): void {
    if (message.type !== "visitor.welcome") return;
    this.epoch_ = message.epoch;
    this.serviceName_ = message.service_name;
    if (this.visitor_ === undefined) {
      // Only the previous chat's secret was shown; it stays cleared away.
    } else if (message.chat !== undefined) {
      this.view(message.chat);
    } else {
      this.loseChat();
    }
    this.save();
    this.seenTold_ = 0;
    if (this.seen_ > 0) this.seenBatch_.ask();
    this.changed();
  }

  private received(message: ServerMessage): void {
    switch (message.type) {
      case "chat.started":
        this.started(message);
        break;
      case "said":
        this.said(message);
        break;
      case "chat.entry":
        if (this.isMine(message.chat)) this.entry(message.line);
        break;
      case "chat.lines":
        if (this.isMine(message.chat)) this.page(message);
        break;
      case "chat.changed":
        if (this.isMine(message.chat.chat)) this.view(message.chat);
        break;
      case "queue.position":
        this.position(message);
        break;
      case "chat.receipt":
        this.receipt(message);
        break;
      case "chat.typing":
        if (this.isMine(message.chat) && message.by !== "customer") {
          this.agentTyping_.set(message.on);
        }
        break;
      default:
        return;
    }
    this.checkGap();
    this.changed();
  }

  private isMine(chat: string): boolean {
    return chat === this.chat_?.chat;
  }

  private started({ visitor, chat }: Message<"chat.started">): void {
    this.starting_ = false;
    this.hasLostChat_ = false;
    this.visitor_ = visitor;
    this.chat_ = chat;
    this.save();
    this.emit("chatStarted", { chat: chat.chat });
    // What was written while the chat began.
    this.sendNext();
  }

  private said({ chat, id, entry, at }: Message<"said">): void {
    const line = this.pending.find((pending) => pending.id === id);
    if (line === undefined || !this.isMine(chat)) return;
    const stored: EntryView = {
      entry,
      at,
      from: "customer",
      kind: "text",
      text: line.text,
      id,
    };
    if (this.transcript_.settle(id, stored)) this.arrived([stored]);
    else this.save();
  }

  private entry(line: EntryView): void {
    if (!this.transcript_.add(line)) return;
    this.arrived([line], this.chat_?.position);
  }

  private page({ lines }: Message<"chat.lines">): void {
    const fresh = lines.filter((line) => !this.transcript_.has(line.entry));
    this.transcript_.addPage(lines, this.transcript_.upto);
    this.arrived(fresh);
  }

  /** @param position the customer's place, if the lines came just now. */
  private arrived(lines: readonly EntryView[], position?: number): void {
    for (const { from, kind, text, at } of lines) {
      if (from === "agent") this.agentTyping_.set(false);
      if (kind === "announcement") this.announced_ = { text, position };
      this.emit("message", { from, text, at });
    }
    this.save();
  }

  private view(next: CustomerChatView): void {
    const last = this.chat_;
    if (last !== undefined && last.chat !== next.chat) return;
    if (last !== undefined && next.revision < last.revision) return;
    this.chat_ = {
      ...next,
      delivered: Math.max(next.delivered, last?.delivered ?? 0),
      seen: Math.max(next.seen, last?.seen ?? 0),
    };
    this.tellChanges(last, this.chat_);
    if (next.phase === "ended") this.save();
  }

  private tellChanges(
    last: CustomerChatView | undefined,
    next: CustomerChatView,
  ): void {
    if (last?.agent_name !== next.agent_name) {
      if (last?.agent_name) this.emit("agentLeft", { name: last.agent_name });
      if (next.agent_name) this.emit("agentJoined", { name: next.agent_name });
    }
    if (next.position !== undefined && last?.position !== next.position) {
      this.emit("queueUpdate", { position: next.position });
    }
    if (next.form === true && last?.form !== true) {
      this.emit("offline", { chat: next.chat });
    }
    if (next.phase === "ended" && last?.phase !== "ended") {
      this.agentTyping_.set(false);
      this.typing_.forget(true);
      this.emit("chatEnded", { chat: next.chat });
    }
  }

  private position({ chat, position }: Message<"queue.position">): void {
    if (!this.isMine(chat) || this.chat_ === undefined) return;
    if (this.chat_.phase !== "waiting") return;
    this.chat_ = { ...this.chat_, position };
    this.emit("queueUpdate", { position });
  }

  private receipt(receipt: Message<"chat.receipt">): void {
    if (!this.isMine(receipt.chat) || receipt.by === "customer") return;
    if (this.chat_ === undefined) return;
    const delivered = Math.max(this.chat_.delivered, receipt.delivered);
    const seen = Math.max(this.chat_.seen, receipt.seen);
    this.chat_ = { ...this.chat_, delivered, seen };
    this.emit("receipt", { delivered, seen });
  }

  private get missingUpto(): number {
    const { newest, upto } = this.transcript_;
    const last = Math.max(newest, this.chat_?.last_entry ?? 0);
    return last > upto && last > this.gapAsked_ ? last : 0;
  }

  private checkGap(): void {
    if (this.missingUpto > 0) this.gap_.ask();
    else this.gap_.cancel();
  }

  /** Lines are missing and did not come: ask for them with a new hello. */
  private fillGap(): void {
    if (this.missingUpto === 0 || this.connection_.state.name !== "ready") {
      return;
    }
    this.gapAsked_ = this.missingUpto;
    this.connection_.restart();
  }

  private tellSeen(): void {
    if (this.seen_ <= this.seenTold_ || this.chat_ === undefined) return;
    if (this.connection_.state.name !== "ready") return;
    this.seenTold_ = this.seen_;
    this.connection_.tell({ type: "chat.seen", upto: this.seen_ });
  }
}
