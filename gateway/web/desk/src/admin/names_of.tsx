// Names of objects, where only their ids are known.
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { allQuery, nameOf } from "./objects.js";

export function useNames(path: string): (id: string) => string {
  const all = useQuery(allQuery(path));
  const names = new Map(
    (all.data ?? []).map((one) => [one.id ?? "", nameOf(one)]),
  );
  return (id) => names.get(id) ?? id;
}

export function NamesOf(props: {
  path: string;
  ids: readonly string[] | undefined;
  none?: string;
}): JSX.Element {
  const name = useNames(props.path);
  const { ids = [], none = "–" } = props;
  return <>{ids.length === 0 ? none : ids.map(name).join(", ")}</>;
}
