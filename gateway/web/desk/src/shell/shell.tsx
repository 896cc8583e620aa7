// What stands around every page: the rail with the places one may go to, the
// header, the palette and the sheet of shortcuts.
import {
  Activity,
  ContactRound,
  Inbox,
  type LucideIcon,
  Search,
  SlidersHorizontal,
} from "lucide-react";
import {
  type JSX,
  lazy,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Link, useLocation } from "wouter";
import { Mark } from "../session/login.js";
import { mayAdminister, useSession } from "../session/session.js";
import { showAccent } from "../theme/theme.js";
import { IconButton } from "../ui/button.js";
import { Part, whenIdle } from "../ui/on_demand.js";
import { Face } from "../ui/parts.js";
import { ToastPlace } from "../ui/toasts.js";
import { useKeysOf, useOffer } from "./acts.js";

const Palette = lazy(() => import("./palette.js"));
const Help = lazy(() => import("./help.js"));
const PersonMenu = lazy(() => import("./person_menu.js"));

/** What everybody opens sooner or later, so that it opens at once. */
const fetchLayers = () =>
  Promise.all([
    import("../ui/layer.js"),
    import("../ui/dialog.js"),
    import("./person_menu.js"),
  ]);

interface Place {
  readonly path: string;
  readonly title: string;
  /** In the rail, where there is little room. */
  readonly short: string;
  readonly icon: LucideIcon;
}

function usePlaces(): readonly Place[] {
  const session = useSession();
  const places: Place[] = [];
  if (session.may("desk", "modify")) {
    places.push({ path: "/", title: "Inbox", short: "Inbox", icon: Inbox });
  }
  if (session.may("contacts")) {
    places.push({
      path: "/contacts",
      title: "Contacts",
      short: "Contacts",
      icon: ContactRound,
    });
  }
  if (session.may("supervision")) {
    places.push({
      path: "/supervisor",
      title: "Live board",
      short: "Live",
      icon: Activity,
    });
  }
  if (mayAdminister(session)) {
    places.push({
      path: "/admin",
      title: "Administration",
      short: "Admin",
      icon: SlidersHorizontal,
    });
  }
  return places;
}

export function Shell(props: {
  /** State and its menu, in the header. */
  status?: ReactNode;
  /** More acts at the header's end. */
  tools?: ReactNode;
  /** Right under the header: the call, a lost connection. */
  bars?: ReactNode;
  /** On the sign of a place, for example how much is unread. */
  badges?: Readonly<Record<string, ReactNode>>;
  children: ReactNode;
}): JSX.Element {
  const [shown, setShown] = useState<"palette" | "help">();
  const places = usePlaces();
  const session = useSession();
  const [, go] = useLocation();
  const openPalette = (): void => {
    setShown("palette");
  };
  const openHelp = (): void => {
    setShown("help");
  };
  const close = (): void => {
    setShown(undefined);
  };
  useEffect(() => whenIdle(fetchLayers), []);
  const { colour } = session.me.brand;
  useEffect(() => showAccent(colour), [colour]);
  useOffer([
    { id: "palette.open", run: openPalette },
    { id: "help.open", run: openHelp },
    { id: "session.leave", run: () => void session.logOut() },
    {
      id: "go:/profile",
      title: "Your profile",
      group: "Go to",
      words: "password logins",
      run: () => {
        go("/profile");
      },
    },
    ...places.map(({ path, title }) => ({
      id: `go:${path}` as const,
      title,
      group: "Go to",
      run: () => {
        go(path);
      },
    })),
  ]);
  return (
    <div className="shell">
      <Rail places={places} badges={props.badges ?? {}} openHelp={openHelp} />
      <header className="head">
        <div className="head-start">{props.status ?? <Who />}</div>
        <ToastPlace />
        <div className="head-end">
          <IconButton
            label="Find anything"
            icon={Search}
            keys={useKeysOf("palette.open")}
            onPress={openPalette}
            data-testid="open-palette"
          />
          {props.tools}
        </div>
      </header>
      <div className="bars">{props.bars}</div>
      <div className="content">{props.children}</div>
      <Part>
        {shown === "palette" && <Palette close={close} />}
        {shown === "help" && <Help close={close} />}
      </Part>
    </div>
  );
}

/** Who is logged in, and where. */
export function Who(props: { name?: string; company?: string }): JSX.Element {
  const { me } = useSession();
  return (
    <span className="who">
      <span className="who-name cut" data-testid="agent-name">
        {props.name ?? me.name}
      </span>
      <span className="who-company faint small cut">
        {props.company ?? me.company_name}
      </span>
    </span>
  );
}

function Rail(props: {
  places: readonly Place[];
  badges: Readonly<Record<string, ReactNode>>;
  openHelp: () => void;
}): JSX.Element {
  const { places, badges, openHelp } = props;
  const [here] = useLocation();
  const isHere = (path: string): boolean =>
    path === "/" ? here === "/" : here === path || here.startsWith(`${path}/`);
  return (
    <nav className="rail" aria-label="Places">
      <CompanyMark />
      {places.map(({ path, title, short, icon: Icon }) => (
        <Link
          key={path}
          href={path}
          className="rail-item"
          title={title}
          aria-current={isHere(path) ? "page" : undefined}
          data-testid={`go-${path.slice(1) || "inbox"}`}
        >
          <Icon className="icon" aria-hidden />
          <span className="rail-word">{short}</span>
          {badges[path]}
        </Link>
      ))}
      <span className="space" />
      <Person openHelp={openHelp} />
    </nav>
  );
}

/** The company's logo; Parley's sign where there is none. */
function CompanyMark(): JSX.Element {
  const { me } = useSession();
  return me.brand.logo === "" ? (
    <span className="rail-mark" title="Parley">
      <Mark />
    </span>
  ) : (
    <img
      className="rail-mark rail-logo"
      src={me.brand.logo}
      alt={me.company_name}
      title={me.company_name}
    />
  );
}

function Person({ openHelp }: { openHelp: () => void }): JSX.Element {
  const { me } = useSession();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <AriaButton
        ref={button}
        className="rail-person"
        aria-label={`${me.name}, your menu`}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        data-testid="person-menu"
        onPress={() => {
          setOpen(!isOpen);
        }}
      >
        <Face name={me.name} id={me.agent} />
      </AriaButton>
      {isOpen && (
        <Part>
          <PersonMenu
            button={button}
            openHelp={openHelp}
            close={() => {
              setOpen(false);
            }}
          />
        </Part>
      )}
    </>
  );
}
