// The chats the agent holds, and those that colleagues offer.
import type { DeskChatView } from "@parley/client";
import { useEffect, type JSX } from "react";
import { useOffer } from "../shell/acts.js";
import { Button } from "../ui/button.js";
import { Face, Tag, type Tone } from "../ui/parts.js";
import { ChatTimer } from "./clocks.js";
import { useModel } from "./hooks.js";
import { customerOf, phaseWords } from "./words.js";

export function Inbox(): JSX.Element {
  const model = useModel();
  const { client } = model;
  const { inbox, offers } = client;
  const unread = inbox.reduce((sum, chat) => sum + chat.unread, 0);
  useTitle(unread);
  const at = inbox.findIndex(({ chat }) => chat === model.selected?.chat);
  const step = (by: number): void => {
    const to = inbox[(at + by + inbox.length) % Math.max(1, inbox.length)];
    if (to !== undefined) model.select(to);
  };
  const [offer] = offers;
  useOffer([
    inbox.length > 0 && {
      id: "inbox.next",
      run: () => {
        step(1);
      },
    },
    inbox.length > 0 && {
      id: "inbox.previous",
      run: () => {
        step(at < 0 ? 0 : -1);
      },
    },
    offer && {
      id: "offer.accept",
      run: () => void client.command("transfer.accept", offer.chat),
    },
    offer && {
      id: "offer.decline",
      run: () => void client.command("transfer.decline", offer.chat),
    },
    ...inbox.map((chat) => ({
      id: `go:chat-${chat.chat}` as const,
      title: `${customerOf(chat)}: ${chat.last_line ?? phaseWords[chat.phase]}`,
      group: "Inbox",
      run: () => {
        model.select(chat);
      },
    })),
  ]);
  return (
    <section className="list-part" aria-label="Inbox" data-testid="inbox">
      <header className="list-head">
        <h2>Inbox</h2>
        <span className="count figures">{inbox.length}</span>
      </header>
      {offers.map((chat) => (
        <Offer key={chat.chat} chat={chat} />
      ))}
      {inbox.length === 0 && (
        <p className="list-none soft small">You hold no chats.</p>
      )}
      <ul className="held-list">
        {inbox.map((chat) => (
          <Held key={chat.chat} chat={chat} />
        ))}
      </ul>
    </section>
  );
}

/** What is unread is seen from other tabs too. */
function useTitle(unread: number): void {
  useEffect(() => {
    document.title = unread === 0 ? "Parley desk" : `(${unread}) Parley desk`;
    return () => {
      document.title = "Parley desk";
    };
  }, [unread]);
}

function Held({ chat }: { chat: DeskChatView }): JSX.Element {
  const model = useModel();
  const isSelected = model.selected?.chat === chat.chat;
  const name = customerOf(chat);
  return (
    <li
      className="held"
      data-testid="inbox-chat"
      data-phase={chat.phase}
      data-chat={chat.chat}
      data-resumes={chat.resume_after_call}
      data-selected={isSelected}
    >
      <button
        type="button"
        aria-pressed={isSelected}
        data-testid="select-chat"
        onClick={() => {
          model.select(chat);
        }}
      >
        <Face name={name} id={chat.chat} />
        <span className="held-about">
          <span className="held-line">
            <b className="cut">{name}</b>
            <span className="space" />
            <ChatTimer chat={chat} />
          </span>
          <span className="held-line">
            <span className="small soft cut held-last">
              {chat.last_line ?? "No message yet"}
            </span>
            {chat.unread > 0 && (
              <span className="unread figures" data-testid="unread">
                {chat.unread}
                <span className="hidden-text"> unread</span>
              </span>
            )}
          </span>
          <span className="held-line held-tags">
            <PhaseTag chat={chat} />
            {!chat.customer_present && !chat.phase.startsWith("wrapup") && (
              <Tag tone="warn">page lost</Tag>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}

const tones: Partial<Record<DeskChatView["phase"], Tone>> = {
  allocated: "accent",
  active: "good",
  wrapup: "info",
  wrapup_parked: "info",
};

export function PhaseTag({ chat }: { chat: DeskChatView }): JSX.Element {
  const { phase, resume_missed: missed } = chat;
  const model = useModel();
  const resumes = model.resumes(chat);
  return (
    <>
      <Tag
        tone={tones[phase] ?? "plain"}
        data-phase={phase}
        data-testid="phase"
      >
        {phaseWords[phase]}
      </Tag>
      {resumes && (
        <Tag tone="warn" data-testid="resumes">
          resumes after call
        </Tag>
      )}
      {model.resumed.has(chat.chat) && (
        <Tag tone="good" data-testid="resumed">
          resumed after call
        </Tag>
      )}
      {missed && (
        <Tag tone="warn" data-testid="resume-missed">
          call is over, activate it yourself
        </Tag>
      )}
    </>
  );
}

function Offer({ chat }: { chat: DeskChatView }): JSX.Element {
  const { client } = useModel();
  const colleague = client.me?.colleagues.find(({ id }) => id === chat.agent);
  return (
    <div className="offer" role="alert" data-testid="offer">
      <p className="wrap">
        {colleague?.name ?? "A colleague"} offers you the chat with{" "}
        <b>{customerOf(chat)}</b>.
      </p>
      <div className="row">
        <Button
          kind="primary"
          size="small"
          data-testid="accept-transfer"
          onPress={() => void client.command("transfer.accept", chat.chat)}
        >
          Accept
        </Button>
        <Button
          size="small"
          data-testid="decline-transfer"
          onPress={() => void client.command("transfer.decline", chat.chat)}
        >
          Decline
        </Button>
      </div>
    </div>
  );
}
