// Timers. Each ticks by itself, so that a second passing draws nothing else.
import type { DeskChatView } from "@parley/client";
import type { JSX } from "react";
import { useNow } from "./hooks.js";
import { clock, countdown } from "./words.js";

interface ClockProps {
  readonly title?: string;
  readonly "data-testid"?: string;
}

/** Time since a moment, plus what was before. */
export function Elapsed(
  props: ClockProps & { since: number; before?: number },
): JSX.Element {
  const { since, before = 0, ...rest } = props;
  const now = useNow(since - before);
  return (
    <span className="timer" {...rest}>
      {clock(before + now - since)}
    </span>
  );
}

/** Time until a moment. */
export function Remaining(
  props: ClockProps & { until: number; soon?: number },
): JSX.Element {
  const { until, soon = 10_000, ...rest } = props;
  const now = useNow(until);
  return (
    <span className="timer" data-soon={until - now <= soon} {...rest}>
      {countdown(until - now)}
    </span>
  );
}

/** Time that stands still. */
export function Standing(props: ClockProps & { text: string }): JSX.Element {
  const { text, ...rest } = props;
  return (
    <span className="timer" data-still {...rest}>
      {text}
    </span>
  );
}

/** Handled time, or what is left of a wrapup or an alert. */
export function ChatTimer({ chat }: { chat: DeskChatView }): JSX.Element {
  const { phase, deadline, time_left: left, handled, phase_since } = chat;
  const since = phase_since ?? chat.started;
  const testid = { "data-testid": "chat-timer" };
  switch (phase) {
    case "active":
      return (
        <Elapsed title="Handled" since={since} before={handled} {...testid} />
      );
    case "wrapup":
      return deadline === undefined ? (
        <Elapsed title="In wrapup for" since={since} {...testid} />
      ) : (
        <Remaining title="Wrapup left" until={deadline} {...testid} />
      );
    case "wrapup_parked":
      return (
        <Standing
          title="Wrapup left, stands still"
          text={left === undefined ? "" : countdown(left)}
          {...testid}
        />
      );
    case "allocated":
      return deadline === undefined ? (
        <Elapsed title="New since" since={since} {...testid} />
      ) : (
        <Remaining title="Goes back in" until={deadline} {...testid} />
      );
    case "flow":
    case "queued":
    case "parked":
    case "closed":
      return (
        <Standing
          title="Handled, stands still"
          text={clock(handled)}
          {...testid}
        />
      );
  }
}
