// To whom the active chat may go: a queue, or a colleague who must accept.
import type { DeskChatView } from "@parley/client";
import { Inbox, UserRound } from "lucide-react";
import { type JSX, useState } from "react";
import { matching } from "../shell/matching.js";
import { Button } from "../ui/button.js";
import { SearchField, TextField } from "../ui/fields.js";
import { useModel } from "./hooks.js";

/** With more than this, one searches. */
const search_from = 7;

export default function Targets(props: {
  chat: DeskChatView;
  close: () => void;
}): JSX.Element {
  const { chat, close } = props;
  const model = useModel();
  const { client } = model;
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const me = client.me?.agent;
  const queues = client.queues
    .filter(
      ({ view }) => view.channel === "webchat" && view.queue !== chat.queue,
    )
    .map(({ view }) => ({ id: view.queue, title: view.name }));
  const colleagues = (client.me?.colleagues ?? [])
    .filter(({ id }) => id !== me)
    .map(({ id, name }) => ({ id, title: name }));
  const give = (to: { queue: string } | { agent: string }): void => {
    close();
    void model.transfer(chat, to, note);
  };
  return (
    <>
      {queues.length + colleagues.length === 0 && (
        <p className="soft small">There is nobody to transfer to.</p>
      )}
      {queues.length + colleagues.length > 0 && (
        <div className="panel-field">
          <TextField
            label="Note for whoever takes it"
            rows={2}
            value={note}
            onChange={setNote}
            data-testid="transfer-note"
          />
        </div>
      )}
      {queues.length + colleagues.length > search_from && (
        <SearchField
          label="Search queues and colleagues"
          value={text}
          onChange={setText}
          autoFocus
        />
      )}
      <div className="panel-scroll">
        {matching(queues, text).map(({ id, title }) => (
          <Button
            key={id}
            kind="quiet"
            icon={Inbox}
            data-testid="transfer-queue"
            onPress={() => {
              give({ queue: id });
            }}
          >
            <span className="cut">Queue: {title}</span>
          </Button>
        ))}
        {matching(colleagues, text).map(({ id, title }) => (
          <Button
            key={id}
            kind="quiet"
            icon={UserRound}
            data-testid="transfer-agent"
            onPress={() => {
              give({ agent: id });
            }}
          >
            <span className="cut">{title}</span>
          </Button>
        ))}
      </div>
    </>
  );
}
