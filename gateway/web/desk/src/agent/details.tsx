// Beside the chat: its contact, what is filed on the chat, and the script to
// follow.
import type { DeskChatView } from "@parley/client";
import { X } from "lucide-react";
import { type JSX, lazy, Suspense, useRef } from "react";
import { useKeysOf, useOffer } from "../shell/acts.js";
import { IconButton } from "../ui/button.js";
import { Checkbox, TextField } from "../ui/fields.js";
import { useModel } from "./hooks.js";

const Scripts = lazy(() => import("./scripts.js"));
const ContactPane = lazy(() => import("../contacts/contact_pane.js"));

export function Details(props: {
  chat: DeskChatView;
  isOpen: boolean;
  close: () => void;
  openIt: () => void;
}): JSX.Element {
  const { chat, isOpen, close, openIt } = props;
  const note = useRef<HTMLElement>(null);
  useOffer([
    {
      id: "filing.open",
      run: () => {
        openIt();
        requestAnimationFrame(() => {
          note.current
            ?.querySelector<HTMLElement>(
              "form.details-part :is(input, textarea)",
            )
            ?.focus();
        });
      },
    },
  ]);
  return (
    <aside
      className="details"
      aria-label="Details"
      data-testid="details"
      data-open={isOpen}
      ref={note}
    >
      <header className="list-head">
        <h2>Details</h2>
        <span className="space" />
        <IconButton
          label="Close the details"
          icon={X}
          keys={useKeysOf("side.toggle")}
          onPress={close}
        />
      </header>
      <div className="details-scroll">
        <Suspense
          fallback={<div className="contact-wait" data-testid="loading" />}
        >
          <ContactPane chat={chat} openSide={openIt} />
        </Suspense>
        <Filing chat={chat} />
        <Suspense>
          <Scripts chat={chat} />
        </Suspense>
      </div>
    </aside>
  );
}

function Filing({ chat }: { chat: DeskChatView }): JSX.Element | null {
  const { client, filings } = useModel();
  const queue = client.queues.find(({ view }) => view.queue === chat.queue);
  const filing = filings.of(chat);
  const setAbusive = (abusive: boolean): void => {
    filings.edit(chat, { abusive });
  };
  useOffer([
    chat.phase !== "allocated" && {
      id: "filing.abusive",
      run: () => {
        setAbusive(!filing.abusive);
      },
    },
  ]);
  if (chat.phase === "allocated") return null;
  const names = new Map(
    client.me?.classifications.map(({ id, name }) => [id, name]),
  );
  const offered = queue?.view.classifications ?? [];
  const toggle = (id: string, isOn: boolean): void => {
    const others = filing.classifications.filter((other) => other !== id);
    filings.edit(chat, { classifications: isOn ? [...others, id] : others });
  };
  const isMissing =
    queue?.view.classification_required === true &&
    filing.classifications.length === 0;
  return (
    <form
      className="details-part stack"
      data-testid="filing"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      {offered.length > 0 && (
        <fieldset className="filing">
          <legend>
            Classification
            {queue?.view.classification_required === true && (
              <span className={isMissing ? "field-error" : "soft"}>
                {" "}
                (required)
              </span>
            )}
          </legend>
          {offered.map((id) => (
            <Checkbox
              key={id}
              data-testid="classification"
              isSelected={filing.classifications.includes(id)}
              onChange={(isOn) => {
                toggle(id, isOn);
              }}
            >
              {names.get(id) ?? id}
            </Checkbox>
          ))}
        </fieldset>
      )}
      <TextField
        label="Note"
        rows={4}
        data-testid="note"
        placeholder="For colleagues; the customer never sees it."
        value={filing.note}
        onChange={(text) => {
          filings.edit(chat, { note: text });
        }}
        onBlur={() => void filings.save(chat.chat)}
      />
      <Checkbox
        data-testid="abusive"
        isSelected={filing.abusive}
        onChange={setAbusive}
      >
        The customer was abusive
      </Checkbox>
    </form>
  );
}
