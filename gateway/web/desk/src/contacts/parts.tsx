// Small parts of contacts: a tag in its colour, when something was.
import { X } from "lucide-react";
import type { CSSProperties, JSX } from "react";
import type { ContactTag } from "./contact.js";

export function ColouredTag(props: {
  tag: ContactTag | undefined;
  id: string;
  remove?: (() => void) | undefined;
}): JSX.Element {
  const { tag, id, remove } = props;
  const name = tag?.name ?? id;
  return (
    <span
      className="crm-tag"
      data-testid="contact-tag"
      style={{ "--tag": tag?.colour ?? "var(--idle-solid)" } as CSSProperties}
    >
      <span className="cut">{name}</span>
      {remove && (
        <button
          type="button"
          className="crm-tag-remove"
          aria-label={`Take the tag ${name} away`}
          onClick={remove}
        >
          <X className="icon" aria-hidden />
        </button>
      )}
    </span>
  );
}

const thisYear = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
});
const otherYear = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const exact = new Intl.DateTimeFormat(undefined, {
  dateStyle: "full",
  timeStyle: "short",
});
const times = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

export function exactTime(at: number): string {
  return exact.format(at);
}

/** Today by the time, else by the day. */
export function whenWords(at: number, now = Date.now()): string {
  const day = new Date(at);
  const today = new Date(now);
  if (day.toDateString() === today.toDateString()) return times.format(at);
  return (
    day.getFullYear() === today.getFullYear() ? thisYear : otherYear
  ).format(at);
}

export function When({ at }: { at: number }): JSX.Element {
  return (
    <time
      className="faint small crm-when"
      dateTime={new Date(at).toISOString()}
      title={exactTime(at)}
    >
      {whenWords(at)}
    </time>
  );
}
