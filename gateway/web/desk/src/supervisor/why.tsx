// Why a chat was routed as it was (B4): each decision with its score, who was
// looked at, and why another came first.
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleMinus, Route as RouteSign } from "lucide-react";
import type { JSX } from "react";
import { answerOf, rest, type Schemas } from "../rest/client.js";
import { Dialog } from "../ui/dialog.js";
import { Empty, Failed, Loading } from "../ui/states.js";
import { useWatching } from "./watching.js";
import { channelWord, tierWord } from "./words.js";

type Record_ = Schemas["RoutingRecords"]["items"][number];

const moment = new Intl.DateTimeFormat(undefined, {
  timeStyle: "medium",
});

export function Why(props: {
  chat: string;
  name: string;
  close: () => void;
}): JSX.Element {
  const { chat, name, close } = props;
  const { data, error, refetch } = useQuery({
    queryKey: ["supervisor", "why", chat],
    queryFn: () =>
      answerOf(
        rest.GET("/api/v1/chats/{id}/why", { params: { path: { id: chat } } }),
      ),
    staleTime: 0,
  });
  const records = data?.items;
  return (
    <Dialog
      title={`Why was the chat with ${name} routed so?`}
      isOpen
      close={close}
      data-testid="why-dialog"
    >
      {error !== null && <Failed why={error} again={() => void refetch()} />}
      {error === null && records === undefined && (
        <Loading what="Loading the decisions" />
      )}
      {records?.length === 0 && (
        <Empty
          icon={RouteSign}
          title="The router has decided nothing about it."
        >
          It was taken by hand, waits in a queue where agents choose, or the
          decision is too old to be kept.
        </Empty>
      )}
      {records !== undefined && records.length > 0 && (
        <ol className="why">
          {[...records].reverse().map((one, index) => (
            <Decision key={`${one.at}-${index}`} record={one} />
          ))}
        </ol>
      )}
    </Dialog>
  );
}

function Decision({ record }: { record: Record_ }): JSX.Element {
  const { agentName, queueName } = useWatching();
  const { at, queue, channel, score, tier, chosen, candidates } = record;
  return (
    <li className="why-decision" data-testid="why-decision">
      <h3>
        {chosen === undefined
          ? "Nobody could get it"
          : `Offered to ${agentName(chosen)}`}
        <span className="space" />
        <time className="small soft" dateTime={new Date(at).toISOString()}>
          {moment.format(at)}
        </time>
      </h3>
      <p className="small soft">
        {channelWord(channel)} of {queueName(queue)}, score{" "}
        <b className="figures">{score}</b>
        {tier > 0 && <>, chosen among {tierWord(tier)}</>}.
      </p>
      <ul className="why-list">
        {candidates.map(({ agent, why }, index) => {
          const isChosen = why === "chosen";
          const Sign = isChosen ? CircleCheck : CircleMinus;
          return (
            <li
              key={`${agent}-${index}`}
              className="why-one"
              data-chosen={isChosen}
              data-testid="why-candidate"
            >
              <Sign className="icon" aria-hidden />
              <b className="cut">{agentName(agent)}</b>
              <span className="small">{isChosen ? "chosen" : why}</span>
            </li>
          );
        })}
      </ul>
    </li>
  );
}
