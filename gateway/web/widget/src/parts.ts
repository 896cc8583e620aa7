// The seam between the launcher, which every page view loads, and the chat,
// which is loaded when somebody wants to talk.
import type { Options } from "./options.js";

export interface ChatHost {
  /** The newest; told anew by `ChatPart.optionsChanged`. */
  readonly options: Options;
  readonly root: ShadowRoot;
  /** Holds the box and the button; has the colours and the direction. */
  readonly frame: HTMLElement;
  emit(event: string, detail: unknown): void;
  setUnread(count: number): void;
  open(): void;
  close(): void;
}

export interface ChatPart {
  /** @param byHand the customer did it, and wants to write. */
  opened(byHand: boolean): void;
  closed(): void;
  optionsChanged(): void;
  /** A command of the page that the launcher does not know. */
  command(name: string, argument: unknown): void;
  destroy(): void;
}

export type MountChat = (host: ChatHost) => ChatPart;

/** Event by which the chat's script hands itself to who inserted it. */
export const chat_loaded = "parley:chat";

/** Key of what a browser keeps of a service's chat. */
export function storageKey({
  base,
  token,
}: Pick<Options, "base" | "token">): string {
  return `parley:${base.href}:${token}`;
}
