// The audit log: who did what, when and from where (A3).
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, ScrollText } from "lucide-react";
import { type JSX, useState } from "react";
import { Link } from "wouter";
import { answerOf, rest, wordsOf } from "../../rest/client.js";
import { Button } from "../../ui/button.js";
import { ComboBox, Select } from "../../ui/choices.js";
import { Dialog } from "../../ui/dialog.js";
import { TextField } from "../../ui/fields.js";
import { useIsSlow } from "../../ui/states.js";
import { Table } from "../../ui/table.js";
import { useToasts } from "../../ui/toasts.js";
import { acts, actWords, type AuditRow, csvOf } from "../audit_words.js";
import { Breadcrumbs } from "../frame.js";
import { useNames } from "../names_of.js";
import { sections } from "../sections.js";
import { ObjectField } from "../field.js";

interface Filters {
  readonly who: string | undefined;
  readonly act: string;
  readonly kind: string;
  readonly object: string;
  /** Local times, as their fields have them. */
  readonly from: string;
  readonly until: string;
}

const nothing: Filters = {
  who: undefined,
  act: "",
  kind: "",
  object: "",
  from: "",
  until: "",
};

const any = "";
const page = 50;
const page_max = 200;
/** Rows of one file; who needs more narrows the time. */
const export_max = 20_000;

const moment = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
});

function queryOf(filters: Filters): Record<string, string | number> {
  const { who, act, kind, object, from, until } = filters;
  const time = (text: string): number => new Date(text).getTime();
  return {
    ...(who !== undefined && { who }),
    ...(act !== "" && { act }),
    ...(kind !== "" && { kind }),
    ...(object.trim() !== "" && { object: object.trim() }),
    ...(from !== "" && { from: time(from) }),
    ...(until !== "" && { until: time(until) }),
  };
}

function readPage(filters: Filters, limit: number, after: string) {
  const query = {
    ...queryOf(filters),
    limit,
    ...(after !== "" && { after }),
  };
  return answerOf(rest.GET("/api/v1/audit", { params: { query } }));
}

const kinds = sections
  .filter((one) => "kind" in one)
  .map(({ id, title }) => ({ id: id.replaceAll("-", "_"), label: title }));

export default function AuditPage(): JSX.Element {
  const [filters, setFilters] = useState(nothing);
  const [opened, setOpened] = useState<AuditRow>();
  const userName = useNames("/api/v1/users");
  const found = useInfiniteQuery({
    queryKey: ["audit", filters],
    initialPageParam: "",
    queryFn: ({ pageParam }) => readPage(filters, page, pageParam),
    getNextPageParam: (one) => one.next,
    staleTime: 0,
  });
  const rows = found.data?.pages.flatMap(({ items }) => items);
  const set = (now: Partial<Filters>): void => {
    setFilters((before) => ({ ...before, ...now }));
  };
  const isFiltered = Object.keys(queryOf(filters)).length > 0;
  const who = (row: AuditRow): string =>
    row.who === "" ? "Nobody known, or an operator" : userName(row.who);
  return (
    <div className="stack">
      <Breadcrumbs
        way={[
          { title: "Administration", href: "/admin" },
          { title: "Audit log" },
        ]}
      />
      <header className="page-head">
        <h1>Audit log</h1>
        <p className="soft">
          Every act of administrators and supervisors. Each row is sealed by the
          one after it, so nobody can take one out unseen.
        </p>
      </header>
      <div className="filters" role="search" aria-label="Filter the log">
        <ObjectField
          label="Who"
          of="/api/v1/users"
          none="Anybody"
          value={filters.who}
          onChange={(user) => {
            set({ who: user });
          }}
          data-testid="filter-who"
        />
        <ComboBox
          label="Did what"
          options={[
            { id: any, label: "Anything" },
            ...Object.entries(acts).map(([id, label]) => ({ id, label })),
          ]}
          value={filters.act}
          onChange={(act) => {
            set({ act });
          }}
          data-testid="filter-act"
        />
        <Select
          label="To what"
          options={[{ id: any, label: "Anything" }, ...kinds]}
          value={filters.kind}
          onChange={(kind) => {
            set({ kind });
          }}
          data-testid="filter-kind"
        />
        <TextField
          label="Its id"
          value={filters.object}
          autoComplete="off"
          onChange={(object) => {
            set({ object });
          }}
          data-testid="filter-object"
        />
        <Moment
          label="From"
          value={filters.from}
          set={(from) => {
            set({ from });
          }}
        />
        <Moment
          label="Until"
          value={filters.until}
          set={(until) => {
            set({ until });
          }}
        />
      </div>
      <Table<AuditRow>
        label="Audit log"
        columns={[
          {
            id: "at",
            title: "When",
            cell: ({ at }) => (
              <span className="figures">{moment.format(at)}</span>
            ),
          },
          { id: "who", title: "Who", cell: who },
          { id: "act", title: "Did what", cell: ({ act }) => actWords(act) },
          { id: "object", title: "To what", cell: (row) => <Of row={row} /> },
          {
            id: "address",
            title: "From",
            isMinor: true,
            cell: ({ address }) => <code>{address}</code>,
          },
        ]}
        rows={rows}
        keyOf={({ number }) => String(number)}
        nameOf={(row) =>
          `${moment.format(row.at)}, ${who(row)}: ${actWords(row.act)}; details`
        }
        open={setOpened}
        error={found.error}
        again={() => void found.refetch()}
        tools={
          <>
            {isFiltered && (
              <Button
                kind="quiet"
                onPress={() => {
                  setFilters(nothing);
                }}
              >
                Clear the filter
              </Button>
            )}
            <Export filters={filters} />
          </>
        }
        empty={{
          icon: ScrollText,
          title: isFiltered
            ? "Nothing in the log matches."
            : "Nothing has been done yet.",
          text: isFiltered
            ? "Take out some of the filter, or widen the time."
            : "Changes, logins and acts of supervisors will stand here.",
        }}
        more={{
          has: found.hasNextPage,
          isBusy: found.isFetchingNextPage,
          load: () => void found.fetchNextPage(),
        }}
      />
      {opened !== undefined && (
        <Details
          row={opened}
          who={who(opened)}
          close={() => {
            setOpened(undefined);
          }}
        />
      )}
    </div>
  );
}

