// Who the customer may be: what was found by their e-mail, a search, a new
// contact. Nobody is identified by the product; the agent does it (W8).
import { Link2, UserRoundPlus } from "lucide-react";
import {
  type JSX,
  type RefObject,
  useDeferredValue,
  useRef,
  useState,
} from "react";
import { wordsOf } from "../rest/client.js";
import { useOffer } from "../shell/acts.js";
import { Button } from "../ui/button.js";
import { SearchField, TextField } from "../ui/fields.js";
import { useForm } from "../ui/form.js";
import { Face, Tag } from "../ui/parts.js";
import { useIsSlow } from "../ui/states.js";
import {
  aboutOf,
  type Contact,
  type Hints,
  isEnough,
  nameOf,
  splitName,
  takeable,
} from "./contact.js";
import { type OpensPast, PastList } from "./history.js";
import {
  addContact,
  changeContact,
  type ChatContact,
  createFromChat,
  linkChat,
  useContacts,
  useFields,
} from "./queries.js";
import { useAct } from "./saving.js";

/** More are found by more letters. */
const shown_max = 8;

export function Unlinked(props: {
  chat: string;
  hints: Hints;
  candidates: ChatContact["candidates"];
  isFixed: boolean;
  past: OpensPast;
  search: RefObject<HTMLDivElement | null>;
}): JSX.Element {
  const { chat, hints, candidates, isFixed, past, search } = props;
  const act = useAct();
  const fields = useFields();
  const [isBusy, setBusy] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const run = async (
    what: () => Promise<void>,
    said: string,
  ): Promise<void> => {
    setBusy(true);
    await act(what, said);
    setBusy(false);
  };
  const link = (contact: Contact): void => {
    void run(
      async () => {
        await linkChat(chat, contact.id ?? "");
      },
      `Linked to ${nameOf(contact)}.`,
    );
  };
  const create = (): void => {
    if (!isEnough(hints)) {
      setAsking(true);
      return;
    }
    void run(async () => {
      const contact = await createFromChat(chat);
      const taken = takeable(hints, fields, contact);
      if (contact.id !== undefined && Object.keys(taken).length > 0) {
        await changeContact(contact.id, () => ({ fields: taken }));
      }
    }, "The contact is there, and the chat is linked to it.");
  };
  useOffer([!isFixed && { id: "contact.create", run: create }]);
  return (
    <section
      className="details-part crm-part"
      aria-label="Contact"
      data-testid="contact-unlinked"
    >
      <header className="crm-head">
        <h3>Contact</h3>
        <Tag>not linked</Tag>
      </header>
      {candidates.length > 0 && (
        <ul className="crm-candidates" aria-label="It may be">
          {candidates.map(({ contact, sessions }) => (
            <li
              key={contact.id}
              className="crm-candidate"
              data-testid="candidate"
            >
              <Found
                contact={contact}
                isFixed={isFixed || isBusy}
                link={link}
                about={`Same e-mail${sessions.length === 0 ? "" : ` · ${count(sessions.length)}`}`}
              />
              {sessions.length > 0 && (
                <PastList sessions={sessions.slice(0, 2)} past={past} />
              )}
            </li>
          ))}
        </ul>
      )}
      <Finder
        isFixed={isFixed || isBusy}
        link={link}
        box={search}
        without={candidates.map(({ contact }) => contact.id ?? "")}
      />
      {isAsking ? (
        <CreateForm
          chat={chat}
          done={() => {
            setAsking(false);
          }}
        />
      ) : (
        !isFixed && (
          <Button
            icon={UserRoundPlus}
            size="small"
            isDisabled={isBusy}
            data-testid="create-contact"
            onPress={create}
          >
            {candidates.length > 0
              ? "Create another contact"
              : "Create contact"}
          </Button>
        )
      )}
    </section>
  );
}

function count(sessions: number): string {
  if (sessions === 1) return "1 earlier chat";
  return `${sessions}${sessions >= 10 ? " or more" : ""} earlier chats`;
}

