// Notes on a contact, the newest first. Who wrote one may take it away.
import { Trash2 } from "lucide-react";
import { type JSX, type Ref, useState } from "react";
import { wordsOf } from "../rest/client.js";
import { useSession } from "../session/session.js";
import { Button, IconButton } from "../ui/button.js";
import type { Change, Contact, Note } from "./contact.js";
import type { Names } from "./names.js";
import { When } from "./parts.js";

const characters_max = 4000;

function isSame(one: Note, other: Note): boolean {
  return (
    one.at === other.at &&
    one.author === other.author &&
    one.text === other.text
  );
}

export function Notes(props: {
  contact: Contact;
  names: Names;
  isFixed: boolean;
  save: (change: (now: Contact) => Change) => Promise<void>;
  box?: Ref<HTMLTextAreaElement>;
}): JSX.Element {
  const { contact, names, isFixed, save, box } = props;
  const { me } = useSession();
  const [text, setText] = useState("");
  const [flaw, setFlaw] = useState<string>();
  const notes = (contact.notes ?? []).toReversed();
  const run = async (make: (now: Contact) => Change): Promise<boolean> => {
    setFlaw(undefined);
    try {
      await save(make);
      return true;
    } catch (why) {
      setFlaw(wordsOf(why));
      return false;
    }
  };
  const add = async (): Promise<void> => {
    const note = text.trim();
    if (note === "") return;
    const isKept = await run((now) => ({
      notes: [...(now.notes ?? []), { text: note }],
    }));
    if (isKept) setText("");
  };
  return (
    <div className="crm-notes">
      {!isFixed && (
        <form
          className="crm-note-form"
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <textarea
            className="input"
            aria-label="New note on the contact"
            placeholder="A note that stays with the contact"
            rows={2}
            maxLength={characters_max}
            value={text}
            data-testid="contact-note"
            {...(box && { ref: box })}
            onChange={(event) => {
              setText(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                void add();
              }
            }}
          />
          {text.trim() !== "" && (
            <Button type="submit" size="small" data-testid="add-contact-note">
              Add note
            </Button>
          )}
          {flaw !== undefined && (
            <p className="field-error" role="alert">
              {flaw}
            </p>
          )}
        </form>
      )}
      {notes.length > 0 && (
        <ul className="crm-note-list">
          {notes.map((note, index) => (
            <li key={index} className="crm-note" data-testid="contact-note-row">
              <p className="crm-note-text">{note.text}</p>
              <div className="crm-note-foot">
                <span className="soft small cut">
                  {names.agent(note.author ?? "")}
                </span>
                {note.at !== undefined && <When at={note.at} />}
                <span className="space" />
                {!isFixed && note.author === me.agent && (
                  <IconButton
                    label="Take this note away"
                    icon={Trash2}
                    size="small"
                    onPress={() =>
                      void run((now) => ({
                        notes: (now.notes ?? []).filter(
                          (other) => !isSame(other, note),
                        ),
                      }))
                    }
                  />
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
