// The editor of a flow (F1-F3): list of steps, graph, and at the side the form,
// problems, values, dry run and versions.
import { ReactFlowProvider } from "@xyflow/react";
import { CircleCheck, ListPlus } from "lucide-react";
import { type JSX, useCallback, useMemo, useRef, useState } from "react";
import { useSession } from "../../session/session.js";
import { wordsOf } from "../../rest/client.js";
import { Button } from "../../ui/button.js";
import { Empty } from "../../ui/states.js";
import { Tabs } from "../../ui/tabs.js";
import { useToasts } from "../../ui/toasts.js";
import { Canvas } from "./canvas.js";
import { DryRun, no_rehearsal } from "./dry_run.js";
import {
  addNode,
  chosen,
  connect,
  type Graph,
  paste,
  removeNodes,
  rename,
} from "./graph.js";
import { EditorHead } from "./head.js";
import type { Kind } from "./kinds.js";
import {
  layout,
  MovedSteps,
  placeNew,
  type Places,
  type Point,
} from "./layout.js";
import { NodeForm, NoNode } from "./node_form.js";
import { useFlowObjects } from "./objects.js";
import { Palette } from "./palette.js";
import type { Way } from "./path.js";
import type { FlowProblem } from "./problems.js";
import { PublishDialog } from "./publish.js";
import { useClipboard, useEditorKeys } from "./use_clipboard.js";
import { fetchVersion, type Opened, useEditing } from "./use_flow.js";
import { ValuesForm } from "./values_form.js";
import { Versions } from "./versions.js";
import "./flows.css";

type Side = "step" | "problems" | "values" | "try" | "versions";

const nobody: ReadonlySet<string> = new Set();

export default function Editor({ opened }: { opened: Opened }): JSX.Element {
  return (
    <ReactFlowProvider>
      <Editing opened={opened} />
    </ReactFlowProvider>
  );
}

