// All kinds of steps: found by typing; added by drag, click or Enter.
import { type JSX, useState } from "react";
import { SearchField } from "../../ui/fields.js";
import { dragged_as } from "./canvas.js";
import { icons } from "./icons.js";
import { findKinds, groups, type Kind, kinds } from "./kinds.js";

export function Palette(props: {
  add: (kind: Kind) => void;
  isDisabled: boolean;
}): JSX.Element {
  const { add, isDisabled } = props;
  const [typed, setTyped] = useState("");
  const found = findKinds(typed);
  const first = found[0];
  return (
    <section className="flow-palette" aria-label="Steps to add">
      <div
        onKeyDown={(event) => {
          if (event.key !== "Enter" || first === undefined || isDisabled) {
            return;
          }
          event.preventDefault();
          add(first);
          setTyped("");
        }}
      >
        <SearchField
          label="Find a step to add"
          placeholder="Add a step…"
          value={typed}
          onChange={setTyped}
          data-testid="palette-search"
        />
      </div>
      <div className="flow-palette-list">
        {groups.map((group) => {
          const rows = found.filter((kind) => kinds[kind].group === group);
          if (rows.length === 0) return null;
          return (
            <div key={group} role="group" aria-label={group}>
              <p className="flow-palette-group">{group}</p>
              {rows.map((kind) => {
                const Icon = icons[kind];
                return (
                  <button
                    key={kind}
                    type="button"
                    className="flow-kind"
                    data-group={group}
                    disabled={isDisabled}
                    draggable={!isDisabled}
                    title={kinds[kind].text}
                    data-testid={`add-${kind}`}
                    onDragStart={(event) => {
                      event.dataTransfer.setData(dragged_as, kind);
                      event.dataTransfer.effectAllowed = "copy";
                    }}
                    onClick={() => {
                      add(kind);
                    }}
                  >
                    <span className="flow-card-sign" aria-hidden>
                      <Icon className="icon" />
                    </span>
                    <span className="cut">{kinds[kind].title}</span>
                  </button>
                );
              })}
            </div>
          );
        })}
        {first === undefined && (
          <p className="soft small">Nothing matches. Try “menu” or “queue”.</p>
        )}
      </div>
    </section>
  );
}
