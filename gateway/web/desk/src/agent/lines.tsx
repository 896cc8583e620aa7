// The lines of a chat with their ticks; older ones on demand. Only the rows
// that can be seen are in the page, so that long chats stay smooth.
import type {
  EntryView,
  PendingLine,
  Receipt,
  WhisperView,
} from "@parley/client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, Check, CheckCheck, Clock3, EarOff } from "lucide-react";
import {
  type JSX,
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Button } from "../ui/button.js";
import { FileCard } from "./file_card.js";
import { useModel } from "./hooks.js";
import { type NewsRow, type Row, rowsOf } from "./line_rows.js";
import { linked } from "./links.js";
import { dayOf, inWords, timeOfDay } from "./words.js";

type Tick = "sending" | "stored" | "delivered" | "seen";

const tickWords: Record<Tick, string> = {
  sending: "Sending",
  stored: "Stored",
  delivered: "Delivered",
  seen: "Seen",
};

/** Pixels from the end that still count as "at the end". */
const near_end = 80;
const line_height = 62;
/** Chats up to this length are in the page as a whole. */
const whole_max = 200;

export function Lines({ chat }: { chat: string }): JSX.Element {
  const { client } = useModel();
  const scroll = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  /** As it was scrolled last; content that grows does not move it back. */
  const last = useRef({ top: 0, width: 0, height: 0 });
  const [isAway, setAway] = useState(false);
  const lines = client.lines(chat);
  const pending = client.pending(chat);
  const receipt = client.receipt(chat);
  const whispers = client.whispers(chat);
  const rows = useMemo(
    () => rowsOf(lines, pending, whispers),
    [lines, pending, whispers],
  );
  const isWhole = rows.length <= whole_max;
  const list = useVirtualizer({
    enabled: !isWhole,
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => line_height,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    anchorTo: "end",
    initialRect: { width: 600, height: 600 },
  });
  const total = list.getTotalSize();
  const toEnd = useCallback(() => {
    const { current } = scroll;
    if (!isWhole) list.scrollToEnd();
    else if (current !== null) current.scrollTop = current.scrollHeight;
  }, [list, isWhole]);
  // However much comes at once: who is at the end stays there.
  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd();
  }, [toEnd, rows, total]);
  const shown = list.getVirtualItems();
  const isBlank = !isWhole && shown.length === 0;
  useEffect(() => {
    // A page that was too busy to be measured when its rows came.
    if (!isBlank) return undefined;
    const frame = requestAnimationFrame(() => {
      list.measure();
      list.scrollToEnd();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [list, isBlank, total]);
  useLayoutEffect(() => {
    // An own line is looked at, wherever one was.
    if (pending.length === 0) return;
    isAtEnd.current = true;
    toEnd();
  }, [toEnd, pending.length]);
  // The box changes its size: with the window, the writing, a bar above it.
  useEffect(() => {
    const { current } = scroll;
    if (current === null) return undefined;
    const resized = new ResizeObserver(() => {
      if (isAtEnd.current) toEnd();
    });
    resized.observe(current);
    return () => {
      resized.disconnect();
    };
  }, [toEnd]);
  const scrolled = (box: Element): void => {
    const left = box.scrollHeight - box.scrollTop - box.clientHeight;
    const { top, width, height } = last.current;
    const isSame = width === box.clientWidth && height === box.clientHeight;
    if (left < near_end) isAtEnd.current = true;
    else if (isSame && box.scrollTop < top) isAtEnd.current = false;
    last.current = {
      top: box.scrollTop,
      width: box.clientWidth,
      height: box.clientHeight,
    };
    setAway(left > near_end * 3);
  };
  return (
    <div className="log">
      <div
        className="log-scroll"
        role="log"
        aria-label="Messages"
        tabIndex={0}
        ref={scroll}
        data-testid="desk-log"
        onScroll={(event) => {
          scrolled(event.currentTarget);
        }}
      >
        {client.hasOlder(chat) && (
          <div className="older">
            <Button
              size="small"
              data-testid="older"
              onPress={() => void client.loadOlder(chat)}
            >
              Older messages
            </Button>
          </div>
        )}
        {isWhole
          ? rows.map((row) => (
              <div key={row.key} className="log-plain">
                <ShownRow row={row} chat={chat} tick={tickFor(row, receipt)} />
              </div>
            ))
          : null}
        {!isWhole && (
          <div className="virtual" style={{ blockSize: total }}>
            {shown.map(({ index, start, key }) => {
              const row = rows[index];
              if (row === undefined) return null;
              return (
                <div
                  key={String(key)}
                  ref={list.measureElement}
                  data-index={index}
                  className="log-row"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <ShownRow
                    row={row}
                    chat={chat}
                    tick={tickFor(row, receipt)}
                  />
                </div>
              );
            })}
          </div>
        )}
      </div>
      {isAway && (
        <div className="to-end">
          <Button
            size="small"
            icon={ArrowDown}
            onPress={() => {
              isAtEnd.current = true;
              toEnd();
            }}
          >
            Newest
          </Button>
        </div>
      )}
    </div>
  );
}

const ShownRow = memo(function ShownRow(props: {
  row: Row;
  chat: string;
  tick: Tick | undefined;
}): JSX.Element {
  const { row, chat, tick } = props;
  switch (row.kind) {
    case "day":
      return (
        <p className="day">
          <span>{dayOf(row.at)}</span>
        </p>
      );
    case "news":
      return <News row={row} />;
    case "line":
      return (
        <Stored chat={chat} line={row.line} follows={row.follows} tick={tick} />
      );
    case "whisper":
      return <Whisper whisper={row.whisper} />;
    case "unsent":
      return <Unsent chat={chat} line={row.line} />;
  }
});

function tickFor(row: Row, receipt: Receipt): Tick | undefined {
  const isOwn = row.kind === "line" && row.line.from === "agent";
  return isOwn ? tickOf(row.line.entry, receipt) : undefined;
}

function tickOf(entry: number, { delivered, seen }: Receipt): Tick {
  if (entry <= seen) return "seen";
  return entry <= delivered ? "delivered" : "stored";
}

function Whisper({ whisper }: { whisper: WhisperView }): JSX.Element {
  const { whisper: number, at, from, name, text } = whisper;
  return (
    <div
      className="line"
      data-testid="whisper"
      data-from={from}
      data-kind="whisper"
      data-whisper={number}
    >
      <div className="text" dir="auto">
        {linked(text)}
      </div>
      <div className="meta">
        <EarOff className="icon whisper-sign" aria-hidden />
        Whisper, not seen by the customer
        {name !== undefined && ` · ${name}`}
        {" · "}
        <time dateTime={new Date(at).toISOString()}>{timeOfDay(at)}</time>
      </div>
    </div>
  );
}

function Stored(props: {
  chat: string;
  line: EntryView;
  follows: boolean;
  tick: Tick | undefined;
}): JSX.Element {
  const { chat, follows, tick } = props;
  const { entry, at, from, kind, name, text, file } = props.line;
  const isAgent = from === "agent" || from === "supervisor";
  return (
    <div
      className="line"
      data-testid="desk-line"
      data-from={from}
      data-kind={kind}
      data-entry={entry}
      data-state={tick ?? "received"}
      data-follows={follows}
    >
      {file === undefined ? (
        <div className="text" dir="auto">
          {linked(text)}
        </div>
      ) : (
        <FileCard chat={chat} file={file} />
      )}
      <div className="meta">
        {isAgent && name !== undefined && `${name} · `}
        <time dateTime={new Date(at).toISOString()}>{timeOfDay(at)}</time>
        {tick !== undefined && <Ticks tick={tick} />}
      </div>
    </div>
  );
}

function News({ row }: { row: NewsRow }): JSX.Element {
  const { lines } = row;
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? lines : lines.slice(-1);
  const hidden = lines.length - 1;
  return (
    <div className="news" data-testid="announcements">
      {shown.map((line) => (
        <div
          key={line.entry}
          className="line"
          data-testid="desk-line"
          data-from={line.from}
          data-kind={line.kind}
          data-entry={line.entry}
          data-state="received"
        >
          <div className="text" dir="auto">
            {line.text}
          </div>
          <div className="meta">{timeOfDay(line.at)}</div>
        </div>
      ))}
      {hidden > 0 && (
        <button
          type="button"
          className="link small"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {isOpen
            ? "Show the last only"
            : `${hidden} earlier ${hidden === 1 ? "announcement" : "announcements"}`}
        </button>
      )}
    </div>
  );
}

function Ticks({ tick }: { tick: Tick }): JSX.Element {
  const word = tickWords[tick];
  const Sign =
    tick === "sending" ? Clock3 : tick === "stored" ? Check : CheckCheck;
  return (
    <span className="tick" title={word} role="img" aria-label={word}>
      <Sign className="icon" aria-hidden />
    </span>
  );
}

function Unsent(props: { chat: string; line: PendingLine }): JSX.Element {
  const { chat, line } = props;
  const { client } = useModel();
  const { id, text, refusal } = line;
  return (
    <div
      className="line"
      data-testid="desk-line"
      data-from="agent"
      data-state={refusal === undefined ? "sending" : "failed"}
    >
      <div className="text" dir="auto">
        {linked(text)}
      </div>
      {refusal === undefined ? (
        <div className="meta">
          <Ticks tick="sending" />
        </div>
      ) : (
        <div className="meta meta-failed" role="alert">
          <span>{inWords(refusal)}</span>
          <button
            type="button"
            className="link"
            onClick={() => {
              client.retry(chat, id);
            }}
          >
            Try again
          </button>
          <button
            type="button"
            className="link"
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
