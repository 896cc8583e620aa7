// Tells whoever offered a chat to a colleague how that ended. The server takes
// the offer out of the chat and says no more.
import type { DeskChatView, NamedId } from "@parley/client";
import { customerOf } from "./words.js";

interface Offered {
  readonly to: string;
  readonly customer: string;
}

export class Offers {
  private readonly offered_ = new Map<string, Offered>();
  private readonly withdrawn_ = new Set<string>();

  /** Its end is the agent's own will. */
  withdraw(chat: string): void {
    this.withdrawn_.add(chat);
  }

  /** @returns what is to be told of a chat that the agent holds no more. */
  left(chat: DeskChatView, colleagues: readonly NamedId[]): string | undefined {
    const offered = this.offered_.get(chat.chat);
    this.offered_.delete(chat.chat);
    this.withdrawn_.delete(chat.chat);
    if (offered === undefined || chat.agent !== offered.to) return undefined;
    const who = nameOf(offered.to, colleagues);
    return `${who} has the chat with ${offered.customer} now.`;
  }

  /** @returns what has ended since the last time, in words. */
  follow(
    inbox: readonly DeskChatView[],
    colleagues: readonly NamedId[],
  ): string[] {
    const news: string[] = [];
    for (const chat of inbox) {
      const offered = this.offered_.get(chat.chat);
      if (offered === undefined || chat.transfer_to === offered.to) continue;
      if (this.withdrawn_.delete(chat.chat)) continue;
      news.push(
        chat.phase === "active"
          ? `${nameOf(offered.to, colleagues)} did not take the chat with ${offered.customer}.`
          : `The offer of the chat with ${offered.customer} is over.`,
      );
    }
    this.offered_.clear();
    for (const chat of inbox) {
      if (chat.transfer_to === undefined) continue;
      this.offered_.set(chat.chat, {
        to: chat.transfer_to,
        customer: customerOf(chat),
      });
    }
    return news;
  }
}

function nameOf(id: string, colleagues: readonly NamedId[]): string {
  return colleagues.find((one) => one.id === id)?.name ?? "A colleague";
}
