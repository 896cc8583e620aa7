// The contact beside the chat: hints of the customer, who it may be, or who it
// is and what was before (M1, M2, W8).
import type { DeskChatView } from "@parley/client";
import { ShieldCheck } from "lucide-react";
import { type JSX, type ReactNode, useRef } from "react";
import { useModel } from "../agent/hooks.js";
import { timeOfDay } from "../agent/words.js";
import { useSession } from "../session/session.js";
import { useOffer } from "../shell/acts.js";
import { Tag } from "../ui/parts.js";
import { Failed, Loading } from "../ui/states.js";
import { type Hints, hintsOf } from "./contact.js";
import { OpenedPast, useOpenedPast } from "./history.js";
import { Linked } from "./linked.js";
import { useChatContact, useFields } from "./queries.js";
import { Unlinked } from "./unlinked.js";
import "./contacts.css";

export default function ContactPane(props: {
  chat: DeskChatView;
  /** Shows the column, where it is hidden. */
  openSide: () => void;
}): JSX.Element {
  const { chat, openSide } = props;
  const { may } = useSession();
  const hints = hintsOf(chat);
  return (
    <>
      {may("contacts") && (
        <Known chat={chat} hints={hints} openSide={openSide} />
      )}
      <Said chat={chat} hints={hints} />
    </>
  );
}

function Known(props: {
  chat: DeskChatView;
  hints: Hints;
  openSide: () => void;
}): JSX.Element {
  const { chat, hints, openSide } = props;
  const { may } = useSession();
  const isFixed = !may("contacts", "modify");
  const search = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const past = useOpenedPast();
  const read = useChatContact(chat.chat);
  const { data } = read;
  useOffer([
    {
      id: "contact.open",
      run: () => {
        openSide();
        requestAnimationFrame(() => {
          const box =
            search.current?.querySelector("input") ??
            place.current?.querySelector<HTMLElement>("button");
          box?.focus();
        });
      },
    },
  ]);
  return (
    <div ref={place} data-testid="contact">
      {read.isError && (
        <Failed why={read.error} again={() => void read.refetch()} />
      )}
      {!read.isError && data === undefined && (
        <div className="crm-wait">
          <Loading what="Looking for the contact" />
        </div>
      )}
      {data?.contact !== undefined && (
        <Linked
          key={data.contact.id}
          chat={chat.chat}
          contact={data.contact}
          sessions={data.sessions ?? []}
          hints={hints}
          isFixed={isFixed}
          past={past}
          openSide={openSide}
        />
      )}
      {data !== undefined && data.contact === undefined && (
        <Unlinked
          chat={chat.chat}
          hints={hints}
          candidates={data.candidates}
          isFixed={isFixed}
          past={past}
          search={search}
        />
      )}
      <OpenedPast past={past} />
    </div>
  );
}

function Row(props: { name: string; children: ReactNode }): JSX.Element {
  return (
    <div className="crm-fact">
      <dt>{props.name}</dt>
      <dd>
        <span className="crm-value">{props.children}</span>
      </dd>
    </div>
  );
}

/** What the page said of the customer, and what is known of the chat itself. */
function Said(props: { chat: DeskChatView; hints: Hints }): JSX.Element {
  const { chat, hints } = props;
  const { client } = useModel();
  const fields = useFields();
  const queue = client.queues.find(({ view }) => view.queue === chat.queue);
  const isHint = hints.name !== "" || hints.email !== "";
  return (
    <section
      className="details-part crm-part"
      aria-label="What the customer says"
      data-testid="customer-hints"
    >
      <header className="crm-head">
        <h3>The customer says</h3>
        {hints.subject !== "" ? (
          <Tag tone="good" title={`Signed by the website: ${hints.subject}`}>
            <ShieldCheck className="icon crm-shield" aria-hidden /> verified
          </Tag>
        ) : (
          isHint && (
            <Tag title="Anybody can write that; the website has not signed it.">
              not verified
            </Tag>
          )
        )}
      </header>
      <dl className="crm-facts">
        <Row name="Name">
          {hints.name === "" ? (
            <span className="faint">Not said</span>
          ) : (
            hints.name
          )}
        </Row>
        {hints.email !== "" && <Row name="E-mail">{hints.email}</Row>}
        {hints.fields.map(({ name, value }) => (
          <Row
            key={name}
            name={fields.find(({ id }) => id === name)?.name ?? name}
          >
            {value}
          </Row>
        ))}
        {hints.page !== "" && (
          <Row name="Page">
            <Page address={hints.page} />
          </Row>
        )}
        {hints.locale !== "" && (
          <Row name="Language">{language(hints.locale)}</Row>
        )}
        <Row name="Queue">{queue?.view.name ?? chat.queue}</Row>
        <Row name="Began">{timeOfDay(chat.started)}</Row>
        <Row name="Is">
          <span data-testid="customer-present">
            {chat.customer_present ? "on the page" : "page lost or left"}
          </span>
        </Row>
      </dl>
    </section>
  );
}

/** An address that the page's visitor chose: only http may be followed. */
function Page({ address }: { address: string }): JSX.Element {
  if (!/^https?:\/\//.test(address)) return <>{address}</>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {address.replace(/^https?:\/\//, "")}
    </a>
  );
}

function language(locale: string): string {
  try {
    return (
      new Intl.DisplayNames(undefined, { type: "language" }).of(locale) ??
      locale
    );
  } catch {
    return locale;
  }
}
