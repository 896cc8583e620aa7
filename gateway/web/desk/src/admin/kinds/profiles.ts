import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["Profile"]>({
  path: "/api/v1/profiles",
  noun: "profile",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
