// Before conversations are deleted for good: what goes, what stays, and a word
// that nobody types by mistake (M4).
import { useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { answerOf, rest, wordsOf } from "../rest/client.js";
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { TextField } from "../ui/fields.js";
import { type Contact, nameOf } from "./contact.js";
import { erasuresKey } from "./erasure.js";
import { renewContacts } from "./queries.js";

const word = "DELETE";

export default function EraseDialog(props: {
  contact: Contact;
  close: () => void;
}): JSX.Element {
  const { contact, close } = props;
  const { id = "" } = contact;
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const [flaw, setFlaw] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const erase = async (): Promise<void> => {
    if (typed.trim() !== word) {
      setFlaw(`Type ${word}, in capital letters.`);
      return;
    }
    setFlaw(undefined);
    setBusy(true);
    try {
      await answerOf(
        rest.DELETE("/api/v1/contacts/{id}/conversations", {
          params: { path: { id } },
          body: { confirm: id },
        }),
      );
      // Transcripts that were read before are gone from this page, too.
      queries.removeQueries({ queryKey: ["chat-lines"] });
      await queries.invalidateQueries({ queryKey: erasuresKey });
      await renewContacts(queries);
      close();
    } catch (why) {
      setFlaw(wordsOf(why));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`Delete the conversations of ${nameOf(contact)}?`}
      isOpen
      isAlert
      close={close}
      data-testid="erase-dialog"
      actions={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button
            kind="danger"
            isDisabled={isBusy}
            data-testid="erase-yes"
            onPress={() => void erase()}
          >
            {isBusy ? "Asking…" : "Delete conversations"}
          </Button>
        </>
      }
    >
      <div className="contacts-fate">
        <section>
          <h3>What goes, for good</h3>
          <ul>
            <li>every line of all closed chats, whispers too</li>
            <li>files that were sent in them</li>
            <li>
              agents’ notes on them, answers to scripts, comments of surveys
            </li>
            <li>what the customer said of themselves there</li>
          </ul>
        </section>
        <section>
          <h3>What stays</h3>
          <ul>
            <li>the contact with its values, tags and notes</li>
            <li>times, counts, classifications, survey scores: reports stay</li>
            <li>chats that are still open</li>
            <li>one line in the audit log, without any text</li>
          </ul>
        </section>
      </div>
      <p className="soft small">
        Nobody can undo this, not even the operator of the server. Chats that
        your profile hides go, too.
      </p>
      <TextField
        label={`Type ${word} to confirm`}
        value={typed}
        onChange={setTyped}
        error={flaw}
        autoComplete="off"
        autoFocus
        data-testid="erase-word"
      />
    </Dialog>
  );
}
