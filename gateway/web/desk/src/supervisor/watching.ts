// What all parts of the supervisor's place share: the board, names for its ids,
// and what the supervisor may do.
import type { Board, Supervision } from "@parley/client";
import { useQuery } from "@tanstack/react-query";
import { useModel } from "../agent/hooks.js";
import { answerOf, rest } from "../rest/client.js";
import { useSession } from "../session/session.js";
import { useToasts } from "../ui/toasts.js";
import { inWords } from "../agent/words.js";
import type { Refusal } from "@parley/client";
import type { Targets } from "./kpis.js";

export interface Watching {
  readonly supervision: Supervision;
  readonly board: Board;
  readonly isReady: boolean;
  readonly agentName: (id: string | undefined) => string;
  readonly queueName: (id: string | undefined) => string;
  readonly reasonName: (id: string | undefined) => string | undefined;
}

export function useWatching(): Watching {
  const { client } = useModel();
  const { supervision, me } = client;
  const { board } = supervision;
  return {
    supervision,
    board,
    isReady: client.connection.name === "ready",
    agentName: (id) =>
      id === undefined
        ? "Nobody"
        : (board.agent(id)?.name ??
          me?.colleagues.find((one) => one.id === id)?.name ??
          "Somebody else"),
    queueName: (id) =>
      id === undefined ? "" : (board.queue(id)?.name ?? "Another queue"),
    reasonName: (id) =>
      id === undefined
        ? undefined
        : (me?.break_reasons.find((one) => one.id === id)?.name ?? id),
  };
}

/** Which acts the roles give (A2). */
export function useMay(): Record<
  "whisper" | "takeOver" | "move" | "force",
  boolean
> {
  const { may } = useSession();
  return {
    whisper: may("whisper", "modify"),
    takeOver: may("take_over", "modify") && may("desk", "modify"),
    move: may("move", "modify"),
    force: may("force_status", "modify"),
  };
}

async function fetchTargets(): Promise<ReadonlyMap<string, Targets>> {
  const all = new Map<string, Targets>();
  let after: string | undefined;
  do {
    const query = { limit: 200, ...(after !== undefined && { after }) };
    const answer = await answerOf(
      rest.GET("/api/v1/queues", { params: { query } }),
    );
    for (const { id, kpis } of answer.items) {
      if (id !== undefined && kpis !== undefined) all.set(id, kpis);
    }
    after = answer.next;
  } while (after !== undefined);
  return all;
}

const none: ReadonlyMap<string, Targets> = new Map();

/** The queues' targets, for those who may read the configuration. */
export function useTargets(): ReadonlyMap<string, Targets> {
  const { may } = useSession();
  const { data } = useQuery({
    queryKey: ["supervisor", "targets"],
    queryFn: fetchTargets,
    enabled: may("queues"),
    staleTime: 60_000,
  });
  return data ?? none;
}

/** Says what happened to an act. */
export function useTelling(): (
  what: string,
  done: string,
  refusal: Refusal | undefined,
) => boolean {
  const toasts = useToasts();
  return (what, done, refusal) => {
    if (refusal === undefined) toasts.show(done, "good");
    else toasts.show(`${what} was refused: ${inWords(refusal)}`, "bad");
    return refusal === undefined;
  };
}
