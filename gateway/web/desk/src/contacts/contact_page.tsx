// The page of one contact: what is known, what was before, and what can be done
// with all of it.
import {
  Combine,
  Download,
  MessageSquareX,
  Trash2,
  UserRoundX,
} from "lucide-react";
import { type JSX, lazy, Suspense, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { answerOf, ProblemError, rest, wordsOf } from "../rest/client.js";
import { useSession } from "../session/session.js";
import { useOffer } from "../shell/acts.js";
import { useAsk } from "../ui/ask.js";
import { Button } from "../ui/button.js";
import { Face } from "../ui/parts.js";
import { Empty, Failed, Loading } from "../ui/states.js";
import { useToasts } from "../ui/toasts.js";
import { aboutOf, type Change, type Contact, nameOf } from "./contact.js";
import { download } from "./contact_list.js";
import { ErasureState } from "./erasure.js";
import { ContactFields } from "./fields.js";
import { OpenedPast, useOpenedPast, WholeHistory } from "./history.js";
import { MergedInto } from "./merged.js";
import { useNames } from "./names.js";
import { BackToList } from "./back_to_list.js";
import { Notes } from "./notes.js";
import { exactTime } from "./parts.js";
import { readTagged, useContact, useFields, useTags } from "./queries.js";
import { useAct, useSaveContact } from "./saving.js";
import { Tags } from "./tags.js";

const MergeDialog = lazy(() => import("./merge_dialog.js"));
const EraseDialog = lazy(() => import("./erase_dialog.js"));

export function ContactPage({ id }: { id: string }): JSX.Element {
  const read = useContact(id);
  const [, go] = useLocation();
  const { data } = read;
  // Of one that was merged the answer is what it was merged into.
  const real = data?.id ?? id;
  useEffect(() => {
    if (real !== id) go(`/contacts/${real}`, { replace: true });
  }, [real, id, go]);
  if (read.isError) {
    const { error } = read;
    const isGone =
      error instanceof ProblemError && error.problem.status === 404;
    return isGone ? (
      <div className="contacts-page">
        <BackToList />
        <Empty icon={UserRoundX} title="There is no such contact.">
          It may have been deleted. Search for it at the side.
        </Empty>
      </div>
    ) : (
      <Failed why={error} again={() => void read.refetch()} />
    );
  }
  if (data === undefined) return <Loading what="Reading the contact" />;
  return <Page contact={data} />;
}

function Page({ contact }: { contact: Contact }): JSX.Element {
  const { id = "" } = contact;
  const { may } = useSession();
  const toasts = useToasts();
  const names = useNames();
  const fields = useFields();
  const tags = useTags();
  const save = useSaveContact(id);
  const past = useOpenedPast();
  const [shown, setShown] = useState<"merge" | "erase">();
  const tagButton = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const facts = useRef<HTMLElement>(null);
  const isFixed = !may("contacts", "modify");
  const name = nameOf(contact);
  const saveOrTell = async (make: (now: Contact) => Change): Promise<void> => {
    try {
      await save(make);
    } catch (why) {
      toasts.show(wordsOf(why), "bad");
    }
  };
  useOffer([
    !isFixed && {
      id: "contact.edit",
      run: () =>
        facts.current?.querySelector<HTMLElement>(".crm-edit")?.focus(),
    },
    !isFixed && {
      id: "contact.tag",
      run: () => tagButton.current?.click(),
    },
    !isFixed && { id: "contact.note", run: () => note.current?.focus() },
  ]);
  return (
    <article
      className="contacts-page stack"
      aria-label={name}
      data-testid="contact-page"
      data-id={id}
    >
      <BackToList />
      <header className="contacts-title">
        <Face name={name} id={id} size="large" />
        <div className="crm-who-about">
          <h2 className="wrap" data-testid="contact-name">
            {name}
          </h2>
          <p className="soft small wrap">{aboutOf(contact)}</p>
        </div>
        <Acts contact={contact} show={setShown} />
      </header>
      <Tags
        contact={contact}
        tags={tags}
        isFixed={isFixed}
        save={saveOrTell}
        opener={tagButton}
      />
      {may("conversations") && <ErasureState contact={id} />}
      <MergedInto contact={contact} isFixed={isFixed} />
      <div className="contacts-columns">
        <section className="contacts-part" aria-label="Details" ref={facts}>
          <h3>Details</h3>
          <ContactFields
            contact={contact}
            fields={fields}
            isFixed={isFixed}
            isWhole
            save={save}
          />
          <p className="faint small">
            {contact.created !== undefined &&
              `Since ${exactTime(contact.created)}. `}
            {contact.changed !== undefined &&
              `Changed ${exactTime(contact.changed)}.`}
          </p>
        </section>
        <div className="contacts-column">
          <section className="contacts-part" aria-label="History">
            <h3>History</h3>
            <WholeHistory contact={id} past={past} />
          </section>
          <section className="contacts-part" aria-label="Notes">
            <h3>Notes</h3>
            <Notes
              contact={contact}
              names={names}
              isFixed={isFixed}
              save={save}
              box={note}
            />
          </section>
        </div>
      </div>
      <OpenedPast past={past} />
      <Suspense>
        {shown === "merge" && (
          <MergeDialog
            contact={contact}
            close={() => {
              setShown(undefined);
            }}
          />
        )}
        {shown === "erase" && (
          <EraseDialog
            contact={contact}
            close={() => {
              setShown(undefined);
            }}
          />
        )}
      </Suspense>
    </article>
  );
}

function Acts(props: {
  contact: Contact;
  show: (what: "merge" | "erase") => void;
}): JSX.Element {
  const { contact, show } = props;
  const { id = "" } = contact;
  const { may } = useSession();
  const ask = useAsk();
  const act = useAct();
  const [, go] = useLocation();
  const mayChange = may("contacts", "modify");
  const mayErase = may("conversations", "modify");
  const mayTake = may("contact_transfer");
  const name = nameOf(contact);
  const take = (): void => {
    download(`/api/v1/contacts/${id}/export`, `contact-${id}.json`);
  };
  const remove = async (): Promise<void> => {
    const isSure = await ask({
      title: `Delete ${name}?`,
      text: "The contact goes, with its notes and what was merged into it. Its chats stay, under no contact, with all texts. To take the texts away too, delete the conversations first.",
      yes: "Delete contact",
      isDangerous: true,
    });
    if (!isSure) return;
    await act(async () => {
      const { etag } = await readTagged(id);
      await answerOf(
        rest.DELETE("/api/v1/contacts/{id}", {
          params: { path: { id }, header: { "If-Match": etag } },
        }),
      );
      go("/contacts");
    }, `${name} is deleted.`);
  };
  useOffer([
    mayChange && {
      id: "contact.merge",
      run: () => {
        show("merge");
      },
    },
    mayTake && { id: "contact.export", run: take },
    mayErase && {
      id: "contact.erase",
      run: () => {
        show("erase");
      },
    },
    mayChange && { id: "contact.delete", run: () => void remove() },
  ]);
  return (
    <div className="contacts-acts">
      {mayChange && (
        <Button
          size="small"
          icon={Combine}
          data-testid="merge"
          onPress={() => {
            show("merge");
          }}
        >
          Merge
        </Button>
      )}
      {mayTake && (
        <Button
          size="small"
          icon={Download}
          data-testid="export-person"
          onPress={take}
        >
          Export data
        </Button>
      )}
      {mayErase && (
        <Button
          size="small"
          icon={MessageSquareX}
          data-testid="erase"
          onPress={() => {
            show("erase");
          }}
        >
          Delete conversations
        </Button>
      )}
      {mayChange && (
        <Button
          size="small"
          icon={Trash2}
          data-testid="delete-contact"
          onPress={() => void remove()}
        >
          Delete
        </Button>
      )}
    </div>
  );
}
