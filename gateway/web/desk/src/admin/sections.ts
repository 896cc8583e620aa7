// What the administration has an entry for, a row each. A kind of objects is
// described in a file of its own under `kinds/`; other pages are components.
// Both are loaded when somebody goes there.
import {
  BookOpenText,
  Building2,
  CalendarClock,
  CalendarOff,
  Coffee,
  ContactRound,
  Inbox,
  KeyRound,
  type LucideIcon,
  MessageSquareCode,
  Scale,
  ScanEye,
  ScrollText,
  ShieldCheck,
  Tags,
  TextCursorInput,
  UserRound,
  UsersRound,
  Workflow,
} from "lucide-react";
import type { ComponentType } from "react";
import type { Privilege } from "../rest/login.js";
import type { AnyKind } from "./kind.js";

interface Entry {
  /** In addresses; of a kind the end of its path: `break-reasons`. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** The area of rights that shows it. */
  readonly area: string;
  readonly icon: LucideIcon;
  readonly group: Group;
}

export interface KindSection extends Entry {
  readonly kind: () => Promise<{ default: AnyKind }>;
  /** The privilege that changing takes; `modify` if it is missing. */
  readonly writes?: Privilege;
}

export interface PageSection extends Entry {
  readonly page: () => Promise<{ default: ComponentType }>;
}

export type Section = KindSection | PageSection;

/** Titles in the list of entries, in this order. */
export const groups = [
  "Work",
  "People",
  "Website",
  "Contents",
  "Company",
] as const;
export type Group = (typeof groups)[number];

export const sections: readonly Section[] = [
  {
    id: "queues",
    title: "Queues",
    text: "Where work waits, and who serves it.",
    area: "queues",
    icon: Inbox,
    group: "Work",
    kind: () => import("./kinds/queues.js"),
  },
  {
    id: "blending",
    title: "Blending",
    text: "The order of calls, webchats, emails and work items.",
    area: "company",
    icon: Scale,
    group: "Work",
    page: () => import("./pages/blending.js"),
  },
  {
    id: "break-reasons",
    title: "Break reasons",
    text: "Why somebody is away.",
    area: "break_reasons",
    icon: Coffee,
    group: "Work",
    kind: () => import("./kinds/break_reasons.js"),
  },
  {
    id: "users",
    title: "Users",
    text: "People who log in.",
    area: "users",
    icon: UserRound,
    group: "People",
    kind: () => import("./kinds/users.js"),
  },
  {
    id: "groups",
    title: "Groups",
    text: "Who works together, and with which skill.",
    area: "groups",
    icon: UsersRound,
    group: "People",
    kind: () => import("./kinds/groups.js"),
  },
  {
    id: "roles",
    title: "Roles",
    text: "What people may do.",
    area: "roles",
    icon: KeyRound,
    group: "People",
    kind: () => import("./kinds/roles.js"),
  },
  {
    id: "profiles",
    title: "Profiles",
    text: "What people see.",
    area: "roles",
    icon: ScanEye,
    group: "People",
    kind: () => import("./kinds/profiles.js"),
  },
  {
    id: "services",
    title: "Webchat services",
    text: "The chat on your websites.",
    area: "services",
    icon: MessageSquareCode,
    group: "Website",
    kind: () => import("./kinds/services.js"),
  },
  {
    id: "flows",
    title: "Flows",
    text: "What happens before an agent comes.",
    area: "flows",
    icon: Workflow,
    group: "Website",
    kind: () => import("./kinds/flows.js"),
  },
  {
    id: "calendars",
    title: "Calendars",
    text: "Opening hours.",
    area: "calendars",
    icon: CalendarClock,
    group: "Website",
    kind: () => import("./kinds/calendars.js"),
  },
  {
    id: "holiday-lists",
    title: "Holidays",
    text: "Days that are not like others.",
    area: "calendars",
    icon: CalendarOff,
    group: "Website",
    kind: () => import("./kinds/holiday_lists.js"),
  },
  {
    id: "classifications",
    title: "Classifications",
    text: "What chats were about.",
    area: "classifications",
    icon: Tags,
    group: "Contents",
    page: () => import("./classifications.js"),
  },
  {
    id: "text-blocks",
    title: "Text blocks",
    text: "Texts that agents find with /.",
    area: "text_blocks",
    icon: TextCursorInput,
    group: "Contents",
    kind: () => import("./kinds/text_blocks.js"),
  },
  {
    id: "scripts",
    title: "Scripts",
    text: "What to ask, step by step.",
    area: "scripts",
    icon: ScrollText,
    group: "Contents",
    kind: () => import("./kinds/scripts.js"),
  },
  {
    id: "custom-fields",
    title: "Contact fields",
    text: "What you keep of contacts.",
    area: "company",
    icon: ContactRound,
    group: "Contents",
    kind: () => import("./kinds/custom_fields.js"),
  },
  {
    id: "tags",
    title: "Tags",
    text: "Coloured words on contacts.",
    area: "company",
    icon: BookOpenText,
    group: "Contents",
    kind: () => import("./kinds/tags.js"),
  },
  {
    id: "company",
    title: "Settings",
    text: "Defaults, graces, channels, interruptions, files.",
    area: "company",
    icon: Building2,
    group: "Company",
    page: () => import("./pages/company.js"),
  },
  {
    id: "audit",
    title: "Audit log",
    text: "Who did what, when and from where.",
    area: "audit",
    icon: ShieldCheck,
    group: "Company",
    page: () => import("./pages/audit.js"),
  },
];
