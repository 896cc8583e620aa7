// The contact of the chat: who it is, what is known, what was before.
import { ExternalLink, MoreHorizontal, Unlink } from "lucide-react";
import { type JSX, type ReactNode, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { useLocation } from "wouter";
import { wordsOf } from "../rest/client.js";
import { useKeysOf, useOffer } from "../shell/acts.js";
import { useAsk } from "../ui/ask.js";
import { Button } from "../ui/button.js";
import { Menu, MenuItem } from "../ui/menu.js";
import { Face } from "../ui/parts.js";
import { useToasts } from "../ui/toasts.js";
import {
  aboutOf,
  type Change,
  type Contact,
  type Hints,
  nameOf,
  type Past,
  takeable,
} from "./contact.js";
import { ContactFields } from "./fields.js";
import { type OpensPast, PastList, WholeHistory } from "./history.js";
import { useNames } from "./names.js";
import { Notes } from "./notes.js";
import { unlinkChat, useFields, useTags } from "./queries.js";
import { useAct, useSaveContact } from "./saving.js";
import { Tags } from "./tags.js";

/** How many stand there before one asks for more. */
const shown_at_once = 3;

export function Linked(props: {
  chat: string;
  contact: Contact;
  sessions: readonly Past[];
  hints: Hints;
  isFixed: boolean;
  past: OpensPast;
  openSide: () => void;
}): JSX.Element {
  const { chat, contact, hints, isFixed, past, openSide } = props;
  const { id = "" } = contact;
  const ask = useAsk();
  const act = useAct();
  const toasts = useToasts();
  const names = useNames();
  const fields = useFields();
  const tags = useTags();
  const save = useSaveContact(id);
  const [, go] = useLocation();
  const place = useRef<HTMLElement>(null);
  const tagButton = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const sessions = props.sessions.filter((one) => one.id !== chat);
  const name = nameOf(contact);
  const about = aboutOf(contact);
  const taken = takeable(hints, fields, contact);

  const unlink = async (): Promise<void> => {
    const isSure = await ask({
      title: `Unlink this chat from ${name}?`,
      text: "The chat leaves the contact's history. The contact and its other chats stay.",
      yes: "Unlink",
    });
    if (isSure)
      await act(() => unlinkChat(chat), "The chat is linked to nobody.");
  };
  const openPage = (): void => {
    go(`/contacts/${id}`);
  };
  const saveOrTell = async (make: (now: Contact) => Change): Promise<void> => {
    try {
      await save(make);
    } catch (why) {
      toasts.show(wordsOf(why), "bad");
    }
  };
  /** After the column has opened. */
  const focus = (what: () => HTMLElement | null | undefined): void => {
    openSide();
    requestAnimationFrame(() => what()?.focus());
  };
  useOffer([
    !isFixed && { id: "contact.unlink", run: () => void unlink() },
    !isFixed && {
      id: "contact.edit",
      run: () => {
        focus(() => place.current?.querySelector<HTMLElement>(".crm-edit"));
      },
    },
    !isFixed &&
      tags.length > 0 && {
        id: "contact.tag",
        run: () => {
          openSide();
          requestAnimationFrame(() => tagButton.current?.click());
        },
      },
    !isFixed && {
      id: "contact.note",
      run: () => {
        focus(() => note.current);
      },
    },
    sessions[0] !== undefined && {
      id: "contact.history",
      run: () => {
        past.open(sessions[0]);
      },
    },
    { id: "contact.page", run: openPage },
  ]);
  return (
    <section
      className="details-part crm-part"
      aria-label="Contact"
      data-testid="contact-linked"
      data-contact={id}
      ref={place}
    >
      <header className="crm-who">
        <Face name={name} id={id} size="normal" />
        <div className="crm-who-about">
          <h3 className="cut" title={name} data-testid="contact-name">
            {name}
          </h3>
          {about !== "" && (
            <p className="soft small cut" title={about}>
              {about}
            </p>
          )}
        </div>
        <Menu
          label="Contact"
          placement="bottom end"
          trigger={
            <AriaButton
              className="button icon-only"
              data-kind="quiet"
              data-size="small"
              aria-label="Acts on the contact"
              data-testid="contact-menu"
            >
              <MoreHorizontal className="icon" aria-hidden />
            </AriaButton>
          }
        >
          <MenuItem
            icon={ExternalLink}
            keys={useKeysOf("contact.page")}
            data-testid="contact-page"
            onAction={openPage}
          >
            Open the contact’s page
          </MenuItem>
          <MenuItem
            icon={Unlink}
            kind="danger"
            keys={useKeysOf("contact.unlink")}
            isDisabled={isFixed}
            data-testid="unlink-contact"
            onAction={() => void unlink()}
          >
            Unlink this chat
          </MenuItem>
        </Menu>
      </header>
      <Tags
        contact={contact}
        tags={tags}
        isFixed={isFixed}
        save={saveOrTell}
        opener={tagButton}
      />
      <ContactFields
        contact={contact}
        fields={fields}
        isFixed={isFixed}
        save={save}
      />
      {!isFixed && Object.keys(taken).length > 0 && (
        <Button
          size="small"
          data-testid="take-over"
          onPress={() => void saveOrTell(() => ({ fields: taken }))}
        >
          Take over what the customer entered
        </Button>
      )}
      <Fold title="Earlier chats" count={sessions.length} isOpen>
        <Earlier contact={id} chat={chat} sessions={sessions} past={past} />
      </Fold>
      <Fold
        title="Notes on the contact"
        count={contact.notes?.length ?? 0}
        isOpen
      >
        <Notes
          contact={contact}
          names={names}
          isFixed={isFixed}
          save={save}
          box={note}
        />
      </Fold>
    </section>
  );
}

function Earlier(props: {
  contact: string;
  chat: string;
  sessions: readonly Past[];
  past: OpensPast;
}): JSX.Element {
  const { contact, chat, sessions, past } = props;
  const [isWhole, setWhole] = useState(false);
  if (sessions.length === 0) {
    return <p className="soft small">This is the first chat.</p>;
  }
  if (isWhole) {
    return <WholeHistory contact={contact} without={chat} past={past} />;
  }
  return (
    <>
      <PastList sessions={sessions.slice(0, shown_at_once)} past={past} />
      {sessions.length > shown_at_once && (
        <Button
          kind="quiet"
          size="small"
          onPress={() => {
            setWhole(true);
          }}
        >
          Show all
        </Button>
      )}
    </>
  );
}

export function Fold(props: {
  title: string;
  count?: number;
  isOpen?: boolean;
  children: ReactNode;
}): JSX.Element {
  const { title, count = 0, isOpen = false, children } = props;
  return (
    <details className="crm-fold" open={isOpen}>
      <summary>
        <span>{title}</span>
        {count > 0 && <span className="count">{count}</span>}
      </summary>
      <div className="crm-fold-body">{children}</div>
    </details>
  );
}