function Editing({ opened }: { opened: Opened }): JSX.Element {
  const { me, may } = useSession();
  const mayModify = may("flows", "modify");
  const editing = useEditing(opened, mayModify);
  const { graph: draft, change, undo, redo, save } = editing;
  const { id: flow = "" } = editing.flow;
  const toasts = useToasts();
  const objects = useFlowObjects();

  const [selected, setSelected] = useState<ReadonlySet<string>>(nobody);
  const [side, setSide] = useState<Side>("step");
  const [focus, setFocus] = useState<{ id: string }>();
  const [isListed, setListed] = useState(false);
  const [isPublishing, setPublishing] = useState(false);
  const [rehearsal, setRehearsal] = useState(no_rehearsal);
  const [ran, setRan] = useState<{ way?: Way; here?: string }>({});
  const [looked, setLooked] = useState<{ version: number; graph: Graph }>();
  const graph = looked?.graph ?? draft;
  const isReadOnly = !mayModify || looked !== undefined;

  const moved = useMemo(
    () => new MovedSteps(`parley.flow.${me.company}.${flow}`),
    [flow, me.company],
  );
  const [places, setPlaces] = useState<Places>(() =>
    layout(draft, moved.read()),
  );
  const isNew = Object.keys(draft.nodes).some((id) => !(id in places));
  if (isNew) setPlaces(placeNew(draft, places));
  const shown = useMemo(
    () => (looked === undefined ? places : layout(looked.graph)),
    [looked, places],
  );

  const form = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const select = (ids: ReadonlySet<string>): void => {
    setSelected(ids);
    if (ids.size > 0 && side !== "try") setSide("step");
  };
  const show = useCallback((id: string) => {
    setSelected(new Set([id]));
    setFocus({ id });
  }, []);
  const only = selected.size === 1 ? [...selected][0] : undefined;

  const add = (kind: Kind, at?: Point): void => {
    const after =
      at === undefined && only !== undefined ? { node: only } : undefined;
    const made = addNode(draft, kind, after);
    if (at !== undefined) setPlaces({ ...places, [made.id]: at });
    change(made.graph);
    setSelected(new Set([made.id]));
    setSide("step");
    setListed(false);
    if (at === undefined) setFocus({ id: made.id });
    // What one writes first; the step's name can stay.
    requestAnimationFrame(() => {
      form.current
        ?.querySelector<HTMLElement>(
          ".flow-form :is(textarea, [data-testid^=field-])",
        )
        ?.focus();
    });
  };
  const remove = (
    ids: ReadonlySet<string>,
    cut: readonly { from: string; output: string }[] = [],
  ): void => {
    let next = draft;
    for (const { from, output } of cut) next = connect(next, from, output, "");
    change(removeNodes(next, ids));
    setSelected(nobody);
  };
  const insert = useCallback(
    (nodes: Graph["nodes"]) => {
      if (isReadOnly) return;
      const made = paste(draft, nodes);
      change(made.graph);
      setSelected(new Set(made.ids));
      if (made.ids[0] !== undefined) setFocus({ id: made.ids[0] });
    },
    [change, draft, isReadOnly],
  );
  useClipboard({
    chosen: useCallback(() => chosen(graph, selected), [graph, selected]),
    cut: () => {
      if (!isReadOnly) remove(selected);
    },
    paste: insert,
  });
  useEditorKeys({
    undo,
    redo,
    save: () => void save(),
    find: () => {
      setListed(true);
      list.current?.querySelector("input")?.focus();
    },
  });

  const look = (version: number | undefined): void => {
    if (version === undefined) {
      setLooked(undefined);
      return;
    }
    fetchVersion(flow, version).then(
      (old) => {
        setLooked({ version, graph: old });
        setSelected(nobody);
      },
      (why: unknown) => {
        toasts.show(wordsOf(why), "bad");
      },
    );
  };
  const tell = useCallback((way: Way | undefined, here: string | undefined) => {
    setRan({ ...(way && { way }), ...(here !== undefined && { here }) });
  }, []);
  const problems = useMemo(
    () => (looked === undefined ? (editing.problems ?? []) : []),
    [editing.problems, looked],
  );

  return (
    <div className="flow-editor" data-listed={isListed || undefined}>
      <EditorHead
        editing={editing}
        isReadOnly={isReadOnly}
        publish={() => {
          void save().then(() => {
            setPublishing(true);
          });
        }}
      />
      {editing.saving.is === "conflict" && (
        <div className="notice flow-notice" data-tone="bad" role="alert">
          <p>
            Somebody else has changed this flow while you did. Your draft is not
            saved.
          </p>
          <span className="row">
            <Button
              size="small"
              data-testid="take-theirs"
              onPress={() => {
                void editing.takeTheirs().catch((why: unknown) => {
                  toasts.show(wordsOf(why), "bad");
                });
              }}
            >
              Show theirs, drop mine
            </Button>
            <Button
              size="small"
              data-testid="keep-mine"
              onPress={editing.keepMine}
            >
              Save mine over theirs
            </Button>
          </span>
        </div>
      )}
      {looked !== undefined && (
        <div className="notice flow-notice" role="status">
          <p>{`This is version ${looked.version}, as it was published.`}</p>
          <Button
            size="small"
            data-testid="back-to-draft"
            onPress={() => {
              look(undefined);
            }}
          >
            Back to the draft
          </Button>
        </div>
      )}
      <div className="flow-body">
        <div className="flow-list" ref={list}>
          <Palette isDisabled={isReadOnly} add={add} />
        </div>
        <div className="flow-canvas">
          <div className="flow-list-open">
            <Button
              icon={ListPlus}
              size="small"
              onPress={() => {
                setListed(!isListed);
              }}
            >
              {isListed ? "Close the list" : "Add a step"}
            </Button>
          </div>
          <Canvas
            key={looked?.version ?? "draft"}
            graph={graph}
            places={shown}
            selected={selected}
            problems={problems}
            way={side === "try" ? ran.way : undefined}
            here={side === "try" ? ran.here : undefined}
            focus={focus}
            isReadOnly={isReadOnly}
            select={select}
            move={(some, isOver) => {
              if (looked !== undefined) return;
              const all = { ...places, ...some };
              setPlaces(all);
              if (isOver) moved.keep({ ...moved.read(), ...some });
            }}
            connect={(edges) => {
              change(
                edges.reduce(
                  (all, { from, output, to }) => connect(all, from, output, to),
                  draft,
                ),
              );
            }}
            remove={remove}
            add={add}
            tidy={() => {
              moved.forget();
              setPlaces(layout(draft));
            }}
          />
        </div>
        <div className="flow-side" ref={form}>
          <Tabs
            label="About the flow"
            selected={side}
            onSelect={(one) => {
              setSide(one as Side);
            }}
            tabs={[
              {
                id: "step",
                title: "Step",
                content:
                  only === undefined ? (
                    <NoNode />
                  ) : (
                    <NodeForm
                      graph={graph}
                      id={only}
                      problems={problems}
                      objects={objects}
                      isReadOnly={isReadOnly}
                      change={change}
                      rename={(wanted) => {
                        const at = places[only];
                        if (at) setPlaces({ ...places, [wanted]: at });
                        change(rename(draft, only, wanted));
                        setSelected(new Set([wanted]));
                      }}
                      copy={() => {
                        insert(chosen(draft, [only]));
                      }}
                      remove={() => {
                        remove(new Set([only]));
                      }}
                    />
                  ),
              },
              {
                id: "problems",
                title: (
                  <>
                    Problems
                    {problems.length > 0 && (
                      <span className="flow-count">{problems.length}</span>
                    )}
                  </>
                ),
                content: (
                  <Problems
                    problems={problems}
                    show={(one) => {
                      if (one.value !== undefined) setSide("values");
                      else if (one.node !== undefined) {
                        show(one.node);
                        setSide("step");
                      }
                    }}
                  />
                ),
              },
              {
                id: "values",
                title: "Values",
                content: (
                  <ValuesForm
                    graph={graph}
                    problems={problems}
                    objects={objects}
                    isReadOnly={isReadOnly}
                    change={change}
                  />
                ),
              },
              {
                id: "try",
                title: "Try it",
                content: (
                  <DryRun
                    flow={flow}
                    graph={graph}
                    revision={editing.revision}
                    version={looked?.version}
                    rehearsal={rehearsal}
                    set={setRehearsal}
                    show={show}
                    tell={tell}
                  />
                ),
              },
              {
                id: "versions",
                title: "Versions",
                content: (
                  <Versions
                    editing={editing}
                    looked={looked?.version}
                    isReadOnly={!mayModify}
                    look={look}
                  />
                ),
              },
            ]}
          />
        </div>
      </div>
      {isPublishing && (
        <PublishDialog
          editing={editing}
          close={() => {
            setPublishing(false);
          }}
          showProblems={() => {
            setSide("problems");
          }}
        />
      )}
    </div>
  );
}

function Problems(props: {
  problems: readonly FlowProblem[];
  show: (problem: FlowProblem) => void;
}): JSX.Element {
  const { problems, show } = props;
  if (problems.length === 0) {
    return (
      <Empty icon={CircleCheck} title="Nothing is wrong.">
        The flow can be published.
      </Empty>
    );
  }
  return (
    <ul className="flow-problems" aria-label="Problems">
      {problems.map((problem) => (
        <li key={problem.sentence}>
          <button
            type="button"
            className="flow-problem"
            data-testid="flow-problem"
            onClick={() => {
              show(problem);
            }}
          >
            <b>{problem.node ?? problem.value ?? "The flow"}</b>
            <span className="wrap">{problem.words}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
