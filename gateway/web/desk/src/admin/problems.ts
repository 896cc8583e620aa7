// What the server says is wrong with an object, sorted to the fields: its
// sentences begin with a path, `queues.sales.policy.wrapup_time: out of range`.
import { ProblemError, wordsOf } from "../rest/client.js";

/** What is wrong, by the path inside the object; "" is the whole. */
export type PathErrors = Readonly<Record<string, string>>;

/** Names of kinds in sentences, where they are not those of paths. */
const kinds: Readonly<Record<string, string>> = { agents: "users" };

function kindOf(name: string): string {
  return (kinds[name] ?? name).replaceAll("_", "-");
}

interface Sentence {
  readonly kind: string;
  readonly id: string;
  readonly path: string;
  readonly text: string;
}

function parse(sentence: string): Sentence | undefined {
  const [, path, text] = /^\/?([\w.-]+):\s*(.*)$/s.exec(sentence) ?? [];
  if (path === undefined || text === undefined) return undefined;
  const [kind = "", id = "", ...rest] = path.split(".");
  return { kind: kindOf(kind), id, path: rest.join("."), text };
}

function sentencesOf(why: ProblemError): readonly string[] {
  const { errors, detail } = why.problem;
  return errors ?? (detail === undefined ? [] : [detail]);
}

function asSentence(text: string): string {
  if (text === "used twice") return "Another one has this name already.";
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** `length_max` of a queue's sentence is `waiting.length_max` in the queue. */
function inObject(
  path: string,
  renamed: Readonly<Record<string, string>>,
): string {
  const found = Object.keys(renamed).find(
    (name) => path === name || path.startsWith(`${name}.`),
  );
  if (found === undefined) return path;
  return (renamed[found] ?? "") + path.slice(found.length);
}

/**
 * @param of the object that was to be saved; without a kind the sentences'
 *   paths are those of the object itself, as in the company's settings
 */
export function placed(
  why: unknown,
  of: {
    kind?: string;
    id: string | undefined;
    renamed?: Readonly<Record<string, string>>;
  },
): { errors: PathErrors; failure: string | undefined } {
  if (!(why instanceof ProblemError)) {
    return { errors: {}, failure: wordsOf(why) };
  }
  const errors: Record<string, string> = {};
  const others: string[] = [];
  for (const sentence of sentencesOf(why)) {
    const found = parse(sentence);
    if (found === undefined) {
      others.push(sentence);
    } else if (of.kind === undefined) {
      const [path = ""] = sentence.split(":");
      errors[path] ??= asSentence(found.text);
    } else if (
      found.kind === of.kind &&
      (of.id === undefined || found.id === of.id)
    ) {
      const path =
        found.path === "" && found.text === "used twice"
          ? "name"
          : inObject(found.path, of.renamed ?? {});
      errors[path] ??= asSentence(found.text);
    } else {
      others.push(sentence);
    }
  }
  const isPlaced = others.length === 0 && Object.keys(errors).length > 0;
  return { errors, failure: isPlaced ? undefined : wordsOf(why) };
}

/** Who still uses an object that was to be deleted. */
export interface Use {
  /** As in paths: `break-reasons`. */
  readonly kind: string;
  readonly id: string;
  /** Where in it, or how many of what: `3 open chats`. */
  readonly what: string;
}

/** @returns nothing if the problem is another one. */
export function usesOf(why: unknown): readonly Use[] | undefined {
  if (!(why instanceof ProblemError)) return undefined;
  const { status, code } = why.problem;
  if (code !== "in_use" && status !== 422) return undefined;
  const uses = sentencesOf(why).flatMap((sentence): Use[] => {
    const found = parse(sentence);
    if (found === undefined) return [];
    const { kind, id, path, text } = found;
    const isPointing = text.startsWith("there is no ");
    const what = isPointing ? path.replace(/\..*/s, "") : text;
    return [{ kind, id, what: what.replaceAll("_", " ") }];
  });
  const seen = new Set<string>();
  const distinct = uses.filter(({ kind, id, what }) => {
    const key = `${kind} ${id} ${what}`;
    return !seen.has(key) && seen.add(key);
  });
  return distinct.length > 0 ? distinct : undefined;
}
