// CSV of all kinds in, CSV as the server takes it out. Pure; takes any pieces of
// a file. Lines keep their numbers, so that what is refused can be found.

export interface CsvRecord {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** As it stands in the file, without its end. */
  readonly raw: string;
  /** It is no CSV; its fields count for nothing. */
  readonly isFlawed: boolean;
}

type Place = "start" | "plain" | "quoted" | "closing" | "skipping";

export class CsvReader {
  private fields_: string[] = [];
  private field_ = "";
  private raw_ = "";
  private line_ = 1;
  private begin_ = 1;
  private place_: Place = "start";
  private isFlawed_ = false;

  constructor(
    private readonly delimiter_: string,
    private readonly take_: (record: CsvRecord) => void,
  ) {}

  feed(piece: string): void {
    for (const sign of piece) this.step(sign);
  }

  /** The file is over. */
  finish(): void {
    if (this.place_ === "quoted") this.isFlawed_ = true;
    if (this.raw_ !== "") this.end();
  }

  private step(sign: string): void {
    if (sign === "\n") this.line_ += 1;
    if (this.place_ === "quoted") {
      this.raw_ += sign;
      if (sign === '"') this.place_ = "closing";
      else this.field_ += sign;
      return;
    }
    if (sign === "\n") {
      this.end();
      return;
    }
    this.raw_ += sign;
    if (this.place_ === "skipping" || sign === "\r") return;
    if (sign === this.delimiter_) {
      this.fields_.push(this.field_);
      this.field_ = "";
      this.place_ = "start";
    } else this.put(sign);
  }

  private put(sign: string): void {
    const isQuote = sign === '"';
    switch (this.place_) {
      case "closing":
        if (!isQuote) {
          this.flaw();
          return;
        }
        this.field_ += sign;
        this.place_ = "quoted";
        return;
      case "start":
        if (isQuote) {
          this.place_ = "quoted";
          return;
        }
        break;
      case "plain":
        if (isQuote) {
          this.flaw();
          return;
        }
        break;
      case "quoted":
      case "skipping":
        break;
    }
    this.field_ += sign;
    this.place_ = "plain";
  }

  private flaw(): void {
    this.isFlawed_ = true;
    this.place_ = "skipping";
  }

  private end(): void {
    const raw = this.raw_.replace(/\r$/, "");
    const isBlank = raw === "";
    this.take_({
      line: this.begin_,
      fields: isBlank ? [] : [...this.fields_, this.field_],
      raw,
      isFlawed: this.isFlawed_,
    });
    this.fields_ = [];
    this.field_ = "";
    this.raw_ = "";
    this.place_ = "start";
    this.isFlawed_ = false;
    this.begin_ = this.line_;
  }
}

const delimiters = [",", ";", "\t", "|"] as const;

/** What stands between the columns, by the first line. */
export function delimiterOf(text: string): string {
  const [line = ""] = text.split(/\r?\n/, 1);
  const bare = line.replace(/"(?:[^"]|"")*"/g, "");
  const counts = delimiters.map((one) => bare.split(one).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? "," : (delimiters[counts.indexOf(most)] ?? ",");
}

export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(",")}\r\n`;
}

/** The first records of a file, the header first; blank lines are none. */
export function firstRecords(
  text: string,
  delimiter: string,
  count: number,
  isWhole: boolean,
): readonly CsvRecord[] {
  const found: CsvRecord[] = [];
  const reader = new CsvReader(delimiter, (record) => {
    if (record.raw !== "" && found.length < count) found.push(record);
  });
  reader.feed(text);
  if (isWhole) reader.finish();
  return found;
}

/**
 * Takes a file's text and gives it with our own columns, as the server wants it.
 * `columns`: of each column of the file its name here; undefined: left out.
 */
export class CsvConverter {
  /** What is wrong with rows of another width, by line. */
  readonly flaws = new Map<number, string>();
  rows = 0;
  private out_: string[] = [];
  private isHeaderRead_ = false;
  private readonly reader_: CsvReader;

  constructor(
    delimiter: string,
    private readonly columns_: readonly (string | undefined)[],
  ) {
    this.reader_ = new CsvReader(delimiter, (record) => {
      this.take(record);
    });
  }

  feed(text: string): string {
    this.reader_.feed(text);
    return this.given();
  }

  finish(): string {
    this.reader_.finish();
    return this.given();
  }

  private given(): string {
    const text = this.out_.join("");
    this.out_ = [];
    return text;
  }

  private take(record: CsvRecord): void {
    const kept = this.columns_.filter((name) => name !== undefined);
    if (record.raw === "") {
      this.out_.push("\r\n");
      return;
    }
    if (!this.isHeaderRead_) {
      this.isHeaderRead_ = true;
      // A header of several lines keeps the rows' numbers.
      const breaks = record.raw.split("\n").length - 1;
      this.out_.push(csvLine(kept), "\r\n".repeat(breaks));
      return;
    }
    this.rows += 1;
    const { line, fields, isFlawed } = record;
    if (isFlawed) {
      this.out_.push(record.raw, "\r\n");
    } else if (fields.length !== this.columns_.length) {
      this.flaws.set(
        line,
        `it has ${fields.length} columns and the header has ${this.columns_.length}`,
      );
      // Of another width than the header here as well, over as many lines.
      const breaks = record.raw.split("\n").length - 1;
      const filler = Array.from({ length: kept.length + 1 }, () => "");
      this.out_.push(csvLine(filler), "\r\n".repeat(breaks));
    } else {
      const values = fields.filter((_, at) => this.columns_[at] !== undefined);
      const given = csvLine(values);
      const lost =
        record.raw.split("\n").length - given.trimEnd().split("\n").length;
      this.out_.push(given, "\r\n".repeat(Math.max(0, lost)));
    }
  }
}
