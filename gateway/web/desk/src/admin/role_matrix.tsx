// What a role gives: areas down, none, view and modify across (A1).
import type { JSX } from "react";
import type { Schemas } from "../rest/client.js";
import { Button } from "../ui/button.js";
import { type Area, area_groups } from "./areas.js";
import type { ObjectForm } from "./object_form.js";

type Role = Schemas["Role"];
type Given = "none" | "view" | "modify";

const columns: readonly { id: Given; title: string }[] = [
  { id: "none", title: "None" },
  { id: "view", title: "View" },
  { id: "modify", title: "Modify" },
];

export function RoleMatrix({ form }: { form: ObjectForm<Role> }): JSX.Element {
  const given = form.values.privileges ?? {};
  const error = form.errorAt("privileges");
  return (
    <div className="matrix-box table-scroll">
      {error !== undefined && <p className="field-error">{error}</p>}
      <table className="matrix" aria-label="Rights" data-testid="matrix">
        <thead>
          <tr>
            <th scope="col">Area</th>
            {columns.map(({ id, title }) => (
              <th scope="col" key={id}>
                {form.isFixed ? (
                  title
                ) : (
                  <Button
                    kind="quiet"
                    size="small"
                    aria-label={`${title} everywhere`}
                    onPress={() => {
                      form.put("privileges", everywhere(id));
                    }}
                  >
                    {title}
                  </Button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        {area_groups.map(({ title, areas }) => (
          <tbody key={title}>
            <tr className="matrix-group">
              <th scope="rowgroup" colSpan={4}>
                {title}
              </th>
            </tr>
            {areas.map((area) => (
              <Row
                key={area.id}
                area={area}
                value={given[area.id] ?? "none"}
                isDisabled={form.isFixed}
                set={(now) => {
                  form.put("privileges", { ...given, [area.id]: now });
                }}
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** What can only be done or not is not given by looking. */
function everywhere(given: Given): Record<string, Given> {
  return Object.fromEntries(
    area_groups
      .flatMap(({ areas }) => areas)
      .map(({ id, isAct = false }) => [
        id,
        isAct && given === "view" ? "none" : given,
      ]),
  );
}

function Row(props: {
  area: Area;
  value: Given;
  isDisabled: boolean;
  set: (value: Given) => void;
}): JSX.Element {
  const { area, value, isDisabled, set } = props;
  const { id, title, text, isAct = false } = area;
  return (
    <tr>
      <th scope="row">
        {title}
        <span className="soft small">{text}</span>
      </th>
      {columns.map((column) => (
        <td key={column.id}>
          {isAct && column.id === "view" ? (
            <span className="faint" aria-hidden>
              –
            </span>
          ) : (
            <label className="matrix-cell">
              <input
                type="radio"
                className="radio"
                name={`area-${id}`}
                aria-label={`${title}: ${isAct && column.id === "modify" ? "Allowed" : column.title}`}
                checked={value === column.id}
                disabled={isDisabled}
                data-testid={`area-${id}-${column.id}`}
                onChange={() => {
                  set(column.id);
                }}
              />
            </label>
          )}
        </td>
      ))}
    </tr>
  );
}
