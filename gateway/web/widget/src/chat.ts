// The chat's part of the widget: connects the client library with the box and
// hands itself to the launcher that loaded this script.
import { type SocketLike, VisitorClient } from "@parley/client";
import { Box } from "./box.js";
import css from "./chat.css?inline";
import { adoptStyles } from "./dom.js";
import {
  chat_loaded,
  type ChatHost,
  type ChatPart,
  type MountChat,
  storageKey,
} from "./parts.js";
import { BrowserStore } from "./store.js";
import { stringsOf } from "./strings.js";

const url_characters_max = 2000;

function socketUrl(base: URL): string {
  const url = new URL("ws/v1/visitor", base);
  url.protocol = base.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** Tabs take turns, where the browser can make them. */
function exclusively(
  key: string,
): (task: () => Promise<void>) => Promise<void> {
  // Not there on pages without a secure context.
  const locks = (navigator as { locks?: LockManager }).locks;
  if (locks === undefined) return (task) => task();
  return async (task) => {
    await locks.request(`${key}:start`, task);
  };
}

const events = [
  "chatStarted",
  "chatEnded",
  "agentJoined",
  "agentLeft",
  "queueUpdate",
  "message",
  "receipt",
  "typing",
  "connection",
  "error",
] as const;

class Chat implements ChatPart {
  private readonly client_: VisitorClient;
  private readonly store_: BrowserStore;
  private readonly box_: Box;
  private isOpen_ = false;
  private isStale_ = false;
  private readonly nudge_ = (): void => {
    if (document.visibilityState !== "visible") return;
    this.client_.nudge();
    this.update();
  };

  constructor(private readonly host_: ChatHost) {
    const { options, root } = host_;
    const key = storageKey(options);
    this.store_ = new BrowserStore(key, () => {
      this.client_.storeChanged();
    });
    this.client_ = new VisitorClient({
      url: socketUrl(options.base),
      token: options.token,
      open: (url): SocketLike => new WebSocket(url),
      store: this.store_,
      page: () => location.href.slice(0, url_characters_max),
      locale: options.language,
      exclusively: exclusively(key),
    });
    this.box_ = new Box({
      client: this.client_,
      words: stringsOf(options.language),
      language: options.language,
      title: options.title,
      close: () => {
        host_.close();
      },
    });
    adoptStyles(root, css);
    root.prepend(this.box_.node);
    this.listen();
    // The customer is present on every page of the site, not only with an
    // open box (W6).
    if (this.client_.hasSavedChat) this.client_.connect();
  }

  opened(): void {
    this.isOpen_ = true;
    this.client_.connect();
    this.box_.show();
    this.update();
  }

  closed(): void {
    this.isOpen_ = false;
    this.box_.hide();
  }

  command(name: string, argument: unknown): void {
    const client = this.client_;
    switch (name) {
      case "identify":
        client.identify(identityOf(argument));
        break;
      case "send":
        if (typeof argument !== "string" || argument.trim() === "") break;
        client.connect();
        client.say(argument);
        break;
      case "prefill":
        this.box_.prefill(String(argument));
        break;
      case "startChat":
        client.connect();
        client.startChat();
        break;
      case "endChat":
        client.end();
        break;
      default:
        this.host_.emit("error", {
          name: "unknown_command",
          text: `parley knows no command "${name}".`,
        });
    }
  }

  destroy(): void {
    this.client_.stop();
    this.client_.clear();
    this.store_.destroy();
    this.box_.node.remove();
    window.removeEventListener("online", this.nudge_);
    window.removeEventListener("focus", this.nudge_);
    document.removeEventListener("visibilitychange", this.nudge_);
  }

  private listen(): void {
    this.client_.on("change", () => {
      this.ask();
    });
    for (const event of events) {
      this.client_.on(event, (detail) => {
        this.host_.emit(event, detail);
      });
    }
    window.addEventListener("online", this.nudge_);
    window.addEventListener("focus", this.nudge_);
    document.addEventListener("visibilitychange", this.nudge_);
  }

  /** Many changes of one moment are drawn once; also in hidden tabs. */
  private ask(): void {
    if (this.isStale_) return;
    this.isStale_ = true;
    queueMicrotask(() => {
      this.isStale_ = false;
      this.update();
    });
  }

  private update(): void {
    if (this.isOpen_ && document.visibilityState === "visible") {
      this.client_.look();
    }
    this.host_.setUnread(this.client_.unread);
    if (this.isOpen_) this.box_.update();
  }
}

function identityOf(value: unknown): { name?: string; email?: string } {
  if (typeof value !== "object" || value === null) return {};
  const { name, email } = value as Record<string, unknown>;
  return {
    ...(typeof name === "string" && { name }),
    ...(typeof email === "string" && { email }),
  };
}

const mount: MountChat = (host) => new Chat(host);
document.currentScript?.dispatchEvent(
  new CustomEvent(chat_loaded, { detail: mount }),
);
