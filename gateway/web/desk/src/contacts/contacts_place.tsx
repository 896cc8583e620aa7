// The place of contacts: all of them at the side, one of them beside.
import { ContactRound } from "lucide-react";
import { type JSX, lazy, Suspense } from "react";
import { Route, Switch, useLocation } from "wouter";
import { useSession } from "../session/session.js";
import { Empty, Loading } from "../ui/states.js";
import { ContactList } from "./contact_list.js";
import { ContactPage } from "./contact_page.js";
import "./contacts.css";
import "./place.css";

const Import = lazy(() => import("./import_page.js"));
const NewContact = lazy(() => import("./new_contact.js"));

export default function ContactsPlace(): JSX.Element {
  const [here] = useLocation();
  const { may } = useSession();
  const shown = decodeURIComponent(
    /^\/contacts\/([^/]+)/.exec(here)?.[1] ?? "",
  );
  return (
    <div className="contacts" data-shown={shown !== ""}>
      <ContactList shown={shown} />
      <main className="contacts-main">
        <Suspense fallback={<Loading what="Loading the page" />}>
          <Switch>
            {may("contacts", "modify") && (
              <Route path="/contacts/new">
                <NewContact />
              </Route>
            )}
            {may("contact_transfer", "modify") && (
              <Route path="/contacts/import">
                <Import />
              </Route>
            )}
            <Route path="/contacts/:id">
              {({ id }) => <ContactPage key={id} id={decodeURIComponent(id)} />}
            </Route>
            <Route>
              <Empty icon={ContactRound} title="Select a contact.">
                Search by the beginning of any word: a name, a company, an
                e-mail, a phone, a tag, a note.
              </Empty>
            </Route>
          </Switch>
        </Suspense>
      </main>
    </div>
  );
}
