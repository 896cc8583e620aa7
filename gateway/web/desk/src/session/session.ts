// Who is logged in, for every part of the page.
import { createContext, useContext } from "react";
import { may, type Me, type Privilege } from "../rest/login.js";

export interface Session {
  readonly me: Me;
  readonly may: (area: string, wanted?: Privilege) => boolean;
  /** Ends the login; asks first if chats would go back to their queues. */
  readonly logOut: () => Promise<void>;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error("nobody is logged in here");
  return session;
}

export function sessionOf(me: Me, logOut: () => Promise<void>): Session {
  return { me, may: (area, wanted) => may(me, area, wanted), logOut };
}

const administered = [
  "company",
  "queues",
  "groups",
  "users",
  "roles",
  "services",
  "flows",
  "calendars",
  "classifications",
  "break_reasons",
  "audit",
] as const;

/** Is there anything for them on the administration's pages? */
export function mayAdminister({ may: has }: Session): boolean {
  return administered.some((area) => has(area));
}
