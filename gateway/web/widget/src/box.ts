// The chat's box: title, lines, what is going on, and where to write. Shows
// what the client library knows; decides nothing.
import { limits, type VisitorClient } from "@parley/client";
import { element, icon, setText } from "./dom.js";
import { Log } from "./log.js";
import { inWords, type Strings } from "./strings.js";

export interface BoxOptions {
  client: VisitorClient;
  words: Strings;
  language: string;
  title: string | undefined;
  close: () => void;
}

const cross = "M6 6l12 12M18 6 6 18";
/** From here on the box counts what is left. */
const count_from = 3500;

export class Box {
  readonly node: HTMLElement;
  private readonly log_: Log;
  private readonly title_ = element("h2", { "data-testid": "parley-title" });
  private readonly status_ = element("div", {
    class: "status",
    role: "status",
    "data-testid": "parley-status",
  });
  private readonly typing_ = element("div", {
    class: "typing",
    "aria-live": "polite",
    "data-testid": "parley-typing",
  });
  private readonly notice_ = element("div", {
    class: "bar",
    role: "status",
    "data-testid": "parley-notice",
    hidden: true,
  });
  private readonly error_ = element("div", {
    class: "bar error",
    role: "alert",
    "data-testid": "parley-error",
    hidden: true,
  });
  private readonly question_: HTMLElement;
  private readonly ended_: HTMLElement;
  private readonly end_: HTMLButtonElement;
  private readonly composer_: HTMLFormElement;
  private readonly input_: HTMLTextAreaElement;
  private readonly send_: HTMLButtonElement;
  private readonly count_ = element("div", {
    class: "count",
    role: "status",
    "data-testid": "parley-count",
    hidden: true,
  });

  constructor(private readonly options_: BoxOptions) {
    const { client, words, language } = options_;
    this.log_ = new Log(client, words, language);
    this.end_ = this.button("plain-end", "parley-end", words.end, () => {
      this.ask(true);
    });
    this.question_ = this.questionBar();
    this.ended_ = this.endedBar();
    this.input_ = element("textarea", {
      rows: "1",
      "aria-label": words.input,
      placeholder: words.placeholder,
      "data-testid": "parley-input",
      enterkeyhint: "send",
    });
    this.send_ = element(
      "button",
      { type: "submit", class: "send", "data-testid": "parley-send" },
      words.send,
    );
    this.composer_ = element(
      "form",
      { class: "composer" },
      this.input_,
      this.send_,
    );
    this.node = element(
      "section",
      {
        class: "box",
        role: "dialog",
        "aria-label": options_.title ?? words.title,
        lang: language,
        "data-testid": "parley-box",
        hidden: true,
      },
      this.head(),
      this.log_.node,
      this.typing_,
      this.notice_,
      this.question_,
      this.ended_,
      this.error_,
      this.composer_,
      this.count_,
    );
    this.listen();
  }

  /** Opens the box and puts the cursor where one writes. */
  show(): void {
    this.node.hidden = false;
    this.update();
    this.log_.scrollToEnd();
    if (!this.composer_.hidden) this.input_.focus();
  }

  hide(): void {
    this.node.hidden = true;
  }

  prefill(text: string): void {
    this.input_.value = text;
    this.typed();
  }

  update(): void {
    const { client, words, title } = this.options_;
    setText(this.title_, title ?? (client.serviceName || words.title));
    this.node.setAttribute("aria-label", this.title_.textContent);
    setText(this.status_, this.statusText());
    this.node.dataset.connection = client.connection.name;
    const isOpen = client.chat !== undefined && !client.isEnded;
    this.end_.hidden = !isOpen;
    if (!isOpen) this.question_.hidden = true;
    this.ended_.hidden = !client.isEnded;
    const error = this.errorText();
    this.error_.hidden = error === undefined;
    setText(this.error_, error ?? "");
    this.composer_.hidden = client.isEnded || error !== undefined;
    this.count_.hidden = this.count_.hidden || this.composer_.hidden;
    this.updateNotice();
    this.log_.update();
  }

