// A new flow: from one of the templates, as a copy, or from nothing.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FilePlus2, LayoutTemplate } from "lucide-react";
import { type JSX, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { answerOf, rest, type Schemas } from "../../rest/client.js";
import { useUnsaved } from "../../shell/places.js";
import { Button } from "../../ui/button.js";
import { TextField } from "../../ui/fields.js";
import { useForm } from "../../ui/form.js";
import { Failed, Loading, useIsSlow } from "../../ui/states.js";
import { copyName } from "../check.js";
import { Breadcrumbs } from "../frame.js";
import { nameOf, renew } from "../objects.js";
import "./new_flow.css";

type Template = Schemas["FlowTemplates"]["items"][number];

const way = [
  { title: "Administration", href: "/admin" },
  { title: "Flows", href: "/admin/flows" },
];

export default function NewFlow(props: {
  copied: string | undefined;
}): JSX.Element {
  const { copied } = props;
  const templates = useQuery({
    queryKey: ["flow-templates", copied],
    queryFn: async () => {
      const all = (await answerOf(rest.GET("/api/v1/flow-templates"))).items;
      if (copied === undefined) return { all, original: undefined };
      const params = { path: { id: copied } };
      const original = await answerOf(
        rest.GET("/api/v1/flows/{id}", { params }),
      );
      return { all, original };
    },
    staleTime: Infinity,
  });
  if (templates.error !== null) {
    return (
      <Failed why={templates.error} again={() => void templates.refetch()} />
    );
  }
  if (templates.data === undefined) return <Loading />;
  return <Form {...templates.data} />;
}

const nothing = "";

function Form(props: {
  all: readonly Template[];
  original: Schemas["Flow"] | undefined;
}): JSX.Element {
  const { all, original } = props;
  const [template, setTemplate] = useState(all[0]?.id ?? nothing);
  const [made, setMade] = useState<string>();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const form = useForm({
    initial: {
      name: original === undefined ? "" : copyName(nameOf(original)),
    },
    check: ({ name }) => ({ ...(name.trim() === "" && { name: "Needed." }) }),
    save: async ({ name }) => {
      const flow = await add(name, template, original?.id);
      await renew(queries, "/api/v1/flows");
      setMade(flow.id);
    },
  });
  useUnsaved(form.isDirty && made === undefined);
  const isSlow = useIsSlow(form.isBusy);
  useEffect(() => {
    if (made !== undefined) go(`/admin/flows/${made}`, { replace: true });
  }, [go, made]);
  const title = original === undefined ? "New flow" : "Copy of a flow";
  return (
    <form
      className="stack new-flow"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Breadcrumbs way={[...way, { title }]} />
      <header className="page-head">
        <h1>{title}</h1>
        <p className="soft">
          It is a draft until you publish it; nobody chats through it before.
        </p>
      </header>
      <TextField
        label="Name"
        value={form.values.name}
        error={form.errors.name}
        isRequired
        autoFocus
        data-testid="flow-name"
        onChange={(name) => {
          form.set("name", name);
        }}
      />
      {original === undefined && (
        <fieldset className="new-flow-choices">
          <legend className="field-label">Begin with</legend>
          {all.map(({ id, name, description }) => (
            <Choice
              key={id}
              id={id}
              name={name}
              text={description}
              icon={LayoutTemplate}
              isChosen={template === id}
              choose={setTemplate}
            />
          ))}
          <Choice
            id={nothing}
            name="Nothing"
            text="An empty graph, to be drawn step by step."
            icon={FilePlus2}
            isChosen={template === nothing}
            choose={setTemplate}
          />
        </fieldset>
      )}
      {form.failure !== undefined && (
        <p className="notice" data-tone="bad" role="alert">
          {form.failure}
        </p>
      )}
      <div className="row">
        <Button
          type="submit"
          kind="primary"
          isDisabled={form.isBusy}
          data-testid="make-flow"
        >
          {isSlow ? "Making it…" : "Make the flow"}
        </Button>
      </div>
    </form>
  );
}

function Choice(props: {
  id: string;
  name: string;
  text: string;
  icon: typeof FilePlus2;
  isChosen: boolean;
  choose: (id: string) => void;
}): JSX.Element {
  const { id, name, text, icon: Icon, isChosen, choose } = props;
  return (
    <label className="new-flow-choice" data-chosen={isChosen || undefined}>
      <input
        type="radio"
        name="template"
        checked={isChosen}
        data-testid={`template-${id === nothing ? "nothing" : id}`}
        onChange={() => {
          choose(id);
        }}
      />
      <Icon className="icon" aria-hidden />
      <span>
        <b>{name}</b>
        <span className="soft small">{text}</span>
      </span>
    </label>
  );
}

async function add(
  name: string,
  template: string,
  original: string | undefined,
): Promise<Schemas["Flow"]> {
  if (original !== undefined) {
    const params = { path: { id: original } };
    return answerOf(
      rest.POST("/api/v1/flows/{id}/copy", { params, body: { name } }),
    );
  }
  const body =
    template === nothing
      ? { name, draft: { first: "", nodes: {}, values: [] } }
      : { name, template };
  return answerOf(rest.POST("/api/v1/flows", { body }));
}
