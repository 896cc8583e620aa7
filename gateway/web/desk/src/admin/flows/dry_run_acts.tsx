// What can happen where a dry run stands.
import { type JSX, type ReactNode, useState } from "react";
import type { Schemas } from "../../rest/client.js";
import { Button } from "../../ui/button.js";
import { NumberField, TextField } from "../../ui/fields.js";
import { bodyOf, type Graph, itemsOf, kindOf } from "./graph.js";

export type Act = NonNullable<Schemas["FlowScript"]["acts"]>[number];

interface ActsProps {
  readonly graph: Graph;
  /** The step where it stands. */
  readonly here: string;
  readonly act: (one: Act) => void;
}

function ActButton(props: {
  words: string;
  act: (one: Act) => void;
  does: Act;
  testid: string;
}): JSX.Element {
  const { words, act, does, testid } = props;
  return (
    <Button
      size="small"
      data-testid={testid}
      onPress={() => {
        act(does);
      }}
    >
      {words}
    </Button>
  );
}

const queue_words = [
  ["accepts", "A place in the queue"],
  ["connects", "An agent opens the chat"],
  ["refuses", "Full, or nobody there"],
  ["times_out", "Waited too long"],
  ["fails", "The queue cannot be asked"],
] as const;

export function DryRunActs(props: ActsProps): JSX.Element | null {
  const { graph, here, act } = props;
  const node = graph.nodes[here];
  if (node === undefined) return null;
  const body = bodyOf(node);
  switch (kindOf(node)) {
    case "menu":
      return (
        <Acts title="The customer chooses">
          {itemsOf(body, "options").map((item, index) => (
            <ActButton
              key={index}
              words={
                typeof item.label === "string" && item.label !== ""
                  ? item.label
                  : `Option ${index + 1}`
              }
              testid={`act-option-${index}`}
              act={act}
              does={{ kind: "customer_writes", text: String(index + 1) }}
            />
          ))}
          <TimePasses {...props} />
        </Acts>
      );
    case "ask":
    case "say":
      return (
        <Acts title="Or">
          <TimePasses {...props} />
        </Acts>
      );
    case "enter_queue":
      return (
        <Acts title="The queue says">
          {queue_words.map(([word, words]) => (
            <ActButton
              key={word}
              words={words}
              testid={`act-${word}`}
              act={act}
              does={{ kind: "queue_says", word }}
            />
          ))}
        </Acts>
      );
    case "branch_on_queue":
      return <QueueShows {...props} />;
    case "http_request":
      return <ServerAnswers key={here} {...props} />;
    case "offline_form":
      return <FormIsSent {...props} />;
    default:
      return null;
  }
}

function Acts(props: { title: string; children: ReactNode }): JSX.Element {
  return (
    <div className="dry-run-acts" role="group" aria-label={props.title}>
      <span className="soft small">{props.title}</span>
      {props.children}
    </div>
  );
}

/** As long as the step waits. */
function TimePasses({ graph, here, act }: ActsProps): JSX.Element | null {
  const node = graph.nodes[here];
  const { wait, delay } = node === undefined ? {} : bodyOf(node);
  const by = wait ?? delay;
  if (typeof by !== "number" || by === 0) return null;
  return (
    <ActButton
      words={`${Math.round(by / 1000)} seconds pass`}
      testid="act-time"
      act={act}
      does={{ kind: "time_passes", by }}
    />
  );
}

function QueueShows({ act }: ActsProps): JSX.Element {
  const [agents, setAgents] = useState<number | undefined>(1);
  const [length, setLength] = useState<number | undefined>(0);
  const [wait, setWait] = useState<number | undefined>();
  return (
    <Acts title="The queue is looked at">
      <NumberField
        label="Agents there"
        value={agents}
        onChange={setAgents}
        data-testid="act-agents"
      />
      <NumberField
        label="Chats waiting"
        value={length}
        onChange={setLength}
        data-testid="act-length"
      />
      <NumberField
        label="Expected wait (seconds)"
        hint="Empty: not known yet."
        value={wait}
        onChange={setWait}
        data-testid="act-wait"
      />
      <ActButton
        words="Go on"
        testid="act-shows"
        act={act}
        does={{
          kind: "queue_shows",
          agents: agents ?? 0,
          length: length ?? 0,
          ...(wait !== undefined && { wait: wait * 1000 }),
        }}
      />
    </Acts>
  );
}

function ServerAnswers({ graph, here, act }: ActsProps): JSX.Element {
  const node = graph.nodes[here];
  const results = Object.keys(
    (node === undefined ? undefined : bodyOf(node).results) ?? {},
  );
  const [found, setFound] = useState<Readonly<Record<string, string>>>({});
  return (
    <Acts title="The other server answers">
      {results.map((name) => (
        <TextField
          key={name}
          label={name}
          value={found[name] ?? ""}
          onChange={(value) => {
            setFound((before) => ({ ...before, [name]: value }));
          }}
        />
      ))}
      <ActButton
        words="It answers"
        testid="act-answers"
        act={act}
        does={{ kind: "server_answers", good: true, found: { ...found } }}
      />
      <ActButton
        words="It fails"
        testid="act-fails"
        act={act}
        does={{ kind: "server_answers", good: false, found: {} }}
      />
    </Acts>
  );
}

function FormIsSent({ act }: ActsProps): JSX.Element {
  const [name, setName] = useState("Cy");
  const [email, setEmail] = useState("cy@example.com");
  const [text, setText] = useState("Please write to me.");
  return (
    <Acts title="The customer fills the form in">
      <TextField label="Name" value={name} onChange={setName} />
      <TextField label="E-mail" value={email} onChange={setEmail} />
      <TextField label="Message" value={text} onChange={setText} rows={2} />
      <ActButton
        words="Send the form"
        testid="act-form"
        act={act}
        does={{ kind: "form_is_sent", name, email, text }}
      />
    </Acts>
  );
}
