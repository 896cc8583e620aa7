// The desk as a whole: status bar, queues, inbox, and the chat in the middle.
import type { VNode } from "preact";
import { useModel } from "../hooks.js";
import { CallBar } from "./call_bar.js";
import { ChatPane } from "./chat_pane.js";
import { Details } from "./details.js";
import { Inbox } from "./inbox.js";
import { QueueList } from "./queue_list.js";
import { StatusBar } from "./status_bar.js";

export function Desk({ logOut }: { logOut: () => void }): VNode {
  const model = useModel();
  const { client, selected } = model;
  return (
    <div class="desk">
      <StatusBar logOut={logOut} />
      <ConnectionBanner />
      <CallBar />
      <div class="columns">
        <div class="lists">
          <Inbox />
          <QueueList />
        </div>
        <main class="middle">
          {selected === undefined ? (
            <p class="nothing" data-testid="no-chat">
              {client.inbox.length === 0
                ? "Take a chat from a queue, or wait for one."
                : "Select a chat of your inbox."}
            </p>
          ) : (
            <ChatPane key={selected.chat} chat={selected} />
          )}
        </main>
        {selected !== undefined && (
          <Details key={selected.chat} chat={selected} />
        )}
      </div>
      <Toasts />
    </div>
  );
}

function ConnectionBanner(): VNode | null {
  const { client, wasReady } = useModel();
  if (client.connection.name === "ready") return null;
  return (
    <div class="banner" role="alert" data-testid="connection-lost">
      {wasReady
        ? "The connection is lost. Reconnecting; what you see may be old."
        : "Connecting…"}
    </div>
  );
}

function Toasts(): VNode {
  const model = useModel();
  return (
    <div class="toasts" role="log" aria-label="Refusals">
      {model.toasts.map(({ id, text }) => (
        <div key={id} class="toast" role="alert" data-testid="toast">
          <span>{text}</span>
          <button
            type="button"
            aria-label="Dismiss"
            onClick={() => {
              model.dismiss(id);
            }}
          >
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