function Found(props: {
  contact: Contact;
  about?: string;
  isFixed: boolean;
  link: (contact: Contact) => void;
}): JSX.Element {
  const { contact, isFixed, link } = props;
  const name = nameOf(contact);
  const about = aboutOf(contact);
  return (
    <div className="crm-found">
      <Face name={name} id={contact.id ?? name} />
      <span className="crm-found-about">
        <b className="cut" title={name}>
          {name}
        </b>
        {about !== "" && (
          <span className="soft small cut" title={about}>
            {about}
          </span>
        )}
        {props.about !== undefined && (
          <span className="soft small cut">{props.about}</span>
        )}
      </span>
      <Button
        size="small"
        icon={Link2}
        isDisabled={isFixed}
        aria-label={`Link to ${name}`}
        data-testid="link-contact"
        onPress={() => {
          link(contact);
        }}
      >
        Link
      </Button>
    </div>
  );
}

function Finder(props: {
  isFixed: boolean;
  link: (contact: Contact) => void;
  without: readonly string[];
  box: RefObject<HTMLDivElement | null>;
}): JSX.Element {
  const { isFixed, link, without, box } = props;
  const [text, setText] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const asked = useDeferredValue(text.trim());
  const read = useContacts(asked, asked !== "");
  const isSlow = useIsSlow(asked !== "" && read.isFetching);
  const found = (read.data?.pages.flatMap(({ items }) => items) ?? []).filter(
    ({ id = "" }) => !without.includes(id),
  );
  return (
    <div
      className="crm-finder"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown") return;
        list.current?.querySelector("button")?.focus();
      }}
    >
      <SearchField
        label="Find a contact"
        placeholder="Name, company, e-mail, phone…"
        value={text}
        onChange={setText}
        data-testid="find-contact"
      />
      <p className="small soft" role="status">
        {isSlow && "Looking…"}
        {!isSlow && read.isError && wordsOf(read.error)}
        {!isSlow &&
          asked !== "" &&
          read.isSuccess &&
          !read.isFetching &&
          (found.length === 0
            ? "Nobody is found. Try the beginning of a word."
            : found.length > shown_max &&
              `The first ${shown_max}; more letters find fewer.`)}
      </p>
      {asked !== "" && found.length > 0 && (
        <ul ref={list} className="crm-results" aria-label="Found contacts">
          {found.slice(0, shown_max).map((contact) => (
            <li key={contact.id} data-testid="found-contact">
              <Found contact={contact} isFixed={isFixed} link={link} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** For customers who have not said who they are. */
function CreateForm(props: { chat: string; done: () => void }): JSX.Element {
  const { chat, done } = props;
  const act = useAct();
  const form = useForm({
    initial: { name: "", emails: "", phones: "" },
    check: ({ name, emails, phones }) =>
      (name + emails + phones).trim() === ""
        ? { name: "A name, an e-mail or a phone is needed." }
        : {},
    save: async ({ name, emails, phones }) => {
      const { first, last } = splitName(name);
      const contact = await addContact({
        first_name: first,
        last_name: last,
        emails: emails.trim() === "" ? [] : [emails.trim()],
        phones: phones.trim() === "" ? [] : [phones.trim()],
      });
      await act(async () => {
        await linkChat(chat, contact.id ?? "");
      }, "The contact is there, and the chat is linked to it.");
    },
  });
  const { values, errors, set } = form;
  return (
    <form
      className="crm-create"
      noValidate
      data-testid="create-form"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <TextField
        label="Name"
        value={values.name}
        error={errors.name}
        autoFocus
        onChange={(text) => {
          set("name", text);
        }}
      />
      <TextField
        label="E-mail"
        type="email"
        value={values.emails}
        error={errors.emails}
        onChange={(text) => {
          set("emails", text);
        }}
      />
      <TextField
        label="Phone"
        type="tel"
        value={values.phones}
        error={errors.phones}
        onChange={(text) => {
          set("phones", text);
        }}
      />
      {form.failure !== undefined && (
        <p className="field-error" role="alert">
          {form.failure}
        </p>
      )}
      <div className="row">
        <Button
          type="submit"
          kind="primary"
          size="small"
          isDisabled={form.isBusy}
        >
          Create and link
        </Button>
        <Button size="small" onPress={done}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
