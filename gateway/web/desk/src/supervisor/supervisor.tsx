// The supervisor's place: queues, agents and sessions as they are now, and what
// can be done about them (A2). It lives of the WebSocket's deltas and asks again
// for nothing.
import { Headphones, MessagesSquare, Users } from "lucide-react";
import { type JSX, useEffect, useState } from "react";
import { Link, useLocation, useRoute } from "wouter";
import { ConnectionBar } from "../agent/connection_bar.js";
import { DeskModel } from "../agent/desk_model.js";
import {
  ModelContext,
  useAnyModel,
  useChanges,
  useModel,
} from "../agent/hooks.js";
import { useOffer } from "../shell/acts.js";
import { Loading } from "../ui/states.js";
import { useToasts } from "../ui/toasts.js";
import { AgentDetail } from "./agent_detail.js";
import { Agents } from "./agents.js";
import { QueueDetail } from "./queue_detail.js";
import { Queues } from "./queues.js";
import { SessionDetail } from "./session_detail.js";
import { Sessions } from "./sessions.js";
import { Summary } from "./summary.js";
import { useWatching } from "./watching.js";
import "../agent/agent.css";
import "../agent/chat.css";
import "./supervisor.css";

export default function Supervisor(): JSX.Element {
  return useAnyModel() === undefined ? <OwnConnection /> : <Place />;
}

/** Who has no desk is connected while this place is open. */
function OwnConnection(): JSX.Element {
  const toasts = useToasts();
  const [model] = useState(() => new DeskModel(toasts));
  useChanges(model);
  useEffect(() => model.run(), [model]);
  return (
    <ModelContext value={model}>
      <ConnectionBar />
      <Place />
    </ModelContext>
  );
}

const tabs = [
  { id: "queues", title: "Queues", icon: Headphones },
  { id: "agents", title: "Agents", icon: Users },
  { id: "sessions", title: "Sessions", icon: MessagesSquare },
] as const;

type Tab = (typeof tabs)[number]["id"];

function isTab(text: string | undefined): text is Tab {
  return tabs.some(({ id }) => id === text);
}

function Place(): JSX.Element {
  const { client } = useModel();
  const { supervision } = client;
  const { board } = useWatching();
  const [, params] = useRoute("/supervisor/:tab?/:id?");
  const [, go] = useLocation();
  useEffect(() => supervision.watch(), [supervision]);
  const tab = isTab(params?.tab) ? params.tab : "queues";
  const id =
    params?.id === undefined ? undefined : decodeURIComponent(params.id);
  const show = (to: Tab, chosen?: string): void => {
    go(
      chosen === undefined
        ? `/supervisor/${to}`
        : `/supervisor/${to}/${encodeURIComponent(chosen)}`,
    );
  };
  useOffer(
    tabs.map(({ id: to, title }) => ({
      id: `supervise.${to}` as const,
      title: `Live ${title.toLowerCase()}`,
      run: () => {
        show(to);
      },
    })),
  );
  const counts: Record<Tab, number> = {
    queues: board.queues.length,
    agents: board.agentsTotal,
    sessions: board.sessionsTotal,
  };
  const choose = (chosen: string): void => {
    show(tab, chosen);
  };
  const close = (): void => {
    show(tab);
  };
  return (
    <main
      className="supervisor"
      data-testid="supervisor"
      data-detail={id !== undefined}
    >
      <h1 className="hidden-text">Live board</h1>
      <section className="live-board" aria-label="Live board">
        <Summary />
        <nav className="live-tabs" aria-label="Lists of the board">
          {tabs.map(({ id: to, title, icon: Icon }) => (
            <Link
              key={to}
              href={`/supervisor/${to}`}
              className="live-tab"
              aria-current={to === tab ? "page" : undefined}
              data-testid={`tab-${to}`}
            >
              <Icon className="icon" aria-hidden />
              {title}
              <span className="count figures">{counts[to]}</span>
            </Link>
          ))}
        </nav>
        {!board.isWhole && board.queues.length === 0 ? (
          <Loading what="Loading the live board" />
        ) : (
          <>
            {tab === "queues" && <Queues chosen={id} choose={choose} />}
            {tab === "agents" && <Agents chosen={id} choose={choose} />}
            {tab === "sessions" && <Sessions chosen={id} choose={choose} />}
          </>
        )}
      </section>
      {id !== undefined && tab === "queues" && (
        <QueueDetail key={id} id={id} close={close} show={show} />
      )}
      {id !== undefined && tab === "agents" && (
        <AgentDetail key={id} id={id} close={close} show={show} />
      )}
      {id !== undefined && tab === "sessions" && (
        <SessionDetail key={id} id={id} close={close} show={show} />
      )}
    </main>
  );
}
