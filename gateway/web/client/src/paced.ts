// What went too fast for the server goes again by itself, one after the other, in
// order, no faster than it may.

/** Between two of them, if the server does not say more: ten a second (W7). */
const pace = 100;

export class Paced {
  private readonly waiting_ = new Set<string>();
  private timer_: number | undefined;

  /**
   * @param sendNext sends the oldest of the waiting; it answers which that was,
   *   or nothing if none of them is to be sent any more
   */
  constructor(
    private readonly sendNext: (
      waiting: ReadonlySet<string>,
    ) => string | undefined,
  ) {}

  get isWaiting(): boolean {
    return this.waiting_.size > 0;
  }

  put(id: string, retryAfter = 0): void {
    this.waiting_.add(id);
    if (retryAfter > 0) this.arm(retryAfter);
    else if (this.timer_ === undefined) this.arm(pace);
  }

  cancel(): void {
    clearTimeout(this.timer_);
    this.timer_ = undefined;
    this.waiting_.clear();
  }

  private arm(delay: number): void {
    clearTimeout(this.timer_);
    this.timer_ = setTimeout(() => {
      this.timer_ = undefined;
      this.next();
    }, delay);
  }

  private next(): void {
    // Sending looks at `isWaiting`: for this one nothing does.
    const waiting = new Set(this.waiting_);
    this.waiting_.clear();
    const sent = this.sendNext(waiting);
    if (sent === undefined) return;
    waiting.delete(sent);
    for (const id of waiting) this.waiting_.add(id);
    if (this.isWaiting) this.arm(pace);
  }
}
