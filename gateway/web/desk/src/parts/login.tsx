// The login form.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { logIn, type Me, ProblemError } from "../api.js";

function inWords(why: unknown): string {
  if (!(why instanceof ProblemError)) return "The server cannot be reached.";
  const { title, retry_after: wait } = why.problem;
  if (wait === undefined) return title;
  return `${title} Please try again in ${wait} ${wait === 1 ? "second" : "seconds"}.`;
}

export function Login(props: {
  note: string | undefined;
  entered: (me: Me) => void;
}): VNode {
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const field = (name: string): string => {
      const value = form.get(name);
      return typeof value === "string" ? value : "";
    };
    setBusy(true);
    logIn(field("company"), field("login"), field("password"))
      .then(props.entered)
      .catch((why: unknown) => {
        setBusy(false);
        setError(inWords(why));
      });
  };

  return (
    <main class="page">
      <h1>Parley desk</h1>
      {props.note !== undefined && <p role="status">{props.note}</p>}
      <form class="login" onSubmit={submit}>
        <label>
          Company
          <input name="company" autocomplete="organization" required />
        </label>
        <label>
          Login
          <input name="login" autocomplete="username" required />
        </label>
        <label>
          Password
          <input
            name="password"
            type="password"
            autocomplete="current-password"
            required
          />
        </label>
        {error !== undefined && (
          <p class="error" role="alert" data-testid="login-error">
            {error}
          </p>
        )}
        <button type="submit" class="primary" disabled={isBusy}>
          Log in
        </button>
      </form>
    </main>
  );
}
