import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["Service"]>({
  path: "/api/v1/services",
  noun: "service",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
