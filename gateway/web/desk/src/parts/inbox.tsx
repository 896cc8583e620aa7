// The chats the agent holds, and those that colleagues offer.
import type { DeskChatView } from "@parley/client";
import type { VNode } from "preact";
import { useModel, useNow } from "../hooks.js";
import { clock, countdown, customerOf, phaseWords } from "../words.js";

export function Inbox(): VNode {
  const { client } = useModel();
  return (
    <section class="card" aria-label="Inbox" data-testid="inbox">
      <h2>Inbox</h2>
      {client.offers.map((chat) => (
        <Offer key={chat.chat} chat={chat} />
      ))}
      {client.inbox.length === 0 && <p class="muted">You hold no chats.</p>}
      <ul class="items">
        {client.inbox.map((chat) => (
          <Held key={chat.chat} chat={chat} />
        ))}
      </ul>
    </section>
  );
}

function Held({ chat }: { chat: DeskChatView }): VNode {
  const model = useModel();
  const isSelected = model.selected?.chat === chat.chat;
  const name = customerOf(chat);
  return (
    <li
      class="held"
      data-testid="inbox-chat"
      data-phase={chat.phase}
      data-chat={chat.chat}
      data-resumes={chat.resume_after_call}
    >
      <button
        type="button"
        aria-pressed={isSelected}
        aria-label={`${name}, ${phaseWords[chat.phase]}`}
        data-testid="select-chat"
        onClick={() => {
          model.select(chat);
        }}
      >
        <span class="line-1">
          <b>{name}</b>
          {chat.unread > 0 && (
            <span class="unread" data-testid="unread">
              {chat.unread}
            </span>
          )}
          <span class="space" />
          <ChatTimer chat={chat} />
        </span>
        <span class="line-2">
          <PhaseTag chat={chat} />
          {!chat.customer_present && chat.phase !== "wrapup" && (
            <span class="tag warn">page lost</span>
          )}
          <span class="last-line">{chat.last_line}</span>
        </span>
      </button>
    </li>
  );
}

export function PhaseTag({ chat }: { chat: DeskChatView }): VNode {
  const { phase, resume_after_call: resumes, resume_missed: missed } = chat;
  return (
    <>
      <span class="tag" data-phase={phase} data-testid="phase">
        {phaseWords[phase]}
      </span>
      {resumes && (
        <span class="tag warn" data-testid="resumes">
          resumes after call
        </span>
      )}
      {missed && (
        <span class="tag warn" data-testid="resume-missed">
          call is over, activate it yourself
        </span>
      )}
    </>
  );
}

/** Handled time, or what is left of a wrapup or an alert. */
export function ChatTimer({ chat }: { chat: DeskChatView }): VNode {
  const now = useNow();
  const { title, text } = timeOf(chat, now);
  return (
    <span class="timer" title={title} data-testid="chat-timer">
      {text}
    </span>
  );
}

function timeOf(
  chat: DeskChatView,
  now: number,
): { title: string; text: string } {
  const {
    phase,
    deadline,
    time_left: left,
    handled,
    phase_since: since,
  } = chat;
  switch (phase) {
    case "active":
      return { title: "Handled", text: clock(handled + now - (since ?? now)) };
    case "wrapup":
      return {
        title: "Wrapup left",
        text: deadline === undefined ? "" : countdown(deadline - now),
      };
    case "wrapup_parked":
      return {
        title: "Wrapup left, stands still",
        text: left === undefined ? "" : countdown(left),
      };
    case "allocated":
      return deadline === undefined
        ? { title: "New since", text: clock(now - (since ?? now)) }
        : { title: "Goes back in", text: countdown(deadline - now) };
    case "flow":
    case "queued":
    case "parked":
    case "closed":
      return { title: "Handled, stands still", text: clock(handled) };
  }
}

function Offer({ chat }: { chat: DeskChatView }): VNode {
  const { client } = useModel();
  const colleague = client.me?.colleagues.find(({ id }) => id === chat.agent);
  const name = customerOf(chat);
  return (
    <div class="offer" role="alert" data-testid="offer">
      <span>
        {colleague?.name ?? "A colleague"} offers you the chat with{" "}
        <b>{name}</b>.
      </span>
      <div class="row">
        <button
          type="button"
          class="primary"
          data-testid="accept-transfer"
          onClick={() => void client.command("transfer.accept", chat.chat)}
        >
          Accept
        </button>
        <button
          type="button"
          data-testid="decline-transfer"
          onClick={() => void client.command("transfer.decline", chat.chat)}
        >
          Decline
        </button>
      </div>
    </div>
  );
}
