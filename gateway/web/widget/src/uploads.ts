// Files on their way: checked here, so that nobody waits for a "no", sent one
// after the other, shown with their progress until their line is there.
import {
  randomId,
  type Refusal,
  refusals,
  type VisitorClient,
} from "@parley/client";
import { element, setText, textButton } from "./dom.js";
import type { Options } from "./options.js";
import { inWords, type Strings } from "./strings.js";
import { sendFile, sizeText } from "./transfer.js";

interface Upload {
  readonly id: string;
  readonly file: File;
  readonly abort: AbortController;
  readonly node: HTMLElement;
  readonly text: HTMLElement;
  readonly bar: HTMLProgressElement;
  readonly again: HTMLButtonElement;
  state: "waiting" | "sending" | "sent" | "refused";
}

export class Uploads {
  readonly node = element("div", { class: "uploads" });
  private uploads_: Upload[] = [];

  constructor(
    private readonly client_: VisitorClient,
    private readonly words_: Strings,
    private readonly options_: Options,
  ) {}

  get isAllowed(): boolean {
    return this.options_.files !== undefined && !this.client_.isEnded;
  }

  add(files: Iterable<File>): void {
    if (!this.isAllowed) return;
    for (const file of files) {
      const upload = this.make(file);
      this.uploads_.push(upload);
      this.node.append(upload.node);
      const refused = this.check(file);
      if (refused !== undefined) this.refuse(upload, refused);
    }
    // A file needs a chat to be in.
    if (this.client_.chat === undefined) this.client_.startChat();
    void this.sendNext();
  }

  /** Lines have come: those that are there go from here. */
  update(): void {
    if (this.client_.isEnded) {
      for (const upload of this.uploads_) this.drop(upload);
      return;
    }
    const there = new Set(this.client_.lines.map(({ id }) => id));
    for (const upload of this.uploads_) {
      if (there.has(upload.id)) this.drop(upload);
    }
    void this.sendNext();
  }

  private check({ size, type }: File): string | undefined {
    const { files, language } = this.options_;
    if (files === undefined) return undefined;
    if (!files.types.includes(type)) {
      return this.words_.refusals.file_type_refused;
    }
    return size > files.bytesMax
      ? this.words_.fileTooLarge(sizeText(files.bytesMax, language))
      : undefined;
  }

  private make(file: File): Upload {
    const { words_: words } = this;
    const text = element("span", { role: "status" });
    const bar = element("progress", { max: "1", "aria-label": file.name });
    bar.value = 0;
    const again = textButton("link", "parley-file-again", words.retry, () => {
      upload.state = "waiting";
      setText(upload.text, "");
      upload.again.hidden = true;
      upload.bar.hidden = false;
      void this.sendNext();
    });
    again.hidden = true;
    const upload: Upload = {
      id: randomId(),
      file,
      abort: new AbortController(),
      node: element(
        "div",
        { class: "upload", "data-testid": "parley-upload" },
        element("span", { class: "name", dir: "auto" }, file.name),
        bar,
        text,
        again,
        textButton("link", "parley-file-cancel", words.cancel, () => {
          this.drop(upload);
        }),
      ),
      text,
      bar,
      again,
      state: "waiting",
    };
    return upload;
  }

  private async sendNext(): Promise<void> {
    const { credential, chat } = this.client_;
    if (credential === undefined || chat === undefined) return;
    if (this.uploads_.some(({ state }) => state === "sending")) return;
    const upload = this.uploads_.find(({ state }) => state === "waiting");
    if (upload === undefined) return;
    upload.state = "sending";
    const { base, token } = this.options_;
    const refusal = await sendFile(
      { base, token, credential },
      upload.id,
      upload.file,
      (share) => {
        upload.bar.value = share;
      },
      upload.abort.signal,
    );
    if (refusal === undefined) upload.state = "sent";
    else this.refuse(upload, this.inWords(refusal), refusal);
    this.update();
  }

  private inWords(refusal: Refusal): string {
    const { files, language } = this.options_;
    if (refusal.name === "too_long" && files !== undefined) {
      return this.words_.fileTooLarge(sizeText(files.bytesMax, language));
    }
    return inWords(this.words_, refusal);
  }

  private refuse(upload: Upload, words: string, refusal?: Refusal): void {
    upload.state = "refused";
    upload.bar.hidden = true;
    setText(upload.text, words);
    const known = refusals as Record<string, { retry: boolean } | undefined>;
    upload.again.hidden =
      refusal === undefined || known[refusal.name]?.retry === false;
  }

  private drop(upload: Upload): void {
    upload.abort.abort();
    upload.node.remove();
    this.uploads_ = this.uploads_.filter((other) => other !== upload);
  }
}
