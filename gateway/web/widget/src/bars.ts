// What is going on, in words: the connection, the place in the queue, a call
// that interrupts, the question before the end, the end.
import { mayRetry, type Refusal, type VisitorClient } from "@parley/client";
import { element, setText, textButton } from "./dom.js";
import { inWords, type Strings } from "./strings.js";

interface Use {
  client: VisitorClient;
  words: Strings;
}

/** How long "connected again" is shown. */
const back_shown = 4_000;

/** The connection is not there: why, and when it is tried again. */
export class ConnectionBar {
  readonly node: HTMLElement;
  private readonly text_ = element("span", { role: "status", dir: "auto" });
  private readonly next_ = element("span", { class: "next", dir: "auto" });
  private readonly now_: HTMLButtonElement;
  private timer_: number | undefined;
  private wasLost_ = false;
  private refusal_: Refusal | undefined;

  constructor(private readonly use_: Use) {
    const { client, words } = use_;
    this.now_ = textButton("link", "parley-try-now", words.tryNow, () => {
      client.nudge();
    });
    this.node = element(
      "div",
      {
        class: "bar connection",
        "data-testid": "parley-connection",
        hidden: true,
      },
      this.text_,
      element("span", { class: "choices" }, this.next_, this.now_),
    );
  }

  update(): void {
    const { client, words } = this.use_;
    const { connection } = client;
    const isLost =
      connection.name === "waiting" ||
      (connection.name === "connecting" && connection.attempt > 0);
    if (connection.name === "waiting") this.refusal_ = connection.refusal;
    if (isLost) {
      this.wasLost_ = true;
      this.node.dataset.state = "lost";
      setText(this.text_, this.reason());
      this.countDown();
    } else if (connection.name === "ready" && this.wasLost_) {
      this.wasLost_ = false;
      this.refusal_ = undefined;
      this.node.dataset.state = "back";
      setText(this.text_, words.back);
      this.arm(back_shown, () => {
        this.node.hidden = true;
      });
    } else if (connection.name !== "ready") {
      this.node.hidden = true;
      return;
    }
    this.now_.hidden = connection.name !== "waiting";
    this.next_.hidden = !isLost;
    if (isLost) this.node.hidden = false;
    else if (this.node.dataset.state !== "back") this.node.hidden = true;
    else if (this.timer_ !== undefined) this.node.hidden = false;
  }

  destroy(): void {
    clearTimeout(this.timer_);
  }

  private reason(): string {
    const { words } = this.use_;
    if (!navigator.onLine) return words.offlineNow;
    return this.refusal_ ? inWords(words, this.refusal_) : words.lostNow;
  }

  private countDown(): void {
    const { client, words } = this.use_;
    const { connection } = client;
    if (connection.name !== "waiting") {
      setText(this.next_, words.reconnecting);
      return;
    }
    const left = Math.ceil((connection.until - Date.now()) / 1000);
    setText(this.next_, left > 0 ? words.nextTry(left) : words.reconnecting);
    this.arm(1_000, () => {
      this.update();
    });
  }

  private arm(delay: number, task: () => void): void {
    clearTimeout(this.timer_);
    this.timer_ = window.setTimeout(() => {
      this.timer_ = undefined;
      task();
    }, delay);
  }
}

/** Who waits sees the place, and what the queue tells. */
export class WaitingBar {
  readonly node: HTMLElement;
  private readonly place_ = element("div", {
    class: "place",
    dir: "auto",
    role: "status",
    "data-testid": "parley-notice",
  });
  private readonly told_ = element("div", {
    class: "told",
    dir: "auto",
    "data-testid": "parley-announcement",
  });

  constructor(private readonly use_: Use) {
    this.node = element(
      "div",
      { class: "bar waiting", hidden: true },
      element("span", { class: "dots", "aria-hidden": "true" }),
      element("div", {}, this.place_, this.told_),
    );
  }

  update(): void {
    const text = this.text();
    this.node.hidden = text === "";
    setText(this.place_, text);
    const told = this.use_.client.announcement ?? "";
    this.told_.hidden = told === "";
    setText(this.told_, told);
  }

  private text(): string {
    const { client, words } = this.use_;
    const { chat } = client;
    if (chat?.phase === "waiting") {
      return chat.position === undefined
        ? words.waiting
        : words.position(chat.position);
    }
    if (chat?.phase !== "open" || chat.interrupted !== true) return "";
    // I6: the queue's own notice says it, as long as it is the newest line.
    if (client.lines.at(-1)?.kind === "notice") return "";
    return words.interrupted(chat.agent_name ?? words.somebody);
  }
}

/** What cannot be had, and whether it is worth another try. */
export class ErrorBar {
  readonly node: HTMLElement;
  private readonly text_ = element("span", {
    dir: "auto",
    "data-testid": "parley-error",
  });
  private readonly again_: HTMLButtonElement;

  constructor(private readonly use_: Use) {
    const { client, words } = use_;
    this.again_ = textButton("link", "parley-error-again", words.retry, () => {
      client.connect();
    });
    this.node = element(
      "div",
      {
        class: "bar error",
        role: "alert",
        hidden: true,
      },
      this.text_,
      this.again_,
    );
  }

  /**
   * @param failed what went wrong besides, in words
   * @returns whether nothing can be written.
   */
  update(failed: string | undefined): boolean {
    const { client } = this.use_;
    const { connection } = client;
    const isOver =
      connection.name === "ended" && connection.ending.by !== "stop";
    const text = this.text() || (failed ?? "");
    this.node.hidden = text === "";
    this.again_.hidden =
      !isOver ||
      (connection.ending.by === "refusal" &&
        !mayRetry(connection.ending.refusal));
    setText(this.text_, text);
    return isOver;
  }

  private text(): string {
    const { client, words } = this.use_;
    const { connection, startRefusal } = client;
    if (connection.name === "ended") {
      const { ending } = connection;
      if (ending.by === "stop") return "";
      return ending.by === "refusal"
        ? inWords(words, ending.refusal)
        : words.elsewhere;
    }
    if (startRefusal !== undefined) return inWords(words, startRefusal);
    return client.hasLostChat ? words.gone : "";
  }
}

/** "End this chat?" */
export class QuestionBar {
  readonly node: HTMLElement;
  private readonly no_: HTMLButtonElement;

  constructor({ client, words }: Use, done: () => void) {
    const yes = textButton("primary", "parley-end-yes", words.endYes, () => {
      client.end();
      this.node.hidden = true;
      done();
    });
    this.no_ = textButton("plain", "parley-end-no", words.endNo, () => {
      this.node.hidden = true;
      done();
    });
    this.node = element(
      "div",
      {
        class: "bar question",
        role: "group",
        "aria-label": words.endQuestion,
        hidden: true,
      },
      element("span", { dir: "auto" }, words.endQuestion),
      element("div", { class: "choices" }, this.no_, yes),
    );
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.no_.click();
    });
  }

  ask(): void {
    this.node.hidden = false;
    this.no_.focus();
  }
}
