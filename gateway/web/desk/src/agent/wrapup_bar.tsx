// The wrapup of a chat: what is left, extending, finishing (C1).
import type { DeskChatView } from "@parley/client";
import { Check, Timer } from "lucide-react";
import type { JSX } from "react";
import { useOffer } from "../shell/acts.js";
import { Button } from "../ui/button.js";
import { Remaining, Standing } from "./clocks.js";
import { useModel } from "./hooks.js";
import { countdown } from "./words.js";

export function WrapupBar({ chat }: { chat: DeskChatView }): JSX.Element {
  const model = useModel();
  const { phase, deadline, time_left: standing, extensions_left: more } = chat;
  const isParked = phase === "wrapup_parked";
  const isOffline = model.client.connection.name !== "ready";
  const mayExtend = !isParked && more !== undefined;
  const extend = (): void => {
    void model.client.command("wrapup.extend", chat.chat);
  };
  const finish = (): void => {
    void model.finish(chat.chat);
  };
  useOffer([
    mayExtend && more > 0 && { id: "wrapup.extend", run: extend },
    chat.can_finish && { id: "wrapup.finish", run: finish },
  ]);
  const left = { "data-testid": "wrapup-left", title: "Left" };
  return (
    <div className="wrapup" data-testid="wrapup-bar" data-parked={isParked}>
      <Timer className="icon" aria-hidden />
      <strong>{isParked ? "Wrapup is parked" : "Wrapup"}</strong>
      {isParked && standing !== undefined && (
        <Standing text={countdown(standing)} {...left} />
      )}
      {!isParked && deadline !== undefined && (
        <Remaining until={deadline} {...left} />
      )}
      {more !== undefined && (
        <span className="soft small" data-testid="extensions-left">
          {more} {more === 1 ? "extension" : "extensions"} left
        </span>
      )}
      <span className="space" />
      {mayExtend && (
        <Button
          size="small"
          data-testid="extend"
          isDisabled={isOffline || more === 0}
          onPress={extend}
        >
          Extend
        </Button>
      )}
      {chat.can_finish && (
        <Button
          kind="primary"
          size="small"
          icon={Check}
          data-testid="finish"
          isDisabled={isOffline}
          onPress={finish}
        >
          Finish
        </Button>
      )}
    </div>
  );
}
