// Addresses in a text as links that cannot see where they were opened from.
import type { JSX, ReactNode } from "react";

const address = /\bhttps?:\/\/[^\s<>"']+/g;
/** Signs that end a sentence, not an address. */
const trailing = /[.,;:!?)\]}]+$/;

export function linked(text: string): ReactNode {
  const parts: (string | JSX.Element)[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const url = match[0].replace(trailing, "");
    parts.push(
      text.slice(at, match.index),
      <a key={match.index} href={url} target="_blank" rel="noopener noreferrer">
        {url}
      </a>,
    );
    at = match.index + url.length;
  }
  if (parts.length === 0) return text;
  parts.push(text.slice(at));
  return parts;
}
