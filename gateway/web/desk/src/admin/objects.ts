// Objects of a kind over HTTP: all kinds are alike there (O5, E2). The paths and
// their objects are those of openapi.yaml.
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import type { paths } from "../generated/openapi.js";
import { rest, type Tagged, taggedAnswerOf } from "../rest/client.js";

/** Paths that list objects of a kind, and add one. */
export type KindPath = {
  [P in keyof paths]: paths[P] extends {
    get: {
      responses: {
        200: { content: { "application/json": { items: { id?: string }[] } } };
      };
      parameters: { query?: { search?: string } };
    };
    post: object;
  }
    ? P
    : never;
}[keyof paths];

export interface Named {
  readonly id?: string;
  readonly name?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

const page_size = 50;
const page_size_max = 200;

/** The one place where the types of the paths are not followed: it takes any. */
async function ask(
  method: "get" | "post" | "put" | "patch" | "delete",
  path: string,
  init: object,
): Promise<Tagged<unknown>> {
  const asked = rest.request(method, path as never, init as never);
  return taggedAnswerOf(asked as never);
}

export async function listObjects<T>(
  path: string,
  query: { limit?: number; after?: string; search?: string },
): Promise<Page<T>> {
  return (await ask("get", path, { params: { query } })).value as Page<T>;
}

export async function readObject<T>(
  path: string,
  id: string,
): Promise<Tagged<T>> {
  const params = { path: { id } };
  return (await ask("get", `${path}/{id}`, { params })) as Tagged<T>;
}

/** @param key names the attempt: repeated with it, it adds nothing twice */
export async function addObject<T>(
  path: string,
  body: object,
  key: string,
): Promise<Tagged<T>> {
  const params = { header: { "Idempotency-Key": key } };
  return (await ask("post", path, { params, body })) as Tagged<T>;
}

export async function changeObject<T>(
  path: string,
  id: string,
  patch: object,
  etag: string,
): Promise<Tagged<T>> {
  return (await ask("patch", `${path}/{id}`, {
    params: { path: { id }, header: { "If-Match": etag } },
    headers: { "Content-Type": "application/merge-patch+json" },
    body: patch,
  })) as Tagged<T>;
}

export async function removeObject(
  path: string,
  id: string,
  etag: string,
): Promise<void> {
  const params = { path: { id }, header: { "If-Match": etag } };
  await ask("delete", `${path}/{id}`, { params });
}

/** Keys of the queries: whoever changes objects renews what begins with it. */
export const keyOf = (path: string): readonly string[] => ["objects", path];

export function listQuery<T>(path: string, search: string) {
  return infiniteQueryOptions({
    queryKey: [...keyOf(path), "list", search],
    initialPageParam: "",
    queryFn: ({ pageParam: after }) =>
      listObjects<T>(path, {
        limit: page_size,
        ...(after !== "" && { after }),
        ...(search !== "" && { search }),
      }),
    getNextPageParam: (one: Page<T>) => one.next,
  });
}

/** All objects of a kind, for fields where one is chosen. */
export function allQuery<T extends Named = Named>(path: string) {
  return queryOptions({
    queryKey: [...keyOf(path), "all"],
    queryFn: async () => {
      const all: T[] = [];
      let after: string | undefined = "";
      while (after !== undefined) {
        const one: Page<T> = await listObjects<T>(path, {
          limit: page_size_max,
          ...(after !== "" && { after }),
        });
        all.push(...one.items);
        after = one.next;
      }
      return all.sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
    },
  });
}

/** One object with its version. Never from before: it is about to be changed. */
export function objectQuery<T>(path: string, id: string) {
  return queryOptions({
    queryKey: [...keyOf(path), "one", id],
    queryFn: () => readObject<T>(path, id),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

export async function renew(queries: QueryClient, path: string): Promise<void> {
  await Promise.all(
    ["list", "all"].map((what) =>
      queries.invalidateQueries({ queryKey: [...keyOf(path), what] }),
    ),
  );
}

export function nameOf({ id, name }: Named): string {
  return name === undefined || name === "" ? (id ?? "") : name;
}
