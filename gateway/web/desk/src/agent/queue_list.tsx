// What waits in the agent's queues: calls and webchats in one list (Q4, B1).
// Only the rows that can be seen are in the page.
import type { Channel, DeskQueue, WaitingItem } from "@parley/client";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  ClipboardList,
  type LucideIcon,
  Mail,
  MessageCircle,
  Phone,
} from "lucide-react";
import { type JSX, memo, useMemo, useRef, useState } from "react";
import { useOffer } from "../shell/acts.js";
import { Elapsed } from "./clocks.js";
import { useModel } from "./hooks.js";
import { customerOf } from "./words.js";

export interface WaitingRow {
  readonly queue: DeskQueue;
  readonly item: WaitingItem;
  /** From 1; `item.position` is what it was when the item was sent. */
  readonly place: number;
}

export function rowsOf(
  queues: readonly DeskQueue[],
  only?: string,
): WaitingRow[] {
  return queues
    .filter(({ view }) => only === undefined || view.queue === only)
    .flatMap((queue) =>
      queue.items.map((item, index) => ({ queue, item, place: index + 1 })),
    )
    .sort((a, b) => a.item.enqueued - b.item.enqueued);
}

const channelWords: Record<Channel, string> = {
  call: "Call",
  webchat: "Webchat",
  email: "Email",
  work_item: "Work item",
};

export const channelSigns: Record<Channel, LucideIcon> = {
  call: Phone,
  webchat: MessageCircle,
  email: Mail,
  work_item: ClipboardList,
};

const row_height = 66;

export function QueueList(): JSX.Element {
  const { client } = useModel();
  const [only, setOnly] = useState<string>();
  const { queues } = client;
  const isOffline = client.connection.name !== "ready";
  const isKnown = queues.some(({ view }) => view.queue === only);
  const filter = isKnown ? only : undefined;
  const rows = useMemo(() => rowsOf(queues, filter), [queues, filter]);
  const scroll = useRef<HTMLDivElement>(null);
  const next = rows.find(({ item }) => item.channel === "webchat");
  useOffer([
    next && {
      id: "queue.take",
      run: () => void client.take(next.item.item),
    },
  ]);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => row_height,
    getItemKey: (index) => rows[index]?.item.item ?? index,
    overscan: 8,
    initialRect: { width: 320, height: 600 },
  });
  return (
    <section
      className="list-part queues"
      aria-label="Queues"
      data-testid="queues"
    >
      <header className="list-head">
        <h2>Waiting</h2>
        <span className="count figures">{rows.length}</span>
      </header>
      <div className="chips" role="group" aria-label="Show one queue only">
        {queues.map(({ view, length }) => (
          <button
            key={view.queue}
            type="button"
            className="chip"
            data-testid="queue-chip"
            aria-pressed={filter === view.queue}
            title={
              view.automatic
                ? `${view.name}: chats come by themselves`
                : view.name
            }
            onClick={() => {
              setOnly(filter === view.queue ? undefined : view.queue);
            }}
          >
            <span className="cut">{view.name}</span>{" "}
            <b className="figures">{length}</b>
            {view.automatic && <span className="chip-auto"> automatic</span>}
          </button>
        ))}
      </div>
      {rows.length === 0 && (
        <p className="list-none soft small">
          Nobody waits. New chats and calls appear here.
        </p>
      )}
      <div className="list-scroll" ref={scroll}>
        <ul
          className="virtual"
          aria-label="Waiting"
          style={{ blockSize: list.getTotalSize() }}
        >
          {list.getVirtualItems().map(({ index, start, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <Item
                key={String(key)}
                row={row}
                start={start}
                index={index}
                count={rows.length}
                isOffline={isOffline}
              />
            );
          })}
        </ul>
      </div>
    </section>
  );
}

/** While one scrolls, only rows that come into sight are drawn. */
const Item = memo(function Item(props: {
  row: WaitingRow;
  start: number;
  index: number;
  count: number;
  isOffline: boolean;
}): JSX.Element {
  const { row, start, index, count, isOffline } = props;
  const { queue, item, place } = row;
  const { client } = useModel();
  const name = customerOf(item);
  const Sign = channelSigns[item.channel];
  return (
    <li
      className="waiting"
      aria-setsize={count}
      aria-posinset={index + 1}
      style={{ transform: `translateY(${start}px)` }}
      data-testid="waiting-item"
      data-channel={item.channel}
      data-item={item.item}
    >
      <span className="sign" data-channel={item.channel}>
        <Sign className="icon" aria-hidden />
      </span>
      <div className="waiting-about">
        <div className="waiting-line">
          <b className="cut">{name}</b>
          <Elapsed
            since={item.enqueued}
            data-testid="waiting-time"
            title="Waiting time"
          />
        </div>
        <div className="small soft cut">
          {channelWords[item.channel]}, {queue.view.name}, number {place}
        </div>
        {item.last_line !== undefined && (
          <div className="small faint cut">{item.last_line}</div>
        )}
      </div>
      {item.channel === "webchat" && (
        <button
          type="button"
          className="button"
          data-kind="plain"
          data-size="small"
          data-testid="take"
          aria-label={`Take ${name}`}
          disabled={isOffline}
          onClick={() => void client.take(item.item)}
        >
          Take
        </button>
      )}
    </li>
  );
});
