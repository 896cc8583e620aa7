// What the flow leaves to each service (F3): a field for each value, under the
// titles of its sections.
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { answerOf, rest, type Schemas } from "../../rest/client.js";
import { Select } from "../../ui/choices.js";
import { TextField } from "../../ui/fields.js";
import { Failed, Loading } from "../../ui/states.js";
import { ObjectField } from "../field.js";
import type { ObjectForm } from "../object_form.js";

type Service = Schemas["Service"];
type Value = NonNullable<Schemas["FlowGraph"]["values"]>[number];

/** Of the version in use: that is what the server checks. */
async function valuesOf(flow: string): Promise<readonly Value[] | undefined> {
  const params = { path: { id: flow } };
  const { version = 0 } = await answerOf(
    rest.GET("/api/v1/flows/{id}", { params }),
  );
  if (version === 0) return undefined;
  const { graph } = await answerOf(
    rest.GET("/api/v1/flows/{id}/versions/{version}", {
      params: { path: { id: flow, version } },
    }),
  );
  return graph?.values ?? [];
}

export function ServiceValues(props: {
  form: ObjectForm<Service>;
}): JSX.Element {
  const { form } = props;
  const { flow = "" } = form.values;
  const found = useQuery({
    queryKey: ["service-values", flow],
    queryFn: () => valuesOf(flow),
    enabled: flow !== "",
    staleTime: 0,
  });
  if (flow === "") {
    return <p className="part-row soft">Choose a flow first.</p>;
  }
  if (found.error !== null) {
    return <Failed why={found.error} again={() => void found.refetch()} />;
  }
  if (found.isPending) return <Loading what="Loading the values" />;
  if (found.data === undefined) {
    return (
      <p className="part-row soft">
        The flow is not published yet. Publish it, then fill its values in here.
      </p>
    );
  }
  if (found.data.length === 0) {
    return (
      <p className="part-row soft">The flow leaves nothing to be filled in.</p>
    );
  }
  const sections = [...new Set(found.data.map(({ section = "" }) => section))];
  return (
    <>
      {sections.map((section) => (
        <div className="part-row service-section" key={section}>
          {section !== "" && <h3>{section}</h3>}
          {found.data
            ?.filter((one) => (one.section ?? "") === section)
            .map((value) => (
              <ValueField key={value.name} value={value} form={form} />
            ))}
        </div>
      ))}
      <WholeError form={form} known={found.data} />
    </>
  );
}

/** What the server says of one of them: `Queue: is required.` */
function errorOf(form: ObjectForm<Service>, name: string): string | undefined {
  const own = form.errors[`values.${name}`];
  if (own !== undefined) return own;
  const [, about, what = ""] =
    /^([a-z0-9_]+): (.*)$/i.exec(form.errors.values ?? "") ?? [];
  if (about?.toLowerCase() !== name) return undefined;
  return what.charAt(0).toUpperCase() + what.slice(1);
}

function WholeError(props: {
  form: ObjectForm<Service>;
  known: readonly Value[];
}): JSX.Element | null {
  const { form, known } = props;
  const whole = form.errors.values;
  const isShown = known.some(
    ({ name = "" }) => errorOf(form, name) !== undefined,
  );
  if (whole === undefined || isShown) return null;
  return <p className="part-row field-error">{whole}</p>;
}

const standard = "";

function ValueField(props: {
  value: Value;
  form: ObjectForm<Service>;
}): JSX.Element {
  const { value, form } = props;
  const { name = "", kind = "text", choices = [], initial = "" } = value;
  const { description = "", required = false } = value;
  const given = form.values.values?.[name];
  const set = (next: string | undefined): void => {
    form.put(`values.${name}`, next === "" ? undefined : next);
  };
  const common = {
    label: description === "" ? name : description,
    hint: initial === "" ? name : `${name}. Empty: ${initial}`,
    error: errorOf(form, name),
    isRequired: required && initial === "",
    isDisabled: form.isFixed,
    "data-testid": `value-${name}`,
  };
  if (kind === "queue" || kind === "calendar") {
    return (
      <ObjectField
        {...common}
        of={kind === "queue" ? "/api/v1/queues" : "/api/v1/calendars"}
        none={initial === "" ? "None" : `As the flow says: ${initial}`}
        value={given}
        onChange={set}
      />
    );
  }
  if (choices.length > 0) {
    return (
      <Select
        {...common}
        options={[
          { id: standard, label: `As the flow says: ${initial || "nothing"}` },
          ...choices.map((one) => ({ id: one, label: one })),
        ]}
        value={given ?? standard}
        onChange={set}
      />
    );
  }
  return (
    <TextField
      {...common}
      rows={kind === "text" ? 2 : 1}
      value={given ?? ""}
      placeholder={initial}
      autoComplete="off"
      onChange={set}
    />
  );
}
