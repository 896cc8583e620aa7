// The wrapup of a chat: what is left, extending, finishing (C1).
import type { DeskChatView } from "@parley/client";
import type { VNode } from "preact";
import { useModel, useNow } from "../hooks.js";
import { countdown } from "../words.js";

export function WrapupBar({ chat }: { chat: DeskChatView }): VNode {
  const model = useModel();
  const now = useNow();
  const { phase, deadline, time_left: standing, extensions_left: more } = chat;
  const isParked = phase === "wrapup_parked";
  const left = isParked ? standing : deadline && deadline - now;
  const isOffline = model.client.connection.name !== "ready";
  return (
    <div class="wrapup-bar" data-testid="wrapup-bar" data-parked={isParked}>
      <strong>{isParked ? "Wrapup is parked" : "Wrapup"}</strong>
      {left !== undefined && (
        <span class="timer" data-testid="wrapup-left">
          {countdown(left)}
        </span>
      )}
      {more !== undefined && (
        <span class="muted" data-testid="extensions-left">
          {more} {more === 1 ? "extension" : "extensions"} left
        </span>
      )}
      <span class="space" />
      {!isParked && more !== undefined && (
        <button
          type="button"
          data-testid="extend"
          disabled={isOffline || more === 0}
          onClick={() => void model.client.command("wrapup.extend", chat.chat)}
        >
          Extend
        </button>
      )}
      {chat.can_finish && (
        <button
          type="button"
          class="primary"
          data-testid="finish"
          disabled={isOffline}
          onClick={() => void model.finish(chat.chat)}
        >
          Finish
        </button>
      )}
    </div>
  );
}
