// The supervisor's board and acts, against a server that is played here.
import { describe, expect, test } from "vitest";
import { Board, Supervision } from "../src/index.js";
import type {
  AgentRequest,
  BoardQueue,
  BoardSession,
  DeskChatView,
  Message,
  ServerMessage,
} from "../src/wire.js";

const queue = (id: string, waiting = 0): BoardQueue => ({
  queue: id,
  name: id,
  channel: "webchat",
  waiting,
  length_max: 100,
  agents: 1,
  alerting: 0,
  active: 0,
  parked: 0,
  wrapup: 0,
  window: 900_000,
  offered: 0,
  answered: 0,
  abandoned: 0,
  service_level: 100,
  availability: 100,
  abandon_rate: 0,
  queue_fill: 0,
  alerts: [],
});
const session = (chat: string, revision = 1): BoardSession => ({
  chat,
  channel: "webchat",
  revision,
  phase: "active",
  customer_name: "Cy",
  customer_present: true,
  started: 1,
  phase_since: 1,
  handled: 0,
  unread: 0,
});
const view = (
  change: Partial<Message<"board.view">> = {},
): Message<"board.view"> => ({
  type: "board.view",
  revision: 1,
  queues: [],
  agents: [],
  sessions: [],
  agents_total: 0,
  sessions_total: 0,
  more: false,
  ...change,
});
const delta = (
  change: Partial<Message<"board.changed">>,
): Message<"board.changed"> => ({
  ...view(),
  type: "board.changed",
  previous: 1,
  revision: 2,
  queues_gone: [],
  agents_gone: [],
  sessions_gone: [],
  ...change,
});

describe("A2: the board", () => {
  test("takes rows, drops those that are gone, and counts", () => {
    const board = new Board();
    board.view(view({ queues: [queue("a"), queue("b")], more: true }));
    expect(board.isWhole).toBe(false);
    const before = board.sessions;
    expect(
      board.changed(
        delta({
          queues: [queue("b", 3), queue("c")],
          queues_gone: ["a"],
          sessions_total: 7,
        }),
      ),
    ).toBe(true);
    expect(board.isWhole).toBe(true);
    expect(board.queues.map((row) => [row.queue, row.waiting])).toEqual([
      ["b", 3],
      ["c", 0],
    ]);
    expect(board.sessionsTotal).toBe(7);
    // What did not change is the same list: nothing is drawn for it.
    expect(board.sessions).toBe(before);
  });

  test("does not build upon what it does not have", () => {
    const board = new Board();
    board.view(view({ queues: [queue("a")] }));
    expect(board.changed(delta({ previous: 5, queues_gone: ["a"] }))).toBe(
      false,
    );
    expect(board.queues).toHaveLength(1);
    // Until the next view, what was shown stays.
    board.interrupt();
    expect(board.changed(delta({}))).toBe(false);
    expect(board.queues).toHaveLength(1);
  });
});

class Played {
  readonly asked: AgentRequest[] = [];
  readonly ended: string[] = [];
  answers: ((
    message: AgentRequest,
  ) => { answer: ServerMessage } | { refusal: Message<"refused"> })[] = [];
  readonly supervision = new Supervision({
    ask: (message) => {
      this.asked.push(message);
      const answer = this.answers.shift();
      return Promise.resolve(
        answer?.(message) ?? { answer: { type: "ok", ref: "r" } },
      );
    },
    isReady: () => true,
    changed: () => undefined,
    positionOf: () => ({ after: 4, after_whisper: 2 }),
    ended: (chat, because) => {
      this.ended.push(`${chat} ${because}`);
    },
  });
}

describe("A2: supervision", () => {
  test("asks anew for a board that it cannot follow, and after a hello", () => {
    const { supervision, asked } = new Played();
    const undo = supervision.watch();
    supervision.received(view({ queues: [queue("a")] }));
    supervision.received(delta({ previous: 9 }));
    expect(asked.map(({ type }) => type)).toEqual([
      "board.watch",
      "board.watch",
    ]);
    supervision.welcomed();
    expect(asked).toHaveLength(3);
    expect(supervision.board.queues).toHaveLength(1);
    undo();
    expect(asked.at(-1)).toEqual({ type: "board.watch" });
    // A frame that was on its way shows nothing.
    supervision.received(view({ queues: [queue("a")] }));
    expect(supervision.board.queues).toHaveLength(0);
  });

  test("observes from where the page is, again after a hello, and tells its end", async () => {
    const { supervision, asked, ended } = new Played();
    expect(await supervision.observe("c1")).toBeUndefined();
    expect(asked[0]).toEqual({
      type: "chat.observe",
      chat: "c1",
      after: 4,
      after_whisper: 2,
    });
    const shown = { chat: "c1", revision: 3 } as DeskChatView;
    supervision.received({ type: "chat.observed", chat: shown });
    expect(supervision.observed("c1")).toBe(shown);
    supervision.received({
      type: "chat.observed",
      chat: { ...shown, revision: 2 },
    });
    expect(supervision.observed("c1")).toBe(shown);
    supervision.welcomed();
    expect(asked).toHaveLength(2);
    supervision.received({
      type: "chat.unobserved",
      chat: "c1",
      because: "closed",
    });
    expect(ended).toEqual(["c1 closed"]);
    expect(supervision.isObserved("c1")).toBe(false);
  });

  test("acts once more if only the customer wrote meanwhile (T2)", async () => {
    const played = new Played();
    const { supervision, asked } = played;
    supervision.watch();
    supervision.received(view({ sessions: [session("c1", 5)] }));
    const stale = (phase: "active" | "parked") => () => ({
      refusal: {
        type: "refused" as const,
        code: 1,
        name: "stale_revision",
        text: "Stale.",
        phase,
        revision: 6,
      },
    });
    asked.length = 0;
    played.answers = [stale("active")];
    expect(await supervision.takeOver("c1", " Mine. ")).toBeUndefined();
    expect(asked).toEqual([
      { type: "chat.take_over", chat: "c1", revision: 5, note: "Mine." },
      { type: "chat.take_over", chat: "c1", revision: 6, note: "Mine." },
    ]);
    // Something else has changed: the supervisor looks again.
    asked.length = 0;
    played.answers = [stale("parked")];
    expect((await supervision.move("c1", "q2"))?.name).toBe("stale_revision");
    expect(asked).toHaveLength(1);
  });

  test("sets status and channels as they were chosen (L3)", async () => {
    const { supervision, asked } = new Played();
    await supervision.forceStatus("ann", {
      status: { reason: "lunch", afterWork: true },
      note: "",
    });
    await supervision.forceStatus("ann", { channels: ["call"] });
    await supervision.forceLogOut("ann", "Over.");
    expect(asked).toEqual([
      {
        type: "agent.force_status",
        agent: "ann",
        available: false,
        reason: "lunch",
        after_current_work: true,
      },
      { type: "agent.force_status", agent: "ann", channels: ["call"] },
      { type: "agent.force_log_out", agent: "ann", note: "Over." },
    ]);
  });
});
