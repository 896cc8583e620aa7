// The list of lines: keeps one element per line and changes only what differs,
// so that screen readers, selections and scrolling are left in peace.
import type { EntryView, PendingLine, VisitorClient } from "@parley/client";
import { element, linked, setText } from "./dom.js";
import { inWords, type Strings } from "./strings.js";

type State =
  "received" | "sending" | "stored" | "delivered" | "seen" | "failed";

interface Shown {
  readonly node: HTMLElement;
  readonly about: HTMLElement;
  signature: string;
}

interface Item {
  key: string;
  from: string;
  kind: string;
  text: string;
  name: string | undefined;
  at: number;
  entry: number | undefined;
  state: State;
  pending: PendingLine | undefined;
}

const ticks: Record<State, string> = {
  received: "",
  sending: "…",
  stored: "✓",
  delivered: "✓✓",
  seen: "✓✓",
  failed: "!",
};

/** Distance in pixels that still counts as "at the end". */
const near_end = 60;

export class Log {
  readonly node: HTMLElement;
  private readonly shown_ = new Map<string, Shown>();
  private readonly time_: Intl.DateTimeFormat;
  private isAtEnd_ = true;

  constructor(
    private readonly client_: VisitorClient,
    private readonly words_: Strings,
    language: string,
  ) {
    this.time_ = timeFormat(language);
    this.node = element("div", {
      class: "log",
      role: "log",
      tabindex: "0",
      "aria-label": words_.log,
      "data-testid": "parley-log",
    });
    const { node } = this;
    node.addEventListener("scroll", () => {
      const below = node.scrollHeight - node.scrollTop - node.clientHeight;
      this.isAtEnd_ = below < near_end;
    });
    // Bars and the input grow and shrink; the end stays in sight.
    new ResizeObserver(() => {
      if (this.isAtEnd_) this.scrollToEnd();
    }).observe(node);
  }

  update(): void {
    const { node } = this;
    const count = this.shown_.size;
    const items = this.items();
    const keys = new Set(items.map(({ key }) => key));
    for (const [key, { node: old }] of this.shown_) {
      if (keys.has(key)) continue;
      old.remove();
      this.shown_.delete(key);
    }
    items.forEach((item, index) => {
      const shown = this.show(item);
      const there = node.children[index];
      if (there !== shown.node) node.insertBefore(shown.node, there ?? null);
    });
    const isNewOwn = items.length > count && items.at(-1)?.from === "customer";
    if (this.isAtEnd_ || isNewOwn) this.scrollToEnd();
  }

  scrollToEnd(): void {
    this.node.scrollTop = this.node.scrollHeight;
  }

  private items(): Item[] {
    return [
      ...this.client_.lines.map((line) => this.storedItem(line)),
      ...this.client_.pending.map((line) => pendingItem(line)),
    ];
  }

  private storedItem(line: EntryView): Item {
    const { from, kind, text, name, at, entry, id } = line;
    const isOwn = from === "customer";
    return {
      // An own line keeps its element when its number becomes known.
      key: isOwn && id !== undefined ? `id ${id}` : `entry ${entry}`,
      from,
      kind,
      text,
      name,
      at,
      entry,
      state: isOwn ? this.stateOf(entry) : "received",
      pending: undefined,
    };
  }

  private stateOf(entry: number): State {
    const { chat } = this.client_;
    if (chat !== undefined && entry <= chat.seen) return "seen";
    if (chat !== undefined && entry <= chat.delivered) return "delivered";
    return "stored";
  }

  private show(item: Item): Shown {
    const shown = this.shown_.get(item.key) ?? this.create(item);
    const signature = `${item.state} ${item.entry} ${item.at} ${JSON.stringify(item.pending?.refusal)}`;
    if (shown.signature !== signature) {
      shown.signature = signature;
      this.describe(shown, item);
    }
    return shown;
  }

  private create(item: Item): Shown {
    const about = element("div", { class: "about" });
    const node = element(
      "div",
      {
        class: "line",
        "data-testid": "parley-line",
        "data-from": item.from,
        "data-kind": item.kind,
      },
      element("div", { class: "text" }, linked(item.text)),
      item.kind === "notice" ? undefined : about,
    );
    const shown: Shown = { node, about, signature: "" };
    this.shown_.set(item.key, shown);
    return shown;
  }

  private describe({ node, about }: Shown, item: Item): void {
    node.dataset.state = item.state;
    if (item.entry !== undefined) node.dataset.entry = String(item.entry);
    about.replaceChildren();
    const refusal = item.pending?.refusal;
    if (refusal !== undefined && item.pending !== undefined) {
      about.append(this.reason(inWords(this.words_, refusal), item.pending.id));
      return;
    }
    const who = item.from === "customer" ? undefined : item.name;
    const time = this.time_.format(item.at);
    about.append(who ? `${who} · ${time}` : time);
    if (item.state === "received") return;
    const word = this.words_[item.state as "stored"];
    about.append(
      " ",
      element(
        "span",
        { class: "tick", title: word, "data-testid": "parley-tick" },
        element("span", { "aria-hidden": "true" }, ticks[item.state]),
        element("span", { class: "hidden-text" }, word),
      ),
    );
  }

  private reason(sentence: string, id: string): HTMLElement {
    const retry = element("button", { type: "button" }, this.words_.retry);
    retry.addEventListener("click", () => {
      this.client_.retry(id);
    });
    const discard = element("button", { type: "button" }, this.words_.discard);
    discard.addEventListener("click", () => {
      this.client_.discard(id);
    });
    const text = element("span");
    setText(text, sentence);
    return element(
      "span",
      { class: "reason", role: "alert", "data-testid": "parley-reason" },
      text,
      " ",
      retry,
      discard,
    );
  }
}

function pendingItem(pending: PendingLine): Item {
  return {
    key: `id ${pending.id}`,
    from: "customer",
    kind: "text",
    text: pending.text,
    name: undefined,
    at: pending.at,
    entry: undefined,
    state: pending.refusal === undefined ? "sending" : "failed",
    pending,
  };
}

/**
 * In the customer's own manner, if that is the page's language; a site may name
 * one that no browser knows.
 */
function timeFormat(language: string): Intl.DateTimeFormat {
  const style = { timeStyle: "short" } as const;
  const short = language.slice(0, 2);
  const own = navigator.languages.find((tag) => tag.startsWith(short));
  try {
    return new Intl.DateTimeFormat(own ?? language, style);
  } catch {
    return new Intl.DateTimeFormat(undefined, style);
  }
}
