// Two soft tones for a new line, made by the browser: nothing is loaded. The
// customer's own choice is kept.

export class Sound {
  private context_: AudioContext | undefined;
  private isOn_: boolean;

  /** @param standard what holds until the customer decides. */
  constructor(
    private readonly key_: string,
    standard: boolean,
  ) {
    this.isOn_ = standard;
    try {
      const kept = localStorage.getItem(key_);
      if (kept !== null) this.isOn_ = kept === "1";
    } catch {
      // Then it is on at each visit.
    }
  }

  get isOn(): boolean {
    return this.isOn_;
  }

  toggle(): void {
    this.isOn_ = !this.isOn_;
    try {
      localStorage.setItem(this.key_, this.isOn_ ? "1" : "0");
    } catch {
      // As above.
    }
    this.play();
  }

  play(): void {
    if (!this.isOn_) return;
    try {
      this.context_ ??= new AudioContext();
      const context = this.context_;
      // Browsers let a page be heard only after its visitor has done something.
      if (context.state === "suspended") void context.resume();
      tone(context, 660, 0);
      tone(context, 880, 0.09);
    } catch {
      // No audio device, say: the badge still shows the line.
    }
  }

  destroy(): void {
    void this.context_?.close();
  }
}

function tone(context: AudioContext, frequency: number, after: number): void {
  const start = context.currentTime + after;
  const end = start + 0.28;
  const source = context.createOscillator();
  const volume = context.createGain();
  source.frequency.value = frequency;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, end);
  source.connect(volume).connect(context.destination);
  source.start(start);
  source.stop(end);
}
