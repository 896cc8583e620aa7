// Who is logged in here: log in, out, who am I, a ticket for the WebSocket.
import { answerOf, ProblemError, rest, type Schemas } from "./client.js";

export type Me = Schemas["Person"];
export type Privilege = "view" | "modify";

export function may(me: Me, area: string, wanted: Privilege = "view"): boolean {
  const has = me.privileges[area];
  return has === "modify" || has === wanted;
}

export function logIn(credentials: Schemas["Credentials"]): Promise<Me> {
  return answerOf(rest.POST("/api/v1/login", { body: credentials }));
}

export async function logOut(): Promise<void> {
  await answerOf(rest.POST("/api/v1/logout"));
}

/** @returns nothing if nobody is logged in here. */
export async function whoAmI(): Promise<Me | undefined> {
  try {
    return await answerOf(rest.GET("/api/v1/me"));
  } catch (why) {
    if (why instanceof ProblemError && why.problem.status === 401) {
      return undefined;
    }
    throw why;
  }
}

export async function changePassword(
  present: string,
  password: string,
): Promise<void> {
  await answerOf(
    rest.POST("/api/v1/me/password", { body: { present, password } }),
  );
}

export async function fetchTicket(): Promise<string> {
  return (await answerOf(rest.POST("/api/v1/tickets"))).ticket;
}
