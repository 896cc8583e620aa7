// The lines of a chat with their ticks; older ones on demand.
import type { EntryView, PendingLine, Receipt } from "@parley/client";
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useModel } from "../hooks.js";
import { inWords, timeOfDay } from "../words.js";

type Tick = "sending" | "stored" | "delivered" | "seen";

const ticks: Record<Tick, { sign: string; word: string }> = {
  sending: { sign: "…", word: "Sending" },
  stored: { sign: "✓", word: "Stored" },
  delivered: { sign: "✓✓", word: "Delivered" },
  seen: { sign: "✓✓", word: "Seen" },
};

/** Distance in pixels that still counts as "at the end". */
const near_end = 80;

export function Lines({ chat }: { chat: string }): VNode {
  const { client } = useModel();
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const lines = client.lines(chat);
  const pending = client.pending(chat);
  const receipt = client.receipt(chat);
  useLayoutEffect(() => {
    const { current } = list;
    if (current !== null && isAtEnd.current) {
      current.scrollTop = current.scrollHeight;
    }
  }, [lines, pending]);
  useEffect(() => {
    const { current } = list;
    if (current === null) return undefined;
    const resized = new ResizeObserver(() => {
      if (isAtEnd.current) current.scrollTop = current.scrollHeight;
    });
    resized.observe(current);
    return () => {
      resized.disconnect();
    };
  }, []);
  return (
    <div
      class="lines"
      role="log"
      aria-label="Messages"
      tabIndex={0}
      ref={list}
      data-testid="desk-log"
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < near_end;
      }}
    >
      {client.hasOlder(chat) && (
        <button
          type="button"
          class="older"
          data-testid="older"
          onClick={() => void client.loadOlder(chat)}
        >
          Older messages
        </button>
      )}
      {lines.map((line) => (
        <Stored key={keyOf(line)} line={line} receipt={receipt} />
      ))}
      {pending.map((line) => (
        <Unsent key={line.id} chat={chat} line={line} />
      ))}
    </div>
  );
}

/** An own line keeps its element when its number becomes known. */
function keyOf({ entry, from, id }: EntryView): string {
  return from === "agent" && id !== undefined ? id : String(entry);
}

function tickOf(entry: number, { delivered, seen }: Receipt): Tick {
  if (entry <= seen) return "seen";
  return entry <= delivered ? "delivered" : "stored";
}

function Stored(props: { line: EntryView; receipt: Receipt }): VNode {
  const { entry, at, from, kind, name, text } = props.line;
  const isAgent = from === "agent";
  const tick = isAgent ? tickOf(entry, props.receipt) : undefined;
  return (
    <div
      class="line"
      data-testid="desk-line"
      data-from={from}
      data-kind={kind}
      data-entry={entry}
      data-state={tick ?? "received"}
    >
      <div class="text">{text}</div>
      <div class="meta">
        {isAgent && name !== undefined && `${name} · `}
        {timeOfDay(at)} {tick !== undefined && <Ticks tick={tick} />}
      </div>
    </div>
  );
}

function Ticks({ tick }: { tick: Tick }): VNode {
  const { sign, word } = ticks[tick];
  return (
    <span class="tick" title={word} role="img" aria-label={word}>
      {sign}
    </span>
  );
}

function Unsent({ chat, line }: { chat: string; line: PendingLine }): VNode {
  const { client } = useModel();
  const { id, text, refusal } = line;
  return (
    <div
      class="line"
      data-testid="desk-line"
      data-from="agent"
      data-state={refusal === undefined ? "sending" : "failed"}
    >
      <div class="text">{text}</div>
      {refusal === undefined ? (
        <div class="meta">
          <Ticks tick="sending" />
        </div>
      ) : (
        <div class="meta error" role="alert">
          {inWords(refusal)}{" "}
          <button
            type="button"
            class="link"
            onClick={() => {
              client.retry(chat, id);
            }}
          >
            Try again
          </button>{" "}
          <button
            type="button"
            class="link"
            onClick={() => {
              client.discard(chat, id);
            }}
          >
            Discard
          </button>
        </div>
      )}
    </div>
  );
}
