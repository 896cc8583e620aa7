// The chat's box: shows what the client library knows; decides nothing.
import {
  type FileView,
  type Identity,
  limits,
  type VisitorClient,
} from "@parley/client";
import { ConnectionBar, ErrorBar, QuestionBar, WaitingBar } from "./bars.js";
import { Composer } from "./composer.js";
import { element, setText } from "./dom.js";
import { Ending } from "./ending.js";
import { Menu, offlineForm } from "./flow_parts.js";
import { type Field, Form } from "./form.js";
import { Head } from "./head.js";
import { Log } from "./log.js";
import type { Options } from "./options.js";
import type { Sound } from "./sound.js";
import { inWords, type Strings } from "./strings.js";
import { fetchFile, type Place } from "./transfer.js";
import { Uploads } from "./uploads.js";
import { Viewport } from "./viewport.js";

export interface BoxUse {
  client: VisitorClient;
  words: Strings;
  options: Options;
  sound: Sound;
  close: () => void;
}

const own_field_characters_max = 200;
/** On these screens the box covers the page. */
const small = matchMedia("(max-width: 480px)");

export class Box {
  readonly node: HTMLElement;
  private readonly head_: Head;
  private readonly log_: Log;
  private readonly connection_: ConnectionBar;
  private readonly waiting_: WaitingBar;
  private readonly error_: ErrorBar;
  private readonly question_: QuestionBar;
  private readonly ended_: Ending;
  private readonly menu_: Menu;
  private readonly offline_: Form;
  private readonly uploads_: Uploads;
  private readonly form_: Form | undefined;
  private readonly composer_: Composer;
  private readonly viewport_: Viewport;
  private readonly typing_ = element("div", {
    class: "typing",
    dir: "auto",
    "aria-live": "polite",
    "data-testid": "parley-typing",
  });
  private isAnswered_ = false;
  /** Why a file could not be fetched. */
  private failed_: string | undefined;

  constructor(private readonly use_: BoxUse) {
    const { client, words, options, sound, close } = use_;
    this.head_ = new Head({
      client,
      words,
      sound,
      logo: options.logo,
      close,
      end: () => {
        this.question_.ask();
      },
    });
    this.log_ = new Log(client, words, options.language, (file) => {
      void this.download(file);
    });
    this.menu_ = new Menu(client, words, () => {
      this.log_.scrollToEnd();
      this.focus();
    });
    this.offline_ = offlineForm(client, words);
    this.uploads_ = new Uploads(client, words, options);
    this.connection_ = new ConnectionBar(use_);
    this.waiting_ = new WaitingBar(use_);
    this.error_ = new ErrorBar(use_);
    this.question_ = new QuestionBar(use_, () => {
      this.focus();
    });
    this.ended_ = new Ending(use_, () => {
      client.startAnew();
      this.update();
      this.focus();
    });
    this.form_ = this.askedForm();
    this.composer_ = new Composer(words, {
      typed: (isEmpty) => {
        client.typed(isEmpty);
      },
      send: (text) => {
        client.say(text);
        this.log_.scrollToEnd();
      },
      attach:
        options.files &&
        ((files) => {
          this.uploads_.add(files);
        }),
      types: options.files?.types.join(",") ?? "",
    });
    this.node = element(
      "section",
      {
        class: "box",
        role: "dialog",
        "data-testid": "parley-box",
        hidden: true,
      },
      this.head_.node,
      this.connection_.node,
      this.log_.node,
      this.form_?.node,
      this.offline_.node,
      this.menu_.node,
      this.uploads_.node,
      this.typing_,
      this.waiting_.node,
      this.error_.node,
      this.question_.node,
      this.ended_.node,
      this.composer_.node,
      element("div", { class: "drop", "aria-hidden": "true" }, words.drop),
    );
    this.viewport_ = new Viewport(this.node);
    this.listen();
  }

  get draft(): string {
    return this.composer_.text;
  }

  get hasFocus(): boolean {
    return this.node.matches(":focus-within");
  }

  /** @param focuses puts the cursor where one writes. */
  show(focuses: boolean): void {
    this.log_.opened();
    this.node.hidden = false;
    this.update();
    this.log_.scrollToEnd();
    if (focuses) this.focus();
  }

  hide(): void {
    this.node.hidden = true;
  }

  prefill(text: string): void {
    this.composer_.fill(text);
  }

  update(): void {
    const { client, words, options } = this.use_;
    const title = options.title ?? (client.serviceName || words.title);
    this.node.ariaLabel = this.head_.update(title);
    this.node.ariaModal = small.matches ? "true" : null;
    this.node.dataset.connection = client.connection.name;
    const isOver = this.error_.update(this.failed_);
    const isEnded = client.isEnded;
    const isAsking = !isOver && this.isAsking();
    const isOffline = !isOver && client.wantsForm;
    const hasChat = client.chat !== undefined;
    if (!hasChat || isEnded) this.question_.node.hidden = true;
    this.ended_.node.hidden = !isEnded || isOver;
    this.ended_.update();
    const hasForm = isAsking || isOffline;
    this.composer_.node.hidden = isEnded || isOver || hasForm;
    // Who has said a name before the chat is not asked again.
    if (isOffline && this.offline_.node.hidden) {
      this.offline_.suggest({ ...client.identity });
    }
    this.offline_.node.hidden = !isOffline;
    this.menu_.update();
    this.uploads_.update();
    if (this.form_ !== undefined) this.form_.node.hidden = !isAsking;
    this.log_.node.hidden = isAsking;
    this.connection_.update();
    this.waiting_.update();
    const name = client.chat?.agent_name ?? words.somebody;
    setText(this.typing_, client.isAgentTyping ? words.typing(name) : "");
    this.log_.update();
  }

