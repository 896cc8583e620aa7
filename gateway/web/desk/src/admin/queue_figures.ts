// Tabs of a queue: KPIs and alerts (K1), how long conversations are kept (M4).
import type { Schemas } from "../rest/client.js";
import type { FormTab } from "./kind.js";
import { day, isChat, isNoCall } from "./queue_rules.js";

type Queue = Schemas["Queue"];

export const figures: readonly FormTab<Queue>[] = [
  {
    id: "kpis",
    title: "KPIs and alerts",
    parts: [
      {
        title: "Targets",
        fields: [
          {
            at: "kpis.window",
            label: "Window",
            hint: "Figures are of the last so many minutes.",
            as: "time",
            isRequired: true,
            unit: "minutes",
            min: 1,
            max: 180,
          },
          {
            at: "kpis.answer_target",
            label: "Answered within",
            hint: "Counts for the service level.",
            as: "time",
            isRequired: true,
            unit: "seconds",
            min: 1,
            max: day,
          },
          {
            at: "kpis.chat_time_target",
            label: "Chat takes at most",
            as: "time",
            unit: "seconds",
            min: 1,
            max: day,
            empty: "No target",
            when: isNoCall,
          },
          {
            at: "kpis.response_target",
            label: "Agent responds within",
            as: "time",
            unit: "seconds",
            min: 1,
            max: day,
            empty: "No target",
            when: isNoCall,
          },
        ],
      },
      {
        title: "Alerts",
        text: "Empty ones alert nobody.",
        fields: [
          {
            at: "kpis.service_level_min",
            label: "Service level below",
            as: "number",
            min: 0,
            max: 100,
            unit: "%",
            empty: "Off",
          },
          {
            at: "kpis.availability_min",
            label: "Availability below",
            hint: "Of those offered, how many are answered.",
            as: "number",
            min: 0,
            max: 100,
            unit: "%",
            empty: "Off",
          },
          {
            at: "kpis.queue_fill_max",
            label: "Queue fuller than",
            hint: "Of its maximum length.",
            as: "number",
            min: 0,
            max: 100,
            unit: "%",
            empty: "Off",
          },
          {
            at: "kpis.agents_min",
            label: "Fewer agents than",
            as: "number",
            min: 0,
            max: 1_000,
            unit: "agents",
            empty: "Off",
          },
          {
            at: "kpis.alert_period",
            label: "Again every",
            hint: "While it lasts.",
            as: "time",
            isRequired: true,
            unit: "minutes",
            min: 1,
            max: 1_440,
          },
        ],
      },
    ],
  },
  {
    id: "retention",
    title: "Retention",
    when: isChat,
    parts: [
      {
        fields: [
          {
            at: "keep_conversations_days",
            label: "Keep conversations",
            hint: "Days after a chat has closed; then its text is deleted everywhere, and figures stay. Empty: for ever.",
            as: "number",
            min: 1,
            max: 36_500,
            unit: "days",
            empty: "For ever",
          },
        ],
      },
    ],
  },
];
