// An act that costs somebody something: what it does, in words, with a note to
// those whom it concerns.
import { limits } from "@parley/client";
import { type JSX, type ReactNode, useState } from "react";
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { TextField } from "../ui/fields.js";
import { useIsSlow } from "../ui/states.js";

export function ActDialog(props: {
  title: string;
  /** What it costs whom. */
  text: ReactNode;
  yes: string;
  isDangerous?: boolean;
  /** Something is missing yet. */
  isIncomplete?: boolean;
  /** Who reads the note. */
  noteFor?: string;
  close: () => void;
  /** @returns whether it is done; else the dialog stays. */
  run: (note: string) => Promise<boolean>;
  children?: ReactNode;
}): JSX.Element {
  const { title, text, yes, close, run, children, noteFor } = props;
  const { isDangerous = false, isIncomplete = false } = props;
  const [note, setNote] = useState("");
  const [isBusy, setBusy] = useState(false);
  const isSlow = useIsSlow(isBusy);
  const over = Array.from(note).length - limits.description_characters_max;
  const submit = (): void => {
    if (isBusy || isIncomplete || over > 0) return;
    setBusy(true);
    void run(note).then((isDone) => {
      setBusy(false);
      if (isDone) close();
    });
  };
  return (
    <Dialog
      title={title}
      isOpen
      close={close}
      size="small"
      data-testid="act-dialog"
      actions={
        <>
          <Button data-testid="act-no" onPress={close}>
            Cancel
          </Button>
          <Button
            kind={isDangerous ? "danger" : "primary"}
            data-testid="act-yes"
            isDisabled={isBusy || isIncomplete || over > 0}
            onPress={submit}
          >
            {isSlow ? "One moment…" : yes}
          </Button>
        </>
      }
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="soft wrap">{text}</div>
        {children}
        {noteFor !== undefined && (
          <TextField
            label={`Note for ${noteFor}`}
            value={note}
            onChange={setNote}
            data-testid="act-note"
            error={
              over > 0
                ? `${over} ${over === 1 ? "character" : "characters"} too many.`
                : undefined
            }
          />
        )}
      </form>
    </Dialog>
  );
}
