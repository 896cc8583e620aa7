// The places of the desk and what is shown there. What only some people need is
// a part of its own that is loaded when somebody goes there.
import { Compass } from "lucide-react";
import { type ComponentProps, type JSX, lazy, Suspense } from "react";
import { Link, Redirect, Route, Switch } from "wouter";
import { mayAdminister, useSession } from "./session/session.js";
import { Shell } from "./shell/shell.js";
import { Empty, Loading } from "./ui/states.js";

const Contacts = lazy(() => import("./contacts/contacts_place.js"));
const Supervisor = lazy(() => import("./supervisor/supervisor.js"));
const Administration = lazy(() => import("./admin/administration.js"));
const ProfilePage = lazy(() => import("./profile/profile_page.js"));

/** @param props.desk the agent's desk; missing for those who have none */
export default function Pages(
  props: Omit<ComponentProps<typeof Shell>, "children"> & {
    desk?: JSX.Element;
  },
): JSX.Element {
  const { desk, ...shell } = props;
  const session = useSession();
  const maySupervise = session.may("supervision");
  const home = mayAdminister(session) ? (
    <Redirect to="/admin" />
  ) : maySupervise ? (
    <Redirect to="/supervisor" />
  ) : (
    <Nothing />
  );
  return (
    <Shell {...shell}>
      <Suspense fallback={<Loading what="Loading the page" />}>
        <Switch>
          <Route path="/">{desk ?? home}</Route>
          {session.may("contacts") && (
            <Route path="/contacts/*?">
              <Contacts />
            </Route>
          )}
          {maySupervise && (
            <Route path="/supervisor/*?">
              <Supervisor />
            </Route>
          )}
          {mayAdminister(session) && (
            <Route path="/admin/*?">
              <Administration />
            </Route>
          )}
          <Route path="/profile">
            <ProfilePage />
          </Route>
          <Route>
            <Nowhere />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
}

function Nothing(): JSX.Element {
  return (
    <main className="page">
      <h1 className="hidden-text">Parley</h1>
      <Empty icon={Compass} title="There is nothing here for you yet.">
        Ask an administrator of your company for a role.
      </Empty>
    </main>
  );
}

function Nowhere(): JSX.Element {
  return (
    <main className="page" data-testid="nowhere">
      <h1 className="hidden-text">No such page</h1>
      <Empty
        icon={Compass}
        title="There is no such page."
        action={
          <Link href="/" className="button" data-kind="primary">
            Go to the start
          </Link>
        }
      >
        The address may be old, or your roles do not show it.
      </Empty>
    </main>
  );
}
