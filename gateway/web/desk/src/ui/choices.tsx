// Fields where one chooses: from a list, or by typing.
import { Check, ChevronDown } from "lucide-react";
import type { JSX, Key } from "react";
import { Button } from "react-aria-components/Button";
import { ComboBox as AriaComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import {
  Select as AriaSelect,
  SelectValue,
} from "react-aria-components/Select";
import { Beside, FieldLabel, type FieldProps } from "./fields.js";

export interface Option {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
}

interface ChoiceProps extends FieldProps {
  readonly options: readonly Option[];
  /** Id of the chosen one. */
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
}

function Options({ options }: { options: readonly Option[] }): JSX.Element {
  return (
    <Popover className="popover" offset={4}>
      <ListBox
        className="options"
        items={options}
        renderEmptyState={() => (
          <p className="options-none">Nothing matches.</p>
        )}
      >
        {(option: Option) => (
          <ListBoxItem
            id={option.id}
            textValue={option.label}
            className="option"
          >
            <span className="cut">{option.label}</span>
            {option.hint !== undefined && (
              <span className="option-hint cut">{option.hint}</span>
            )}
            <Check className="icon option-check" aria-hidden />
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  );
}

function choose(onChange: (value: string) => void): (key: Key | null) => void {
  return (key) => {
    if (key !== null) onChange(String(key));
  };
}

export function Select(props: ChoiceProps): JSX.Element {
  const { label, hint, error, options, value, onChange } = props;
  const { isRequired = false, isDisabled = false, placeholder } = props;
  return (
    <AriaSelect
      className="field"
      value={value ?? null}
      onChange={choose(onChange)}
      isRequired={isRequired}
      isDisabled={isDisabled}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      placeholder={placeholder ?? "Choose"}
    >
      <FieldLabel label={label} isRequired={isRequired} />
      <Button className="input select" data-testid={props["data-testid"]}>
        <SelectValue className="select-value cut" />
        <ChevronDown className="icon" aria-hidden />
      </Button>
      <Beside hint={hint} error={error} />
      <Options options={options} />
    </AriaSelect>
  );
}

/** Choosing by typing. */
export function ComboBox(props: ChoiceProps): JSX.Element {
  const { label, hint, error, options, value, onChange } = props;
  const { isRequired = false, isDisabled = false, placeholder } = props;
  return (
    <AriaComboBox
      className="field"
      defaultItems={options}
      value={value ?? null}
      onChange={choose(onChange)}
      isRequired={isRequired}
      isDisabled={isDisabled}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      menuTrigger="focus"
      autoFocus={props.autoFocus ?? false}
    >
      <FieldLabel label={label} isRequired={isRequired} />
      <div className="combo">
        <Input
          className="input"
          placeholder={placeholder ?? "Type to search"}
          data-testid={props["data-testid"]}
        />
        <Button className="combo-button">
          <ChevronDown className="icon" aria-hidden />
        </Button>
      </div>
      <Beside hint={hint} error={error} />
      <Options options={options} />
    </AriaComboBox>
  );
}
