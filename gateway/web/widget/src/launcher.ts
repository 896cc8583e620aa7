// The button on the page, and the loading of the chat when somebody wants to
// talk. Small; no framework.
import { element, icon, setText } from "./dom.js";
import { Frame } from "./frame.js";
import { launcherStrings } from "./launcher_strings.js";
import { loadChat } from "./load_chat.js";
import { isTheme, type Options, withSettings } from "./options.js";
import { type ChatHost, type ChatPart, storageKey } from "./parts.js";
import { type ServiceSettings, withService } from "./service.js";

type Listener = (detail: unknown) => void;

const bubble =
  "M12 3.5c5 0 9 3.4 9 7.8s-4 7.8-9 7.8c-1.2 0-2.3-.2-3.3-.5L4 20.5l1.2-3.7C3.8 15.4 3 13.5 3 11.3c0-4.4 4-7.8 9-7.8z";
const chevron = "M6 9.5l6 6 6-6";
/** Loading that takes longer than this is shown. */
const patience = 400;

export class Launcher implements ChatHost {
  private readonly frame_: Frame;
  private readonly badge_ = element("span", { class: "badge", hidden: true });
  private readonly button_: HTMLButtonElement;
  private readonly note_: HTMLElement;
  private readonly listeners_ = new Map<string, Set<Listener>>();
  private options_: Options;
  /** What the page has set at run time. */
  private wanted_: object = {};
  private isMounted_ = false;
  private isDecided_ = false;
  private words_;
  private chat_: Promise<ChatPart> | undefined;
  private isOpen_ = false;
  private isShown_ = true;
  private unread_ = 0;
  private opening_: number | undefined;

  /** @param forget the widget is gone. */
  constructor(
    options: Options,
    private readonly forget_: () => void,
  ) {
    this.options_ = options;
    this.words_ = launcherStrings(options.language);
    this.frame_ = new Frame(options);
    this.button_ = element(
      "button",
      { type: "button", class: "launcher", "data-testid": "parley-launcher" },
      icon(bubble),
      this.badge_,
    );
    this.note_ = element("div", {
      class: "note",
      role: "alert",
      "data-testid": "parley-note",
      hidden: true,
    });
    this.label();
    this.button_.addEventListener("click", () => {
      this.run("toggle");
    });
    for (const intent of ["pointerenter", "focus"]) {
      this.button_.addEventListener(intent, () => {
        this.load().catch(() => undefined);
      });
    }
    this.frame.append(this.note_, this.button_);
  }

  get options(): Options {
    return this.options_;
  }
  get root(): ShadowRoot {
    return this.frame_.root;
  }
  get frame(): HTMLElement {
    return this.frame_.node;
  }

  mount(): void {
    if (this.isMounted_) return;
    this.isMounted_ = true;
    this.frame_.attach();
    if (this.hasOpenChat()) this.load().catch(() => undefined);
    if (this.remembersOpen()) this.open(false);
    else this.openLater();
    this.emit("ready", {});
  }

  /** The service has said how its box is meant to be. */
  serviceKnown(service: ServiceSettings): void {
    this.apply(withService(this.options_, service));
    if (this.isMounted_) this.openLater();
  }

  /** @returns what the command's caller gets. */
  run(name: string, ...rest: unknown[]): unknown {
    switch (name) {
      case "open":
        this.open();
        return undefined;
      case "close":
        this.close();
        return undefined;
      case "toggle":
        if (this.isOpen_) this.close();
        else this.open();
        return undefined;
      case "show":
      case "hide":
        this.isShown_ = name === "show";
        this.frame_.host.toggleAttribute("data-hidden", !this.isShown_);
        return undefined;
      case "set":
        this.set(rest[0]);
        return undefined;
      case "locale":
        this.set({ locale: rest[0] });
        return undefined;
      case "theme":
        if (isTheme(rest[0])) this.set({ theme: rest[0] });
        return undefined;
      case "on":
        return this.on(String(rest[0]), rest[1] as Listener);
      case "off":
        this.listeners_.get(String(rest[0]))?.delete(rest[1] as Listener);
        return undefined;
      case "destroy":
        this.destroy();
        return undefined;
      default:
        this.load().then(
          (chat) => {
            chat.command(name, rest[0]);
          },
          () => undefined,
        );
        return undefined;
    }
  }

  emit(event: string, detail: unknown): void {
    for (const listener of [...(this.listeners_.get(event) ?? [])]) {
      // A fault of the page's own listener must not stop the chat.
      try {
        listener(detail);
      } catch (why) {
        reportError(why);
      }
    }
  }

