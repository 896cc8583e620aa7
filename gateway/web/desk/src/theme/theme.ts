// Light or dark, the company's colour, and letters that can be read on a colour
// somebody has chosen.

export type Scheme = "system" | "light" | "dark";

const stored_under = "parley.scheme";

export function schemeOf(): Scheme {
  const stored = localStorage.getItem(stored_under);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function showScheme(scheme: Scheme): void {
  const { dataset } = document.documentElement;
  if (scheme === "system") delete dataset.theme;
  else dataset.theme = scheme;
}

export function keepScheme(scheme: Scheme): void {
  if (scheme === "system") localStorage.removeItem(stored_under);
  else localStorage.setItem(stored_under, scheme);
  showScheme(scheme);
}

type Colour = readonly [red: number, green: number, blue: number];

export function colourOf(text: string): Colour | undefined {
  const [, digits] = /^#([0-9a-f]{6})$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const part = (at: number): number =>
    Number.parseInt(digits.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}

/** Relative luminance, as WCAG 2.2 has it. */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: Colour, other: Colour): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort(
    (a, b) => a - b,
  );
  return (high + 0.05) / (low + 0.05);
}

const white: Colour = [255, 255, 255];
const black: Colour = [23, 27, 34];

/** White or dark letters, whichever can be read on it. */
export function lettersOn(colour: Colour): "#ffffff" | "#171b22" {
  return contrast(white, colour) >= contrast(black, colour)
    ? "#ffffff"
    : "#171b22";
}

/** Least contrast of text (WCAG 2.2, 1.4.3). */
const readable = 4.5;
const night: Colour = [20, 24, 31];

function mixed(one: Colour, other: Colour, share: number): Colour {
  const part = (at: 0 | 1 | 2): number =>
    Math.round(one[at] + (other[at] - one[at]) * share);
  return [part(0), part(1), part(2)];
}

/** Moved towards `end` until it can be read on all of the grounds. */
function readableOn(
  colour: Colour,
  end: Colour,
  grounds: readonly Colour[],
): Colour {
  for (let share = 0; share < 1; share += 0.05) {
    const shade = mixed(colour, end, share);
    if (grounds.every((ground) => contrast(shade, ground) >= readable)) {
      return shade;
    }
  }
  return end;
}

function css(colour: Colour): string {
  const hex = colour.map((part) => part.toString(16).padStart(2, "0"));
  return `#${hex.join("")}`;
}

/** The shades of the accent (tokens.css) of a company's colour: each can be
 * read where the design puts it. Nothing: it is no colour. */
export function accentOf(text: string): Record<string, string> | undefined {
  const chosen = colourOf(text);
  if (chosen === undefined) return undefined;
  const letters = lettersOn(chosen) === "#ffffff" ? white : black;
  const away = letters === white ? black : white;
  // Between black and white there are colours on which neither can be read.
  const accent = readableOn(chosen, away, [letters]);
  const day_soft = mixed(accent, white, 0.89);
  const night_soft = mixed(accent, night, 0.74);
  const on_day = readableOn(accent, [0, 0, 0], [day_soft, [238, 240, 244]]);
  const on_night = readableOn(accent, white, [night_soft, [31, 37, 47]]);
  const words = `light-dark(${css(on_day)}, ${css(on_night)})`;
  return {
    "--accent": css(accent),
    "--on-accent": css(letters),
    "--accent-strong": css(mixed(accent, away, 0.14)),
    "--accent-text": words,
    "--accent-soft": `light-dark(${css(day_soft)}, ${css(night_soft)})`,
    "--focus": words,
  };
}

/** Shows the company's colour until the returned function is called. */
export function showAccent(text: string): () => void {
  const shades = accentOf(text);
  const { style } = document.documentElement;
  for (const [name, value] of Object.entries(shades ?? {})) {
    style.setProperty(name, value);
  }
  return () => {
    for (const name of Object.keys(shades ?? {})) style.removeProperty(name);
  };
}
