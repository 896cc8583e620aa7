// A field for each parameter of a step, by the table of kinds.
import { Braces, Plus, Trash2 } from "lucide-react";
import { type JSX, useRef } from "react";
import { Button, IconButton } from "../../ui/button.js";
import { type Option, Select } from "../../ui/choices.js";
import { NumberField, TextField } from "../../ui/fields.js";
import { Menu, MenuItem } from "../../ui/menu.js";
import type { Body, Graph } from "./graph.js";
import { namesIn } from "./graph.js";
import type { Parameter } from "./kinds.js";
import { type FlowObjects, optionsFor } from "./objects.js";

export interface ParameterProps {
  readonly parameter: Parameter;
  readonly body: Body;
  readonly graph: Graph;
  readonly objects: FlowObjects;
  readonly error: string | undefined;
  readonly isDisabled: boolean;
  /** Without a value the parameter is left out. */
  readonly set: (value: unknown) => void;
}

const text = (value: unknown): string =>
  typeof value === "string" ? value : "";
const number = (value: unknown): number | undefined =>
  typeof value === "number" ? value : undefined;

const nothing = "-";

/** What is chosen stays there to be seen, though it does not exist any more. */
function withChosen(
  options: readonly Option[],
  chosen: string,
): readonly Option[] {
  const isThere = chosen === "" || options.some(({ id }) => id === chosen);
  return isThere
    ? options
    : [...options, { id: chosen, label: chosen, hint: "does not exist" }];
}

export function ParameterField(props: ParameterProps): JSX.Element {
  const { parameter, body, graph, objects, error, isDisabled, set } = props;
  const { name, title, field, hint, isRequired = false } = parameter;
  const value = body[name];
  const common = {
    label: title,
    error,
    isRequired,
    isDisabled,
    "data-testid": `field-${name}`,
    ...(hint !== undefined && { hint }),
  };
  switch (field.type) {
    case "text":
    case "long":
    case "variable":
      return field.type === "long" || field.names === true ? (
        <TextWithNames
          {...common}
          rows={field.type === "long" ? 4 : 1}
          value={text(value)}
          names={namesIn(graph)}
          onChange={set}
        />
      ) : (
        <TextField {...common} value={text(value)} onChange={set} />
      );
    case "number":
      return (
        <NumberField
          {...common}
          value={number(value)}
          onChange={(entered) => {
            set(entered ?? (parameter.isOptional ? undefined : 0));
          }}
        />
      );
    case "seconds": {
      const known = number(value);
      return (
        <NumberField
          {...common}
          value={known === undefined ? undefined : Math.round(known / 1000)}
          onChange={(entered) => {
            const off = parameter.isOptional ? undefined : 0;
            set(entered === undefined ? off : entered * 1000);
          }}
        />
      );
    }
    case "choice":
      return (
        <Select
          {...common}
          options={field.choices}
          value={text(value)}
          onChange={set}
        />
      );
    case "queue":
    case "calendar": {
      const channel = field.type === "queue" ? field.channel : undefined;
      const options = optionsFor(field.type, graph, objects, channel);
      const none = { id: nothing, label: "None" };
      return (
        <Select
          {...common}
          options={withChosen(
            parameter.isOptional ? [none, ...options] : options,
            text(value),
          )}
          value={text(value) || (parameter.isOptional ? nothing : undefined)}
          onChange={(chosen) => {
            set(chosen === nothing ? "" : chosen);
          }}
        />
      );
    }
    case "map":
      return (
        <MapField
          {...props}
          map={(value ?? {}) as Readonly<Record<string, string>>}
          words={field}
        />
      );
  }
}

/** A text in which names stand for variables and values. */
export function TextWithNames(props: {
  label: string;
  value: string;
  names: readonly string[];
  onChange: (value: string) => void;
  rows: number;
  error: string | undefined;
  isRequired?: boolean;
  isDisabled?: boolean;
  hint?: string;
  "data-testid"?: string;
}): JSX.Element {
  const { names, value, onChange, isDisabled = false, ...field } = props;
  const box = useRef<HTMLDivElement>(null);
  const insert = (name: string): void => {
    const input = box.current?.querySelector<
      HTMLInputElement | HTMLTextAreaElement
    >("input, textarea");
    const at = input?.selectionStart ?? value.length;
    const end = input?.selectionEnd ?? at;
    onChange(`${value.slice(0, at)}<${name}>${value.slice(end)}`);
    const cursor = at + name.length + 2;
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(cursor, cursor);
    });
  };
  return (
    <div className="flow-text" ref={box}>
      <TextField
        {...field}
        value={value}
        onChange={onChange}
        isDisabled={isDisabled}
      />
      <span className="flow-text-names">
        <Menu
          label="Names to insert"
          placement="bottom end"
          trigger={
            <IconButton
              label="Insert a name"
              icon={Braces}
              size="small"
              isDisabled={isDisabled}
            />
          }
        >
          {names.map((name) => (
            <MenuItem
              key={name}
              onAction={() => {
                insert(name);
              }}
            >
              {`<${name}>`}
            </MenuItem>
          ))}
        </Menu>
      </span>
    </div>
  );
}

function MapField(
  props: ParameterProps & {
    map: Readonly<Record<string, string>>;
    words: { key: string; value: string; noun: string };
  },
): JSX.Element {
  const { parameter, map, words, error, isDisabled, set } = props;
  const rows = Object.entries(map);
  const write = (next: readonly (readonly [string, string])[]): void => {
    set(Object.fromEntries(next));
  };
  return (
    <fieldset className="flow-map">
      <legend className="field-label">{parameter.title}</legend>
      {rows.map(([key, value], index) => (
        // The names change while they are written; the place does not.
        <div className="flow-map-row" key={`row-${index}`}>
          <TextField
            label={words.key}
            value={key}
            isDisabled={isDisabled}
            data-testid={`map-${parameter.name}-key-${index}`}
            onChange={(name) => {
              if (name !== key && name in map) return;
              write(
                rows.map((row, at) => (at === index ? [name, value] : row)),
              );
            }}
          />
          <TextField
            label={words.value}
            value={value}
            isDisabled={isDisabled}
            data-testid={`map-${parameter.name}-value-${index}`}
            onChange={(entered) => {
              write(
                rows.map((row, at) => (at === index ? [key, entered] : row)),
              );
            }}
          />
          <IconButton
            label={`Remove the ${words.noun} ${key}`}
            icon={Trash2}
            size="small"
            isDisabled={isDisabled}
            onPress={() => {
              write(rows.filter((_, at) => at !== index));
            }}
          />
        </div>
      ))}
      {parameter.hint !== undefined && (
        <p className="field-hint">{parameter.hint}</p>
      )}
      {error !== undefined && <p className="field-error">{error}</p>}
      <Button
        size="small"
        icon={Plus}
        isDisabled={isDisabled || "" in map}
        data-testid={`map-${parameter.name}-add`}
        onPress={() => {
          write([...rows, ["", ""]]);
        }}
      >
        {`Add a ${words.noun}`}
      </Button>
    </fieldset>
  );
}
