// Publishing: what it changes, and what still keeps it from being published.
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { answerOf, rest, wordsOf } from "../../rest/client.js";
import { Button } from "../../ui/button.js";
import { Dialog } from "../../ui/dialog.js";
import { Tag } from "../../ui/parts.js";
import { Failed, Loading } from "../../ui/states.js";
import { useToasts } from "../../ui/toasts.js";
import { changesOf, type FlowChange } from "./changes.js";
import { empty_graph } from "./graph.js";
import { type Editing, fetchVersion } from "./use_flow.js";

const tones = { added: "good", changed: "info", removed: "bad" } as const;

export function PublishDialog(props: {
  editing: Editing;
  close: () => void;
  showProblems: () => void;
}): JSX.Element {
  const { editing, close, showProblems } = props;
  const { flow, graph, problems = [], isPublishable, act } = editing;
  const { id = "", version = 0, name } = flow;
  const toasts = useToasts();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const before = useQuery({
    queryKey: ["flow-version", id, version],
    queryFn: () =>
      version === 0 ? Promise.resolve(empty_graph) : fetchVersion(id, version),
    staleTime: Infinity,
  });
  const publish = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await act(
        (etag) =>
          answerOf(
            rest.POST("/api/v1/flows/{id}/publish", {
              params: { path: { id }, header: { "If-Match": etag } },
            }),
          ),
        false,
      );
      toasts.show(`Version ${version + 1} is published.`, "good");
      close();
    } catch (why) {
      setFailure(wordsOf(why));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`Publish “${name ?? id}”`}
      isOpen
      close={close}
      data-testid="publish-dialog"
      actions={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button
            kind="primary"
            isDisabled={!isPublishable || isBusy}
            data-testid="publish-yes"
            onPress={() => void publish()}
          >
            {isBusy ? "Publishing…" : `Publish version ${version + 1}`}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="soft">
          Chats that begin from now on go through this version. Those that are
          open keep the one they began with.
        </p>
        {problems.length > 0 && (
          <div className="notice" data-tone="bad" role="alert">
            <p>
              {problems.length === 1
                ? "One thing keeps it from being published."
                : `${problems.length} things keep it from being published.`}
            </p>
            <Button
              size="small"
              onPress={() => {
                close();
                showProblems();
              }}
            >
              Show them
            </Button>
          </div>
        )}
        {failure !== undefined && (
          <p className="field-error" role="alert">
            {failure}
          </p>
        )}
        {before.error !== null && (
          <Failed why={before.error} again={() => void before.refetch()} />
        )}
        {before.data === undefined && before.error === null && <Loading />}
        {before.data !== undefined && (
          <Changes
            changes={changesOf(before.data, graph)}
            isFirst={version === 0}
          />
        )}
      </div>
    </Dialog>
  );
}

function Changes(props: {
  changes: readonly FlowChange[];
  isFirst: boolean;
}): JSX.Element {
  const { changes, isFirst } = props;
  if (isFirst) {
    const steps = changes.filter((one) => one.of === "step").length;
    return <p>{`This is its first version, with ${steps} steps.`}</p>;
  }
  if (changes.length === 0) {
    return <p>Nothing is different from the version in use.</p>;
  }
  return (
    <ul className="flow-changes" aria-label="What changes">
      {changes.map(({ what, name, words, of }) => (
        <li key={`${of} ${name} ${what}`} data-testid="flow-change">
          <Tag tone={tones[what]}>{what}</Tag>
          <span className="wrap">
            <b>{name}</b>
            {of === "value" && <span className="soft"> (value)</span>}
            {words !== "" && <span className="soft">{`: ${words}`}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
