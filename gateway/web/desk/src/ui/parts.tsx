// Small parts: tags, faces, timers' digits.
import type { JSX, ReactNode } from "react";

export type Tone = "plain" | "accent" | "good" | "warn" | "bad" | "info";

export function Tag(props: {
  tone?: Tone;
  children: ReactNode;
  title?: string;
  "data-testid"?: string;
  "data-phase"?: string;
}): JSX.Element {
  const { tone = "plain", children, ...rest } = props;
  return (
    <span className="tag" data-tone={tone} {...rest}>
      {children}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = Array.from(words[0] ?? "")[0] ?? "";
  const last =
    words.length > 1 ? (Array.from(words.at(-1) ?? "")[0] ?? "") : "";
  return (first + last).toUpperCase();
}

/** One of eight quiet colours, the same for the same name. */
function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name)
    sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 8;
  return sum;
}

export function Face(props: {
  name: string;
  /** Decides the colour where names are alike. */
  id?: string;
  size?: "small" | "normal" | "large";
}): JSX.Element {
  const { name, id = name, size = "normal" } = props;
  return (
    <span
      className="face"
      data-size={size}
      data-hue={hueOf(id)}
      data-initials={initialsOf(name) || "?"}
      aria-hidden
    />
  );
}
