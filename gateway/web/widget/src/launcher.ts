// `widget.js`: the button on the page, the page's JavaScript API, and the
// loading of the chat when somebody wants to talk. Small; no framework.
import { adoptStyles, element, icon, setText } from "./dom.js";
import css from "./launcher.css?inline";
import { launcherStrings } from "./launcher_strings.js";
import { type Options, optionsOf } from "./options.js";
import {
  chat_loaded,
  type ChatHost,
  type ChatPart,
  type MountChat,
  storageKey,
} from "./parts.js";

declare const chat_file: string;

type Listener = (detail: unknown) => void;
type Api = ((...command: unknown[]) => unknown) & { q?: IArguments[] };

const speech_bubble =
  "M21 12a8 8 0 0 1-8 8H4l1.7-3.4A8 8 0 1 1 21 12zM9 12h.01M13 12h.01M17 12h.01";
const cross = "M6 6l12 12M18 6 6 18";

class Launcher implements ChatHost {
  readonly root: ShadowRoot;
  private readonly host_ = element("div", { "data-parley": "" });
  private readonly badge_ = element("span", { class: "badge", hidden: true });
  private readonly button_: HTMLButtonElement;
  private readonly words_;
  private readonly listeners_ = new Map<string, Set<Listener>>();
  private chat_: Promise<ChatPart> | undefined;
  private isOpen_ = false;
  private opening_: number | undefined;

  constructor(readonly options: Options) {
    this.words_ = launcherStrings(options.language);
    this.host_.dataset.position = options.position;
    this.root = this.host_.attachShadow({ mode: "open" });
    adoptStyles(this.root, css);
    if (options.color !== undefined) this.paint(options.color);
    this.button_ = element(
      "button",
      { type: "button", class: "launcher", "data-testid": "parley-launcher" },
      icon(speech_bubble),
      this.badge_,
    );
    this.label();
    this.button_.addEventListener("click", () => {
      this.run("toggle");
    });
    for (const intent of ["pointerenter", "focus"]) {
      this.button_.addEventListener(intent, () => void this.load());
    }
    this.root.append(this.button_);
  }

  mount(): void {
    document.body.append(this.host_);
    const { openAfter } = this.options;
    if (this.hasOpenChat()) void this.load();
    if (this.remembersOpen()) this.open();
    else if (openAfter > 0) {
      this.opening_ = window.setTimeout(() => {
        this.open();
      }, openAfter * 1000);
    }
    this.emit("ready", {});
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
        this.host_.hidden = name === "hide";
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
        void this.load().then((chat) => {
          chat.command(name, rest[0]);
        });
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
    const text = count > 99 ? "99+" : String(count);
    if (this.badge_.textContent === text) return;
    this.badge_.hidden = count === 0;
    setText(this.badge_, text);
    this.label();
    this.emit("unread", { count });
  }

  close(): void {
    if (!this.isOpen_) return;
    this.isOpen_ = false;
    this.label();
    this.rememberOpen(false);
    void this.chat_?.then((chat) => {
      chat.closed();
      // On small screens the button is only there without the box.
      this.button_.focus();
    });
    this.emit("closed", {});
  }

  private open(): void {
    window.clearTimeout(this.opening_);
    if (this.isOpen_) return;
    this.isOpen_ = true;
    this.label();
    this.rememberOpen(true);
    void this.load().then((chat) => {
      if (this.isOpen_) chat.opened();
    });
    this.emit("opened", {});
  }

  private destroy(): void {
    window.clearTimeout(this.opening_);
    void this.chat_?.then((chat) => {
      chat.destroy();
    });
    this.host_.remove();
    this.listeners_.clear();
    forget(this);
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
    const { open, close } = this.words_;
    const unread = this.badge_.hidden ? "" : ` (${this.badge_.textContent})`;
    this.button_.ariaLabel = this.isOpen_ ? close : open + unread;
    this.button_.ariaExpanded = String(this.isOpen_);
    const path = this.button_.querySelector("path");
    path?.setAttribute("d", this.isOpen_ ? cross : speech_bubble);
  }

