// What a site may set on the snippet's script element.

export interface Options {
  /** Where the script came from; there the server is. Ends with a slash. */
  base: URL;
  /** Public token of the webchat service (O2). */
  token: string;
  title: string | undefined;
  color: string | undefined;
  position: "left" | "right";
  /** Seconds after which the box opens by itself; 0: never. */
  openAfter: number;
  language: string;
  /** Name of the global function. */
  api: string;
}

const open_after_max = 3600;

function seconds(text: string | undefined): number {
  const value = Number(text ?? 0);
  return value > 0 && value <= open_after_max ? value : 0;
}

/** @returns nothing if the element is no snippet. */
export function optionsOf(script: HTMLScriptElement): Options | undefined {
  const { token, title, color, position, open, lang, api } = script.dataset;
  if (!token) return undefined;
  return {
    base: new URL(".", script.src),
    token,
    title,
    color: color && CSS.supports("color", color) ? color : undefined,
    position: position === "left" ? "left" : "right",
    openAfter: seconds(open),
    language: lang ?? (document.documentElement.lang || navigator.language),
    api: api ?? "parley",
  };
}
