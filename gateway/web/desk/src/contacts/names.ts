// Names of people, queues and classifications: from the desk where there is
// one, else from the lists that one may see.
import { useQuery } from "@tanstack/react-query";
import { useAnyModel } from "../agent/hooks.js";
import { answerOf, rest } from "../rest/client.js";
import { useSession } from "../session/session.js";

export interface Names {
  readonly agent: (id: string) => string;
  readonly queue: (id: string) => string;
  readonly classification: (id: string) => string;
}

interface Named {
  readonly id?: string;
  readonly name?: string;
}

/** A company with more than that shows the others by their ids. */
const read_at_once = 200;

function useNamed(
  path: "/api/v1/users" | "/api/v1/queues" | "/api/v1/classifications",
  isWanted: boolean,
): readonly Named[] {
  const { data } = useQuery({
    queryKey: [path, "names"],
    staleTime: 300_000,
    retry: false,
    enabled: isWanted,
    queryFn: async (): Promise<readonly Named[]> => {
      const query = { limit: read_at_once };
      return (await answerOf(rest.GET(path, { params: { query } }))).items;
    },
  });
  return data ?? [];
}

export function useNames(): Names {
  const model = useAnyModel();
  const { me, may } = useSession();
  const here = model?.client.me;
  const needs = model === undefined;
  const users = useNamed("/api/v1/users", needs && may("users"));
  const queues = useNamed("/api/v1/queues", needs && may("queues"));
  const kinds = useNamed(
    "/api/v1/classifications",
    needs && may("classifications"),
  );
  const find = (all: readonly Named[], id: string): string =>
    all.find((one) => one.id === id)?.name ?? id;
  return {
    agent: (id) => {
      if (id === me.agent) return me.name;
      return find(here?.colleagues ?? users, id);
    },
    queue: (id) =>
      find(
        model?.client.queues.map(({ view }) => ({
          id: view.queue,
          name: view.name,
        })) ?? queues,
        id,
      ),
    classification: (id) => find(here?.classifications ?? kinds, id),
  };
}
