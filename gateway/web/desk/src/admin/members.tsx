// The members of a group. Members are settings of users, so each change here is
// one of a user, saved at once.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Schemas } from "../rest/client.js";
import { wordsOf } from "../rest/client.js";
import { useSession } from "../session/session.js";
import { useIsSlow } from "../ui/states.js";
import { useToasts } from "../ui/toasts.js";
import type { ExtraProps } from "./kind.js";
import { allQuery, changeObject, readObject, renew } from "./objects.js";
import { SkillsField } from "./skills_field.js";

type User = Schemas["User"];
const users = "/api/v1/users";

export function MemberCount({ group }: { group: string }): JSX.Element {
  const all = useQuery(allQuery<User>(users));
  const count = all.data?.filter(
    ({ groups }) => groups?.[group] !== undefined,
  ).length;
  return <>{count ?? "–"}</>;
}

export function Members(props: ExtraProps<Schemas["Group"]>): JSX.Element {
  const { id: group } = props;
  const { may } = useSession();
  const all = useQuery(allQuery<User>(users));
  const queries = useQueryClient();
  const toasts = useToasts();
  const [busy, setBusy] = useState(0);
  const isSlow = useIsSlow(busy > 0);
  const mayChange = may("users", "modify");
  const skills = Object.fromEntries(
    (all.data ?? []).flatMap(({ id = "", groups }) => {
      const skill = groups?.[group];
      return skill === undefined ? [] : [[id, skill] as const];
    }),
  );
  const set = async (user: string, skill: number): Promise<void> => {
    setBusy((before) => before + 1);
    try {
      // Only this group is named, so nothing that others change is lost.
      const { etag } = await readObject<User>(users, user);
      const groups = { [group]: skill === 0 ? null : skill };
      await changeObject<User>(users, user, { groups }, etag);
    } catch (why) {
      toasts.show(wordsOf(why), "bad");
    }
    await renew(queries, users);
    setBusy((before) => before - 1);
  };
  return (
    <section className="part" aria-label="Members" data-testid="members">
      <header className="part-head">
        <h2>Members</h2>
        <p className="soft small" role="status">
          {isSlow
            ? "Saving…"
            : "What is changed here is saved at once, and holds from the next chat on."}
        </p>
      </header>
      <SkillsField
        label="Users"
        hint="Of those who are free, work goes to the highest skill."
        error={all.error === null ? undefined : wordsOf(all.error)}
        of={users}
        none={
          all.isPending
            ? "Loading…"
            : "Nobody is in it yet, so nobody serves its queues."
        }
        value={skills}
        isDisabled={!mayChange}
        set={(user, skill) => void set(user, skill)}
      />
    </section>
  );
}
