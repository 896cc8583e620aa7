// One chat: who it is, what was said, where to write, what can be done.
import { type ChatCommand, type DeskChatView, limits } from "@parley/client";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useModel } from "../hooks.js";
import { customerOf } from "../words.js";
import { ChatTimer, PhaseTag } from "./inbox.js";
import { Lines } from "./lines.js";
import { TransferMenu } from "./transfer.js";
import { WrapupBar } from "./wrapup_bar.js";

export function ChatPane({ chat }: { chat: DeskChatView }): VNode {
  const { client } = useModel();
  const id = chat.chat;
  const newest = client.lines(id).at(-1)?.entry;
  useEffect(() => {
    const look = (): void => {
      const isSeen =
        document.visibilityState === "visible" && document.hasFocus();
      if (isSeen) client.look(id);
    };
    look();
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [client, id, newest]);
  return (
    <section
      class="pane card"
      aria-label={`Chat with ${customerOf(chat)}`}
      data-testid="chat-pane"
      data-phase={chat.phase}
      data-chat={id}
    >
      <header class="pane-head">
        <h2>{customerOf(chat)}</h2>
        <PhaseTag chat={chat} />
        <ChatTimer chat={chat} />
        <span class="space" />
        <Actions chat={chat} />
      </header>
      <Hints chat={chat} />
      {(chat.phase === "wrapup" || chat.phase === "wrapup_parked") && (
        <WrapupBar chat={chat} />
      )}
      <Lines chat={id} />
      <p class="typing" aria-live="polite" data-testid="customer-typing">
        {client.isCustomerTyping(id) && `${customerOf(chat)} is typing…`}
      </p>
      <Composer chat={chat} />
    </section>
  );
}

function Hints({ chat }: { chat: DeskChatView }): VNode | null {
  const { phase, resume_after_call: resumes, transfer_to: to } = chat;
  const { client } = useModel();
  const colleague = client.me?.colleagues.find((other) => other.id === to);
  let hint: string | undefined;
  if (resumes) hint = "A call interrupts this chat. It goes on after the call.";
  else if (phase === "parked") hint = "This chat is parked.";
  else if (phase === "allocated") hint = "This chat is new in your inbox.";
  if (to !== undefined)
    hint = `Offered to ${colleague?.name ?? "a colleague"}.`;
  return hint === undefined ? null : (
    <p class="hint" role="status" data-testid="hint">
      {hint}
    </p>
  );
}

interface Action {
  readonly command: ChatCommand;
  readonly label: string;
  readonly testid: string;
}

const activate = {
  command: "chat.activate",
  label: "Activate",
  testid: "activate",
} as const;
const park = { command: "chat.park", label: "Park", testid: "park" } as const;
const put_back = {
  command: "chat.put_back",
  label: "Put back",
  testid: "put-back",
} as const;
const end = { command: "chat.end", label: "End chat", testid: "end" } as const;

/** The rows of the session table that an agent may ask for. */
const actions: Record<DeskChatView["phase"], readonly Action[]> = {
  flow: [],
  queued: [],
  allocated: [activate, put_back],
  active: [park, put_back, end],
  parked: [activate, put_back, end],
  wrapup: [park],
  wrapup_parked: [activate],
  closed: [],
};

function Actions({ chat }: { chat: DeskChatView }): VNode {
  const { client } = useModel();
  const isOffline = client.connection.name !== "ready";
  return (
    <div class="row">
      {chat.transfer_to !== undefined && (
        <button
          type="button"
          data-testid="withdraw-transfer"
          disabled={isOffline}
          onClick={() => void client.command("transfer.decline", chat.chat)}
        >
          Withdraw offer
        </button>
      )}
      {actions[chat.phase].map(({ command, label, testid }) => (
        <button
          key={command}
          type="button"
          data-testid={testid}
          disabled={isOffline}
          onClick={() => void client.command(command, chat.chat)}
        >
          {label}
        </button>
      ))}
      {chat.phase === "active" && chat.transfer_to === undefined && (
        <TransferMenu chat={chat} />
      )}
    </div>
  );
}

function Composer({ chat }: { chat: DeskChatView }): VNode | null {
  const model = useModel();
  const input = useRef<HTMLTextAreaElement>(null);
  const id = chat.chat;
  const isWritable = chat.phase === "active" || chat.phase === "parked";
  const isActive = chat.phase === "active";
  useEffect(() => {
    if (isActive) input.current?.focus();
  }, [isActive]);
  if (!isWritable) return null;
  const text = model.drafts.get(id) ?? "";
  const over = Array.from(text).length - limits.text_characters_max;
  const send = (): void => {
    if (over > 0) return;
    model.say(id);
    input.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={input}
        rows={2}
        aria-label="Your message"
        placeholder="Write a message…"
        data-testid="desk-input"
        value={text}
        onInput={(event) => {
          model.draft(id, event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing)
            return;
          event.preventDefault();
          send();
        }}
      />
      <button
        type="submit"
        class="primary"
        data-testid="desk-send"
        disabled={over > 0}
      >
        Send
      </button>
      {over > 0 && (
        <p class="error" role="alert">
          {over} {over === 1 ? "character" : "characters"} too many.
        </p>
      )}
    </form>
  );
}
