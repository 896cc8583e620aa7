// An agent's desk: views, queues, lines, ticks and commands over losses.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  AgentClient,
  closes,
  type DeskChatView,
  type Refusal,
} from "../src/index.js";
import { FakeNetwork, type FakeSocket, type Frame } from "./fake_socket.js";

const view: DeskChatView = {
  chat: "c1",
  channel: "webchat",
  revision: 1,
  phase: "active",
  queue: "q1",
  agent: "ann",
  customer_name: "Cy",
  started: 1,
  enqueued: 1,
  handled: 0,
  can_finish: false,
  resume_after_call: false,
  resume_missed: false,
  customer_present: true,
  last_entry: 0,
  unread: 0,
  seen: 0,
  classifications: [],
  abusive: false,
  customer_fields: [],
  scripts: [],
  last_whisper: 0,
};

function line(entry: number, more: object = {}): object {
  return {
    entry,
    at: entry,
    from: "customer",
    kind: "text",
    text: "?",
    ...more,
  };
}

function item(id: string, enqueued: number): object {
  return {
    item: id,
    channel: "webchat",
    enqueued,
    position: 1,
    customer_name: "",
  };
}

class Desk {
  readonly network = new FakeNetwork();
  tickets = 0;
  readonly refusals: Refusal[] = [];
  readonly client = new AgentClient({
    url: "ws://x",
    open: this.network.open,
    random: () => 1,
    ticket: () => {
      this.tickets += 1;
      return Promise.resolve(`ticket-${String(this.tickets)}`);
    },
  });

  constructor() {
    this.client.on("refused", ({ refusal }) => this.refusals.push(refusal));
  }

  get socket(): FakeSocket {
    return this.network.newest;
  }

  async welcome(epoch = "e1"): Promise<Frame> {
    await vi.advanceTimersByTimeAsync(0);
    this.socket.accept();
    const hello = this.socket.last("agent.hello");
    this.socket.says({
      type: "agent.welcome",
      ref: hello.ref,
      epoch,
      now: Date.now() + 60_000,
      agent: "ann",
      name: "Ann",
      company_name: "Acme",
      queues: [
        {
          queue: "q1",
          name: "Sales",
          channel: "webchat",
          automatic: false,
          webchats_per_agent_max: 4,
          classification_required: false,
          classifications: [],
          classification_several: true,
          classification_text: false,
        },
      ],
      break_reasons: [],
      colleagues: [],
      classifications: [],
      privileges: [],
    });
    return hello;
  }

  async connected(): Promise<this> {
    this.client.connect();
    await this.welcome();
    return this;
  }

  chat(more: Partial<DeskChatView> = {}): void {
    this.socket.says({ type: "desk.chat", chat: { ...view, ...more } });
  }

  /** The lines that follow a chat into the inbox. */
  follow(...entries: number[]): void {
    const lines = entries.map((entry) => line(entry));
    this.socket.says({ type: "chat.lines", chat: "c1", lines, more: false });
  }

  /** Answers the newest `chat.read`. */
  async page(entries: number[], more = false): Promise<void> {
    const { ref, chat } = this.socket.last("chat.read");
    const lines = entries.map((entry) => line(entry));
    this.socket.says({ type: "chat.lines", ref, chat, lines, more });
    await vi.advanceTimersByTimeAsync(0);
  }

  refuse(type: string, refusal: Partial<Refusal>): void {
    const { ref } = this.socket.last(type);
    this.socket.says({
      type: "refused",
      ref,
      code: 1,
      name: "?",
      text: "?",
      ...refusal,
    });
  }

