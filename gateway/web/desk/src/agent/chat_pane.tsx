// One chat: who it is, what was said, where to write, what can be done.
import type { ChatCommand, DeskChatView } from "@parley/client";
import {
  ArrowLeft,
  CircleX,
  type LucideIcon,
  PanelRight,
  Pause,
  Play,
  Undo2,
} from "lucide-react";
import { type DragEvent, type JSX, useEffect, useState } from "react";
import { useKeysOf, useOffer } from "../shell/acts.js";
import { Button, IconButton } from "../ui/button.js";
import { Face } from "../ui/parts.js";
import { ChatTimer } from "./clocks.js";
import { Composer } from "./composer.js";
import { useModel } from "./hooks.js";
import { PhaseTag } from "./inbox.js";
import { Lines } from "./lines.js";
import { TransferMenu } from "./transfer_menu.js";
import { customerOf } from "./words.js";
import { WrapupBar } from "./wrapup_bar.js";

export function ChatPane(props: {
  chat: DeskChatView;
  openDetails: () => void;
}): JSX.Element {
  const { chat, openDetails } = props;
  const model = useModel();
  const { client } = model;
  const id = chat.chat;
  const name = customerOf(chat);
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
  const mayAttach = chat.phase === "active" || chat.phase === "parked";
  const [isOver, setOver] = useState(false);
  const hasFiles = ({ dataTransfer }: DragEvent): boolean =>
    mayAttach && dataTransfer.types.includes("Files");
  return (
    <section
      className="pane"
      data-drop={isOver}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        const { relatedTarget: to, currentTarget: box } = event;
        if (!(to instanceof Node) || !box.contains(to)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (!hasFiles(event)) return;
        event.preventDefault();
        model.uploads.add(id, event.dataTransfer.files);
      }}
      aria-label={`Chat with ${name}`}
      data-testid="chat-pane"
      data-phase={chat.phase}
      data-chat={id}
    >
      <header className="pane-head">
        <span className="only-narrow">
          <IconButton
            label="Back to the lists"
            icon={ArrowLeft}
            data-testid="back"
            onPress={() => {
              model.show(undefined);
            }}
          />
        </span>
        <Face name={name} id={id} />
        <div className="pane-who">
          <h1 className="cut" title={name}>
            {name}
          </h1>
          <div className="pane-state">
            <PhaseTag chat={chat} />
            <ChatTimer chat={chat} />
          </div>
        </div>
        <span className="space" />
        <Actions chat={chat} />
        <IconButton
          label="Details"
          icon={PanelRight}
          keys={useKeysOf("side.toggle")}
          data-testid="open-details"
          onPress={openDetails}
        />
      </header>
      <Hints chat={chat} />
      {(chat.phase === "wrapup" || chat.phase === "wrapup_parked") && (
        <WrapupBar chat={chat} />
      )}
      <Lines chat={id} />
      <p
        className="typing small"
        aria-live="polite"
        data-testid="customer-typing"
      >
        {client.isCustomerTyping(id) && `${name} is typing…`}
      </p>
      <Composer chat={chat} />
    </section>
  );
}

function Hints({ chat }: { chat: DeskChatView }): JSX.Element | null {
  const { phase, transfer_to: to, resume_after_call: marked } = chat;
  const model = useModel();
  const { client } = model;
  const colleague = client.me?.colleagues.find((other) => other.id === to);
  let hint: string | undefined;
  if (model.resumes(chat)) {
    hint = "A call interrupts this chat. It goes on after the call.";
  } else if (model.resumed.has(chat.chat)) {
    hint = "The call is over, and this chat goes on where it was.";
  } else if (marked) {
    hint =
      "A call interrupted this chat. Another one is active now, so this one stays parked until you activate it.";
  } else if (phase === "parked") {
    hint = "This chat is parked: its time stands still, messages still come.";
  } else if (phase === "allocated") {
    hint = "This chat is new in your inbox. Activate it to answer.";
  } else if (phase === "wrapup_parked") {
    hint = "The wrapup is parked; its time stands still.";
  }
  if (to !== undefined) {
    hint = `Offered to ${colleague?.name ?? "a colleague"}. It stays yours until it is accepted.`;
  }
  return hint === undefined ? null : (
    <p
      className="hint small"
      data-tone={marked ? "warn" : "plain"}
      role="status"
      data-testid="hint"
    >
      {hint}
    </p>
  );
}

interface Action {
  readonly command: ChatCommand &
    ("chat.activate" | "chat.park" | "chat.put_back" | "chat.end");
  readonly label: string;
  readonly testid: string;
  readonly icon: LucideIcon;
  readonly isMain?: boolean;
}

const activate: Action = {
  command: "chat.activate",
  label: "Activate",
  testid: "activate",
  icon: Play,
  isMain: true,
};
const park: Action = {
  command: "chat.park",
  label: "Park",
  testid: "park",
  icon: Pause,
};
const put_back: Action = {
  command: "chat.put_back",
  label: "Put back",
  testid: "put-back",
  icon: Undo2,
};
const end: Action = {
  command: "chat.end",
  label: "End chat",
  testid: "end",
  icon: CircleX,
};

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

function Actions({ chat }: { chat: DeskChatView }): JSX.Element {
  const model = useModel();
  const { client } = model;
  const isOffline = client.connection.name !== "ready";
  const possible = actions[chat.phase];
  const run = (command: ChatCommand): void => {
    void client.command(command, chat.chat);
  };
  useOffer(
    possible.map(({ command }) => ({
      id: command,
      run: () => {
        run(command);
      },
    })),
  );
  return (
    <div className="pane-acts">
      {chat.transfer_to !== undefined && (
        <Button
          size="small"
          data-testid="withdraw-transfer"
          isDisabled={isOffline}
          onPress={() => {
            model.withdraw(chat.chat);
          }}
        >
          Withdraw offer
        </Button>
      )}
      {possible.map(({ command, label, testid, icon, isMain = false }) => (
        <Button
          key={command}
          size="small"
          icon={icon}
          kind={isMain ? "primary" : "plain"}
          data-testid={testid}
          isDisabled={isOffline}
          onPress={() => {
            run(command);
          }}
        >
          {label}
        </Button>
      ))}
      {chat.phase === "active" && chat.transfer_to === undefined && (
        <TransferMenu chat={chat} />
      )}
    </div>
  );
}
