// One session: facts, reading along, whispering, taking it over, moving it, and
// why it was routed so.
import { type BoardSession } from "@parley/client";
import {
  ArrowRightLeft,
  Eye,
  EyeOff,
  HandHelping,
  Route as RouteSign,
} from "lucide-react";
import { type JSX, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { Elapsed } from "../agent/clocks.js";
import { useModel } from "../agent/hooks.js";
import { Lines } from "../agent/lines.js";
import { customerOf, inWords, phaseWords, timeOfDay } from "../agent/words.js";
import { Select } from "../ui/choices.js";
import { Face, Tag } from "../ui/parts.js";
import { Loading } from "../ui/states.js";
import { useToasts } from "../ui/toasts.js";
import { ActDialog } from "./act_dialog.js";
import { ActButton, Detail, LiveFact } from "./detail.js";
import { phaseTones } from "./sessions.js";
import { useMay, useTelling, useWatching } from "./watching.js";
import { WhisperBox } from "./whisper_box.js";
import { Why } from "./why.js";

type Shown = "take_over" | "move" | "why";

/** The board's phases in which somebody else may have it (A2). */
const takeable: readonly BoardSession["phase"][] = [
  "queued",
  "allocated",
  "active",
  "parked",
];
const movable: readonly BoardSession["phase"][] = ["queued", "allocated"];

export function SessionDetail(props: {
  id: string;
  close: () => void;
  show: (tab: "queues" | "agents" | "sessions", id?: string) => void;
}): JSX.Element {
  const { id, close, show } = props;
  const { board } = useWatching();
  const row = board.session(id);
  // What was there last: a session that ends does not vanish under the eyes.
  const [last, setLast] = useState(row);
  if (row !== undefined && row !== last) setLast(row);
  const shown = row ?? last;
  if (shown === undefined) {
    return (
      <Detail title="No such session" close={close}>
        <p className="live-none soft">
          It is closed, or your profile does not show it. Choose another one.
        </p>
      </Detail>
    );
  }
  return (
    <Present row={shown} isOver={row === undefined} close={close} show={show} />
  );
}

function Present(props: {
  row: BoardSession;
  isOver: boolean;
  close: () => void;
  show: (tab: "queues" | "agents" | "sessions", id?: string) => void;
}): JSX.Element {
  const { row, isOver, close, show } = props;
  const { client } = useModel();
  const toasts = useToasts();
  const may = useMay();
  const { supervision, isReady, agentName, queueName } = useWatching();
  const [asked, setAsked] = useState<Shown>();
  const [isReading, setReading] = useState(false);
  const { chat } = row;
  const name = customerOf(row);
  const isMine = row.agent !== undefined && row.agent === client.me?.agent;
  useEffect(
    () => () => {
      supervision.unobserve(chat);
    },
    [supervision, chat],
  );
  useEffect(
    () =>
      client.on("unobserved", ({ chat: other, because }) => {
        if (other !== chat || because === "own") return;
        setReading(false);
        const words: Record<string, string> = {
          closed: "It is closed.",
          taken_over: "It is in your inbox now.",
          hidden: "Your profile does not show it any more.",
        };
        toasts.show(
          `You do not read along with ${name} any more. ${words[because] ?? ""}`,
        );
      }),
    [client, chat, name, toasts],
  );
  const read = (): void => {
    if (isReading) {
      setReading(false);
      supervision.unobserve(chat);
      return;
    }
    setReading(true);
    void supervision.observe(chat).then((refusal) => {
      if (refusal === undefined) return;
      setReading(false);
      toasts.show(`Reading along was refused: ${inWords(refusal)}`, "bad");
    });
  };
  const observed = supervision.observed(chat);
  const done = (): void => {
    setAsked(undefined);
  };
  return (
    <Detail
      title={name}
      sign={<Face name={name} id={chat} />}
      under={
        <>
          <Tag
            tone={isOver ? "plain" : (phaseTones[row.phase] ?? "plain")}
            data-testid="detail-phase"
          >
            {isOver ? "Closed" : phaseWords[row.phase]}
          </Tag>
          {!isOver && <Elapsed since={row.phase_since} />}
          {!isOver && !row.customer_present && <Tag tone="warn">page lost</Tag>}
        </>
      }
      close={close}
    >
      <div className="live-acts">
        {!isMine && !isOver && (
          <ActButton
            act="supervise.observe"
            icon={isReading ? EyeOff : Eye}
            isOn={isReading}
            isDisabled={!isReady}
            run={read}
            data-testid="observe"
          >
            {isReading ? "Stop reading" : "Read along"}
          </ActButton>
        )}
        {may.takeOver && !isMine && (
          <ActButton
            act="supervise.take_over"
            icon={HandHelping}
            isDisabled={!isReady || isOver || !takeable.includes(row.phase)}
            run={() => {
              setAsked("take_over");
            }}
            data-testid="take-over"
          >
            Take over
          </ActButton>
        )}
        {may.move && (
          <ActButton
            act="supervise.move"
            icon={ArrowRightLeft}
            isDisabled={!isReady || isOver || !movable.includes(row.phase)}
            run={() => {
              setAsked("move");
            }}
            data-testid="move"
          >
            Move
          </ActButton>
        )}
        <ActButton
          act="supervise.why"
          icon={RouteSign}
          run={() => {
            setAsked("why");
          }}
          data-testid="why"
        >
          Why here?
        </ActButton>
      </div>
      <dl className="live-facts">
        <LiveFact name="Queue">
          {row.queue === undefined ? (
            "still in its flow"
          ) : (
            <button
              type="button"
              className="link"
              onClick={() => {
                show("queues", row.queue);
              }}
            >
              {queueName(row.queue)}
            </button>
          )}
        </LiveFact>
        <LiveFact name="Agent">
          {row.agent === undefined ? (
            "nobody"
          ) : (
            <button
              type="button"
              className="link"
              data-testid="detail-agent"
              onClick={() => {
                show("agents", row.agent);
              }}
            >
              {isMine ? "you" : agentName(row.agent)}
            </button>
          )}
          {row.transfer_to !== undefined &&
            `, offered to ${agentName(row.transfer_to)}`}
        </LiveFact>
        <LiveFact name="Began">{timeOfDay(row.started)}</LiveFact>
        {row.enqueued !== undefined && row.phase === "queued" && (
          <LiveFact name="Waits for">
            <Elapsed since={row.enqueued} />
          </LiveFact>
        )}
      </dl>
      {isMine && !isOver && <InInbox />}
      {!isMine && !isReading && (
        <p className="live-none soft small">
          {isOver
            ? "This session is closed. Its text is in the contact’s history."
            : "Read along to see what is said. Neither customer nor agent is told; the audit log is."}
        </p>
      )}
      {isReading && observed === undefined && (
        <Loading what="Loading the conversation" />
      )}
      {isReading && observed !== undefined && (
        <div className="live-talk" data-testid="live-talk">
          <Lines chat={chat} />
          <p className="typing small" aria-live="polite">
            {client.isCustomerTyping(chat) && `${name} is typing… `}
            {client.isAgentTyping(chat) &&
              `${agentName(observed.agent)} is typing…`}
          </p>
          {may.whisper && <WhisperBox chat={chat} />}
        </div>
      )}
      {asked === "take_over" && <TakeOver row={row} name={name} close={done} />}
      {asked === "move" && <Move row={row} name={name} close={done} />}
      {asked === "why" && <Why chat={chat} name={name} close={done} />}
    </Detail>
  );
}

function InInbox(): JSX.Element {
  const [, go] = useLocation();
  return (
    <p className="live-none soft small">
      This chat is in your inbox.{" "}
      <button
        type="button"
        className="link"
        onClick={() => {
          go("/");
        }}
      >
        Go to it
      </button>
    </p>
  );
}

function TakeOver(props: {
  row: BoardSession;
  name: string;
  close: () => void;
}): JSX.Element {
  const { row, name, close } = props;
  const { client } = useModel();
  const { supervision, agentName } = useWatching();
  const [, go] = useLocation();
  const tell = useTelling();
  const { agent } = row;
  const active = client.inbox.find(({ phase }) => phase === "active");
  return (
    <ActDialog
      title={`Take over the chat with ${name}?`}
      text={
        <>
          {agent === undefined
            ? "It leaves its queue and is active in your inbox at once."
            : `${agentName(agent)} loses it and is told that you have it. It is active in your inbox at once, and the customer sees your name.`}
          {active !== undefined &&
            ` Your chat with ${customerOf(active)} is parked.`}
        </>
      }
      yes="Take over"
      isDangerous={agent !== undefined}
      {...(agent !== undefined && { noteFor: agentName(agent) })}
      close={close}
      run={async (note) => {
        const refusal = await supervision.takeOver(row.chat, note);
        const isDone = tell(
          "Taking over",
          `You have the chat with ${name} now.`,
          refusal,
        );
        if (isDone) go("/");
        return isDone;
      }}
    />
  );
}

function Move(props: {
  row: BoardSession;
  name: string;
  close: () => void;
}): JSX.Element {
  const { row, name, close } = props;
  const { supervision, board, queueName, agentName } = useWatching();
  const tell = useTelling();
  const [to, setTo] = useState<string>();
  const options = board.queues
    .filter(
      ({ queue, channel }) => queue !== row.queue && channel === row.channel,
    )
    .map(({ queue, name: title, waiting }) => ({
      id: queue,
      label: title,
      hint: `${waiting} waiting`,
    }));
  return (
    <ActDialog
      title={`Move the chat with ${name}?`}
      text={
        options.length === 0
          ? "There is no other queue of this channel that you see."
          : `It waits in the other queue as if it had come there at ${timeOfDay(row.enqueued ?? row.started)}.${
              row.agent === undefined
                ? ""
                : ` ${agentName(row.agent)}, who has not opened it yet, loses it and is told.`
            }`
      }
      yes="Move"
      isIncomplete={to === undefined}
      {...(row.agent !== undefined && { noteFor: agentName(row.agent) })}
      close={close}
      run={async (note) => {
        if (to === undefined) return false;
        const refusal = await supervision.move(row.chat, to, note);
        return tell(
          "Moving",
          `The chat with ${name} waits in ${queueName(to)} now.`,
          refusal,
        );
      }}
    >
      {options.length > 0 && (
        <Select
          label="To the queue"
          options={options}
          value={to}
          onChange={setTo}
          data-testid="move-queue"
        />
      )}
    </ActDialog>
  );
}
