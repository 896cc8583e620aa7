// What is read of the CRM, and how it is written. One key for everything of it:
// what was changed anywhere is read anew where it is shown.
import {
  type QueryClient,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useCallback } from "react";
import {
  answerOf,
  ProblemError,
  rest,
  type Schemas,
  taggedAnswerOf,
} from "../rest/client.js";
import { useSession } from "../session/session.js";
import type { Change, Contact, ContactTag, CustomField } from "./contact.js";

export const keys = {
  all: ["contacts"],
  chat: (chat: string) => ["contacts", "chat", chat],
  one: (contact: string) => ["contacts", "one", contact],
  sessions: (contact: string) => ["contacts", "sessions", contact],
  found: (text: string) => ["contacts", "found", text],
  lines: (chat: string) => ["chat-lines", chat],
} as const;

export type ChatContact = Schemas["ChatContact"];

/** The contact of a chat, or those that the customer may be. */
export function useChatContact(chat: string): UseQueryResult<ChatContact> {
  return useQuery({
    queryKey: keys.chat(chat),
    queryFn: () =>
      answerOf(
        rest.GET("/api/v1/chats/{id}/contact", {
          params: { path: { id: chat } },
        }),
      ),
  });
}

export function useContact(id: string): UseQueryResult<Contact> {
  return useQuery({
    queryKey: keys.one(id),
    queryFn: () =>
      answerOf(rest.GET("/api/v1/contacts/{id}", { params: { path: { id } } })),
  });
}

const found_at_once = 50;

/**
 * Contacts, a page after the other. The work for one page is bounded: it may be
 * empty though more follow.
 */
export function useContacts(text: string, isWanted = true) {
  return useInfiniteQuery({
    queryKey: keys.found(text),
    enabled: isWanted,
    initialPageParam: "",
    queryFn: ({ pageParam: after, signal }) =>
      answerOf(
        rest.GET("/api/v1/contacts", {
          params: {
            query: {
              limit: found_at_once,
              ...(text !== "" && { search: text }),
              ...(after !== "" && { after }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });
}

const sessions_at_once = 20;

/** Earlier interactions of a contact, the newest first. */
export function useSessions(contact: string) {
  return useInfiniteQuery({
    queryKey: keys.sessions(contact),
    initialPageParam: "",
    queryFn: ({ pageParam: after }) =>
      answerOf(
        rest.GET("/api/v1/contacts/{id}/sessions", {
          params: {
            path: { id: contact },
            query: {
              limit: sessions_at_once,
              ...(after !== "" && { after }),
            },
          },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  });
}

const none: readonly never[] = [];
const all_of_a_kind = 200;

/** Two pages hold all that a company may have. */
async function everything<T>(
  page: (after: string) => Promise<{ items: T[]; next?: string }>,
): Promise<T[]> {
  const first = await page("");
  if (first.next === undefined) return first.items;
  const second = await page(first.next);
  return [...first.items, ...second.items];
}

/** Custom fields; none for those who may not see how the company is made. */
export function useFields(): readonly CustomField[] {
  const { may } = useSession();
  const { data } = useQuery({
    queryKey: ["/api/v1/custom-fields", "all"],
    staleTime: 60_000,
    retry: false,
    enabled: may("company") || may("contacts"),
    queryFn: () =>
      everything((after) =>
        answerOf(
          rest.GET("/api/v1/custom-fields", {
            params: {
              query: { limit: all_of_a_kind, ...(after !== "" && { after }) },
            },
          }),
        ),
      ),
  });
  return data ?? none;
}

export function useTags(): readonly ContactTag[] {
  const { may } = useSession();
  const { data } = useQuery({
    queryKey: ["/api/v1/tags", "all"],
    staleTime: 60_000,
    retry: false,
    enabled: may("company") || may("contacts"),
    queryFn: () =>
      everything((after) =>
        answerOf(
          rest.GET("/api/v1/tags", {
            params: {
              query: { limit: all_of_a_kind, ...(after !== "" && { after }) },
            },
          }),
        ),
      ),
  });
  return data ?? none;
}

/** Events of a session that are read at once. */
const events_at_once = 200;

/** What was said in a session and what happened, from its beginning. */
export function linesQuery(chat: string) {
  return {
    queryKey: keys.lines(chat),
    staleTime: 30_000,
    initialPageParam: "",
    queryFn: ({ pageParam: after }: { pageParam: string }) =>
      answerOf(
        rest.GET("/api/v1/chats/{id}/lines", {
          params: {
            path: { id: chat },
            query: {
              limit: events_at_once,
              ...(after !== "" && { after }),
            },
          },
        }),
      ),
    getNextPageParam: ({ next }: Schemas["SessionEvents"]) => next,
  };
}

export function useLines(chat: string) {
  return useInfiniteQuery(linesQuery(chat));
}

/** Reads a transcript before it is asked for: it opens at once (M1). */
export function usePrefetchLines(): (chat: string) => void {
  const queries = useQueryClient();
  return useCallback(
    (chat: string) => {
      // Who opens it is told why it cannot be read.
      queries.infiniteQuery(linesQuery(chat)).catch(() => undefined);
    },
    [queries],
  );
}

// ---------------------------------------------------------------------------
// Writing.

const merge_patch = { "Content-Type": "application/merge-patch+json" };

/** Everything shown of the CRM is read anew. */
export function renewContacts(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: keys.all });
}

/** The present version of a contact, for `If-Match`. */
export async function readTagged(id: string) {
  return taggedAnswerOf(
    rest.GET("/api/v1/contacts/{id}", { params: { path: { id } } }),
  );
}

/**
 * Changes a contact as it is now: who edits one field does not mean the others.
 * What somebody else has changed meanwhile stays, unless it is the same value.
 */
export async function changeContact(
  id: string,
  make: (now: Contact) => Change,
): Promise<Contact> {
  for (let tries = 0; ; tries += 1) {
    const { value, etag } = await readTagged(id);
    try {
      return await answerOf(
        rest.PATCH("/api/v1/contacts/{id}", {
          params: {
            path: { id: value.id ?? id },
            header: { "If-Match": etag },
          },
          headers: merge_patch,
          // A merge patch takes a value away by null, which the schema of a
          // whole contact has not.
          body: make(value) as Contact,
        }),
      );
    } catch (why) {
      const isStale = why instanceof ProblemError && why.problem.status === 412;
      if (!isStale || tries === 2) throw why;
    }
  }
}

export function linkChat(chat: string, contact: string): Promise<Contact> {
  return answerOf(
    rest.PUT("/api/v1/chats/{id}/contact", {
      params: { path: { id: chat } },
      body: { contact },
    }),
  );
}

export async function unlinkChat(chat: string): Promise<void> {
  await answerOf(
    rest.DELETE("/api/v1/chats/{id}/contact", {
      params: { path: { id: chat } },
    }),
  );
}

/** Makes a contact of what the customer has said; links the chat to it. */
export function createFromChat(chat: string): Promise<Contact> {
  return answerOf(
    rest.POST("/api/v1/chats/{id}/contact", {
      params: {
        path: { id: chat },
        header: { "Idempotency-Key": crypto.randomUUID() },
      },
    }),
  );
}

export function addContact(contact: Contact): Promise<Contact> {
  return answerOf(
    rest.POST("/api/v1/contacts", {
      params: { header: { "Idempotency-Key": crypto.randomUUID() } },
      body: contact,
    }),
  );
}
