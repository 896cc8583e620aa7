// What was said in an earlier session, over the page: the chat stays where it is.
import { Download, Mail } from "lucide-react";
import { type JSX, useState } from "react";
import { linked } from "../agent/links.js";
import { answerOf, rest, wordsOf } from "../rest/client.js";
import { useSession } from "../session/session.js";
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { TextField } from "../ui/fields.js";
import { Tag } from "../ui/parts.js";
import { Failed, Loading } from "../ui/states.js";
import type { Past } from "./contact.js";
import { outcomeWords } from "./history.js";
import { type Names, useNames } from "./names.js";
import { exactTime } from "./parts.js";
import { useLines } from "./queries.js";
import {
  lasted,
  type TranscriptRow,
  transcriptRows,
} from "./transcript_rows.js";

const times = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });

export function TranscriptDialog(props: {
  session: Past;
  close: () => void;
}): JSX.Element {
  const { session, close } = props;
  const names = useNames();
  const { may } = useSession();
  const [isMailing, setMailing] = useState(false);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const file = new URLSearchParams({ format: "html", zone, internal: "true" });
  return (
    <Dialog
      title={`Chat of ${exactTime(session.started)}`}
      isOpen
      close={close}
      size="wide"
      data-testid="transcript"
      actions={
        <>
          {may("contacts", "modify") && (
            <Button
              icon={Mail}
              aria-expanded={isMailing}
              onPress={() => {
                setMailing(!isMailing);
              }}
            >
              Send by e-mail
            </Button>
          )}
          <a
            className="button"
            data-kind="plain"
            href={`/api/v1/chats/${session.id}/transcript?${file.toString()}`}
            download={`chat-${session.id}.html`}
          >
            <Download className="icon" aria-hidden />
            Download
          </a>
        </>
      }
    >
      {isMailing && (
        <MailForm
          session={session}
          zone={zone}
          done={() => {
            setMailing(false);
          }}
        />
      )}
      <Facts session={session} names={names} />
      <Said session={session} names={names} />
    </Dialog>
  );
}

function Facts(props: { session: Past; names: Names }): JSX.Element {
  const { session, names } = props;
  const kinds = session.classifications.map(names.classification);
  return (
    <div className="crm-past-facts">
      <p className="soft small">
        {[
          outcomeWords(session),
          session.queue === "" ? "" : names.queue(session.queue),
          session.agent === "" ? "" : names.agent(session.agent),
          session.handled_ms === undefined || session.handled_ms === 0
            ? ""
            : `handled for ${lasted(session.handled_ms)}`,
        ]
          .filter((text) => text !== "")
          .join(" · ")}
      </p>
      {(kinds.length > 0 || session.abusive) && (
        <p className="row">
          {kinds.map((kind) => (
            <Tag key={kind}>{kind}</Tag>
          ))}
          {session.abusive && <Tag tone="bad">Abusive</Tag>}
        </p>
      )}
      {session.note !== "" && (
        <p className="crm-note crm-note-text" data-testid="transcript-note">
          <span className="soft small">Note</span>
          {session.note}
        </p>
      )}
    </div>
  );
}

function Said(props: { session: Past; names: Names }): JSX.Element {
  const { session, names } = props;
  const read = useLines(session.id);
  if (read.isError) {
    return <Failed why={read.error} again={() => void read.refetch()} />;
  }
  if (read.data === undefined) return <Loading what="Reading the chat" />;
  const events = read.data.pages.flatMap(({ items }) => items);
  const rows = transcriptRows(events, names);
  const isSilent = !rows.some(({ kind }) => kind === "said");
  return (
    <>
      {isSilent && !read.hasNextPage && (
        <p className="soft small">
          Nothing was written, or the texts were deleted.
        </p>
      )}
      <ol className="crm-said" data-testid="transcript-lines">
        {rows.map((row) => (
          <Row key={row.key} row={row} />
        ))}
      </ol>
      {read.hasNextPage && (
        <Button
          isDisabled={read.isFetchingNextPage}
          onPress={() => void read.fetchNextPage()}
        >
          {read.isFetchingNextPage ? "Reading…" : "Show more"}
        </Button>
      )}
    </>
  );
}

function Row({ row }: { row: TranscriptRow }): JSX.Element {
  switch (row.kind) {
    case "day":
      return <li className="crm-said-day">{days.format(row.at)}</li>;
    case "happened":
      return (
        <li className="crm-said-news faint small">
          {row.text} {times.format(row.at)}
        </li>
      );
    case "said":
      return (
        <li
          className="crm-said-line"
          data-by={row.by}
          data-internal={row.isInternal}
          data-testid="transcript-line"
        >
          {row.name !== "" && (
            <div className="crm-said-who small">
              <b>{row.name}</b>
              <span className="faint">{times.format(row.at)}</span>
              {row.isInternal && <Tag tone="warn">whisper</Tag>}
            </div>
          )}
          <p className="crm-said-text">{linked(row.text)}</p>
        </li>
      );
  }
}

function MailForm(props: {
  session: Past;
  zone: string;
  done: () => void;
}): JSX.Element {
  const { session, zone, done } = props;
  const [to, setTo] = useState(session.customer.email);
  const [flaw, setFlaw] = useState<string>();
  const [isSent, setSent] = useState(false);
  const send = async (): Promise<void> => {
    setFlaw(undefined);
    try {
      await answerOf(
        rest.POST("/api/v1/chats/{id}/transcript/mail", {
          params: {
            path: { id: session.id },
            header: { "Idempotency-Key": crypto.randomUUID() },
          },
          body: { to: to.trim(), zone },
        }),
      );
      setSent(true);
    } catch (why) {
      setFlaw(wordsOf(why));
    }
  };
  if (isSent) {
    return (
      <p className="notice" role="status">
        It is on its way to {to.trim()}, with what the customer saw.{" "}
        <button type="button" className="link" onClick={done}>
          Close
        </button>
      </p>
    );
  }
  return (
    <form
      className="crm-mail"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (/^[^\s@]+@[^\s@]+$/.test(to.trim())) void send();
        else setFlaw("An e-mail address, for example zoe@example.com.");
      }}
    >
      <TextField
        label="Send to"
        type="email"
        value={to}
        onChange={setTo}
        error={flaw}
        hint="Whispers and notes are left out."
        autoFocus
        data-testid="mail-to"
      />
      <Button type="submit" kind="primary">
        Send
      </Button>
    </form>
  );
}
