// Opening hours (F4).
import { Dates, Weekly } from "../calendars/hours_fields.js";
import { type Calendar, checkCalendar } from "../calendars/hours.js";
import { CalendarPreview } from "../calendars/preview.js";
import { ownZone, Zone } from "../calendars/zone.js";
import { description_field, name_field } from "./common.js";
import { kindOf } from "../kind.js";
import "../calendars/calendars.css";
import "../services/services.css";

export default kindOf<Calendar>({
  path: "/api/v1/calendars",
  noun: "calendar",
  empty:
    "Flows branch by opening hours. Add a calendar that says when it is open.",
  columns: [
    { id: "zone", title: "Time zone", cell: ({ zone }) => zone ?? "" },
    {
      id: "description",
      title: "Description",
      isMinor: true,
      cell: ({ description }) => description ?? "",
    },
    {
      id: "holidays",
      title: "Holidays",
      isMinor: true,
      cell: ({ holiday_lists: lists = [] }) =>
        lists.length === 0 ? "–" : lists.join(", "),
    },
  ],
  fresh: {
    name: "",
    description: "",
    zone: ownZone(),
    weekly: [
      {
        days: ["monday", "tuesday", "wednesday", "thursday", "friday"],
        from: "08:00",
        until: "18:00",
      },
    ],
    dates: [],
    holiday_lists: [],
  },
  check: checkCalendar,
  Extra: CalendarPreview,
  tabs: [
    {
      id: "general",
      title: "General",
      parts: [
        {
          fields: [
            name_field,
            description_field,
            { at: "zone", label: "Time zone", as: "own", show: Zone },
          ],
        },
        {
          title: "Each week",
          text: "Hours that end at or before they begin end on the next day. 24:00 is the end of a day.",
          fields: [{ at: "weekly", label: "Hours", as: "own", show: Weekly }],
        },
        {
          title: "Certain dates",
          text: "They stand before holidays, which stand before the week.",
          fields: [{ at: "dates", label: "Dates", as: "own", show: Dates }],
        },
        {
          title: "Holidays",
          fields: [
            {
              at: "holiday_lists",
              label: "Lists",
              hint: "On their days it is closed.",
              as: "objects",
              of: "/api/v1/holiday-lists",
              none: "No holidays.",
              max: 16,
            },
          ],
        },
      ],
    },
  ],
});
