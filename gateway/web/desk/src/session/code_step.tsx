// The second step of logging in, for who has an authenticator app: its code, or
// a recovery code.
import { type JSX, useState } from "react";
import { ProblemError, type Schemas, wordsOf } from "../rest/client.js";
import { logIn, type Me } from "../rest/login.js";
import { Button } from "../ui/button.js";
import { TextField } from "../ui/fields.js";
import { Single } from "./login.js";
import { StepForm, useStep } from "./step_form.js";

export default function CodeStep(props: {
  credentials: Schemas["Credentials"];
  entered: (me: Me) => void;
  back: () => void;
}): JSX.Element {
  const [code, setCode] = useState("");
  const [isMissing, setMissing] = useState(false);
  const [isRecovery, setRecovery] = useState(false);
  const step = useStep(codeWords);
  const submit = (): void => {
    setMissing(code.trim() === "");
    if (code.trim() === "") return;
    step.run(async () => {
      props.entered(await logIn({ ...props.credentials, code }));
    });
  };
  return (
    <Single title="Enter your code" data-testid="code-step">
      <StepForm
        step={step}
        submit={submit}
        label="Log in"
        busy="Logging in…"
        beside={
          <>
            <Button
              kind="quiet"
              onPress={() => {
                setRecovery(!isRecovery);
                setCode("");
              }}
            >
              {isRecovery
                ? "Use a code of the app"
                : "I have lost the device: use a recovery code"}
            </Button>
            <Button kind="quiet" onPress={props.back}>
              Back
            </Button>
          </>
        }
      >
        <TextField
          key={String(isRecovery)}
          label={
            isRecovery ? "Recovery code" : "Code of your authenticator app"
          }
          hint={
            isRecovery
              ? "One of those that you kept. Each is good for once. If none is left, ask an administrator."
              : "Six digits that change every 30 seconds."
          }
          name="code"
          isRequired
          autoFocus
          autoComplete="one-time-code"
          inputMode={isRecovery ? "text" : "numeric"}
          value={code}
          onChange={setCode}
          error={isMissing ? "This is needed." : undefined}
          data-testid="code"
        />
      </StepForm>
    </Single>
  );
}

/** What to do next is in the words. */
export function codeWords(why: unknown): string {
  if (why instanceof ProblemError && why.problem.code === "wrong_code") {
    return `${why.message} Wait for the next one, and check that the clock of the device is right.`;
  }
  return wordsOf(why);
}
