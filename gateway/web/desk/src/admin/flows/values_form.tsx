// Values that each service of the flow fills in (F3): the same flow for several
// websites, with other texts, queues and hours.
import { Braces, Plus, Trash2 } from "lucide-react";
import type { JSX } from "react";
import { Button } from "../../ui/button.js";
import { Select } from "../../ui/choices.js";
import { Checkbox, TextField } from "../../ui/fields.js";
import { Empty } from "../../ui/states.js";
import { freeId, type Graph, type Value } from "./graph.js";
import { type FlowObjects, optionsFor } from "./objects.js";
import type { FlowProblem } from "./problems.js";

const value_kinds = [
  { id: "text", label: "Text" },
  { id: "number", label: "Number" },
  { id: "queue", label: "Queue" },
  { id: "calendar", label: "Calendar" },
] as const;

const most_values = 64;
const none = "-";

export function ValuesForm(props: {
  graph: Graph;
  problems: readonly FlowProblem[];
  objects: FlowObjects;
  isReadOnly: boolean;
  change: (graph: Graph, about?: string) => void;
}): JSX.Element {
  const { graph, problems, isReadOnly, change } = props;
  const { values } = graph;
  const add = (): void => {
    const names = values.map(({ name = "" }) => name);
    const last = values.at(-1);
    const fresh: Value = {
      name: freeId(names, "value"),
      section: last?.section ?? "Texts",
      description: "",
      kind: "text",
      required: true,
      choices: [],
      initial: "",
    };
    change({ ...graph, values: [...values, fresh] });
  };
  const addButton = (
    <Button
      icon={Plus}
      isDisabled={isReadOnly || values.length >= most_values}
      data-testid="add-value"
      onPress={add}
    >
      Add a value
    </Button>
  );
  if (values.length === 0) {
    return (
      <Empty icon={Braces} title="This flow has no values." action={addButton}>
        A value is something that each service fills in, such as a greeting, a
        queue or a calendar. Texts use it as &lt;name&gt;.
      </Empty>
    );
  }
  return (
    <section className="flow-form" aria-label="Values">
      <p className="soft small">
        Each service that uses this flow fills these in. Texts use them as
        &lt;name&gt;.
      </p>
      {values.map((value, index) => (
        <ValueForm
          // The name changes while it is written; the place does not.
          key={index}
          {...props}
          value={value}
          wrong={problems.find((one) => one.value === value.name)?.words}
          set={(next, about) => {
            const all = values.map((one, at) => (at === index ? next : one));
            change({ ...graph, values: all }, `values.${index}.${about}`);
          }}
          remove={() => {
            change({ ...graph, values: values.filter((one) => one !== value) });
          }}
        />
      ))}
      {addButton}
    </section>
  );
}

function ValueForm(props: {
  graph: Graph;
  objects: FlowObjects;
  isReadOnly: boolean;
  value: Value;
  wrong: string | undefined;
  set: (value: Value, about: string) => void;
  remove: () => void;
}): JSX.Element {
  const { graph, objects, isReadOnly, value, wrong, set, remove } = props;
  const { name = "", kind = "text", choices = [], initial = "" } = value;
  const put = <K extends keyof Value>(member: K, next: Value[K]): void => {
    set({ ...value, [member]: next }, member);
  };
  const objectOptions =
    kind === "queue" || kind === "calendar"
      ? optionsFor(kind, { ...graph, values: [] }, objects)
      : undefined;
  return (
    <fieldset className="flow-value" data-testid={`value-${name}`}>
      <legend className="hidden-text">{`Value ${name}`}</legend>
      <TextField
        label="Name"
        value={name}
        error={wrong}
        isRequired
        isDisabled={isReadOnly}
        data-testid="value-name"
        onChange={(next) => {
          put("name", next);
        }}
      />
      <TextField
        label="Section"
        value={value.section ?? ""}
        isDisabled={isReadOnly}
        onChange={(next) => {
          put("section", next);
        }}
      />
      <TextField
        label="Description"
        value={value.description ?? ""}
        isDisabled={isReadOnly}
        data-testid="value-description"
        onChange={(next) => {
          put("description", next);
        }}
      />
      <Select
        label="It is a"
        options={value_kinds}
        value={kind}
        isDisabled={isReadOnly}
        data-testid="value-kind"
        onChange={(next) => {
          const chosen = next as NonNullable<Value["kind"]>;
          set({ ...value, kind: chosen, initial: "", choices: [] }, "kind");
        }}
      />
      {objectOptions === undefined ? (
        <>
          <TextField
            label="Default"
            value={initial}
            rows={kind === "text" ? 2 : 1}
            isDisabled={isReadOnly}
            data-testid="value-initial"
            onChange={(next) => {
              put("initial", next);
            }}
          />
          <TextField
            label="Choices, one a line"
            hint="Empty: anything."
            rows={2}
            value={choices.join("\n")}
            isDisabled={isReadOnly}
            onChange={(next) => {
              put("choices", next === "" ? [] : next.split("\n"));
            }}
          />
        </>
      ) : (
        <Select
          label="Default"
          options={[{ id: none, label: "None" }, ...objectOptions]}
          value={initial === "" ? none : initial}
          isDisabled={isReadOnly}
          onChange={(next) => {
            put("initial", next === none ? "" : next);
          }}
        />
      )}
      <div className="row">
        <Checkbox
          isSelected={value.required === true}
          isDisabled={isReadOnly}
          onChange={(next) => {
            put("required", next);
          }}
        >
          Required
        </Checkbox>
        <span className="space" />
        <Button
          size="small"
          icon={Trash2}
          isDisabled={isReadOnly}
          onPress={remove}
        >
          Remove
        </Button>
      </div>
    </fieldset>
  );
}
