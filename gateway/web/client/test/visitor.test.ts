// A customer's page over losses, restarts, reloads and several tabs.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type CustomerChatView,
  type SavedChat,
  VisitorClient,
  type VisitorOptions,
} from "../src/index.js";
import { FakeNetwork, type Frame } from "./fake_socket.js";

const view: CustomerChatView = {
  chat: "c1",
  revision: 1,
  phase: "waiting",
  last_entry: 0,
  delivered: 0,
  seen: 0,
  menu: [],
};

function line(entry: number, more: object = {}): object {
  return { entry, at: entry, from: "agent", kind: "text", text: "?", ...more };
}

/** localStorage of one browser, shared by its tabs. */
class FakeStore {
  saved: SavedChat | undefined;
  load(): SavedChat | undefined {
    return this.saved;
  }
  save(saved: SavedChat | undefined): void {
    this.saved = saved;
  }
}

class Page {
  readonly network = new FakeNetwork();
  readonly client: VisitorClient;

  constructor(
    readonly store = new FakeStore(),
    options: Partial<VisitorOptions> = {},
  ) {
    this.client = new VisitorClient({
      url: "ws://x",
      token: "public",
      open: this.network.open,
      store,
      random: () => 1,
      ...options,
    });
  }

  /** Plays the server's side of a hello. */
  async welcome(chat?: Partial<CustomerChatView>): Promise<Frame> {
    await vi.advanceTimersByTimeAsync(0);
    const socket = this.network.newest;
    socket.accept();
    const hello = socket.last("visitor.hello");
    socket.says({
      type: "visitor.welcome",
      ref: hello.ref,
      epoch: "e1",
      now: 1,
      service_name: "Sales",
      ...(chat && { chat: { ...view, ...chat } }),
    });
    await vi.advanceTimersByTimeAsync(0);
    return hello;
  }

  async started(text = "Hello"): Promise<Frame> {
    if (this.client.connection.name === "idle") {
      this.client.connect();
      await this.welcome();
    }
    this.client.say(text);
    await vi.advanceTimersByTimeAsync(0);
    const start = this.network.newest.last("chat.start");
    this.says({
      type: "chat.started",
      ref: start.ref,
      visitor: "secret",
      chat: { ...view, last_entry: 1 },
    });
    const mine = { from: "customer", text, id: start.id };
    const lines = [line(1, mine)];
    this.says({ type: "chat.lines", chat: "c1", lines, more: false });
    await vi.advanceTimersByTimeAsync(0);
    return start;
  }

  says(message: object): void {
    this.network.newest.says(message);
  }

  /** Answers the newest `chat.say`. */
  stores(entry: number, frame = this.network.newest.last("chat.say")): void {
    const { ref, id } = frame;
    this.says({ type: "said", ref, chat: "c1", id, entry, at: 5 });
  }

  get texts(): string[] {
    return this.client.lines.map(({ text }) => text);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a new chat", () => {
  test("begins with the first line, which comes back once with its number", async () => {
    const page = new Page();
    const start = await page.started("Hello");
    expect(start).toMatchObject({ text: "Hello" });
    expect(start.id).toMatch(/^[\w.-]{22}$/);
    expect(page.client.pending).toEqual([]);
    expect(page.texts).toEqual(["Hello"]);
    expect(page.network.newest.all("chat.say")).toEqual([]);
  });

  test("holds back what is written while it begins, and keeps the order", async () => {
    const page = new Page();
    page.client.connect();
    await page.welcome();
    for (const text of ["one", "two", "three"]) page.client.say(text);
    await vi.advanceTimersByTimeAsync(0);
    const socket = page.network.newest;
    expect(socket.all("chat.start")).toHaveLength(1);
    expect(socket.all("chat.say")).toHaveLength(0);
    const { ref } = socket.last("chat.start");
    page.says({ type: "chat.started", ref, visitor: "s", chat: view });
    await vi.advanceTimersByTimeAsync(0);
    expect(socket.last("chat.start").text).toBe("one");
    const sent = () => socket.all("chat.say").map(({ text }) => text);
    // One after the other: none can overtake the one before it.
    expect(sent()).toEqual(["two"]);
    page.stores(2, socket.last("chat.say"));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent()).toEqual(["two", "three"]);
  });

