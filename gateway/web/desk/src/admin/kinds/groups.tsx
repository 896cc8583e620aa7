// Who works together, and with which skill (O3, P6).
import type { Schemas } from "../../rest/client.js";
import { name_field } from "./common.js";
import { kindOf } from "../kind.js";
import { Members, MemberCount } from "../members.js";

export default kindOf<Schemas["Group"]>({
  path: "/api/v1/groups",
  noun: "group",
  empty: "A queue is served by groups, so begin with one of them.",
  columns: [
    {
      id: "members",
      title: "Members",
      isNumber: true,
      cell: ({ id }) => <MemberCount group={id ?? ""} />,
    },
  ],
  fresh: { name: "" },
  tabs: [
    {
      id: "general",
      title: "General",
      parts: [
        {
          fields: [name_field],
        },
      ],
    },
  ],
  Extra: Members,
});
