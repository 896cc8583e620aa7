// Times and days in the customer's own manner, if that is the box's language; a
// site may name one that no browser knows.
import type { Strings } from "./strings.js";

const day = 24 * 60 * 60_000;

export class Times {
  private readonly time_: Intl.DateTimeFormat;
  private readonly day_: Intl.DateTimeFormat;

  constructor(
    language: string,
    private readonly words_: Strings,
  ) {
    this.time_ = formatOf(language, { timeStyle: "short" });
    this.day_ = formatOf(language, {
      weekday: "long",
      day: "numeric",
      month: "long",
    });
  }

  time(at: number): string {
    return this.time_.format(at);
  }

  day(at: number): string {
    const that = new Date(at).toDateString();
    const now = Date.now();
    if (that === new Date(now).toDateString()) return this.words_.today;
    if (that === new Date(now - day).toDateString()) {
      return this.words_.yesterday;
    }
    return this.day_.format(at);
  }
}

function formatOf(
  language: string,
  style: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const short = language.slice(0, 2);
  const own = navigator.languages.find((tag) => tag.startsWith(short));
  try {
    return new Intl.DateTimeFormat(own ?? language, style);
  } catch {
    return new Intl.DateTimeFormat(undefined, style);
  }
}
