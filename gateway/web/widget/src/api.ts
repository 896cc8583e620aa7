// The page's JavaScript API, as types. This file is also published as it is, as
// `widget/api.d.ts`: it imports nothing and holds nothing but types.

/** Hints for the agent; nobody is identified by them. */
export interface ParleyIdentity {
  name?: string;
  email?: string;
  /**
   * A JWT by which the website says whom it knows, signed with a key of the
   * service; the agent sees name and email in it as verified.
   */
  proof?: string;
}

export type ParleyTheme = "auto" | "light" | "dark";

/** What `set` changes at once; what is not named stays. */
export interface ParleySettings {
  /** Over the box. */
  title?: string;
  /** Any CSS colour; what is written on it is black or white. */
  color?: string;
  position?: "left" | "right";
  theme?: ParleyTheme;
  /** Language of the box: `en`, `de`, `fr`, `es`, `cy`. */
  locale?: string;
  /** Whether a new line may be heard, until the customer decides. */
  sound?: boolean;
}

export type ParleySpeaker = "customer" | "agent" | "flow" | "supervisor";
export type ParleyConnection =
  "idle" | "connecting" | "ready" | "waiting" | "ended";

/** Events and what their listeners are given. */
export interface ParleyEvents {
  /** The button is on the page. */
  ready: Record<string, never>;
  opened: Record<string, never>;
  closed: Record<string, never>;
  chatStarted: { chat: string };
  queueUpdate: { position: number };
  agentJoined: { name: string };
  agentLeft: { name: string };
  /** A line of anybody, once. */
  message: { from: ParleySpeaker; text: string; at: number };
  typing: { on: boolean };
  /** Numbers of the newest own lines that the other side has. */
  receipt: { delivered: number; seen: number };
  unread: { count: number };
  chatEnded: { chat: string };
  surveySubmitted: { score: number };
  /** Nobody is there, and the flow's form is shown. */
  offline: { chat: string };
  connection: { state: ParleyConnection };
  /** A refusal by its name, or `not_loaded`, `unknown_command`. */
  error: { name: string; text: string };
}

/** Commands and what they are given. */
export interface ParleyCommands {
  /** The box. */
  open: [];
  close: [];
  toggle: [];
  /** The whole widget. */
  show: [];
  hide: [];
  /** From the next chat on. */
  identify: [who: ParleyIdentity];
  /** Ends the chat, and forgets it and who the customer is. */
  logout: [];
  set: [settings: ParleySettings];
  /** Begins a chat by presence. */
  startChat: [];
  endChat: [];
  /** Sends a line; begins a chat if none is open. */
  send: [text: string];
  /** Puts text into the input. */
  prefill: [text: string];
  locale: [language: string];
  theme: [theme: ParleyTheme];
  /** Removes the widget; the chat stays open for its grace. */
  destroy: [];
}

export interface ParleyApi {
  <C extends keyof ParleyCommands>(
    command: C,
    ...given: ParleyCommands[C]
  ): undefined;
  /** @returns its undo, once the widget's script is loaded. */
  <E extends keyof ParleyEvents>(
    command: "on",
    event: E,
    listener: (detail: ParleyEvents[E]) => void,
  ): (() => void) | undefined;
  <E extends keyof ParleyEvents>(
    command: "off",
    event: E,
    listener: (detail: ParleyEvents[E]) => void,
  ): undefined;
  /** What was asked for before the script was there. */
  q?: IArguments[];
}

declare global {
  interface Window {
    /** The name is that of `data-api`. */
    parley?: ParleyApi;
  }
}
