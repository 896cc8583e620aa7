// All contacts, or those that a search finds; only the visible rows are in the
// page, and more are read before one comes to the end.
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  ContactRound,
  FileDown,
  FileUp,
  MoreHorizontal,
  Plus,
} from "lucide-react";
import {
  type JSX,
  type KeyboardEvent,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Link, useLocation } from "wouter";
import { useSession } from "../session/session.js";
import { useKeysOf, useOffer } from "../shell/acts.js";
import { IconButton } from "../ui/button.js";
import { SearchField } from "../ui/fields.js";
import { Menu, MenuItem } from "../ui/menu.js";
import { Face } from "../ui/parts.js";
import { Empty, Failed, Loading, useIsSlow } from "../ui/states.js";
import { aboutOf, type Contact, type ContactTag, nameOf } from "./contact.js";
import { useContacts, useTags } from "./queries.js";

/** Pixels; as in place.css. */
const row_height = 60;
/** Rows before the end at which more are read. */
const ahead = 20;

/** Downloads a file that the server makes while it leaves. */
export function download(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}

export function ContactList({ shown }: { shown: string }): JSX.Element {
  const { may } = useSession();
  const [, go] = useLocation();
  const [text, setText] = useState("");
  const box = useRef<HTMLElement>(null);
  const asked = useDeferredValue(text.trim());
  const read = useContacts(asked);
  const isSlow = useIsSlow(read.isFetching);
  const rows = useMemo(
    () => read.data?.pages.flatMap(({ items }) => items),
    [read.data],
  );
  const mayAdd = may("contacts", "modify");
  const mayImport = may("contact_transfer", "modify");
  const mayExport = may("contact_transfer");
  const add = (): void => {
    go("/contacts/new");
  };
  const bringIn = (): void => {
    go("/contacts/import");
  };
  const takeOut = (): void => {
    download("/api/v1/contacts/export", "contacts.csv");
  };
  useOffer([
    {
      id: "contacts.search",
      run: () => box.current?.querySelector("input")?.focus(),
    },
    mayAdd && { id: "contacts.add", run: add },
    mayImport && { id: "contacts.import", run: bringIn },
    mayExport && { id: "contacts.export", run: takeOut },
  ]);
  const addKeys = useKeysOf("contacts.add");
  const importKeys = useKeysOf("contacts.import");
  const exportKeys = useKeysOf("contacts.export");
  return (
    <section className="contacts-list" aria-label="Contacts" ref={box}>
      <header className="contacts-head">
        <h1>Contacts</h1>
        <span className="space" />
        {(mayImport || mayExport) && (
          <Menu
            label="Import and export"
            placement="bottom end"
            trigger={
              <AriaButton
                className="button icon-only"
                data-kind="quiet"
                aria-label="Import and export"
                data-testid="contacts-menu"
              >
                <MoreHorizontal className="icon" aria-hidden />
              </AriaButton>
            }
          >
            {mayImport && (
              <MenuItem
                icon={FileUp}
                keys={importKeys}
                onAction={bringIn}
                data-testid="import-contacts"
              >
                Import from a CSV file
              </MenuItem>
            )}
            {mayExport && (
              <MenuItem
                icon={FileDown}
                keys={exportKeys}
                onAction={takeOut}
                data-testid="export-contacts"
              >
                Export all as CSV
              </MenuItem>
            )}
          </Menu>
        )}
        {mayAdd && (
          <IconButton
            label="Add a contact"
            icon={Plus}
            keys={addKeys}
            onPress={add}
            data-testid="add-contact"
          />
        )}
      </header>
      <div className="contacts-search">
        <SearchField
          label="Search contacts"
          placeholder="Name, company, e-mail, tag, note…"
          value={text}
          onChange={setText}
          data-testid="search-contacts"
        />
        <p className="small soft" role="status">
          {isSlow && "Looking…"}
        </p>
      </div>
      {read.isError && (
        <Failed why={read.error} again={() => void read.refetch()} />
      )}
      {!read.isError && rows === undefined && (
        <Loading what="Reading the contacts" />
      )}
      {!read.isError && rows !== undefined && (
        <Found
          key={asked}
          rows={rows}
          asked={asked}
          shown={shown}
          mayAdd={mayAdd}
          hasMore={read.hasNextPage}
          isReading={read.isFetching}
          more={() => void read.fetchNextPage()}
        />
      )}
    </section>
  );
}

function Found(props: {
  rows: readonly Contact[];
  asked: string;
  shown: string;
  mayAdd: boolean;
  hasMore: boolean;
  isReading: boolean;
  more: () => void;
}): JSX.Element {
  const { rows, asked, shown, mayAdd, hasMore, isReading, more } = props;
  const tags = useTags();
  const scroll = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => row_height,
    overscan: 8,
    initialRect: { width: 320, height: 640 },
  });
  const items = list.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  // A page may be empty though more follow: the work for one is bounded.
  const isNear = hasMore && !isReading && last >= rows.length - ahead;
  useEffect(() => {
    if (isNear) more();
  }, [isNear, more]);
  if (rows.length === 0) {
    if (hasMore || isReading) return <Loading what="Looking" />;
    return asked === "" ? (
      <Empty icon={ContactRound} title="There are no contacts yet.">
        {mayAdd
          ? "Create one from a chat, add one here, or import a file."
          : "They come from chats."}
      </Empty>
    ) : (
      <Empty icon={ContactRound} title={`Nobody matches “${asked}”.`}>
        Each word must begin a word of the contact.
      </Empty>
    );
  }
  const moved = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    const row = (event.target as Element).closest<HTMLElement>("[data-index]");
    if (by === 0 || row === null) return;
    event.preventDefault();
    const next = Number(row.dataset.index) + by;
    if (next < 0 || next >= rows.length) return;
    list.scrollToIndex(next);
    requestAnimationFrame(() => {
      scroll.current
        ?.querySelector<HTMLElement>(`[data-index="${next}"] a`)
        ?.focus();
    });
  };
  return (
    <div className="contacts-scroll" ref={scroll} data-testid="contact-rows">
      <ul
        className="contacts-rows"
        style={{ blockSize: list.getTotalSize() }}
        onKeyDown={moved}
      >
        {items.map(({ index, start }) => {
          const contact = rows[index];
          return contact === undefined ? null : (
            <li
              key={contact.id}
              data-index={index}
              className="contacts-row"
              style={{ transform: `translateY(${start}px)` }}
            >
              <Row
                contact={contact}
                tags={tags}
                isShown={contact.id === shown}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Row(props: {
  contact: Contact;
  tags: readonly ContactTag[];
  isShown: boolean;
}): JSX.Element {
  const { contact, tags, isShown } = props;
  const { id = "" } = contact;
  const name = nameOf(contact);
  return (
    <Link
      href={`/contacts/${id}`}
      className="contacts-link"
      aria-current={isShown ? "page" : undefined}
      data-testid="contact-row"
      data-id={id}
    >
      <Face name={name} id={id} />
      <span className="crm-found-about">
        <b className="cut">{name}</b>
        <span className="soft small cut">{aboutOf(contact)}</span>
      </span>
      <span className="contacts-dots">
        {(contact.tags ?? []).slice(0, 4).map((tag) => {
          const found = tags.find((one) => one.id === tag);
          return (
            <span
              key={tag}
              className="contacts-dot"
              title={found?.name ?? tag}
              style={{ backgroundColor: found?.colour ?? "var(--idle-solid)" }}
            />
          );
        })}
      </span>
    </Link>
  );
}