  private updateNotice(): void {
    const { client, words } = this.options_;
    const { chat } = client;
    let text = "";
    if (chat?.phase === "waiting") {
      text =
        chat.position === undefined
          ? words.waiting
          : words.position(chat.position);
    } else if (chat?.phase === "open" && chat.interrupted === true) {
      text = words.interrupted;
    }
    this.notice_.hidden = text === "";
    setText(this.notice_, text);
    const name = chat?.agent_name ?? words.somebody;
    setText(this.typing_, client.isAgentTyping ? words.typing(name) : "");
  }

  private statusText(): string {
    const { client, words } = this.options_;
    const { connection, chat } = client;
    if (connection.name === "waiting") return words.reconnecting;
    if (connection.name === "connecting") {
      return connection.attempt > 0 ? words.reconnecting : words.connecting;
    }
    if (connection.name !== "ready") return "";
    if (chat?.agent_name && !client.isEnded) {
      return words.joined(chat.agent_name);
    }
    return words.online;
  }

  private errorText(): string | undefined {
    const { client, words } = this.options_;
    const { connection } = client;
    if (connection.name !== "ended") return undefined;
    const { ending } = connection;
    if (ending.by === "refusal") return inWords(words, ending.refusal);
    if (ending.by === "stop") return undefined;
    return words.elsewhere;
  }

  private head(): HTMLElement {
    const { words, close } = this.options_;
    const shut = this.button("shut", "parley-close", "", close);
    shut.ariaLabel = words.close;
    shut.append(icon(cross));
    return element(
      "header",
      { class: "head" },
      element("div", { class: "names" }, this.title_, this.status_),
      this.end_,
      shut,
    );
  }

  private questionBar(): HTMLElement {
    const { client, words } = this.options_;
    const yes = this.button("primary", "parley-end-yes", words.endYes, () => {
      client.end();
      this.ask(false);
    });
    const no = this.button("plain", "parley-end-no", words.endNo, () => {
      this.ask(false);
    });
    return element(
      "div",
      {
        class: "bar",
        role: "group",
        "aria-label": words.endQuestion,
        hidden: true,
      },
      words.endQuestion,
      element("div", { class: "choices" }, yes, no),
    );
  }

  private endedBar(): HTMLElement {
    const { client, words } = this.options_;
    const again = this.button("primary", "parley-again", words.again, () => {
      client.startAnew();
      this.update();
      this.input_.focus();
    });
    return element(
      "div",
      { class: "bar", "data-testid": "parley-ended", hidden: true },
      element("span", { role: "status" }, words.ended),
      element("div", { class: "choices" }, again),
    );
  }

  private button(
    style: string,
    testid: string,
    text: string,
    press: () => void,
  ): HTMLButtonElement {
    const attributes = { type: "button", class: style, "data-testid": testid };
    const node = element("button", attributes, text);
    node.addEventListener("click", press);
    return node;
  }

  private ask(isAsking: boolean): void {
    this.question_.hidden = !isAsking;
    if (isAsking) this.question_.querySelector("button")?.focus();
    else this.input_.focus();
  }

  private listen(): void {
    const { close } = this.options_;
    this.composer_.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.input_.addEventListener("keydown", (event) => {
      // While an input method composes, Enter is its own.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.input_.addEventListener("input", () => {
      this.typed();
    });
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      // The page's shortcuts must not hear what is written here.
      event.stopPropagation();
    });
  }

  private submit(): void {
    const { client } = this.options_;
    const text = this.input_.value;
    if (text.trim() === "" || characters(text) > limits.text_characters_max) {
      this.input_.focus();
      return;
    }
    this.input_.value = "";
    this.typed();
    client.say(text);
    this.log_.scrollToEnd();
    this.input_.focus();
  }

  private typed(): void {
    const { client, words } = this.options_;
    const text = this.input_.value;
    client.typed(text === "");
    const left = limits.text_characters_max - characters(text);
    this.count_.hidden = left > limits.text_characters_max - count_from;
    this.count_.toggleAttribute("data-over", left < 0);
    setText(this.count_, left < 0 ? words.tooLong(-left) : words.left(left));
    this.send_.disabled = left < 0;
  }
}

/** Characters as the server counts them: code points. */
function characters(text: string): number {
  return Array.from(text).length;
}
