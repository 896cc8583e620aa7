// A dry run of the draft as a chat: nothing is stored or sent, and what
// customer, queues, clock and other servers do is chosen here.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { RotateCcw, Send, Undo2 } from "lucide-react";
import { type JSX, useEffect, useMemo, useRef, useState } from "react";
import { answerOf, rest, type Schemas } from "../../rest/client.js";
import { Button, IconButton } from "../../ui/button.js";
import { TextField } from "../../ui/fields.js";
import { Failed, Loading, useIsSlow } from "../../ui/states.js";
import { type Act, DryRunActs } from "./dry_run_acts.js";
import { DryRunSetup, type Setup, scriptOf, start } from "./dry_run_setup.js";
import type { Graph } from "./graph.js";
import { type Way, wayOf } from "./path.js";
import "./dry_run.css";

type Run = Schemas["FlowRehearsal"];
type Line = NonNullable<Run["lines"]>[number];

/** What was chosen so far; kept while another tab is shown. */
export interface Rehearsal {
  readonly setup: Setup;
  readonly acts: readonly Act[];
}

export const no_rehearsal: Rehearsal = { setup: start, acts: [] };

export interface DryRunProps {
  readonly rehearsal: Rehearsal;
  readonly set: (rehearsal: Rehearsal) => void;
  readonly flow: string;
  readonly graph: Graph;
  /** Of the stored draft; another one is another run. */
  readonly revision: number;
  /** Which version, or the draft. */
  readonly version: number | undefined;
  readonly show: (id: string) => void;
  readonly tell: (way: Way | undefined, here: string | undefined) => void;
}

export function DryRun(props: DryRunProps): JSX.Element {
  const { flow, graph, revision, version, show, tell } = props;
  const { setup, acts } = props.rehearsal;
  const setActs = (next: readonly Act[]): void => {
    props.set({ setup, acts: next });
  };
  const [typed, setTyped] = useState("");
  const script = useMemo(
    () => ({
      ...scriptOf(setup, graph.values),
      acts: [...acts],
      ...(version !== undefined && { version }),
    }),
    [acts, graph.values, setup, version],
  );
  const run = useQuery({
    queryKey: ["flow-dry-run", flow, revision, script],
    queryFn: () =>
      answerOf(
        rest.POST("/api/v1/flows/{id}/simulate", {
          params: { path: { id: flow } },
          body: script,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
  const isSlow = useIsSlow(run.isFetching);
  const { data } = run;
  const way = useMemo(
    () => data && wayOf(graph, data, script),
    [data, graph, script],
  );
  const here = data?.node;
  useEffect(() => {
    tell(way, here);
  }, [here, tell, way]);
  useEffect(
    () => () => {
      tell(undefined, undefined);
    },
    [tell],
  );

  const act = (one: Act): void => {
    setActs([...acts, one]);
  };
  const say = (): void => {
    if (typed.trim() === "") return;
    act({ kind: "customer_writes", text: typed });
    setTyped("");
  };
  const isOver = data?.node === "";
  return (
    <section className="dry-run" aria-label="Dry run" data-testid="dry-run">
      <DryRunSetup
        flow={flow}
        values={graph.values}
        setup={setup}
        set={(next) => {
          props.set({ setup: next, acts });
        }}
      />
      <div className="row">
        <span className="soft small">Nothing is stored or sent.</span>
        <span className="space" />
        <IconButton
          label="Take the last act back"
          icon={Undo2}
          size="small"
          isDisabled={acts.length === 0}
          onPress={() => {
            setActs(acts.slice(0, -1));
          }}
        />
        <Button
          size="small"
          icon={RotateCcw}
          data-testid="dry-run-again"
          onPress={() => {
            setActs([]);
          }}
        >
          Start again
        </Button>
      </div>
      {run.error !== null && (
        <Failed why={run.error} again={() => void run.refetch()} />
      )}
      {data === undefined && run.error === null && (
        <Loading what="Running the flow" />
      )}
      {data !== undefined && run.error === null && (
        <Transcript run={data} show={show} isBusy={isSlow} />
      )}
      {!isOver && data !== undefined && (
        <>
          <DryRunActs graph={graph} here={data.node ?? ""} act={act} />
          <form
            className="dry-run-say"
            onSubmit={(event) => {
              event.preventDefault();
              say();
            }}
          >
            <TextField
              label="The customer writes"
              value={typed}
              onChange={setTyped}
              data-testid="dry-run-input"
            />
            <IconButton
              label="Send"
              icon={Send}
              kind="primary"
              type="submit"
              isDisabled={typed.trim() === ""}
            />
          </form>
        </>
      )}
      {data !== undefined && <Variables run={data} />}
    </section>
  );
}

/** Since the beginning: m:ss. */
function clock(after: number): string {
  const seconds = Math.round(after / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const speakers = {
  customer: "Customer",
  flow: "Flow",
  whisper: "To agents",
  note: "",
} as const;

function Transcript(props: {
  run: Run;
  show: (id: string) => void;
  isBusy: boolean;
}): JSX.Element {
  const { run, show, isBusy } = props;
  const { lines = [], failed = false, node = "" } = run;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const element = list.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [lines.length]);
  return (
    <>
      {/* A place that scrolls takes the keyboard. */}
      <ol
        className="dry-run-lines"
        ref={list}
        tabIndex={0}
        aria-label="What is said"
        aria-live="polite"
        aria-busy={isBusy}
      >
        {lines.map((line, index) => (
          <TranscriptLine key={index} line={line} show={show} />
        ))}
      </ol>
      {node === "" && (
        <p className="dry-run-end" data-bad={failed || undefined}>
          {failed
            ? "The flow failed here: the customer reads an apology, and the chat ends."
            : "The chat is over."}
        </p>
      )}
    </>
  );
}

function TranscriptLine(props: {
  line: Line;
  show: (id: string) => void;
}): JSX.Element {
  const { line, show } = props;
  const { voice = "note", text = "", node = "", after = 0 } = line;
  return (
    <li className="dry-run-line" data-voice={voice} data-testid="dry-run-line">
      {voice !== "note" && (
        <span className="dry-run-who">
          {speakers[voice]}
          {after > 0 && <span className="figures"> {clock(after)}</span>}
        </span>
      )}
      <button
        type="button"
        className="dry-run-text"
        title={`At “${node}”`}
        onClick={() => {
          show(node);
        }}
      >
        {text}
      </button>
    </li>
  );
}

function Variables({ run }: { run: Run }): JSX.Element | null {
  const known = Object.entries(run.variables ?? {}).filter(
    ([, value]) => value !== "",
  );
  if (known.length === 0) return null;
  return (
    <details className="dry-run-more">
      <summary>{`Variables (${known.length})`}</summary>
      <dl className="dry-run-variables" data-testid="dry-run-variables">
        {known.map(([name, value]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
