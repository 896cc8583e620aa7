// What people may do (A1).
import type { Schemas } from "../../rest/client.js";
import { Tag } from "../../ui/parts.js";
import { area_ids } from "../areas.js";
import { description_max } from "../check.js";
import { name_field } from "./common.js";
import { kindOf } from "../kind.js";
import { RoleMatrix } from "../role_matrix.js";

type Role = Schemas["Role"];

/** Every company has these, and none may change them. */
const built_in: readonly string[] = ["agent", "supervisor", "administrator"];

function countOf(role: Role, privilege: string): number {
  const { privileges = {} } = role;
  return area_ids.filter((id) => privileges[id] === privilege).length;
}

export default kindOf<Role>({
  path: "/api/v1/roles",
  noun: "role",
  empty: "Add one if the built-in roles do not fit.",
  columns: [
    {
      id: "kind",
      title: "Kind",
      cell: ({ id = "" }) =>
        built_in.includes(id) ? (
          <Tag>Built in</Tag>
        ) : (
          <Tag tone="accent">Own</Tag>
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
    {
      id: "view",
      title: "Areas to view",
      isNumber: true,
      cell: (role) => countOf(role, "view"),
    },
    {
      id: "modify",
      title: "to modify",
      isNumber: true,
      cell: (role) => countOf(role, "modify"),
    },
  ],
  fresh: { name: "", description: "", privileges: {} },
  fixed: ({ id = "" }) =>
    built_in.includes(id)
      ? "This role is built in and stays as it is. Copy it to make one of your own."
      : undefined,
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
          ],
        },
        {
          title: "Rights",
          text: "Checked by the server at each request. Several roles of a user add up.",
          fields: [
            {
              at: "privileges",
              label: "Rights",
              as: "own",
              show: RoleMatrix,
            },
          ],
        },
      ],
    },
  ],
});
