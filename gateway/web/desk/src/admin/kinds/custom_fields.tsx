// What a company keeps of its contacts beside names and addresses (M2).
import type { JSX } from "react";
import type { Schemas } from "../../rest/client.js";
import { Select } from "../../ui/choices.js";
import { TextField } from "../../ui/fields.js";
import { name_field } from "./common.js";
import { kindOf } from "../kind.js";
import type { ObjectForm } from "../object_form.js";

type CustomField = Schemas["CustomField"];
type FieldKind = NonNullable<CustomField["kind"]>;

export const kindWords: Readonly<Record<FieldKind, string>> = {
  text: "Text",
  number: "Number",
  date: "Date",
  list: "One of a list",
  yes_no: "Yes or no",
};

const choices_max = 100;

const kinds = Object.entries(kindWords).map(([id, label]) => ({ id, label }));

function KindOfValues({
  form,
}: {
  form: ObjectForm<CustomField>;
}): JSX.Element {
  const { kind = "text", choices = [] } = form.values;
  return (
    <>
      <Select
        label="Kind"
        hint={
          form.isNew
            ? "It stays: values that contacts have would be of another kind."
            : "Chosen when the field was added."
        }
        options={kinds}
        value={kind}
        isDisabled={form.isFixed || !form.isNew}
        error={form.errorAt("kind")}
        data-testid="field-kind"
        onChange={(chosen) => {
          form.put("kind", chosen);
          if (chosen !== "list") form.put("choices", []);
        }}
      />
      {kind === "list" && (
        <TextField
          label="Choices"
          hint="One on each line, in the order in which agents see them."
          isRequired
          isDisabled={form.isFixed}
          rows={6}
          value={choices.join("\n")}
          error={form.errorAt("choices")}
          data-testid="field-choices"
          onChange={(text) => {
            form.put("choices", text === "" ? [] : text.split("\n"));
          }}
        />
      )}
    </>
  );
}

/** What is wrong with the choices of a list, in words. */
export function choicesFlaw(field: CustomField): string | undefined {
  if (field.kind !== "list") return undefined;
  const choices = (field.choices ?? []).map((choice) => choice.trim());
  if (choices.length === 0) return "A list needs choices.";
  if (choices.some((choice) => choice === "")) return "There is an empty line.";
  if (choices.length > choices_max) return `At most ${choices_max} choices.`;
  const twice = choices.find((one, at) => choices.indexOf(one) !== at);
  return twice === undefined ? undefined : `“${twice}” is there twice.`;
}

export default kindOf<CustomField>({
  path: "/api/v1/custom-fields",
  noun: "contact field",
  empty: "Contacts have a name, addresses and these. Add the first.",
  columns: [
    {
      id: "kind",
      title: "Kind",
      cell: ({ kind = "text" }) => kindWords[kind],
    },
    {
      id: "choices",
      title: "Choices",
      isMinor: true,
      cell: ({ choices = [] }) => choices.join(", "),
    },
  ],
  fresh: { name: "", kind: "text", choices: [] },
  check: (field) => {
    const flaw = choicesFlaw(field);
    return flaw === undefined ? {} : { choices: flaw };
  },
  tabs: [
    {
      id: "general",
      title: "General",
      parts: [
        {
          fields: [
            name_field,
            { at: "kind", label: "Kind", as: "own", show: KindOfValues },
          ],
        },
      ],
    },
  ],
});
