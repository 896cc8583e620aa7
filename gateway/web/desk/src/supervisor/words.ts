// Words of the supervisor's place.
import type { Channel } from "@parley/client";

export const channelWords: Record<Channel, string> = {
  call: "Calls",
  webchat: "Webchats",
  email: "E-mails",
  work_item: "Work items",
};

/** A channel may be newer than this page. */
export function channelWord(channel: string): string {
  const words: Readonly<Record<string, string>> = channelWords;
  return words[channel] ?? channel;
}

export const channels = Object.keys(channelWords) as readonly Channel[];

/** Who takes an item of each tier (B3). */
export const tierWords: Readonly<Record<number, string>> = {
  1: "agents with nothing active",
  2: "agents whose work a call may interrupt",
  3: "agents on a break that may be interrupted",
};

export function tierWord(tier: number): string {
  return tierWords[tier] ?? `tier ${tier}`;
}
