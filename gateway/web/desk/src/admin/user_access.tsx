// How a user gets in: a password from an administrator, and their logins.
import { useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { Logins } from "../profile/logins.js";
import { suggestPassword, wrongPassword } from "../profile/passwords.js";
import { answerOf, rest, type Schemas, wordsOf } from "../rest/client.js";
import { useUnsaved } from "../shell/places.js";
import { Button } from "../ui/button.js";
import { Switch, TextField } from "../ui/fields.js";
import { useIsSlow } from "../ui/states.js";
import { useToasts } from "../ui/toasts.js";
import type { ExtraProps } from "./kind.js";

export function UserAccess(props: ExtraProps<Schemas["User"]>): JSX.Element {
  const { id, value, mayChange } = props;
  return (
    <>
      {mayChange && <GivePassword id={id} name={value.name ?? id} />}
      <section className="part" aria-label="Logins" data-testid="logins">
        <header className="part-head">
          <h2>Logins</h2>
          <p className="soft small">Where this person is logged in now.</p>
        </header>
        <div className="part-inside">
          <Logins
            of={id}
            read={() =>
              answerOf(
                rest.GET("/api/v1/users/{id}/logins", {
                  params: { path: { id } },
                }),
              )
            }
            revoke={(login) =>
              answerOf(
                rest.DELETE("/api/v1/users/{id}/logins/{login}", {
                  params: { path: { id, login } },
                }),
              )
            }
            mayRevoke={mayChange}
            question="The desk that is open there closes; its chats go back to their queues."
            empty="This person is nowhere logged in."
          />
        </div>
      </section>
    </>
  );
}

function GivePassword(props: { id: string; name: string }): JSX.Element {
  const { id, name } = props;
  const toasts = useToasts();
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const [isShown, setShown] = useState(false);
  const [isOnce, setOnce] = useState(true);
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isSlow = useIsSlow(isBusy);
  useUnsaved(password !== "");
  const give = async (): Promise<void> => {
    const wrong = wrongPassword(password);
    setError(wrong);
    if (wrong !== undefined || isBusy) return;
    setBusy(true);
    try {
      await answerOf(
        rest.POST("/api/v1/users/{id}/password", {
          params: { path: { id } },
          body: { password, once: isOnce },
        }),
      );
      setPassword("");
      setShown(false);
      toasts.show(`${name} has a new password.`, "good");
      await queries.invalidateQueries({ queryKey: ["logins", id] });
    } catch (why) {
      setError(wordsOf(why));
    }
    setBusy(false);
  };
  return (
    <section className="part" aria-label="Password">
      <header className="part-head">
        <h2>Password</h2>
        <p className="soft small">
          A new password ends the logins of this person, and unlocks the account
          if wrong passwords have locked it.
        </p>
      </header>
      <form
        className="part-inside give-password"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void give();
        }}
      >
        <TextField
          label="New password"
          type={isShown ? "text" : "password"}
          autoComplete="new-password"
          value={password}
          error={error}
          onChange={(text) => {
            setPassword(text);
            setError(undefined);
          }}
          data-testid="new-password"
        />
        <Switch
          isSelected={isOnce}
          onChange={setOnce}
          hint="At the next login they choose one that only they know."
          data-testid="password-once"
        >
          Good for one login
        </Switch>
        <div className="row">
          <Button
            type="submit"
            isDisabled={password === "" || isBusy}
            data-testid="give-password"
          >
            {isSlow ? "Saving…" : "Give this password"}
          </Button>
          <Button
            kind="quiet"
            onPress={() => {
              setPassword(suggestPassword());
              setShown(true);
              setError(undefined);
            }}
          >
            Suggest one
          </Button>
          {password !== "" && (
            <Button
              kind="quiet"
              onPress={() => {
                setShown(!isShown);
              }}
            >
              {isShown ? "Hide" : "Show"}
            </Button>
          )}
        </div>
      </form>
    </section>
  );
}
