// Where the customer writes: input, emoji, and the button that sends.
import { limits } from "@parley/client";
import { element, icon, iconButton, setText } from "./dom.js";
import { EmojiPicker } from "./emoji.js";
import { arrow_up, clip, smile } from "./icons.js";
import type { Strings } from "./strings.js";

export interface ComposerUse {
  /** At each key. */
  typed(isEmpty: boolean): void;
  send(text: string): void;
  /** Nothing if no files can be sent. */
  attach: ((files: Iterable<File>) => void) | undefined;
  /** Media types that the file dialog offers. */
  types: string;
}

/** From here on it counts what is left. */
const count_from = 3500;

export class Composer {
  readonly node: HTMLElement;
  private readonly input_: HTMLTextAreaElement;
  private readonly send_: HTMLButtonElement;
  private readonly picker_: EmojiPicker;
  private readonly count_ = element("div", {
    class: "count",
    role: "status",
    "data-testid": "parley-count",
    hidden: true,
  });

  constructor(
    private readonly words_: Strings,
    private readonly use_: ComposerUse,
  ) {
    this.input_ = element("textarea", {
      rows: "1",
      dir: "auto",
      "aria-label": words_.input,
      placeholder: words_.placeholder,
      "data-testid": "parley-input",
      enterkeyhint: "send",
    });
    this.send_ = element(
      "button",
      {
        type: "submit",
        class: "send",
        "aria-label": words_.send,
        title: words_.send,
        "data-testid": "parley-send",
      },
      icon(arrow_up),
    );
    this.picker_ = new EmojiPicker(words_, (emoji) => {
      this.picked(emoji);
    });
    const choose = iconButton(smile, words_.emoji, "parley-emoji-open", () => {
      this.picker_.toggle();
    });
    choose.ariaHasPopup = "dialog";
    // The picker closes when the focus leaves it; this press is its own matter.
    choose.addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
    const form = element(
      "form",
      { class: "field" },
      choose,
      ...this.attaching(),
      this.input_,
      this.send_,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.node = element(
      "div",
      { class: "composer" },
      this.picker_.node,
      form,
      this.count_,
    );
    this.listen();
    this.typed();
  }

  get text(): string {
    return this.input_.value;
  }

  focus(): void {
    this.input_.focus();
  }

  fill(text: string): void {
    this.input_.value = text;
    this.typed();
  }

  private attaching(): HTMLElement[] {
    const { attach, types } = this.use_;
    if (attach === undefined) return [];
    const dialog = element("input", {
      type: "file",
      multiple: true,
      accept: types,
      hidden: true,
      "data-testid": "parley-file",
    });
    dialog.addEventListener("change", () => {
      attach([...(dialog.files ?? [])]);
      // The same file can be chosen again.
      dialog.value = "";
      this.focus();
    });
    this.input_.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      attach(files);
    });
    const open = iconButton(clip, this.words_.attach, "parley-attach", () => {
      dialog.click();
    });
    return [open, dialog];
  }

  private listen(): void {
    this.input_.addEventListener("keydown", (event) => {
      // While an input method composes, Enter is its own.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.input_.addEventListener("input", () => {
      this.typed();
    });
  }

  private picked(emoji: string | undefined): void {
    this.picker_.hide();
    this.input_.focus();
    if (emoji === undefined) return;
    const { selectionStart: start, selectionEnd: end } = this.input_;
    this.input_.setRangeText(emoji, start, end, "end");
    this.typed();
  }

  private submit(): void {
    const { text } = this;
    this.focus();
    if (text.trim() === "" || characters(text) > limits.text_characters_max) {
      return;
    }
    this.fill("");
    this.use_.send(text);
  }

  private typed(): void {
    const { text } = this;
    this.use_.typed(text === "");
    const left = limits.text_characters_max - characters(text);
    this.count_.hidden = left > limits.text_characters_max - count_from;
    this.count_.toggleAttribute("data-over", left < 0);
    setText(
      this.count_,
      left < 0 ? this.words_.tooLong(-left) : this.words_.left(left),
    );
    this.send_.disabled = left < 0;
    this.node.toggleAttribute("data-empty", text.trim() === "");
    // Browsers without `field-sizing` are told how much there is.
    if (!CSS.supports("field-sizing", "content")) {
      this.input_.style.height = "auto";
      this.input_.style.height = `${this.input_.scrollHeight}px`;
    }
  }
}

/** Characters as the server counts them: code points. */
function characters(text: string): number {
  return Array.from(text).length;
}
