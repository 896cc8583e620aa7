// What the administration has an entry for: kinds of objects, with the area of
// rights that shows them.
import {
  BookOpenText,
  CalendarClock,
  CalendarOff,
  Coffee,
  Inbox,
  KeyRound,
  type LucideIcon,
  MessageSquareCode,
  ScanEye,
  ScrollText,
  Tags,
  TextCursorInput,
  UserRound,
  UsersRound,
} from "lucide-react";
import type { paths } from "../generated/openapi.js";

/** Paths that list objects of a kind. */
export type ListPath = {
  [P in keyof paths]: paths[P] extends {
    get: {
      responses: {
        200: { content: { "application/json": { items: { id?: string }[] } } };
      };
      parameters: { query?: { search?: string } };
    };
  }
    ? P
    : never;
}[keyof paths];

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly area: string;
  readonly icon: LucideIcon;
  readonly path: ListPath;
}

export const sections: readonly Section[] = [
  {
    id: "queues",
    title: "Queues",
    text: "Where work waits, and who serves it.",
    area: "queues",
    icon: Inbox,
    path: "/api/v1/queues",
  },
  {
    id: "users",
    title: "Users",
    text: "People who log in.",
    area: "users",
    icon: UserRound,
    path: "/api/v1/users",
  },
  {
    id: "groups",
    title: "Groups",
    text: "Who works together, and with which skill.",
    area: "groups",
    icon: UsersRound,
    path: "/api/v1/groups",
  },
  {
    id: "roles",
    title: "Roles",
    text: "What people may do.",
    area: "roles",
    icon: KeyRound,
    path: "/api/v1/roles",
  },
  {
    id: "profiles",
    title: "Profiles",
    text: "What people see.",
    area: "roles",
    icon: ScanEye,
    path: "/api/v1/profiles",
  },
  {
    id: "services",
    title: "Webchat services",
    text: "The chat on your websites.",
    area: "services",
    icon: MessageSquareCode,
    path: "/api/v1/services",
  },
  {
    id: "calendars",
    title: "Calendars",
    text: "Opening hours.",
    area: "calendars",
    icon: CalendarClock,
    path: "/api/v1/calendars",
  },
  {
    id: "holiday-lists",
    title: "Holidays",
    text: "Days that are not like others.",
    area: "calendars",
    icon: CalendarOff,
    path: "/api/v1/holiday-lists",
  },
  {
    id: "classifications",
    title: "Classifications",
    text: "What chats were about.",
    area: "classifications",
    icon: Tags,
    path: "/api/v1/classifications",
  },
  {
    id: "break-reasons",
    title: "Break reasons",
    text: "Why somebody is away.",
    area: "break_reasons",
    icon: Coffee,
    path: "/api/v1/break-reasons",
  },
  {
    id: "text-blocks",
    title: "Text blocks",
    text: "Texts that agents find with /.",
    area: "text_blocks",
    icon: TextCursorInput,
    path: "/api/v1/text-blocks",
  },
  {
    id: "scripts",
    title: "Scripts",
    text: "What to ask, step by step.",
    area: "scripts",
    icon: ScrollText,
    path: "/api/v1/scripts",
  },
  {
    id: "tags",
    title: "Tags",
    text: "Coloured words on contacts.",
    area: "company",
    icon: BookOpenText,
    path: "/api/v1/tags",
  },
];
