// The chosen step: its name, its parameters, where each way out leads.
import {
  ArrowDown,
  ArrowUp,
  Copy,
  Flag,
  MousePointerClick,
  Plus,
  Trash2,
} from "lucide-react";
import { type JSX, useState } from "react";
import { Button, IconButton } from "../../ui/button.js";
import { type Option, Select } from "../../ui/choices.js";
import { NumberField, TextField } from "../../ui/fields.js";
import { Empty } from "../../ui/states.js";
import {
  type Body,
  bodyOf,
  connect,
  type Graph,
  itemsOf,
  kindOf,
  outputsOf,
  setBody,
  wrongName,
} from "./graph.js";
import { icons } from "./icons.js";
import { type BranchList, kinds } from "./kinds.js";
import type { FlowObjects } from "./objects.js";
import { ParameterField } from "./parameter.js";
import { type FlowProblem, wrongAt } from "./problems.js";

export interface NodeFormProps {
  readonly graph: Graph;
  readonly id: string;
  readonly problems: readonly FlowProblem[];
  readonly objects: FlowObjects;
  readonly isReadOnly: boolean;
  readonly change: (graph: Graph, about?: string) => void;
  readonly rename: (wanted: string) => void;
  readonly copy: () => void;
  readonly remove: () => void;
}

export function NoNode(): JSX.Element {
  return (
    <Empty icon={MousePointerClick} title="No step is chosen.">
      Choose one in the graph, or add one from the list of steps. Drag from a
      dot at a step’s right side to another step to connect them.
    </Empty>
  );
}

export function NodeForm(props: NodeFormProps): JSX.Element {
  const { graph, id, problems, objects, isReadOnly, change } = props;
  const node = graph.nodes[id];
  if (node === undefined) return <NoNode />;
  const kind = kindOf(node);
  const { title, text, parameters, list } = kinds[kind];
  const body = bodyOf(node);
  const Icon = icons[kind];
  const own = problems.filter((one) => one.node === id);
  const loose = own.filter(
    ({ output, member }) => output === undefined && member === undefined,
  );
  const set = (name: string, value: unknown): void => {
    const kept = Object.entries(body).filter(([member]) => member !== name);
    const next: Body =
      value === undefined
        ? Object.fromEntries(kept)
        : { ...body, [name]: value };
    change(setBody(graph, id, next), `${id}.${name}`);
  };
  return (
    <section className="flow-form" aria-label={`Step ${id}`} data-testid="form">
      <header className="flow-form-head" data-group={kinds[kind].group}>
        <span className="flow-card-sign" aria-hidden>
          <Icon className="icon" />
        </span>
        <div>
          <h2>{title}</h2>
          <p className="soft small">{text}</p>
        </div>
      </header>
      <NameField key={id} {...props} />
      {loose.map(({ sentence, words }) => (
        <p key={sentence} className="field-error">
          {words}
        </p>
      ))}
      {parameters.map((parameter) => (
        <ParameterField
          key={`${id}.${parameter.name}`}
          parameter={parameter}
          body={body}
          graph={graph}
          objects={objects}
          error={wrongAt(own, id, parameter.name)}
          isDisabled={isReadOnly}
          set={(value) => {
            set(parameter.name, value);
          }}
        />
      ))}
      {list !== undefined && (
        <Items
          {...props}
          list={list}
          body={body}
          own={own}
          write={(items, about) => {
            const next = { ...body, [list.member]: items };
            change(setBody(graph, id, next), about && `${id}.${about}`);
          }}
        />
      )}
      <Ways {...props} own={own} />
      <footer className="row">
        {graph.first !== id && (
          <Button
            size="small"
            icon={Flag}
            isDisabled={isReadOnly}
            data-testid="begin-here"
            onPress={() => {
              change({ ...graph, first: id });
            }}
          >
            Begin here
          </Button>
        )}
        <Button
          size="small"
          icon={Copy}
          isDisabled={isReadOnly}
          onPress={props.copy}
        >
          Duplicate
        </Button>
        <Button
          size="small"
          icon={Trash2}
          isDisabled={isReadOnly}
          data-testid="delete-step"
          onPress={props.remove}
        >
          Delete
        </Button>
      </footer>
    </section>
  );
}

/** Kept when it is left, so that the step is not another one at each letter. */
function NameField(props: NodeFormProps): JSX.Element {
  const { graph, id, isReadOnly } = props;
  const [typed, setTyped] = useState(id);
  const wrong = wrongName(graph, id, typed);
  const keep = (): void => {
    if (typed !== id && wrong === undefined) props.rename(typed);
  };
  return (
    <div
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
      }}
    >
      <TextField
        label="Name"
        hint="How other steps and reports call it."
        value={typed}
        error={wrong}
        isDisabled={isReadOnly}
        onChange={setTyped}
        onBlur={keep}
        data-testid="step-name"
      />
    </div>
  );
}

const nowhere = "-";

