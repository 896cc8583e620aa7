import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";

export default kindOf<Schemas["HolidayList"]>({
  path: "/api/v1/holiday-lists",
  noun: "holiday list",
  empty: "What is added here appears at the desks at once.",
  columns: [],
});
