// The chat's part of the widget: connects the client library with the box and
// hands itself to the launcher that loaded this script.
import { type SocketLike, VisitorClient } from "@parley/client";
import { Box } from "./box.js";
import css from "./chat.css?inline";
import { adoptStyles } from "./dom.js";
import extras from "./extras.css?inline";
import { News } from "./news.js";
import { PageTitle } from "./page_title.js";
import {
  chat_loaded,
  type ChatHost,
  type ChatPart,
  type MountChat,
  storageKey,
} from "./parts.js";
import { Sound } from "./sound.js";
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
  "surveySubmitted",
  "offline",
  "connection",
  "error",
] as const;

/** The user or the network is back, or perhaps gone: look at once. */
const signs = ["online", "offline", "focus", "pageshow"] as const;

class Chat implements ChatPart {
  private readonly client_: VisitorClient;
  private readonly store_: BrowserStore;
  private readonly sound_: Sound;
  private readonly title_ = new PageTitle();
  private box_: Box;
  private isOpen_ = false;
  private isStale_ = false;
  private readonly news_ = new News();
  private readonly nudge_ = (): void => {
    if (document.visibilityState === "visible") this.client_.nudge();
    this.update();
  };

  constructor(private readonly host_: ChatHost) {
    const { options, root } = host_;
    const key = storageKey(options);
    this.store_ = new BrowserStore(key, () => {
      this.client_.storeChanged();
    });
    this.sound_ = new Sound(`${key}:sound`, options.sound);
    this.client_ = new VisitorClient({
      url: socketUrl(options.base),
      token: options.token,
      open: (url): SocketLike => new WebSocket(url),
      store: this.store_,
      page: () => location.href.slice(0, url_characters_max),
      locale: options.language,
      exclusively: exclusively(key),
    });
    // The rules for small screens stand in the second and win.
    adoptStyles(root, extras);
    adoptStyles(root, css);
    this.box_ = this.makeBox();
    this.listen();
    // The customer is present on every page of the site, not only with an
    // open box (W6).
    if (this.client_.hasSavedChat) this.client_.connect();
  }

  opened(byHand: boolean): void {
    this.isOpen_ = true;
    this.client_.connect();
    this.box_.show(byHand);
    this.update();
  }

  closed(): void {
    this.isOpen_ = false;
    this.box_.hide();
  }

  /** Other words, other questions: another box, with what was written. */
  optionsChanged(): void {
    const { draft, hasFocus } = this.box_;
    this.box_.destroy();
    this.box_ = this.makeBox();
    this.box_.prefill(draft);
    if (this.isOpen_) this.box_.show(hasFocus);
  }

  command(name: string, argument: unknown): void {
    const client = this.client_;
    switch (name) {
      case "identify":
        client.identify(identityOf(argument));
        client.prove(proofOf(argument));
        this.optionsChanged();
        break;
      case "logout":
        client.logout();
        this.optionsChanged();
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
    this.sound_.destroy();
    this.box_.destroy();
    this.title_.update(0);
    for (const sign of signs) window.removeEventListener(sign, this.nudge_);
    document.removeEventListener("visibilitychange", this.nudge_);
  }

  private makeBox(): Box {
    const { options, frame } = this.host_;
    const box = new Box({
      client: this.client_,
      words: stringsOf(options.language),
      options,
      sound: this.sound_,
      close: () => {
        this.host_.close();
      },
    });
    frame.prepend(box.node);
    return box;
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
    for (const sign of signs) window.addEventListener(sign, this.nudge_);
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
    const isLooking = this.isOpen_ && document.visibilityState === "visible";
    this.sing(isLooking);
    if (isLooking) this.client_.look();
    const { unread } = this.client_;
    this.host_.setUnread(unread);
    this.title_.update(document.visibilityState === "visible" ? 0 : unread);
    if (this.isOpen_) this.box_.update();
  }

  /** A line of an agent is heard where nobody looks; old ones are silent. */
  private sing(isLooking: boolean): void {
    const fresh = this.news_.take(this.client_);
    const isHeard = fresh.some(({ from }) => from === "agent");
    if (isHeard && !isLooking) this.sound_.play();
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

function proofOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { proof } = value as Record<string, unknown>;
  return typeof proof === "string" ? proof : undefined;
}

const mount: MountChat = (host) => new Chat(host);
document.currentScript?.dispatchEvent(
  new CustomEvent(chat_loaded, { detail: mount }),
);
