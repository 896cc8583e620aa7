// How far the deletion of a contact's conversations is (M4).
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { answerOf, rest, type Schemas } from "../rest/client.js";
import { exactTime } from "./parts.js";

export type Erasure = Schemas["Erasure"];

export const erasuresKey = ["erasures"] as const;

/** Milliseconds between looks, while one is under way. */
const look_again = 1_000;

export function erasureWords(one: Erasure): string {
  const chats = one.erased === 1 ? "1 chat" : `${one.erased} chats`;
  const open =
    one.open === 0
      ? ""
      : ` ${one.open === 1 ? "1 chat is" : `${one.open} chats are`} still open and stayed as they are.`;
  switch (one.phase) {
    case "erasing":
      return `Texts are being deleted: ${one.erased} of ${one.sessions} chats so far.`;
    case "rewriting":
      return `The texts of ${chats} are deleted and cannot be read any more. The files that held them are being rewritten.${open}`;
    case "finished":
      return `The texts of ${chats} were deleted${
        one.finished === undefined ? "" : ` on ${exactTime(one.finished)}`
      }; no file holds them any more.${open}`;
  }
}

const shares = { erasing: 0.25, rewriting: 0.7, finished: 1 };

/** The newest deletion of this contact, or nothing. */
export function ErasureState({
  contact,
}: {
  contact: string;
}): JSX.Element | null {
  const { data } = useQuery({
    queryKey: erasuresKey,
    queryFn: () => answerOf(rest.GET("/api/v1/erasures")),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ phase }) => phase !== "finished") === true
        ? look_again
        : false,
  });
  const one = data?.items.find((erasure) => erasure.contact === contact);
  if (one === undefined) return null;
  return (
    <div
      className="notice contacts-erasure"
      role="status"
      data-testid="erasure"
      data-phase={one.phase}
    >
      <p>{erasureWords(one)}</p>
      {one.phase !== "finished" && (
        <progress aria-label="Deletion" value={shares[one.phase]} max={1} />
      )}
    </div>
  );
}
