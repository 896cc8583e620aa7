// Sets up an authenticator app: password, the secret for the app, a code that
// shows that it works, the recovery codes to keep.
import { type JSX, useState } from "react";
import type { BegunSecondFactor } from "../rest/second_factor.js";
import {
  beginSecondFactor,
  confirmSecondFactor,
} from "../rest/second_factor.js";
import { Button } from "../ui/button.js";
import { TextField } from "../ui/fields.js";
import { codeWords } from "./code_step.js";
import { StepForm, useStep } from "./step_form.js";

/** @param props.done the recovery codes have been seen */
export function NewFactor(props: { done: () => void }): JSX.Element {
  const [begun, setBegun] = useState<BegunSecondFactor>();
  const [codes, setCodes] = useState<readonly string[]>();
  if (codes !== undefined) {
    return <RecoveryCodes codes={codes} done={props.done} />;
  }
  return begun === undefined ? (
    <PasswordFirst begun={setBegun} />
  ) : (
    <ShowCode begun={begun} added={setCodes} />
  );
}

function PasswordFirst(props: {
  begun: (f: BegunSecondFactor) => void;
}): JSX.Element {
  const [password, setPassword] = useState("");
  const [isMissing, setMissing] = useState(false);
  const step = useStep();
  return (
    <StepForm
      step={step}
      label="Continue"
      busy="Checking…"
      submit={() => {
        setMissing(password === "");
        if (password === "") return;
        step.run(async () => {
          props.begun(await beginSecondFactor(password));
        });
      }}
    >
      <p className="soft">
        An authenticator app on your phone shows a new code every 30 seconds.
        With it nobody gets in who has only found out your password.
      </p>
      <TextField
        label="Your password"
        type="password"
        name="password"
        isRequired
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={isMissing ? "This is needed." : undefined}
      />
    </StepForm>
  );
}

/** In groups, because people type it. */
function inGroups(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}

function ShowCode(props: {
  begun: BegunSecondFactor;
  added: (codes: readonly string[]) => void;
}): JSX.Element {
  const { begun, added } = props;
  const [code, setCode] = useState("");
  const [isMissing, setMissing] = useState(false);
  const step = useStep(codeWords);
  return (
    <StepForm
      step={step}
      label="Turn it on"
      busy="Checking…"
      submit={() => {
        setMissing(code.trim() === "");
        if (code.trim() === "") return;
        step.run(async () => {
          added(await confirmSecondFactor(code));
        });
      }}
    >
      <p>
        In the app choose “Enter a setup key” and type this key, or{" "}
        <a href={begun.uri}>open it in an app on this device</a>.
      </p>
      <p>
        <code className="wrap" data-testid="totp-secret">
          {inGroups(begun.secret)}
        </code>
      </p>
      <TextField
        label="Code that the app shows"
        hint="It shows that the app has the key."
        name="code"
        isRequired
        autoComplete="one-time-code"
        inputMode="numeric"
        value={code}
        onChange={setCode}
        error={isMissing ? "This is needed." : undefined}
        data-testid="code"
      />
    </StepForm>
  );
}

function RecoveryCodes(props: {
  codes: readonly string[];
  done: () => void;
}): JSX.Element {
  const { codes, done } = props;
  const text = codes.join("\n");
  return (
    <div className="stack">
      <p role="status">
        It is on. Keep these recovery codes where nobody else finds them: each
        lets you in once without the app. They are not shown again.
      </p>
      <ul className="plain-list" data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <a
        className="button"
        href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        download="parley-recovery-codes.txt"
      >
        Save them as a file
      </a>
      <Button kind="primary" size="large" onPress={done}>
        I have kept them
      </Button>
    </div>
  );
}
