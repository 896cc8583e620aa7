// What waits in the agent's queues: calls and webchats in one list (Q4, B1).
import type { DeskQueue, WaitingItem } from "@parley/client";
import type { VNode } from "preact";
import { useModel, useNow } from "../hooks.js";
import { clock, customerOf } from "../words.js";

interface Row {
  readonly queue: DeskQueue;
  readonly item: WaitingItem;
  /** From 1; `item.position` is what it was when the item was sent. */
  readonly place: number;
}

function rowsOf(queues: readonly DeskQueue[]): Row[] {
  return queues
    .flatMap((queue) =>
      queue.items.map((item, index) => ({ queue, item, place: index + 1 })),
    )
    .sort((a, b) => a.item.enqueued - b.item.enqueued);
}

const channelWords: Record<WaitingItem["channel"], string> = {
  call: "Call",
  webchat: "Webchat",
  email: "Email",
  work_item: "Work item",
};

/** Lines of an icon in a box of 24 by 24. */
const channelSigns: Record<WaitingItem["channel"], string> = {
  call: "M5 3h4l2 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z",
  webchat: "M21 11a8 8 0 0 1-8 8H4l1.7-3.4A8 8 0 1 1 21 11z",
  email: "M3 6h18v12H3zM3 7l9 6 9-6",
  work_item: "M5 4h14v16H5zM9 9h6M9 13h6",
};

export function QueueList(): VNode {
  const { client } = useModel();
  const rows = rowsOf(client.queues);
  return (
    <section class="card" aria-label="Queues" data-testid="queues">
      <h2>Waiting</h2>
      <p class="chips">
        {client.queues.map(({ view, length }) => (
          <span key={view.queue} class="chip" data-testid="queue-chip">
            {view.name} <b>{length}</b>
            {view.automatic && <small> automatic</small>}
          </span>
        ))}
      </p>
      {rows.length === 0 && <p class="muted">Nobody waits.</p>}
      <ul class="items">
        {rows.map(({ queue, item, place }) => (
          <Item key={item.item} queue={queue} item={item} place={place} />
        ))}
      </ul>
    </section>
  );
}

function Item({ queue, item, place }: Row): VNode {
  const { client } = useModel();
  const now = useNow();
  const name = customerOf(item);
  return (
    <li
      class="item"
      data-testid="waiting-item"
      data-channel={item.channel}
      data-item={item.item}
    >
      <svg class="sign" viewBox="0 0 24 24" aria-hidden="true">
        <path d={channelSigns[item.channel]} />
      </svg>
      <div class="about">
        <div>
          <b>{name}</b>
          <span class="muted">
            {" "}
            {channelWords[item.channel]}, {queue.view.name}, number {place}
          </span>
        </div>
        {item.last_line !== undefined && (
          <div class="last-line">{item.last_line}</div>
        )}
      </div>
      <span class="timer" data-testid="waiting-time" title="Waiting time">
        {clock(now - item.enqueued)}
      </span>
      {item.channel === "webchat" && (
        <button
          type="button"
          class="primary"
          data-testid="take"
          aria-label={`Take ${name}`}
          disabled={client.connection.name !== "ready"}
          onClick={() => void client.take(item.item)}
        >
          Take
        </button>
      )}
    </li>
  );
}
