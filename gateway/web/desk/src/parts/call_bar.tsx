// The agent's call: ringing, connected, or its wrapup. The telephone answers
// and hangs up; the desk shows it.
import type { Message } from "@parley/client";
import type { VNode } from "preact";
import { useModel, useNow } from "../hooks.js";
import { clock } from "../words.js";

type Call = NonNullable<Message<"status.changed">["call"]>;

const words: Record<Call["phase"], string> = {
  queued: "Call waiting",
  alerting: "Call ringing",
  connected: "Call connected",
  wrapup: "Call wrapup",
  closed: "Call over",
};

export function CallBar(): VNode | null {
  const { client } = useModel();
  const call = client.status?.call;
  return call === undefined ? null : <ShownCall call={call} />;
}

function ShownCall({ call }: { call: Call }): VNode {
  const { client } = useModel();
  const now = useNow();
  const queue = client.queues.find(({ view }) => view.queue === call.queue);
  const interrupted = client.inbox.find((chat) => chat.resume_after_call);
  return (
    <div
      class="call-bar"
      role="status"
      data-testid="call-bar"
      data-phase={call.phase}
    >
      <strong>{words[call.phase]}</strong>
      <span data-testid="caller">{call.caller}</span>
      {queue !== undefined && <span class="muted">{queue.view.name}</span>}
      <span class="timer">{clock(now - call.since)}</span>
      {interrupted !== undefined && (
        <span class="tag">
          An interrupted chat waits for the end of the call
        </span>
      )}
    </div>
  );
}
