// Who is logged in decides what is shown: a login form, the desk, or why the
// desk has stopped.
import { closes, type Ending } from "@parley/client";
import type { ComponentChildren, VNode } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { logOut, type Me, whoAmI } from "./api.js";
import { DeskModel } from "./desk_model.js";
import { ModelContext, useChanges } from "./hooks.js";
import { Desk } from "./parts/desk.js";
import { Login } from "./parts/login.js";
import { inWords } from "./words.js";

type Who = Me | "nobody" | "unknown" | "unreachable";

export function App(): VNode {
  const [who, setWho] = useState<Who>("unknown");
  const [note, setNote] = useState<string>();
  const look = useCallback(() => {
    setWho("unknown");
    whoAmI().then(
      (me) => {
        setWho(me ?? "nobody");
      },
      () => {
        setWho("unreachable");
      },
    );
  }, []);
  const leave = useCallback((why?: string) => {
    setNote(why);
    setWho("nobody");
  }, []);
  useEffect(look, [look]);

  if (who === "unknown") {
    return <Page title="Parley desk">Loading…</Page>;
  }
  if (who === "unreachable") {
    return (
      <Page title="Parley desk">
        <p role="alert">The server cannot be reached.</p>
        <button type="button" class="primary" onClick={look}>
          Try again
        </button>
      </Page>
    );
  }
  if (who === "nobody") return <Login note={note} entered={setWho} />;
  return <Session leave={leave} />;
}

function Session({ leave }: { leave: (why?: string) => void }): VNode {
  const [model] = useState(() => new DeskModel());
  useChanges(model);
  const { client } = model;
  useEffect(() => {
    const nudge = (): void => {
      if (document.visibilityState === "visible") client.nudge();
    };
    client.connect();
    window.addEventListener("online", nudge);
    document.addEventListener("visibilitychange", nudge);
    return () => {
      window.removeEventListener("online", nudge);
      document.removeEventListener("visibilitychange", nudge);
      client.stop();
    };
  }, [client]);

  const { connection } = client;
  const reason = connection.name === "ended" ? stopped(connection.ending) : "";
  useEffect(() => {
    if (reason === "logged_out") leave("You are logged out.");
  }, [reason, leave]);

  const goOut = (): void => {
    void client
      .logOut()
      .then(logOut)
      .catch(() => undefined)
      .then(() => {
        leave();
      });
  };
  if (connection.name === "ended" && reason !== "stop") {
    return (
      <Stopped
        ending={connection.ending}
        again={() => {
          client.connect();
        }}
        leave={goOut}
      />
    );
  }
  return (
    <ModelContext.Provider value={model}>
      <Desk logOut={goOut} />
    </ModelContext.Provider>
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
}): VNode {
  const { ending, again, leave } = props;
  const isTakenOver =
    ending.by === "close" && ending.code === closes.taken_over.code;
  return (
    <Page
      title={
        isTakenOver ? "Your desk is open elsewhere" : "The desk has stopped"
      }
      testid={isTakenOver ? "taken-over" : "stopped"}
    >
      <p role="alert">
        {isTakenOver
          ? "You have logged in at another place, and your chats are there now."
          : whyStopped(ending)}
      </p>
      <div class="row">
        <button type="button" class="primary" onClick={again}>
          {isTakenOver ? "Use the desk here" : "Connect again"}
        </button>
        <button type="button" onClick={leave}>
          Log out
        </button>
      </div>
    </Page>
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

export function Page(props: {
  title: string;
  testid?: string;
  children: ComponentChildren;
}): VNode {
  return (
    <main class="page" data-testid={props.testid}>
      <h1>{props.title}</h1>
      {props.children}
    </main>
  );
}
