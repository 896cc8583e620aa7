// Beside the chat: who the customer may be, and what is filed on the chat.
import type { DeskChatView } from "@parley/client";
import type { VNode } from "preact";
import { useModel } from "../hooks.js";
import { customerOf, timeOfDay } from "../words.js";

export function Details({ chat }: { chat: DeskChatView }): VNode {
  const { client } = useModel();
  const queue = client.queues.find(({ view }) => view.queue === chat.queue);
  return (
    <aside class="card details" aria-label="Details" data-testid="details">
      <h2>{customerOf(chat)}</h2>
      <dl>
        {chat.customer_email !== undefined && (
          <>
            <dt>E-mail</dt>
            <dd>{chat.customer_email}</dd>
          </>
        )}
        {chat.customer_page !== undefined && (
          <>
            <dt>Page</dt>
            <dd class="long">{chat.customer_page}</dd>
          </>
        )}
        <dt>Queue</dt>
        <dd>{queue?.view.name ?? chat.queue}</dd>
        <dt>Began</dt>
        <dd>{timeOfDay(chat.started)}</dd>
        <dt>Customer</dt>
        <dd data-testid="customer-present">
          {chat.customer_present ? "on the page" : "page lost or left"}
        </dd>
      </dl>
      <FilingForm chat={chat} />
    </aside>
  );
}

function FilingForm({ chat }: { chat: DeskChatView }): VNode | null {
  const { client, filings } = useModel();
  const queue = client.queues.find(({ view }) => view.queue === chat.queue);
  if (chat.phase === "allocated") return null;
  const filing = filings.of(chat);
  const names = new Map(
    client.me?.classifications.map(({ id, name }) => [id, name]),
  );
  const toggle = (id: string, isOn: boolean): void => {
    const others = filing.classifications.filter((other) => other !== id);
    filings.edit(chat, { classifications: isOn ? [...others, id] : others });
  };
  return (
    <form
      data-testid="filing"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <fieldset>
        <legend>
          Classification
          {queue?.view.classification_required === true && (
            <span class="muted"> (required)</span>
          )}
        </legend>
        {queue?.view.classifications.map((id) => (
          <label key={id} class="check">
            <input
              type="checkbox"
              data-testid="classification"
              checked={filing.classifications.includes(id)}
              onChange={(event) => {
                toggle(id, event.currentTarget.checked);
              }}
            />
            {names.get(id) ?? id}
          </label>
        ))}
      </fieldset>
      <label class="check">
        <input
          type="checkbox"
          data-testid="abusive"
          checked={filing.abusive}
          onChange={(event) => {
            filings.edit(chat, { abusive: event.currentTarget.checked });
          }}
        />
        The customer was abusive
      </label>
      <label>
        Note
        <textarea
          rows={4}
          data-testid="note"
          value={filing.note}
          onInput={(event) => {
            filings.edit(chat, { note: event.currentTarget.value });
          }}
          onBlur={() => void filings.save(chat.chat)}
        />
      </label>
    </form>
  );
}
