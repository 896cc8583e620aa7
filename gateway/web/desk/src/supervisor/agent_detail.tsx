// One agent: state, what they hold, and what may be done about it (L3).
import type { BoardAgent, Channel } from "@parley/client";
import { Coffee, LogOut, SlidersHorizontal } from "lucide-react";
import { type JSX, useState } from "react";
import { Elapsed } from "../agent/clocks.js";
import { useModel } from "../agent/hooks.js";
import { customerOf, phaseWords, statusWords } from "../agent/words.js";
import { Select } from "../ui/choices.js";
import { Checkbox } from "../ui/fields.js";
import { Face, Tag } from "../ui/parts.js";
import { ActDialog } from "./act_dialog.js";
import { ActButton, Detail, LiveFact } from "./detail.js";
import { phaseTones } from "./sessions.js";
import { useMay, useTelling, useWatching } from "./watching.js";
import { channels, channelWords } from "./words.js";

type Shown = "status" | "channels" | "log_out";

export function AgentDetail(props: {
  id: string;
  close: () => void;
  show: (tab: "queues" | "agents" | "sessions", id?: string) => void;
}): JSX.Element {
  const { id, close, show } = props;
  const may = useMay();
  const { board, isReady, queueName, reasonName } = useWatching();
  const [asked, setAsked] = useState<Shown>();
  const row = board.agent(id);
  if (row === undefined) {
    return (
      <Detail title="No such agent" close={close}>
        <p className="live-none soft">
          Your profile does not show this agent. Choose another one.
        </p>
      </Detail>
    );
  }
  const done = (): void => {
    setAsked(undefined);
  };
  const isOut = row.status === "logged_out";
  const reason = reasonName(row.reason);
  return (
    <Detail
      title={row.name}
      sign={<Face name={row.name} id={row.agent} />}
      under={
        <span className="live-state" data-testid="detail-status">
          <span className="dot" data-status={row.status} aria-hidden />
          {statusWords[row.status]}
          {reason !== undefined && `: ${reason}`}
          {row.since !== undefined && <Elapsed since={row.since} />}
        </span>
      }
      close={close}
    >
      {may.force && (
        <div className="live-acts">
          <ActButton
            act="supervise.status"
            icon={Coffee}
            isDisabled={!isReady || isOut}
            run={() => {
              setAsked("status");
            }}
            data-testid="force-status"
          >
            Set status
          </ActButton>
          <ActButton
            act="supervise.channels"
            icon={SlidersHorizontal}
            isDisabled={!isReady}
            run={() => {
              setAsked("channels");
            }}
            data-testid="force-channels"
          >
            Channels
          </ActButton>
          <ActButton
            act="supervise.log_out"
            icon={LogOut}
            isDisabled={!isReady || isOut}
            run={() => {
              setAsked("log_out");
            }}
            data-testid="force-log-out"
          >
            Log out
          </ActButton>
        </div>
      )}
      <dl className="live-facts">
        <LiveFact name="Chats">
          {row.held} of {row.maximum} at most
        </LiveFact>
        <LiveFact name="Channels">
          <span data-testid="detail-channels">
            {row.channels.length === 0
              ? "all"
              : row.channels.map((one) => channelWords[one]).join(", ")}
          </span>
        </LiveFact>
        {row.break_after_work && (
          <LiveFact name="Break">begins after the current work</LiveFact>
        )}
        {row.call !== undefined && (
          <LiveFact name="Call">
            {row.call.caller === "" ? "of another queue" : row.call.caller},{" "}
            {queueName(row.call.queue)}, <Elapsed since={row.call.since} />
          </LiveFact>
        )}
      </dl>
      <section className="live-part" aria-label="Inbox">
        <h3>Inbox</h3>
        {row.items.length === 0 && (
          <p className="small soft">
            {row.name} holds nothing that your profile shows.
          </p>
        )}
        <ul className="live-links">
          {row.items.map((item) => {
            const session = board.session(item.chat);
            return (
              <li key={item.chat}>
                <button
                  type="button"
                  className="live-link"
                  data-testid="agent-item"
                  onClick={() => {
                    show("sessions", item.chat);
                  }}
                >
                  <span className="cut">
                    {session === undefined ? item.chat : customerOf(session)}
                  </span>
                  <Tag tone={phaseTones[item.phase] ?? "plain"}>
                    {phaseWords[item.phase]}
                  </Tag>
                  {item.resume_after_call && (
                    <Tag tone="warn">resumes after call</Tag>
                  )}
                  <Elapsed since={item.since} />
                </button>
              </li>
            );
          })}
        </ul>
      </section>
      {asked === "status" && <Status row={row} close={done} />}
      {asked === "channels" && <Channels row={row} close={done} />}
      {asked === "log_out" && <LogOutAgent row={row} close={done} />}
    </Detail>
  );
}

