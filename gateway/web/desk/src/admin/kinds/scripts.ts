import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["Script"]>({
  path: "/api/v1/scripts",
  noun: "script",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
