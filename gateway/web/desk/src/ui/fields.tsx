// Fields of forms: a label over each, what is wrong beside it.
import { Search, X } from "lucide-react";
import { type JSX, type ReactNode, type Ref, useId } from "react";
import { Button } from "react-aria-components/Button";
import { Input } from "react-aria-components/Input";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { SearchField as AriaSearchField } from "react-aria-components/SearchField";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import { TextField as AriaTextField } from "react-aria-components/TextField";

export interface FieldProps {
  readonly label: string;
  /** What it is for, under it. */
  readonly hint?: ReactNode;
  /** What is wrong with the value, in words. */
  readonly error?: string | undefined;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly "data-testid"?: string;
}

export function Beside({
  hint,
  error,
}: Pick<FieldProps, "hint" | "error">): JSX.Element {
  return (
    <>
      {hint !== undefined && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </>
  );
}

export function FieldLabel({
  label,
  isRequired,
  unit,
}: Pick<FieldProps, "label" | "isRequired"> & {
  unit?: string | undefined;
}): JSX.Element {
  return (
    <Label className="field-label">
      {label}
      {unit !== undefined && <span className="hidden-text">, in {unit}</span>}
      {isRequired === true && (
        <span className="field-required" aria-hidden>
          {" "}
          *
        </span>
      )}
    </Label>
  );
}

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly type?: "text" | "password" | "email" | "url" | "tel" | "color";
  readonly inputMode?: "text" | "numeric" | "email";
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
  readonly name?: string;
  readonly maxLength?: number;
  /** More than one: a box of that many lines. */
  readonly rows?: number;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** Behind the box: `seconds`. */
  readonly unit?: string | undefined;
}

export function TextField(props: TextFieldProps): JSX.Element {
  const { label, hint, error, rows = 1, placeholder, inputRef } = props;
  const { isRequired = false, "data-testid": testid, ...rest } = props;
  const {
    value,
    onChange,
    onBlur,
    type,
    inputMode,
    autoComplete,
    autoFocus,
    name,
    maxLength,
    isDisabled,
  } = rest;
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      isRequired={isRequired}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      {...(onBlur && { onBlur })}
      {...(type && { type })}
      {...(inputMode && { inputMode })}
      {...(autoComplete !== undefined && { autoComplete })}
      {...(autoFocus !== undefined && { autoFocus })}
      {...(name !== undefined && { name })}
      {...(maxLength !== undefined && { maxLength })}
      {...(isDisabled !== undefined && { isDisabled })}
    >
      <FieldLabel label={label} isRequired={isRequired} unit={props.unit} />
      {rows > 1 ? (
        <TextArea
          className="input"
          rows={rows}
          placeholder={placeholder}
          data-testid={testid}
        />
      ) : (
        <div className="input-box">
          <Input
            className="input"
            {...(placeholder !== undefined && { placeholder })}
            data-testid={testid}
            {...(inputRef && { ref: inputRef })}
          />
          {props.unit !== undefined && (
            <span className="input-unit" aria-hidden>
              {props.unit}
            </span>
          )}
        </div>
      )}
      <Beside hint={hint} error={error} />
    </AriaTextField>
  );
}

export interface NumberFieldProps extends Omit<
  TextFieldProps,
  "value" | "onChange" | "type" | "rows"
> {
  /** Missing: the box is empty. */
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

/** A whole number; what is no number counts as empty. */
export function NumberField(props: NumberFieldProps): JSX.Element {
  const { value, onChange, ...rest } = props;
  return (
    <TextField
      {...rest}
      inputMode="numeric"
      value={value === undefined ? "" : String(value)}
      onChange={(text) => {
        const digits = text.replace(/[^0-9-]/g, "");
        const number = Number(digits);
        const isNumber = digits !== "" && Number.isSafeInteger(number);
        onChange(isNumber ? number : undefined);
      }}
    />
  );
}

export function SearchField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  autoFocus?: boolean;
  "data-testid"?: string;
}): JSX.Element {
  const { label, value, onChange, placeholder, autoFocus = false } = props;
  return (
    <AriaSearchField
      className="search"
      aria-label={label}
      value={value}
      onChange={onChange}
      autoFocus={autoFocus}
    >
      <Search className="icon" aria-hidden />
      <Input
        className="input"
        placeholder={placeholder ?? label}
        data-testid={props["data-testid"]}
      />
      {value !== "" && (
        <Button className="search-clear" aria-label="Clear the search">
          <X className="icon" aria-hidden />
        </Button>
      )}
    </AriaSearchField>
  );
}

interface ToggleProps {
  readonly children: ReactNode;
  readonly hint?: ReactNode;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly "data-testid"?: string;
}

export function Switch(props: ToggleProps): JSX.Element {
  return <Toggle {...props} role="switch" />;
}

export function Checkbox(props: ToggleProps): JSX.Element {
  return <Toggle {...props} />;
}

function Toggle(props: ToggleProps & { role?: "switch" }): JSX.Element {
  const { children, hint, isSelected, onChange, role } = props;
  const hintId = useId();
  return (
    <div className="toggle">
      <label className="toggle-label">
        <input
          type="checkbox"
          className={role === "switch" ? "switch" : "checkbox"}
          role={role}
          checked={isSelected}
          disabled={props.isDisabled}
          aria-describedby={hint === undefined ? undefined : hintId}
          data-testid={props["data-testid"]}
          onChange={(event) => {
            onChange(event.target.checked);
          }}
        />
        <span className="wrap">{children}</span>
      </label>
      {hint !== undefined && (
        <p className="field-hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}
