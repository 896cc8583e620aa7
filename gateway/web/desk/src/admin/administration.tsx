// The administration: an entry for everything a company has.
import type { JSX } from "react";
import { Link, Route, Switch } from "wouter";
import { useSession } from "../session/session.js";
import { ObjectList } from "./object_list.js";
import { sections } from "./sections.js";
import "./admin.css";

export default function Administration(): JSX.Element {
  const { may } = useSession();
  const shown = sections.filter(({ area }) => may(area));
  return (
    <div className="admin">
      <nav className="admin-nav" aria-label="Administration">
        <h2>Administration</h2>
        <ul>
          {shown.map(({ id, title, icon: Icon }) => (
            <li key={id}>
              <Link
                href={`/admin/${id}`}
                className={(isHere) =>
                  isHere ? "admin-link here" : "admin-link"
                }
                data-testid={`admin-${id}`}
              >
                <Icon className="icon" aria-hidden />
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main className="page">
        <Switch>
          {shown.map((section) => (
            <Route key={section.id} path={`/admin/${section.id}`}>
              <ObjectList key={section.id} section={section} />
            </Route>
          ))}
          <Route>
            <Overview />
          </Route>
        </Switch>
      </main>
    </div>
  );
}

function Overview(): JSX.Element {
  const { may, me } = useSession();
  return (
    <div className="stack">
      <header className="page-head">
        <h1>{me.company_name}</h1>
        <p className="soft">What your centre is made of.</p>
      </header>
      <ul className="tiles">
        {sections
          .filter(({ area }) => may(area))
          .map(({ id, title, text, icon: Icon }) => (
            <li key={id}>
              <Link href={`/admin/${id}`} className="tile">
                <Icon className="icon" aria-hidden />
                <b>{title}</b>
                <span className="soft small">{text}</span>
              </Link>
            </li>
          ))}
      </ul>
    </div>
  );
}
