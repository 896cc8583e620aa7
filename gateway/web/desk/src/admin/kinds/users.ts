import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["User"]>({
  path: "/api/v1/users",
  noun: "user",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
