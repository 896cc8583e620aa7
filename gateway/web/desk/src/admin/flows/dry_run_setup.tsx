// What a dry run begins with: who comes, when, and the values of a service.
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Schemas } from "../../rest/client.js";
import { Select } from "../../ui/choices.js";
import { TextField } from "../../ui/fields.js";
import { allQuery } from "../objects.js";
import type { Value } from "./graph.js";

export interface Setup {
  readonly begins: "message" | "presence";
  readonly line: string;
  readonly name: string;
  readonly email: string;
  readonly page: string;
  /** As a box for local date and time holds it; empty: now. */
  readonly at: string;
  /** Whose values are taken; empty: those written here. */
  readonly service: string;
  readonly values: Readonly<Record<string, string>>;
}

export const start: Setup = {
  begins: "message",
  line: "Hello",
  name: "",
  email: "",
  page: "",
  at: "",
  service: "",
  values: {},
};

export function scriptOf(
  setup: Setup,
  declared: readonly Value[],
): Schemas["FlowScript"] {
  const { begins, line, name, email, page, at, service, values } = setup;
  const time = at === "" ? NaN : new Date(at).getTime();
  const known = new Set(declared.map((value) => value.name));
  const own = Object.entries(values).filter(([of]) => known.has(of));
  return {
    customer_name: name,
    customer_email: email,
    page,
    ...(begins === "message" && { first_line: line }),
    ...(Number.isFinite(time) && { at: time }),
    ...(service === "" ? { values: Object.fromEntries(own) } : { service }),
  };
}

const none = "-";

export function DryRunSetup(props: {
  flow: string;
  values: readonly Value[];
  setup: Setup;
  set: (setup: Setup) => void;
}): JSX.Element {
  const { flow, values, setup, set } = props;
  const services = useQuery(allQuery<Schemas["Service"]>("/api/v1/services"));
  const own = (services.data ?? []).filter((one) => one.flow === flow);
  const put = (change: Partial<Setup>): void => {
    set({ ...setup, ...change });
  };
  return (
    <details className="dry-run-more">
      <summary>Who comes, and when</summary>
      <div className="dry-run-fields">
        <Select
          label="The chat begins"
          options={[
            { id: "message", label: "By a message" },
            { id: "presence", label: "By opening the box" },
          ]}
          value={setup.begins}
          data-testid="dry-run-begins"
          onChange={(begins) => {
            put({ begins: begins === "presence" ? "presence" : "message" });
          }}
        />
        {setup.begins === "message" && (
          <TextField
            label="First message"
            value={setup.line}
            data-testid="dry-run-first"
            onChange={(line) => {
              put({ line });
            }}
          />
        )}
        <label className="field">
          <span className="field-label">Date and time (yours)</span>
          <input
            type="datetime-local"
            className="input"
            value={setup.at}
            data-testid="dry-run-at"
            onChange={(event) => {
              put({ at: event.target.value });
            }}
          />
          <span className="field-hint">Empty: now.</span>
        </label>
        <TextField
          label="Customer’s name"
          value={setup.name}
          onChange={(name) => {
            put({ name });
          }}
        />
        <TextField
          label="Customer’s e-mail"
          value={setup.email}
          onChange={(email) => {
            put({ email });
          }}
        />
        <TextField
          label="Page"
          value={setup.page}
          onChange={(page) => {
            put({ page });
          }}
        />
        {own.length > 0 && values.length > 0 && (
          <Select
            label="Values of"
            options={[
              { id: none, label: "The flow’s defaults, or as written below" },
              ...own.map(({ id = "", name = id }) => ({ id, label: name })),
            ]}
            value={setup.service === "" ? none : setup.service}
            onChange={(service) => {
              put({ service: service === none ? "" : service });
            }}
          />
        )}
        {setup.service === "" &&
          values.map(({ name = "", initial = "", description = "" }) => (
            <TextField
              key={name}
              label={`<${name}>`}
              {...(description !== "" && { hint: description })}
              value={setup.values[name] ?? initial}
              onChange={(value) => {
                put({ values: { ...setup.values, [name]: value } });
              }}
            />
          ))}
      </div>
    </details>
  );
}
