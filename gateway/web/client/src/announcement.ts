// What a queue tells those who wait in it (N1), besides the place, which a page
// shows by itself. Pure.

export interface Announcement {
  readonly text: string;
  /** The place when it came; nothing if it came with older lines. */
  readonly position: number | undefined;
}

/**
 * A number grows old: of a sentence that says the place the page knows the
 * newer one, and other numbers count only if they came just now.
 */
export function isWorthSaying({ text, position }: Announcement): boolean {
  const numbers = text.match(/\d+/g)?.map(Number) ?? [];
  if (numbers.length === 0) return true;
  return position !== undefined && !numbers.includes(position);
}
