// The form of an object: what was read, what is there now, what the server says
// of it, and what to do if somebody else was faster. Pages of kinds that bring
// their own use it as well.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { ProblemError, type Tagged } from "../rest/client.js";
import { useOffer } from "../shell/acts.js";
import { useUnsaved } from "../shell/places.js";
import { type Errors, useForm } from "../ui/form.js";
import { useToasts } from "../ui/toasts.js";
import { belongsTo } from "./check.js";
import {
  addObject,
  changeObject,
  keyOf,
  type Named,
  nameOf,
  readObject,
  renew,
} from "./objects.js";
import {
  applyPatch,
  mergePatch,
  pathsOf,
  valueAt,
  withValue,
} from "./patch.js";
import { type PathErrors, placed } from "./problems.js";

/** Somebody else has saved it after it was read here. */
export interface Conflict<T> {
  readonly theirs: Tagged<T>;
  /** Paths that they changed, and that were changed here. */
  readonly changed: readonly string[];
  readonly both: readonly string[];
}

export interface ObjectForm<T> {
  readonly values: T;
  readonly errors: PathErrors;
  readonly failure: string | undefined;
  readonly isNew: boolean;
  readonly isDirty: boolean;
  readonly isBusy: boolean;
  /** Nothing can be changed here. */
  readonly isFixed: boolean;
  readonly conflict: Conflict<T> | undefined;
  /** How often saving has failed: what is wrong comes into sight each time. */
  readonly tries: number;
  get: (path: string) => unknown;
  put: (path: string, value: unknown) => void;
  /** What is wrong there, or deeper. */
  errorAt: (path: string) => string | undefined;
  submit: () => Promise<boolean>;
  discard: () => void;
  /** Ends a conflict: what they saved, or that with my changes on top of it. */
  takeTheirs: () => void;
  keepMine: () => void;
}

function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

/** `/api/v1/break-reasons` is `break-reasons` in places and sentences. */
export function placeOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function conflictOf<T extends object>(
  base: T,
  mine: T,
  theirs: Tagged<T>,
): Conflict<T> {
  const changed = pathsOf(mergePatch(base, theirs.value));
  const own = pathsOf(mergePatch(base, mine));
  const both = own.filter((path) =>
    changed.some((one) => belongsTo(one, path) || belongsTo(path, one)),
  );
  return { theirs, changed, both };
}

/** Where an object is kept, if it is not one of a kind: settings, for example. */
export interface Store<T> {
  read: () => Promise<Tagged<T>>;
  change: (patch: object, etag: string, base: T) => Promise<Tagged<T>>;
}

export function useObjectForm<T extends Named>(options: {
  /** Of the kind; of a store the one that is asked. */
  path: string;
  store?: Store<T>;
  /** Missing: it is a new one. */
  base?: Tagged<T>;
  initial: T;
  isFixed: boolean;
  check: (values: T) => Record<string, string>;
  /** For example `Queue`, in what is told of it. */
  title: string;
  /** As in `Kind`. */
  tidy?: ((values: T) => T) | undefined;
  renamed?: Readonly<Record<string, string>> | undefined;
}): ObjectForm<T> {
  const { path, initial, isFixed, check, title } = options;
  const { tidy = (all: T) => all, renamed = {}, store } = options;
  const [base, setBase] = useState(options.base);
  const [conflict, setConflict] = useState<Conflict<T>>();
  const [isGone, setGone] = useState(false);
  const [tries, setTries] = useState(0);
  const [added, setAdded] = useState<string>();
  const saved = useRef<Tagged<T>>(undefined);
  const key = useRef(randomKey());
  const queries = useQueryClient();
  const toasts = useToasts();
  const [, go] = useLocation();
  const isNew = base === undefined;
  const place = placeOf(path);

  const save = async (filled: T): Promise<void> => {
    const values = tidy(filled);
    if (base === undefined || isGone) {
      saved.current = await addObject<T>(path, values, key.current);
      return;
    }
    const id = base.value.id ?? "";
    const patch = mergePatch(base.value, values);
    try {
      saved.current = store
        ? await store.change(patch, base.etag, base.value)
        : await changeObject<T>(path, id, patch, base.etag);
    } catch (why) {
      const status = why instanceof ProblemError ? why.problem.status : 0;
      if (status === 404) {
        setGone(true);
        throw new ProblemError({
          title: "It was deleted meanwhile. Save again to add it anew",
          status,
        });
      }
      if (status === 412) {
        const theirs = await (store?.read() ?? readObject<T>(path, id));
        setConflict(conflictOf(base.value, values, theirs));
      }
      throw why;
    }
  };
  const form = useForm<T>({
    initial,
    check: (values) => check(values) as Errors<T>,
    save,
    sort: (why) => {
      const of = {
        ...(store === undefined && { kind: place }),
        id: base?.value.id,
        renamed,
      };
      const { errors, failure } = placed(why, of);
      return { errors: errors as Errors<T>, failure };
    },
  });
  const { values, isBusy, reset, change } = form;
  const isDirty = form.isDirty && !isFixed;
  useUnsaved(isDirty && added === undefined);

  const submit = async (): Promise<boolean> => {
    if (isBusy || isFixed) return false;
    setConflict(undefined);
    saved.current = undefined;
    const isSaved = await form.submit();
    const now = saved.current as Tagged<T> | undefined;
    if (!isSaved || now === undefined) {
      setTries((before) => before + 1);
      return false;
    }
    const isAdded = isNew || isGone;
    const what = store ? title : `${title} “${nameOf(now.value)}”`;
    toasts.show(`${what} is ${isAdded ? "added" : "saved"}.`, "good");
    key.current = randomKey();
    setGone(false);
    if (isNew) setAdded(now.value.id);
    else {
      setBase(now);
      reset(now.value);
      queries.setQueryData([...keyOf(path), "one", now.value.id ?? ""], now);
    }
    await renew(queries, path);
    return true;
  };
  // Only when the page knows that nothing is unsaved any more.
  useEffect(() => {
    if (added !== undefined) go(`/admin/${place}/${added}`, { replace: true });
  }, [added, go, place]);
  useOffer([!isFixed && { id: "form.save", run: () => void submit() }]);

  const errors = form.errors as PathErrors;
  const put = useCallback(
    (at: string, value: unknown) => {
      change(at, (before) => withValue(before, at, value));
    },
    [change],
  );
  return {
    values,
    errors,
    failure: conflict === undefined ? form.failure : undefined,
    isNew,
    isDirty,
    isBusy,
    isFixed,
    conflict,
    tries,
    get: useMemo(() => (at: string) => valueAt(values, at), [values]),
    put,
    errorAt: (at) =>
      errors[at] ??
      Object.entries(errors).find(([error]) => belongsTo(error, at))?.[1],
    submit,
    discard: () => {
      setConflict(undefined);
      reset(base?.value ?? initial);
    },
    takeTheirs: () => {
      if (conflict === undefined) return;
      setBase(conflict.theirs);
      reset(conflict.theirs.value);
      setConflict(undefined);
    },
    keepMine: () => {
      if (conflict === undefined || base === undefined) return;
      const { theirs } = conflict;
      const mine = mergePatch(base.value, values);
      setBase(theirs);
      reset(theirs.value);
      change("", () => applyPatch(theirs.value, mine));
      setConflict(undefined);
    },
  };
}
