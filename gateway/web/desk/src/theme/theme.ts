// Light or dark, and letters that can be read on a colour somebody has chosen.

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
