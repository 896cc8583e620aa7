// The server's "no" as a value and as an error of a promise.
import { isRefusalName, refusals } from "./codes.js";
import type { Message } from "./wire.js";

export type Refusal = Omit<Message<"refused">, "type" | "ref">;

/** The promise of a request that was answered with `refused`. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  constructor(readonly refusal: Refusal) {
    super(refusal.text);
  }
}

/** The promise of a request that nobody will answer any more. */
export class NotConnectedError extends Error {
  override readonly name = "NotConnectedError";
}

/** Thrown by a hello that can never succeed: do not try again. */
export class FatalError extends Error {
  override readonly name = "FatalError";
}

/** May the same request succeed later? */
export function mayRetry(refusal: Refusal): boolean {
  return isRefusalName(refusal.name) && refusals[refusal.name].retry;
}
