// The state of a form: what was there, what is there now, what is wrong with
// it, and whether leaving it loses something.
import { useCallback, useMemo, useState } from "react";
import { ProblemError, wordsOf } from "../rest/client.js";

export type Errors<T> = Partial<Record<keyof T, string>>;

export interface FormState<T extends object> {
  readonly values: T;
  readonly errors: Errors<T>;
  /** What is wrong with no field of its own. */
  readonly failure: string | undefined;
  readonly isDirty: boolean;
  readonly isBusy: boolean;
  set: <K extends keyof T>(name: K, value: T[K]) => void;
  /** For values inside of others: `at` is a path, `policy.wrapup_time`. */
  change: (at: string, update: (values: T) => T) => void;
  /** Begins anew from these values. */
  reset: (values: T) => void;
  /** Checks, saves, and shows what the server refuses at its field. */
  submit: () => Promise<boolean>;
}

/** The field that a server's sentence begins with: `name: too long`. */
export function fieldOf<T extends object>(
  sentence: string,
  values: T,
): keyof T | undefined {
  const [, path = ""] = /^\/?([A-Za-z_]+)/.exec(sentence) ?? [];
  return Object.hasOwn(values, path) ? (path as keyof T) : undefined;
}

/** Sorts what the server refuses to the fields that it names. */
export function errorsOf<T extends object>(
  why: unknown,
  values: T,
): { errors: Errors<T>; failure: string | undefined } {
  if (!(why instanceof ProblemError)) {
    return { errors: {}, failure: wordsOf(why) };
  }
  const { errors: sentences, detail } = why.problem;
  const errors: Errors<T> = {};
  let rest = false;
  for (const sentence of sentences ?? (detail === undefined ? [] : [detail])) {
    const field = fieldOf(sentence, values);
    if (field === undefined) rest = true;
    else {
      const said = sentence.replace(/^\/?[A-Za-z_]+[:\s]*/, "");
      errors[field] ??= said === "" ? why.problem.title : said;
    }
  }
  const isAtFields = Object.keys(errors).length > 0 && !rest;
  return { errors, failure: isAtFields ? undefined : wordsOf(why) };
}

export function useForm<T extends object>(options: {
  initial: T;
  check?: (values: T) => Errors<T>;
  save: (values: T) => Promise<void>;
  /** Sorts what the server refuses; by the first names of its sentences. */
  sort?: typeof errorsOf<T>;
}): FormState<T> {
  const { initial, check, save, sort = errorsOf } = options;
  const [start, setStart] = useState(initial);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Errors<T>>({});
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isDirty = useMemo(
    () => JSON.stringify(start) !== JSON.stringify(values),
    [start, values],
  );
  const set = useCallback(<K extends keyof T>(name: K, value: T[K]) => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors((before) => ({ ...before, [name]: undefined }));
  }, []);
  const change = useCallback((at: string, update: (values: T) => T) => {
    setValues(update);
    setErrors(
      (before) =>
        Object.fromEntries(
          Object.entries(before).filter(
            ([path]) =>
              path !== at &&
              !path.startsWith(`${at}.`) &&
              !at.startsWith(`${path}.`),
          ),
        ) as Errors<T>,
    );
  }, []);
  const reset = useCallback((fresh: T) => {
    setStart(fresh);
    setValues(fresh);
    setErrors({});
    setFailure(undefined);
  }, []);
  const submit = async (): Promise<boolean> => {
    const wrong = check?.(values) ?? {};
    setErrors(wrong);
    setFailure(undefined);
    if (Object.values(wrong).some((error) => error !== undefined)) return false;
    setBusy(true);
    try {
      await save(values);
      setStart(values);
      return true;
    } catch (why) {
      const found = sort(why, values);
      setErrors(found.errors);
      setFailure(found.failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return {
    values,
    errors,
    failure,
    isDirty,
    isBusy,
    set,
    change,
    reset,
    submit,
  };
}
