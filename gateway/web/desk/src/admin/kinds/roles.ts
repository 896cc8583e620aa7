import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["Role"]>({
  path: "/api/v1/roles",
  noun: "role",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
