// What the box says, per language.
import type { Refusal } from "@parley/client";
import cy from "./strings/cy.js";
import de from "./strings/de.js";
import en, { type Strings } from "./strings/en.js";
import es from "./strings/es.js";
import fr from "./strings/fr.js";

export type { Strings };

const all: Record<string, Strings> = { en, de, fr, es, cy };

export function stringsOf(language: string): Strings {
  return all[language.slice(0, 2).toLowerCase()] ?? en;
}

/** A refusal in words, with the time to wait if that is known (W7). */
export function inWords(words: Strings, refusal: Refusal): string {
  const { name, text, retry_after: wait } = refusal;
  const sentence = words.refusals[name] ?? text;
  if (wait === undefined || wait <= 0) return sentence;
  const seconds = Math.max(1, Math.ceil(wait / 1000));
  const when =
    seconds < 100
      ? words.seconds(seconds)
      : words.minutes(Math.ceil(seconds / 60));
  return `${sentence} ${when}`;
}
