// A contact that no chat has brought.
import { useQueryClient } from "@tanstack/react-query";
import { type JSX, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useUnsaved } from "../shell/places.js";
import { Button } from "../ui/button.js";
import { TextField } from "../ui/fields.js";
import { useForm } from "../ui/form.js";
import { BackToList } from "./back_to_list.js";
import { valuesIn } from "./contact.js";
import { addContact, renewContacts } from "./queries.js";

const empty = {
  first_name: "",
  last_name: "",
  company: "",
  emails: "",
  phones: "",
  account: "",
  address: "",
};

const fields: readonly {
  key: keyof typeof empty;
  label: string;
  hint?: string;
  rows?: number;
}[] = [
  { key: "first_name", label: "First name" },
  { key: "last_name", label: "Last name" },
  { key: "company", label: "Company" },
  {
    key: "emails",
    label: "E-mail",
    hint: "Several: one on each line.",
    rows: 2,
  },
  {
    key: "phones",
    label: "Phone",
    hint: "Several: one on each line.",
    rows: 2,
  },
  {
    key: "account",
    label: "Account",
    hint: "Your own number of the customer.",
  },
  { key: "address", label: "Address", rows: 3 },
];

export default function NewContact(): JSX.Element {
  const [, go] = useLocation();
  const queries = useQueryClient();
  const [added, setAdded] = useState<string>();
  const form = useForm({
    initial: empty,
    check: (values) =>
      Object.values({ ...values, address: "" })
        .join("")
        .trim() === ""
        ? {
            first_name:
              "A name, a company, an account, an e-mail or a phone is needed.",
          }
        : {},
    save: async ({ emails, phones, ...rest }) => {
      const contact = await addContact({
        ...rest,
        emails: valuesIn(emails),
        phones: valuesIn(phones),
      });
      await renewContacts(queries);
      setAdded(contact.id);
    },
  });
  useUnsaved(form.isDirty && added === undefined);
  // Only when the page knows that nothing is unsaved any more.
  useEffect(() => {
    if (added !== undefined) go(`/contacts/${added}`, { replace: true });
  }, [added, go]);
  return (
    <form
      className="contacts-page stack"
      noValidate
      data-testid="new-contact"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <BackToList />
      <h2>New contact</h2>
      <div className="contacts-form">
        {fields.map(({ key, label, hint, rows = 1 }, index) => (
          <TextField
            key={key}
            label={label}
            {...(hint !== undefined && { hint })}
            rows={rows}
            autoComplete="off"
            autoFocus={index === 0}
            value={form.values[key]}
            error={form.errors[key]}
            data-testid={`new-${key}`}
            onChange={(text) => {
              form.set(key, text);
            }}
          />
        ))}
      </div>
      {form.failure !== undefined && (
        <p className="field-error" role="alert">
          {form.failure}
        </p>
      )}
      <div className="row">
        <Button type="submit" kind="primary" isDisabled={form.isBusy}>
          Add contact
        </Button>
        <Button
          onPress={() => {
            go("/contacts");
          }}
        >
          Cancel
        </Button>
      </div>
    </form>
  );
}
