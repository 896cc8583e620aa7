// What a calendar says of the coming days, asked of the server (F4).
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { answerOf, rest, type Schemas } from "../../rest/client.js";
import { Tag } from "../../ui/parts.js";
import { Failed, Loading } from "../../ui/states.js";
import type { ExtraProps } from "../kind.js";
import { keyOf } from "../objects.js";
import type { Calendar } from "./hours.js";
import { PlainInput } from "./inputs.js";

type Preview = Schemas["CalendarPreview"];

const rules = { weekly: "", holiday: "Holiday", dates: "Dates" } as const;

export function CalendarPreview(props: ExtraProps<Calendar>): JSX.Element {
  const { id, value } = props;
  const [from, setFrom] = useState("");
  const found = useQuery({
    queryKey: [...keyOf("/api/v1/calendars"), "preview", id, from, value],
    queryFn: () =>
      answerOf(
        rest.GET("/api/v1/calendars/{id}/preview", {
          params: {
            path: { id },
            query: { days: 14, ...(from !== "" && { from }) },
          },
        }),
      ),
    refetchInterval: 60_000,
  });
  return (
    <section className="part calendar-preview" aria-label="The coming days">
      <header className="part-head calendar-preview-head">
        <div>
          <h2>The coming days</h2>
          <p className="soft small">As it is saved.</p>
        </div>
        <PlainInput
          label="From"
          type="date"
          value={from}
          data-testid="preview-from"
          onChange={setFrom}
        />
      </header>
      <div className="part-row">
        {found.error !== null && (
          <Failed why={found.error} again={() => void found.refetch()} />
        )}
        {found.isPending && <Loading />}
        {found.data !== undefined && <Days preview={found.data} />}
      </div>
    </section>
  );
}

function Days({ preview }: { preview: Preview }): JSX.Element {
  const { zone, now, open, next_change: change, days } = preview;
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
  });
  const day = new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  const moment = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const dateOf = (at: number): string =>
    new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(at);
  return (
    <>
      <p className="row" data-testid="calendar-now">
        <Tag tone={open ? "good" : "plain"}>{open ? "Open" : "Closed"}</Tag>
        <span className="soft">
          {`It is ${moment.format(now)} there. `}
          {change === undefined
            ? "Nothing changes within 400 days."
            : `${open ? "Closes" : "Opens"} ${moment.format(change)}.`}
        </span>
      </p>
      <ul className="calendar-list" aria-label="Days">
        {days.map(({ date, rule, name, open: ranges }) => (
          <li key={date} data-testid="preview-day" data-date={date}>
            <span className="figures">{day.format(new Date(date))}</span>
            <span className={ranges.length === 0 ? "faint" : "figures"}>
              {ranges.length === 0
                ? "closed"
                : ranges
                    .map(({ from, until }) => {
                      const ends = clock.format(until);
                      const late = dateOf(until) > date && ends !== "00:00";
                      return `${clock.format(from)}–${ends === "00:00" ? "24:00" : ends}${late ? " (next day)" : ""}`;
                    })
                    .join(", ")}
            </span>
            <span>
              {rule !== "weekly" && (
                <Tag tone="warn">{name === "" ? rules[rule] : name}</Tag>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
