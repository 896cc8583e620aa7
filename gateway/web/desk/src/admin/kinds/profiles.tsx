// What people see of a kind of objects: all or some of them (Q3).
import type { JSX } from "react";
import type { Schemas } from "../../rest/client.js";
import { Select } from "../../ui/choices.js";
import { description_max } from "../check.js";
import { name_field } from "./common.js";
import { type Field, kindOf } from "../kind.js";
import type { ObjectForm } from "../object_form.js";
import type { KindPath } from "../objects.js";
import { counted } from "../words.js";

type Profile = Schemas["Profile"];
type ProfileKind = NonNullable<Profile["kind"]>;

const kinds: readonly {
  id: ProfileKind;
  label: string;
  noun: string;
  path: KindPath;
}[] = [
  { id: "queues", label: "Queues", noun: "queue", path: "/api/v1/queues" },
  { id: "groups", label: "Groups", noun: "group", path: "/api/v1/groups" },
  { id: "users", label: "Users", noun: "user", path: "/api/v1/users" },
  {
    id: "services",
    label: "Webchat services",
    noun: "service",
    path: "/api/v1/services",
  },
  { id: "flows", label: "Flows", noun: "flow", path: "/api/v1/flows" },
];

/** The objects are of the kind, so another kind begins without any. */
function KindField({ form }: { form: ObjectForm<Profile> }): JSX.Element {
  return (
    <Select
      label="What it is about"
      hint="A user has at most one profile of each kind; without one, everything of it is seen."
      options={kinds}
      value={form.values.kind}
      error={form.errorAt("kind")}
      isRequired
      isDisabled={form.isFixed}
      data-testid="field-kind"
      onChange={(kind) => {
        form.put("kind", kind);
        form.put("objects", []);
      }}
    />
  );
}

const chosen: readonly Field<Profile>[] = kinds.map(
  ({ id, label, noun, path }) => ({
    at: "objects",
    label,
    as: "objects",
    of: path,
    none: `No ${noun} at all is seen.`,
    when: ({ all, kind }) => all !== true && kind === id,
  }),
);

export default kindOf<Profile>({
  path: "/api/v1/profiles",
  noun: "profile",
  empty: "Add one to show some people only some of the queues.",
  columns: [
    {
      id: "kind",
      title: "About",
      cell: ({ kind }) => kinds.find(({ id }) => id === kind)?.label,
    },
    {
      id: "shows",
      title: "Shows",
      cell: ({ all, objects = [], kind }) =>
        all === true
          ? "All"
          : counted(
              objects.length,
              kinds.find(({ id }) => id === kind)?.noun ?? "object",
            ),
    },
    {
      id: "description",
      title: "Description",
      isMinor: true,
      cell: ({ description }) => (
        <span className="soft">{description ?? ""}</span>
      ),
    },
  ],
  fresh: {
    name: "",
    description: "",
    kind: "queues",
    all: false,
    objects: [],
  },
  tabs: [
    {
      id: "general",
      title: "General",
      parts: [
        {
          fields: [
            name_field,
            {
              at: "description",
              label: "Description",
              as: "text",
              max: description_max,
            },
            {
              at: "kind",
              label: "What it is about",
              as: "own",
              show: KindField,
            },
            {
              at: "all",
              label: "Shows all of them",
              hint: "Those that come later, too.",
              as: "flag",
            },
            ...chosen,
          ],
        },
      ],
    },
  ],
});