  test("W7: that is refused shows the reason at the line, and can be tried again", async () => {
    const page = new Page();
    page.client.connect();
    await page.welcome();
    page.client.say("Hello");
    await vi.advanceTimersByTimeAsync(0);
    const { ref } = page.network.newest.last("chat.start");
    page.says({
      type: "refused",
      ref,
      code: 301,
      name: "too_many_sessions",
      text: "Too many.",
      retry_after: 60_000,
    });
    await vi.advanceTimersByTimeAsync(0);
    const refused = page.client.pending[0];
    expect(refused?.refusal?.name).toBe("too_many_sessions");
    page.client.retry(refused?.id ?? "");
    await vi.advanceTimersByTimeAsync(0);
    expect(page.network.newest.all("chat.start")).toHaveLength(2);
    expect(page.network.newest.last("chat.start").id).toBe(refused?.id);
  });
});

describe("W6: resume", () => {
  test("names the last line that is here and shows each line once", async () => {
    const page = new Page();
    await page.started();
    page.says({ type: "chat.entry", chat: "c1", line: line(2) });
    page.network.newest.breaks();
    await vi.advanceTimersByTimeAsync(400);
    const hello = await page.welcome({ last_entry: 4 });
    expect(hello).toMatchObject({ visitor: "secret", after: 2, epoch: "e1" });
    page.says({
      type: "chat.lines",
      chat: "c1",
      lines: [line(2), line(3), line(4)],
      more: false,
    });
    page.says({ type: "chat.entry", chat: "c1", line: line(4) });
    expect(page.client.lines.map(({ entry }) => entry)).toEqual([1, 2, 3, 4]);
  });

  test("sends unanswered lines again with the same ids, and counts a push as the answer", async () => {
    const page = new Page();
    await page.started();
    page.client.say("two");
    page.client.say("three");
    const before = page.network.newest.all("chat.say");
    expect(before.map(({ text }) => text)).toEqual(["two"]);
    page.network.newest.breaks();
    await vi.advanceTimersByTimeAsync(400);
    await page.welcome({ last_entry: 2 });
    const after = page.network.newest.all("chat.say");
    expect(after.map(({ id, ref }) => [id, ref])).toEqual(
      before.map(({ id, ref }) => [id, ref]),
    );
    const [two] = after;
    const mine = { from: "customer", text: "two", id: two?.id };
    page.says({
      type: "chat.lines",
      chat: "c1",
      lines: [line(2, mine)],
      more: false,
    });
    page.stores(2, two);
    await vi.advanceTimersByTimeAsync(0);
    page.stores(3, page.network.newest.last("chat.say"));
    expect(page.texts).toEqual(["Hello", "two", "three"]);
    expect(page.client.pending).toEqual([]);
  });

  test("a reload finds the chat and its unstored lines again", async () => {
    const first = new Page();
    await first.started();
    first.client.say("two");
    const { id } = first.network.newest.last("chat.say");
    first.client.stop();

    const second = new Page(first.store);
    expect(second.client.hasSavedChat).toBe(true);
    second.client.connect();
    const hello = await second.welcome({ last_entry: 1 });
    expect(hello).toMatchObject({ visitor: "secret", after: 0 });
    expect(second.network.newest.all("chat.say").map((say) => say.id)).toEqual([
      id,
    ]);
    second.stores(2);
    expect(first.store.saved?.unsent).toEqual([]);
  });

  test("a missing line is asked for with a new hello, once", async () => {
    const page = new Page();
    await page.started();
    page.says({ type: "chat.entry", chat: "c1", line: line(3) });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(page.network.sockets).toHaveLength(2);
    const hello = await page.welcome({ last_entry: 3 });
    expect(hello.after).toBe(1);
    page.says({
      type: "chat.lines",
      chat: "c1",
      lines: [line(2), line(3)],
      more: false,
    });
    expect(page.client.lines).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(page.network.sockets).toHaveLength(2);
  });

  test("a number that the customer may not see is not asked for twice", async () => {
    const page = new Page();
    await page.started();
    page.says({
      type: "chat.changed",
      chat: { ...view, revision: 9, last_entry: 2 },
    });
    await vi.advanceTimersByTimeAsync(2_000);
    await page.welcome({ revision: 9, last_entry: 2 });
    await vi.advanceTimersByTimeAsync(5_000);
    page.says({
      type: "chat.changed",
      chat: { ...view, revision: 10, last_entry: 2 },
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.network.sockets).toHaveLength(2);
  });

  test("a line whose answer is only late is no gap", async () => {
    const page = new Page();
    await page.started();
    page.client.say("two");
    page.says({ type: "chat.entry", chat: "c1", line: line(3) });
    await vi.advanceTimersByTimeAsync(1_500);
    page.stores(2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(page.network.sockets).toHaveLength(1);
    expect(page.client.lines.map(({ entry }) => entry)).toEqual([1, 2, 3]);
  });

  test("a chat that the server does not know is forgotten, and the page goes on", async () => {
    const store = new FakeStore();
    store.saved = { visitor: "old", chat: "c0", ended: false, unsent: [] };
    const page = new Page(store);
    page.client.connect();
    await vi.advanceTimersByTimeAsync(0);
    page.network.newest.accept();
    const { ref } = page.network.newest.last("visitor.hello");
    const name = "not_authenticated";
    page.says({ type: "refused", ref, code: 200, name, text: "?" });
    const hello = await page.welcome();
    expect(hello.visitor).toBeUndefined();
    expect(page.client.connection.name).toBe("ready");
    expect(store.saved).toBeUndefined();
  });
});

describe("the view", () => {
  test("an older view does not replace a newer one, and ticks never go back", async () => {
    const page = new Page();
    await page.started();
    const { client } = page;
    page.says({
      type: "chat.changed",
      chat: { ...view, revision: 5, phase: "open", agent_name: "Ann" },
    });
    page.says({
      type: "chat.receipt",
      chat: "c1",
      by: "agent",
      delivered: 3,
      seen: 2,
    });
    page.says({ type: "chat.changed", chat: { ...view, revision: 4 } });
    page.says({
      type: "chat.receipt",
      chat: "c1",
      by: "agent",
      delivered: 1,
      seen: 1,
    });
    page.says({
      type: "chat.changed",
      chat: { ...view, revision: 6, phase: "open", agent_name: "Ann" },
    });
    expect(client.chat).toMatchObject({ phase: "open", delivered: 3, seen: 2 });
  });

  test("W7: what went too fast goes again by itself, in order", async () => {
    const page = new Page();
    await page.started();
    for (const text of ["a", "b", "c"]) page.client.say(text);
    await vi.advanceTimersByTimeAsync(0);
    const sent = () =>
      page.network.newest.all("chat.say").map(({ text }) => text);
    const last = () => page.network.newest.last("chat.say");
    const refuse = async () => {
      page.says({
        type: "refused",
        ref: last().ref,
        code: 300,
        name: "throttled",
        text: "Too fast.",
        retry_after: 250,
      });
      await vi.advanceTimersByTimeAsync(0);
    };
    const store = async (entry: number) => {
      page.stores(entry, last());
      await vi.advanceTimersByTimeAsync(0);
    };
    expect(sent()).toEqual(["a"]);
    await store(2);
    expect(sent()).toEqual(["a", "b"]);
    await refuse();
    page.client.say("d");
    expect(page.client.pending.map(({ refusal }) => refusal)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await vi.advanceTimersByTimeAsync(249);
    expect(sent()).toEqual(["a", "b"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent()).toEqual(["a", "b", "b"]);
    await store(3);
    await vi.advanceTimersByTimeAsync(99);
    expect(sent()).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(1);
    await store(4);
    await vi.advanceTimersByTimeAsync(100);
    await store(5);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent()).toEqual(["a", "b", "b", "c", "d"]);
    // And the next one goes at once again.
    page.client.say("e");
    await vi.advanceTimersByTimeAsync(0);
    expect(sent().at(-1)).toBe("e");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent()).toHaveLength(6);
  });

  test("N1: an announcement is a state, and of a number only the news", async () => {
    const page = new Page();
    const { client } = page;
    await page.started();
    const says = (entry: number, text: string) => {
      const told = { from: "flow", kind: "announcement", text };
      page.says({ type: "chat.entry", chat: "c1", line: line(entry, told) });
    };
    page.says({ type: "queue.position", chat: "c1", position: 2 });
    says(2, "You are number 2 in the queue.");
    expect(client.announcement).toBeUndefined();
    says(3, "About 4 minutes are left.");
    expect(client.announcement).toBe("About 4 minutes are left.");
    says(4, "Did you look at our help pages?");
    expect(client.announcement).toBe("Did you look at our help pages?");
    expect(client.unread).toBe(0);
    // Older lines come without knowing how things were then.
    const old = {
      from: "flow",
      kind: "announcement",
      text: "You are number 9.",
    };
    page.says({
      type: "chat.lines",
      chat: "c1",
      lines: [line(5, old)],
      more: false,
    });
    expect(client.announcement).toBeUndefined();
    says(6, "A moment, please.");
    page.says({
      type: "chat.changed",
      chat: { ...view, revision: 7, phase: "open", agent_name: "Ann" },
    });
    expect(client.announcement).toBeUndefined();
  });

  test("N1: the position follows the queue until the chat is taken", async () => {
    const page = new Page();
    await page.started();
    const positions: number[] = [];
    page.client.on("queueUpdate", ({ position }) => positions.push(position));
    page.says({ type: "queue.position", chat: "c1", position: 3 });
    page.says({
      type: "chat.changed",
      chat: { ...view, revision: 2, position: 3 },
    });
    expect(page.client.chat?.position).toBe(3);
    page.says({ type: "queue.position", chat: "c1", position: 2 });
    // An agent has taken it and not opened it yet.
    page.says({ type: "chat.changed", chat: { ...view, revision: 3 } });
    expect(page.client.chat?.position).toBeUndefined();
    page.says({
      type: "chat.changed",
      chat: { ...view, revision: 4, phase: "open" },
    });
    expect(page.client.chat?.position).toBeUndefined();
    page.says({ type: "queue.position", chat: "c1", position: 1 });
    expect(positions).toEqual([3, 2]);
  });

  test("typing is forgotten after 6 s and with the next line", async () => {
    const page = new Page();
    await page.started();
    const typing = { type: "chat.typing", chat: "c1", by: "agent", on: true };
    page.says(typing);
    expect(page.client.isAgentTyping).toBe(true);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(page.client.isAgentTyping).toBe(false);
    page.says(typing);
    page.says({ type: "chat.entry", chat: "c1", line: line(2) });
    expect(page.client.isAgentTyping).toBe(false);
  });

  test("looking at lines is told in batches, the newest only", async () => {
    const page = new Page();
    await page.started();
    for (let entry = 2; entry < 12; entry += 1) {
      page.says({ type: "chat.entry", chat: "c1", line: line(entry) });
      page.client.look();
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.network.newest.all("chat.seen")).toEqual([
      { type: "chat.seen", upto: 11 },
    ]);
  });
});

describe("after the end", () => {
  const ended = { ...view, revision: 9, phase: "ended" } as const;

  test("T5: the next line begins another chat, linked to the ended one", async () => {
    const page = new Page();
    await page.started();
    page.client.end();
    expect(page.network.newest.all("chat.end")).toHaveLength(1);
    page.says({ type: "chat.changed", chat: ended });
    expect(page.store.saved?.ended).toBe(true);
    page.network.newest.breaks();
    page.client.say("Again");
    expect(page.client.chat).toBeUndefined();
    await vi.advanceTimersByTimeAsync(400);
    const hello = await page.welcome(ended);
    expect(hello.visitor).toBe("secret");
    expect(page.client.chat).toBeUndefined();
    const start = page.network.newest.last("chat.start");
    expect(start).toMatchObject({ text: "Again" });
    page.says({ type: "chat.changed", chat: ended });
    expect(page.client.chat).toBeUndefined();
    const chat = { ...view, chat: "c2", last_entry: 1 };
    page.says({ type: "chat.started", ref: start.ref, visitor: "new", chat });
    expect(page.client.chat?.chat).toBe("c2");
    expect(page.store.saved).toMatchObject({ visitor: "new", ended: false });
  });

  test("W4: a chat begun in one tab is resumed by the others", async () => {
    const first = new Page();
    const second = new Page(first.store);
    second.client.connect();
    await second.welcome();
    await first.started();
    second.client.storeChanged();
    const hello = await second.welcome({ last_entry: 1 });
    expect(hello.visitor).toBe("secret");
  });

  test("W4: two tabs that write at the same time share one chat", async () => {
    let last: Promise<void> = Promise.resolve();
    const exclusively = (task: () => Promise<void>): Promise<void> => {
      last = last.then(task);
      return last;
    };
    const first = new Page(new FakeStore(), { exclusively });
    const second = new Page(first.store, { exclusively });
    for (const page of [first, second]) {
      page.client.connect();
      await page.welcome();
    }
    const start = first.started("from one");
    second.client.say("from two");
    await start;
    const hello = await second.welcome({ last_entry: 1 });
    expect(hello.visitor).toBe("secret");
    expect(second.network.newest.all("chat.start")).toHaveLength(0);
    expect(second.network.newest.last("chat.say").text).toBe("from two");
  });

  test("W6: a chat that is over while away leaves what was not sent, with the reason", async () => {
    const page = new Page();
    await page.started();
    page.network.newest.breaks();
    page.client.say("too late");
    await vi.advanceTimersByTimeAsync(400);
    await page.welcome();
    expect(page.client.hasLostChat).toBe(true);
    expect(page.client.chat).toBeUndefined();
    const [kept] = page.client.pending;
    expect(kept).toMatchObject({
      text: "too late",
      refusal: { name: "chat_closed", code: 421 },
    });
    page.client.retry(kept?.id ?? "");
    await vi.advanceTimersByTimeAsync(0);
    expect(page.network.newest.last("chat.start").text).toBe("too late");
    expect(page.client.hasLostChat).toBe(false);
  });

  test("W3: logging out ends the chat and forgets it and its customer", async () => {
    const page = new Page();
    page.client.identify({ name: "Cy", email: "cy@example.com" });
    await page.started();
    const first = page.network.newest;
    page.client.logout();
    expect(first.all("chat.end")).toHaveLength(1);
    expect(first.closedWith).toBe(1000);
    expect(page.store.saved).toBeUndefined();
    expect(page.client.lines).toEqual([]);
    const hello = await page.welcome();
    expect(hello.visitor).toBeUndefined();
    page.client.say("Somebody else");
    await vi.advanceTimersByTimeAsync(0);
    const start = page.network.newest.last("chat.start");
    expect(start.name).toBeUndefined();
    expect(start.email).toBeUndefined();
  });

  test("W5: why no chat can be begun by presence is known", async () => {
    const page = new Page();
    page.client.connect();
    await page.welcome();
    page.client.startChat();
    await vi.advanceTimersByTimeAsync(0);
    page.says({
      type: "refused",
      ref: page.network.newest.last("chat.start").ref,
      code: 301,
      name: "too_many_sessions",
      text: "Too many.",
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(page.client.startRefusal?.name).toBe("too_many_sessions");
    page.client.startChat();
    await vi.advanceTimersByTimeAsync(0);
    expect(page.client.startRefusal).toBeUndefined();
  });

  test("W3: every line is told once, own ones too, however they come", async () => {
    const page = new Page();
    const told: string[] = [];
    page.client.on("message", ({ from, text }) => told.push(`${from} ${text}`));
    await page.started("one");
    page.client.say("two");
    await vi.advanceTimersByTimeAsync(0);
    const two = page.network.newest.last("chat.say");
    page.stores(2, two);
    const mine = { from: "customer", text: "two", id: two.id };
    page.says({ type: "chat.entry", chat: "c1", line: line(2, mine) });
    page.says({ type: "chat.entry", chat: "c1", line: line(3) });
    page.says({ type: "chat.entry", chat: "c1", line: line(3) });
    expect(told).toEqual(["customer one", "customer two", "agent ?"]);
  });

  test("F2: a menu is what the flow offers now, and a choice is a line", async () => {
    const page = new Page();
    await page.started();
    expect(page.client.menu).toEqual([]);
    const menu = ["Sales", "Support"];
    page.says({ type: "chat.changed", chat: { ...view, revision: 2, menu } });
    expect(page.client.menu).toEqual(menu);
    page.client.say("Sales");
    await vi.advanceTimersByTimeAsync(0);
    expect(page.network.newest.last("chat.say").text).toBe("Sales");
    page.says({ type: "chat.changed", chat: { ...view, revision: 3 } });
    expect(page.client.menu).toEqual([]);
  });

  test("F2: the form of a flow is told once, sent, and refused with a reason", async () => {
    const page = new Page();
    await page.started();
    const told: string[] = [];
    page.client.on("offline", ({ chat }) => told.push(chat));
    for (const revision of [2, 3]) {
      const chat = { ...view, revision, form: true };
      page.says({ type: "chat.changed", chat });
    }
    expect(page.client.wantsForm).toBe(true);
    expect(told).toEqual(["c1"]);
    const form = { name: "Cy", email: "cy@example.com", text: "Call me" };
    const sent = page.client.sendForm(form);
    const refused = expect(sent).rejects.toThrow("Too long.");
    await vi.advanceTimersByTimeAsync(0);
    const frame = page.network.newest.last("chat.form");
    expect(frame).toMatchObject(form);
    expect(frame.id).toMatch(/^[\w.-]{22}$/);
    page.says({
      type: "refused",
      ref: frame.ref,
      code: 105,
      name: "too_long",
      text: "Too long.",
    });
    await refused;
    page.says({
      type: "chat.changed",
      chat: { ...view, revision: 4, phase: "ended", form: true },
    });
    expect(page.client.wantsForm).toBe(false);
  });

  test("W2: the survey is answered once, and told", async () => {
    const page = new Page();
    await page.started();
    const told: number[] = [];
    page.client.on("surveySubmitted", ({ score }) => told.push(score));
    page.says({
      type: "chat.changed",
      chat: { ...view, revision: 2, phase: "ended" },
    });
    expect(page.client.isSurveyed).toBe(false);
    const given = page.client.submitSurvey(4, "Fast");
    await vi.advanceTimersByTimeAsync(0);
    const frame = page.network.newest.last("chat.survey");
    expect(frame).toMatchObject({ score: 4, comment: "Fast" });
    page.says({ type: "ok", ref: frame.ref });
    await given;
    expect(page.client.isSurveyed).toBe(true);
    expect(told).toEqual([4]);
  });

  test("W1 W8: own fields come with the start, a proof with the hello", async () => {
    const page = new Page();
    page.client.prove("header.body.signature");
    page.client.connect();
    const hello = await page.welcome();
    expect(hello.proof).toBe("header.body.signature");
    const fields = [{ name: "Order", value: "4711" }];
    page.client.identify({ name: "Cy", fields });
    const start = await page.started();
    expect(start).toMatchObject({ name: "Cy", fields });
    // An open chat is not interrupted by another proof.
    const sockets = page.network.sockets.length;
    page.client.prove("another");
    expect(page.network.sockets).toHaveLength(sockets);
  });
});
