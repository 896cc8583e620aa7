// The head of the box: with whom one speaks, how the connection is, and the
// buttons that concern the whole box.
import type { VisitorClient } from "@parley/client";
import { element, iconButton, setIcon, setText, textButton } from "./dom.js";
import { drawPicture } from "./picture.js";
import { bell, bell_off, chevron_down } from "./icons.js";
import type { Sound } from "./sound.js";
import type { Strings } from "./strings.js";

export interface HeadUse {
  client: VisitorClient;
  words: Strings;
  sound: Sound;
  /** The company's mark; without one the title's letters stand for it. */
  logo: string | undefined;
  end: () => void;
  close: () => void;
}

export class Head {
  readonly node: HTMLElement;
  private readonly title_ = element("h2", {
    dir: "auto",
    "data-testid": "parley-title",
  });
  private readonly status_ = element("div", {
    class: "status",
    dir: "auto",
    role: "status",
    "data-testid": "parley-status",
  });
  private readonly face_ = element("span", {
    class: "face",
    "aria-hidden": "true",
  });
  private readonly logo_ = element("canvas", {
    class: "logo",
    "aria-hidden": "true",
    "data-testid": "parley-logo",
    hidden: true,
  });
  private hasLogo_ = false;
  private readonly end_: HTMLButtonElement;
  private readonly sound_: HTMLButtonElement;

  constructor(private readonly use_: HeadUse) {
    const { words, sound, end, close, logo } = use_;
    if (logo !== undefined) {
      void drawPicture(this.logo_, logo).then((isDrawn) => {
        this.hasLogo_ = isDrawn;
        this.updateFace();
      });
    }
    this.end_ = textButton("end", "parley-end", words.end, end);
    this.sound_ = iconButton(bell, words.soundOn, "parley-sound", () => {
      sound.toggle();
      this.updateSound();
    });
    this.updateSound();
    this.node = element(
      "div",
      { class: "head" },
      this.logo_,
      this.face_,
      element("div", { class: "names" }, this.title_, this.status_),
      this.end_,
      this.sound_,
      iconButton(chevron_down, words.close, "parley-close", close),
    );
  }

  /** @returns the box's name. */
  update(title: string): string {
    const { client } = this.use_;
    const isOpen = client.chat !== undefined && !client.isEnded;
    setText(this.title_, title);
    this.title_.title = title;
    setText(this.status_, this.statusText());
    this.updateFace();
    this.end_.hidden = !isOpen;
    return title;
  }

  /** An agent has a face; until there is one the company has its mark. */
  private updateFace(): void {
    const { client } = this.use_;
    const agent = client.isEnded ? undefined : client.chat?.agent_name;
    const isLogo = this.hasLogo_ && agent === undefined;
    this.logo_.hidden = !isLogo;
    this.face_.hidden = isLogo;
    setText(this.face_, initialsOf(agent ?? (this.title_.textContent || " ")));
    this.face_.toggleAttribute(
      "data-ready",
      client.connection.name === "ready",
    );
  }

  private statusText(): string {
    const { client, words } = this.use_;
    const { connection, chat } = client;
    if (connection.name === "waiting") return words.reconnecting;
    if (connection.name === "connecting") {
      return connection.attempt > 0 ? words.reconnecting : words.connecting;
    }
    if (connection.name !== "ready") return "";
    if (chat?.phase === "open" && chat.agent_name) {
      return words.joined(chat.agent_name);
    }
    return words.online;
  }

  private updateSound(): void {
    const { sound, words } = this.use_;
    const name = sound.isOn ? words.soundOn : words.soundOff;
    this.sound_.ariaLabel = this.sound_.title = name;
    this.sound_.ariaPressed = String(sound.isOn);
    setIcon(this.sound_, sound.isOn ? bell : bell_off);
  }
}

/** Up to two letters that stand for a name. */
export function initialsOf(name: string): string {
  const words = name
    .split(/\s+/u)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return [first, last]
    .map((word) => (word ? (Array.from(word)[0] ?? "") : ""))
    .join("")
    .toLocaleUpperCase();
}
