import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["TextBlock"]>({
  path: "/api/v1/text-blocks",
  noun: "text block",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
