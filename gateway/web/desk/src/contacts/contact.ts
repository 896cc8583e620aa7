// What is known of a contact, in words, and what an edit changes of it. Pure.
import type { Schemas } from "../rest/client.js";

export type Contact = Schemas["Contact"];
export type CustomField = Schemas["CustomField"];
export type ContactTag = Schemas["Tag"];
export type Past = Schemas["Session"];
export type Note = NonNullable<Contact["notes"]>[number];

/** Values that one writes; the rest is the server's. */
export type Change = {
  -readonly [K in Exclude<keyof Contact, "fields">]?: Contact[K];
} & {
  /** Null takes a value away. */
  fields?: Record<string, string | null>;
};

export const untitled = "Without a name";

/** What one calls a contact: the name, else what else is there. */
export function nameOf(contact: Contact): string {
  const { first_name: first = "", last_name: last = "" } = contact;
  const name = `${first} ${last}`.trim();
  const others = [
    contact.company,
    contact.emails?.[0],
    contact.phones?.[0],
    contact.account,
  ];
  return (
    [name, ...others].find((text) => text !== undefined && text !== "") ??
    untitled
  );
}

/** What tells two contacts of one name apart. */
export function aboutOf(contact: Contact): string {
  const name = nameOf(contact);
  return [
    contact.company,
    contact.emails?.[0],
    contact.phones?.[0],
    contact.account,
  ]
    .filter((text) => text !== undefined && text !== "" && text !== name)
    .slice(0, 2)
    .join(" · ");
}

/** "Zoë van Brown" as a first and a last name. */
export function splitName(text: string): { first: string; last: string } {
  const [first = "", ...rest] = text.trim().split(/\s+/);
  return { first, last: rest.join(" ") };
}

/** What a customer says of themselves; nobody is identified by it (W8). */
export interface Hints {
  readonly name: string;
  readonly email: string;
  readonly page: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** The website has signed for it. */
  readonly subject: string;
  readonly locale: string;
}

export function hintsOf(chat: {
  readonly customer_name: string;
  readonly customer_email?: string | undefined;
  readonly customer_page?: string | undefined;
  readonly customer_fields: readonly { name: string; value: string }[];
  readonly customer_subject?: string | undefined;
  readonly customer_locale?: string | undefined;
}): Hints {
  return {
    name: chat.customer_name.trim(),
    email: chat.customer_email?.trim() ?? "",
    page: chat.customer_page ?? "",
    fields: chat.customer_fields.filter(({ value }) => value.trim() !== ""),
    subject: chat.customer_subject ?? "",
    locale: chat.customer_locale ?? "",
  };
}

/** Enough for a contact without asking anything more. */
export function isEnough({ name, email }: Hints): boolean {
  return name !== "" || email !== "";
}

function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * Own fields of the customer that are custom fields of the company, by id or
 * name, and can be taken over as they are: the contact has no value there.
 */
export function takeable(
  hints: Hints,
  fields: readonly CustomField[],
  contact: Contact,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, value } of hints.fields) {
    const field = fields.find(
      ({ id = "", name: title = "" }) =>
        folded(id) === folded(name) || folded(title) === folded(name),
    );
    if (field?.id === undefined) continue;
    const text = valueFrom(field, value);
    if (text === undefined || contact.fields?.[field.id] !== undefined) {
      continue;
    }
    found[field.id] = text;
  }
  return found;
}

/** A value as the server keeps it; nothing if it is none of its kind. */
export function valueFrom(
  field: CustomField,
  written: string,
): string | undefined {
  const text = written.trim();
  switch (field.kind ?? "text") {
    case "text":
      return text.length > 0 && text.length <= 500 ? text : undefined;
    case "number": {
      const number = text.replace(/\s/g, "").replace(",", ".");
      return /^-?\d+(\.\d+)?$/.test(number) && number.length <= 32
        ? number
        : undefined;
    }
    case "date":
      return isDate(text) ? text : undefined;
    case "list":
      return field.choices?.find((choice) => folded(choice) === folded(text));
    case "yes_no":
      if (/^(yes|true|1)$/i.test(text)) return "yes";
      return /^(no|false|0)$/i.test(text) ? "no" : undefined;
  }
}

function isDate(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? new Date(`${text}T00:00:00Z`)
    : undefined;
  return (
    at !== undefined &&
    !Number.isNaN(at.getTime()) &&
    at.toISOString().startsWith(text)
  );
}

/** What is wrong with a value that was typed, in words. */
export function flawOf(
  field: CustomField,
  written: string,
): string | undefined {
  if (written.trim() === "" || valueFrom(field, written) !== undefined) {
    return undefined;
  }
  switch (field.kind ?? "text") {
    case "text":
      return "At most 500 characters.";
    case "number":
      return "A number, for example 12.5.";
    case "date":
      return "A date as 2026-12-31.";
    case "list":
      return "One of the choices.";
    case "yes_no":
      return "Yes or no.";
  }
}

const days = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeZone: "UTC",
});

/** A stored value as people read it. */
export function valueWords(field: CustomField, value: string): string {
  if (field.kind === "yes_no") return value === "yes" ? "Yes" : "No";
  if (field.kind === "date" && isDate(value)) {
    return days.format(new Date(`${value}T00:00:00Z`));
  }
  return value;
}

/** Fields that a contact has values of, though nobody told us of them. */
export function fieldsOf(
  known: readonly CustomField[],
  contact: Contact,
): readonly CustomField[] {
  const others = Object.keys(contact.fields ?? {})
    .filter((id) => !known.some((field) => field.id === id))
    .map((id): CustomField => ({ id, name: id, kind: "text" }));
  return [...known, ...others];
}

/** Lines of a box: values, each once, no empty ones. */
export function valuesIn(text: string): string[] {
  const values = text
    .split(/[\n;]/)
    .map((value) => value.trim())
    .filter((value) => value !== "");
  return [...new Set(values)];
}
