// In which groups somebody is, and how well they know the work there (P6).
import { X } from "lucide-react";
import type { JSX } from "react";
import { useQuery } from "@tanstack/react-query";
import { IconButton } from "../ui/button.js";
import { FieldGroup } from "../ui/field_group.js";
import { Select } from "../ui/choices.js";
import { allQuery, nameOf } from "./objects.js";
import { Adder } from "./objects_field.js";
import { skills } from "./words.js";

export type Skills = Readonly<Record<string, number>>;

export function SkillsField(props: {
  label: string;
  hint: string;
  error: string | undefined;
  /** What has the skill: groups of a user, users of a group. */
  of: string;
  none: string;
  value: Skills;
  isDisabled: boolean;
  /** Skill 0 takes it out. */
  set: (id: string, skill: number) => void;
  "data-testid"?: string;
}): JSX.Element {
  const { label, hint, error, of, none, value, isDisabled, set } = props;
  const all = useQuery(allQuery(of));
  const names = new Map(
    (all.data ?? []).map((one) => [one.id ?? "", nameOf(one)]),
  );
  const rows = Object.entries(value)
    .map(([one, skill]) => ({ one, skill, name: names.get(one) ?? one }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <FieldGroup
      label={label}
      hint={hint}
      error={error}
      data-testid={props["data-testid"]}
      look="chips-box"
    >
      {rows.length === 0 && <p className="soft small">{none}</p>}
      {rows.length > 0 && (
        <ul className="skills">
          {rows.map(({ one, skill, name }) => (
            <li key={one} className="skill" data-id={one}>
              <span className="cut">{name}</span>
              <Select
                label={`Skill, ${name}`}
                options={skills}
                value={String(skill)}
                isDisabled={isDisabled}
                onChange={(now) => {
                  set(one, Number(now));
                }}
              />
              {!isDisabled && (
                <IconButton
                  label={`Take out ${name}`}
                  icon={X}
                  size="small"
                  onPress={() => {
                    set(one, 0);
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {!isDisabled && (
        <Adder
          label={`Add to ${label.toLowerCase()}`}
          options={[...names]
            .filter(([one]) => value[one] === undefined)
            .map(([one, name]) => ({ id: one, label: name }))}
          add={(one) => {
            set(one, 3);
          }}
        />
      )}
    </FieldGroup>
  );
}
