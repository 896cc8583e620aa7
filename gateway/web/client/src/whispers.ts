// The whispers of one chat: numbered by themselves, each shown once behind the
// line that it names. Customers never get them.
import type { WhisperView } from "./wire.js";

export class Whispers {
  private readonly all_ = new Map<number, WhisperView>();
  private list_: readonly WhisperView[] | undefined;

  /** In order. */
  get list(): readonly WhisperView[] {
    this.list_ ??= [...this.all_.values()].sort(
      (a, b) => a.whisper - b.whisper,
    );
    return this.list_;
  }

  /** Number of the newest; 0 if there is none. */
  get newest(): number {
    return this.list.at(-1)?.whisper ?? 0;
  }

  /** @returns those that are new. */
  add(whispers: readonly WhisperView[]): readonly WhisperView[] {
    const fresh = whispers.filter(({ whisper }) => !this.all_.has(whisper));
    for (const one of fresh) this.all_.set(one.whisper, one);
    if (fresh.length > 0) this.list_ = undefined;
    return fresh;
  }
}
