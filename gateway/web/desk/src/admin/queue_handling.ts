// Tabs of a queue: wrapup and classification, what customers are told (Q1, N1).
import type { Schemas } from "../rest/client.js";
import type { FormTab } from "./kind.js";
import {
  AnnouncementSwitch,
  InactivityWarnings,
  InterruptionNotices,
} from "./queue_parts.js";
import {
  announces,
  hasWrapup,
  isCall,
  isNoCall,
  text_max,
  warns,
} from "./queue_rules.js";

type Queue = Schemas["Queue"];

export const handling: readonly FormTab<Queue>[] = [
  {
    id: "wrapup",
    title: "Wrapup",
    parts: [
      {
        title: "After a call",
        when: isCall,
        fields: [
          {
            at: "call_wrapup",
            label: "Wrapup time",
            hint: "The agent gets nothing else meanwhile. 0: none.",
            as: "time",
            isRequired: true,
            unit: "seconds",
            min: 0,
            max: 3_600,
          },
        ],
      },
      {
        title: "After a chat",
        when: isNoCall,
        fields: [
          {
            at: "policy.wrapup_on",
            label: "Wrapup",
            hint: "Off: a chat closes as soon as it ends.",
            as: "flag",
          },
          {
            at: "policy.mode",
            label: "How it ends",
            as: "choice",
            when: hasWrapup,
            options: [
              { id: "optional", label: "Optional: the time, or sooner" },
              { id: "until_done", label: "When the agent is done" },
              { id: "timed", label: "With the time, or sooner" },
              {
                id: "timed_no_early_exit",
                label: "With the time, not sooner",
              },
              { id: "on_request", label: "Only if the agent asks for it" },
            ],
          },
          {
            at: "policy.wrapup_time",
            label: "Wrapup time",
            as: "time",
            isRequired: true,
            unit: "seconds",
            min: 1,
            max: 3_600,
            when: hasWrapup,
          },
          {
            at: "policy.extension_time",
            label: "One extension",
            as: "time",
            isRequired: true,
            unit: "seconds",
            min: 1,
            max: 3_600,
            when: hasWrapup,
          },
          {
            at: "policy.extensions",
            label: "Extensions",
            hint: "How often the agent may extend.",
            as: "number",
            isRequired: true,
            min: 0,
            max: 99,
            when: hasWrapup,
          },
        ],
      },
      {
        title: "Classification",
        text: "What the chat was about, filed by the agent.",
        when: isNoCall,
        fields: [
          {
            at: "policy.classifications",
            label: "Classifications",
            hint: "With all that stands under them.",
            as: "objects",
            of: "/api/v1/classifications",
            none: "None are offered in this queue.",
          },
          {
            at: "policy.classification_required",
            label: "Required",
            hint: "A wrapup cannot be finished without one.",
            as: "flag",
          },
          {
            at: "policy.classification_several",
            label: "More than one",
            as: "flag",
          },
          {
            at: "policy.classification_text",
            label: "Own words",
            hint: "The agent's own words may be filed instead, or as well.",
            as: "flag",
          },
        ],
      },
    ],
  },
  {
    id: "announcements",
    title: "Announcements",
    when: isNoCall,
    parts: [
      {
        fields: [
          {
            at: "waiting.announcement",
            label: "Announcement",
            as: "own",
            show: AnnouncementSwitch,
          },
          {
            at: "waiting.announcement.text",
            label: "Text",
            hint: "<position> is the place in the queue, <time> the expected wait in minutes. One of the two.",
            as: "text",
            rows: 3,
            isRequired: true,
            max: text_max,
            when: announces,
          },
          {
            at: "waiting.announcement.every",
            label: "Again every",
            hint: "Empty: once.",
            as: "time",
            unit: "seconds",
            min: 10,
            max: 3_600,
            empty: "Once",
            when: announces,
          },
          {
            at: "waiting.announcement.condition.at_least",
            label: "Only from",
            hint: "Place or minutes when they came. Empty: always.",
            as: "number",
            min: 0,
            max: 10_000,
            empty: "–",
            when: announces,
          },
          {
            at: "waiting.announcement.condition.at_most",
            label: "Only up to",
            as: "number",
            min: 0,
            max: 10_000,
            empty: "–",
            when: announces,
          },
        ],
      },
    ],
  },
  {
    id: "notices",
    title: "Notices",
    when: isNoCall,
    parts: [
      {
        title: "A call interrupts the chat",
        text: "What the customer reads while the agent takes a call. Empty: nothing is said.",
        fields: [
          {
            at: "policy.interruption_notice",
            label: "Text",
            hint: "For languages that have no text of their own.",
            as: "text",
            rows: 2,
            max: text_max,
          },
          {
            at: "policy.interruption_notices",
            label: "Other languages",
            as: "own",
            show: InterruptionNotices,
          },
        ],
      },
      {
        title: "The customer says nothing",
        text: "What the customer reads before the chat ends.",
        when: warns,
        fields: [
          {
            at: "policy.inactivity_warning",
            label: "Text",
            hint: "For languages that have no text of their own.",
            as: "text",
            rows: 2,
            max: text_max,
          },
          {
            at: "policy.inactivity_warnings",
            label: "Other languages",
            as: "own",
            show: InactivityWarnings,
          },
        ],
      },
    ],
  },
];
