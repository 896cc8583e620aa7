// What the desk's parts share beside the client library: which chat is shown,
// what was written and not sent, and what went wrong. No markup.
import {
  AgentClient,
  type AgentRequest,
  type DeskChatView,
  FatalError,
  type Refusal,
  type SocketLike,
} from "@parley/client";
import { ProblemError } from "../rest/client.js";
import { fetchTicket } from "../rest/login.js";
import type { Toasts } from "../ui/toasts.js";
import { Bell } from "./bell.js";
import { Filings } from "./filing.js";
import { Offers } from "./offers.js";
import { Uploads } from "./uploads.js";
import { customerOf, inWords, refusedRequest } from "./words.js";

async function ticket(): Promise<string> {
  try {
    return await fetchTicket();
  } catch (why) {
    if (why instanceof ProblemError && why.problem.status === 401) {
      throw new FatalError("logged out");
    }
    throw why;
  }
}

function socketUrl(): string {
  const url = new URL("/ws/v1/agent", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** Milliseconds in which a whisper is news. */
const news_within = 10_000;

export class DeskModel {
  readonly client: AgentClient;
  readonly filings: Filings;
  readonly uploads: Uploads;
  readonly bell = new Bell();
  /** Text in the box of each chat. */
  readonly drafts = new Map<string, string>();
  /** Chats in whose box one whispers. */
  readonly whispering = new Set<string>();
  /** Chats that a call interrupted and that went on by themselves (I5). */
  readonly resumed = new Set<string>();
  /** What a supervisor said while closing this desk. */
  farewell: string | undefined;
  /** This desk has shown something before: a loss is a loss. */
  wasReady = false;
  private selected_: string | undefined;
  private active_: string | undefined;
  private isStale_ = false;
  private version_ = 0;
  /** Chats that a call interrupts. */
  private marked_ = new Set<string>();
  private readonly offers_ = new Offers();
  private readonly watchers_ = new Set<() => void>();

  constructor(private readonly toasts_: Toasts) {
    this.client = new AgentClient({
      url: socketUrl(),
      open: (url): SocketLike => new WebSocket(url),
      ticket,
    });
    this.filings = new Filings(this.client, () => {
      this.changed();
    });
    this.uploads = new Uploads(this.client, () => {
      this.changed();
    });
    this.client.on("change", () => {
      this.follow();
    });
    this.client.on("acted", ({ act, text, note }) => {
      const words = note === undefined ? text : `${text} They say: ${note}`;
      if (act === "force_log_out") this.farewell = words;
      else this.toasts_.show(words, "info");
    });
    this.client.on("whispered", ({ chat, whispers }) => {
      const isLooking = chat === this.selected_ && document.hasFocus();
      const isMine = this.client.chat(chat) !== undefined;
      const isOld = whispers.every(
        ({ at }) => this.client.now() - at > news_within,
      );
      if (isMine && !isLooking && !isOld) this.bell.ring("message");
    });
    this.client.on("refused", ({ refusal, request }) => {
      this.refused(request, refusal);
    });
    this.client.on("left", ({ chat }) => {
      const news = this.offers_.left(chat, this.client.me?.colleagues ?? []);
      if (news !== undefined) this.tell(news);
    });
    this.client.on("allocated", () => {
      this.bell.ring("chat");
    });
    this.client.on("message", ({ chat, line }) => {
      const isLooking = chat === this.selected_ && document.hasFocus();
      const isMine = this.client.chat(chat) !== undefined;
      if (line.from === "customer" && isMine && !isLooking) {
        this.bell.ring("message");
      }
    });
  }

  /** Connects; returns its undo. */
  run(): () => void {
    const { client } = this;
    const nudge = (): void => {
      if (document.visibilityState === "visible") client.nudge();
    };
    client.connect();
    window.addEventListener("online", nudge);
    document.addEventListener("visibilitychange", nudge);
    return () => {
      window.removeEventListener("online", nudge);
      document.removeEventListener("visibilitychange", nudge);
      client.stop();
    };
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers_.add(watcher);
    return () => {
      this.watchers_.delete(watcher);
    };
  };

  /** Another number after each change. */
  readonly version = (): number => this.version_;

  get selected(): DeskChatView | undefined {
    return this.selected_ === undefined
      ? undefined
      : this.client.inbox.find(({ chat }) => chat === this.selected_);
  }

  /** Another chat is active: the marked one stays parked after the call (I5). */
  resumes(chat: DeskChatView): boolean {
    const active = this.client.status?.active;
    return (
      chat.resume_after_call && (active === undefined || active === chat.chat)
    );
  }

  /** Shows a chat; one that is not active becomes it (P2). */
  select(chat: DeskChatView): void {
    this.show(chat.chat);
    if (chat.phase !== "active" && chat.phase !== "wrapup") {
      void this.client.command("chat.activate", chat.chat);
    }
  }

  /** Shows a chat and leaves its state. */
  show(chat: string | undefined): void {
    this.selected_ = chat;
    this.changed();
  }

  async finish(chat: string): Promise<void> {
    if (await this.filings.save(chat)) {
      await this.client.command("wrapup.finish", chat);
    }
  }

  /** What is typed and not sent yet goes before the desk closes. */
  async finishAll(): Promise<void> {
    await Promise.all(
      this.client.inbox.map(({ chat }) => this.filings.save(chat)),
    );
  }

  /** What the next one should know goes into the chat's note before. */
  async transfer(
    chat: DeskChatView,
    to: { queue: string } | { agent: string },
    note: string,
  ): Promise<void> {
    const words = note.trim();
    if (words !== "") {
      const before = this.filings.of(chat).note;
      const text = before === "" ? words : `${before}\n${words}`;
      this.filings.edit(chat, { note: text });
    }
    if (await this.filings.save(chat.chat)) {
      await this.client.transfer(chat.chat, to);
    }
  }

  /** Takes an offer to a colleague back. */
  withdraw(chat: string): void {
    this.offers_.withdraw(chat);
    void this.client.command("transfer.decline", chat);
  }

  draft(chat: string, text: string): void {
    this.drafts.set(chat, text);
    this.client.typed(chat, text === "" || this.whispering.has(chat));
    this.changed();
  }

  say(chat: string): void {
    const text = this.drafts.get(chat) ?? "";
    if (text.trim() === "") return;
    if (this.whispering.has(chat)) {
      void this.whisper(chat, text);
      return;
    }
    this.resumed.delete(chat);
    this.drafts.delete(chat);
    this.client.say(chat, text);
  }

  /** Whispers, or writes to the customer again. */
  setWhispering(chat: string, isOn: boolean): void {
    if (isOn) this.whispering.add(chat);
    else this.whispering.delete(chat);
    this.changed();
  }

  /** What was not whispered stays in the box. */
  private async whisper(chat: string, text: string): Promise<void> {
    const refusal = await this.client.whisper(chat, text);
    if (refusal !== undefined) {
      this.toasts_.show(`It was not whispered: ${inWords(refusal)}`, "bad");
      return;
    }
    // The next line is the customer's again: nobody forgets that.
    this.whispering.delete(chat);
    if (this.drafts.get(chat) === text) this.drafts.delete(chat);
    this.changed();
  }

  tell(text: string): void {
    this.toasts_.show(text, "info");
  }

  /** After a call, the chat that it interrupted goes on by itself (I5). */
  private tellResumed(): void {
    const { inbox } = this.client;
    for (const chat of inbox) {
      if (!this.marked_.has(chat.chat) || chat.resume_after_call) continue;
      const isOn = chat.phase === "active" || chat.phase === "wrapup";
      if (isOn && this.client.status?.call?.phase !== "connected") {
        this.resumed.add(chat.chat);
        this.tell(
          `The call is over. The chat with ${customerOf(chat)} goes on.`,
        );
      }
    }
    for (const chat of [...this.resumed]) {
      const phase = this.client.chat(chat)?.phase;
      if (phase !== "active" && phase !== "wrapup") this.resumed.delete(chat);
    }
    this.marked_ = new Set(
      inbox.filter((one) => one.resume_after_call).map(({ chat }) => chat),
    );
  }

  private refused(request: AgentRequest["type"], refusal: Refusal): void {
    this.toasts_.show(refusedRequest(request, refusal), "bad");
  }

  /** Many changes of one moment are drawn once. */
  private changed(): void {
    if (this.isStale_) return;
    this.isStale_ = true;
    queueMicrotask(() => {
      this.isStale_ = false;
      this.version_ += 1;
      for (const watcher of [...this.watchers_]) watcher();
    });
  }

  private follow(): void {
    const { client } = this;
    if (client.connection.name === "ready") this.wasReady = true;
    const active = client.status?.active;
    if (client.status !== undefined && active !== this.active_) {
      this.active_ = active;
      if (active !== undefined) this.selected_ = active;
    }
    this.uploads.follow();
    this.filings.forget((chat) => client.chat(chat) !== undefined);
    if (client.connection.name === "ready" && client.status !== undefined) {
      const colleagues = client.me?.colleagues ?? [];
      for (const news of this.offers_.follow(client.inbox, colleagues)) {
        this.tell(news);
      }
    }
    this.tellResumed();
    this.bell.follow(client.status?.call?.phase === "alerting");
    this.changed();
  }
}
