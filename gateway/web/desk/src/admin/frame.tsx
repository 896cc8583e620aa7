// What stands around the form of an object: where it is, what can be done with
// it, what is wrong as a whole, and the bar that saves.
import { ChevronRight } from "lucide-react";
import { Fragment, type JSX, type ReactNode, useEffect, useRef } from "react";
import { Link } from "wouter";
import { useKeysOf } from "../shell/acts.js";
import { Button, Keys } from "../ui/button.js";
import { useIsSlow } from "../ui/states.js";
import { belongsTo } from "./check.js";
import type { ObjectForm } from "./object_form.js";
import { valueAt } from "./patch.js";

export function Breadcrumbs(props: {
  /** From the outside in; the last is here. */
  way: readonly { title: string; href?: string }[];
}): JSX.Element {
  return (
    <nav aria-label="Breadcrumbs" className="breadcrumbs small">
      <ol>
        {props.way.map(({ title, href }, index) => (
          <Fragment key={title}>
            {index > 0 && (
              <li aria-hidden>
                <ChevronRight className="icon" data-mirror />
              </li>
            )}
            <li className="cut">
              {href === undefined ? (
                <span aria-current="page">{title}</span>
              ) : (
                <Link href={href}>{title}</Link>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}

export interface FrameProps<T> {
  readonly form: ObjectForm<T>;
  readonly way: readonly { title: string; href?: string }[];
  readonly title: string;
  /** Under the title. */
  readonly text?: ReactNode;
  readonly acts?: ReactNode;
  /** Why nothing can be changed here. */
  readonly fixed?: string | undefined;
  /** Paths of the fields that show what is wrong with them themselves. */
  readonly fields: readonly { at: string; label: string }[];
  /** Called with the path of what is wrong, so that it comes into sight. */
  readonly reveal?: (path: string) => void;
  readonly children: ReactNode;
  /** Under the form. */
  readonly after?: ReactNode;
}

export function Frame<T extends object>(props: FrameProps<T>): JSX.Element {
  const { form, way, title, text, acts, fixed, fields, reveal } = props;
  const place = useRef<HTMLFormElement>(null);
  const { tries } = form;
  const labelOf = (path: string): string =>
    fields.find(({ at }) => belongsTo(path, at))?.label ??
    path.replaceAll("_", " ").replaceAll(".", ", ");
  const errors = Object.entries(form.errors);
  const loose = errors.filter(
    ([path]) => !fields.some(({ at }) => belongsTo(path, at)),
  );
  // In the order of the page, whoever has found it.
  const first = fields.find(({ at }) => form.errorAt(at) !== undefined)?.at;
  // After a try that failed: to the first field that is wrong.
  useEffect(() => {
    if (tries === 0 || first === undefined) return undefined;
    reveal?.(first);
    const frame = requestAnimationFrame(() => {
      const wrong = place.current?.querySelector<HTMLElement>(
        ":is(.field, .toggle)[data-invalid] :is(input, textarea, button)",
      );
      wrong?.focus();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- at each try, not at each letter
  }, [tries]);
  return (
    <div className="stack object">
      <Breadcrumbs way={way} />
      <header className="object-head">
        <div className="page-head">
          <h1 data-testid="object-title">{title}</h1>
          {text !== undefined && <p className="soft">{text}</p>}
        </div>
        <div className="row object-acts">{acts}</div>
      </header>
      {fixed !== undefined && <p className="notice">{fixed}</p>}
      <form
        ref={place}
        className="object-form"
        noValidate
        aria-label={title}
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        {props.children}
        {/* Beside the button, where one looks after pressing it. */}
        {form.conflict !== undefined && (
          <ConflictNotice form={form} labelOf={labelOf} />
        )}
        {(form.failure !== undefined || loose.length > 0) && (
          <div
            className="notice"
            data-tone="bad"
            role="alert"
            data-testid="form-failure"
          >
            {form.failure !== undefined && <p>{form.failure}</p>}
            {loose.length > 0 && (
              <ul>
                {loose.map(([path, what]) => (
                  <li key={path}>
                    {path === "" ? what : `${labelOf(path)}: ${what}`}
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
        {!form.isFixed && <SaveBar form={form} />}
      </form>
      {props.after}
    </div>
  );
}

function SaveBar<T>({ form }: { form: ObjectForm<T> }): JSX.Element {
  const { isDirty, isNew, isBusy } = form;
  const isSlow = useIsSlow(isBusy);
  const keys = useKeysOf("form.save");
  const count = Object.keys(form.errors).length;
  const state =
    count > 0
      ? count === 1
        ? "One thing needs a look."
        : `${count} things need a look.`
      : isDirty
        ? "Not saved yet."
        : isNew
          ? ""
          : "All is saved.";
  return (
    <footer className="save-bar" data-dirty={isDirty}>
      <Button
        type="submit"
        kind="primary"
        isDisabled={isBusy || (!isDirty && !isNew)}
        data-testid="save"
      >
        {isSlow ? "Saving…" : isNew ? "Add" : "Save"}
        <Keys keys={keys} />
      </Button>
      {!isNew && (
        <Button
          isDisabled={!isDirty || isBusy}
          onPress={form.discard}
          data-testid="discard"
        >
          Discard
        </Button>
      )}
      <span
        className="soft small"
        role="status"
        data-tone={count > 0 ? "bad" : undefined}
        data-testid="save-state"
      >
        {state}
      </span>
    </footer>
  );
}

function inShort(value: unknown): string {
  if (value === undefined) return "–";
  if (value === true) return "on";
  if (value === false) return "off";
  if (typeof value === "string") return value === "" ? "empty" : value;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) {
    return value.length === 0 ? "none" : value.join(", ");
  }
  return "another value";
}

function ConflictNotice<T extends object>(props: {
  form: ObjectForm<T>;
  labelOf: (path: string) => string;
}): JSX.Element | null {
  const { form, labelOf } = props;
  const { conflict } = form;
  if (conflict === undefined) return null;
  const { theirs, changed, both } = conflict;
  return (
    <section
      className="conflict"
      role="alert"
      aria-label="Changed meanwhile"
      data-testid="conflict"
    >
      <h2>Somebody else has saved this meanwhile.</h2>
      <p className="soft">
        Nothing of yours is saved yet, and nothing of theirs is lost.
        {both.length === 0
          ? " You have changed different things, so both fit together."
          : " Where you both changed the same, yours would take the place of theirs."}
      </p>
      <div className="table-scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Changed by them</th>
              <th scope="col">Theirs</th>
              <th scope="col">Here</th>
            </tr>
          </thead>
          <tbody>
            {changed.map((path) => (
              <tr key={path}>
                <td>{labelOf(path)}</td>
                <td>{inShort(valueAt(theirs.value, path))}</td>
                <td>
                  {both.some(
                    (one) => belongsTo(one, path) || belongsTo(path, one),
                  )
                    ? inShort(form.get(path))
                    : "not changed"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="row">
        <Button onPress={form.takeTheirs} data-testid="take-theirs">
          Reload theirs
        </Button>
        <Button onPress={form.keepMine} data-testid="keep-mine">
          Put mine on top of theirs
        </Button>
        <span className="soft small">
          The first drops what you changed; after the second you save again.
        </span>
      </div>
    </section>
  );
}
