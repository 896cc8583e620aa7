// Times of day and dates of calendars (F4). Pure.
import type { Schemas } from "../../rest/client.js";

export type Calendar = Schemas["Calendar"];
export type WeeklyRange = NonNullable<Calendar["weekly"]>[number];
export type DateHours = NonNullable<Calendar["dates"]>[number];
export type Range = NonNullable<DateHours["open"]>[number];
export type Day = NonNullable<WeeklyRange["days"]>[number];

export const days: readonly { id: Day; short: string; long: string }[] = [
  { id: "monday", short: "Mon", long: "Monday" },
  { id: "tuesday", short: "Tue", long: "Tuesday" },
  { id: "wednesday", short: "Wed", long: "Wednesday" },
  { id: "thursday", short: "Thu", long: "Thursday" },
  { id: "friday", short: "Fri", long: "Friday" },
  { id: "saturday", short: "Sat", long: "Saturday" },
  { id: "sunday", short: "Sun", long: "Sunday" },
];

/** `9` and `9:30` become what the server takes; other text stays. */
export function timeOf(typed: string): string {
  const [, hours, minutes = "00"] =
    /^\s*(\d{1,2})(?:[:.](\d{2}))?\s*$/.exec(typed) ?? [];
  return hours === undefined ? typed : `${hours.padStart(2, "0")}:${minutes}`;
}

const time = /^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/;

function wrongRange({ from = "", until = "" }: Range): {
  from?: string;
  until?: string;
} {
  const say = "Write it as 08:30.";
  return {
    ...((!time.test(timeOf(from)) || timeOf(from) === "24:00") && {
      from: from === "" ? "Needed." : say,
    }),
    ...(!time.test(timeOf(until)) && {
      until: until === "" ? "Needed." : say,
    }),
  };
}

/** Does it end on the next day? */
export function isAcrossMidnight({ from = "", until = "" }: Range): boolean {
  const [begin, end] = [timeOf(from), timeOf(until)];
  return time.test(begin) && time.test(end) && end <= begin;
}

export function checkCalendar(calendar: Calendar): Record<string, string> {
  const { weekly = [], dates = [], zone = "" } = calendar;
  const errors: Record<string, string> = {};
  if (zone === "") errors.zone = "Needed.";
  const put = (at: string, range: Range): void => {
    for (const [member, words] of Object.entries(wrongRange(range))) {
      errors[`${at}.${member}`] = words;
    }
  };
  weekly.forEach((range, index) => {
    const at = `weekly.${index}`;
    put(at, range);
    if ((range.days ?? []).length === 0) {
      errors[`${at}.days`] = "Choose a day.";
    }
  });
  dates.forEach(({ first = "", last = "", open = [] }, index) => {
    const at = `dates.${index}`;
    if (first === "") errors[`${at}.first`] = "Needed.";
    if (last === "") errors[`${at}.last`] = "Needed.";
    else if (last < first) errors[`${at}.last`] = "It is before the first.";
    open.forEach((range, n) => {
      put(`${at}.open.${n}`, range);
    });
  });
  return errors;
}
