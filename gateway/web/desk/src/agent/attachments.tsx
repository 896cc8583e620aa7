// Files that are on their way, over the box where one writes.
import { Paperclip, X } from "lucide-react";
import { type JSX, useRef } from "react";
import { useKeysOf, useOffer } from "../shell/acts.js";
import { IconButton } from "../ui/button.js";
import { useModel } from "./hooks.js";
import { sizeText } from "./uploads.js";

export function Attachments({ chat }: { chat: string }): JSX.Element | null {
  const { uploads } = useModel();
  const all = uploads.of(chat);
  if (all.length === 0) return null;
  return (
    <ul className="uploads" aria-label="Files on their way">
      {all.map(({ id, file, state, share, failure, mayRetry }) => (
        <li key={id} className="upload" data-state={state} data-testid="upload">
          <span className="cut">{file.name}</span>
          <span className="small soft">{sizeText(file.size)}</span>
          {failure === undefined ? (
            <progress
              max={1}
              value={share}
              aria-label={`Sending ${file.name}`}
            />
          ) : (
            <span className="field-error" role="alert">
              {failure}
            </span>
          )}
          {state === "failed" && mayRetry === true && (
            <button
              type="button"
              className="link small"
              onClick={() => {
                uploads.retry(id);
              }}
            >
              Try again
            </button>
          )}
          <IconButton
            label={
              state === "failed"
                ? `Forget ${file.name}`
                : `Do not send ${file.name}`
            }
            icon={X}
            size="small"
            onPress={() => {
              uploads.cancel(id);
            }}
          />
        </li>
      ))}
    </ul>
  );
}

/** The button that chooses files. */
export function Attach({ chat }: { chat: string }): JSX.Element {
  const { uploads } = useModel();
  const input = useRef<HTMLInputElement>(null);
  const open = (): void => {
    input.current?.click();
  };
  useOffer([{ id: "chat.attach", run: open }]);
  return (
    <>
      <IconButton
        label="Send a file"
        icon={Paperclip}
        placement="top"
        keys={useKeysOf("chat.attach")}
        data-testid="attach"
        onPress={open}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden
        data-testid="attach-input"
        onChange={(event) => {
          uploads.add(chat, event.target.files ?? []);
          event.target.value = "";
        }}
      />
    </>
  );
}
