// What an agent files on chats (C1): edits are sent after a short while, and at
// the latest before the wrapup is finished.
import type { AgentClient, DeskChatView } from "@parley/client";

export interface Filing {
  readonly classifications: readonly string[];
  readonly note: string;
  readonly abusive: boolean;
}

interface Draft {
  filing: Filing;
  timer: number | undefined;
  isDirty: boolean;
}

const save_after = 600;

export class Filings {
  private readonly drafts_ = new Map<string, Draft>();

  constructor(
    private readonly client_: AgentClient,
    private readonly changed_: () => void,
  ) {}

  of(chat: DeskChatView): Filing {
    return (
      this.drafts_.get(chat.chat)?.filing ?? {
        classifications: chat.classifications,
        note: chat.note ?? "",
        abusive: chat.abusive,
      }
    );
  }

  edit(chat: DeskChatView, change: Partial<Filing>): void {
    const filing = { ...this.of(chat), ...change };
    window.clearTimeout(this.drafts_.get(chat.chat)?.timer);
    const timer = window.setTimeout(() => {
      void this.save(chat.chat);
    }, save_after);
    this.drafts_.set(chat.chat, { filing, timer, isDirty: true });
    this.changed_();
  }

  /** @returns false if it was refused. */
  async save(chat: string): Promise<boolean> {
    const draft = this.drafts_.get(chat);
    if (draft?.isDirty !== true) return true;
    window.clearTimeout(draft.timer);
    draft.isDirty = false;
    const { classifications, note, abusive } = draft.filing;
    const isDone = await this.client_.classify(chat, {
      classifications: [...classifications],
      note,
      abusive,
    });
    if (!isDone) draft.isDirty = true;
    return isDone;
  }

  forget(isHeld: (chat: string) => boolean): void {
    for (const [chat, { timer }] of [...this.drafts_]) {
      if (isHeld(chat)) continue;
      window.clearTimeout(timer);
      this.drafts_.delete(chat);
    }
  }
}
