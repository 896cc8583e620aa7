// What an agent files on chats (C1): ticks are sent at once, a note while it is
// typed, all of it before the wrapup is finished. A wrapup that runs out takes
// with it what was not sent.
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

/** Milliseconds from the first key that is not sent yet. */
const save_note_within = 600;

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
    const timer =
      this.drafts_.get(chat.chat)?.timer ??
      window.setTimeout(() => {
        void this.save(chat.chat);
      }, save_note_within);
    this.drafts_.set(chat.chat, { filing, timer, isDirty: true });
    if (change.note === undefined) void this.save(chat.chat);
    this.changed_();
  }

  /** @returns false if it was refused. */
  async save(chat: string): Promise<boolean> {
    const draft = this.drafts_.get(chat);
    if (draft?.isDirty !== true) return true;
    window.clearTimeout(draft.timer);
    draft.timer = undefined;
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
