// The snippet of a service, ready to copy, with a live preview (W1). It is the
// widget's own editor, loaded when somebody looks at it.
import { type JSX, useEffect, useRef, useState } from "react";
import type { Schemas } from "../../rest/client.js";
import { Failed, Loading } from "../../ui/states.js";
import type { ObjectForm } from "../object_form.js";

export function Snippet(props: {
  form: ObjectForm<Schemas["Service"]>;
}): JSX.Element {
  const { form } = props;
  if (form.isNew) {
    return (
      <p className="part-row soft">Add the service first; then copy this.</p>
    );
  }
  return <Mounted token={form.values.token ?? ""} />;
}

function Mounted({ token }: { token: string }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "there" | Error>("loading");
  useEffect(() => {
    let undo: (() => void) | undefined;
    let isGone = false;
    const load = async (): Promise<void> => {
      const [{ mountSnippetEditor }] = await Promise.all([
        import("@parley/widget/snippet"),
        import("@parley/widget/snippet.css"),
      ]);
      if (isGone || place.current === null) return;
      const base = `${location.origin}/`;
      undo = mountSnippetEditor(place.current, { base, token });
      setState("there");
    };
    load().catch((why: unknown) => {
      setState(why instanceof Error ? why : new Error(String(why)));
    });
    return () => {
      isGone = true;
      undo?.();
    };
  }, [token]);
  return (
    <div className="part-row">
      {state === "loading" && <Loading what="Loading the snippet" />}
      {state instanceof Error && <Failed why={state} />}
      <div className="service-snippet" ref={place} data-testid="snippet" />
    </div>
  );
}
