// The desk: the lists of what one holds and what waits, the chat in the middle,
// what belongs to it beside it. On a narrow screen one of them at a time.
import { MessagesSquare } from "lucide-react";
import { type JSX, useState } from "react";
import { Empty } from "../ui/states.js";
import { ChatPane } from "./chat_pane.js";
import { Details } from "./details.js";
import { useModel } from "./hooks.js";
import { Inbox } from "./inbox.js";
import { QueueList } from "./queue_list.js";

export default function Desk(): JSX.Element {
  const { client, selected } = useModel();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="desk" data-chat={selected !== undefined}>
      <div className="lists">
        <Inbox />
        <QueueList />
      </div>
      <main className="middle">
        {selected === undefined ? (
          <>
            <h1 className="hidden-text">Inbox</h1>
            <Empty
              icon={MessagesSquare}
              title={
                client.inbox.length === 0
                  ? "Take a chat from a queue, or wait for one."
                  : "Select a chat of your inbox."
              }
              data-testid="no-chat"
            >
              What customers write appears here. Press ? for all shortcuts.
            </Empty>
          </>
        ) : (
          <ChatPane
            key={selected.chat}
            chat={selected}
            openDetails={() => {
              setOpen(!isOpen);
            }}
          />
        )}
      </main>
      {selected !== undefined && (
        <Details
          key={selected.chat}
          chat={selected}
          isOpen={isOpen}
          openIt={() => {
            setOpen(true);
          }}
          close={() => {
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}
