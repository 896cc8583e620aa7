// The head of the box: with whom one speaks, how the connection is, and the
// buttons that concern the whole box.
import type { VisitorClient } from "@parley/client";
import { element, iconButton, setIcon, setText, textButton } from "./dom.js";
import { bell, bell_off, chevron_down } from "./icons.js";
import type { Sound } from "./sound.js";
import type { Strings } from "./strings.js";

export interface HeadUse {
  client: VisitorClient;
  words: Strings;
  sound: Sound;
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
  private readonly end_: HTMLButtonElement;
  private readonly sound_: HTMLButtonElement;

  constructor(private readonly use_: HeadUse) {
    const { words, sound, end, close } = use_;
    this.end_ = textButton("end", "parley-end", words.end, end);
    this.sound_ = iconButton(bell, words.soundOn, "parley-sound", () => {
      sound.toggle();
      this.updateSound();
    });
    this.updateSound();
    this.node = element(
      "div",
      { class: "head" },
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
    const agent = client.chat?.agent_name;
    const isOpen = client.chat !== undefined && !client.isEnded;
    setText(this.title_, title);
    this.title_.title = title;
    setText(this.status_, this.statusText());
    setText(this.face_, initialsOf(isOpen && agent ? agent : title));
    this.face_.toggleAttribute(
      "data-ready",
      client.connection.name === "ready",
    );
    this.end_.hidden = !isOpen;
    return title;
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
