// A field of an object's form, from its description.
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { Select } from "../ui/choices.js";
import { NumberField, Switch, TextField } from "../ui/fields.js";
import { milliseconds } from "./check.js";
import type { Field } from "./kind.js";
import type { ObjectForm } from "./object_form.js";
import { allQuery, nameOf } from "./objects.js";
import { ObjectsField } from "./objects_field.js";
import { CheckGroup } from "./check_group.js";

const none = "";

export function FieldAt<T extends object>(props: {
  field: Field<T>;
  form: ObjectForm<T>;
}): JSX.Element {
  const { field, form } = props;
  const { at, label } = field;
  const value = form.get(at);
  const set = (now: unknown): void => {
    form.put(at, now);
  };
  const isDisabled = form.isFixed || (field.isFixed === true && !form.isNew);
  const common = {
    label,
    ...(field.hint !== undefined && { hint: field.hint }),
    error: form.errorAt(at),
    isRequired: field.isRequired === true,
    isDisabled,
    "data-testid": `field-${at}`,
  };
  switch (field.as) {
    case "text":
      return (
        <TextField
          {...common}
          value={typeof value === "string" ? value : ""}
          onChange={set}
          rows={field.rows ?? 1}
          autoComplete="off"
          {...(field.type && { type: field.type })}
          {...(field.placeholder !== undefined && {
            placeholder: field.placeholder,
          })}
        />
      );
    case "number":
      return (
        <NumberField
          {...common}
          value={typeof value === "number" ? value : undefined}
          onChange={set}
          unit={field.unit}
          autoComplete="off"
          {...(field.empty !== undefined && { placeholder: field.empty })}
        />
      );
    case "time":
      return (
        <NumberField
          {...common}
          value={
            typeof value === "number"
              ? value / milliseconds[field.unit]
              : undefined
          }
          onChange={(count) => {
            const length = milliseconds[field.unit];
            set(count === undefined ? undefined : count * length);
          }}
          unit={field.unit}
          autoComplete="off"
          {...(field.empty !== undefined && { placeholder: field.empty })}
        />
      );
    case "flag":
      return (
        <Switch
          isSelected={value === true}
          onChange={set}
          isDisabled={isDisabled}
          data-testid={`field-${at}`}
          {...(field.hint !== undefined && { hint: field.hint })}
        >
          {label}
        </Switch>
      );
    case "choice":
      return (
        <Select
          {...common}
          options={field.options}
          value={typeof value === "string" ? value : undefined}
          onChange={set}
        />
      );
    case "choices":
      return (
        <CheckGroup
          {...common}
          options={field.options}
          value={Array.isArray(value) ? (value as string[]) : undefined}
          onChange={set}
          {...(field.all !== undefined && { all: field.all })}
        />
      );
    case "object":
      return (
        <ObjectField
          {...common}
          of={field.of}
          none={field.none}
          value={typeof value === "string" ? value : undefined}
          onChange={set}
        />
      );
    case "objects":
      return (
        <ObjectsField
          {...common}
          of={field.of}
          none={field.none}
          value={Array.isArray(value) ? (value as string[]) : undefined}
          onChange={set}
          {...(field.all !== undefined && { all: field.all })}
        />
      );
    case "lines":
      return (
        <TextField
          {...common}
          rows={4}
          value={Array.isArray(value) ? value.join("\n") : ""}
          onChange={(text) => {
            set(text === "" ? [] : text.split("\n"));
          }}
        />
      );
    case "own": {
      const { show: Show } = field;
      return <Show form={form} />;
    }
  }
}

/** Another object, chosen by its name. */
export function ObjectField(props: {
  label: string;
  hint?: Parameters<typeof Select>[0]["hint"];
  error?: string | undefined;
  isRequired?: boolean;
  isDisabled?: boolean;
  of: string;
  none?: string | undefined;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  "data-testid"?: string;
}): JSX.Element {
  const { of, none: noneWords, value, onChange, ...common } = props;
  const all = useQuery(allQuery(of));
  const options = (all.data ?? []).map((one) => ({
    id: one.id ?? "",
    label: nameOf(one),
  }));
  const isKnown =
    value === undefined ||
    value === "" ||
    options.some(({ id }) => id === value);
  return (
    <Select
      {...common}
      options={[
        ...(noneWords === undefined ? [] : [{ id: none, label: noneWords }]),
        ...options,
        ...(isKnown ? [] : [{ id: value, label: value }]),
      ]}
      value={value ?? (noneWords === undefined ? undefined : none)}
      placeholder={all.isPending ? "Loading…" : "Choose"}
      onChange={(chosen) => {
        onChange(chosen === none ? undefined : chosen);
      }}
    />
  );
}
