// Checks what was filled in before it is sent: each field by its description.
// The server checks everything again. Pure.
import type { Field, FormTab, TimeUnit } from "./kind.js";
import { valueAt } from "./patch.js";

export const milliseconds: Readonly<Record<TimeUnit, number>> = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** O4. */
export const name_max = 100;
export const description_max = 250;

const number = new Intl.NumberFormat("en");

function range(min: number, max: number, unit: string | undefined): string {
  const bounds = `${number.format(min)} to ${number.format(max)}`;
  return `Needs ${bounds}${unit === undefined ? "" : ` ${unit}`}.`;
}

/** @returns what is wrong with the value of a field, in words. */
export function wrongWith<T extends object>(
  field: Field<T>,
  values: T,
): string | undefined {
  const value = valueAt(values, field.at);
  const isMissing =
    value === undefined ||
    (typeof value === "string" && value.trim() === "") ||
    (Array.isArray(value) && value.length === 0);
  if (isMissing) return field.isRequired === true ? "Needed." : undefined;
  switch (field.as) {
    case "text": {
      const count = typeof value === "string" ? Array.from(value).length : 0;
      const max = field.max ?? Infinity;
      if (count <= max) return undefined;
      return `${number.format(count)} characters; at most ${number.format(max)} fit.`;
    }
    case "number": {
      const isIn =
        Number.isSafeInteger(value) &&
        Number(value) >= field.min &&
        Number(value) <= field.max;
      return isIn ? undefined : range(field.min, field.max, field.unit);
    }
    case "time": {
      const count = Number(value) / milliseconds[field.unit];
      const isIn = count >= field.min && count <= field.max;
      return isIn ? undefined : range(field.min, field.max, field.unit);
    }
    case "objects":
    case "lines": {
      const count = Array.isArray(value) ? value.length : 0;
      const max = field.max ?? Infinity;
      return count <= max ? undefined : `At most ${number.format(max)}.`;
    }
    default:
      return undefined;
  }
}

/** Fields that are shown for these values. */
export function shownFields<T extends object>(
  tabs: readonly FormTab<T>[],
  values: T,
): readonly Field<T>[] {
  const isShown = (one: { when?: (values: T) => boolean }): boolean =>
    one.when?.(values) ?? true;
  return tabs
    .filter(isShown)
    .flatMap(({ parts }) => parts.filter(isShown))
    .flatMap(({ fields }) => fields.filter(isShown));
}

export function checkFields<T extends object>(
  tabs: readonly FormTab<T>[],
  values: T,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const field of shownFields(tabs, values)) {
    const wrong = wrongWith(field, values);
    if (wrong !== undefined) errors[field.at] ??= wrong;
  }
  return errors;
}

/** Is this error, by its path, at a field that stands there? */
export function belongsTo(error: string, field: string): boolean {
  return error === field || error.startsWith(`${field}.`);
}

/** The name of a copy: not longer than names may be. */
export function copyName(name: string): string {
  const [, base = name, count] =
    /^(.*?) \(copy(?: (\d+))?\)$/s.exec(name) ?? [];
  const isCopy = base !== name;
  const end = isCopy ? ` (copy ${Number(count ?? 1) + 1})` : " (copy)";
  return (
    Array.from(base)
      .slice(0, name_max - end.length)
      .join("") + end
  );
}
