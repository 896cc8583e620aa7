// What a kind of objects is to the administration: its list, its form, and what
// is particular about it. Most kinds need no component of their own.
import type { ComponentType, ReactNode } from "react";
import type { Column } from "../ui/table.js";
import type { KindPath, Named } from "./objects.js";
import type { ObjectForm } from "./object_form.js";

/** `policy.wrapup_time`: where a value is inside an object. */
export type PathOf<T> = T extends readonly unknown[]
  ? never
  : T extends object
    ? {
        [K in keyof T & string]:
          K | `${K}.${PathOf<NonNullable<T[K]>> & string}`;
      }[keyof T & string]
    : never;

export interface FieldBase<T> {
  readonly at: PathOf<T> & string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly isRequired?: boolean;
  /** Shown only then; what is not shown is not checked. */
  readonly when?: (values: T) => boolean;
  /** Chosen once, when the object is added. */
  readonly isFixed?: boolean;
}

export interface ChoiceOf {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
}

export type TimeUnit = "seconds" | "minutes" | "hours" | "days";

export type Field<T> = FieldBase<T> &
  (
    | {
        readonly as: "text";
        /** Characters. */
        readonly max?: number;
        readonly rows?: number;
        readonly type?: "text" | "email" | "url" | "color";
        readonly placeholder?: string;
      }
    | {
        readonly as: "number";
        readonly min: number;
        readonly max: number;
        readonly unit?: string;
        /** What an empty box means, if it may be empty: `Company's`. */
        readonly empty?: string;
      }
    | {
        /** Kept in milliseconds; the bounds are in its unit. */
        readonly as: "time";
        readonly unit: TimeUnit;
        readonly min: number;
        readonly max: number;
        readonly empty?: string;
      }
    | { readonly as: "flag" }
    | { readonly as: "choice"; readonly options: readonly ChoiceOf[] }
    | {
        /** Several of a few; with `all`, none at all stands for all. */
        readonly as: "choices";
        readonly options: readonly ChoiceOf[];
        readonly all?: string;
      }
    | {
        /** Another object, by its id. */
        readonly as: "object";
        readonly of: KindPath;
        /** May be none, in these words. */
        readonly none?: string;
      }
    | {
        readonly as: "objects";
        readonly of: KindPath;
        /** What it means that there are none. */
        readonly none: string;
        readonly max?: number;
        /** With it, no list at all (not even an empty one) stands for all. */
        readonly all?: string;
      }
    | { readonly as: "lines"; readonly max?: number }
    | {
        /** A component of its own. */
        readonly as: "own";
        readonly show: ComponentType<{ form: ObjectForm<T> }>;
      }
  );

/** Fields under a title. */
export interface Part<T> {
  readonly title?: string;
  readonly text?: ReactNode;
  readonly when?: (values: T) => boolean;
  readonly fields: readonly Field<T>[];
}

export interface FormTab<T> {
  readonly id: string;
  readonly title: string;
  readonly when?: (values: T) => boolean;
  readonly parts: readonly Part<T>[];
}

/** What is shown under a form of an object that exists. */
export interface ExtraProps<T> {
  readonly id: string;
  readonly value: T;
  readonly mayChange: boolean;
}

export interface Kind<T extends Named> {
  readonly path: KindPath;
  /** One of them, in lower case: `break reason`. */
  readonly noun: string;
  /** Beside the name, which is the first column. */
  readonly columns: readonly Column<T>[];
  readonly nameOf?: (value: T) => string;
  /** What an empty list says to do. */
  readonly empty: string;
  /** What a new one begins as. Missing: none can be added here. */
  readonly fresh?: T;
  /** What of a copy must be another, beside the name. */
  readonly copied?: (value: T) => T;
  /** One is a page without tabs. */
  readonly tabs?: readonly FormTab<T>[];
  /** What the fields cannot say by themselves, by path. */
  readonly check?: (values: T) => Readonly<Record<string, string>>;
  /** Brings what was filled in into the form that the server keeps. */
  readonly tidy?: (values: T) => T;
  /** Paths that the server's sentences call otherwise than the object. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** May not be changed, in words: built in, for example. */
  readonly fixed?: (value: T) => string | undefined;
  readonly Extra?: ComponentType<ExtraProps<T>>;
  /** The page of an object, instead of the form; `id` is `new` for a new one. */
  readonly Page?: ComponentType<{ id: string }>;
  /** More acts over the list: import, for example. */
  readonly Tools?: ComponentType;
}

export type AnyKind = Kind<Named>;

/** Keeps the types of an object inside of its file. */
export function kindOf<T extends Named>(kind: Kind<T>): AnyKind {
  return kind as unknown as AnyKind;
}
