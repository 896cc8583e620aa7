// What a site may set: on the snippet's script element, and later by `set`.
import type { ParleySettings, ParleyTheme } from "./api.js";
import type { FileRules } from "./service.js";

/** One question of the form before the chat. */
export type Asked =
  | { kind: "name" | "email"; required: boolean }
  | { kind: "own"; name: string; required: boolean };

export interface Options {
  /** Where the script came from; there the server is. Ends with a slash. */
  readonly base: URL;
  /** Public token of the webchat service (O2). */
  readonly token: string;
  readonly title: string | undefined;
  readonly color: string | undefined;
  readonly position: "left" | "right";
  /** Seconds after which the box opens by itself; 0: never. */
  readonly openAfter: number;
  readonly language: string;
  readonly theme: ParleyTheme;
  /** A new line may be heard, until the customer decides. */
  readonly sound: boolean;
  readonly ask: readonly Asked[];
  /** Asked after the chat; empty: in the box's own words. */
  readonly survey: string | undefined;
  readonly files: FileRules | undefined;
  /** The company's mark, as a `data:` address of a picture. */
  readonly logo: string | undefined;
  /** Name of the global function. */
  readonly api: string;
  /** Names of the attributes that the snippet has. */
  readonly own: readonly string[];
}

const open_after_max = 3600;
const themes: readonly string[] = ["auto", "light", "dark"];
const rtl = /^(ar|dv|fa|he|iw|ks|ku|ps|sd|ug|ur|yi)\b/i;

function seconds(text: string | undefined): number {
  const value = Number(text ?? 0);
  return value > 0 && value <= open_after_max ? value : 0;
}

export function isTheme(value: unknown): value is ParleyTheme {
  return typeof value === "string" && themes.includes(value);
}

function colorOf(text: string | undefined): string | undefined {
  return text && CSS.supports("color", text) ? text : undefined;
}

/** `name, email*`: what is asked for first; with a star it is required. */
export function askedOf(text: string | undefined): Asked[] {
  return (text ?? "").split(",").flatMap((word): Asked[] => {
    const [, kind, star] = /^\s*(name|email)\s*(\*?)\s*$/.exec(word) ?? [];
    if (kind !== "name" && kind !== "email") return [];
    return [{ kind, required: star === "*" }];
  });
}

/** Which way lines of this language run. */
export function directionOf(language: string): "ltr" | "rtl" {
  return rtl.test(language) ? "rtl" : "ltr";
}

/** @returns nothing if the element is no snippet. */
export function optionsOf(script: HTMLScriptElement): Options | undefined {
  const data = script.dataset;
  if (!data.token) return undefined;
  const language =
    data.lang ?? (document.documentElement.lang || navigator.language);
  const side = directionOf(language) === "rtl" ? "left" : "right";
  return {
    base: new URL(".", script.src),
    token: data.token,
    title: data.title,
    color: colorOf(data.color),
    position:
      data.position === "left" || data.position === "right"
        ? data.position
        : side,
    openAfter: seconds(data.open),
    language,
    theme: isTheme(data.theme) ? data.theme : "auto",
    sound: data.sound !== "off",
    ask: askedOf(data.ask),
    survey: undefined,
    files: undefined,
    logo: undefined,
    api: data.api ?? "parley",
    own: Object.keys(data),
  };
}

/** What a page asks for at run time; what makes no sense changes nothing. */
export function withSettings(options: Options, wanted: unknown): Options {
  if (typeof wanted !== "object" || wanted === null) return options;
  const { title, color, position, theme, locale, sound } =
    wanted as ParleySettings;
  return {
    ...options,
    ...(typeof title === "string" && { title }),
    ...(typeof color === "string" && { color: colorOf(color) }),
    ...((position === "left" || position === "right") && { position }),
    ...(isTheme(theme) && { theme }),
    ...(typeof locale === "string" && locale && { language: locale }),
    ...(typeof sound === "boolean" && { sound }),
  };
}