function Moment(props: {
  label: string;
  value: string;
  set: (value: string) => void;
}): JSX.Element {
  return (
    <label className="field">
      <span className="field-label">{props.label}</span>
      <input
        type="datetime-local"
        className="input"
        value={props.value}
        onChange={(event) => {
          props.set(event.target.value);
        }}
      />
    </label>
  );
}

/** The object as a link to its page, where it has one. */
function Of({ row }: { row: AuditRow }): JSX.Element {
  const { kind, object } = row;
  const place = kind.replaceAll("_", "-");
  const section = sections.find(({ id }) => id === place);
  if (section === undefined || !("kind" in section)) {
    return (
      <span className="soft">
        {kind.replaceAll("_", " ")} {object}
      </span>
    );
  }
  return (
    <span>
      <span className="soft">{section.title}</span> <code>{object}</code>
    </span>
  );
}

function Details(props: {
  row: AuditRow;
  who: string;
  close: () => void;
}): JSX.Element {
  const { row, who, close } = props;
  const place = row.kind.replaceAll("_", "-");
  const hasPage = sections.some((one) => one.id === place && "kind" in one);
  const facts: readonly [string, JSX.Element | string][] = [
    ["When", moment.format(row.at)],
    ["Who", row.who === "" ? who : `${who} (${row.who})`],
    ["From", row.address],
    ["Did what", actWords(row.act)],
    [
      "To what",
      hasPage ? (
        <Link href={`/admin/${place}/${row.object}`} onClick={close}>
          {place.replaceAll("-", " ")} {row.object}
        </Link>
      ) : (
        `${row.kind.replaceAll("_", " ")} ${row.object}`
      ),
    ],
    ...Object.entries(row.details).map(([name, value]): [string, string] => [
      name === "fields"
        ? "Fields"
        : name === "version"
          ? "Version of the configuration"
          : name.replaceAll("_", " "),
      value.replaceAll("_", " "),
    ]),
  ];
  return (
    <Dialog
      title={`Row ${row.number} of the log`}
      isOpen
      close={close}
      data-testid="audit-details"
    >
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="soft small">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt className="soft small">Seal</dt>
          <dd>
            <code className="small">{row.hash}</code>
          </dd>
        </div>
      </dl>
    </Dialog>
  );
}

function Export({ filters }: { filters: Filters }): JSX.Element {
  const toasts = useToasts();
  const [count, setCount] = useState<number>();
  const isSlow = useIsSlow(count !== undefined);
  const save = async (): Promise<void> => {
    if (count !== undefined) return;
    const rows: AuditRow[] = [];
    setCount(0);
    try {
      let after: string | undefined = "";
      while (after !== undefined && rows.length < export_max) {
        const one: Awaited<ReturnType<typeof readPage>> = await readPage(
          filters,
          page_max,
          after,
        );
        rows.push(...one.items);
        after = one.next;
        setCount(rows.length);
      }
      const url = URL.createObjectURL(
        new Blob([csvOf(rows)], { type: "text/csv" }),
      );
      const link = document.createElement("a");
      link.href = url;
      link.download = `audit-${new Date().toISOString().slice(0, 10)}.csv`;
      link.click();
      URL.revokeObjectURL(url);
      toasts.show(
        after === undefined
          ? `${rows.length} rows are in the file.`
          : `The newest ${rows.length} rows are in the file. Narrow the time for older ones.`,
        after === undefined ? "good" : "info",
      );
    } catch (why) {
      toasts.show(wordsOf(why), "bad");
    }
    setCount(undefined);
  };
  return (
    <Button
      icon={Download}
      isDisabled={count !== undefined}
      data-testid="export"
      onPress={() => void save()}
    >
      {isSlow ? `${count ?? 0} rows…` : "Export as CSV"}
    </Button>
  );
}
