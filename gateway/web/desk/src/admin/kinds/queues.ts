import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["Queue"]>({
  path: "/api/v1/queues",
  noun: "queue",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
