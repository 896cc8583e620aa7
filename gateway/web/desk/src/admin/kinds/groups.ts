import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["Group"]>({
  path: "/api/v1/groups",
  noun: "group",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
