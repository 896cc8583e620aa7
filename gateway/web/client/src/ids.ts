// Ids that clients choose: request refs, command ids, client message ids.

const alphabet =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/** 22 characters with 132 random bits; valid as any id of the protocol. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  let id = "";
  for (const byte of bytes) id += alphabet[byte & 63] ?? "";
  return id;
}
