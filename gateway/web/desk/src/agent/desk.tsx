// The desk: the lists of what one holds and what waits, the chat in the middle,
// what belongs to it beside it. On a narrow screen one of them at a time.
import { MessagesSquare } from "lucide-react";
import { type JSX } from "react";
import { useOffer } from "../shell/acts.js";
import { Empty } from "../ui/states.js";
import { ChatPane } from "./chat_pane.js";
import { Details } from "./details.js";
import { useModel } from "./hooks.js";
import { Inbox } from "./inbox.js";
import { QueueList } from "./queue_list.js";
import { useSide } from "./side.js";

export default function Desk(): JSX.Element {
  const { client, selected } = useModel();
  const side = useSide();
  useOffer([selected !== undefined && { id: "side.toggle", run: side.toggle }]);
  return (
    <div
      className="desk"
      data-chat={selected !== undefined}
      data-side={side.isOpen}
    >
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
            openDetails={side.toggle}
          />
        )}
      </main>
      {selected !== undefined && (
        <Details
          key={selected.chat}
          chat={selected}
          isOpen={side.isOpen}
          openIt={side.open}
          close={side.close}
        />
      )}
    </div>
  );
}
