// Several of a few things, each with a box to tick.
import type { JSX } from "react";
import { Checkbox, type FieldProps, Switch } from "../ui/fields.js";
import { FieldGroup } from "../ui/field_group.js";
import type { ChoiceOf } from "./kind.js";

export function CheckGroup(
  props: FieldProps & {
    readonly options: readonly ChoiceOf[];
    readonly value: readonly string[] | undefined;
    readonly onChange: (value: readonly string[] | undefined) => void;
    /** Words of a switch that stands for all of them, those to come included. */
    readonly all?: string;
  },
): JSX.Element {
  const { label, hint, error, options, value, onChange, all } = props;
  const { isDisabled = false, "data-testid": testid } = props;
  const isAll = all !== undefined && value === undefined;
  const chosen = value ?? [];
  return (
    <FieldGroup
      label={label}
      hint={hint}
      error={error}
      data-testid={testid}
      look="check-group"
    >
      {all !== undefined && (
        <Switch
          isSelected={isAll}
          isDisabled={isDisabled}
          onChange={(now) => {
            onChange(now ? undefined : options.map((one) => one.id));
          }}
        >
          {all}
        </Switch>
      )}
      {!isAll &&
        options.map((option) => (
          <Checkbox
            key={option.id}
            isSelected={chosen.includes(option.id)}
            isDisabled={isDisabled}
            {...(option.hint !== undefined && { hint: option.hint })}
            onChange={(now) => {
              onChange(
                options
                  .map((one) => one.id)
                  .filter((one) =>
                    one === option.id ? now : chosen.includes(one),
                  ),
              );
            }}
          >
            {option.label}
          </Checkbox>
        ))}
    </FieldGroup>
  );
}
