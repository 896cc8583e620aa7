// The company's settings, and beside them the weights of its queues, which make
// the order of blending together with them.
import { queryOptions } from "@tanstack/react-query";
import {
  ProblemError,
  rest,
  type Schemas,
  type Tagged,
  taggedAnswerOf,
} from "../rest/client.js";
import { changeObject, keyOf, listObjects, readObject } from "./objects.js";
import type { Store } from "./object_form.js";

export type Settings = Schemas["Settings"];
type Queue = Schemas["Queue"];

export const company_path = "/api/v1/company";
const queues = "/api/v1/queues";

export const settings_store: Store<Settings> = {
  read: () => taggedAnswerOf(rest.GET("/api/v1/company")),
  change: (patch, etag) =>
    taggedAnswerOf(
      rest.PATCH("/api/v1/company", {
        params: { header: { "If-Match": etag } },
        headers: { "Content-Type": "application/merge-patch+json" },
        body: patch,
      }),
    ),
};

/** What the page of blending is about. */
export interface Blending {
  readonly weights: {
    readonly priority: readonly number[];
    readonly multiplier: number;
  };
  readonly queues: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly channel: NonNullable<Queue["channel"]>;
        readonly weight: number;
      }
    >
  >;
}

async function allQueues(): Promise<readonly Queue[]> {
  const all: Queue[] = [];
  let after: string | undefined = "";
  while (after !== undefined) {
    const page: { items: readonly Queue[]; next?: string } =
      await listObjects<Queue>(queues, {
        limit: 200,
        ...(after !== "" && { after }),
      });
    all.push(...page.items);
    after = page.next;
  }
  return all;
}

async function readBlending(): Promise<Tagged<Blending>> {
  const [{ value, etag }, all] = await Promise.all([
    settings_store.read(),
    allQueues(),
  ]);
  const { priority = [1, 1, 1, 0], multiplier = 60_000 } = value.weights ?? {};
  return {
    etag,
    value: {
      weights: { priority, multiplier },
      queues: Object.fromEntries(
        all.map(({ id = "", name = id, channel = "webchat", weight = 0 }) => [
          id,
          { name, channel, weight },
        ]),
      ),
    },
  };
}

interface BlendingPatch {
  readonly weights?: object;
  readonly queues?: Readonly<Record<string, { readonly weight: number }>>;
}

export const blending_store: Store<Blending> = {
  read: readBlending,
  async change(patch, etag, base) {
    const { weights, queues: weighted = {} } = patch as BlendingPatch;
    const changes = await Promise.all(
      Object.entries(weighted).map(async ([id, { weight }]) => {
        const { value, etag: version } = await readObject<Queue>(queues, id);
        // Only another weight is a conflict: the rest is not changed here.
        if (value.weight !== base.queues[id]?.weight) {
          throw new ProblemError({
            title: "Somebody else has changed it meanwhile",
            status: 412,
          });
        }
        return { id, weight, version };
      }),
    );
    if (weights !== undefined)
      await settings_store.change({ weights }, etag, {});
    for (const { id, weight, version } of changes) {
      await changeObject<Queue>(queues, id, { weight }, version);
    }
    return readBlending();
  },
};

export function storeQuery<T>(path: string, store: Store<T>) {
  return queryOptions({
    queryKey: [...keyOf(path), "store"],
    queryFn: store.read,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
