// What the desk's parts share beside the client library: which chat is shown,
// what was written and not sent, and what went wrong. No markup.
import {
  AgentClient,
  FatalError,
  type DeskChatView,
  type SocketLike,
} from "@parley/client";
import { fetchTicket, ProblemError } from "./api.js";
import { Filings } from "./filing.js";
import { refusedRequest } from "./words.js";

export interface Toast {
  readonly id: number;
  readonly text: string;
}

const toast_life = 10_000;
const toasts_max = 4;

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

export class DeskModel {
  readonly client: AgentClient;
  readonly filings: Filings;
  /** Text in the box of each chat. */
  readonly drafts = new Map<string, string>();
  toasts: readonly Toast[] = [];
  /** This desk has shown something before: a loss is a loss. */
  wasReady = false;
  private selected_: string | undefined;
  private active_: string | undefined;
  private isStale_ = false;
  private lastToast_ = 0;
  private readonly watchers_ = new Set<() => void>();

  constructor() {
    this.client = new AgentClient({
      url: socketUrl(),
      open: (url): SocketLike => new WebSocket(url),
      ticket,
    });
    this.filings = new Filings(this.client, () => {
      this.changed();
    });
    this.client.on("change", () => {
      this.follow();
    });
    this.client.on("refused", ({ refusal, request }) => {
      this.toast(refusedRequest(request, refusal));
    });
  }

  watch(watcher: () => void): () => void {
    this.watchers_.add(watcher);
    return () => {
      this.watchers_.delete(watcher);
    };
  }

  get selected(): DeskChatView | undefined {
    return this.selected_ === undefined
      ? undefined
      : this.client.inbox.find(({ chat }) => chat === this.selected_);
  }

  /** Shows a chat; one that is not active becomes it (P2). */
  select(chat: DeskChatView): void {
    this.selected_ = chat.chat;
    this.changed();
    if (chat.phase !== "active" && chat.phase !== "wrapup") {
      void this.client.command("chat.activate", chat.chat);
    }
  }

  async finish(chat: string): Promise<void> {
    if (await this.filings.save(chat)) {
      await this.client.command("wrapup.finish", chat);
    }
  }

  draft(chat: string, text: string): void {
    this.drafts.set(chat, text);
    this.client.typed(chat, text === "");
    this.changed();
  }

  say(chat: string): void {
    const text = this.drafts.get(chat) ?? "";
    if (text.trim() === "") return;
    this.drafts.delete(chat);
    this.client.say(chat, text);
  }

  toast(text: string): void {
    this.lastToast_ += 1;
    const id = this.lastToast_;
    this.toasts = [...this.toasts, { id, text }].slice(-toasts_max);
    window.setTimeout(() => {
      this.dismiss(id);
    }, toast_life);
    this.changed();
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
    this.changed();
  }

  /** Many changes of one moment are drawn once. */
  private changed(): void {
    if (this.isStale_) return;
    this.isStale_ = true;
    queueMicrotask(() => {
      this.isStale_ = false;
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
    this.filings.forget((chat) => client.chat(chat) !== undefined);
    this.changed();
  }
}
