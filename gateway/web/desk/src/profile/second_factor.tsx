// One's own authenticator app: whether there is one, setting it up, removing it.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { removeSecondFactor, secondFactor } from "../rest/second_factor.js";
import { codeWords } from "../session/code_step.js";
import { NewFactor } from "../session/new_factor.js";
import { StepForm, useStep } from "../session/step_form.js";
import { Button } from "../ui/button.js";
import { TextField } from "../ui/fields.js";
import { Failed, Loading } from "../ui/states.js";
import { useToasts } from "../ui/toasts.js";

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const key = ["second factor"];

export function SecondFactorPart(): JSX.Element {
  const found = useQuery({
    queryKey: key,
    queryFn: secondFactor,
    staleTime: 0,
  });
  const queries = useQueryClient();
  const [doing, setDoing] = useState<"nothing" | "adding" | "removing">(
    "nothing",
  );
  const done = (): void => {
    setDoing("nothing");
    void queries.invalidateQueries({ queryKey: key });
  };
  const is = found.data;
  return (
    <section className="profile-part" aria-label="Authenticator app">
      <header>
        <h2>Authenticator app</h2>
        <p className="soft small">
          Asks for a code of your phone beside your password.
          {is?.required === true && " Your company wants one with your role."}
        </p>
      </header>
      {found.error !== null ? (
        <Failed why={found.error} again={() => void found.refetch()} />
      ) : is === undefined ? (
        <Loading what="Loading" />
      ) : doing === "adding" ? (
        <NewFactor done={done} />
      ) : doing === "removing" ? (
        <Remove done={done} />
      ) : (
        <div className="stack" data-testid="second-factor">
          <p>
            {is.on && is.since !== undefined
              ? `On since ${day.format(is.since)}. ${leftWords(is.recovery_codes_left ?? 0)}`
              : "Off. Whoever finds out your password gets in."}
          </p>
          <div className="row">
            <Button
              kind={is.on ? "plain" : "primary"}
              onPress={() => {
                setDoing(is.on ? "removing" : "adding");
              }}
            >
              {is.on ? "Remove it…" : "Set it up"}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

function leftWords(count: number): string {
  if (count === 0) {
    return "No recovery code is left: remove it and set it up again to get new ones.";
  }
  return count === 1
    ? "One recovery code is left."
    : `${String(count)} recovery codes are left.`;
}

function Remove({ done }: { done: () => void }): JSX.Element {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [isTried, setTried] = useState(false);
  const step = useStep(codeWords);
  const toasts = useToasts();
  const needed = (value: string): string | undefined =>
    isTried && value === "" ? "This is needed." : undefined;
  return (
    <StepForm
      step={step}
      label="Remove it"
      busy="Removing…"
      submit={() => {
        setTried(true);
        if (password === "" || code === "") return;
        step.run(async () => {
          await removeSecondFactor(password, code);
          toasts.show("Log-ins ask for your password only.", "good");
          done();
        });
      }}
      beside={
        <Button kind="quiet" onPress={done}>
          Keep it
        </Button>
      }
    >
      <TextField
        label="Your password"
        type="password"
        name="password"
        isRequired
        autoFocus
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={needed(password)}
      />
      <TextField
        label="Code of the app, or a recovery code"
        name="code"
        isRequired
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        error={needed(code)}
      />
    </StepForm>
  );
}
