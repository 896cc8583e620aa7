// One's own profile, for everybody who is logged in: password, authenticator
// app, API tokens and logins.
import type { JSX } from "react";
import { answerOf, ProblemError, rest } from "../rest/client.js";
import { changePassword } from "../rest/login.js";
import { useSession } from "../session/session.js";
import { useUnsaved } from "../shell/places.js";
import { Button } from "../ui/button.js";
import { TextField } from "../ui/fields.js";
import { errorsOf, useForm } from "../ui/form.js";
import { useIsSlow } from "../ui/states.js";
import { Face } from "../ui/parts.js";
import { useToasts } from "../ui/toasts.js";
import { ApiTokensPart } from "./api_tokens.js";
import { Logins } from "./logins.js";
import { wrongPassword } from "./passwords.js";
import { SecondFactorPart } from "./second_factor.js";
import "./profile.css";

export default function ProfilePage(): JSX.Element {
  const { me } = useSession();
  return (
    <main className="page profile">
      <div className="stack">
        <header className="profile-head">
          <Face name={me.name} id={me.agent} size="large" />
          <div className="page-head">
            <h1>{me.name}</h1>
            <p className="soft">
              {me.agent} at {me.company_name}
            </p>
          </div>
        </header>
        <Password />
        <SecondFactorPart />
        <ApiTokensPart />
        <section className="profile-part" aria-label="Logins">
          <header>
            <h2>Where you are logged in</h2>
            <p className="soft small">
              End what you do not know, and change your password then.
            </p>
          </header>
          <Logins
            of="me"
            read={() => answerOf(rest.GET("/api/v1/logins"))}
            revoke={(login) =>
              answerOf(
                rest.DELETE("/api/v1/logins/{login}", {
                  params: { path: { login } },
                }),
              )
            }
            mayRevoke
            question="The desk that is open there closes. If it is this one, you log in again."
            empty="There is no login in force."
          />
        </section>
      </div>
    </main>
  );
}

interface Passwords {
  readonly present: string;
  readonly password: string;
  readonly again: string;
}

const none: Passwords = { present: "", password: "", again: "" };

function Password(): JSX.Element {
  const { me } = useSession();
  const toasts = useToasts();
  const form = useForm<Passwords>({
    initial: none,
    check: ({ present, password, again }) => {
      const wrong = wrongPassword(password);
      return {
        ...(present === "" && { present: "Needed." }),
        ...(wrong !== undefined && { password: wrong }),
        ...(wrong === undefined &&
          password === present && {
            password: "This is the one you have. Choose another one.",
          }),
        ...(again !== password && { again: "Not the same as above." }),
      };
    },
    save: ({ present, password }) => changePassword(present, password),
    sort: (why, values) =>
      why instanceof ProblemError && why.problem.status === 401
        ? {
            errors: { present: "This is not your password." },
            failure: undefined,
          }
        : errorsOf(why, values),
  });
  const isSlow = useIsSlow(form.isBusy);
  useUnsaved(form.isDirty);
  const field = (name: keyof Passwords, label: string): JSX.Element => (
    <TextField
      label={label}
      type="password"
      name={name}
      autoComplete={name === "present" ? "current-password" : "new-password"}
      isRequired
      value={form.values[name]}
      onChange={(value) => {
        form.set(name, value);
      }}
      error={form.errors[name]}
      data-testid={`password-${name}`}
    />
  );
  const submit = async (): Promise<void> => {
    if (form.isBusy || !(await form.submit())) return;
    form.reset(none);
    toasts.show(
      "Your password is changed. Your other logins have ended.",
      "good",
    );
  };
  return (
    <section className="profile-part" aria-label="Password">
      <header>
        <h2>Password</h2>
        <p className="soft small">
          After the change you stay logged in here, and nowhere else.
        </p>
      </header>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {/* So that the browser's keeper of passwords knows whose it is. */}
        <input
          type="text"
          hidden
          readOnly
          autoComplete="username"
          value={me.agent}
        />
        {field("present", "Present password")}
        {field("password", "New password")}
        {field("again", "New password again")}
        {form.failure !== undefined && (
          <p className="notice" data-tone="bad" role="alert">
            {form.failure}
          </p>
        )}
        <div className="row">
          <Button
            type="submit"
            kind="primary"
            isDisabled={form.isBusy || !form.isDirty}
            data-testid="change-password"
          >
            {isSlow ? "Changing…" : "Change password"}
          </Button>
        </div>
      </form>
    </section>
  );
}