function stepOptions(graph: Graph, to: string): readonly Option[] {
  const steps = Object.entries(graph.nodes).map(([id, node]) => ({
    id,
    label: id,
    hint: kinds[kindOf(node)].title,
  }));
  const lost =
    to !== "" && !(to in graph.nodes)
      ? [{ id: to, label: to, hint: "does not exist" }]
      : [];
  return [{ id: nowhere, label: "Nowhere" }, ...steps, ...lost];
}

/** Where each way out leads: the same as its line in the graph. */
function Ways(
  props: NodeFormProps & { own: readonly FlowProblem[] },
): JSX.Element | null {
  const { graph, id, own, isReadOnly, change } = props;
  const node = graph.nodes[id];
  if (node === undefined) return null;
  const outputs = outputsOf(node);
  if (outputs.length === 0) return null;
  return (
    <fieldset className="flow-ways">
      <legend>Where it goes on</legend>
      {outputs.map(({ id: output, title, to, isOptional }) => (
        <Select
          key={output}
          label={title}
          {...(isOptional && { hint: "May lead nowhere." })}
          options={stepOptions(graph, to)}
          value={to === "" ? nowhere : to}
          error={own.find((one) => one.output === output)?.words}
          isDisabled={isReadOnly}
          data-testid={`way-${output}`}
          onChange={(chosen) => {
            const target = chosen === nowhere ? "" : chosen;
            change(connect(graph, id, output, target));
          }}
        />
      ))}
    </fieldset>
  );
}

const most_items = 30;

function Items(
  props: NodeFormProps & {
    list: BranchList;
    body: Body;
    own: readonly FlowProblem[];
    write: (items: readonly Body[], about?: string) => void;
  },
): JSX.Element {
  const { id, list, body, own, isReadOnly, write } = props;
  const { member, label, noun } = list;
  const items = itemsOf(body, member);
  const whole = own.find((one) => one.member === member)?.words;
  const set = (index: number, name: string, value: unknown): void => {
    write(
      items.map((item, at) =>
        at === index ? { ...item, [name]: value } : item,
      ),
      `${member}.${index}.${name}`,
    );
  };
  const swap = (index: number, other: number): void => {
    write(
      items.map((item, at) =>
        at === index
          ? (items[other] ?? item)
          : at === other
            ? (items[index] ?? item)
            : item,
      ),
    );
  };
  const fresh: Body =
    member === "options"
      ? { label: "", next: "" }
      : { how: "contains", text: "", difference_max: 0, next: "" };
  return (
    <fieldset className="flow-items">
      <legend>{`${noun}${noun.endsWith("h") ? "es" : "s"}`}</legend>
      {items.map((item, index) => {
        const at = `${member}.${index}`;
        return (
          <div className="flow-item" key={`${id}.${at}`}>
            <div className="flow-item-fields">
              {member === "matches" && (
                <Select
                  label="The text"
                  options={[
                    { id: "contains", label: "contains" },
                    { id: "equals", label: "equals" },
                  ]}
                  value={typeof item.how === "string" ? item.how : "contains"}
                  isDisabled={isReadOnly}
                  onChange={(how) => {
                    set(index, "how", how);
                  }}
                />
              )}
              <TextField
                label={`${noun} ${index + 1}`}
                value={typeof item[label] === "string" ? item[label] : ""}
                error={wrongAt(own, id, `${at}.${label}`)}
                isDisabled={isReadOnly}
                data-testid={`field-${at}`}
                onChange={(value) => {
                  set(index, label, value);
                }}
              />
              {member === "matches" && (
                <NumberField
                  label="Spelling mistakes allowed"
                  hint="0 to 10 letters that may differ."
                  value={
                    typeof item.difference_max === "number"
                      ? item.difference_max
                      : 0
                  }
                  error={wrongAt(own, id, `${at}.difference_max`)}
                  isDisabled={isReadOnly}
                  onChange={(value) => {
                    set(index, "difference_max", value ?? 0);
                  }}
                />
              )}
            </div>
            <span className="flow-item-acts">
              <IconButton
                label={`Move ${noun.toLowerCase()} ${index + 1} up`}
                icon={ArrowUp}
                size="small"
                isDisabled={isReadOnly || index === 0}
                onPress={() => {
                  swap(index, index - 1);
                }}
              />
              <IconButton
                label={`Move ${noun.toLowerCase()} ${index + 1} down`}
                icon={ArrowDown}
                size="small"
                isDisabled={isReadOnly || index === items.length - 1}
                onPress={() => {
                  swap(index, index + 1);
                }}
              />
              <IconButton
                label={`Remove ${noun.toLowerCase()} ${index + 1}`}
                icon={Trash2}
                size="small"
                isDisabled={isReadOnly}
                onPress={() => {
                  write(items.filter((_, other) => other !== index));
                }}
              />
            </span>
          </div>
        );
      })}
      {whole !== undefined && <p className="field-error">{whole}</p>}
      <Button
        size="small"
        icon={Plus}
        isDisabled={isReadOnly || items.length >= most_items}
        data-testid={`add-${member}`}
        onPress={() => {
          write([...items, fresh]);
        }}
      >
        {`Add ${noun === "Option" ? "an" : "a"} ${noun.toLowerCase()}`}
      </Button>
    </fieldset>
  );
}
