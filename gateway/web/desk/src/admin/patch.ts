// What differs between two versions of an object, as a merge patch (RFC 7396),
// and values by their path: `policy.wrapup_time`. Pure.

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((one, i) => isSame(one, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSame(a[name], b[name]));
}

/** What makes `to` of `from`; a member that is gone is null. */
export function mergePatch(from: object, to: object): Json {
  const patch: Json = {};
  const before = from as Json;
  const after = to as Json;
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const was = before[name];
    const is = after[name];
    if (isSame(was, is)) continue;
    if (is === undefined) patch[name] = null;
    else patch[name] = isObject(was) && isObject(is) ? mergePatch(was, is) : is;
  }
  return patch;
}

export function applyPatch<T extends object>(to: T, patch: object): T {
  const result: Json = { ...(to as Json) };
  for (const [name, value] of Object.entries(patch as Json)) {
    const was = result[name];
    if (value === null) Reflect.deleteProperty(result, name);
    else if (isObject(value)) {
      result[name] = applyPatch(isObject(was) ? was : {}, value);
    } else result[name] = value;
  }
  return result as T;
}

/** Paths of the values that a patch changes, the deepest ones. */
export function pathsOf(patch: object, inside = ""): readonly string[] {
  return Object.entries(patch as Json).flatMap(([name, value]) => {
    const path = inside === "" ? name : `${inside}.${name}`;
    return isObject(value) && Object.keys(value).length > 0
      ? pathsOf(value, path)
      : [path];
  });
}

export function valueAt(values: object, path: string): unknown {
  let value: unknown = values;
  for (const name of path.split(".")) {
    if (Array.isArray(value)) value = (value as unknown[])[Number(name)];
    else value = isObject(value) ? value[name] : undefined;
  }
  return value;
}

/** A copy with another value there; undefined takes it out. */
export function withValue<T extends object>(
  values: T,
  path: string,
  value: unknown,
): T {
  const [name = "", ...rest] = path.split(".");
  const before = (values as Json)[name];
  const inner =
    rest.length === 0
      ? value
      : withValue(
          typeof before === "object" && before !== null ? before : {},
          rest.join("."),
          value,
        );
  if (Array.isArray(values)) {
    return values.map((one: unknown, i) =>
      i === Number(name) ? inner : one,
    ) as unknown as T;
  }
  const result: Json = { ...(values as Json) };
  if (inner === undefined) Reflect.deleteProperty(result, name);
  else result[name] = inner;
  return result as T;
}
