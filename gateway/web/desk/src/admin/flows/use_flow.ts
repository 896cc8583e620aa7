// The flow that somebody edits: what is stored, what is changed, and what the
// server says of it. The draft is saved by itself, because the server checks
// and rehearses what is stored (D-W40).
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  answerOf,
  ProblemError,
  rest,
  type Schemas,
  taggedAnswerOf,
  wordsOf,
} from "../../rest/client.js";
import { useUnsaved } from "../../shell/places.js";
import { forServer, type Graph, graphOf } from "./graph.js";
import { begin, change, type History, redo, undo } from "./history.js";
import { type FlowProblem, problemOf } from "./problems.js";

export type Flow = Schemas["Flow"];

/** Milliseconds of quiet before a change is saved. */
const quiet = 900;
/** Milliseconds before it is tried again when the server was not there. */
const again_after = 5_000;

export type Saving =
  | { readonly is: "saved"; readonly at: number | undefined }
  | { readonly is: "changed" }
  | { readonly is: "saving" }
  /** Somebody else has changed the flow. */
  | { readonly is: "conflict" }
  /** The server refuses the draft. */
  | { readonly is: "refused"; readonly words: string }
  | { readonly is: "unreachable"; readonly words: string };

interface Stored {
  readonly flow: Flow;
  readonly etag: string;
}

async function fetchFlow(id: string): Promise<Stored> {
  const params = { path: { id } };
  const { value, etag } = await taggedAnswerOf(
    rest.GET("/api/v1/flows/{id}", { params }),
  );
  return { flow: value, etag };
}

export async function fetchVersion(
  id: string,
  version: number,
): Promise<Graph> {
  const params = { path: { id, version } };
  const { graph } = await answerOf(
    rest.GET("/api/v1/flows/{id}/versions/{version}", { params }),
  );
  return graphOf(graph);
}

/** What is edited: the draft, or else what is published. */
async function fetchGraph({ id = "", draft, version }: Flow): Promise<Graph> {
  const isPublished = version !== undefined && version > 0;
  if (draft === undefined && isPublished) return fetchVersion(id, version);
  return graphOf(draft);
}

export interface Editing {
  readonly flow: Flow;
  readonly graph: Graph;
  readonly history: History<Graph>;
  readonly saving: Saving;
  /** All that keeps it from being published; nothing while it is not known. */
  readonly problems: readonly FlowProblem[] | undefined;
  readonly isPublishable: boolean;
  /** Grows each time that the stored draft is another one. */
  readonly revision: number;
  change: (graph: Graph, about?: string) => void;
  undo: () => void;
  redo: () => void;
  /** @returns false if the draft on the screen could not be stored */
  save: () => Promise<boolean>;
  /** After a conflict: the own draft over the other's, or the other's. */
  keepMine: () => void;
  takeTheirs: () => Promise<void>;
  /** Runs an act that changes the flow on the server, and shows what is there. */
  act: (
    what: (etag: string) => Promise<unknown>,
    isReread: boolean,
  ) => Promise<void>;
}

export interface Opened {
  readonly stored: Stored;
  readonly graph: Graph;
}

export async function openFlow(id: string): Promise<Opened> {
  const stored = await fetchFlow(id);
  return { stored, graph: await fetchGraph(stored.flow) };
}

