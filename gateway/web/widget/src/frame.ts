// The widget's place on a page: one element of its own at the end of the
// document, with a shadow root that nothing of the page reaches, and the
// colours of company and theme.
import {
  contrast,
  inkOn,
  readableOn,
  type Rgb,
  rgbOf,
  toCss,
  white,
} from "./colours.js";
import { adoptStyles, element } from "./dom.js";
import css from "./launcher.css?inline";
import { directionOf, type Options } from "./options.js";

const accent_default: Rgb = [29, 95, 208];
/** The grounds of launcher.css on which the company's colour must be read. */
const grounds = { light: white, dark: [22, 27, 34] as Rgb };

/** Least contrast of two areas that are told apart without a line. */
const distinct = 1.5;

export class Frame {
  readonly host = element("div", { "data-parley": "" });
  readonly root: ShadowRoot;
  readonly node = element("div", { class: "parley" });
  private readonly dark_ = matchMedia("(prefers-color-scheme: dark)");
  private options_: Options;
  private readonly repaint_ = (): void => {
    this.apply(this.options_);
  };

  constructor(options: Options) {
    this.options_ = options;
    this.root = this.host.attachShadow({ mode: "open" });
    adoptStyles(this.root, css);
    this.root.append(this.node);
    this.dark_.addEventListener("change", this.repaint_);
    this.apply(options);
  }

  apply(options: Options): void {
    this.options_ = options;
    const { color, language, position, theme } = options;
    this.host.dataset.position = position;
    const isDark = theme === "auto" ? this.dark_.matches : theme === "dark";
    this.node.dataset.theme = isDark ? "dark" : "light";
    this.node.dir = directionOf(language);
    this.node.lang = language;
    const accent =
      (color === undefined ? undefined : rgbOf(color)) ?? accent_default;
    const { style } = this.node;
    style.setProperty("--accent", toCss(accent));
    style.setProperty("--on-accent", toCss(inkOn(accent)));
    const ground = grounds[isDark ? "dark" : "light"];
    style.setProperty("--accent-ink", toCss(readableOn(accent, ground)));
    // A colour like the ground's own needs a line around it.
    const isSeen = contrast(accent, ground) >= distinct;
    style.setProperty("--accent-edge", isSeen ? "transparent" : "var(--field)");
  }

  /** Beside the body: pages replace and transform theirs. */
  attach(): void {
    document.documentElement.append(this.host);
  }

  remove(): void {
    this.dark_.removeEventListener("change", this.repaint_);
    this.host.remove();
  }
}
