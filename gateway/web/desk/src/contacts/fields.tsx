// Everything that is known of a contact, each value changed where it stands.
import { ChevronDown, ChevronUp } from "lucide-react";
import { type JSX, useState } from "react";
import { Button } from "../ui/button.js";
import {
  type Change,
  type Contact,
  type CustomField,
  fieldsOf,
  flawOf,
  valueFrom,
  valuesIn,
  valueWords,
} from "./contact.js";
import { InlineField } from "./inline_field.js";

type TextKey = "account" | "first_name" | "last_name" | "company" | "address";
type ListKey = "emails" | "phones";

interface OwnField {
  readonly key: TextKey | ListKey;
  readonly label: string;
  readonly inputMode?: "text" | "email" | "tel";
}

const own_fields: readonly OwnField[] = [
  { key: "first_name", label: "First name" },
  { key: "last_name", label: "Last name" },
  { key: "emails", label: "E-mail", inputMode: "email" },
  { key: "phones", label: "Phone", inputMode: "tel" },
  { key: "company", label: "Company" },
  { key: "account", label: "Account" },
  { key: "address", label: "Address" },
];

function textOf(contact: Contact, key: TextKey | ListKey): string {
  const value = contact[key];
  return typeof value === "string" ? value : (value ?? []).join("\n");
}

function changeOf(key: TextKey | ListKey, text: string): Change {
  return key === "emails" || key === "phones"
    ? { [key]: valuesIn(text) }
    : { [key]: text };
}

/** Addresses and numbers that can be pressed would be in the way of editing. */
function Values({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text.split("\n").map((line) => (
        <span key={line} className="crm-line">
          {line}
        </span>
      ))}
    </>
  );
}

export function ContactFields(props: {
  contact: Contact;
  fields: readonly CustomField[];
  isFixed: boolean;
  /** Empty ones too, from the beginning. */
  isWhole?: boolean;
  save: (change: (now: Contact) => Change) => Promise<void>;
}): JSX.Element {
  const { contact, fields, isFixed, isWhole = false, save } = props;
  const [isOpen, setOpen] = useState(isWhole);
  const custom = fieldsOf(fields, contact);
  const isShown = (text: string): boolean => isOpen || text !== "";
  const hidden =
    own_fields.filter(({ key }) => textOf(contact, key) === "").length +
    custom.filter(({ id = "" }) => contact.fields?.[id] === undefined).length;
  return (
    <>
      <dl className="crm-facts">
        {own_fields.map(({ key, label, inputMode = "text" }) => {
          const text = textOf(contact, key);
          const isLong =
            key === "emails" || key === "phones" || key === "address";
          return isShown(text) ? (
            <InlineField
              key={key}
              label={label}
              value={text}
              shown={<Values text={text} />}
              kind={isLong ? "lines" : "text"}
              inputMode={inputMode}
              isFixed={isFixed}
              data-testid={`field-${key}`}
              save={(written) => save(() => changeOf(key, written))}
            />
          ) : null;
        })}
        {custom.map((field) => {
          const { id = "", name = id, kind = "text", choices = [] } = field;
          const text = contact.fields?.[id] ?? "";
          return isShown(text) ? (
            <InlineField
              key={id}
              label={name}
              value={text}
              shown={valueWords(field, text)}
              kind={kind}
              choices={choices}
              isFixed={isFixed}
              data-testid={`field-${id}`}
              check={(written) => flawOf(field, written)}
              save={(written) =>
                save(() => ({
                  fields: { [id]: valueFrom(field, written) ?? null },
                }))
              }
            />
          ) : null;
        })}
      </dl>
      {hidden > 0 && !isFixed && (
        <Button
          kind="quiet"
          size="small"
          icon={isOpen ? ChevronUp : ChevronDown}
          data-testid="all-fields"
          aria-expanded={isOpen}
          onPress={() => {
            setOpen(!isOpen);
          }}
        >
          {isOpen ? "Hide empty fields" : `Show ${hidden} empty fields`}
        </Button>
      )}
    </>
  );
}
