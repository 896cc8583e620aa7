// Settings of a queue that are more than one value.
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { Link } from "wouter";
import type { Schemas } from "../rest/client.js";
import { useSession } from "../session/session.js";
import { Switch } from "../ui/fields.js";
import type { ExtraProps } from "./kind.js";
import type { ObjectForm } from "./object_form.js";
import { allQuery, nameOf } from "./objects.js";
import { TextsField } from "./texts_field.js";

type Queue = Schemas["Queue"];
type FormOf = { form: ObjectForm<Queue> };

/** N1: there is an announcement, or there is none. */
export function AnnouncementSwitch({ form }: FormOf): JSX.Element {
  const announcement = form.values.waiting?.announcement;
  return (
    <Switch
      isSelected={announcement !== undefined}
      isDisabled={form.isFixed}
      hint="Told to who waits, first right after they have come."
      data-testid="field-waiting.announcement"
      onChange={(isOn) => {
        form.put(
          "waiting.announcement",
          isOn
            ? { text: "You are number <position> in the queue.", every: 60_000 }
            : undefined,
        );
      }}
    >
      Announce the position or the wait
    </Switch>
  );
}

export function InterruptionNotices({ form }: FormOf): JSX.Element {
  return (
    <TextsField
      label="Notice of an interruption in other languages"
      value={form.values.policy?.interruption_notices ?? {}}
      errorAt={(language) =>
        form.errors[`policy.interruption_notices.${language}`]
      }
      isDisabled={form.isFixed}
      set={(texts) => {
        form.put("policy.interruption_notices", texts);
      }}
      data-testid="field-policy.interruption_notices"
    />
  );
}

export function InactivityWarnings({ form }: FormOf): JSX.Element {
  return (
    <TextsField
      label="Warning of inactivity in other languages"
      value={form.values.policy?.inactivity_warnings ?? {}}
      errorAt={(language) =>
        form.errors[`policy.inactivity_warnings.${language}`]
      }
      isDisabled={form.isFixed}
      set={(texts) => {
        form.put("policy.inactivity_warnings", texts);
      }}
      data-testid="field-policy.inactivity_warnings"
    />
  );
}

/** X1: what agents are offered in chats of this queue is said where it is kept. */
export function OfferedHere({ id }: ExtraProps<Queue>): JSX.Element | null {
  const { may } = useSession();
  const hasBlocks = may("text_blocks");
  const hasScripts = may("scripts");
  if (!hasBlocks && !hasScripts) return null;
  return (
    <section className="part" aria-label="Offered in this queue">
      <header className="part-head">
        <h2>Offered in this queue</h2>
        <p className="soft small">
          What agents find while they work here. Each is kept at its own page.
        </p>
      </header>
      <div className="part-inside offered">
        {hasBlocks && <BlocksOf queue={id} />}
        {hasScripts && <ScriptsOf queue={id} />}
      </div>
    </section>
  );
}

function BlocksOf({ queue }: { queue: string }): JSX.Element {
  const all = useQuery(
    allQuery<Schemas["TextBlock"]>("/api/v1/text-blocks"),
  ).data;
  const own = all?.filter(
    ({ scope, owner }) =>
      scope === "company" || (scope === "queue" && owner === queue),
  );
  return <Offered title="Text blocks" place="text-blocks" all={own} />;
}

function ScriptsOf({ queue }: { queue: string }): JSX.Element {
  const all = useQuery(allQuery<Schemas["Script"]>("/api/v1/scripts")).data;
  const own = all?.filter(
    ({ queues = [] }) => queues.length === 0 || queues.includes(queue),
  );
  return <Offered title="Scripts" place="scripts" all={own} />;
}

function Offered(props: {
  title: string;
  place: string;
  all: readonly { id?: string; name?: string }[] | undefined;
}): JSX.Element {
  const { title, place, all } = props;
  return (
    <div>
      <h3 className="small">{title}</h3>
      {all?.length === 0 && <p className="soft small">None yet.</p>}
      <ul className="chips">
        {all?.map((one) => (
          <li key={one.id} className="chip">
            <Link href={`/admin/${place}/${one.id ?? ""}`} className="cut">
              {nameOf(one)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
