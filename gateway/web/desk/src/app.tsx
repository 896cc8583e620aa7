// Who is logged in decides what is shown: a login form, the desk, or why the
// desk has stopped.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  type JSX,
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useState,
} from "react";
import { ProblemError, onLostLogin } from "./rest/client.js";
import { logOut, type Me, whoAmI } from "./rest/login.js";
import { Login, Single } from "./session/login.js";
import { SessionContext, sessionOf } from "./session/session.js";
import { Acting } from "./shell/acts.js";
import { Places } from "./shell/places.js";
import { Asking } from "./ui/ask.js";
import { Button } from "./ui/button.js";
import { Loading } from "./ui/states.js";
import { Toasting } from "./ui/toasts.js";

const Pages = lazy(() => import("./pages.js"));
/** What a new user does once, or who must set up an authenticator app. */
const NextStep = lazy(() => import("./session/next_step.js"));
const AgentPages = lazy(() => import("./agent/agent_pages.js"));

type Who = Me | "nobody" | "unknown" | "unreachable";

function makeQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        networkMode: "always",
        // A "no" stays a "no"; only what may pass is tried again.
        retry: (count, why) =>
          count < 2 &&
          (!(why instanceof ProblemError) || why.problem.status >= 500),
      },
      mutations: { networkMode: "always" },
    },
  });
}

export function App(): JSX.Element {
  const [who, setWho] = useState<Who>("unknown");
  const [note, setNote] = useState<string>();
  const [queries, setQueries] = useState(makeQueries);
  const look = useCallback(() => {
    whoAmI().then(
      (me) => {
        setWho(me ?? "nobody");
      },
      () => {
        setWho("unreachable");
      },
    );
  }, []);
  /** Nothing of this person stays in the page. */
  const leave = useCallback((why?: string) => {
    setNote(why);
    setWho("nobody");
    setQueries(makeQueries());
  }, []);
  useEffect(look, [look]);
  useEffect(
    () =>
      onLostLogin(() => {
        leave("You are logged out.");
      }),
    [leave],
  );

  if (who === "unknown") return <Loading what="Loading the desk" />;
  if (who === "unreachable") {
    return (
      <Single title="Parley cannot be reached">
        <p role="alert" className="soft">
          The server does not answer. Check your connection, then try again.
        </p>
        <Button
          kind="primary"
          size="large"
          onPress={() => {
            setWho("unknown");
            look();
          }}
        >
          Try again
        </Button>
      </Single>
    );
  }
  if (who === "nobody") return <Login note={note} entered={setWho} />;
  if (who.next_step !== undefined) {
    return (
      <Suspense fallback={<Loading what="Loading the next step" />}>
        <NextStep
          me={who}
          done={look}
          leave={() => {
            void logOut()
              .catch(() => undefined)
              .then(() => {
                leave();
              });
          }}
        />
      </Suspense>
    );
  }
  return (
    <QueryClientProvider client={queries}>
      <Toasting>
        <Asking>
          <Acting>
            <Places>
              <Suspense fallback={<Loading what="Loading the desk" />}>
                <Inside me={who} leave={leave} />
              </Suspense>
            </Places>
          </Acting>
        </Asking>
      </Toasting>
    </QueryClientProvider>
  );
}

/** Who has a desk is connected while the page is open, wherever they are. */
function Inside(props: { me: Me; leave: (why?: string) => void }): JSX.Element {
  const { me, leave } = props;
  const goOut = useCallback(async () => {
    await logOut().catch(() => undefined);
    leave();
  }, [leave]);
  if (me.privileges.desk === "modify") {
    return <AgentPages me={me} leave={leave} />;
  }
  return (
    <SessionContext value={sessionOf(me, goOut)}>
      <Pages />
    </SessionContext>
  );
}
