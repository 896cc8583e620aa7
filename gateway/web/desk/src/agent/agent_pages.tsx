// Everything of somebody who has a desk: the connection lives as long as the
// page, whichever place is shown.
import { closes, type Ending } from "@parley/client";
import {
  type JSX,
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useState,
} from "react";
import Pages from "../pages.js";
import { logOut, type Me } from "../rest/login.js";
import { Single } from "../session/login.js";
import { SessionContext, sessionOf } from "../session/session.js";
import { useAsk } from "../ui/ask.js";
import { Button } from "../ui/button.js";
import { Loading } from "../ui/states.js";
import { useToasts } from "../ui/toasts.js";
import { CallBar } from "./call_bar.js";
import { ConnectionBar } from "./connection_bar.js";
import { DeskModel } from "./desk_model.js";
import { ModelContext, useChanges } from "./hooks.js";
import { StatusBar, StatusTools } from "./status_bar.js";
import { inWords } from "./words.js";
import "./agent.css";
import "./chat.css";

const Desk = lazy(() => import("./desk.js"));

export default function AgentPages(props: {
  me: Me;
  leave: (why?: string) => void;
}): JSX.Element {
  const { me, leave } = props;
  const toasts = useToasts();
  const ask = useAsk();
  const [model] = useState(() => new DeskModel(toasts));
  useChanges(model);
  const { client } = model;
  useEffect(() => model.run(), [model]);

  const { connection } = client;
  const reason = connection.name === "ended" ? stopped(connection.ending) : "";
  useEffect(() => {
    if (reason !== "logged_out") return;
    leave(model.farewell ?? "You are logged out.");
  }, [reason, leave, model]);

  const goOut = useCallback(async () => {
    const open = client.inbox.length;
    const chats = open === 1 ? "1 chat" : `${open} chats`;
    const isSure =
      open === 0 ||
      (await ask({
        title: `Log out with ${chats} open?`,
        text: "Chats that are not in wrapup go back to their queues, where colleagues can take them. Wrapups end with what you entered.",
        yes: "Log out",
        no: "Stay",
      }));
    if (!isSure) return;
    await model.finishAll();
    await client.logOut();
    await logOut().catch(() => undefined);
    leave();
  }, [ask, client, leave, model]);

  if (connection.name === "ended" && reason === "other") {
    return (
      <Stopped
        ending={connection.ending}
        again={() => {
          client.connect();
        }}
        leave={() => void goOut()}
      />
    );
  }
  return (
    <SessionContext value={sessionOf(me, goOut)}>
      <ModelContext value={model}>
        <Pages
          status={<StatusBar />}
          tools={<StatusTools />}
          badges={{ "/": <Unread model={model} /> }}
          bars={
            <>
              <ConnectionBar />
              <CallBar />
            </>
          }
          desk={
            <Suspense fallback={<Loading what="Loading your inbox" />}>
              <Desk />
            </Suspense>
          }
        />
      </ModelContext>
    </SessionContext>
  );
}

function Unread({ model }: { model: DeskModel }): JSX.Element | null {
  const unread = model.client.inbox.reduce((sum, one) => sum + one.unread, 0);
  if (unread === 0) return null;
  return (
    <span className="rail-badge" aria-label={`${unread} unread`}>
      {unread > 99 ? "99+" : unread}
    </span>
  );
}

function stopped(ending: Ending): "logged_out" | "stop" | "other" {
  if (ending.by === "stop") return "stop";
  const isOut =
    (ending.by === "close" && ending.code === closes.logged_out.code) ||
    (ending.by === "failure" && ending.message === "logged out");
  return isOut ? "logged_out" : "other";
}

function Stopped(props: {
  ending: Ending;
  again: () => void;
  leave: () => void;
}): JSX.Element {
  const { ending, again, leave } = props;
  const isTakenOver =
    ending.by === "close" && ending.code === closes.taken_over.code;
  return (
    <Single
      title={
        isTakenOver ? "Your desk is open elsewhere" : "The desk has stopped"
      }
      data-testid={isTakenOver ? "taken-over" : "stopped"}
    >
      <p role="alert" className="soft">
        {isTakenOver
          ? "You have logged in at another place, and your chats are there now."
          : whyStopped(ending)}
      </p>
      <div className="row">
        <Button kind="primary" size="large" onPress={again}>
          {isTakenOver ? "Use the desk here" : "Connect again"}
        </Button>
        <Button size="large" onPress={leave}>
          Log out
        </Button>
      </div>
    </Single>
  );
}

function whyStopped(ending: Ending): string {
  switch (ending.by) {
    case "refusal":
      return inWords(ending.refusal);
    case "close":
      return `The server has closed the connection (code ${ending.code}).`;
    case "failure":
      return ending.message;
    case "stop":
      return "";
  }
}
