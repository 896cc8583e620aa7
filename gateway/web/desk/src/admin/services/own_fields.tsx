// Own questions before the chat (W1): up to ten, each may be required.
import { Plus, Trash2 } from "lucide-react";
import type { JSX } from "react";
import type { Schemas } from "../../rest/client.js";
import { Button, IconButton } from "../../ui/button.js";
import { FieldGroup } from "../../ui/field_group.js";
import { Checkbox, TextField } from "../../ui/fields.js";
import type { ObjectForm } from "../object_form.js";

type Service = Schemas["Service"];

const most = 10;

export function OwnFields(props: { form: ObjectForm<Service> }): JSX.Element {
  const { form } = props;
  const fields = form.values.widget?.fields ?? [];
  const write = (next: typeof fields): void => {
    form.put("widget.fields", next);
  };
  const error = form.errorAt("widget.fields");
  return (
    <FieldGroup
      label="Own questions"
      hint="Asked before the chat, beside name and e-mail. At most ten."
      error={error}
      look="rows"
    >
      {fields.map((field, index) => (
        <div className="rows-row" key={index}>
          <TextField
            label={`Question ${index + 1}`}
            value={field.name ?? ""}
            isDisabled={form.isFixed}
            data-testid={`own-field-${index}`}
            onChange={(name) => {
              write(
                fields.map((one, at) =>
                  at === index ? { ...one, name } : one,
                ),
              );
            }}
          />
          <Checkbox
            isSelected={field.required === true}
            isDisabled={form.isFixed}
            onChange={(required) => {
              write(
                fields.map((one, at) =>
                  at === index ? { ...one, required } : one,
                ),
              );
            }}
          >
            Required
          </Checkbox>
          <IconButton
            label={`Remove question ${index + 1}`}
            icon={Trash2}
            size="small"
            isDisabled={form.isFixed}
            onPress={() => {
              write(fields.filter((_, at) => at !== index));
            }}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={Plus}
        isDisabled={form.isFixed || fields.length >= most}
        data-testid="add-own-field"
        onPress={() => {
          write([...fields, { name: "", required: false }]);
        }}
      >
        Add a question
      </Button>
    </FieldGroup>
  );
}
