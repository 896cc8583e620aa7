// The sheet of shortcuts; each can be given other keys.
import { type JSX, useState, useSyncExternalStore } from "react";
import { Button, Keys } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { useActs } from "./acts.js";
import { act_ids, type ActId, catalogue, keysOf } from "./keymap.js";

export default function Help({ close }: { close: () => void }): JSX.Element {
  const { keymap } = useActs();
  useSyncExternalStore(keymap.watch, keymap.state);
  const groups = [...new Set(act_ids.map((act) => catalogue[act].group))];
  return (
    <Dialog
      title="Keyboard shortcuts"
      isOpen
      close={close}
      size="wide"
      data-testid="shortcuts"
      actions={
        <Button
          isDisabled={!keymap.isChanged}
          onPress={() => {
            keymap.reset();
          }}
        >
          Use the original ones
        </Button>
      }
    >
      <p className="soft small">
        Press the keys of a row to change them. They are kept in this browser.
      </p>
      <div className="shortcut-groups">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <ul>
              {act_ids
                .filter((act) => catalogue[act].group === group)
                .map((act) => (
                  <Row key={act} act={act} />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Row({ act }: { act: ActId }): JSX.Element {
  const { keymap } = useActs();
  const [isListening, setListening] = useState(false);
  const [clash, setClash] = useState<ActId>();
  const { title } = catalogue[act];
  const keys = keymap.of(act);
  return (
    <li className="shortcut" data-testid="shortcut" data-act={act}>
      <span>{title}</span>
      {clash !== undefined && (
        <span className="field-error" role="alert">
          These are the keys of “{catalogue[clash].title}”.
        </span>
      )}
      <button
        type="button"
        className="shortcut-keys"
        data-listening={isListening}
        onClick={() => {
          setListening(true);
          setClash(undefined);
        }}
        onBlur={() => {
          setListening(false);
        }}
        onKeyDown={(event) => {
          if (!isListening || event.key === "Tab") return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === "Escape") {
            setListening(false);
            return;
          }
          const pressed = keysOf(event.nativeEvent);
          if (pressed === undefined) return;
          setClash(keymap.choose(act, pressed));
          setListening(false);
        }}
      >
        <span className="hidden-text">Change the keys of “{title}”: </span>
        {isListening ? "Press keys…" : <Keys keys={keys} isSpoken />}
      </button>
    </li>
  );
}
