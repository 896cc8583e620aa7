// Hello, backoff, pings, close codes and requests of a connection.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  closes,
  Connection,
  type ConnectionState,
  FatalError,
  type Hello,
  NotConnectedError,
  type Refusal,
  RefusedError,
  type Role,
} from "../src/index.js";
import { FakeNetwork } from "./fake_socket.js";

const hello: Hello = { type: "visitor.hello", token: "t" };

interface Setup {
  network: FakeNetwork;
  connection: Connection;
  states: ConnectionState[];
  role: Role;
}

function setup(changes: Partial<Role> = {}): Setup {
  const network = new FakeNetwork();
  const states: ConnectionState[] = [];
  const role: Role = {
    hello: () => hello,
    welcomed: vi.fn(),
    received: vi.fn(),
    stateChanged: (state) => states.push(state),
    fault: vi.fn(),
    ...changes,
  };
  const connection = new Connection({
    url: "ws://x/ws/v1/visitor",
    role,
    open: network.open,
    random: () => 1,
  });
  return { network, connection, states, role };
}

function welcome({ newest }: FakeNetwork): void {
  newest.accept();
  newest.says({
    type: "visitor.welcome",
    ref: newest.last("visitor.hello").ref,
    epoch: "e1",
    now: 1,
    service_name: "Sales",
  });
}

async function connected(changes: Partial<Role> = {}): Promise<Setup> {
  const all = setup(changes);
  all.connection.start();
  await vi.advanceTimersByTimeAsync(0);
  welcome(all.network);
  return all;
}

