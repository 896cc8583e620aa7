// A small choice of emoji; the system's own keyboard has the others.
import { element } from "./dom.js";
import type { Strings } from "./strings.js";

const groups = [
  "😀 😄 😅 😂 🙂 😉 😊 😍 😘 😎 🤔 🤨 😐 🙄 😴 😕 🙁 😢 😭 😡 😱 😳 🥳 🤗",
  "👍 👎 👌 ✌️ 🤞 👏 🙌 🙏 💪 👋 🤝 ☝️ 👀 🤷 🙋 🤦",
  "❤️ 🧡 💚 💙 💜 💔 ✅ ❌ ❗ ❓ ⚠️ ⭐ 🔥 💯 🎉 ✨",
  "📦 🚚 🏠 🏢 📅 ⏰ 📞 📧 📎 📷 🔑 🔒 💳 💶 🧾 🛒 🎁 ☕ 🌞 🌧️ ✈️ 🚗 🔧 💡",
];
const columns = 8;

export class EmojiPicker {
  readonly node: HTMLElement;
  private readonly buttons_: HTMLButtonElement[] = [];

  /** @param picked one of them, or nothing if the customer wants none. */
  constructor(
    words: Strings,
    private readonly picked_: (emoji: string | undefined) => void,
  ) {
    this.node = element("div", {
      class: "emoji",
      role: "dialog",
      "aria-label": words.emoji,
      "data-testid": "parley-emoji",
      hidden: true,
    });
    groups.forEach((group, index) => {
      const name = words.emojiGroups[index] ?? "";
      this.node.append(
        element("div", { class: "group", "aria-hidden": "true" }, name),
        element(
          "div",
          { class: "grid", role: "group", "aria-label": name },
          ...group.split(" ").map((emoji) => this.button(emoji)),
        ),
      );
    });
    this.node.addEventListener("keydown", (event) => {
      this.pressed(event);
    });
    this.node.addEventListener("focusout", ({ relatedTarget: to }) => {
      // Whatever else is used closes it; a click into it does not.
      if (to instanceof Node && !this.node.contains(to))
        this.node.hidden = true;
    });
  }

  toggle(): void {
    this.node.hidden = !this.node.hidden;
    if (!this.node.hidden) this.focus(0);
  }

  hide(): void {
    this.node.hidden = true;
  }

  private button(emoji: string): HTMLButtonElement {
    const node = element("button", { type: "button", tabindex: "-1" }, emoji);
    node.addEventListener("click", () => {
      this.picked_(emoji);
    });
    this.buttons_.push(node);
    return node;
  }

  private focus(index: number): void {
    const wanted = this.buttons_[index];
    if (wanted === undefined) return;
    for (const button of this.buttons_) button.tabIndex = -1;
    wanted.tabIndex = 0;
    wanted.focus();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.picked_(undefined);
      return;
    }
    const at = this.buttons_.findIndex((button) => button.matches(":focus"));
    if (at < 0) return;
    const next = getComputedStyle(this.node).direction === "rtl" ? -1 : 1;
    const steps: Record<string, number> = {
      ArrowRight: next,
      ArrowLeft: -next,
      ArrowDown: columns,
      ArrowUp: -columns,
      Home: -at,
      End: this.buttons_.length - 1 - at,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.focus(at + step);
  }
}
