// A list page's table: search, sorting, pages, and what it says when it is
// empty. Rows are links or open something; both by keyboard too.
import { ArrowDown, ArrowUp, SearchX, type LucideIcon } from "lucide-react";
import type { JSX, ReactNode } from "react";
import { Button } from "./button.js";
import { SearchField } from "./fields.js";
import { Empty, Failed, Loading } from "./states.js";

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the end. */
  readonly isNumber?: boolean;
  readonly isSortable?: boolean;
  /** Left out where the screen is narrow. */
  readonly isMinor?: boolean;
}

export interface Sorting {
  readonly column: string;
  readonly isDown: boolean;
}

export interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Missing while it loads. */
  readonly rows: readonly Row[] | undefined;
  readonly keyOf: (row: Row) => string;
  readonly error?: unknown;
  readonly again?: () => void;
  readonly open?: (row: Row) => void;
  readonly nameOf?: (row: Row) => string;
  /** Acts on a row, at its end. */
  readonly acts?: (row: Row) => ReactNode;
  readonly search?: { value: string; set: (value: string) => void };
  readonly sorting?: Sorting;
  readonly sort?: (sorting: Sorting) => void;
  readonly tools?: ReactNode;
  readonly empty: { icon: LucideIcon; title: string; text: string };
  readonly emptyAction?: ReactNode;
  readonly more?: { has: boolean; isBusy: boolean; load: () => void };
}

export function Table<Row>(props: TableProps<Row>): JSX.Element {
  const { search, tools } = props;
  return (
    <div className="table-box">
      {(search ?? tools) !== undefined && (
        <div className="table-tools">
          {search && (
            <SearchField
              label={`Search ${props.label.toLowerCase()}`}
              value={search.value}
              onChange={search.set}
            />
          )}
          <span className="space" />
          {tools}
        </div>
      )}
      <TableContent {...props} />
    </div>
  );
}

function TableContent<Row>(props: TableProps<Row>): JSX.Element {
  const { rows, error, again, search, empty, emptyAction, more } = props;
  if (error !== undefined && error !== null) {
    return <Failed why={error} {...(again && { again })} />;
  }
  if (rows === undefined) return <Loading />;
  if (rows.length === 0 && search !== undefined && search.value !== "") {
    return (
      <Empty icon={SearchX} title={`Nothing matches “${search.value}”.`}>
        Try fewer letters.
      </Empty>
    );
  }
  if (rows.length === 0) {
    return (
      <Empty icon={empty.icon} title={empty.title} action={emptyAction}>
        {empty.text}
      </Empty>
    );
  }
  return (
    <>
      <Rows {...props} rows={rows} />
      {more?.has === true && (
        <div className="table-more">
          <Button isDisabled={more.isBusy} onPress={more.load}>
            {more.isBusy ? "Loading…" : "Show more"}
          </Button>
        </div>
      )}
    </>
  );
}

function Rows<Row>(
  props: TableProps<Row> & { rows: readonly Row[] },
): JSX.Element {
  const { label, columns, rows, keyOf, open, nameOf, acts } = props;
  return (
    <div className="table-scroll">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.id} column={column} {...props} />
            ))}
            {acts && (
              <th>
                <span className="hidden-text">Acts</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-testid="row" data-id={keyOf(row)}>
              {columns.map(({ id, cell, isNumber, isMinor }, index) => (
                <td key={id} data-number={isNumber} data-minor={isMinor}>
                  {index === 0 && open ? (
                    <button
                      type="button"
                      className="table-open"
                      aria-label={nameOf?.(row)}
                      onClick={() => {
                        open(row);
                      }}
                    >
                      {cell(row)}
                    </button>
                  ) : (
                    cell(row)
                  )}
                </td>
              ))}
              {acts && <td className="table-acts">{acts(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>(
  props: Pick<TableProps<Row>, "sorting" | "sort"> & { column: Column<Row> },
): JSX.Element {
  const { column, sorting, sort } = props;
  const { id, title, isNumber, isMinor, isSortable = false } = column;
  const isOn = sorting?.column === id;
  const isDown = isOn && sorting.isDown;
  const Sign = isDown ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      data-number={isNumber}
      data-minor={isMinor}
      aria-sort={isOn ? (isDown ? "descending" : "ascending") : undefined}
    >
      {isSortable && sort ? (
        <button
          type="button"
          className="table-sort"
          onClick={() => {
            sort({ column: id, isDown: isOn && !isDown });
          }}
        >
          {title}
          {isOn && <Sign className="icon" aria-hidden />}
        </button>
      ) : (
        title
      )}
    </th>
  );
}
