// The few HTTP requests of the desk: log in, out, who am I, a ticket for the
// WebSocket. Errors are problem documents (RFC 9457).

export interface Me {
  agent: string;
  name: string;
  company: string;
}

export interface Problem {
  title: string;
  status: number;
  /** Seconds. */
  retry_after?: number;
}

export class ProblemError extends Error {
  override readonly name = "ProblemError";
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

async function problemOf(response: Response): Promise<Problem> {
  const { status } = response;
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    body = undefined;
  }
  const title =
    isObject(body) && typeof body.title === "string" ? body.title : "";
  const problem: Problem = {
    title: title || `The server answered with status ${status}.`,
    status,
  };
  if (isObject(body) && typeof body.retry_after === "number") {
    problem.retry_after = body.retry_after;
  }
  return problem;
}

async function call(
  method: "GET" | "POST",
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`/api/v1/${path}`, {
    method,
    credentials: "same-origin",
    ...(body && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new ProblemError(await problemOf(response));
  if (response.status === 204) return {};
  const answer: unknown = await response.json().catch(() => ({}));
  return isObject(answer) ? answer : {};
}

function meOf({ agent, name, company }: Record<string, unknown>): Me {
  return { agent: String(agent), name: String(name), company: String(company) };
}

export async function logIn(
  company: string,
  login: string,
  password: string,
): Promise<Me> {
  return meOf(await call("POST", "login", { company, login, password }));
}

export async function logOut(): Promise<void> {
  await call("POST", "logout");
}

/** @returns nothing if nobody is logged in here. */
export async function whoAmI(): Promise<Me | undefined> {
  try {
    return meOf(await call("GET", "me"));
  } catch (why) {
    if (why instanceof ProblemError && why.problem.status === 401) {
      return undefined;
    }
    throw why;
  }
}

export async function fetchTicket(): Promise<string> {
  return String((await call("POST", "tickets")).ticket);
}
