// Where the agent writes. `/` finds text blocks; Enter sends.
import { type DeskChatView, limits } from "@parley/client";
import { EarOff, SendHorizontal } from "lucide-react";
import {
  type ChangeEvent,
  type JSX,
  type KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useKeysOf, useOffer } from "../shell/acts.js";
import { IconButton } from "../ui/button.js";
import { Attach, Attachments } from "./attachments.js";
import { useModel } from "./hooks.js";
import {
  blocksFor,
  filled,
  type TextBlock,
  useTextBlocks,
  wordAt,
} from "./text_blocks.js";
import { customerOf } from "./words.js";

const list_max = 8;
const height_max = 160;

export function Composer({ chat }: { chat: DeskChatView }): JSX.Element | null {
  const isWritable = chat.phase === "active" || chat.phase === "parked";
  return isWritable ? <Writing chat={chat} /> : null;
}

function Writing({ chat }: { chat: DeskChatView }): JSX.Element {
  const model = useModel();
  const input = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const id = chat.chat;
  const isActive = chat.phase === "active";
  const text = model.drafts.get(id) ?? "";
  const over = Array.from(text).length - limits.text_characters_max;
  const blocks = useBlocks(chat, text);
  const isOffering = blocks.found.length > 0;
  const isWhispering = model.whispering.has(id);
  const toggleWhisper = (): void => {
    model.setWhispering(id, !isWhispering);
    input.current?.focus();
  };

  useEffect(() => {
    if (isActive) input.current?.focus();
  }, [isActive]);
  useLayoutEffect(() => {
    const { current } = input;
    if (current === null) return;
    current.style.blockSize = "auto";
    const height = Math.min(current.scrollHeight + 2, height_max);
    current.style.blockSize = `${height}px`;
  }, [text]);
  useOffer([
    {
      id: "chat.write",
      run: () => {
        input.current?.focus();
      },
    },
    { id: "chat.whisper", run: toggleWhisper },
  ]);

  const send = (): void => {
    if (over > 0) return;
    model.say(id);
    blocks.close();
    input.current?.focus();
  };
  const insert = (block: TextBlock): void => {
    const { current } = input;
    if (current === null) return;
    const caret = current.selectionStart;
    const words = blocks.fill(block);
    const from = blocks.from ?? caret;
    model.draft(id, text.slice(0, from) + words + text.slice(caret));
    blocks.close();
    requestAnimationFrame(() => {
      current.focus();
      current.setSelectionRange(from + words.length, from + words.length);
    });
  };
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (isOffering && blocks.pressed(event.key, insert)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {isOffering && (
        <ul
          className="blocks"
          role="listbox"
          aria-label="Text blocks"
          id={listId}
          data-testid="text-blocks"
        >
          {blocks.found.map((block, index) => (
            <li
              key={block.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === blocks.chosen}
              className="block"
              data-testid="text-block"
              onPointerDown={(event) => {
                event.preventDefault();
                insert(block);
              }}
            >
              <b className="cut">{block.name}</b>
              <span className="small soft cut">{blocks.fill(block)}</span>
            </li>
          ))}
        </ul>
      )}
      <Attachments chat={id} />
      {isWhispering && (
        <p className="whisper-note small" role="status">
          You whisper: colleagues who see this chat read it, the customer never
          does.
        </p>
      )}
      <div className="composer-box" data-whisper={isWhispering}>
        <Attach chat={id} />
        <IconButton
          label={isWhispering ? "Write to the customer" : "Whisper"}
          icon={EarOff}
          placement="top"
          keys={useKeysOf("chat.whisper")}
          aria-pressed={isWhispering}
          data-testid="whisper-toggle"
          onPress={toggleWhisper}
        />
        <textarea
          ref={input}
          rows={2}
          dir="auto"
          aria-label={
            isWhispering
              ? "Your whisper; the customer never sees it"
              : "Your message"
          }
          placeholder={
            isWhispering
              ? "Whisper to colleagues…"
              : "Write a message… type / for text blocks"
          }
          data-testid="desk-input"
          aria-controls={isOffering ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={
            isOffering ? `${listId}-${blocks.chosen}` : undefined
          }
          value={text}
          onChange={(event: ChangeEvent<HTMLTextAreaElement>) => {
            const { value, selectionStart } = event.target;
            model.draft(id, value);
            blocks.typed(value, selectionStart);
          }}
          onPaste={(event) => {
            const { files } = event.clipboardData;
            if (files.length === 0) return;
            event.preventDefault();
            model.uploads.add(id, files);
          }}
          onBlur={blocks.close}
          onKeyDown={pressed}
        />
        <IconButton
          type="submit"
          kind="primary"
          label="Send"
          icon={SendHorizontal}
          placement="top"
          keys="enter"
          data-testid="desk-send"
          isDisabled={over > 0 || text.trim() === ""}
        />
      </div>
      {over > 0 && (
        <p className="field-error" role="alert">
          {over} {over === 1 ? "character" : "characters"} too many.
        </p>
      )}
    </form>
  );
}

interface Offered {
  readonly found: readonly TextBlock[];
  readonly chosen: number;
  /** Where the `/` stands. */
  readonly from: number | undefined;
  readonly fill: (block: TextBlock) => string;
  readonly typed: (text: string, caret: number) => void;
  readonly close: () => void;
  readonly pressed: (
    key: string,
    insert: (block: TextBlock) => void,
  ) => boolean;
}

/** The text blocks that `/` offers at the caret. */
function useBlocks(chat: DeskChatView, text: string): Offered {
  const { client } = useModel();
  const [word, setWord] = useState<{ from: number; text: string }>();
  const [chosen, setChosen] = useState(0);
  const all = useTextBlocks(text.includes("/"));
  const me = client.me?.agent ?? "";
  const found =
    word === undefined
      ? []
      : blocksFor(all, { queue: chat.queue, agent: me }, word.text).slice(
          0,
          list_max,
        );
  const queue = client.queues.find(({ view }) => view.queue === chat.queue);
  const fill = (block: TextBlock): string =>
    filled(block.text, {
      agent: client.me?.name ?? "",
      customer: customerOf(chat),
      queue: queue?.view.name ?? "",
    });
  const close = (): void => {
    setWord(undefined);
  };
  return {
    found,
    chosen: Math.min(chosen, Math.max(0, found.length - 1)),
    from: word?.from,
    fill,
    typed: (value, caret) => {
      setWord(wordAt(value, caret));
      setChosen(0);
    },
    close,
    pressed: (key, insert) => {
      const at = Math.min(chosen, found.length - 1);
      const block = found[at];
      if (key === "ArrowDown") setChosen((at + 1) % found.length);
      else if (key === "ArrowUp") {
        setChosen((at - 1 + found.length) % found.length);
      } else if (key === "Escape") close();
      else if ((key === "Enter" || key === "Tab") && block) insert(block);
      else return false;
      return true;
    },
  };
}
