// What the server wants of somebody who is logged in before anything else: a
// password of their own, or an authenticator app.
import { type JSX, useState } from "react";
import { changePassword, type Me } from "../rest/login.js";
import { Button } from "../ui/button.js";
import { TextField } from "../ui/fields.js";
import { Single } from "./login.js";
import { NewFactor } from "./new_factor.js";
import { StepForm, useStep } from "./step_form.js";

interface Props {
  readonly me: Me;
  /** The step is done; there may be another. */
  readonly done: () => void;
  readonly leave: () => void;
}

export default function NextStep({ me, done, leave }: Props): JSX.Element {
  const out = (
    <Button kind="quiet" onPress={leave}>
      Log out
    </Button>
  );
  if (me.next_step === "change_password") {
    return (
      <Single title="Choose your password" data-testid="change-password">
        <NewPassword done={done} />
        {out}
      </Single>
    );
  }
  return (
    <Single title="Set up an authenticator app" data-testid="set-up-app">
      <p>{me.company_name} asks for one with your role.</p>
      <NewFactor done={done} />
      {out}
    </Single>
  );
}

const shortest = 8;

function NewPassword(props: { done: () => void }): JSX.Element {
  const [present, setPresent] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [isTried, setTried] = useState(false);
  const step = useStep();
  const wrong = {
    present: present === "" ? "This is needed." : undefined,
    password:
      Array.from(password).length < shortest
        ? `At least ${shortest} characters.`
        : password === present
          ? "Choose another one than the one that you were given."
          : undefined,
    again: again === password ? undefined : "The two are not the same.",
  };
  const shown = isTried ? wrong : undefined;
  const submit = (): void => {
    setTried(true);
    if (Object.values(wrong).some((why) => why !== undefined)) return;
    step.run(async () => {
      await changePassword(present, password);
      props.done();
    });
  };
  return (
    <StepForm step={step} submit={submit} label="Save it" busy="Saving…">
      <p className="soft">
        The password that you were given is good for this once.
      </p>
      <TextField
        label="The password that you were given"
        type="password"
        name="present"
        isRequired
        autoFocus
        autoComplete="current-password"
        value={present}
        onChange={setPresent}
        error={shown?.present}
      />
      <TextField
        label="Your new password"
        hint={`At least ${shortest} characters; several words are easy to keep in mind.`}
        type="password"
        name="password"
        isRequired
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        error={shown?.password}
      />
      <TextField
        label="Your new password again"
        type="password"
        name="again"
        isRequired
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        error={shown?.again}
      />
    </StepForm>
  );
}
