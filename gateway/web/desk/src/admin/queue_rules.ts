// Which of a queue's settings make sense with the others (Q1, O3, N1). Pure.
import type { Schemas } from "../rest/client.js";

type Queue = Schemas["Queue"];
type Overflow = NonNullable<Queue["overflows"]>[string];
export type Texts = Readonly<Record<string, string>>;

export const isCall = ({ channel }: Queue): boolean => channel === "call";
export const isChat = ({ channel }: Queue): boolean => channel === "webchat";
export const isNoCall = (queue: Queue): boolean => !isCall(queue);
export const hasWrapup = ({ policy }: Queue): boolean =>
  policy?.wrapup_on === true;
export const announces = ({ waiting }: Queue): boolean =>
  waiting?.announcement !== undefined;
export const warns = ({ policy }: Queue): boolean =>
  policy?.inactivity_timeout !== undefined;

/** Seconds. */
export const day = 86_400;
export const text_max = 4_000;

/** One of them is enough for a further group to help out. */
export const conditions = [
  {
    name: "length_over",
    label: "more wait than",
    unit: "items",
    length: 1,
  },
  {
    name: "longest_wait_over",
    label: "somebody waits longer than",
    unit: "seconds",
    length: 1_000,
  },
  {
    name: "expected_wait_over",
    label: "the expected wait is longer than",
    unit: "seconds",
    length: 1_000,
  },
] as const satisfies readonly {
  name: keyof Overflow;
  label: string;
  unit: string;
  length: number;
}[];

/** Conditions belong to groups of the queue, and the first one has none. */
export function tidyOverflows(queue: Queue): Queue {
  const { groups = [], overflows = {} } = queue;
  return {
    ...queue,
    overflows: Object.fromEntries(
      Object.entries(overflows).filter(
        ([group, conditions_of]) =>
          groups.indexOf(group) > 0 && Object.keys(conditions_of).length > 0,
      ),
    ),
  };
}

export function checkOverflows(queue: Queue): Record<string, string> {
  const errors: Record<string, string> = {};
  const { groups = [], overflows = {} } = tidyOverflows(queue);
  if (groups.length === 0) {
    errors.groups = "Needs one group at least: it is who serves the queue.";
  }
  for (const [group, overflow] of Object.entries(overflows)) {
    for (const { name, length } of conditions) {
      const value = overflow[name];
      const max = name === "length_over" ? 10_000 : 86_400;
      if (value === undefined) continue;
      if (value < 0 || value / length > max) {
        errors[`overflows.${group}.${name}`] =
          `Needs 0 to ${max.toLocaleString("en")}.`;
      }
    }
  }
  return errors;
}

/** Bounds that are not set are no condition. */
export function tidyAnnouncement(queue: Queue): Queue {
  const { waiting } = queue;
  const { announcement } = waiting ?? {};
  const { condition, ...rest } = announcement ?? {};
  if (announcement === undefined || condition === undefined) return queue;
  const isSet =
    condition.at_least !== undefined || condition.at_most !== undefined;
  return {
    ...queue,
    waiting: {
      ...waiting,
      announcement: isSet ? { ...rest, condition } : rest,
    },
  };
}

export function checkAnnouncement(queue: Queue): Record<string, string> {
  const { announcement } = queue.waiting ?? {};
  const { text = "", condition } = announcement ?? {};
  const at = "waiting.announcement";
  if (text.includes("<position>") && text.includes("<time>")) {
    return {
      [`${at}.text`]: "Say the position or the time, not both of them.",
    };
  }
  const { at_least: low, at_most: high } = condition ?? {};
  if (low !== undefined && high !== undefined && low > high) {
    return { [`${at}.condition.at_most`]: "Needs to be as much as the least." };
  }
  return {};
}

/** @returns what is wrong, by the path of the text. */
export function checkTexts(
  at: string,
  texts: Texts | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts ?? {}).flatMap(([language, text]) => {
      const path = `${at}.${language}`;
      if (text.trim() === "") {
        return [[path, "Needed; or take the language out."]];
      }
      return Array.from(text).length > 4_000
        ? [[path, "At most 4,000 characters."]]
        : [];
    }),
  );
}
