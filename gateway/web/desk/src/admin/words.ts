// Words for what the server names with ids.
import type { Schemas } from "../rest/client.js";
import type { ChoiceOf } from "./kind.js";

export type Channel = NonNullable<Schemas["Queue"]["channel"]>;

export const channels: readonly { id: Channel; label: string }[] = [
  { id: "call", label: "Calls" },
  { id: "webchat", label: "Webchats" },
  { id: "email", label: "Emails" },
  { id: "work_item", label: "Work items" },
];

/** One of them, in a sentence. */
export const one_item: Readonly<Record<Channel, string>> = {
  call: "a call",
  webchat: "a webchat",
  email: "an email",
  work_item: "a work item",
};

export function channelWords(channel: Channel | undefined): string {
  return channels.find(({ id }) => id === channel)?.label ?? "";
}

/** `1 queue`, `2 queues`. */
export function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** A time in the largest units that it is whole in: `1 min 30 s`. */
export function timeWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor((seconds % 86_400) / 3_600), "h"],
    [Math.floor((seconds % 3_600) / 60), "min"],
    [seconds % 60, "s"],
  ] as const;
  const shown = parts.filter(([count]) => count > 0);
  return shown.length === 0
    ? "0 s"
    : shown.map(([count, unit]) => `${count} ${unit}`).join(" ");
}

export const skills: readonly ChoiceOf[] = [
  { id: "1", label: "1, beginner" },
  { id: "2", label: "2" },
  { id: "3", label: "3, experienced" },
  { id: "4", label: "4" },
  { id: "5", label: "5, expert" },
];
