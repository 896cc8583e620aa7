// Times and states in words.
import type { DeskChatView, Message, Refusal } from "@parley/client";

/** h:mm:ss, never negative. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** For times that run out: a second that has begun still counts. */
export function countdown(ms: number): string {
  return clock(Math.ceil(Math.max(0, ms) / 1000) * 1000);
}

const times = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

export function timeOfDay(at: number): string {
  return times.format(at);
}

const days = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
});

export function dayOf(at: number): string {
  return days.format(at);
}

type Status = Message<"status.changed">["status"];

export const statusWords: Record<Status, string> = {
  logged_out: "Logged out",
  unavailable: "Unavailable",
  on_call: "On a call",
  call_wrapup: "Call wrapup",
  alerting: "Ringing",
  handling_webchat: "Handling a webchat",
  webchat_wrapup: "Webchat wrapup",
  on_break: "On a break",
  available: "Available",
};

export const phaseWords: Record<DeskChatView["phase"], string> = {
  flow: "In the flow",
  queued: "Waiting",
  allocated: "New",
  active: "Active",
  parked: "Parked",
  wrapup: "Wrapup",
  wrapup_parked: "Wrapup, parked",
  closed: "Closed",
};

export function customerOf({
  customer_name: name,
}: {
  customer_name: string;
}): string {
  return name === "" ? "Customer" : name;
}

/** A refusal in words, with the time to wait if that is known. */
export function inWords({ text, detail, retry_after: wait }: Refusal): string {
  const about = detail ? `${text.replace(/\.$/, "")} (${detail}).` : text;
  if (wait === undefined || wait <= 0) return about;
  const seconds = Math.ceil(wait / 1000);
  return `${about} Please try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
}

const requestWords: Record<string, string> = {
  "chat.take": "Taking the chat",
  "chat.activate": "Activating",
  "chat.park": "Parking",
  "chat.end": "Ending the chat",
  "chat.put_back": "Putting back",
  "chat.transfer": "The transfer",
  "chat.classify": "Filing",
  "wrapup.extend": "Extending the wrapup",
  "wrapup.finish": "Finishing the wrapup",
  "transfer.accept": "Accepting",
  "transfer.decline": "Declining",
  "status.set": "Changing the status",
};

export function refusedRequest(request: string, refusal: Refusal): string {
  const what = requestWords[request] ?? "This";
  return `${what} was refused: ${inWords(refusal)}`;
}
