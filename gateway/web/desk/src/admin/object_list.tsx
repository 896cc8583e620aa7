// The list of all objects of a kind: search, pages, add, copy, delete (O5).
import { useInfiniteQuery } from "@tanstack/react-query";
import { Copy, Plus, Trash2 } from "lucide-react";
import { type JSX, useDeferredValue, useState } from "react";
import { Link, useLocation } from "wouter";
import { useSession } from "../session/session.js";
import { IconButton } from "../ui/button.js";
import { Table } from "../ui/table.js";
import { useDelete } from "./deleting.js";
import type { AnyKind } from "./kind.js";
import { listQuery, type Named, nameOf } from "./objects.js";
import type { KindSection } from "./sections.js";

export function ObjectList(props: {
  section: KindSection;
  kind: AnyKind;
}): JSX.Element {
  const { section, kind } = props;
  const { title, icon, id: place } = section;
  const { may } = useSession();
  const [, go] = useLocation();
  const [text, setText] = useState("");
  const search = useDeferredValue(text.trim());
  const found = useInfiniteQuery(listQuery<Named>(kind.path, search));
  const remove = useDelete(section, kind);
  const mayWrite = may(section.area, section.writes ?? "modify");
  const mayAdd =
    mayWrite && (kind.fresh !== undefined || kind.Page !== undefined);
  const hasPage = kind.tabs !== undefined || kind.Page !== undefined;
  const name = kind.nameOf ?? nameOf;
  const rows = found.data?.pages.flatMap(({ items }) => items);
  const add = mayAdd && (
    <Link
      href={`/admin/${place}/new`}
      className="button"
      data-kind="primary"
      data-testid="add"
    >
      <Plus className="icon" aria-hidden />
      New {kind.noun}
    </Link>
  );
  return (
    <div className="stack">
      <header className="page-head">
        <h1>{title}</h1>
        <p className="soft">{section.text}</p>
      </header>
      <Table<Named>
        label={title}
        columns={[{ id: "name", title: "Name", cell: name }, ...kind.columns]}
        rows={rows}
        keyOf={({ id }) => id ?? ""}
        nameOf={name}
        error={found.error}
        again={() => void found.refetch()}
        search={{ value: text, set: setText }}
        tools={
          <>
            {kind.Tools !== undefined && <kind.Tools />}
            {add}
          </>
        }
        empty={{
          icon,
          title: `There are no ${title.toLowerCase()} yet.`,
          text: kind.empty,
        }}
        emptyAction={add}
        more={{
          has: found.hasNextPage,
          isBusy: found.isFetchingNextPage,
          load: () => void found.fetchNextPage(),
        }}
        {...(hasPage && {
          open: ({ id }: Named) => {
            go(`/admin/${place}/${id ?? ""}`);
          },
        })}
        {...(mayAdd && {
          acts: (row: Named) => (
            <>
              {kind.fresh !== undefined && (
                <IconButton
                  label={`Copy ${name(row)}`}
                  icon={Copy}
                  size="small"
                  data-testid="copy"
                  onPress={() => {
                    go(`/admin/${place}/new?copy=${row.id ?? ""}`);
                  }}
                />
              )}
              {kind.fixed?.(row) === undefined && (
                <IconButton
                  label={`Delete ${name(row)}`}
                  icon={Trash2}
                  size="small"
                  data-testid="delete"
                  onPress={() =>
                    void remove({ id: row.id ?? "", name: name(row) })
                  }
                />
              )}
            </>
          ),
        })}
      />
    </div>
  );
}
