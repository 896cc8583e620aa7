// The desk: the lists of what one holds and what waits, the chat in the middle,
// what belongs to it beside it. On a narrow screen one of them at a time.
import { MessagesSquare } from "lucide-react";
import { type JSX, useEffect } from "react";
import { useOffer } from "../shell/acts.js";
import { Part, part, whenIdle } from "../ui/on_demand.js";
import { Empty, Loading } from "../ui/states.js";
import { useModel } from "./hooks.js";
import { Inbox } from "./inbox.js";
import { QueueList } from "./queue_list.js";
import { useSide } from "./side.js";

const fetchChatPane = () => import("./chat_pane.js");
const fetchDetails = () => import("./details.js");
const ChatPane = part(async () => (await fetchChatPane()).ChatPane);
const Details = part(async () => (await fetchDetails()).Details);

export default function Desk(): JSX.Element {
  const { client, selected } = useModel();
  const side = useSide();
  useOffer([selected !== undefined && { id: "side.toggle", run: side.toggle }]);
  useEffect(
    () => whenIdle(() => Promise.all([fetchChatPane(), fetchDetails()])),
    [],
  );
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
          <Part meanwhile={<Loading what="Loading the chat" />}>
            <ChatPane
              key={selected.chat}
              chat={selected}
              openDetails={side.toggle}
            />
          </Part>
        )}
      </main>
      {selected !== undefined && (
        <Part>
          <Details
            key={selected.chat}
            chat={selected}
            isOpen={side.isOpen}
            openIt={side.open}
            close={side.close}
          />
        </Part>
      )}
    </div>
  );
}
