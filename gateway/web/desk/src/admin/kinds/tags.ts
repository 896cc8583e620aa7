import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["Tag"]>({
  path: "/api/v1/tags",
  noun: "tag",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
