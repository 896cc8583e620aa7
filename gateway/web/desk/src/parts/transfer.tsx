// To whom the active chat may go: a queue, or a colleague who must accept.
import type { DeskChatView } from "@parley/client";
import type { VNode } from "preact";
import { useModel } from "../hooks.js";
import { Menu } from "./menu.js";

export function TransferMenu({ chat }: { chat: DeskChatView }): VNode {
  const { client } = useModel();
  const queues = client.queues.filter(
    ({ view }) => view.channel === "webchat" && view.queue !== chat.queue,
  );
  const me = client.me?.agent;
  const colleagues = client.me?.colleagues.filter(({ id }) => id !== me) ?? [];
  return (
    <Menu
      label="Transfer"
      testid="transfer"
      disabled={client.connection.name !== "ready"}
    >
      {(close) => (
        <>
          {queues.length + colleagues.length === 0 && (
            <p class="muted">There is nobody to transfer to.</p>
          )}
          {queues.map(({ view }) => (
            <button
              key={view.queue}
              type="button"
              data-testid="transfer-queue"
              onClick={() => {
                close();
                void client.transfer(chat.chat, { queue: view.queue });
              }}
            >
              Queue: {view.name}
            </button>
          ))}
          {colleagues.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              data-testid="transfer-agent"
              onClick={() => {
                close();
                void client.transfer(chat.chat, { agent: id });
              }}
            >
              {name}
            </button>
          ))}
        </>
      )}
    </Menu>
  );
}
