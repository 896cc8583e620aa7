// Signals that a client repeats or gathers: "is typing" and "has seen".

const repeat_after = 3_000;
const idle_after = 5_000;

/** Says that somebody types, not more often than needed. */
export class TypingSignal {
  private saidAt_ = 0;
  private isOn_ = false;
  private idle_: number | undefined;

  constructor(private readonly tell_: (on: boolean) => void) {}

  /** Call at each key; an empty box means "stopped". */
  typed(isEmpty: boolean): void {
    if (isEmpty) {
      this.stop();
      return;
    }
    const now = Date.now();
    if (!this.isOn_ || now - this.saidAt_ >= repeat_after) {
      this.isOn_ = true;
      this.saidAt_ = now;
      this.tell_(true);
    }
    clearTimeout(this.idle_);
    this.idle_ = setTimeout(() => {
      this.stop();
    }, idle_after);
  }

  stop(): void {
    this.forget();
  }

  /** The line was sent: the server takes that for "stopped". */
  forget(quietly = false): void {
    clearTimeout(this.idle_);
    if (!this.isOn_) return;
    this.isOn_ = false;
    if (!quietly) this.tell_(false);
  }
}

const forget_after = 6_000;

/** Knows who else types; forgets it when nothing more is heard. */
export class TypingWatch {
  private isOn_ = false;
  private timer_: number | undefined;

  constructor(private readonly changed_: (on: boolean) => void) {}

  get isOn(): boolean {
    return this.isOn_;
  }

  set(on: boolean): void {
    clearTimeout(this.timer_);
    if (on) {
      this.timer_ = setTimeout(() => {
        this.set(false);
      }, forget_after);
    }
    if (on === this.isOn_) return;
    this.isOn_ = on;
    this.changed_(on);
  }
}

/** Runs a task once per period, however often it is asked for. */
export class Batch {
  private timer_: number | undefined;

  constructor(
    private readonly period_: number,
    private readonly task_: () => void,
  ) {}

  ask(): void {
    this.timer_ ??= setTimeout(() => {
      this.timer_ = undefined;
      this.task_();
    }, this.period_);
  }

  cancel(): void {
    clearTimeout(this.timer_);
    this.timer_ = undefined;
  }
}

/** A time in which nothing is sent. */
export class Pause {
  private timer_: number | undefined;

  constructor(private readonly over_: () => void) {}

  get isOn(): boolean {
    return this.timer_ !== undefined;
  }

  take(length: number): void {
    clearTimeout(this.timer_);
    this.timer_ = setTimeout(() => {
      this.timer_ = undefined;
      this.over_();
    }, length);
  }

  cancel(): void {
    clearTimeout(this.timer_);
    this.timer_ = undefined;
  }
}
