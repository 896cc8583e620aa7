// Sounds of the desk, made here: a new chat, a message, a call that rings. A
// browser plays none before somebody has pressed something in the page.

export type Sound = "chat" | "message" | "call";

export interface BellSettings {
  readonly chat: boolean;
  readonly message: boolean;
  readonly call: boolean;
  /** 0 to 1. */
  readonly volume: number;
}

const stored_under = "parley.bell";
const all_on: BellSettings = {
  chat: true,
  message: true,
  call: true,
  volume: 0.6,
};

/** Hertz and seconds. */
const melodies: Record<Sound, readonly (readonly [number, number])[]> = {
  chat: [
    [660, 0],
    [880, 0.16],
    [1100, 0.32],
  ],
  message: [[780, 0]],
  call: [
    [520, 0],
    [660, 0.14],
    [520, 0.5],
    [660, 0.64],
  ],
};
const note = 0.28;
const ring_every = 2_500;
const message_pause = 1_500;

export function settingsOf(text: string | null): BellSettings {
  try {
    const stored: unknown = JSON.parse(text ?? "{}");
    if (typeof stored !== "object" || stored === null) return all_on;
    const own = stored as Partial<Record<keyof BellSettings, unknown>>;
    const flag = (name: Sound): boolean => own[name] !== false;
    const { volume } = own;
    return {
      chat: flag("chat"),
      message: flag("message"),
      call: flag("call"),
      volume:
        typeof volume === "number" && volume >= 0 && volume <= 1
          ? volume
          : all_on.volume,
    };
  } catch {
    return all_on;
  }
}

export class Bell {
  private settings_ = settingsOf(localStorage.getItem(stored_under));
  private context_: AudioContext | undefined;
  private ringing_: number | undefined;
  private lastMessage_ = 0;

  get settings(): BellSettings {
    return this.settings_;
  }

  /** Is any sound wanted? */
  get isOn(): boolean {
    const { chat, message, call } = this.settings_;
    return chat || message || call;
  }

  set(change: Partial<BellSettings>): void {
    this.settings_ = { ...this.settings_, ...change };
    localStorage.setItem(stored_under, JSON.stringify(this.settings_));
  }

  /** Plays it if it is wanted. */
  ring(sound: Sound): void {
    if (!this.settings_[sound]) return;
    const now = Date.now();
    if (sound === "message") {
      if (now - this.lastMessage_ < message_pause) return;
      this.lastMessage_ = now;
    }
    void this.play(sound);
  }

  /** Rings again and again while a call does. */
  follow(isRinging: boolean): void {
    if (isRinging === (this.ringing_ !== undefined)) return;
    window.clearInterval(this.ringing_);
    this.ringing_ = undefined;
    if (!isRinging) return;
    this.ring("call");
    this.ringing_ = window.setInterval(() => {
      this.ring("call");
    }, ring_every);
  }

  /**
   * Plays a sound whatever is set.
   * @returns whether the browser has let it sound
   */
  async play(sound: Sound): Promise<boolean> {
    try {
      this.context_ ??= new AudioContext();
      const { context_: context } = this;
      if (context.state === "suspended") {
        // Without a press before, this waits for one: do not wait for it.
        await Promise.race([
          context.resume(),
          new Promise((done) => setTimeout(done, 300)),
        ]);
      }
      if (context.state !== "running") return false;
      for (const [pitch, after] of melodies[sound]) {
        this.tone(context, pitch, context.currentTime + after);
      }
      return true;
    } catch {
      // A computer without a sound device.
      return false;
    }
  }

  private tone(context: AudioContext, pitch: number, at: number): void {
    const voice = context.createOscillator();
    const loudness = context.createGain();
    voice.type = "sine";
    voice.frequency.value = pitch;
    const peak = Math.max(0.0001, this.settings_.volume * 0.35);
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(peak, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + note);
    voice.connect(loudness).connect(context.destination);
    voice.start(at);
    voice.stop(at + note);
  }
}
