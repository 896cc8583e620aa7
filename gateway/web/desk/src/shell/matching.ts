// Finding by a few letters, in any order of words; accents do not matter.

export interface Matchable {
  readonly title: string;
  readonly group?: string;
  readonly words?: string;
}

export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** 0: not found; more: better. */
export function scoreOf(item: Matchable, text: string): number {
  const wanted = folded(text).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return 1;
  const title = folded(item.title);
  const rest = folded(`${item.group ?? ""} ${item.words ?? ""}`);
  let score = 0;
  for (const word of wanted) {
    if (title.startsWith(word)) score += 8;
    else if (title.includes(` ${word}`)) score += 5;
    else if (title.includes(word)) score += 3;
    else if (rest.includes(word)) score += 1;
    else return 0;
  }
  return score;
}

/** The best first; equal ones as they were. */
export function matching<T extends Matchable>(
  items: readonly T[],
  text: string,
): readonly T[] {
  return items
    .map((item) => ({ item, score: scoreOf(item, text) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
