// The list of lines: keeps one element per line and changes only what differs,
// so that screen readers, selections and scrolling are left in peace.
import type { FileView, VisitorClient } from "@parley/client";
import { element, icon, iconButton, linked, setText } from "./dom.js";
import { arrow_down, sheet, tick_icon } from "./icons.js";
import {
  itemsOf,
  type LineItem,
  type LineState,
  type LogItem,
} from "./log_items.js";
import { News } from "./news.js";
import { inWords, type Strings } from "./strings.js";
import { Times } from "./times.js";
import { sizeText } from "./transfer.js";

interface Shown {
  readonly node: HTMLElement;
  readonly about: HTMLElement | undefined;
  signature: string;
}

/** Distance in pixels that still counts as "at the end". */
const near_end = 60;

export class Log {
  /** The list with what floats over it. */
  readonly node: HTMLElement;
  private readonly list_: HTMLElement;
  private readonly empty_ = element("div", { class: "empty" });
  private readonly newest_: HTMLButtonElement;
  /** What a screen reader says; the list itself would be read as a whole. */
  private readonly spoken_ = element("div", {
    class: "hidden-text",
    role: "status",
  });
  private readonly shown_ = new Map<string, Shown>();
  private readonly times_: Times;
  private isAtEnd_ = true;
  private readonly news_ = new News();
  private freshFrom_: number | undefined;
  /** Newest number when the customer left the end of the list. */
  private leftAt_ = 0;

  constructor(
    private readonly client_: VisitorClient,
    private readonly words_: Strings,
    private readonly language_: string,
    private readonly download_: (file: FileView) => void,
  ) {
    this.times_ = new Times(language_, words_);
    this.list_ = element("div", {
      class: "log",
      role: "log",
      "aria-live": "off",
      tabindex: "0",
      "aria-label": words_.log,
      "data-testid": "parley-log",
    });
    this.newest_ = element("button", {
      type: "button",
      class: "newest",
      "data-testid": "parley-newest",
      hidden: true,
    });
    this.newest_.addEventListener("click", () => {
      this.scrollToEnd();
      this.list_.focus();
    });
    this.node = element(
      "div",
      { class: "middle" },
      this.empty_,
      this.list_,
      this.newest_,
      this.spoken_,
    );
    this.list_.addEventListener("scroll", () => {
      this.scrolled();
    });
    // Bars and the input grow and shrink; the end stays in sight.
    new ResizeObserver(() => {
      if (this.isAtEnd_) this.scrollToEnd();
    }).observe(this.list_);
  }

  /** The box opens: from here on lines are new. */
  opened(): void {
    const { lines, unread } = this.client_;
    const others = lines.filter(
      ({ from, kind }) => from !== "customer" && kind !== "announcement",
    );
    this.freshFrom_ = unread > 0 ? others.at(-unread)?.entry : undefined;
    this.isAtEnd_ = true;
  }

  update(): void {
    const { client_: client } = this;
    const items = itemsOf({
      lines: client.lines,
      pending: client.pending,
      delivered: client.chat?.delivered ?? 0,
      seen: client.chat?.seen ?? 0,
      freshFrom: this.freshFrom_,
      now: Date.now(),
    });
    const before = this.shown_.size;
    this.place(items);
    this.updateEmpty(items.length === 0);
    const last = items.at(-1);
    const isNewOwn =
      items.length > before &&
      last?.type === "line" &&
      last.from === "customer";
    if (this.isAtEnd_ || isNewOwn) this.scrollToEnd();
    this.updateNewest();
    this.speak();
  }

  scrollToEnd(): void {
    this.isAtEnd_ = true;
    this.list_.scrollTop = this.list_.scrollHeight;
    this.updateNewest();
  }

  private place(items: LogItem[]): void {
    const keys = new Set(items.map(({ key }) => key));
    for (const [key, { node }] of this.shown_) {
      if (keys.has(key)) continue;
      node.remove();
      this.shown_.delete(key);
    }
    items.forEach((item, index) => {
      const { node } = this.show(item);
      const there = this.list_.children[index];
      if (there !== node) this.list_.insertBefore(node, there ?? null);
    });
  }

  private updateEmpty(isEmpty: boolean): void {
    this.empty_.hidden = !isEmpty;
    this.list_.hidden = isEmpty;
    if (!isEmpty) return;
    const { words_: words, client_: client } = this;
    const [head, text] = client.isLoading
      ? [words.loading, ""]
      : [words.hello, words.helloMore];
    if (this.empty_.firstElementChild?.textContent === head) return;
    this.empty_.replaceChildren(
      element("p", { class: "hello", dir: "auto" }, head),
      element("p", { dir: "auto" }, text),
    );
  }

