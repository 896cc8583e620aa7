// A file of contacts on its way: read piece by piece, given our columns, sent
// with its progress. It is never whole in memory; its converted parts are blobs,
// which the browser keeps on disk.
import {
  problemOf,
  ProblemError,
  type Schemas,
  UnreachableError,
} from "../rest/client.js";
import {
  CsvConverter,
  CsvReader,
  type CsvRecord,
  csvLine,
  delimiterOf,
  firstRecords,
} from "./csv.js";

export type ImportReport = Schemas["ImportReport"];
export type Encoding = "utf-8" | "windows-1252";

/** Bytes that are looked at before anything is sent. */
const sample_bytes = 256 * 1024;
const sample_rows = 6;
const bytes_max = 512 * 1024 * 1024;

export interface Sample {
  readonly file: File;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly rows: readonly CsvRecord[];
}

export class FileFlaw extends Error {
  override readonly name = "FileFlaw";
}

/** Older spreadsheets do not write UTF-8. */
function decoded(bytes: Uint8Array): { text: string; encoding: Encoding } {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, {
      // The sample may end within a letter.
      stream: true,
    });
    return { text, encoding: "utf-8" };
  } catch {
    const text = new TextDecoder("windows-1252").decode(bytes);
    return { text, encoding: "windows-1252" };
  }
}

/** @throws FileFlaw in words */
export async function sampleOf(file: File): Promise<Sample> {
  if (file.size === 0) throw new FileFlaw("The file is empty.");
  if (file.size > bytes_max) {
    throw new FileFlaw(
      "The file is larger than 512 MiB. Split it, and import the parts.",
    );
  }
  const bytes = new Uint8Array(await file.slice(0, sample_bytes).arrayBuffer());
  if (bytes.includes(0)) {
    throw new FileFlaw(
      "This is no CSV file. Save the table as “CSV UTF-8” in your spreadsheet, and choose that file.",
    );
  }
  const { text, encoding } = decoded(bytes);
  const delimiter = delimiterOf(text);
  const isWhole = file.size <= sample_bytes;
  const [first, ...rows] = firstRecords(text, delimiter, sample_rows, isWhole);
  if (first === undefined || first.isFlawed) {
    throw new FileFlaw("The first row is no header. It must name the columns.");
  }
  return { file, encoding, delimiter, header: first.fields, rows };
}

async function eachPiece(
  sample: Sample,
  take: (text: string, share: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const decoder = new TextDecoder(sample.encoding);
  const reader = sample.file.stream().getReader();
  let read = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { done, value } = await reader.read();
    if (done) break;
    read += value.byteLength;
    take(decoder.decode(value, { stream: true }), read / sample.file.size);
  }
  take(decoder.decode(), 1);
}

export interface Sent {
  readonly report: ImportReport;
  readonly rows: number;
}

/** How far: first the file is read, then sent, then the server works. */
export type Progress =
  | { readonly step: "reading" | "sending"; readonly share: number }
  | { readonly step: "working" };

/** @throws ProblemError, UnreachableError, FileFlaw */
export async function sendFile(
  sample: Sample,
  columns: readonly (string | undefined)[],
  options: {
    isTrial: boolean;
    progress: (progress: Progress) => void;
    signal: AbortSignal;
  },
): Promise<Sent> {
  const { isTrial, progress, signal } = options;
  const converter = new CsvConverter(sample.delimiter, columns);
  const parts: Blob[] = [];
  await eachPiece(
    sample,
    (text, share) => {
      const given = converter.feed(text);
      if (given !== "") parts.push(new Blob([given]));
      progress({ step: "reading", share });
    },
    signal,
  );
  parts.push(new Blob([converter.finish()]));
  const body = new Blob(parts, { type: "text/csv" });
  const report = await send(body, isTrial, progress, signal);
  const rows = report.rows.map(({ line, reason }) => ({
    line,
    reason: converter.flaws.get(line) ?? reason,
  }));
  return { report: { ...report, rows }, rows: converter.rows };
}

/** `fetch` tells nobody how far it has sent. */
function send(
  body: Blob,
  isTrial: boolean,
  progress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ImportReport> {
  return new Promise((settle, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/contacts/import?dry_run=${String(isTrial)}`);
    request.setRequestHeader("Content-Type", "text/csv");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => {
      if (loaded >= total) progress({ step: "working" });
      else progress({ step: "sending", share: loaded / total });
    };
    request.onload = () => {
      const { status, response } = request as {
        status: number;
        response: unknown;
      };
      if (status === 200) settle(response as ImportReport);
      else fail(new ProblemError(problemOf(status, response)));
    };
    request.onerror = () => {
      fail(new UnreachableError());
    };
    request.onabort = () => {
      fail(new DOMException("stopped", "AbortError"));
    };
    signal.addEventListener("abort", () => {
      request.abort();
    });
    request.send(body);
  });
}

/** The refused rows as a file: line and reason before what stood there. */
export async function refusedFile(
  sample: Sample,
  rows: ImportReport["rows"],
): Promise<Blob> {
  const reasons = new Map(rows.map(({ line, reason }) => [line, reason]));
  const lines = [csvLine(["line", "reason", ...sample.header])];
  const reader = new CsvReader(sample.delimiter, (record) => {
    const reason = reasons.get(record.line);
    if (reason === undefined) return;
    const fields = record.isFlawed ? [record.raw] : record.fields;
    lines.push(csvLine([String(record.line), reason, ...fields]));
  });
  await eachPiece(sample, (text) => {
    reader.feed(text);
  });
  reader.finish();
  return new Blob(lines, { type: "text/csv;charset=utf-8" });
}
