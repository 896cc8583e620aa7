// Several controls that answer one question together: its name, a hint, what is
// wrong with the answer, read out with the group.
import { type JSX, type ReactNode, useId } from "react";

export function FieldGroup(props: {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Of the box around the controls: `chips-box`, `check-group`, `rows`. */
  look: string;
  children: ReactNode;
  "data-testid"?: string | undefined;
}): JSX.Element {
  const { label, hint, error, look, children } = props;
  const id = useId();
  return (
    <div
      className="field"
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={error === undefined ? undefined : `${id}-error`}
      data-invalid={error === undefined ? undefined : true}
      data-testid={props["data-testid"]}
    >
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      {hint !== undefined && <span className="field-hint">{hint}</span>}
      <div className={`field-control ${look}`}>{children}</div>
      {error !== undefined && (
        <span className="field-error" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  );
}
