// Descriptions of JSON values from which both the static types and the checks
// of incoming frames follow, so that the two cannot differ. Knows no message.

/** Checks a value; `true` if it may be read as a `T`. */
export interface Kind<T> {
  readonly name: string;
  readonly optional: boolean;
  readonly accepts: (value: unknown) => value is T;
}

export type TypeOf<K> = K extends Kind<infer T> ? T : never;

export type Fields = Readonly<Record<string, Kind<unknown>>>;

type Flatten<T> = { [K in keyof T]: T[K] };
type OptionalKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends OptionalKind<unknown> ? K : never;
}[keyof F];

export interface OptionalKind<T> extends Kind<T> {
  readonly optional: true;
}

/** The object type that `F` describes. */
export type ObjectOf<F extends Fields> = Flatten<
  { [K in Exclude<keyof F, OptionalKeys<F>>]: TypeOf<F[K]> } & {
    [K in OptionalKeys<F>]?: TypeOf<F[K]>;
  }
>;

function kind<T>(name: string, accepts: (value: unknown) => boolean): Kind<T> {
  return {
    name,
    optional: false,
    accepts: accepts as (value: unknown) => value is T,
  };
}

export const text: Kind<string> = kind(
  "text",
  (value) => typeof value === "string",
);
export const id: Kind<string> = kind(
  "id",
  (value) => typeof value === "string",
);
export const count: Kind<number> = kind(
  "count",
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);
export const integer: Kind<number> = kind("integer", Number.isSafeInteger);
export const flag: Kind<boolean> = kind(
  "flag",
  (value) => typeof value === "boolean",
);
/** Milliseconds since 1970. */
export const timestamp: Kind<number> = kind("timestamp", Number.isSafeInteger);
/** Milliseconds. */
export const duration: Kind<number> = kind("duration", Number.isSafeInteger);

/** A name out of a closed list; unknown names are kept (add, never change). */
export function oneOf<const N extends readonly string[]>(
  name: string,
  names: N,
): Kind<N[number]> & { readonly names: N } {
  return { ...kind<N[number]>(name, (v) => typeof v === "string"), names };
}

export function optional<T>(inner: Kind<T>): OptionalKind<T> {
  return { name: inner.name, optional: true, accepts: inner.accepts };
}

export function list<T>(inner: Kind<T>): Kind<T[]> {
  return kind(
    `list of ${inner.name}`,
    (value) => Array.isArray(value) && value.every((v) => inner.accepts(v)),
  );
}

export function object<const F extends Fields>(
  name: string,
  fields: F,
): Kind<ObjectOf<F>> & { readonly fields: F } {
  return {
    ...kind<ObjectOf<F>>(name, (value) => faultOf(fields, value) === undefined),
    fields,
  };
}

/** The first field of `value` that breaks `fields`, or nothing. */
export function faultOf(fields: Fields, value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return "(not an object)";
  }
  const members = value as Record<string, unknown>;
  for (const [name, field] of Object.entries(fields)) {
    const member = members[name];
    if (member === undefined || member === null) {
      if (!field.optional) return name;
    } else if (!field.accepts(member)) {
      return name;
    }
  }
  return undefined;
}
