// A short form in the box: fields with labels, errors beside them in words.
import { element, setText, textButton } from "./dom.js";
import type { Strings } from "./strings.js";

export interface Field {
  name: string;
  label: string;
  required: boolean;
  type: "text" | "email" | "lines";
  maximum: number;
  value: string;
}

interface Row {
  field: Field;
  input: HTMLInputElement | HTMLTextAreaElement;
  error: HTMLElement;
}

export class Form {
  readonly node: HTMLFormElement;
  private readonly failure_ = element("div", { class: "wrong", role: "alert" });
  private readonly rows_: Row[];

  constructor(
    private readonly words_: Strings,
    private readonly made_: {
      title: string;
      text: string;
      testid: string;
      style: "" | "offline";
      submit: string;
      fields: Field[];
    },
    done: (values: Record<string, string>) => void,
  ) {
    const { title, text, submit, testid } = made_;
    this.rows_ = made_.fields.map((field) => this.row(field));
    const press = textButton("primary", `${testid}-submit`, submit, () => {
      // The form's own event does it.
    });
    press.type = "submit";
    this.node = element(
      "form",
      { class: `form ${made_.style}`, novalidate: true, "data-testid": testid },
      element("h3", { dir: "auto" }, title),
      element("p", { dir: "auto" }, text),
      ...this.rows_.map((row) => this.draw(row)),
      this.failure_,
      press,
    );
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      const wrong = this.rows_.filter((row) => !this.check(row));
      if (wrong.length > 0) {
        wrong[0]?.input.focus();
        return;
      }
      done(
        Object.fromEntries(
          this.rows_.map(({ field, input }) => [
            field.name,
            input.value.trim(),
          ]),
        ),
      );
    });
  }

  /** @param words why it was not taken; empty: it was. */
  fail(words: string): void {
    setText(this.failure_, words);
  }

  /** Fills in what is known and was left empty. */
  suggest(values: Readonly<Record<string, unknown>>): void {
    for (const { field, input } of this.rows_) {
      const value = values[field.name];
      if (input.value === "" && typeof value === "string") input.value = value;
    }
  }

  focus(): void {
    const open = this.rows_.find(({ input }) => input.value === "");
    (open ?? this.rows_[0])?.input.focus();
  }

  private row(field: Field): Row {
    const id = `${this.made_.testid}-${field.name}`;
    const isLines = field.type === "lines";
    const input = element(isLines ? "textarea" : "input", {
      id,
      name: field.name,
      ...(isLines ? { rows: "4" } : { type: field.type }),
      maxlength: String(field.maximum),
      autocomplete:
        field.name === "name" || field.name === "email" ? field.name : "off",
      dir: "auto",
      "aria-describedby": `${id}-error`,
      "aria-required": String(field.required),
      "data-testid": id,
    });
    input.value = field.value;
    const error = element("div", {
      id: `${id}-error`,
      class: "wrong",
      "data-testid": `${id}-error`,
    });
    const row: Row = { field, input, error };
    input.addEventListener("input", () => {
      if (input.ariaInvalid === "true") this.check(row);
    });
    return row;
  }

  private draw({ field, input, error }: Row): HTMLElement {
    return element(
      "div",
      { class: "row" },
      element(
        "label",
        { for: input.id },
        field.label,
        field.required
          ? undefined
          : element("span", {}, ` (${this.words_.optional})`),
      ),
      input,
      error,
    );
  }

  private check({ field, input, error }: Row): boolean {
    const text = input.value.trim();
    let fault = "";
    if (text === "" && field.required) fault = this.words_.missing;
    else if (text !== "" && field.type === "email" && !isAddress(text)) {
      fault = this.words_.emailWrong;
    }
    setText(error, fault);
    input.ariaInvalid = String(fault !== "");
    return fault === "";
  }
}

/** Whether it looks like an address; only a letter to it would prove it. */
export function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text);
}