function refused(ref: string | undefined, refusal: Partial<Refusal>): object {
  return { type: "refused", ref, code: 1, name: "x", text: "No.", ...refusal };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("hello", () => {
  test("is the first frame, and its welcome makes the connection ready", async () => {
    const { network, connection, role } = await connected();
    expect(network.newest.sent[0]).toMatchObject(hello);
    expect(connection.state.name).toBe("ready");
    expect(role.welcomed).toHaveBeenCalledOnce();
  });

  test("W5: a refusal that cannot be mended ends the connection", async () => {
    const { network, connection } = setup();
    connection.start();
    await vi.advanceTimersByTimeAsync(0);
    network.newest.accept();
    const { ref } = network.newest.last("visitor.hello");
    network.newest.says(refused(ref, { name: "unknown_token" }));
    await vi.advanceTimersByTimeAsync(600_000);
    expect(connection.state).toMatchObject({
      name: "ended",
      ending: { by: "refusal", refusal: { name: "unknown_token" } },
    });
    expect(network.sockets).toHaveLength(1);
  });

  test("a refusal with a time to wait is tried again after it, whatever the close code says", async () => {
    const { network, connection } = setup();
    connection.start();
    await vi.advanceTimersByTimeAsync(0);
    const first = network.newest;
    first.accept();
    const { ref } = first.last("visitor.hello");
    const name = "service_unavailable";
    first.says(refused(ref, { name, retry_after: 30_000 }));
    first.breaks(closes.refused_hello.code);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(network.sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(network.sockets).toHaveLength(2);
  });

  test("that cannot be prepared is prepared again, unless it is hopeless", async () => {
    const prepare = vi
      .fn<() => Promise<Hello>>()
      .mockRejectedValueOnce(new Error("network"))
      .mockRejectedValueOnce(new FatalError("logged out"));
    const { network, connection } = setup({ hello: prepare });
    connection.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(prepare).toHaveBeenCalledTimes(2);
    expect(network.sockets).toHaveLength(0);
    expect(connection.state).toEqual({
      name: "ended",
      ending: { by: "failure", message: "logged out" },
    });
  });

  test("without an answer is given up and tried again", async () => {
    const { network, connection } = setup();
    connection.start();
    await vi.advanceTimersByTimeAsync(0);
    network.newest.accept();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(network.newest.closedWith).toBe(1000);
    expect(connection.state.name).toBe("waiting");
  });
});

describe("reconnect", () => {
  test("waits longer with each failure, up to ten seconds", async () => {
    const { network, connection, states } = setup();
    connection.start();
    await vi.advanceTimersByTimeAsync(0);
    const delays: number[] = [];
    for (let failure = 0; failure < 7; failure += 1) {
      network.newest.breaks();
      const state = states.at(-1);
      if (state?.name !== "waiting") throw new Error("it does not wait");
      delays.push(state.until - Date.now());
      await vi.advanceTimersByTimeAsync(state.until - Date.now());
    }
    expect(delays).toEqual([400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  });

  test("is spread: two clients with other luck come at other times", async () => {
    const { network, states } = await (async () => {
      const all = setup();
      const unlucky = new Connection({
        url: "ws://x",
        role: all.role,
        open: all.network.open,
        random: () => 0,
      });
      unlucky.start();
      await vi.advanceTimersByTimeAsync(0);
      return all;
    })();
    network.newest.breaks();
    expect(states.at(-1)).toMatchObject({ until: Date.now() + 200 });
  });

  test.each(Object.entries(closes))(
    "follows the table after close code %s",
    async (_name, { code, reconnect }) => {
      const { network, connection } = await connected();
      network.newest.breaks(code);
      expect(connection.state.name).toBe(reconnect ? "waiting" : "ended");
    },
  );

  test.each([
    [1006, true],
    [1012, true],
    [4321, true],
    [4999, false],
  ])("of unknown close code %i: %s", async (code, reconnect) => {
    const { network, connection } = await connected();
    network.newest.breaks(code);
    expect(connection.state.name).toBe(reconnect ? "waiting" : "ended");
  });

  test("happens at once when the page has reason to hope", async () => {
    const { network, connection } = await connected();
    network.newest.breaks();
    connection.nudge();
    await vi.advanceTimersByTimeAsync(0);
    expect(network.sockets).toHaveLength(2);
  });

  test("old sockets are not heard any more", async () => {
    const { network, connection, role } = await connected();
    const first = network.newest;
    const onmessage = first.onmessage;
    connection.restart();
    expect(first.onmessage).toBeNull();
    expect(onmessage).not.toBeNull();
    await vi.advanceTimersByTimeAsync(0);
    welcome(network);
    expect(role.welcomed).toHaveBeenCalledTimes(2);
  });
});

describe("signs of life", () => {
  test("a silent server is asked after 9 s and given up after 14 s", async () => {
    const { network, connection } = await connected();
    await vi.advanceTimersByTimeAsync(8_999);
    expect(network.newest.all("ping")).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(network.newest.all("ping")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(connection.state.name).toBe("ready");
    await vi.advanceTimersByTimeAsync(1);
    expect(connection.state.name).toBe("waiting");
  });

  test("anything heard is a sign of life", async () => {
    const { network, connection } = await connected();
    for (let i = 0; i < 10; i += 1) {
      await vi.advanceTimersByTimeAsync(9_000);
      const { ref } = network.newest.last("ping");
      network.newest.says({ type: "ok", ref });
    }
    expect(connection.state.name).toBe("ready");
    expect(network.newest.all("ping")).toHaveLength(10);
  });
});

describe("requests", () => {
  test("are answered by ref, in any order, once", async () => {
    const { network, connection } = await connected();
    const a = connection.request({ type: "chat.end" }, { ref: "a" });
    const b = connection.request({ type: "chat.end" }, { ref: "b" });
    network.newest.says({ type: "ok", ref: "b" });
    network.newest.says(refused("a", { name: "chat_closed", code: 421 }));
    await expect(b).resolves.toMatchObject({ type: "ok" });
    await expect(a).rejects.toBeInstanceOf(RefusedError);
    network.newest.says({ type: "ok", ref: "a" });
  });

  test("T2: without an answer are sent again with the same ref, in order, after the next hello", async () => {
    const { network, connection } = await connected();
    const say = (id: string): Promise<unknown> =>
      connection.request({ type: "chat.say", id, text: id });
    const all = [say("m1"), say("m2"), say("m3")];
    const first = network.newest;
    const refs = first.all("chat.say").map(({ ref }) => ref);
    first.says({
      type: "said",
      ref: refs[0],
      chat: "c",
      id: "m1",
      entry: 1,
      at: 1,
    });
    first.breaks();
    const late = say("m4");
    await vi.advanceTimersByTimeAsync(400);
    welcome(network);
    const again = network.newest;
    expect(again).not.toBe(first);
    expect(again.sent[0]?.type).toBe("visitor.hello");
    expect(again.all("chat.say").map(({ id }) => id)).toEqual([
      "m2",
      "m3",
      "m4",
    ]);
    expect(
      again
        .all("chat.say")
        .slice(0, 2)
        .map(({ ref }) => ref),
    ).toEqual(refs.slice(1));
    for (const { ref, id } of again.all("chat.say")) {
      again.says({ type: "said", ref, chat: "c", id, entry: 2, at: 1 });
    }
    await Promise.all([...all, late]);
  });

  test("that must not be repeated fail when the connection is lost", async () => {
    const { network, connection } = await connected();
    const once = connection.request({ type: "chat.end" }, { resend: false });
    network.newest.breaks();
    await expect(once).rejects.toBeInstanceOf(NotConnectedError);
  });

  test("fail when the connection has ended, and are bounded", async () => {
    const { network, connection } = await connected();
    const waiting = Array.from({ length: 256 }, () =>
      connection.request({ type: "chat.end" }),
    );
    const outcomes = Promise.allSettled(waiting);
    await expect(
      connection.request({ type: "chat.end" }),
    ).rejects.toBeInstanceOf(NotConnectedError);
    network.newest.breaks(closes.taken_over.code);
    const settled = await outcomes;
    expect(settled.every(({ status }) => status === "rejected")).toBe(true);
    await expect(
      connection.request({ type: "chat.end" }),
    ).rejects.toBeInstanceOf(NotConnectedError);
  });
});

describe("frames of the server", () => {
  test("that are unknown are left out, faulty ones are reported", async () => {
    const { network, role } = await connected();
    network.newest.says({ type: "news.from.the.future", x: 1 });
    expect(role.fault).not.toHaveBeenCalled();
    network.newest.says({ type: "said", ref: "r" });
    expect(role.fault).toHaveBeenCalledWith("said: chat");
    expect(role.received).not.toHaveBeenCalled();
  });
});
