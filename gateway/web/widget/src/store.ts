// The chat's secret and unsent lines in localStorage; in memory where a
// browser forbids that. One key per server and service token.
import type { SavedChat, VisitorStore } from "@parley/client";

function isSaved(value: unknown): value is SavedChat {
  if (typeof value !== "object" || value === null) return false;
  const { visitor, chat, ended, unsent } = value as Partial<SavedChat>;
  return (
    typeof visitor === "string" &&
    typeof chat === "string" &&
    typeof ended === "boolean" &&
    Array.isArray(unsent)
  );
}

export function parseSaved(text: string | null): SavedChat | undefined {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isSaved(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export class BrowserStore implements VisitorStore {
  private memory_: SavedChat | undefined;
  private readonly listener_: (event: StorageEvent) => void;

  /** @param changed another tab has saved something. */
  constructor(
    private readonly key_: string,
    changed: () => void,
  ) {
    this.listener_ = (event) => {
      if (event.key === this.key_ || event.key === null) changed();
    };
    window.addEventListener("storage", this.listener_);
  }

  load(): SavedChat | undefined {
    try {
      return parseSaved(localStorage.getItem(this.key_));
    } catch {
      return this.memory_;
    }
  }

  save(saved: SavedChat | undefined): void {
    this.memory_ = saved;
    try {
      if (saved === undefined) localStorage.removeItem(this.key_);
      else localStorage.setItem(this.key_, JSON.stringify(saved));
    } catch {
      // Private windows and full storage: this tab's memory has to do.
    }
  }

  destroy(): void {
    window.removeEventListener("storage", this.listener_);
  }
}