  private scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.list_;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < near_end;
    if (this.isAtEnd_ && !isAtEnd) {
      this.leftAt_ = this.client_.lines.at(-1)?.entry ?? 0;
    }
    this.isAtEnd_ = isAtEnd;
    this.updateNewest();
  }

  private updateNewest(): void {
    this.newest_.hidden = this.isAtEnd_ || this.list_.hidden;
    if (this.newest_.hidden) return;
    const fresh = this.client_.lines.filter(
      ({ entry, from, kind }) =>
        entry > this.leftAt_ && from !== "customer" && kind !== "announcement",
    ).length;
    const words = this.words_.toNewest(fresh);
    if (this.newest_.ariaLabel === words) return;
    this.newest_.ariaLabel = words;
    this.newest_.replaceChildren(
      ...(fresh > 0 ? [element("span", {}, words)] : []),
      icon(arrow_down),
    );
  }

  private speak(): void {
    const fresh = this.news_.take(this.client_);
    if (fresh.length === 0) return;
    const said = fresh.map(({ name, text }) =>
      name ? `${name}: ${text}` : text,
    );
    setText(this.spoken_, said.join("\n"));
  }

  private show(item: LogItem): Shown {
    const shown = this.shown_.get(item.key) ?? this.create(item);
    if (item.type !== "line") return shown;
    const { state, entry, at, pending, isHead, isTail } = item;
    const signature = `${state} ${entry} ${at} ${isHead} ${isTail} ${JSON.stringify(pending?.refusal)}`;
    if (shown.signature !== signature) {
      shown.signature = signature;
      this.describe(shown, item);
    }
    return shown;
  }

  private create(item: LogItem): Shown {
    const shown = item.type === "line" ? this.line(item) : this.divider(item);
    this.shown_.set(item.key, shown);
    return shown;
  }

  private divider(item: Exclude<LogItem, LineItem>): Shown {
    const words =
      item.type === "day" ? this.times_.day(item.at) : this.words_.fresh;
    const node = element(
      "div",
      { class: `divider ${item.type}` },
      element("span", {}, words),
    );
    return { node, about: undefined, signature: "" };
  }

  private line(item: LineItem): Shown {
    const { from, kind, name, text, file } = item;
    const about = element("div", { class: "about" });
    const isTalk = kind !== "notice";
    const node = element(
      "div",
      {
        class: "line",
        "data-testid": "parley-line",
        "data-from": from,
        "data-kind": kind,
      },
      isTalk && from !== "customer" && name
        ? element("div", { class: "who", dir: "auto" }, name)
        : undefined,
      file === undefined
        ? element("div", { class: "text", dir: "auto" }, linked(text))
        : this.card(file),
      isTalk ? about : undefined,
    );
    return { node, about, signature: "" };
  }

  private card(file: FileView): HTMLElement {
    const { name, bytes } = file;
    const fetch = iconButton(
      arrow_down,
      `${this.words_.download}: ${name}`,
      "parley-download",
      () => {
        this.download_(file);
      },
    );
    return element(
      "div",
      { class: "text card" },
      icon(sheet),
      element(
        "span",
        { class: "facts" },
        element("span", { class: "name", dir: "auto" }, name),
        element("span", { class: "size" }, sizeText(bytes, this.language_)),
      ),
      fetch,
    );
  }

  private describe({ node, about }: Shown, item: LineItem): void {
    node.dataset.state = item.state;
    node.toggleAttribute("data-head", item.isHead);
    node.toggleAttribute("data-tail", item.isTail);
    if (item.entry !== undefined) node.dataset.entry = String(item.entry);
    if (about === undefined) return;
    about.replaceChildren();
    const refusal = item.pending?.refusal;
    if (refusal !== undefined && item.pending !== undefined) {
      about.append(this.reason(inWords(this.words_, refusal), item.pending.id));
      return;
    }
    about.append(this.times_.time(item.at));
    if (item.state === "received" || item.state === "failed") return;
    about.append(this.tick(item.state));
  }

  private tick(state: Exclude<LineState, "received" | "failed">): HTMLElement {
    const word = this.words_[state];
    return element(
      "span",
      { class: "tick", title: word, "data-testid": "parley-tick" },
      icon(tick_icon[state]),
      element("span", { class: "hidden-text" }, word),
    );
  }

  private reason(sentence: string, id: string): HTMLElement {
    const { retry, discard } = this.words_;
    return element(
      "span",
      { class: "reason", role: "alert", "data-testid": "parley-reason" },
      element("span", {}, sentence),
      act(retry, () => {
        this.client_.retry(id);
      }),
      act(discard, () => {
        this.client_.discard(id);
      }),
    );
  }
}

function act(text: string, press: () => void): HTMLElement {
  const button = element("button", { type: "button" }, text);
  button.addEventListener("click", press);
  return button;
}
