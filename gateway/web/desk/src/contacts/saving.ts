// Writing to a contact from wherever it is shown: all places see it at once.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { wordsOf } from "../rest/client.js";
import { useToasts } from "../ui/toasts.js";
import type { Change, Contact } from "./contact.js";
import {
  changeContact,
  type ChatContact,
  keys,
  renewContacts,
} from "./queries.js";

/** Puts a contact that the server has just shown where it is shown here. */
export function usePutContact(): (contact: Contact) => void {
  const queries = useQueryClient();
  return useCallback(
    (contact) => {
      if (contact.id === undefined) return;
      queries.setQueryData(keys.one(contact.id), contact);
      queries.setQueriesData<ChatContact>(
        { queryKey: [...keys.all, "chat"] },
        (before) =>
          before === undefined || before.contact?.id !== contact.id
            ? before
            : { ...before, contact },
      );
      void queries.invalidateQueries({ queryKey: [...keys.all, "found"] });
    },
    [queries],
  );
}

/** @returns saves a change; what goes wrong is the caller's to show. */
export function useSaveContact(
  id: string,
): (make: (now: Contact) => Change) => Promise<void> {
  const put = usePutContact();
  return useCallback(
    async (make) => {
      put(await changeContact(id, make));
    },
    [id, put],
  );
}

/** Runs something that changes the CRM; failures are told, all is read anew. */
export function useAct(): (
  act: () => Promise<void>,
  said?: string,
) => Promise<boolean> {
  const queries = useQueryClient();
  const toasts = useToasts();
  return useCallback(
    async (act, said) => {
      try {
        await act();
        if (said !== undefined) toasts.show(said, "good");
        await renewContacts(queries);
        return true;
      } catch (why) {
        toasts.show(wordsOf(why), "bad");
        return false;
      }
    },
    [queries, toasts],
  );
}