  setUnread(count: number): void {
    if (count === this.unread_) return;
    this.unread_ = count;
    this.badge_.hidden = count === 0;
    const text = count > 99 ? "99+" : String(count);
    setText(this.badge_, count === 0 ? "" : text);
    this.label();
    this.emit("unread", { count });
  }

  close(): void {
    this.decided();
    this.rememberOpen(false);
    if (!this.isOpen_) return;
    this.isOpen_ = false;
    this.label();
    void this.chat_?.then((chat) => {
      chat.closed();
      // On small screens the button is only there without the box.
      this.button_.focus();
    });
    this.emit("closed", {});
  }

  /** @param byHand else what has the focus keeps it. */
  open(byHand = true): void {
    this.decided();
    if (this.isOpen_) return;
    this.isOpen_ = true;
    this.label();
    this.rememberOpen(true);
    const slow = window.setTimeout(() => {
      this.button_.ariaBusy = "true";
      this.button_.title = this.words_.loading;
    }, patience);
    this.load()
      .then(
        (chat) => {
          if (this.isOpen_) chat.opened(byHand);
        },
        () => {
          this.notLoaded();
        },
      )
      .finally(() => {
        window.clearTimeout(slow);
        this.button_.ariaBusy = null;
        this.button_.title = "";
      });
    this.emit("opened", {});
  }

  /** W1: by itself, once a page view; opening or closing is an answer. */
  private openLater(): void {
    const { openAfter } = this.options_;
    if (this.isDecided_ || openAfter <= 0) return;
    window.clearTimeout(this.opening_);
    this.opening_ = window.setTimeout(() => {
      this.open(false);
    }, openAfter * 1000);
  }

  private decided(): void {
    this.isDecided_ = true;
    window.clearTimeout(this.opening_);
  }

  private set(wanted: unknown): void {
    if (typeof wanted !== "object" || wanted === null) return;
    this.wanted_ = { ...this.wanted_, ...wanted };
    this.apply(this.options_);
  }

  private apply(options: Options): void {
    const next = withSettings(options, this.wanted_);
    this.options_ = next;
    this.words_ = launcherStrings(next.language);
    this.frame_.apply(next);
    this.label();
    void this.chat_?.then((chat) => {
      chat.optionsChanged();
    });
  }

  private destroy(): void {
    window.clearTimeout(this.opening_);
    void this.chat_?.then((chat) => {
      chat.destroy();
    });
    this.frame_.remove();
    this.listeners_.clear();
    this.forget_();
  }

  private on(event: string, listener: Listener): () => void {
    const listeners = this.listeners_.get(event) ?? new Set();
    this.listeners_.set(event, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  private label(): void {
    const { open, close, unread } = this.words_;
    const news = this.unread_ > 0 ? `, ${unread(this.unread_)}` : "";
    this.button_.ariaLabel = this.isOpen_ ? close : open + news;
    this.button_.ariaExpanded = String(this.isOpen_);
    const path = this.button_.querySelector("path");
    path?.setAttribute("d", this.isOpen_ ? chevron : bubble);
  }

  private load(): Promise<ChatPart> {
    this.chat_ ??= loadChat(this.options_.base).then(
      (mount) => {
        this.note_.hidden = true;
        return mount(this);
      },
      (why: unknown) => {
        // The network may be back at the next click.
        this.chat_ = undefined;
        this.emit("error", { name: "not_loaded", text: String(why) });
        throw why;
      },
    );
    return this.chat_;
  }

  /** Who has pressed the button is told; a box there is none yet. */
  private notLoaded(): void {
    this.isOpen_ = false;
    this.rememberOpen(false);
    this.label();
    const { notLoaded, dismiss } = this.words_;
    const shut = element(
      "button",
      { type: "button", "aria-label": dismiss },
      "×",
    );
    shut.addEventListener("click", () => {
      this.note_.hidden = true;
      this.button_.focus();
    });
    this.note_.replaceChildren(element("span", {}, notLoaded), shut);
    this.note_.hidden = false;
  }

  private hasOpenChat(): boolean {
    try {
      const saved = localStorage.getItem(storageKey(this.options_));
      return saved?.includes('"ended":false') ?? false;
    } catch {
      return false;
    }
  }

  private remembersOpen(): boolean {
    try {
      return sessionStorage.getItem(this.openKey()) === "1";
    } catch {
      return false;
    }
  }

  private rememberOpen(isOpen: boolean): void {
    try {
      sessionStorage.setItem(this.openKey(), isOpen ? "1" : "0");
    } catch {
      // Then a reload closes the box.
    }
  }

  private openKey(): string {
    return `${storageKey(this.options_)}:open`;
  }
}
