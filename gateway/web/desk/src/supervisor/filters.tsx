// Over each list: a search and the groups that one may pick.
import type { JSX, ReactNode } from "react";
import { SearchField } from "../ui/fields.js";

export interface Pick {
  readonly id: string;
  readonly title: string;
  readonly count: number;
}

export function Filters(props: {
  label: string;
  text: string;
  setText: (text: string) => void;
  picks: readonly Pick[];
  picked: string | undefined;
  pick: (id: string | undefined) => void;
  children?: ReactNode;
}): JSX.Element {
  const { label, text, setText, picks, picked, pick, children } = props;
  return (
    <div className="live-filters">
      <SearchField
        label={label}
        value={text}
        onChange={setText}
        data-testid="live-search"
      />
      {children}
      <div className="live-picks" role="group" aria-label="Show only">
        {picks.map(({ id, title, count }) => (
          <button
            key={id}
            type="button"
            className="chip"
            aria-pressed={picked === id}
            data-testid={`pick-${id}`}
            onClick={() => {
              pick(picked === id ? undefined : id);
            }}
          >
            {title} <b className="figures">{count}</b>
          </button>
        ))}
      </div>
    </div>
  );
}
