// Why somebody is away (P9).
import type { Schemas } from "../../rest/client.js";
import { description_field, name_field } from "./common.js";
import { kindOf } from "../kind.js";

type BreakReason = Schemas["BreakReason"];

const minutes = 60_000;

export default kindOf<BreakReason>({
  path: "/api/v1/break-reasons",
  noun: "break reason",
  empty: "Agents choose one of them when they go on a break. Add the first.",
  columns: [
    {
      id: "productive",
      title: "Counts as",
      cell: ({ productive }) => (productive === true ? "Work" : "Rest"),
    },
    {
      id: "interruptible",
      title: "Calls",
      isMinor: true,
      cell: ({ interruptible }) =>
        interruptible === true ? "May interrupt" : "Wait",
    },
    {
      id: "alert",
      title: "Reminder after",
      isNumber: true,
      isMinor: true,
      cell: ({ alert_after: after }) =>
        after === undefined ? "–" : `${after / minutes} min`,
    },
  ],
  fresh: { name: "", description: "", productive: false, interruptible: false },
  tabs: [
    {
      id: "general",
      title: "General",
      parts: [
        {
          fields: [
            name_field,
            description_field,
            {
              at: "productive",
              label: "Counts as work",
              hint: "Reports add it to the productive time, as for a training.",
              as: "flag",
            },
            {
              at: "interruptible",
              label: "Calls may interrupt it",
              hint: "If nobody else is free, a call goes to agents on this break.",
              as: "flag",
            },
            {
              at: "alert_after",
              label: "Remind the agent after",
              hint: "Empty: never.",
              as: "time",
              unit: "minutes",
              min: 1,
              max: 1439,
              empty: "Never",
            },
          ],
        },
      ],
    },
  ],
});
