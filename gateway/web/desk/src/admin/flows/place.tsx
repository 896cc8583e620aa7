// The pages of flows: a new one from a template, or the editor, which is a part
// of its own because of the graph's library.
import { useQuery } from "@tanstack/react-query";
import { type JSX, lazy, Suspense } from "react";
import { useSearch } from "wouter";
import { ProblemError } from "../../rest/client.js";
import { Failed, Loading } from "../../ui/states.js";
import { openFlow } from "./use_flow.js";

const Editor = lazy(() => import("./editor.js"));
const NewFlow = lazy(() => import("./new_flow.js"));

export function FlowPlace({ id }: { id: string }): JSX.Element {
  const copied = new URLSearchParams(useSearch()).get("copy") ?? undefined;
  return (
    <Suspense fallback={<Loading what="Loading the editor" />}>
      {id === "new" ? (
        <NewFlow key={copied ?? ""} copied={copied} />
      ) : (
        <Opening id={id} />
      )}
    </Suspense>
  );
}

function Opening({ id }: { id: string }): JSX.Element {
  const read = useQuery({
    queryKey: ["flow", id],
    queryFn: () => openFlow(id),
    // It is about to be changed: never from before, and never under the hand.
    gcTime: 0,
    staleTime: Infinity,
    structuralSharing: false,
  });
  if (read.error !== null) {
    const isGone =
      read.error instanceof ProblemError && read.error.problem.status === 404;
    const title = "There is no such flow, or your profile does not show it";
    return (
      <Failed
        why={isGone ? new ProblemError({ title, status: 404 }) : read.error}
        again={() => void read.refetch()}
      />
    );
  }
  if (read.data === undefined) return <Loading what="Loading the flow" />;
  return <Editor opened={read.data} />;
}
