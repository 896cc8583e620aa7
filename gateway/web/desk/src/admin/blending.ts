// The order of waiting items of all channels, as the server computes it (B1,
// B2; actors/domain/blending.cpp): what a change of weights would do is shown
// before it is saved. Pure.
import { type Channel, channels } from "./words.js";

export interface Weights {
  /** P, in the order of the channels: call, webchat, email, work item. */
  readonly priority: readonly number[];
  /** K, in milliseconds. */
  readonly multiplier: number;
}

export const default_weights: Weights = {
  priority: [1, 1, 1, 0],
  multiplier: 60_000,
};

function priorityOf(channel: Channel, { priority }: Weights): number {
  return priority[channels.findIndex(({ id }) => id === channel)] ?? 0;
}

/** `P * (K * W + t)` in seconds; `waited` is in milliseconds. */
export function score(
  channel: Channel,
  weight: number,
  waited: number,
  weights: Weights,
): number {
  const inner = weights.multiplier * weight + waited;
  return (priorityOf(channel, weights) * inner) / 1_000;
}

/** Milliseconds; 0 is at once, nothing is never. */
export type Overtaking = number | undefined;

/** B2: after which wait an item of channel a is served before a new one of b. */
export function overtakingTime(
  a: Channel,
  weight_a: number,
  b: Channel,
  weight_b: number,
  weights: Weights,
): Overtaking {
  const pa = priorityOf(a, weights);
  const pb = priorityOf(b, weights);
  if (pa === 0) return undefined;
  const k = weights.multiplier;
  return Math.max(0, Math.round((pb * k * weight_b) / pa - k * weight_a));
}

export interface WeightedQueue {
  readonly channel: Channel;
  readonly weight: number;
}

export interface Bounds {
  readonly a: Channel;
  readonly b: Channel;
  /** The soonest and the latest, over the queues of both. */
  readonly lower: Overtaking;
  readonly upper: Overtaking;
}

/** Never is later than all times. */
function later(x: Overtaking, y: Overtaking): number {
  return (x ?? Infinity) - (y ?? Infinity) || 0;
}

/** For each two different channels that have queues, in their order. */
export function overtakingTimes(
  queues: readonly WeightedQueue[],
  weights: Weights,
): readonly Bounds[] {
  const weightsOf = (channel: Channel): readonly number[] =>
    queues.filter((one) => one.channel === channel).map((one) => one.weight);
  return channels.flatMap(({ id: a }) =>
    channels.flatMap(({ id: b }): Bounds[] => {
      const times = weightsOf(a)
        .flatMap((wa) =>
          weightsOf(b).map((wb) => overtakingTime(a, wa, b, wb, weights)),
        )
        .sort(later);
      if (a === b || times.length === 0) return [];
      return [{ a, b, lower: times[0], upper: times.at(-1) }];
    }),
  );
}
