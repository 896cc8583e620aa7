// Where a supervisor whispers to the agent of a chat.
import { limits } from "@parley/client";
import { EarOff, SendHorizontal } from "lucide-react";
import { type JSX, useRef, useState } from "react";
import { useModel } from "../agent/hooks.js";
import { inWords } from "../agent/words.js";
import { useOffer } from "../shell/acts.js";
import { IconButton } from "../ui/button.js";

export function WhisperBox({ chat }: { chat: string }): JSX.Element {
  const { client } = useModel();
  const input = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const over = Array.from(text).length - limits.text_characters_max;
  useOffer([
    {
      id: "chat.whisper",
      run: () => {
        input.current?.focus();
      },
    },
  ]);
  const send = (): void => {
    if (isBusy || over > 0 || text.trim() === "") return;
    setBusy(true);
    setFailure(undefined);
    void client.whisper(chat, text).then((refusal) => {
      setBusy(false);
      if (refusal === undefined) setText("");
      else setFailure(`It was not whispered: ${inWords(refusal)}`);
      input.current?.focus();
    });
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="composer-box" data-whisper="true">
        <EarOff className="icon whisper-sign" aria-hidden />
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          aria-label="Whisper to the agent; the customer never sees it"
          placeholder="Whisper to the agent…"
          data-testid="whisper-input"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
            event.preventDefault();
            send();
          }}
        />
        <IconButton
          type="submit"
          kind="primary"
          label="Whisper"
          icon={SendHorizontal}
          placement="top"
          keys="enter"
          data-testid="whisper-send"
          isDisabled={isBusy || over > 0 || text.trim() === ""}
        />
      </div>
      {over > 0 && (
        <p className="field-error" role="alert">
          {over} {over === 1 ? "character" : "characters"} too many.
        </p>
      )}
      {failure !== undefined && (
        <p className="field-error" role="alert">
          {failure}
        </p>
      )}
    </form>
  );
}
