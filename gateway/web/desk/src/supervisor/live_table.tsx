// A table whose rows change while one looks at it: sorted by its heads, only the
// rows that can be seen are in the page.
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type JSX, memo, type ReactNode, useMemo, useRef } from "react";
import { inOrder, type Order, type SortKey } from "./board_rows.js";
import { useIsPhone } from "./narrow.js";

export interface LiveColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** Of a grid: `2fr`, `90px`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  readonly sortBy?: (row: Row) => SortKey;
  readonly isNumber?: boolean;
  /** Left out where there is little room. */
  readonly isMinor?: boolean;
  /** Left out on a phone. */
  readonly isWide?: boolean;
}

interface LiveTableProps<Row> {
  readonly label: string;
  readonly columns: readonly LiveColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly order: Order;
  readonly setOrder: (order: Order) => void;
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
  readonly testid: string;
  readonly dataOf?: (row: Row) => Readonly<Record<string, string>>;
}

const row_height = 52;

export function LiveTable<Row>(props: LiveTableProps<Row>): JSX.Element {
  const { label, rows, keyOf, order, setOrder } = props;
  const isPhone = useIsPhone();
  const columns = useMemo(
    () => props.columns.filter(({ isWide }) => !isPhone || isWide !== true),
    [props.columns, isPhone],
  );
  const { chosen, choose, testid, dataOf } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => {
    const by = columns.find(({ id }) => id === order.column)?.sortBy;
    return inOrder(rows, by, order.isDown);
  }, [rows, columns, order]);
  const list = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => row_height,
    getItemKey: (index) => {
      const row = sorted[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan: 10,
    initialRect: { width: 900, height: 600 },
  });
  const template = columns.map(({ width }) => width).join(" ");
  return (
    <div
      className="live"
      role="table"
      aria-label={label}
      aria-rowcount={sorted.length + 1}
    >
      <div role="rowgroup" className="live-head">
        <div
          role="row"
          aria-rowindex={1}
          className="live-row"
          style={{ gridTemplateColumns: template }}
        >
          {columns.map((column) => (
            <Head
              key={column.id}
              column={column}
              order={order}
              setOrder={setOrder}
            />
          ))}
        </div>
      </div>
      <div className="live-scroll" role="rowgroup" ref={scroll}>
        <div
          className="virtual"
          role="presentation"
          style={{ blockSize: list.getTotalSize() }}
        >
          {list.getVirtualItems().map(({ index, start, key }) => {
            const row = sorted[index];
            if (row === undefined) return null;
            const id = keyOf(row);
            return (
              <LiveRow
                key={String(key)}
                row={row}
                columns={columns as readonly LiveColumn<unknown>[]}
                id={id}
                data={dataOf?.(row)}
                index={index}
                start={start}
                template={template}
                isChosen={id === chosen}
                choose={choose}
                testid={testid}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

const LiveRow = memo(
  function LiveRow(props: {
    row: unknown;
    columns: readonly LiveColumn<unknown>[];
    id: string;
    data: Readonly<Record<string, string>> | undefined;
    index: number;
    start: number;
    template: string;
    isChosen: boolean;
    choose: (id: string) => void;
    testid: string;
  }): JSX.Element {
    const { row, columns, id, data, index, start, template } = props;
    const { isChosen, choose, testid } = props;
    return (
      <div
        role="row"
        aria-rowindex={index + 2}
        className="live-row live-body-row"
        style={{
          gridTemplateColumns: template,
          transform: `translateY(${start}px)`,
        }}
        data-testid={testid}
        data-id={id}
        data-chosen={isChosen}
        {...data}
        onClick={() => {
          choose(id);
        }}
      >
        {columns.map(({ id: column, cell, isNumber }, at) => (
          <div
            role="cell"
            key={column}
            className="live-cell"
            data-number={isNumber}
            data-column={column}
          >
            {at === 0 ? (
              <button
                type="button"
                className="live-open"
                aria-pressed={isChosen}
                onClick={(event) => {
                  event.stopPropagation();
                  choose(id);
                }}
              >
                {cell(row)}
              </button>
            ) : (
              cell(row)
            )}
          </div>
        ))}
      </div>
    );
  },
  (before, now) =>
    before.row === now.row &&
    before.columns === now.columns &&
    before.start === now.start &&
    before.index === now.index &&
    before.template === now.template &&
    before.isChosen === now.isChosen,
);

function Head<Row>(props: {
  column: LiveColumn<Row>;
  order: Order;
  setOrder: (order: Order) => void;
}): JSX.Element {
  const { column, order, setOrder } = props;
  const { id, title, isNumber, sortBy } = column;
  const isOn = order.column === id;
  const isDown = isOn && order.isDown;
  const Sign = isDown ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      className="live-cell"
      data-number={isNumber}
      aria-sort={isOn ? (isDown ? "descending" : "ascending") : undefined}
    >
      {sortBy === undefined ? (
        title
      ) : (
        <button
          type="button"
          className="table-sort"
          data-testid={`sort-${id}`}
          onClick={() => {
            setOrder({ column: id, isDown: isOn && !isDown });
          }}
        >
          {title}
          {isOn && <Sign className="icon" aria-hidden />}
        </button>
      )}
    </div>
  );
}
