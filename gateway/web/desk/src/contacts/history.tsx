// Earlier interactions of a contact, the newest first; one opens over the page.
import { CircleSlash, MessageSquare, Phone } from "lucide-react";
import { type JSX, lazy, Suspense, useEffect, useState } from "react";
import { Button } from "../ui/button.js";
import { Tag } from "../ui/parts.js";
import { Failed, Loading } from "../ui/states.js";
import type { Past } from "./contact.js";
import { type Names, useNames } from "./names.js";
import { When } from "./parts.js";
import { usePrefetchLines, useSessions } from "./queries.js";

const TranscriptDialog = lazy(async () => ({
  default: (await import("./transcript.js")).TranscriptDialog,
}));

const outcomes: Record<NonNullable<Past["outcome"]>, string> = {
  left_in_flow: "Left before an agent",
  flow_ended: "Answered by the flow",
  abandoned: "Left while waiting",
  handled: "Handled",
  wrapup_expired: "Handled",
  logged_out: "Handled",
  failed: "Failed",
};

export function outcomeWords({ outcome, phase }: Past): string {
  if (phase !== "closed") return "Open";
  return outcome === undefined ? "Closed" : outcomes[outcome];
}

const marks = { call: Phone, webchat: MessageSquare };

/** How many are read before anybody asks: the next one that is opened. */
const prefetched = 2;

export interface OpensPast {
  readonly opened: Past | undefined;
  readonly open: (session: Past | undefined) => void;
}

export function useOpenedPast(): OpensPast {
  const [opened, open] = useState<Past>();
  return { opened, open };
}

export function OpenedPast({ past }: { past: OpensPast }): JSX.Element {
  return (
    <Suspense>
      {past.opened !== undefined && (
        <TranscriptDialog
          key={past.opened.id}
          session={past.opened}
          close={() => {
            past.open(undefined);
          }}
        />
      )}
    </Suspense>
  );
}

export function PastList(props: {
  sessions: readonly Past[];
  past: OpensPast;
}): JSX.Element {
  const { sessions, past } = props;
  const names = useNames();
  const prefetch = usePrefetchLines();
  const first = sessions
    .slice(0, prefetched)
    .map(({ id }) => id)
    .join(" ");
  useEffect(() => {
    for (const id of first.split(" ")) if (id !== "") prefetch(id);
    // The dialog's part, too: nothing is left to be loaded then.
    void import("./transcript.js");
  }, [first, prefetch]);
  return (
    <ul className="crm-past-list">
      {sessions.map((session) => (
        <li key={session.id}>
          <button
            type="button"
            className="crm-past"
            data-testid="earlier"
            data-chat={session.id}
            onMouseEnter={() => {
              prefetch(session.id);
            }}
            onFocus={() => {
              prefetch(session.id);
            }}
            onClick={() => {
              past.open(session);
            }}
          >
            <PastRow session={session} names={names} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function PastRow(props: { session: Past; names: Names }): JSX.Element {
  const { session, names } = props;
  const isCall = session.channel === "call";
  const Mark =
    session.entries.all === 0
      ? CircleSlash
      : marks[isCall ? "call" : "webchat"];
  const words = session.note === "" ? (session.last_line ?? "") : session.note;
  return (
    <>
      <Mark className="icon" aria-hidden />
      <span className="crm-past-about">
        <span className="crm-past-head">
          <span className="cut">
            {session.agent === ""
              ? outcomeWords(session)
              : names.agent(session.agent)}
          </span>
          {session.phase !== "closed" && <Tag tone="accent">Open</Tag>}
          <span className="space" />
          <When at={session.started} />
        </span>
        <span className="crm-past-words soft small">
          {words === ""
            ? `${session.entries.customer} lines of the customer`
            : words}
        </span>
        {session.classifications.length > 0 && (
          <span className="crm-past-tags">
            {session.classifications.map((id) => (
              <Tag key={id}>{names.classification(id)}</Tag>
            ))}
          </span>
        )}
      </span>
    </>
  );
}

/** All of a contact, a page after the other. */
export function WholeHistory(props: {
  contact: string;
  /** The chat beside which this stands. */
  without?: string;
  past: OpensPast;
}): JSX.Element {
  const { contact, without, past } = props;
  const read = useSessions(contact);
  if (read.isError) {
    return <Failed why={read.error} again={() => void read.refetch()} />;
  }
  if (read.data === undefined) return <Loading what="Reading the history" />;
  const sessions = read.data.pages
    .flatMap(({ items }) => items)
    .filter(({ id }) => id !== without);
  return (
    <>
      {sessions.length === 0 && !read.hasNextPage ? (
        <p className="soft small">
          No earlier chats. Those that are linked to this contact appear here.
        </p>
      ) : (
        <PastList sessions={sessions} past={past} />
      )}
      {read.hasNextPage && (
        <Button
          size="small"
          isDisabled={read.isFetchingNextPage}
          onPress={() => void read.fetchNextPage()}
        >
          {read.isFetchingNextPage ? "Reading…" : "Show more"}
        </Button>
      )}
    </>
  );
}
