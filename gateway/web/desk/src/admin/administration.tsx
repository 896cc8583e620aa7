// The administration: an entry for everything a company has.
import { useQuery } from "@tanstack/react-query";
import { type JSX, lazy, Suspense, useMemo } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { useSession } from "../session/session.js";
import { Failed, Loading } from "../ui/states.js";
import { ObjectList } from "./object_list.js";
import { ObjectPage } from "./object_page.js";
import {
  groups,
  type KindSection,
  type PageSection,
  type Section,
  sections,
} from "./sections.js";
import "./admin.css";
import "./parts.css";

export default function Administration(): JSX.Element {
  const { may } = useSession();
  const shown = sections.filter(({ area }) => may(area));
  return (
    <div className="admin">
      <nav className="admin-nav" aria-label="Administration">
        {groups.map((group) => (
          <Entries
            key={group}
            title={group}
            entries={shown.filter((one) => one.group === group)}
          />
        ))}
      </nav>
      <main className="page admin-page">
        <Switch>
          {shown.map((section) => (
            <Route key={section.id} path={`/admin/${section.id}/:id?`}>
              {({ id }) =>
                "kind" in section ? (
                  <KindPlace key={section.id} section={section} id={id} />
                ) : (
                  <PagePlace key={section.id} section={section} />
                )
              }
            </Route>
          ))}
          <Route>
            <Overview shown={shown} />
          </Route>
        </Switch>
      </main>
    </div>
  );
}

function Entries(props: {
  title: string;
  entries: readonly Section[];
}): JSX.Element | null {
  const { title, entries } = props;
  const [here] = useLocation();
  const isHere = (id: string): boolean =>
    here === `/admin/${id}` || here.startsWith(`/admin/${id}/`);
  if (entries.length === 0) return null;
  return (
    <div className="admin-group">
      <h2>{title}</h2>
      <ul>
        {entries.map(({ id, title: words, icon: Icon }) => (
          <li key={id}>
            <Link
              href={`/admin/${id}`}
              className={isHere(id) ? "admin-link here" : "admin-link"}
              aria-current={isHere(id) ? "true" : undefined}
              data-testid={`admin-${id}`}
            >
              <Icon className="icon" aria-hidden />
              {words}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What a kind is, loaded once. */
function KindPlace(props: {
  section: KindSection;
  id: string | undefined;
}): JSX.Element {
  const { section, id } = props;
  const loaded = useQuery({
    queryKey: ["kind", section.id],
    queryFn: async () => (await section.kind()).default,
    staleTime: Infinity,
    structuralSharing: false,
  });
  if (loaded.error !== null) {
    return <Failed why={loaded.error} again={() => void loaded.refetch()} />;
  }
  if (loaded.data === undefined) return <Loading what="Loading the page" />;
  return id === undefined ? (
    <ObjectList section={section} kind={loaded.data} />
  ) : (
    <ObjectPage section={section} kind={loaded.data} id={id} />
  );
}

function PagePlace({ section }: { section: PageSection }): JSX.Element {
  const Page = useMemo(() => lazy(section.page), [section]);
  return (
    <Suspense fallback={<Loading what="Loading the page" />}>
      <Page />
    </Suspense>
  );
}

function Overview({ shown }: { shown: readonly Section[] }): JSX.Element {
  const { me } = useSession();
  return (
    <div className="stack">
      <header className="page-head">
        <h1>{me.company_name}</h1>
        <p className="soft">What your centre is made of.</p>
      </header>
      {groups
        .map((group) => ({
          group,
          entries: shown.filter((one) => one.group === group),
        }))
        .filter(({ entries }) => entries.length > 0)
        .map(({ group, entries }) => (
          <section key={group} className="tile-group" aria-label={group}>
            <h2 className="faint small">{group}</h2>
            <ul className="tiles">
              {entries.map(({ id, title, text, icon: Icon }) => (
                <li key={id}>
                  <Link href={`/admin/${id}`} className="tile">
                    <Icon className="icon" aria-hidden />
                    <b>{title}</b>
                    <span className="soft small">{text}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}
