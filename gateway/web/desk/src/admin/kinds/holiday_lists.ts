// Days that are not like others (F4); calendars name the lists.
import { checkHolidays, Holidays } from "../calendars/holidays.js";
import type { Schemas } from "../../rest/client.js";
import { description_field, name_field } from "./common.js";
import { kindOf } from "../kind.js";
import "../services/services.css";

export default kindOf<Schemas["HolidayList"]>({
  path: "/api/v1/holiday-lists",
  noun: "holiday list",
  empty: "Calendars are closed on the days of such a list. Add the first.",
  columns: [
    {
      id: "days",
      title: "Days",
      isNumber: true,
      cell: ({ holidays = [] }) => holidays.length,
    },
    {
      id: "description",
      title: "Description",
      isMinor: true,
      cell: ({ description }) => description ?? "",
    },
  ],
  fresh: { name: "", description: "", holidays: [] },
  check: checkHolidays,
  tabs: [
    {
      id: "general",
      title: "General",
      parts: [
        {
          fields: [name_field, description_field],
        },
        {
          title: "Days",
          fields: [
            { at: "holidays", label: "Days", as: "own", show: Holidays },
          ],
        },
      ],
    },
  ],
});
