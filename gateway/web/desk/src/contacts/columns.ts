// Which column of a file is which value of a contact. Pure.
import type { CustomField } from "./contact.js";

export interface Target {
  /** As the server's header names it. */
  readonly id: string;
  readonly label: string;
  readonly words: readonly string[];
}

const own: readonly Target[] = [
  {
    id: "account",
    label: "Account",
    words: ["accountnumber", "customernumber", "customerid", "id", "number"],
  },
  {
    id: "first_name",
    label: "First name",
    words: ["firstname", "givenname", "vorname", "forename", "prenom"],
  },
  {
    id: "last_name",
    label: "Last name",
    words: ["lastname", "surname", "familyname", "nachname", "nom", "name"],
  },
  {
    id: "company",
    label: "Company",
    words: ["organisation", "organization", "firma", "employer"],
  },
  {
    id: "emails",
    label: "E-mail",
    words: ["email", "mail", "emailaddress", "emailaddresses"],
  },
  {
    id: "phones",
    label: "Phone",
    words: ["phone", "telephone", "telefon", "mobile", "phonenumber", "tel"],
  },
  { id: "address", label: "Address", words: ["street", "adresse"] },
  { id: "tags", label: "Tags", words: ["tag", "labels", "label"] },
];

/** One of them must be there: contacts are found by it. */
export const key_columns = ["account", "emails", "phones"] as const;

export function targetsOf(fields: readonly CustomField[]): readonly Target[] {
  return [
    ...own,
    ...fields.map(({ id = "", name = id }) => ({
      id: `fields.${id}`,
      label: name,
      words: [],
    })),
  ];
}

function plain(text: string): string {
  return text
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** A guess for each column of the file; each value is taken once. */
export function guessColumns(
  header: readonly string[],
  targets: readonly Target[],
): readonly (string | undefined)[] {
  const taken = new Set<string>();
  const guessed = new Map<number, string>();
  // What is named just so goes before what only sounds like it.
  const rules: ((name: string, target: Target) => boolean)[] = [
    (name, { id }) => name === plain(id),
    (name, { label }) => name === plain(label),
    (name, { words }) => words.includes(name),
  ];
  for (const fits of rules) {
    header.forEach((column, at) => {
      if (guessed.has(at)) return;
      const found = targets.find(
        (target) => !taken.has(target.id) && fits(plain(column), target),
      );
      if (found === undefined) return;
      taken.add(found.id);
      guessed.set(at, found.id);
    });
  }
  return header.map((_, at) => guessed.get(at));
}

/** What is wrong with a choice of columns, in words. */
export function columnsFlaw(
  columns: readonly (string | undefined)[],
  targets: readonly Target[],
): string | undefined {
  const chosen = columns.filter((one) => one !== undefined);
  const twice = chosen.find((one, at) => chosen.indexOf(one) !== at);
  if (twice !== undefined) {
    const label = targets.find(({ id }) => id === twice)?.label ?? twice;
    return `“${label}” is chosen for two columns. Leave one of them out.`;
  }
  if (!key_columns.some((key) => chosen.includes(key))) {
    return "Choose a column for the account, the e-mail or the phone: by it a contact that is there already is found.";
  }
  return undefined;
}
