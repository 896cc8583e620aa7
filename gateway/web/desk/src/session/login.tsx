// Logging in, step by step: company, login and password; then what the server
// asks for besides.
import { type JSX, lazy, type ReactNode, Suspense, useState } from "react";
import { ProblemError, wordsOf } from "../rest/client.js";
import { logIn, type Me } from "../rest/login.js";
import { Button } from "../ui/button.js";
import { TextField } from "../ui/fields.js";
import { useIsSlow } from "../ui/states.js";

/** Only who has a second factor needs it. */
const CodeStep = lazy(() => import("./code_step.js"));

const company_stored_under = "parley.company";

/** A page with one thing on it. */
export function Single(props: {
  title: string;
  children: ReactNode;
  "data-testid"?: string;
}): JSX.Element {
  return (
    <main className="single" data-testid={props["data-testid"]}>
      <div className="single-box">
        <p className="single-brand">
          <Mark />
          Parley
        </p>
        <h1>{props.title}</h1>
        {props.children}
      </div>
    </main>
  );
}

/** Parley's sign: two people in one conversation. */
export function Mark(): JSX.Element {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden>
      <path
        className="mark-back"
        d="M12 4h12a6 6 0 0 1 6 6v6a6 6 0 0 1-6 6v5l-6-5h-6a6 6 0 0 1-6-6v-6a6 6 0 0 1 6-6z"
      />
      <path
        className="mark-front"
        d="M7 12h10a5 5 0 0 1 5 5v4a5 5 0 0 1-5 5h-4l-5 4v-4H7a5 5 0 0 1-5-5v-4a5 5 0 0 1 5-5z"
      />
    </svg>
  );
}

interface Form {
  readonly company: string;
  readonly login: string;
  readonly password: string;
}

const labels: Record<keyof Form, string> = {
  company: "Company",
  login: "Login",
  password: "Password",
};

export function Login(props: {
  note: string | undefined;
  entered: (me: Me) => void;
}): JSX.Element {
  const [form, setForm] = useState<Form>(() => ({
    company: localStorage.getItem(company_stored_under) ?? "",
    login: "",
    password: "",
  }));
  const [error, setError] = useState<string>();
  const [missing, setMissing] = useState<readonly (keyof Form)[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const isSlow = useIsSlow(isBusy);

  const enter = (me: Me): void => {
    localStorage.setItem(company_stored_under, form.company);
    props.entered(me);
  };
  const submit = (): void => {
    if (isBusy) return;
    const empty = (["company", "login", "password"] as const).filter(
      (name) => form[name] === "",
    );
    setMissing(empty);
    setError(undefined);
    if (empty.length > 0) return;
    setBusy(true);
    logIn(form)
      .then(enter)
      .catch((why: unknown) => {
        setBusy(false);
        if (why instanceof ProblemError && why.problem.code === "code_needed") {
          setNeedsCode(true);
        } else {
          setError(loginWords(why));
        }
      });
  };
  const field = (name: keyof Form): object => ({
    label: labels[name],
    name,
    isRequired: true,
    value: form[name],
    onChange: (value: string) => {
      setForm({ ...form, [name]: value });
    },
    error: missing.includes(name) ? "This is needed." : undefined,
  });

  if (needsCode) {
    return (
      <Suspense>
        <CodeStep
          credentials={form}
          entered={enter}
          back={() => {
            setNeedsCode(false);
          }}
        />
      </Suspense>
    );
  }
  return (
    <Single title="Log in to your desk">
      {props.note !== undefined && (
        <p className="notice" role="status">
          {props.note}
        </p>
      )}
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          {...(field("company") as Parameters<typeof TextField>[0])}
          autoComplete="organization"
          autoFocus={form.company === ""}
        />
        <TextField
          {...(field("login") as Parameters<typeof TextField>[0])}
          autoComplete="username"
          autoFocus={form.company !== ""}
        />
        <TextField
          {...(field("password") as Parameters<typeof TextField>[0])}
          type="password"
          autoComplete="current-password"
        />
        {error !== undefined && (
          <p
            className="notice"
            data-tone="bad"
            role="alert"
            data-testid="login-error"
          >
            {error}
          </p>
        )}
        <Button type="submit" kind="primary" size="large" isDisabled={isBusy}>
          {isSlow ? "Logging in…" : "Log in"}
        </Button>
      </form>
    </Single>
  );
}

/** What to do next is in the words. */
function loginWords(why: unknown): string {
  if (why instanceof ProblemError && why.problem.status === 401) {
    return `${why.message} Check all three fields; capitals matter.`;
  }
  return wordsOf(why);
}
