// A set of listeners; `on` returns its undo.

export class Emitter<Events extends Record<string, unknown>> {
  private readonly listeners_ = new Map<keyof Events, Set<unknown>>();

  on<K extends keyof Events>(
    event: K,
    listener: (value: Events[K]) => void,
  ): () => void {
    const listeners = this.listeners_.get(event) ?? new Set();
    this.listeners_.set(event, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  emit<K extends keyof Events>(event: K, value: Events[K]): void {
    for (const listener of [...(this.listeners_.get(event) ?? [])]) {
      (listener as (value: Events[K]) => void)(value);
    }
  }

  clear(): void {
    this.listeners_.clear();
  }
}
