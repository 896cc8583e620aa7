// The snippet, ready to copy, with its options and a live preview. Any page can
// embed it: `mountSnippetEditor(element, {base, token})`, with `editor.css`.
import type { ParleySettings } from "../api.js";
import { element, textButton } from "../dom.js";
import {
  type Asking,
  attributesOf,
  snippetOf,
  type SnippetSettings,
  standard,
} from "./snippet.js";

export interface SnippetEditorOptions {
  /** Address of the server, with a slash at its end. */
  base: string;
  /** Public token of the webchat service. */
  token: string;
}

type Choice = readonly [value: string, words: string];

const languages: Choice[] = [
  ["", "As the page"],
  ["en", "English"],
  ["de", "Deutsch"],
  ["fr", "Français"],
  ["es", "Español"],
  ["cy", "Cymraeg"],
];
const positions: Choice[] = [
  ["", "Right, or left where lines run right to left"],
  ["right", "Right"],
  ["left", "Left"],
];
const themes: Choice[] = [
  ["auto", "As the visitor's system"],
  ["light", "Light"],
  ["dark", "Dark"],
];
const askings: Choice[] = [
  ["no", "Do not ask"],
  ["optional", "Ask"],
  ["required", "Ask, and insist"],
];
const color_standard = "#1d5fd0";
const open_after_max = 3600;
const title_characters_max = 100;
/** After the last key. */
const settle = 300;
const copied_shown = 2_500;

class SnippetEditor {
  private settings_: SnippetSettings = { ...standard };
  private readonly code_ = element("code", { "data-testid": "snippet-code" });
  private readonly copy_: HTMLButtonElement;
  private readonly told_ = element("span", {
    class: "snippet-told",
    role: "status",
  });
  private readonly frame_ = element("iframe", {
    class: "snippet-preview",
    title: "Preview of a page with the chat",
    "data-testid": "snippet-preview",
  });
  private shown_ = "";
  private timer_: number | undefined;
  private told_timer_: number | undefined;

  constructor(
    private readonly parent_: HTMLElement,
    private readonly options_: SnippetEditorOptions,
  ) {
    this.copy_ = textButton("snippet-copy", "snippet-copy", "Copy", () => {
      void this.copy();
    });
    this.parent_.classList.add("snippet");
    this.parent_.append(
      element("form", { class: "snippet-form" }, ...this.fields()),
      element(
        "div",
        { class: "snippet-result" },
        element(
          "div",
          { class: "snippet-bar" },
          element("h2", {}, "Your snippet"),
          this.told_,
          this.copy_,
        ),
        element("pre", { tabindex: "0" }, this.code_),
        element(
          "p",
          { class: "snippet-hint" },
          "Put it before the end of the body of every page that shall have the chat.",
        ),
        element("h2", {}, "Preview"),
        this.frame_,
      ),
    );
    this.update();
  }

  destroy(): void {
    clearTimeout(this.timer_);
    clearTimeout(this.told_timer_);
    this.parent_.classList.remove("snippet");
    this.parent_.replaceChildren();
  }

  private fields(): HTMLElement[] {
    const set = (change: Partial<SnippetSettings>): void => {
      this.settings_ = { ...this.settings_, ...change };
      this.update();
    };
    const title = input("snippet-title", {
      maxlength: String(title_characters_max),
      placeholder: "The service's name",
    });
    title.addEventListener("input", () => {
      set({ title: title.value });
    });
    const color = input("snippet-color", {
      type: "color",
      value: color_standard,
    });
    color.addEventListener("input", () => {
      set({ color: color.value });
    });
    const after = input("snippet-open", {
      type: "number",
      min: "0",
      max: String(open_after_max),
      value: "0",
    });
    after.addEventListener("input", () => {
      const seconds = Math.floor(Number(after.value));
      set({ openAfter: Math.min(open_after_max, Math.max(0, seconds || 0)) });
    });
    const sound = input("snippet-sound", { type: "checkbox", checked: true });
    sound.addEventListener("change", () => {
      set({ sound: sound.checked });
    });
    const one = (
      id: string,
      choices: Choice[],
      chosen: (value: string) => Partial<SnippetSettings>,
    ): HTMLSelectElement => {
      const node = element(
        "select",
        { id, "data-testid": id },
        ...choices.map(([value, words]) => element("option", { value }, words)),
      );
      node.addEventListener("change", () => {
        set(chosen(node.value));
      });
      return node;
    };
    return [
      row("Title", title),
      row("Colour", color),
      row(
        "Corner of the page",
        one("snippet-position", positions, (value) => ({
          position: value as SnippetSettings["position"],
        })),
      ),
      row(
        "Light or dark",
        one("snippet-theme", themes, (value) => ({
          theme: value as SnippetSettings["theme"],
        })),
      ),
      row(
        "Language",
        one("snippet-language", languages, (language) => ({ language })),
      ),
      row("Opens by itself after seconds (0: never)", after),
      row(
        "Name",
        one("snippet-name", askings, (value) => ({
          askName: value as Asking,
        })),
      ),
      row(
        "E-mail",
        one("snippet-email", askings, (value) => ({
          askEmail: value as Asking,
        })),
      ),
      row("Sound for new messages", sound),
    ];
  }

  private update(): void {
    const { base, token } = this.options_;
    this.code_.textContent = snippetOf(base, token, this.settings_);
    clearTimeout(this.timer_);
    this.timer_ = window.setTimeout(
      () => {
        this.preview();
      },
      this.shown_ === "" ? 0 : settle,
    );
  }

  /** What can be changed at once is; for the rest the page is loaded anew. */
  private preview(): void {
    const { base, token } = this.options_;
    const { title, color, position, theme, language, sound, ...rest } =
      this.settings_;
    const structure = JSON.stringify([rest, title === "", position, language]);
    if (structure !== this.shown_) {
      this.shown_ = structure;
      const query = new URLSearchParams(attributesOf(token, this.settings_));
      this.frame_.src = `${base}widget/preview.html?${query.toString()}`;
      return;
    }
    const settings: ParleySettings = {
      theme,
      sound,
      color: color || color_standard,
      ...(title && { title }),
    };
    this.frame_.contentWindow?.parley?.("set", settings);
  }

  private async copy(): Promise<void> {
    let words = "Copied";
    try {
      await navigator.clipboard.writeText(this.code_.textContent);
    } catch {
      // Not on pages without a secure context: then by the visitor's own hand.
      getSelection()?.selectAllChildren(this.code_);
      words = "Marked: copy it with Ctrl+C";
    }
    this.told_.textContent = words;
    clearTimeout(this.told_timer_);
    this.told_timer_ = window.setTimeout(() => {
      this.told_.textContent = "";
    }, copied_shown);
  }
}

function input(
  id: string,
  attributes: Record<string, string | boolean>,
): HTMLInputElement {
  return element("input", { id, "data-testid": id, ...attributes });
}

function row(words: string, field: HTMLElement): HTMLElement {
  return element(
    "div",
    { class: "snippet-row" },
    element("label", { for: field.id }, words),
    field,
  );
}

/** @returns its undo. */
export function mountSnippetEditor(
  parent: HTMLElement,
  options: SnippetEditorOptions,
): () => void {
  const editor = new SnippetEditor(parent, options);
  return () => {
    editor.destroy();
  };
}
