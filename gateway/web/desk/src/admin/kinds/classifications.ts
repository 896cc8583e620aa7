import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["Classification"]>({
  path: "/api/v1/classifications",
  noun: "classification",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
