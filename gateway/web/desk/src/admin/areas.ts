// Areas of rights in words (A1). A test compares them with rights.hpp.

export interface Area {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Something that one does or does not: there is nothing to look at. */
  readonly isAct?: boolean;
}

export const area_groups: readonly {
  readonly title: string;
  readonly areas: readonly Area[];
}[] = [
  {
    title: "Work",
    areas: [
      {
        id: "desk",
        title: "Desk",
        text: "To have a desk: take chats, calls and work items.",
        isAct: true,
      },
      {
        id: "contacts",
        title: "Contacts",
        text: "Customers and their history.",
      },
      {
        id: "work_items",
        title: "Work items",
        text: "Offline forms to answer.",
      },
      {
        id: "text_blocks",
        title: "Text blocks",
        text: "View: use them, and keep own ones.",
      },
      { id: "scripts", title: "Scripts", text: "What to ask, step by step." },
    ],
  },
  {
    title: "Supervision",
    areas: [
      {
        id: "supervision",
        title: "Live board",
        text: "Queues, agents and chats as they are; observe chats.",
      },
      {
        id: "whisper",
        title: "Whisper",
        text: "Write to agents inside of their chats.",
        isAct: true,
      },
      {
        id: "take_over",
        title: "Take over",
        text: "Take a chat from an agent. Needs a desk as well.",
        isAct: true,
      },
      {
        id: "move",
        title: "Move",
        text: "Move waiting chats to another queue.",
        isAct: true,
      },
      {
        id: "force_status",
        title: "Set status",
        text: "Set agents on a break, change their channels, log them out.",
        isAct: true,
      },
      { id: "figures", title: "Figures", text: "Reports and wallboards." },
    ],
  },
  {
    title: "Administration",
    areas: [
      { id: "queues", title: "Queues", text: "Where work waits." },
      { id: "groups", title: "Groups", text: "Who works together." },
      { id: "users", title: "Users", text: "People, passwords, logins." },
      {
        id: "roles",
        title: "Roles and profiles",
        text: "Who changes these may have any right.",
      },
      { id: "services", title: "Webchat services", text: "Chats on websites." },
      {
        id: "flows",
        title: "Flows",
        text: "What talks before an agent comes.",
      },
      {
        id: "calendars",
        title: "Calendars",
        text: "Opening hours and holidays.",
      },
      {
        id: "classifications",
        title: "Classifications",
        text: "What chats were about.",
      },
      {
        id: "break_reasons",
        title: "Break reasons",
        text: "Why somebody is away.",
      },
      {
        id: "company",
        title: "Company",
        text: "Settings, blending, tags, custom fields.",
      },
    ],
  },
  {
    title: "Data and audit",
    areas: [
      {
        id: "contact_transfer",
        title: "Import and export",
        text: "Take all contacts in or out, or one person's data.",
      },
      {
        id: "conversations",
        title: "Deletion of conversations",
        text: "Delete what a contact has written, everywhere.",
      },
      { id: "audit", title: "Audit log", text: "Who did what, and when." },
      { id: "tokens", title: "API tokens", text: "Access for other programs." },
    ],
  },
];

export const area_ids: readonly string[] = area_groups.flatMap(({ areas }) =>
  areas.map(({ id }) => id),
);
