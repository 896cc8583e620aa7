// Queues and calendars that a flow can name.
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../rest/client.js";
import type { Option } from "../../ui/choices.js";
import { allQuery } from "../objects.js";
import type { Graph } from "./graph.js";

export interface FlowObjects {
  readonly queues: readonly Schemas["Queue"][];
  readonly calendars: readonly Schemas["Calendar"][];
}

export function useFlowObjects(): FlowObjects {
  const queues = useQuery(allQuery<Schemas["Queue"]>("/api/v1/queues"));
  const calendars = useQuery(
    allQuery<Schemas["Calendar"]>("/api/v1/calendars"),
  );
  return { queues: queues.data ?? [], calendars: calendars.data ?? [] };
}

/** Objects, then the values that each service fills in. */
export function optionsFor(
  kind: "queue" | "calendar",
  graph: Graph,
  objects: FlowObjects,
  channel = "webchat",
): readonly Option[] {
  const named =
    kind === "queue"
      ? objects.queues.filter((queue) => queue.channel === channel)
      : objects.calendars;
  const values = graph.values
    .filter((value) => value.kind === kind)
    .map(({ name = "" }) => ({
      id: `<${name}>`,
      label: `<${name}>`,
      hint: "filled in by each service",
    }));
  return [
    ...values,
    ...named.map(({ id = "", name = id }) => ({ id, label: name, hint: id })),
  ];
}
