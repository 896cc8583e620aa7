// What can be undone. Changes of one field in a row are one step.

export interface History<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
  /** What the last change was about; the same again belongs to it. */
  readonly about: string | undefined;
}

const most_steps = 200;

export function begin<T>(now: T): History<T> {
  return { past: [], now, future: [], about: undefined };
}

/** @param about for example the field that somebody types in */
export function change<T>(
  history: History<T>,
  now: T,
  about?: string,
): History<T> {
  const { past, now: before } = history;
  if (now === before) return history;
  const goesOn = about !== undefined && about === history.about;
  return {
    past: goesOn ? past : [...past, before].slice(-most_steps),
    now,
    future: [],
    about,
  };
}

export function undo<T>(history: History<T>): History<T> {
  const { past, now, future } = history;
  const before = past.at(-1);
  if (before === undefined) return history;
  return {
    past: past.slice(0, -1),
    now: before,
    future: [now, ...future],
    about: undefined,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const { past, now, future } = history;
  const [after, ...rest] = future;
  if (after === undefined) return history;
  return { past: [...past, now], now: after, future: rest, about: undefined };
}
