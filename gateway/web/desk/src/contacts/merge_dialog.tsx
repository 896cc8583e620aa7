// Two contacts that are one person: which one comes into this one, and what
// that does, before it is done (M2).
import { type JSX, useDeferredValue, useState } from "react";
import { answerOf, rest, wordsOf } from "../rest/client.js";
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { SearchField } from "../ui/fields.js";
import { Face } from "../ui/parts.js";
import { aboutOf, type Contact, nameOf } from "./contact.js";
import { mergeRows, mergeWords } from "./merging.js";
import { useKeepName } from "./merged.js";
import { readTagged, useContacts, useFields } from "./queries.js";
import { useAct } from "./saving.js";

const shown_max = 8;

export default function MergeDialog(props: {
  contact: Contact;
  close: () => void;
}): JSX.Element {
  const { contact, close } = props;
  const { id = "" } = contact;
  const [other, setOther] = useState<Contact>();
  const [isBusy, setBusy] = useState(false);
  const act = useAct();
  const keepName = useKeepName();
  const merge = async (from: Contact): Promise<void> => {
    setBusy(true);
    keepName(from);
    const isDone = await act(
      async () => {
        const { etag } = await readTagged(id);
        await answerOf(
          rest.POST("/api/v1/contacts/{id}/merge", {
            params: { path: { id }, header: { "If-Match": etag } },
            body: { from: from.id ?? "" },
          }),
        );
      },
      `${nameOf(from)} is merged into ${nameOf(contact)}. It can be undone on this page.`,
    );
    setBusy(false);
    if (isDone) close();
  };
  return (
    <Dialog
      title={`Merge into ${nameOf(contact)}`}
      isOpen
      close={close}
      size={other === undefined ? "normal" : "wide"}
      data-testid="merge-dialog"
      actions={
        other !== undefined && (
          <>
            <Button
              onPress={() => {
                setOther(undefined);
              }}
            >
              Choose another
            </Button>
            <Button
              kind="primary"
              isDisabled={isBusy}
              data-testid="merge-yes"
              onPress={() => void merge(other)}
            >
              Merge
            </Button>
          </>
        )
      }
    >
      {other === undefined ? (
        <Chooser without={id} choose={setOther} />
      ) : (
        <Preview into={contact} from={other} />
      )}
    </Dialog>
  );
}

function Chooser(props: {
  without: string;
  choose: (contact: Contact) => void;
}): JSX.Element {
  const { without, choose } = props;
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim());
  const read = useContacts(asked, asked !== "");
  const found = (read.data?.pages.flatMap(({ items }) => items) ?? []).filter(
    ({ id }) => id !== without,
  );
  return (
    <div className="crm-finder">
      <p className="soft">
        Find the other contact of the same person. It comes into this one, with
        its chats.
      </p>
      <SearchField
        label="Find the other contact"
        value={text}
        onChange={setText}
        autoFocus
        data-testid="merge-search"
      />
      <p className="small soft" role="status">
        {read.isError && wordsOf(read.error)}
        {asked !== "" &&
          read.isSuccess &&
          !read.isFetching &&
          found.length === 0 &&
          "Nobody is found. Try the beginning of a word."}
      </p>
      {asked !== "" && (
        <ul className="crm-results">
          {found.slice(0, shown_max).map((contact) => (
            <li key={contact.id}>
              <button
                type="button"
                className="contacts-link"
                data-testid="merge-choice"
                onClick={() => {
                  choose(contact);
                }}
              >
                <Face name={nameOf(contact)} id={contact.id ?? ""} />
                <span className="crm-found-about">
                  <b className="cut">{nameOf(contact)}</b>
                  <span className="soft small cut">{aboutOf(contact)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Preview(props: { into: Contact; from: Contact }): JSX.Element {
  const { into, from } = props;
  const fields = useFields();
  return (
    <>
      <p>{mergeWords(into, from)}</p>
      <div className="table-scroll">
        <table className="table" aria-label="What the merge does">
          <thead>
            <tr>
              <th scope="col">Value</th>
              <th scope="col">After the merge</th>
              <th scope="col">Left out of {nameOf(from)}</th>
            </tr>
          </thead>
          <tbody>
            {mergeRows(into, from, fields).map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                <td>
                  {row.becomes}
                  {row.isNew && <span className="crm-new">new</span>}
                </td>
                <td className="soft">{row.dropped}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
