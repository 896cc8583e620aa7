// A value that is changed where it stands: press it, write, Enter. Escape leaves
// it as it was.
import {
  type JSX,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { wordsOf } from "../rest/client.js";

export type FieldKind =
  "text" | "lines" | "number" | "date" | "list" | "yes_no";

export interface InlineFieldProps {
  readonly label: string;
  /** As it is written; several values stand on a line each. */
  readonly value: string;
  /** As it is read. */
  readonly shown?: ReactNode;
  readonly kind?: FieldKind;
  readonly choices?: readonly string[];
  readonly inputMode?: "text" | "email" | "tel" | "decimal";
  readonly isFixed?: boolean;
  readonly check?: (text: string) => string | undefined;
  readonly save: (text: string) => Promise<void>;
  readonly "data-testid"?: string;
}

export function InlineField(props: InlineFieldProps): JSX.Element {
  const { label, value, shown, isFixed = false, save, check } = props;
  const [text, setText] = useState<string>();
  const [flaw, setFlaw] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const stop = (): void => {
    setText(undefined);
    setFlaw(undefined);
    requestAnimationFrame(() => button.current?.focus());
  };
  const keep = async (written: string, isLeaving = false): Promise<void> => {
    if (isBusy) return;
    if (written.trim() === value.trim()) {
      setFlaw(undefined);
      if (isLeaving) setText(undefined);
      else stop();
      return;
    }
    const wrong = check?.(written);
    setFlaw(wrong);
    if (wrong !== undefined) return;
    setBusy(true);
    try {
      await save(written.trim());
      if (isLeaving) setText(undefined);
      else stop();
    } catch (why) {
      setFlaw(wordsOf(why));
    } finally {
      setBusy(false);
    }
  };
  const testid = props["data-testid"];
  return (
    <div className="crm-fact" data-testid={testid}>
      <dt>{label}</dt>
      <dd>
        {text === undefined && isFixed && (
          <span className="crm-value">{shown ?? value}</span>
        )}
        {text === undefined && !isFixed && (
          <button
            type="button"
            ref={button}
            className="crm-value crm-edit"
            aria-label={
              value === ""
                ? `Add ${label}`
                : `Change ${label}: ${typeof shown === "string" ? shown : value}`
            }
            onClick={() => {
              setText(value);
            }}
          >
            {value === "" ? (
              <span className="faint">Add</span>
            ) : (
              (shown ?? value)
            )}
          </button>
        )}
        {text !== undefined && (
          <Editor
            {...props}
            text={text}
            flaw={flaw}
            isBusy={isBusy}
            set={setText}
            keep={(written, isLeaving) => void keep(written, isLeaving)}
            cancel={stop}
          />
        )}
      </dd>
    </div>
  );
}

function Editor(
  props: InlineFieldProps & {
    text: string;
    flaw: string | undefined;
    isBusy: boolean;
    set: (text: string) => void;
    keep: (text: string, isLeaving?: boolean) => void;
    cancel: () => void;
  },
): JSX.Element {
  const { label, kind = "text", choices = [], text, flaw, set, keep } = props;
  const box = useRef<
    HTMLInputElement & HTMLTextAreaElement & HTMLSelectElement
  >(null);
  const flawId = useId();
  const isLeft = useRef(false);
  useEffect(() => {
    box.current?.focus();
    if (box.current?.tagName === "INPUT" && kind !== "date") {
      box.current.select();
    }
  }, [kind]);
  const shared = {
    ref: box,
    className: "input",
    "aria-label": label,
    "aria-invalid": flaw !== undefined,
    "aria-describedby": flaw === undefined ? undefined : flawId,
    readOnly: props.isBusy,
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        isLeft.current = true;
        props.cancel();
      }
      const isWhole = kind !== "lines" || event.ctrlKey || event.metaKey;
      if (event.key === "Enter" && isWhole) {
        event.preventDefault();
        isLeft.current = true;
        keep(text);
        isLeft.current = false;
      }
    },
    onBlur: () => {
      if (!isLeft.current) keep(text, true);
    },
  };
  const changed = (
    event: React.ChangeEvent<
      HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
    >,
  ): void => {
    set(event.target.value);
  };
  return (
    <>
      <Box
        kind={kind}
        choices={choices}
        text={text}
        inputMode={props.inputMode}
        shared={shared}
        changed={changed}
      />
      {kind === "lines" && (
        <span className="field-hint">One on each line; Ctrl+Enter saves.</span>
      )}
      {flaw !== undefined && (
        <span className="field-error" role="alert" id={flawId}>
          {flaw}
        </span>
      )}
    </>
  );
}

function Box(props: {
  kind: FieldKind;
  choices: readonly string[];
  text: string;
  inputMode: InlineFieldProps["inputMode"];
  shared: Record<string, unknown>;
  changed: (
    event: React.ChangeEvent<
      HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
    >,
  ) => void;
}): JSX.Element {
  const { kind, choices, text, inputMode, shared, changed } = props;
  if (kind === "lines") {
    return <textarea {...shared} rows={3} value={text} onChange={changed} />;
  }
  if (kind === "list" || kind === "yes_no") {
    const options =
      kind === "list"
        ? choices.map((choice) => ({ value: choice, title: choice }))
        : [
            { value: "yes", title: "Yes" },
            { value: "no", title: "No" },
          ];
    return (
      <select {...shared} value={text} onChange={changed}>
        <option value="">Not known</option>
        {options.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...shared}
      type={kind === "date" ? "date" : "text"}
      inputMode={kind === "number" ? "decimal" : inputMode}
      value={text}
      onChange={changed}
    />
  );
}
