// The published versions: each can be looked at, and be the draft again.
import { useQuery } from "@tanstack/react-query";
import { Eye, History, RotateCcw } from "lucide-react";
import type { JSX } from "react";
import { answerOf, rest, wordsOf } from "../../rest/client.js";
import { useAsk } from "../../ui/ask.js";
import { Button } from "../../ui/button.js";
import { Tag } from "../../ui/parts.js";
import { Empty, Failed, Loading } from "../../ui/states.js";
import { useToasts } from "../../ui/toasts.js";
import type { Editing } from "./use_flow.js";

const moment = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
});

export function momentOf(at: number): string {
  return moment.format(at);
}

export function Versions(props: {
  editing: Editing;
  looked: number | undefined;
  isReadOnly: boolean;
  look: (version: number | undefined) => void;
}): JSX.Element {
  const { editing, looked, isReadOnly, look } = props;
  const { flow, act } = editing;
  const { id = "", version: newest } = flow;
  const ask = useAsk();
  const toasts = useToasts();
  const found = useQuery({
    queryKey: ["flow-versions", id, newest],
    queryFn: async () => {
      const params = { path: { id } };
      return (
        await answerOf(rest.GET("/api/v1/flows/{id}/versions", { params }))
      ).items;
    },
  });
  const restore = async (version: number): Promise<void> => {
    if (
      flow.draft !== undefined &&
      !(await ask({
        title: `Make version ${version} the draft?`,
        text: "The draft that is there now is replaced.",
        yes: "Replace the draft",
        isDangerous: true,
      }))
    ) {
      return;
    }
    try {
      await act(
        (etag) =>
          answerOf(
            rest.POST("/api/v1/flows/{id}/restore", {
              params: { path: { id }, header: { "If-Match": etag } },
              body: { version },
            }),
          ),
        true,
      );
      look(undefined);
      toasts.show(`Version ${version} is the draft. Publish it to use it.`);
    } catch (why) {
      toasts.show(wordsOf(why), "bad");
    }
  };
  if (found.error !== null) {
    return <Failed why={found.error} again={() => void found.refetch()} />;
  }
  if (found.data === undefined) return <Loading />;
  if (found.data.length === 0) {
    return (
      <Empty icon={History} title="Nothing is published yet.">
        Publish the draft: chats that begin after that go through it.
      </Empty>
    );
  }
  return (
    <ol className="flow-versions" aria-label="Versions">
      {found.data.map(({ version, at, by }) => (
        <li key={version} data-testid={`version-${version}`}>
          <div className="flow-version-words">
            <b>
              {`Version ${version}`}{" "}
              {version === newest && <Tag tone="good">in use</Tag>}
            </b>
            <span className="soft small">
              {at > 0 ? momentOf(at) : "from the beginning"}
              {by !== "" && `, ${by}`}
            </span>
          </div>
          <div className="row">
            <Button
              size="small"
              icon={Eye}
              data-testid="look-at"
              onPress={() => {
                look(version === looked ? undefined : version);
              }}
            >
              {version === looked ? "Back to the draft" : "Look at"}
            </Button>
            <Button
              size="small"
              icon={RotateCcw}
              isDisabled={isReadOnly}
              data-testid="restore"
              onPress={() => void restore(version)}
            >
              Restore
            </Button>
          </div>
        </li>
      ))}
    </ol>
  );
}
