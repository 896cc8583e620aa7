// What a merge would do, before it is done. Pure; the rules are the server's.
import { type Contact, type CustomField, nameOf } from "./contact.js";

export interface MergeRow {
  readonly label: string;
  /** What the contact that stays has, or gets. */
  readonly becomes: string;
  /** Comes from the other one. */
  readonly isNew: boolean;
  /** The other one's, which only the undo brings back. */
  readonly dropped: string;
}

const texts = [
  ["account", "Account"],
  ["first_name", "First name"],
  ["last_name", "Last name"],
  ["company", "Company"],
  ["address", "Address"],
] as const;

const lists = [
  ["emails", "E-mail"],
  ["phones", "Phone"],
] as const;

function textRow(label: string, ours: string, theirs: string): MergeRow[] {
  if (ours === "" && theirs === "") return [];
  const isNew = ours === "";
  return [
    {
      label,
      becomes: isNew ? theirs : ours,
      isNew,
      dropped: isNew || theirs === ours ? "" : theirs,
    },
  ];
}

export function mergeRows(
  into: Contact,
  from: Contact,
  fields: readonly CustomField[],
): readonly MergeRow[] {
  const rows: MergeRow[] = texts.flatMap(([key, label]) =>
    textRow(label, into[key] ?? "", from[key] ?? ""),
  );
  for (const [key, label] of lists) {
    const ours = into[key] ?? [];
    const more = (from[key] ?? []).filter((one) => !ours.includes(one));
    if (ours.length + more.length === 0) continue;
    rows.push({
      label,
      becomes: [...ours, ...more].join(", "),
      isNew: more.length > 0,
      dropped: "",
    });
  }
  const ids = new Set([
    ...Object.keys(into.fields ?? {}),
    ...Object.keys(from.fields ?? {}),
  ]);
  for (const id of ids) {
    const label = fields.find((field) => field.id === id)?.name ?? id;
    rows.push(
      ...textRow(label, into.fields?.[id] ?? "", from.fields?.[id] ?? ""),
    );
  }
  return rows;
}

/** In words, for the question before it. */
export function mergeWords(into: Contact, from: Contact): string {
  return `All chats, notes and tags of ${nameOf(from)} come to ${nameOf(into)}. What both have and differs stays as ${nameOf(into)} has it. It can be undone.`;
}
