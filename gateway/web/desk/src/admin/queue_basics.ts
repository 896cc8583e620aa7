// Tabs of a queue: what it is, who serves it, who may wait (Q1).
import type { Schemas } from "../rest/client.js";
import { description_max, name_max } from "./check.js";
import type { FormTab } from "./kind.js";
import { GroupsOfQueue } from "./overflow_field.js";
import { day, isChat, isNoCall } from "./queue_rules.js";
import { channels } from "./words.js";

type Queue = Schemas["Queue"];

export const basics: readonly FormTab<Queue>[] = [
  {
    id: "general",
    title: "General",
    parts: [
      {
        fields: [
          {
            at: "name",
            label: "Name",
            as: "text",
            isRequired: true,
            max: name_max,
          },
          {
            at: "description",
            label: "Description",
            as: "text",
            max: description_max,
          },
          {
            at: "channel",
            label: "Channel",
            hint: "What waits here.",
            as: "choice",
            options: channels,
          },
        ],
      },
      {
        title: "Order and allocation",
        fields: [
          {
            at: "weight",
            label: "Weighting",
            hint: "Against other queues: more is served sooner. What it does to waiting times is on the page Blending.",
            as: "number",
            isRequired: true,
            min: 0,
            max: 100,
          },
          {
            at: "automatic",
            label: "Allocate automatically",
            hint: "Off: agents pick from the list by hand.",
            as: "flag",
            when: isNoCall,
          },
          {
            at: "webchats_per_agent_max",
            label: "Webchats per agent",
            hint: "How many one agent holds at most, of all queues. Empty: the company's number.",
            as: "number",
            min: 1,
            max: 25,
            empty: "Company's",
            when: isChat,
          },
          {
            at: "agents_see_status",
            label: "Agents see its status",
            hint: "Its length and waiting times, beside what waits.",
            as: "flag",
          },
        ],
      },
    ],
  },
  {
    id: "groups",
    title: "Groups",
    parts: [
      {
        title: "Who serves it",
        text: "The first group always serves. Up to four more help out, in this order, while one of their conditions holds.",
        fields: [
          { at: "groups", label: "Groups", as: "own", show: GroupsOfQueue },
        ],
      },
    ],
  },
  {
    id: "waiting",
    title: "Waiting",
    parts: [
      {
        title: "Who may wait",
        fields: [
          {
            at: "waiting.length_max",
            label: "Maximum length",
            hint: "Who comes when it is full takes the way “limit reached” of the flow.",
            as: "number",
            isRequired: true,
            min: 1,
            max: 10_000,
            unit: "items",
          },
          {
            at: "waiting.wait_when_nobody",
            label: "Wait when nobody is there",
            hint: "Off: without an agent who is logged in and not on a break, “limit reached” is taken at once.",
            as: "flag",
          },
          {
            at: "policy.queue_timeout",
            label: "Longest wait",
            hint: "After it the flow goes on by its way “timeout”. Empty: without end.",
            as: "time",
            unit: "seconds",
            min: 1,
            max: day,
            empty: "Off",
            when: isNoCall,
          },
        ],
      },
      {
        title: "Agents and customers who do not react",
        when: isNoCall,
        fields: [
          {
            at: "policy.alert_timeout",
            label: "Time to activate",
            hint: "An allocated chat that is not opened in time goes back to its place. Empty: it stays.",
            as: "time",
            unit: "seconds",
            min: 5,
            max: 600,
            empty: "Off",
          },
          {
            at: "policy.inactivity_timeout",
            label: "Customer's inactivity",
            hint: "Ends a chat whose customer says nothing; they are warned at 80 %. Parked chats are exempt. Empty: never.",
            as: "time",
            unit: "seconds",
            min: 30,
            max: day,
            empty: "Off",
          },
        ],
      },
    ],
  },
];
