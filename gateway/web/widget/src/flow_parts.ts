// What a flow shows besides lines (F2): the choices of a menu, and the form
// where nobody is there.
import { limits, RefusedError, type VisitorClient } from "@parley/client";
import { element, textButton } from "./dom.js";
import { Form } from "./form.js";
import { inWords, type Strings } from "./strings.js";

/** A choice is said as a line: writing it by hand does the same. */
export class Menu {
  readonly node: HTMLElement;
  private shown_ = "";

  constructor(
    private readonly client_: VisitorClient,
    words: Strings,
    private readonly chosen_: () => void,
  ) {
    this.node = element("div", {
      class: "menu",
      role: "group",
      "aria-label": words.choose,
      "data-testid": "parley-menu",
      hidden: true,
    });
  }

  update(): void {
    // While a choice is on its way there is nothing to choose.
    const isAnswering = this.client_.pending.some(
      ({ refusal }) => refusal === undefined,
    );
    const labels = isAnswering ? [] : this.client_.menu;
    const shown = JSON.stringify(labels);
    if (shown === this.shown_) return;
    this.shown_ = shown;
    this.node.hidden = labels.length === 0;
    this.node.replaceChildren(
      ...labels.map((label) => {
        const choice = textButton("choice", "parley-choice", label, () => {
          this.client_.say(label);
          this.chosen_();
        });
        choice.dir = "auto";
        return choice;
      }),
    );
  }
}

export function offlineForm(client: VisitorClient, words: Strings): Form {
  const { identity } = client;
  const form = new Form(
    words,
    {
      title: words.offlineTitle,
      text: words.offlineText,
      testid: "parley-offline",
      style: "offline",
      submit: words.sendForm,
      fields: [
        {
          name: "name",
          label: words.name,
          required: false,
          type: "text",
          maximum: limits.name_characters_max,
          value: identity.name ?? "",
        },
        {
          name: "email",
          label: words.email,
          required: true,
          type: "email",
          maximum: limits.email_characters_max,
          value: identity.email ?? "",
        },
        {
          name: "message",
          label: words.message,
          required: true,
          type: "lines",
          maximum: limits.text_characters_max,
          value: "",
        },
      ],
    },
    ({ name = "", email = "", message = "" }) => {
      client.sendForm({ name, email, text: message }).then(
        () => {
          form.fail("");
        },
        (why: unknown) => {
          form.fail(
            why instanceof RefusedError
              ? inWords(words, why.refusal)
              : words.formFailed,
          );
        },
      );
    },
  );
  return form;
}
