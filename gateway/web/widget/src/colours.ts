// What can be read on what: the company's colour decides, by the formula of
// WCAG 2. Pure, but for reading a colour's name, which the browser knows.

export type Rgb = readonly [red: number, green: number, blue: number];

/** Least contrast of text (WCAG 2.2, 1.4.3). */
const readable = 4.5;

/** @returns nothing if the browser knows no such colour. */
export function rgbOf(colour: string): Rgb | undefined {
  const pen = document.createElement("canvas").getContext("2d");
  if (pen === null) return undefined;
  pen.fillStyle = colour;
  return parseRgb(pen.fillStyle);
}

/** Reads what a canvas says of a colour; what shines through does not. */
export function parseRgb(text: string): Rgb | undefined {
  const hex = /^#(..)(..)(..)$/.exec(text);
  const parts = hex
    ? hex.slice(1).map((part) => parseInt(part, 16))
    : /^rgba?\((\d+), (\d+), (\d+)/.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [red = 0, green = 0, blue = 0] = parts;
  return [red, green, blue];
}

export function toCss(rgb: Rgb): string {
  const hex = rgb.map((part) => Math.round(part).toString(16).padStart(2, "0"));
  return `#${hex.join("")}`;
}

function light(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, bright = 0] = [light(one), light(other)].sort(
    (a, b) => a - b,
  );
  return (bright + 0.05) / (dark + 0.05);
}

export const white: Rgb = [255, 255, 255];
export const black: Rgb = [0, 0, 0];

/** White where that can be read, else black, which then can. */
export function inkOn(ground: Rgb): Rgb {
  return contrast(white, ground) >= readable ? white : black;
}

/** The colour, moved away from `ground` until it can be read there. */
export function readableOn(colour: Rgb, ground: Rgb): Rgb {
  const end = inkOn(ground);
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, end, share);
    if (contrast(mixed, ground) >= readable) return mixed;
  }
  return end;
}

function mix([a, b, c]: Rgb, [x, y, z]: Rgb, share: number): Rgb {
  const between = (from: number, to: number): number =>
    Math.round(from + (to - from) * share);
  return [between(a, x), between(b, y), between(c, z)];
}
