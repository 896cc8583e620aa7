// How each queue uses the classifications: whether one is needed, whether several
// may be chosen, whether agents may write their own words. Changed at once.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { JSX } from "react";
import { Link } from "wouter";
import { type Schemas, wordsOf } from "../rest/client.js";
import { useSession } from "../session/session.js";
import { useToasts } from "../ui/toasts.js";
import type { Classification } from "./classification_tree.js";
import { allQuery, changeObject, readObject, renew } from "./objects.js";

type Queue = Schemas["Queue"];
type Setting =
  "classification_required" | "classification_several" | "classification_text";

const path = "/api/v1/queues";

/** What holds where a queue says nothing. */
const settings: readonly { at: Setting; title: string; unsaid: boolean }[] = [
  { at: "classification_required", title: "Needed", unsaid: false },
  { at: "classification_several", title: "Several", unsaid: true },
  { at: "classification_text", title: "Own words", unsaid: false },
];

export function ClassifyingQueues({
  all,
}: {
  all: readonly Classification[];
}): JSX.Element | null {
  const { may } = useSession();
  const toasts = useToasts();
  const queries = useQueryClient();
  const { data = [] } = useQuery(allQuery<Queue>(path));
  const chats = data.filter(({ channel = "webchat" }) => channel === "webchat");
  const set = async (id: string, at: Setting, isOn: boolean): Promise<void> => {
    try {
      const { etag } = await readObject<Queue>(path, id);
      await changeObject<Queue>(path, id, { policy: { [at]: isOn } }, etag);
    } catch (why) {
      toasts.show(wordsOf(why), "bad");
    }
    await renew(queries, path);
  };
  if (chats.length === 0) return null;
  const nameOf = (id: string): string =>
    all.find((one) => one.id === id)?.name ?? id;
  return (
    <section className="part" aria-label="In the queues">
      <header className="part-head">
        <h2>In the queues</h2>
        <p className="soft small">
          Which of them a queue offers is set on the queue’s page.
        </p>
      </header>
      <div className="table-scroll">
        <table className="table tree-queues">
          <thead>
            <tr>
              <th scope="col">Queue</th>
              <th scope="col" data-minor="true">
                Offers
              </th>
              {settings.map(({ at, title }) => (
                <th key={at} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {chats.map(({ id = "", name = id, policy }) => (
              <tr key={id} data-testid="classifying-queue" data-id={id}>
                <td>
                  <Link href={`/admin/queues/${id}`}>{name}</Link>
                </td>
                <td data-minor="true" className="soft small">
                  {(policy?.classifications ?? []).map(nameOf).join(", ") ||
                    "nothing"}
                </td>
                {settings.map(({ at, title, unsaid }) => (
                  <td key={at}>
                    <input
                      type="checkbox"
                      role="switch"
                      className="switch"
                      aria-label={`${title} in ${name}`}
                      data-testid={at}
                      disabled={!may("queues", "modify")}
                      checked={policy?.[at] ?? unsaid}
                      onChange={(event) =>
                        void set(id, at, event.target.checked)
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
