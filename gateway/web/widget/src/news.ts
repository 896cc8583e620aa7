// Lines of the others that come while the page is there; what the chat had when
// the page found it is no news.
import type { EntryView, VisitorClient } from "@parley/client";

export class News {
  private chat_: string | undefined;
  private upto_ = 0;

  /** @returns what came since the last call. */
  take({ chat, lines }: VisitorClient): EntryView[] {
    const newest = lines.at(-1)?.entry ?? 0;
    if (chat?.chat !== this.chat_) {
      this.chat_ = chat?.chat;
      this.upto_ = Math.max(newest, chat?.last_entry ?? 0);
      return [];
    }
    const fresh = lines.filter(
      ({ entry, from, kind }) =>
        entry > this.upto_ && from !== "customer" && kind !== "announcement",
    );
    this.upto_ = Math.max(this.upto_, newest);
    return fresh;
  }
}