  destroy(): void {
    this.connection_.destroy();
    this.viewport_.destroy();
    this.node.remove();
  }

  private focus(): void {
    if (this.node.hidden) return;
    if (this.form_ !== undefined && !this.form_.node.hidden) this.form_.focus();
    else if (!this.offline_.node.hidden) this.offline_.focus();
    else if (!this.composer_.node.hidden) this.composer_.focus();
    else
      this.node
        .querySelector<HTMLElement>("[data-testid=parley-again]")
        ?.focus();
  }

  /** W1: who is there is asked before the chat, and only then. */
  private isAsking(): boolean {
    const { client } = this.use_;
    return (
      this.form_ !== undefined &&
      !this.isAnswered_ &&
      client.chat === undefined &&
      !client.hasSavedChat &&
      client.pending.length === 0
    );
  }

  private askedForm(): Form | undefined {
    const { client, words, options } = this.use_;
    const { identity } = client;
    const fields = options.ask.map((asked): Field => {
      const { kind, required } = asked;
      if (kind === "own") {
        const { name } = asked;
        const known = identity.fields?.find((field) => field.name === name);
        return {
          name: `own ${name}`,
          label: name,
          required,
          type: "text",
          maximum: own_field_characters_max,
          value: known?.value ?? "",
        };
      }
      const isEmail = kind === "email";
      return {
        name: kind,
        label: words[kind],
        required,
        type: isEmail ? "email" : "text",
        maximum: isEmail
          ? limits.email_characters_max
          : limits.name_characters_max,
        value: identity[kind] ?? "",
      };
    });
    if (fields.every(({ value }) => value !== "")) return undefined;
    const made = {
      title: words.formTitle,
      text: words.formText,
      testid: "parley-form",
      style: "" as const,
      submit: words.start,
      fields,
    };
    return new Form(words, made, (values) => {
      this.isAnswered_ = true;
      client.identify(identityOf(values));
      client.startChat();
      this.update();
      this.focus();
    });
  }

  private async download({ file, name }: FileView): Promise<void> {
    const { client, words, options } = this.use_;
    const { credential } = client;
    if (credential === undefined) return;
    const place: Place = {
      base: options.base,
      token: options.token,
      credential,
    };
    const refusal = await fetchFile(place, file, name);
    this.failed_ = refusal && inWords(words, refusal);
    this.update();
  }

  private listen(): void {
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.use_.close();
      if (event.key === "Tab" && small.matches) this.keepFocus(event);
      // The page's shortcuts must not hear what is written here.
      event.stopPropagation();
    });
    this.takeDrops();
    for (const kind of ["keyup", "keypress"]) {
      this.node.addEventListener(kind, (event) => {
        event.stopPropagation();
      });
    }
  }

  private takeDrops(): void {
    const { node } = this;
    const isTaken = (event: DragEvent): boolean =>
      this.uploads_.isAllowed &&
      (event.dataTransfer?.types.includes("Files") ?? false);
    node.addEventListener("dragover", (event) => {
      if (!isTaken(event)) return;
      event.preventDefault();
      node.toggleAttribute("data-drop", true);
    });
    node.addEventListener("dragleave", ({ relatedTarget: to }) => {
      if (to instanceof Node && node.contains(to)) return;
      node.toggleAttribute("data-drop", false);
    });
    node.addEventListener("drop", (event) => {
      node.toggleAttribute("data-drop", false);
      if (!isTaken(event)) return;
      event.preventDefault();
      this.uploads_.add([...(event.dataTransfer?.files ?? [])]);
    });
  }

  /** What covers the page keeps the focus. */
  private keepFocus(event: KeyboardEvent): void {
    const all = [
      ...this.node.querySelectorAll<HTMLElement>(
        "button, input, textarea, a[href], [tabindex='0']",
      ),
    ].filter((node) => node.tabIndex >= 0 && node.checkVisibility());
    const [first, last] = [all[0], all.at(-1)];
    const leaving = event.shiftKey ? first : last;
    if (leaving?.matches(":focus") !== true) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}

/** What was filled in; fields of the service's own are marked so. */
function identityOf(values: Record<string, string>): Identity {
  const identity: Identity = { fields: [] };
  for (const [name, value] of Object.entries(values)) {
    if (name === "name" || name === "email") identity[name] = value;
    else if (value !== "") {
      identity.fields?.push({ name: name.replace(/^own /, ""), value });
    }
  }
  return identity;
}
