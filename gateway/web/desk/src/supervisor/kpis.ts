// Figures of a queue beside its targets (K1): which are good, near their target
// or missed. The server says which thresholds are crossed; the targets are those
// of the queue's configuration, as far as one may read it.
import type { BoardQueue } from "@parley/client";
import type { Schemas } from "../rest/client.js";
import type { Tone } from "../ui/parts.js";
import { spell } from "./times.js";

export type Targets = NonNullable<Schemas["Queue"]["kpis"]>;

export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  readonly tone: Tone;
  /** The target in words. */
  readonly target?: string;
}

/** Of the target: from here on it is near. */
const near = 0.1;

interface Rule {
  readonly value: number | undefined;
  readonly target: number | undefined;
  /** The server's name of the threshold. */
  readonly alert: string;
  /** The value should be at least the target; else at most. */
  readonly isLeast: boolean;
}

/** Colour of a figure: the server's alert counts, nearness is a warning. */
export function toneOf(
  { value, target, alert, isLeast }: Rule,
  alerts: readonly string[],
): Tone {
  if (alerts.includes(alert)) return "bad";
  if (value === undefined || target === undefined) return "plain";
  const room = isLeast ? value - target : target - value;
  return room < target * near ? "warn" : "good";
}

const percent = (value: number): string => `${value} %`;
const time = (value: number | undefined): string =>
  value === undefined ? "–" : spell(value);

export function figuresOf(row: BoardQueue, targets: Targets = {}): Figure[] {
  const { alerts } = row;
  const isUsed = row.answered + row.abandoned > 0;
  const least = (
    alert: string,
    value: number | undefined,
    target: number | undefined,
  ): Tone => toneOf({ value, target, alert, isLeast: true }, alerts);
  const most = (
    alert: string,
    value: number | undefined,
    target: number | undefined,
  ): Tone => toneOf({ value, target, alert, isLeast: false }, alerts);
  const within = targets.answer_target;
  const figures: (Omit<Figure, "target"> & { target?: string | undefined })[] =
    [
      {
        id: "service_level",
        title: "Service level",
        value: percent(row.service_level),
        tone: least(
          "service_level",
          isUsed ? row.service_level : undefined,
          targets.service_level_min,
        ),
        target:
          targets.service_level_min === undefined
            ? undefined
            : `at least ${percent(targets.service_level_min)}${within === undefined ? "" : ` within ${spell(within)}`}`,
      },
      {
        id: "availability",
        title: "Answered",
        value: percent(row.availability),
        tone: least(
          "availability",
          row.offered > 0 ? row.availability : undefined,
          targets.availability_min,
        ),
        target:
          targets.availability_min === undefined
            ? undefined
            : `at least ${percent(targets.availability_min)}`,
      },
      {
        id: "abandon_rate",
        title: "Abandoned",
        value: percent(row.abandon_rate),
        tone: "plain",
      },
      {
        id: "queue_fill",
        title: "Queue filled",
        value: percent(row.queue_fill),
        tone: most("queue_fill", row.queue_fill, targets.queue_fill_max),
        target:
          targets.queue_fill_max === undefined
            ? undefined
            : `at most ${percent(targets.queue_fill_max)}`,
      },
      {
        id: "agents",
        title: "Agents there",
        value: String(row.agents),
        tone: alerts.includes("agents") ? "bad" : "plain",
        target:
          targets.agents_min === undefined
            ? undefined
            : `at least ${targets.agents_min}`,
      },
      {
        id: "answer_speed",
        title: "Average wait",
        value: time(row.answer_speed),
        tone: "plain",
      },
      {
        id: "first_response",
        title: "First response",
        value: time(row.first_response),
        tone: "plain",
      },
      {
        id: "response_time",
        title: "Response",
        value: time(row.response),
        tone: most("response_time", row.response, targets.response_target),
        target:
          targets.response_target === undefined
            ? undefined
            : `at most ${spell(targets.response_target)}`,
      },
      {
        id: "chat_time",
        title: "Handle time",
        value: time(row.average_handle_time),
        tone: most(
          "chat_time",
          row.average_handle_time,
          targets.chat_time_target,
        ),
        target:
          targets.chat_time_target === undefined
            ? undefined
            : `at most ${spell(targets.chat_time_target)}`,
      },
    ];
  return figures.map(({ target, ...rest }) => ({
    ...rest,
    ...(target !== undefined && { target }),
  }));
}

/** What an alert says in a few words. */
export const alertWords: Readonly<Record<string, string>> = {
  service_level: "Service level",
  availability: "Too few answered",
  chat_time: "Chats take long",
  response_time: "Slow responses",
  agents: "Too few agents",
  queue_fill: "Queue is filling",
};

export function alertWord(alert: string): string {
  return alertWords[alert] ?? alert;
}