  private paint(color: string): void {
    this.host_.style.setProperty("--accent", color);
    // Which of black and white can be read on it, the canvas knows.
    const pen = document.createElement("canvas").getContext("2d");
    if (pen === null) return;
    pen.fillStyle = color;
    const parts = /^#(..)(..)(..)$/.exec(pen.fillStyle);
    if (parts === null) return;
    const [red = 0, green = 0, blue = 0] = parts
      .slice(1)
      .map((part) => parseInt(part, 16) / 255);
    const light =
      0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2;
    const ink = light > 0.36 ? "#000" : "#fff";
    this.host_.style.setProperty("--on-accent", ink);
  }

  private load(): Promise<ChatPart> {
    this.chat_ ??= loadChat(this.options.base).then(
      (mount) => mount(this),
      (why: unknown) => {
        // The network may be back at the next click.
        this.chat_ = undefined;
        this.emit("error", { name: "not_loaded", text: String(why) });
        throw why;
      },
    );
    this.chat_.catch(() => undefined);
    return this.chat_;
  }

  private hasOpenChat(): boolean {
    try {
      const saved = localStorage.getItem(storageKey(this.options));
      return saved?.includes('"ended":false') ?? false;
    } catch {
      return false;
    }
  }

  private remembersOpen(): boolean {
    try {
      return sessionStorage.getItem(`${storageKey(this.options)}:open`) === "1";
    } catch {
      return false;
    }
  }

  private rememberOpen(isOpen: boolean): void {
    try {
      const value = isOpen ? "1" : "0";
      sessionStorage.setItem(`${storageKey(this.options)}:open`, value);
    } catch {
      // Then a reload closes the box.
    }
  }
}

/** A plain script, not a module: another site's pages need no CORS for it. */
function loadChat(base: URL): Promise<MountChat> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(`widget/${chat_file}`, base).href;
    script.async = true;
    script.addEventListener(chat_loaded, (event) => {
      resolve((event as CustomEvent<MountChat>).detail);
    });
    script.addEventListener("error", () => {
      script.remove();
      reject(new Error("the chat could not be loaded"));
    });
    document.head.append(script);
  });
}

const globals = window as unknown as Record<string, Api | undefined>;
/** Snippets that run on this page, by name of their API and by key. */
const registry = Symbol.for("parley.instances");
type Registry = Map<string, Launcher>;
const holder = window as unknown as Record<symbol, Registry | undefined>;
const instances: Registry = (holder[registry] ??= new Map<string, Launcher>());

function forget(launcher: Launcher): void {
  for (const [key, value] of [...instances]) {
    if (value !== launcher) continue;
    instances.delete(key);
    if (key === launcher.options.api) Reflect.deleteProperty(globals, key);
  }
}

/** Takes over the name; runs what the page has asked for before. */
function installApi(launcher: Launcher): void {
  const { api } = launcher.options;
  const queue = globals[api]?.q ?? [];
  globals[api] = (...command: unknown[]) => {
    const [name, ...rest] = command;
    return launcher.run(String(name), ...rest);
  };
  instances.set(api, launcher);
  for (const call of queue) {
    const [name, ...rest] = Array.from(call) as unknown[];
    launcher.run(String(name), ...rest);
  }
}

function start(script: HTMLScriptElement): void {
  const options = optionsOf(script);
  if (options === undefined) return;
  const key = storageKey(options);
  // The same snippet twice is one chat; other names keep their own API.
  if (instances.has(key)) return;
  const launcher = new Launcher(options);
  instances.set(key, launcher);
  launcher.mount();
  if (!instances.has(options.api)) installApi(launcher);
}

const { currentScript } = document;
if (currentScript instanceof HTMLScriptElement) {
  if (document.body instanceof HTMLElement) {
    start(currentScript);
  } else {
    document.addEventListener("DOMContentLoaded", () => {
      start(currentScript);
    });
  }
}
