// Who works here, in which state and since when; the menu to change that.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useModel, useNow } from "../hooks.js";
import { clock, statusWords } from "../words.js";
import { Menu } from "./menu.js";

export function StatusBar({ logOut }: { logOut: () => void }): VNode {
  const { client } = useModel();
  const now = useNow();
  const { me, status } = client;
  const breakName = me?.break_reasons.find(
    ({ id }) => id === status?.reason,
  )?.name;
  return (
    <header class="status-bar">
      <strong class="brand">Parley</strong>
      <span class="who">
        <span data-testid="agent-name">{me?.name}</span>
        <span class="muted"> · {me?.company_name}</span>
      </span>
      {status !== undefined && (
        <span class="state" data-testid="status" data-status={status.status}>
          <span class="dot" data-status={status.status} aria-hidden="true" />
          <span data-testid="status-name">
            {statusWords[status.status]}
            {breakName !== undefined && `: ${breakName}`}
          </span>
          <span class="timer" data-testid="status-time">
            {clock(now - status.since)}
          </span>
          {status.break_after_work && (
            <span class="tag" data-testid="break-after-work">
              Break after current work
            </span>
          )}
        </span>
      )}
      {status !== undefined && (
        <span class="muted" data-testid="held">
          {status.held} of {status.maximum} chats
        </span>
      )}
      <span class="space" />
      <StatusMenu />
      <button type="button" onClick={logOut} data-testid="log-out">
        Log out
      </button>
    </header>
  );
}

function StatusMenu(): VNode {
  const { client } = useModel();
  const [afterWork, setAfterWork] = useState(false);
  return (
    <Menu label="Change status" testid="status-menu">
      {(close) => (
        <>
          <button
            type="button"
            data-testid="status-available"
            onClick={() => {
              close();
              void client.setStatus({ available: true });
            }}
          >
            Available
          </button>
          {client.me?.break_reasons.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              data-testid="status-break"
              onClick={() => {
                close();
                void client.setStatus({ reason: id, afterWork });
              }}
            >
              Break: {name}
            </button>
          ))}
          <label class="check">
            <input
              type="checkbox"
              checked={afterWork}
              onChange={(event) => {
                setAfterWork(event.currentTarget.checked);
              }}
            />
            after current work
          </label>
        </>
      )}
    </Menu>
  );
}
