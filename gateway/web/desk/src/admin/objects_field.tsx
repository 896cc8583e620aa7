// Several other objects: the chosen ones as chips, and a box that finds more.
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type JSX, useState } from "react";
import { IconButton } from "../ui/button.js";
import { FieldGroup } from "../ui/field_group.js";
import { ComboBox } from "../ui/choices.js";
import { type FieldProps, Switch } from "../ui/fields.js";
import { allQuery, nameOf } from "./objects.js";

export function ObjectsField(
  props: FieldProps & {
    readonly of: string;
    /** What it means that there are none. */
    readonly none: string;
    readonly value: readonly string[] | undefined;
    readonly onChange: (value: readonly string[] | undefined) => void;
    /** Words of a switch that stands for all of them. */
    readonly all?: string;
  },
): JSX.Element {
  const { label, hint, error, of, none, value, onChange, all } = props;
  const { isDisabled = false, "data-testid": testid } = props;
  const found = useQuery(allQuery(of));
  const names = new Map(
    (found.data ?? []).map((one) => [one.id ?? "", nameOf(one)]),
  );
  const chosen = value ?? [];
  const isAll = all !== undefined && value === undefined;
  return (
    <FieldGroup
      label={label}
      hint={hint}
      error={error}
      data-testid={testid}
      look="chips-box"
    >
      {all !== undefined && (
        <Switch
          isSelected={isAll}
          isDisabled={isDisabled}
          onChange={(now) => {
            onChange(now ? undefined : []);
          }}
        >
          {all}
        </Switch>
      )}
      {!isAll && (
        <>
          {chosen.length === 0 ? (
            <p className="soft small">{none}</p>
          ) : (
            <ul className="chips">
              {chosen.map((one) => (
                <li key={one} className="chip">
                  <span className="cut">{names.get(one) ?? one}</span>
                  {!isDisabled && (
                    <IconButton
                      label={`Take out ${names.get(one) ?? one}`}
                      icon={X}
                      size="small"
                      onPress={() => {
                        onChange(chosen.filter((other) => other !== one));
                      }}
                    />
                  )}
                </li>
              ))}
            </ul>
          )}
          {!isDisabled && (
            <Adder
              label={`Add to ${label.toLowerCase()}`}
              options={[...names]
                .filter(([one]) => !chosen.includes(one))
                .map(([one, name]) => ({ id: one, label: name }))}
              add={(one) => {
                onChange([...chosen, one]);
              }}
            />
          )}
        </>
      )}
    </FieldGroup>
  );
}

/** A box that finds one by typing, and is empty again once it is chosen. */
export function Adder(props: {
  label: string;
  options: readonly { id: string; label: string }[];
  add: (id: string) => void;
  placeholder?: string;
}): JSX.Element {
  const { label, options, add } = props;
  const { placeholder = "Type to find and add" } = props;
  const [count, setCount] = useState(0);
  return (
    <div className="adder">
      <ComboBox
        key={`${count} ${options.length}`}
        label={label}
        options={options}
        value={undefined}
        placeholder={placeholder}
        isDisabled={options.length === 0}
        // Whoever has added one goes on.
        autoFocus={count > 0}
        onChange={(one) => {
          setCount(count + 1);
          add(one);
        }}
      />
    </div>
  );
}
