// Files on their way into chats, one after the other, with their progress until
// the line that names them is there. The same id makes a retry harmless (W6).
import { type AgentClient, randomId } from "@parley/client";
import { ProblemError, problemOf, wordsOf } from "../rest/client.js";

export interface Upload {
  readonly id: string;
  readonly chat: string;
  readonly file: File;
  readonly state: "waiting" | "sending" | "sent" | "failed";
  /** 0 to 1. */
  readonly share: number;
  /** Why it failed, in words. */
  readonly failure?: string;
  readonly mayRetry?: boolean;
}

/** Statuses after which the same file would be refused again. */
const final_statuses = new Set([400, 403, 404, 413, 415]);

export function fileUrl(chat: string, file = ""): string {
  const files = `/api/v1/chats/${encodeURIComponent(chat)}/files`;
  return file === "" ? files : `${files}/${encodeURIComponent(file)}`;
}

const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** `1.4 MB` */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(undefined, {
    style: "unit",
    unit: units[unit] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: size < 10 && unit > 0 ? 1 : 0,
  }).format(size);
}

export class Uploads {
  private all_: readonly Upload[] = [];
  private request_: { id: string; xhr: XMLHttpRequest } | undefined;

  constructor(
    private readonly client_: AgentClient,
    private readonly changed_: () => void,
  ) {}

  of(chat: string): readonly Upload[] {
    return this.all_.filter((upload) => upload.chat === chat);
  }

  add(chat: string, files: Iterable<File>): void {
    const fresh = [...files].map((file): Upload => {
      return { id: randomId(), chat, file, state: "waiting", share: 0 };
    });
    this.all_ = [...this.all_, ...fresh];
    this.changed_();
    this.sendNext();
  }

  retry(id: string): void {
    this.set(id, { state: "waiting", share: 0 });
    this.sendNext();
  }

  cancel(id: string): void {
    if (this.request_?.id === id) this.request_.xhr.abort();
    this.drop(id);
    this.sendNext();
  }

  /** Lines have come, chats have gone: what is settled goes from here. */
  follow(): void {
    for (const { id, chat } of this.all_) {
      const isThere = this.client_.lines(chat).some((line) => line.id === id);
      if (isThere || this.client_.chat(chat) === undefined) this.drop(id);
    }
  }

  private sendNext(): void {
    if (this.request_ !== undefined) return;
    const next = this.all_.find(({ state }) => state === "waiting");
    if (next === undefined) return;
    const { id, chat, file } = next;
    // Not `URLSearchParams`: the server takes its `+` for a plus, not a space.
    const query = `name=${encodeURIComponent(file.name)}&id=${id}`;
    // Not `fetch`: that does not say how much has gone.
    const xhr = new XMLHttpRequest();
    this.request_ = { id, xhr };
    this.set(id, { state: "sending" });
    xhr.open("POST", `${fileUrl(chat)}?${query}`);
    xhr.setRequestHeader(
      "content-type",
      file.type === "" ? "application/octet-stream" : file.type,
    );
    xhr.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total > 0) this.set(id, { share: loaded / total });
    });
    xhr.addEventListener("load", () => {
      this.answered(id, xhr);
    });
    xhr.addEventListener("error", () => {
      this.fail(id, "The server cannot be reached.", true);
    });
    xhr.addEventListener("loadend", () => {
      this.request_ = undefined;
      this.sendNext();
    });
    xhr.send(file);
  }

  private answered(id: string, xhr: XMLHttpRequest): void {
    if (xhr.status >= 200 && xhr.status < 300) {
      this.set(id, { state: "sent", share: 1 });
      this.follow();
      return;
    }
    let body: unknown;
    try {
      body = JSON.parse(xhr.responseText);
    } catch {
      body = undefined;
    }
    const why = new ProblemError(problemOf(xhr.status, body));
    this.fail(id, wordsOf(why), !final_statuses.has(xhr.status));
  }

  private fail(id: string, failure: string, mayRetry: boolean): void {
    this.set(id, { state: "failed", failure, mayRetry });
  }

  private set(id: string, change: Partial<Upload>): void {
    this.all_ = this.all_.map((upload) =>
      upload.id === id ? { ...upload, ...change } : upload,
    );
    this.changed_();
  }

  private drop(id: string): void {
    if (!this.all_.some((upload) => upload.id === id)) return;
    this.all_ = this.all_.filter((upload) => upload.id !== id);
    this.changed_();
  }
}