const available = "available";

function Status(props: { row: BoardAgent; close: () => void }): JSX.Element {
  const { row, close } = props;
  const { client } = useModel();
  const { supervision, reasonName } = useWatching();
  const tell = useTelling();
  const [to, setTo] = useState<string>();
  const [afterWork, setAfterWork] = useState(false);
  const reasons = client.me?.break_reasons ?? [];
  return (
    <ActDialog
      title={`Set the status of ${row.name}?`}
      text={`${row.name} is told that you did it. Chats stay in the inbox; on a break nothing new is offered.`}
      yes="Set status"
      isIncomplete={to === undefined}
      noteFor={row.name}
      close={close}
      run={async (note) => {
        if (to === undefined) return false;
        const refusal = await supervision.forceStatus(row.agent, {
          status:
            to === available ? { available: true } : { reason: to, afterWork },
          note,
        });
        return tell(
          "Setting the status",
          to === available
            ? `${row.name} is available now.`
            : `${row.name} goes on a break: ${reasonName(to) ?? to}${afterWork ? ", after the current work" : ""}.`,
          refusal,
        );
      }}
    >
      <Select
        label="Status"
        options={[
          { id: available, label: "Available" },
          ...reasons.map(({ id, name }) => ({ id, label: `Break: ${name}` })),
        ]}
        value={to}
        onChange={setTo}
        data-testid="status-choice"
      />
      {to !== undefined && to !== available && (
        <Checkbox isSelected={afterWork} onChange={setAfterWork}>
          after current work
        </Checkbox>
      )}
    </ActDialog>
  );
}

function Channels(props: { row: BoardAgent; close: () => void }): JSX.Element {
  const { row, close } = props;
  const { supervision } = useWatching();
  const tell = useTelling();
  const [wanted, setWanted] = useState<readonly Channel[]>(
    row.channels.length === 0 ? channels : row.channels,
  );
  const isAll = wanted.length === channels.length;
  return (
    <ActDialog
      title={`Limit the channels of ${row.name}?`}
      text={`${row.name} gets new items of these channels only. It stays so until somebody changes it; what is in the inbox stays there.`}
      yes="Set channels"
      isIncomplete={wanted.length === 0}
      noteFor={row.name}
      close={close}
      run={async (note) => {
        const refusal = await supervision.forceStatus(row.agent, {
          channels: isAll ? [] : wanted,
          note,
        });
        return tell(
          "Setting the channels",
          `${row.name} works on ${isAll ? "all channels" : wanted.map((one) => channelWords[one]).join(", ")} now.`,
          refusal,
        );
      }}
    >
      <fieldset className="filing">
        <legend>Channels</legend>
        {channels.map((one) => (
          <Checkbox
            key={one}
            isSelected={wanted.includes(one)}
            data-testid={`channel-${one}`}
            onChange={(isOn) => {
              setWanted(
                channels.filter((other) =>
                  other === one ? isOn : wanted.includes(other),
                ),
              );
            }}
          >
            {channelWords[one]}
          </Checkbox>
        ))}
      </fieldset>
      {wanted.length === 0 && (
        <p className="field-error" role="alert">
          Choose one at least.
        </p>
      )}
    </ActDialog>
  );
}

function LogOutAgent(props: {
  row: BoardAgent;
  close: () => void;
}): JSX.Element {
  const { row, close } = props;
  const { supervision } = useWatching();
  const tell = useTelling();
  const { length } = row.items;
  return (
    <ActDialog
      title={`Log ${row.name} out?`}
      text={
        length === 0
          ? `${row.name} holds nothing. The desk is closed, and ${row.name} is told that you did it.`
          : `${length === 1 ? "1 chat goes" : `${length} chats go`} back to the queue or, in wrapup, ${length === 1 ? "is" : "are"} closed. The desk is closed, and ${row.name} is told that you did it.`
      }
      yes="Log out"
      isDangerous
      noteFor={row.name}
      close={close}
      run={async (note) =>
        tell(
          "Logging out",
          `${row.name} is logged out.`,
          await supervision.forceLogOut(row.agent, note),
        )
      }
    />
  );
}
