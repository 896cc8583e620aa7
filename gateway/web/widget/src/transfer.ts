// Files and transcript of the chat over HTTP, with the chat's own secret: no
// cookie is involved. Says what went wrong as a refusal.
import { type Refusal, refusals } from "@parley/client";

export interface Place {
  /** Address of the server, with a slash at its end. */
  base: URL;
  token: string;
  /** The chat's secret. */
  credential: string;
}

const no_answer: Refusal = {
  code: refusals.unavailable.code,
  name: "unavailable",
  text: "There was no answer; please try again.",
};

function filesUrl({ base, token }: Place, file = ""): URL {
  return new URL(
    `api/v1/widget/${encodeURIComponent(token)}/files${file && `/${encodeURIComponent(file)}`}`,
    base,
  );
}

/** The refusal in a problem document (RFC 9457). */
export function refusalOf(text: string): Refusal {
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem !== "object" || problem === null) return no_answer;
    const { code, title, retry_after } = problem as Record<string, unknown>;
    if (typeof code !== "string") return no_answer;
    const known = refusals as Record<string, { code: number } | undefined>;
    return {
      code: known[code]?.code ?? 0,
      name: code,
      text: typeof title === "string" ? title : code,
      // Seconds there, milliseconds on the WebSocket.
      ...(typeof retry_after === "number" && {
        retry_after: retry_after * 1000,
      }),
    };
  } catch {
    return no_answer;
  }
}

/**
 * Sends a file; the line that names it comes over the WebSocket. The same id
 * makes a retry harmless (W6).
 * @returns nothing, or why not.
 */
export function sendFile(
  place: Place,
  id: string,
  file: File,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  const url = filesUrl(place);
  // Not `searchParams`: a space is "+" only in forms.
  url.search = `name=${encodeURIComponent(file.name)}&id=${encodeURIComponent(id)}`;
  return new Promise((done) => {
    // Not `fetch`: that does not say how much has gone.
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("authorization", `Bearer ${place.credential}`);
    request.setRequestHeader("content-type", file.type);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total > 0) progress(loaded / total);
    });
    request.addEventListener("load", () => {
      const isGood = request.status >= 200 && request.status < 300;
      done(isGood ? undefined : refusalOf(request.responseText));
    });
    for (const end of ["error", "abort", "timeout"]) {
      request.addEventListener(end, () => {
        done(no_answer);
      });
    }
    signal.addEventListener("abort", () => {
      request.abort();
    });
    request.send(file);
  });
}

/** Fetches a file of the chat and saves it. @returns nothing, or why not. */
export function fetchFile(
  place: Place,
  file: string,
  name: string,
): Promise<Refusal | undefined> {
  return save(filesUrl(place, file), place, name);
}

/** Fetches what was said as text and saves it. @returns nothing, or why not. */
export function fetchTranscript(place: Place): Promise<Refusal | undefined> {
  const url = new URL("api/v1/visitor/transcript", place.base);
  url.searchParams.set("token", place.token);
  url.searchParams.set("format", "text");
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  url.searchParams.set("zone", timeZone);
  const [chat = ""] = place.credential.split(".");
  return save(url, place, `transcript-${chat}.txt`);
}

async function save(
  url: URL,
  { credential }: Place,
  name: string,
): Promise<Refusal | undefined> {
  try {
    const answer = await fetch(url, {
      credentials: "omit",
      headers: { authorization: `Bearer ${credential}` },
    });
    if (!answer.ok) return refusalOf(await answer.text());
    const address = URL.createObjectURL(await answer.blob());
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    // The browser has taken it by then.
    setTimeout(() => {
      URL.revokeObjectURL(address);
    }, 60_000);
    return undefined;
  } catch {
    return no_answer;
  }
}

const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** `1.4 MB` in the manner of a language. */
export function sizeText(bytes: number, language: string): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const style = {
    style: "unit",
    unit: units[unit] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: size < 10 && unit > 0 ? 1 : 0,
  } as const;
  try {
    return new Intl.NumberFormat(language, style).format(size);
  } catch {
    return new Intl.NumberFormat(undefined, style).format(size);
  }
}
