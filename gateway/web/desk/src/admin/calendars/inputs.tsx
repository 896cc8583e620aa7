// A date or a time of day, with its label over it and what is wrong under it.
import { type JSX, useId } from "react";

export function PlainInput(props: {
  label: string;
  type: "date" | "text";
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  isDisabled?: boolean;
  placeholder?: string;
  "data-testid"?: string;
}): JSX.Element {
  const { label, type, value, onChange, error, placeholder } = props;
  const id = useId();
  return (
    <div
      className="field narrow"
      data-invalid={error === undefined ? undefined : true}
    >
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="input"
        type={type}
        value={value}
        placeholder={placeholder}
        disabled={props.isDisabled}
        autoComplete="off"
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        data-testid={props["data-testid"]}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      {error !== undefined && (
        <span className="field-error" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  );
}
