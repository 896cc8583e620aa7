// Texts that agents find with `/`: for all, a group, a queue, or one person (X1).
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { filled } from "../../agent/text_blocks.js";
import type { Schemas } from "../../rest/client.js";
import { useSession } from "../../session/session.js";
import { Select } from "../../ui/choices.js";
import { name_field } from "./common.js";
import { ObjectField } from "../field.js";
import { kindOf } from "../kind.js";
import type { ObjectForm } from "../object_form.js";
import { allQuery, nameOf } from "../objects.js";
import "./contents.css";

type TextBlock = Schemas["TextBlock"];
type Scope = NonNullable<TextBlock["scope"]>;
type Form = { form: ObjectForm<TextBlock> };

const text_max = 4000;

const scopes: readonly { id: Scope; label: string; hint: string }[] = [
  { id: "company", label: "Everybody", hint: "all agents" },
  { id: "group", label: "A group", hint: "its members" },
  { id: "queue", label: "A queue", hint: "in its chats" },
  { id: "personal", label: "One person", hint: "nobody else" },
];

const owners = {
  group: { of: "/api/v1/groups", label: "Group" },
  queue: { of: "/api/v1/queues", label: "Queue" },
  personal: { of: "/api/v1/users", label: "Person" },
} as const;

function ForWhom({ form }: Form): JSX.Element {
  const { me } = useSession();
  const { scope = "company", owner } = form.values;
  return (
    <>
      <Select
        label="Who finds it"
        options={scopes}
        value={scope}
        isDisabled={form.isFixed}
        error={form.errorAt("scope")}
        data-testid="field-scope"
        onChange={(chosen) => {
          form.put("scope", chosen);
          form.put("owner", chosen === "personal" ? me.agent : undefined);
        }}
      />
      {scope !== "company" && (
        <ObjectField
          key={scope}
          {...owners[scope]}
          isRequired
          isDisabled={form.isFixed}
          value={owner === "" ? undefined : owner}
          error={form.errorAt("owner")}
          data-testid="field-owner"
          onChange={(chosen) => {
            form.put("owner", chosen);
          }}
        />
      )}
    </>
  );
}

function Preview({ form }: Form): JSX.Element {
  const { me, may } = useSession();
  const queues = useQuery({
    ...allQuery("/api/v1/queues"),
    enabled: may("queues"),
  });
  const { text = "", scope, owner } = form.values;
  const queue =
    queues.data?.find(({ id }) => scope !== "queue" || id === owner) ?? {};
  return (
    <section className="block-preview" aria-label="Preview">
      <h2>What the customer sees</h2>
      <p className="soft small">
        <code>&lt;agent&gt;</code>, <code>&lt;customer&gt;</code> and{" "}
        <code>&lt;queue&gt;</code> are filled in.
      </p>
      <p className="block-bubble" data-testid="block-preview">
        {text === ""
          ? "…"
          : filled(text, {
              agent: me.name,
              customer: "Zoë Brown",
              queue: nameOf(queue) || "Sales",
            })}
      </p>
    </section>
  );
}

export default kindOf<TextBlock>({
  path: "/api/v1/text-blocks",
  noun: "text block",
  empty: "What agents write often, found by / in a chat. Add the first.",
  columns: [
    {
      id: "scope",
      title: "For",
      cell: ({ scope = "company" }) =>
        scopes.find(({ id }) => id === scope)?.label,
    },
    {
      id: "text",
      title: "Text",
      isMinor: true,
      cell: ({ text = "" }) => <span className="cell-text">{text}</span>,
    },
  ],
  fresh: { name: "", text: "", scope: "company" },
  check: ({ scope = "company", owner = "" }) =>
    scope === "company" || owner !== "" ? {} : { owner: "Needed." },
  tabs: [
    {
      id: "general",
      title: "General",
      parts: [
        {
          fields: [
            {
              ...name_field,
              hint: "Agents find it by / and the beginning of it.",
            },
            { at: "scope", label: "Who finds it", as: "own", show: ForWhom },
            {
              at: "text",
              label: "Text",
              as: "text",
              isRequired: true,
              rows: 6,
              max: text_max,
            },
            { at: "id", label: "Preview", as: "own", show: Preview },
          ],
        },
      ],
    },
  ],
});
