// Parley over HTTP. The types of paths, bodies and answers are generated from
// protocol/openapi.yaml, so that server and screens cannot drift. Errors are
// problem documents (RFC 9457).
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "../generated/openapi.js";

export type Schemas = components["schemas"];
export type Problem = Partial<Schemas["Problem"]> & {
  title: string;
  status: number;
};

/** The server said no. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

/** There was no answer. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
  constructor() {
    super("The server cannot be reached.");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

export function problemOf(status: number, body: unknown): Problem {
  if (isObject(body) && typeof body.title === "string" && body.title !== "") {
    return { ...(body as Partial<Problem>), title: body.title, status };
  }
  return { title: `The server answered with status ${status}.`, status };
}

const lostLogin = new Set<() => void>();

/** Called when a request finds that nobody is logged in any more. */
export function onLostLogin(listener: () => void): () => void {
  lostLogin.add(listener);
  return () => {
    lostLogin.delete(listener);
  };
}

/** Paths where 401 means "wrong", not "nobody". */
const asks_for_password =
  /\/(login|me\/password|me\/totp(\/(confirm|remove))?|me)$/;

const watchLogin: Middleware = {
  onResponse({ request, response }) {
    const { pathname } = new URL(request.url);
    if (response.status === 401 && !asks_for_password.test(pathname)) {
      for (const listener of [...lostLogin]) listener();
    }
  },
};

export const rest = createClient<paths>({
  baseUrl: "",
  credentials: "same-origin",
  // Looked up at each request, so that tests may replace it.
  fetch: (request) => globalThis.fetch(request),
});
rest.use(watchLogin);

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

export interface Tagged<T> {
  readonly value: T;
  /** For `If-Match`. */
  readonly etag: string;
}

/** The answer with its version; throws what `answerOf` throws. */
export async function taggedAnswerOf<T>(
  asked: Promise<Answered<T>>,
): Promise<Tagged<T>> {
  let answered: Answered<T>;
  try {
    answered = await asked;
  } catch (why) {
    if (why instanceof TypeError) throw new UnreachableError();
    throw why;
  }
  const { data, error, response } = answered;
  if (!response.ok) {
    throw new ProblemError(problemOf(response.status, error));
  }
  return { value: data as T, etag: response.headers.get("etag") ?? "" };
}

/**
 * `await answerOf(rest.GET("/api/v1/me"))`
 * @throws ProblemError, UnreachableError
 */
export async function answerOf<T>(asked: Promise<Answered<T>>): Promise<T> {
  return (await taggedAnswerOf(asked)).value;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** What went wrong, and what to do next. */
export function wordsOf(why: unknown): string {
  if (why instanceof UnreachableError) {
    return `${why.message} Check your connection and try again.`;
  }
  if (!(why instanceof ProblemError)) {
    return "Something went wrong in this page. Reload it and try again.";
  }
  const { title, detail, errors, retry_after: wait } = why.problem;
  const about = errors?.[0] ?? detail;
  const text =
    about === undefined
      ? sentence(title)
      : `${title.replace(/\.$/, "")}: ${sentence(about)}`;
  if (wait === undefined) return text;
  return `${text} Try again in ${wait} ${wait === 1 ? "second" : "seconds"}.`;
}
