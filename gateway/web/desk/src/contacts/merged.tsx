// What was merged into a contact, and its undo.
import { useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { type JSX, useState } from "react";
import { answerOf, rest } from "../rest/client.js";
import { Button } from "../ui/button.js";
import { type Contact, nameOf } from "./contact.js";
import { readTagged } from "./queries.js";
import { useAct } from "./saving.js";

/** Names of those that were merged here: nobody can read them any more. */
const namesKey = (id: string): readonly string[] => ["merged-name", id];

export function useKeepName(): (contact: Contact) => void {
  const queries = useQueryClient();
  return ({ id = "", ...rest }) => {
    queries.setQueryDefaults(namesKey(id), { gcTime: Infinity });
    queries.setQueryData(namesKey(id), nameOf(rest));
  };
}

export function MergedInto(props: {
  contact: Contact;
  isFixed: boolean;
}): JSX.Element | null {
  const { contact, isFixed } = props;
  const { id = "", merged = [] } = contact;
  const queries = useQueryClient();
  const act = useAct();
  const [busy, setBusy] = useState<string>();
  if (merged.length === 0) return null;
  const undo = async (from: string): Promise<void> => {
    setBusy(from);
    await act(async () => {
      const { etag } = await readTagged(id);
      await answerOf(
        rest.POST("/api/v1/contacts/{id}/undo-merge", {
          params: { path: { id }, header: { "If-Match": etag } },
          body: { from },
        }),
      );
    }, "The merge is undone: both contacts are there again.");
    setBusy(undefined);
  };
  return (
    <ul className="contacts-merged" data-testid="merged">
      {merged.map((from) => (
        <li key={from} className="notice contacts-notice">
          <span className="wrap">
            {queries.getQueryData<string>(namesKey(from)) ?? `Contact ${from}`}{" "}
            was merged into this one.
          </span>
          {!isFixed && (
            <Button
              size="small"
              icon={Undo2}
              isDisabled={busy !== undefined}
              data-testid="undo-merge"
              onPress={() => void undo(from)}
            >
              Undo the merge
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
