// People who log in (A1).
import type { JSX } from "react";
import type { Schemas } from "../../rest/client.js";
import { name_max } from "../check.js";
import { name_field } from "./common.js";
import { kindOf } from "../kind.js";
import { NamesOf } from "../names_of.js";
import type { ObjectForm } from "../object_form.js";
import { withValue } from "../patch.js";
import { SkillsField } from "../skills_field.js";
import { UserAccess } from "../user_access.js";
import { channels } from "../words.js";

type User = Schemas["User"];

function Groups({ form }: { form: ObjectForm<User> }): JSX.Element {
  return (
    <SkillsField
      label="Groups"
      hint="The skill decides who gets work first: 5 before 1."
      error={form.errorAt("groups")}
      of="/api/v1/groups"
      none="In no group: no queue is served."
      value={form.values.groups ?? {}}
      isDisabled={form.isFixed}
      set={(group, skill) => {
        const all = form.values.groups ?? {};
        form.put(
          "groups",
          skill === 0
            ? withValue(all, group, undefined)
            : { ...all, [group]: skill },
        );
      }}
      data-testid="field-groups"
    />
  );
}

export default kindOf<User>({
  path: "/api/v1/users",
  noun: "user",
  empty: "Add the people who work here.",
  columns: [
    { id: "login", title: "Login", cell: ({ login }) => <code>{login}</code> },
    {
      id: "roles",
      title: "Roles",
      cell: ({ roles }) => (
        <NamesOf path="/api/v1/roles" ids={roles} none="Agent" />
      ),
    },
    {
      id: "groups",
      title: "Groups",
      isMinor: true,
      cell: ({ groups }) => (
        <NamesOf path="/api/v1/groups" ids={Object.keys(groups ?? {})} />
      ),
    },
  ],
  fresh: { name: "", login: "", roles: ["agent"], groups: {}, profiles: [] },
  copied: (user) => ({ ...user, login: "" }),
  tabs: [
    {
      id: "general",
      title: "General",
      parts: [
        {
          title: "Person",
          fields: [
            { ...name_field, hint: "Customers see it beside the lines." },
            {
              at: "login",
              label: "Login",
              hint: "What they type to log in. Passwords are given once the user is added.",
              as: "text",
              isRequired: true,
              max: name_max,
            },
          ],
        },
        {
          title: "Rights",
          fields: [
            {
              at: "roles",
              label: "Roles",
              hint: "What they may do; several add up.",
              as: "objects",
              of: "/api/v1/roles",
              none: "Without a role they are an agent.",
            },
            {
              at: "profiles",
              label: "Profiles",
              hint: "What they see; at most one of each kind.",
              as: "objects",
              of: "/api/v1/profiles",
              none: "Without a profile they see everything.",
            },
          ],
        },
        {
          title: "Work",
          fields: [
            { at: "groups", label: "Groups", as: "own", show: Groups },
            {
              at: "webchats_max",
              label: "Webchats at the same time",
              hint: "Lower than that of the queue, if this person needs it. Empty: the queue's.",
              as: "number",
              min: 1,
              max: 25,
              empty: "Queue's",
            },
            {
              at: "channels",
              label: "Channels",
              as: "choices",
              options: channels,
              all: "All channels",
            },
            {
              at: "queues",
              label: "Queues",
              hint: "A profile for queues narrows it further.",
              as: "objects",
              of: "/api/v1/queues",
              none: "No queue at all is seen.",
              all: "All queues",
            },
          ],
        },
      ],
    },
  ],
  check: ({ channels: some }) =>
    some?.length === 0
      ? { channels: "Choose one at least, or all channels." }
      : {},
  Extra: UserAccess,
});