  numbers(): number[] {
    return this.client.lines("c1").map(({ entry }) => entry);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("hello", () => {
  test("uses a fresh ticket each time and names how far the desk got", async () => {
    const desk = await new Desk().connected();
    desk.chat({ last_entry: 2 });
    desk.follow(1, 2);
    desk.socket.breaks();
    await vi.advanceTimersByTimeAsync(400);
    const hello = await desk.welcome();
    expect(hello).toMatchObject({
      ticket: "ticket-2",
      epoch: "e1",
      have: [{ chat: "c1", after: 2 }],
    });
  });

  test("a ticket that was refused is replaced, but not for ever", async () => {
    const desk = new Desk();
    desk.client.connect();
    for (let i = 0; i < 5; i += 1) {
      const { connection } = desk.client;
      if (connection.name === "ended") break;
      const until = connection.name === "waiting" ? connection.until : 0;
      await vi.advanceTimersByTimeAsync(Math.max(0, until - Date.now()));
      desk.socket.accept();
      desk.refuse("agent.hello", { name: "ticket_invalid" });
    }
    expect(desk.tickets).toBe(3);
    expect(desk.client.connection.name).toBe("ended");
  });

  test("P8: a login elsewhere ends the connection and says so", async () => {
    const desk = await new Desk().connected();
    desk.socket.breaks(closes.taken_over.code);
    expect(desk.client.connection).toEqual({
      name: "ended",
      ending: { by: "close", code: 4502 },
    });
  });

  test("tells the server's clock", async () => {
    const desk = await new Desk().connected();
    expect(desk.client.now()).toBe(Date.now() + 60_000);
  });
});

describe("views", () => {
  test("a chat is in the inbox until another agent, nobody or nothing has it", async () => {
    const desk = await new Desk().connected();
    desk.chat();
    desk.chat({ chat: "c2", started: 2 });
    desk.chat({ chat: "c3", started: 3, agent: "bob", transfer_to: "ann" });
    expect(desk.client.inbox.map(({ chat }) => chat)).toEqual(["c1", "c2"]);
    expect(desk.client.offers.map(({ chat }) => chat)).toEqual(["c3"]);
    desk.chat({ revision: 2, phase: "closed" });
    desk.chat({ chat: "c2", revision: 2, agent: "bob" });
    desk.chat({ chat: "c3", revision: 2, agent: "bob" });
    expect(desk.client.inbox).toEqual([]);
    expect(desk.client.offers).toEqual([]);
  });

  test("a chat that left during a loss is gone after the next hello", async () => {
    const desk = await new Desk().connected();
    desk.chat();
    desk.chat({ chat: "c2" });
    desk.socket.breaks();
    await vi.advanceTimersByTimeAsync(400);
    await desk.welcome();
    desk.chat({ chat: "c2" });
    expect(desk.client.inbox.map(({ chat }) => chat)).toEqual(["c2"]);
  });

  test("smaller revisions are left out, but a new life of the server begins anew", async () => {
    const desk = await new Desk().connected();
    const status = {
      type: "status.changed",
      since: 1,
      break_after_work: false,
      held: 0,
      maximum: 4,
    };
    desk.socket.says({ ...status, revision: 7, status: "available" });
    desk.socket.says({ ...status, revision: 6, status: "on_break" });
    expect(desk.client.status?.status).toBe("available");
    desk.socket.breaks();
    await vi.advanceTimersByTimeAsync(400);
    await desk.welcome("e2");
    desk.socket.says({ ...status, revision: 1, status: "on_break" });
    expect(desk.client.status?.status).toBe("on_break");
  });

  test("Q4: a queue's list follows its changes, in order of arrival", async () => {
    const desk = await new Desk().connected();
    const list = { type: "queue.list", queue: "q1", revision: 4, length: 2 };
    desk.socket.says({ ...list, items: [item("b", 5), item("a", 5)] });
    const change = { type: "queue.changed", queue: "q1", length: 2 };
    desk.socket.says({
      ...change,
      previous: 4,
      revision: 5,
      put: [item("c", 1)],
      removed: ["a"],
    });
    desk.socket.says({
      ...change,
      previous: 9,
      revision: 10,
      put: [item("x", 0)],
      removed: [],
    });
    const items = desk.client.queues[0]?.items.map((waiting) => waiting.item);
    expect(items).toEqual(["c", "b"]);
  });
});

describe("lines", () => {
  test("follow a chat into the inbox; older ones are read on demand", async () => {
    const desk = await new Desk().connected();
    desk.chat({ last_entry: 52 });
    desk.follow(51, 52);
    expect(desk.client.hasOlder("c1")).toBe(true);
    void desk.client.loadOlder("c1");
    expect(desk.socket.last("chat.read").before).toBe(51);
    await desk.page([1, 49, 50], false);
    expect(desk.numbers()).toEqual([1, 49, 50, 51, 52]);
    expect(desk.client.hasOlder("c1")).toBe(false);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(desk.socket.all("chat.read")).toHaveLength(1);
  });

  test("Z2: pushes before and after the others are there once", async () => {
    const desk = await new Desk().connected();
    desk.chat({ last_entry: 2 });
    desk.socket.says({ type: "chat.entry", chat: "c1", line: line(3) });
    desk.follow(1, 2, 3);
    desk.socket.says({ type: "chat.entry", chat: "c1", line: line(3) });
    desk.socket.says({ type: "chat.entry", chat: "c1", line: line(4) });
    expect(desk.numbers()).toEqual([1, 2, 3, 4]);
  });

  test("of a chat that was put back are still here when it returns", async () => {
    const desk = await new Desk().connected();
    desk.chat({ last_entry: 2 });
    desk.follow(1, 2);
    desk.socket.says({
      type: "desk.chat",
      chat: { ...view, revision: 2, phase: "queued", agent: undefined },
    });
    expect(desk.client.inbox).toEqual([]);
    desk.chat({ revision: 3, last_entry: 3 });
    desk.follow(3);
    expect(desk.numbers()).toEqual([1, 2, 3]);
  });

  test("that are missing are read after a while, back to what is here", async () => {
    const desk = await new Desk().connected();
    desk.chat({ last_entry: 1 });
    desk.follow(1);
    desk.socket.says({ type: "chat.entry", chat: "c1", line: line(6) });
    await vi.advanceTimersByTimeAsync(2_000);
    await desk.page([5, 6], true);
    expect(desk.socket.last("chat.read").before).toBe(5);
    await desk.page([2, 3, 4], true);
    expect(desk.numbers()).toEqual([1, 2, 3, 4, 5, 6]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(desk.socket.all("chat.read")).toHaveLength(2);
  });

  test("W6: an own line is pending until stored, and repeated with its id after a loss", async () => {
    const desk = await new Desk().connected();
    desk.chat();
    desk.client.say("c1", "Hello");
    const first = desk.socket.last("chat.say");
    expect(desk.client.pending("c1")).toHaveLength(1);
    desk.socket.breaks();
    await vi.advanceTimersByTimeAsync(400);
    await desk.welcome();
    const again = desk.socket.last("chat.say");
    expect([again.id, again.ref]).toEqual([first.id, first.ref]);
    desk.socket.says({
      type: "said",
      ref: again.ref,
      chat: "c1",
      id: again.id,
      entry: 1,
      at: 9,
    });
    expect(desk.client.pending("c1")).toEqual([]);
    expect(desk.client.lines("c1")).toMatchObject([
      { entry: 1, from: "agent", text: "Hello", name: "Ann" },
    ]);
  });

  test("delivered and seen are told in batches, and again after a hello", async () => {
    const desk = await new Desk().connected();
    desk.chat({ last_entry: 1 });
    desk.follow(1);
    await vi.advanceTimersByTimeAsync(250);
    for (const entry of [2, 3, 4]) {
      desk.socket.says({ type: "chat.entry", chat: "c1", line: line(entry) });
    }
    desk.client.look("c1");
    await vi.advanceTimersByTimeAsync(1_000);
    const told = desk.socket.all("chat.seen");
    expect(told.map(({ delivered, seen }) => [delivered, seen])).toEqual([
      [1, 0],
      [4, 4],
    ]);
  });

  test("T3: of the customer flag a chat unread, until the agent looks at them", async () => {
    const desk = await new Desk().connected();
    desk.chat({ phase: "parked", last_entry: 1, unread: 1, last_line: "?" });
    desk.follow(1);
    const more = { type: "chat.entry", chat: "c1" };
    desk.socket.says({ ...more, line: line(2, { text: "x".repeat(130) }) });
    desk.socket.says({ ...more, line: line(3, { from: "flow" }) });
    expect(desk.client.inbox[0]?.unread).toBe(2);
    expect(desk.client.inbox[0]?.last_line).toBe("x".repeat(120));
    desk.client.look("c1");
    expect(desk.client.inbox[0]?.unread).toBe(0);
    desk.socket.says({ ...more, line: line(4, { text: "still there?" }) });
    expect(desk.client.inbox[0]).toMatchObject({
      unread: 1,
      last_line: "still there?",
    });
  });

  test("ticks of the customer never go back", async () => {
    const desk = await new Desk().connected();
    desk.chat({ last_entry: 1 });
    const receipt = { type: "chat.receipt", chat: "c1", by: "customer" };
    desk.socket.says({ ...receipt, delivered: 4, seen: 2 });
    desk.socket.says({ ...receipt, delivered: 3, seen: 3 });
    expect(desk.client.receipt("c1")).toEqual({ delivered: 4, seen: 3 });
  });

  test("P8: a desk that was reloaded knows what the customer has seen", async () => {
    const desk = await new Desk().connected();
    desk.chat({ last_entry: 5, seen: 4 });
    expect(desk.client.receipt("c1")).toEqual({ delivered: 4, seen: 4 });
    desk.chat({ last_entry: 5, seen: 0, revision: 99 });
    expect(desk.client.receipt("c1")).toEqual({ delivered: 4, seen: 4 });
  });
});

describe("commands", () => {
  test("T2: carry the revision that the desk shows", async () => {
    const desk = await new Desk().connected();
    desk.chat({ revision: 12 });
    void desk.client.command("chat.park", "c1");
    expect(desk.socket.last("chat.park")).toMatchObject({
      chat: "c1",
      revision: 12,
    });
  });

  test("T2: that are stale only by a line of the customer are given once more", async () => {
    const desk = await new Desk().connected();
    desk.chat({ revision: 12 });
    const done = desk.client.command("chat.park", "c1");
    const stale = { name: "stale_revision", revision: 13 };
    desk.refuse("chat.park", { ...stale, phase: "active" });
    await vi.advanceTimersByTimeAsync(0);
    const [first, second] = desk.socket.all("chat.park");
    expect(second?.revision).toBe(13);
    expect(second?.ref).not.toBe(first?.ref);
    desk.socket.says({ type: "ok", ref: second?.ref });
    await expect(done).resolves.toBe(true);
    expect(desk.refusals).toEqual([]);
  });

  test("T2: that are stale in earnest are refused in words", async () => {
    const desk = await new Desk().connected();
    desk.chat({ revision: 12 });
    const done = desk.client.command("chat.park", "c1");
    desk.refuse("chat.park", {
      name: "stale_revision",
      revision: 13,
      phase: "wrapup",
    });
    await expect(done).resolves.toBe(false);
    expect(desk.refusals).toMatchObject([{ name: "stale_revision" }]);
  });

  test("P9: a break is asked for with its reason, after the current work if wished", async () => {
    const desk = await new Desk().connected();
    void desk.client.setStatus({ reason: "lunch", afterWork: true });
    expect(desk.socket.last("status.set")).toMatchObject({
      available: false,
      reason: "lunch",
      after_current_work: true,
    });
    void desk.client.setStatus({ available: true });
    expect(desk.socket.last("status.set").available).toBe(true);
    expect(desk.socket.last("status.set")).not.toHaveProperty("reason");
  });

  test("Q3: new settings change the queues that are shown, and keep the lists of those that stay", async () => {
    const desk = await new Desk().connected();
    const [sales] = desk.client.me?.queues ?? [];
    if (!sales) throw new Error("the welcome has a queue");
    const list = { type: "queue.list", queue: "q1", revision: 4, length: 1 };
    desk.socket.says({ ...list, items: [item("c9", 1)] });
    const settings = {
      type: "desk.settings",
      name: "Ann Archer",
      company_name: "Acme",
      break_reasons: [],
      colleagues: [{ id: "bob", name: "Bob" }],
      classifications: [],
      privileges: [],
    };
    const more = { ...sales, queue: "q2", name: "Care" };
    desk.socket.says({ ...settings, queues: [sales, more] });
    expect(desk.client.me).toMatchObject({ agent: "ann", name: "Ann Archer" });
    expect(desk.client.queues.map((q) => q.length)).toEqual([1, 0]);
    desk.socket.says({ ...settings, queues: [more] });
    expect(desk.client.queues.map((q) => q.view.name)).toEqual(["Care"]);
  });
});