export function useEditing(opened: Opened, mayModify: boolean): Editing {
  const [stored, setStored] = useState(opened.stored);
  const [history, setHistory] = useState(() => begin(opened.graph));
  const [base, setBase] = useState(opened.graph);
  const [saving, setSaving] = useState<Saving>({ is: "saved", at: undefined });
  const [said, setSaid] = useState<Schemas["FlowVerdict"]>();
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [revision, setRevision] = useState(0);
  const graph = history.now;
  const { id = "" } = stored.flow;
  const isChanged = graph !== base;
  useUnsaved(isChanged);

  // What a save that is on its way needs, as it is then.
  const now = useRef({ stored, graph, base });
  useEffect(() => {
    now.current = { stored, graph, base };
  });
  const running = useRef<Promise<boolean>>(undefined);

  const check = useCallback(async () => {
    const params = { path: { id } };
    try {
      setSaid(
        await answerOf(rest.POST("/api/v1/flows/{id}/validate", { params })),
      );
    } catch {
      // The marks of before stay; the next save asks again.
    }
  }, [id]);
  useEffect(() => {
    void check();
  }, [check]);

  const store = useCallback(async (): Promise<boolean> => {
    const { stored: before, graph: wanted, base: basis } = now.current;
    if (wanted === basis) return true;
    setSaving({ is: "saving" });
    const { name = "", description = "" } = before.flow;
    try {
      const { value, etag } = await taggedAnswerOf(
        rest.PUT("/api/v1/flows/{id}", {
          params: { path: { id }, header: { "If-Match": before.etag } },
          body: { name, description, draft: forServer(wanted) },
        }),
      );
      const fresh = { flow: value, etag };
      now.current = { ...now.current, stored: fresh, base: wanted };
      setStored(fresh);
      setBase(wanted);
      setRefused([]);
      setRevision((count) => count + 1);
      setSaving({ is: "saved", at: Date.now() });
      await check();
      return true;
    } catch (why) {
      setSaving(failureOf(why));
      if (why instanceof ProblemError && why.problem.status === 422) {
        setRefused(why.problem.errors ?? []);
      }
      return false;
    }
  }, [check, id]);

  /** One at a time: each needs the version that the one before made. */
  const save = useCallback(async (): Promise<boolean> => {
    while (running.current !== undefined) await running.current;
    const one = store();
    running.current = one;
    try {
      return await one;
    } finally {
      running.current = undefined;
    }
  }, [store]);

  const isConflict = saving.is === "conflict";
  useEffect(() => {
    if (!isChanged || isConflict || !mayModify) return undefined;
    const timer = window.setTimeout(() => void save(), quiet);
    return () => {
      window.clearTimeout(timer);
    };
  }, [graph, isChanged, isConflict, mayModify, save]);
  const isUnreachable = saving.is === "unreachable";
  useEffect(() => {
    if (!isUnreachable) return undefined;
    const timer = window.setInterval(() => void save(), again_after);
    return () => {
      window.clearInterval(timer);
    };
  }, [isUnreachable, save]);

  const show = useCallback((fresh: Stored, shown: Graph) => {
    now.current = { stored: fresh, graph: shown, base: shown };
    setStored(fresh);
    setHistory(begin(shown));
    setBase(shown);
    setRefused([]);
    setRevision((count) => count + 1);
    setSaving({ is: "saved", at: undefined });
  }, []);

  const reread = useCallback(async () => {
    const { stored: fresh, graph: shown } = await openFlow(id);
    show(fresh, shown);
    await check();
  }, [check, id, show]);

  const problems = useMemo(() => {
    if (refused.length === 0 && said === undefined) return undefined;
    const all = [...refused, ...(said?.problems ?? [])].filter(
      (sentence) => sentence !== "there is no draft",
    );
    return [...new Set(all)].map((one) => problemOf(one, id, graph));
  }, [graph, id, refused, said]);

  return {
    flow: stored.flow,
    graph,
    history,
    saving: isChanged && saving.is === "saved" ? { is: "changed" } : saving,
    problems,
    isPublishable: said?.publishable === true && !isChanged,
    revision,
    change: useCallback((next: Graph, about?: string) => {
      setHistory((before) => change(before, next, about));
    }, []),
    undo: useCallback(() => {
      setHistory(undo);
    }, []),
    redo: useCallback(() => {
      setHistory(redo);
    }, []),
    save,
    keepMine: useCallback(() => {
      void fetchFlow(id).then(
        (fresh) => {
          now.current = { ...now.current, stored: fresh };
          setStored(fresh);
          setSaving({ is: "changed" });
        },
        (why: unknown) => {
          setSaving(failureOf(why));
        },
      );
    }, [id]),
    takeTheirs: reread,
    act: useCallback(
      async (what, isReread) => {
        await what(now.current.stored.etag);
        if (isReread) await reread();
        else {
          const fresh = await fetchFlow(id);
          now.current = { ...now.current, stored: fresh };
          setStored(fresh);
          await check();
        }
      },
      [check, id, reread],
    ),
  };
}

function failureOf(why: unknown): Saving {
  if (!(why instanceof ProblemError)) {
    return { is: "unreachable", words: wordsOf(why) };
  }
  return why.problem.status === 412
    ? { is: "conflict" }
    : { is: "refused", words: wordsOf(why) };
}
