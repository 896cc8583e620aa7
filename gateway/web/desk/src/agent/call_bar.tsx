// The agent's call: ringing, connected, or its wrapup. The telephone answers
// and hangs up; the desk shows it, and which chat waits for its end.
import type { Message } from "@parley/client";
import { Phone, PhoneCall, PhoneIncoming, PhoneOff } from "lucide-react";
import type { JSX } from "react";
import { Tag } from "../ui/parts.js";
import { Elapsed } from "./clocks.js";
import { useModel } from "./hooks.js";
import { customerOf } from "./words.js";

type Call = NonNullable<Message<"status.changed">["call"]>;

const words: Record<Call["phase"], string> = {
  queued: "Call waiting",
  alerting: "Call ringing",
  connected: "Call connected",
  wrapup: "Call wrapup",
  closed: "Call over",
};

const signs = {
  queued: Phone,
  alerting: PhoneIncoming,
  connected: PhoneCall,
  wrapup: PhoneOff,
  closed: PhoneOff,
};

export function CallBar(): JSX.Element | null {
  const { client } = useModel();
  const call = client.status?.call;
  return call === undefined ? null : <ShownCall call={call} />;
}

function ShownCall({ call }: { call: Call }): JSX.Element {
  const model = useModel();
  const { client } = model;
  const queue = client.queues.find(({ view }) => view.queue === call.queue);
  const interrupted = client.inbox.find((chat) => chat.resume_after_call);
  const Sign = signs[call.phase];
  return (
    <div
      className="bar call-bar"
      data-tone={call.phase === "alerting" ? "good" : "warn"}
      role="status"
      data-testid="call-bar"
      data-phase={call.phase}
    >
      <Sign className="icon call-sign" aria-hidden />
      <strong>{words[call.phase]}</strong>
      <span data-testid="caller" className="cut">
        {call.caller}
      </span>
      {queue !== undefined && (
        <span className="soft cut">{queue.view.name}</span>
      )}
      <Elapsed since={call.since} />
      {call.phase === "alerting" && (
        <span className="soft small">Answer it on your telephone.</span>
      )}
      <span className="space" />
      {interrupted !== undefined && (
        <Tag tone="warn">
          {model.resumes(interrupted)
            ? `The chat with ${customerOf(interrupted)} goes on after the call`
            : `The chat with ${customerOf(interrupted)} stays parked`}
        </Tag>
      )}
    </div>
  );
}
