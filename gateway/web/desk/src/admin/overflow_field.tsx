// The groups that serve a queue, in their order, and when further ones help out
// (O3).
import { ArrowDown, ArrowUp, X } from "lucide-react";
import type { JSX } from "react";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../rest/client.js";
import { IconButton } from "../ui/button.js";
import { NumberField } from "../ui/fields.js";
import type { ObjectForm } from "./object_form.js";
import { allQuery, nameOf } from "./objects.js";
import { Adder } from "./objects_field.js";
import { conditions } from "./queue_rules.js";

type Queue = Schemas["Queue"];

export const groups_max = 5;

function moved(
  groups: readonly string[],
  from: number,
  to: number,
): readonly string[] {
  const without = groups.filter((_, index) => index !== from);
  return [...without.slice(0, to), groups[from] ?? "", ...without.slice(to)];
}

export function GroupsOfQueue(props: { form: ObjectForm<Queue> }): JSX.Element {
  const { form } = props;
  const all = useQuery(allQuery("/api/v1/groups"));
  const names = new Map(
    (all.data ?? []).map((one) => [one.id ?? "", nameOf(one)]),
  );
  const groups = form.values.groups ?? [];
  const error = form.errors.groups;
  const isFixed = form.isFixed;
  const set = (now: readonly string[]): void => {
    form.put("groups", now);
  };
  return (
    <div
      className="part-row field"
      role="group"
      aria-label="Groups"
      data-invalid={error === undefined ? undefined : true}
      data-testid="field-groups"
    >
      {groups.length === 0 && (
        <p className="soft small">Nobody serves this queue yet.</p>
      )}
      <ol className="overflow-groups">
        {groups.map((group, index) => {
          const name = names.get(group) ?? group;
          return (
            <li key={group} className="overflow-group" data-id={group}>
              <div className="row">
                <span className="count">{index + 1}</span>
                <b className="cut">{name}</b>
                <span className="soft small">
                  {index === 0 ? "always serves" : "helps out if"}
                </span>
                <span className="space" />
                {!isFixed && (
                  <>
                    <IconButton
                      label={`Move ${name} up`}
                      icon={ArrowUp}
                      size="small"
                      isDisabled={index === 0}
                      onPress={() => {
                        set(moved(groups, index, index - 1));
                      }}
                    />
                    <IconButton
                      label={`Move ${name} down`}
                      icon={ArrowDown}
                      size="small"
                      isDisabled={index === groups.length - 1}
                      onPress={() => {
                        set(moved(groups, index, index + 1));
                      }}
                    />
                    <IconButton
                      label={`Take out ${name}`}
                      icon={X}
                      size="small"
                      onPress={() => {
                        set(groups.filter((one) => one !== group));
                      }}
                    />
                  </>
                )}
              </div>
              {index > 0 && (
                <Conditions form={form} group={group} name={name} />
              )}
            </li>
          );
        })}
      </ol>
      {!isFixed && groups.length < groups_max && (
        <Adder
          label="Add a group"
          options={[...names]
            .filter(([id]) => !groups.includes(id))
            .map(([id, label]) => ({ id, label }))}
          add={(id) => {
            set([...groups, id]);
          }}
        />
      )}
      {error !== undefined && <span className="field-error">{error}</span>}
    </div>
  );
}

function Conditions(props: {
  form: ObjectForm<Queue>;
  group: string;
  name: string;
}): JSX.Element {
  const { form, group, name } = props;
  const overflow = form.values.overflows?.[group] ?? {};
  const isAlways = Object.keys(overflow).length === 0;
  return (
    <div className="overflow-conditions">
      {conditions.map(({ name: condition, label, unit, length }) => {
        const at = `overflows.${group}.${condition}`;
        const value = overflow[condition];
        return (
          <NumberField
            key={condition}
            label={label}
            unit={unit}
            placeholder="–"
            value={value === undefined ? undefined : value / length}
            onChange={(count) => {
              form.put(at, count === undefined ? undefined : count * length);
            }}
            error={form.errors[at]}
            isDisabled={form.isFixed}
            data-testid={`field-${at}`}
          />
        );
      })}
      <p className="soft small">
        {isAlways
          ? `Without a condition ${name} always serves, after the groups before it.`
          : "One of them is enough."}
      </p>
    </div>
  );
}
