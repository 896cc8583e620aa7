// After the end: what the customer thought of it, the transcript, another chat.
import { RefusedError, type VisitorClient } from "@parley/client";
import { element, icon, setText, textButton } from "./dom.js";
import { star } from "./icons.js";
import type { Options } from "./options.js";
import { inWords, type Strings } from "./strings.js";
import { fetchTranscript } from "./transfer.js";

interface Use {
  client: VisitorClient;
  words: Strings;
  options: Options;
}

const comment_characters_max = 1000;

export class Ending {
  readonly node: HTMLElement;
  private readonly survey_: HTMLFormElement;
  private readonly thanks_: HTMLElement;
  private readonly told_ = element("span", { class: "told", role: "status" });
  private readonly send_: HTMLElement;
  private score_ = 0;

  constructor(
    private readonly use_: Use,
    again: () => void,
  ) {
    const { words } = use_;
    const comment = element("textarea", {
      rows: "2",
      dir: "auto",
      maxlength: String(comment_characters_max),
      "aria-label": words.surveyComment,
      placeholder: words.surveyComment,
      "data-testid": "parley-survey-comment",
    });
    const send = textButton(
      "primary",
      "parley-survey-send",
      words.surveySend,
      () => undefined,
    );
    send.type = "submit";
    this.send_ = element("div", { class: "more", hidden: true }, comment, send);
    this.survey_ = element(
      "form",
      { class: "survey", "data-testid": "parley-survey" },
      this.stars(),
      this.send_,
    );
    this.survey_.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit(comment.value.trim());
    });
    this.thanks_ = element("div", {
      class: "thanks",
      role: "status",
      "data-testid": "parley-thanks",
    });
    this.node = element(
      "div",
      { class: "bar ended", "data-testid": "parley-ended", hidden: true },
      element("span", { role: "status", dir: "auto" }, words.ended),
      this.survey_,
      this.thanks_,
      this.told_,
      element(
        "div",
        { class: "choices" },
        textButton("plain", "parley-transcript", words.transcript, () => {
          void this.transcript();
        }),
        textButton("primary", "parley-again", words.again, again),
      ),
    );
  }

  update(): void {
    const { client, words, options } = this.use_;
    const isAsked = options.survey !== undefined;
    this.survey_.hidden = !isAsked || client.isSurveyed;
    setText(
      this.thanks_,
      isAsked && client.isSurveyed ? words.surveyThanks : "",
    );
  }

  /** One of five, as radio buttons: arrows choose, and each has a name. */
  private stars(): HTMLElement {
    const { words, options } = this.use_;
    const own = options.survey ?? "";
    const question = own === "" ? words.surveyQuestion : own;
    return element(
      "fieldset",
      {},
      element("legend", { dir: "auto" }, question),
      ...words.surveyScores.map((name, index) => {
        const input = element("input", {
          type: "radio",
          name: "score",
          value: String(index + 1),
          "aria-label": name,
          "data-testid": `parley-score-${index + 1}`,
        });
        input.addEventListener("change", () => {
          this.score_ = index + 1;
          this.survey_.dataset.score = String(this.score_);
          this.send_.hidden = false;
        });
        return element("label", { title: name }, input, icon(star));
      }),
    );
  }

  private async submit(comment: string): Promise<void> {
    const { client, words } = this.use_;
    if (this.score_ === 0) return;
    try {
      await client.submitSurvey(this.score_, comment);
      setText(this.told_, "");
    } catch (why) {
      setText(
        this.told_,
        why instanceof RefusedError
          ? inWords(words, why.refusal)
          : words.formFailed,
      );
    }
    this.update();
  }

  private async transcript(): Promise<void> {
    const { client, words, options } = this.use_;
    const { base, token } = options;
    const { credential } = client;
    if (credential === undefined) return;
    const refusal = await fetchTranscript({ base, token, credential });
    setText(this.told_, refusal === undefined ? "" : words.transcriptFailed);
  }
}
