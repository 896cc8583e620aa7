// The command palette: everything that can be done now, by typing a few letters.
import { CornerDownLeft, Search } from "lucide-react";
import { type JSX, useId, useMemo, useRef, useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Keys } from "../ui/button.js";
import { type ListedAct, useActs } from "./acts.js";
import { matching } from "./matching.js";

export default function Palette(props: { close: () => void }): JSX.Element {
  return (
    <ModalOverlay
      className="overlay palette-overlay"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) props.close();
      }}
    >
      <Modal className="modal" data-size="palette">
        <Dialog className="palette" aria-label="Find anything">
          <Content close={props.close} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Content({ close }: { close: () => void }): JSX.Element {
  const acts = useActs();
  const [all] = useState(() =>
    acts.list().filter(({ id }) => id !== "palette.open"),
  );
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const found = useMemo(() => matching(all, text), [all, text]);
  const list = useRef<HTMLUListElement>(null);
  const base = useId();
  const at = Math.min(chosen, found.length - 1);

  const run = (act: ListedAct | undefined): void => {
    if (act === undefined) return;
    close();
    // After the dialog has given the focus back.
    requestAnimationFrame(() => {
      acts.run(act.id);
    });
  };
  const move = (by: number): void => {
    const next = (at + by + found.length) % Math.max(1, found.length);
    setChosen(next);
    list.current
      ?.querySelector(`#${CSS.escape(`${base}-${next}`)}`)
      ?.scrollIntoView({ block: "nearest" });
  };

  return (
    <>
      <div className="palette-head">
        <Search className="icon" aria-hidden />
        <input
          className="palette-input"
          role="combobox"
          aria-label="Find anything"
          aria-expanded
          aria-controls={base}
          aria-activedescendant={at >= 0 ? `${base}-${at}` : undefined}
          placeholder="What do you want to do?"
          autoFocus
          data-testid="palette-input"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") move(1);
            else if (event.key === "ArrowUp") move(-1);
            else if (event.key === "Enter") run(found[at]);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <ul
        className="palette-list"
        role="listbox"
        aria-label="What can be done"
        id={base}
        ref={list}
      >
        {found.length === 0 && (
          <li className="palette-none" role="option" aria-selected={false}>
            Nothing is called “{text}”.
          </li>
        )}
        {found.map((act, index) => (
          <li
            key={act.id}
            id={`${base}-${index}`}
            role="option"
            aria-selected={index === at}
            className="palette-item"
            data-testid="palette-item"
            onPointerMove={() => {
              setChosen(index);
            }}
            onClick={() => {
              run(act);
            }}
          >
            <span className="faint palette-group">{act.group}</span>
            <span className="cut">{act.title}</span>
            <span className="space" />
            {act.keys !== undefined && <Keys keys={act.keys} />}
            <CornerDownLeft className="icon palette-enter" aria-hidden />
          </li>
        ))}
      </ul>
    </>
  );
}
