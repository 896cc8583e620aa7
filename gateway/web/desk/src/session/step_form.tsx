// A page of one step of logging in: fields, what went wrong, one button.
import { type JSX, type ReactNode, useState } from "react";
import { wordsOf } from "../rest/client.js";
import { Button } from "../ui/button.js";
import { useIsSlow } from "../ui/states.js";

export interface Step {
  readonly isBusy: boolean;
  /** What went wrong at the last try, in words. */
  readonly error: string | undefined;
  /** Runs one try; a second press while it runs does nothing. */
  readonly run: (work: () => Promise<void>) => void;
}

export function useStep(words: (why: unknown) => string = wordsOf): Step {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  return {
    isBusy,
    error,
    run: (work) => {
      if (isBusy) return;
      setBusy(true);
      setError(undefined);
      work()
        .catch((why: unknown) => {
          setError(words(why));
        })
        .finally(() => {
          setBusy(false);
        });
    },
  };
}

export function StepForm(props: {
  step: Step;
  submit: () => void;
  label: string;
  busy: string;
  children: ReactNode;
  beside?: ReactNode;
}): JSX.Element {
  const { step, submit, label, busy, children, beside } = props;
  const isSlow = useIsSlow(step.isBusy);
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
      {step.error !== undefined && (
        <p
          className="notice"
          data-tone="bad"
          role="alert"
          data-testid="step-error"
        >
          {step.error}
        </p>
      )}
      <Button
        type="submit"
        kind="primary"
        size="large"
        isDisabled={step.isBusy}
      >
        {isSlow ? busy : label}
      </Button>
      {beside}
    </form>
  );
}
