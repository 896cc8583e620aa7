// The text that a website's owner copies (W1). Pure.
import type { ParleyTheme } from "../api.js";

/** How a question before the chat is asked. */
export type Asking = "no" | "optional" | "required";

/** What can be chosen; empty and standard values are left out of the text. */
export interface SnippetSettings {
  title: string;
  color: string;
  position: "" | "left" | "right";
  theme: ParleyTheme;
  language: string;
  /** Seconds; 0: never. */
  openAfter: number;
  askName: Asking;
  askEmail: Asking;
  sound: boolean;
}

export const standard: SnippetSettings = {
  title: "",
  color: "",
  position: "",
  theme: "auto",
  language: "",
  openAfter: 0,
  askName: "no",
  askEmail: "no",
  sound: true,
};

const asked: Record<Asking, (kind: string) => string[]> = {
  no: () => [],
  optional: (kind) => [kind],
  required: (kind) => [`${kind}*`],
};

/** The snippet's attributes besides its address, in their order. */
export function attributesOf(
  token: string,
  settings: SnippetSettings,
): [name: string, value: string][] {
  const { title, color, position, theme, language, openAfter } = settings;
  const ask = [
    ...asked[settings.askName]("name"),
    ...asked[settings.askEmail]("email"),
  ].join(", ");
  const all: [string, string][] = [
    ["data-token", token],
    ["data-title", title.trim()],
    ["data-color", color.trim()],
    ["data-position", position],
    ["data-theme", theme === "auto" ? "" : theme],
    ["data-lang", language],
    ["data-open", openAfter > 0 ? String(openAfter) : ""],
    ["data-ask", ask],
    ["data-sound", settings.sound ? "" : "off"],
  ];
  return all.filter(([, value]) => value !== "");
}

/** @param base address of the server, with a slash at its end. */
export function snippetOf(
  base: string,
  token: string,
  settings: SnippetSettings,
): string {
  const attributes = [
    ["src", `${base}widget.js`],
    ...attributesOf(token, settings),
  ] as const;
  const lines = attributes.map(
    ([name, value]) => `  ${name}="${escaped(value)}"`,
  );
  return `<script\n${lines.join("\n")}\n  async\n></script>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
