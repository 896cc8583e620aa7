import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["Calendar"]>({
  path: "/api/v1/calendars",
  noun: "calendar",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
