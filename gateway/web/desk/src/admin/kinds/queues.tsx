// Where work waits, and who serves it (Q1, N1, K1).
import type { Schemas } from "../../rest/client.js";
import { kindOf } from "../kind.js";
import { NamesOf } from "../names_of.js";
import { OfferedHere } from "../queue_parts.js";
import { basics } from "../queue_basics.js";
import { figures } from "../queue_figures.js";
import { handling } from "../queue_handling.js";
import {
  checkAnnouncement,
  checkOverflows,
  checkTexts,
  tidyAnnouncement,
  tidyOverflows,
} from "../queue_rules.js";
import { channelWords } from "../words.js";

type Queue = Schemas["Queue"];

export default kindOf<Queue>({
  path: "/api/v1/queues",
  noun: "queue",
  empty: "A flow leads chats to a queue. Add the first one.",
  columns: [
    {
      id: "channel",
      title: "Channel",
      cell: ({ channel }) => channelWords(channel),
    },
    {
      id: "groups",
      title: "Served by",
      isMinor: true,
      cell: ({ groups }) => (
        <NamesOf path="/api/v1/groups" ids={groups} none="Nobody" />
      ),
    },
    {
      id: "automatic",
      title: "Agents get it",
      isMinor: true,
      cell: ({ automatic, channel }) =>
        automatic === true || channel === "call" ? "By itself" : "By hand",
    },
    {
      id: "weight",
      title: "Weighting",
      isNumber: true,
      cell: ({ weight }) => weight,
    },
  ],
  fresh: {
    name: "",
    description: "",
    channel: "webchat",
    weight: 5,
    automatic: false,
    groups: [],
    overflows: {},
    agents_see_status: false,
    waiting: { length_max: 100, wait_when_nobody: false },
    policy: {
      wrapup_on: true,
      mode: "optional",
      wrapup_time: 60_000,
      extension_time: 60_000,
      extensions: 3,
      classification_required: false,
      classification_several: true,
      classification_text: false,
      classifications: [],
      interruption_notice: "",
      interruption_notices: {},
      inactivity_warning: "Are you still there? This chat will be closed soon.",
      inactivity_warnings: {},
    },
    call_wrapup: 0,
    kpis: { window: 900_000, answer_target: 30_000, alert_period: 300_000 },
  },
  tabs: [...basics, ...handling, ...figures],
  check: (queue) => ({
    ...checkOverflows(queue),
    ...checkAnnouncement(queue),
    ...checkTexts(
      "policy.interruption_notices",
      queue.policy?.interruption_notices,
    ),
    ...checkTexts(
      "policy.inactivity_warnings",
      queue.policy?.inactivity_warnings,
    ),
  }),
  tidy: (queue) => tidyAnnouncement(tidyOverflows(queue)),
  renamed: {
    length_max: "waiting.length_max",
    announcement: "waiting.announcement",
  },
  Extra: OfferedHere,
});
