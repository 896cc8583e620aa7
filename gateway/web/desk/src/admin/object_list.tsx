// The list of all objects of a kind: search, pages, what it says when empty.
import { useInfiniteQuery } from "@tanstack/react-query";
import { type JSX, useDeferredValue, useState } from "react";
import { answerOf, rest } from "../rest/client.js";
import { Table } from "../ui/table.js";
import type { Section } from "./sections.js";

interface Named {
  readonly id?: string;
  readonly name?: string;
}

const page = 50;

export function ObjectList({ section }: { section: Section }): JSX.Element {
  const { path, title, icon } = section;
  const [text, setText] = useState("");
  const search = useDeferredValue(text.trim());
  const found = useInfiniteQuery({
    queryKey: [path, search],
    initialPageParam: "",
    queryFn: async ({ pageParam: after }) => {
      const query = {
        limit: page,
        ...(after !== "" && { after }),
        ...(search !== "" && { search }),
      };
      return answerOf(rest.GET(path, { params: { query } }));
    },
    getNextPageParam: (one) => ("next" in one ? one.next : undefined),
  });
  const rows = found.data?.pages.flatMap(({ items }): Named[] => items);
  return (
    <div className="stack">
      <header className="page-head">
        <h1>{title}</h1>
        <p className="soft">{section.text}</p>
      </header>
      <Table
        label={title}
        columns={[
          {
            id: "name",
            title: "Name",
            cell: ({ name, id }) => name ?? id,
          },
          {
            id: "id",
            title: "Id",
            isMinor: true,
            cell: ({ id }) => <code>{id}</code>,
          },
        ]}
        rows={rows}
        keyOf={({ id }) => id ?? ""}
        error={found.error}
        again={() => void found.refetch()}
        search={{ value: text, set: setText }}
        empty={{
          icon,
          title: `There are no ${title.toLowerCase()} yet.`,
          text: "What is added here appears at the desks at once.",
        }}
        more={{
          has: found.hasNextPage,
          isBusy: found.isFetchingNextPage,
          load: () => void found.fetchNextPage(),
        }}
      />
    </div>
  );
}
