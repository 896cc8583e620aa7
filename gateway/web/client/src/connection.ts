// One WebSocket that lives as long as the page wants it to: says hello, pings,
// comes back after losses, and answers requests exactly once. Knows nothing of
// chats, roles or pages.
import { mayReconnect } from "./codes.js";
import { randomId } from "./ids.js";
import {
  FatalError,
  mayRetry,
  NotConnectedError,
  type Refusal,
  RefusedError,
} from "./refusal.js";
import {
  type ClientMessage,
  decode,
  limits,
  type Request,
  type ServerMessage,
  type Signal,
} from "./wire.js";

/** What the library needs of a WebSocket; the browser's has it. */
export interface SocketLike {
  send(frame: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}

export type Hello = Extract<Request, { type: "visitor.hello" | "agent.hello" }>;

/** Why a connection ended for good. */
export type Ending =
  | { by: "stop" }
  | { by: "refusal"; refusal: Refusal }
  | { by: "close"; code: number }
  | { by: "failure"; message: string };

export type ConnectionState =
  | { name: "idle" }
  | { name: "connecting"; attempt: number }
  | { name: "ready" }
  | {
      name: "waiting";
      attempt: number;
      until: number;
      /** The server is there, but does not let this client in yet. */
      refusal?: Refusal;
    }
  | { name: "ended"; ending: Ending };

/** The role that uses a connection. */
export interface Role {
  /** What to say first; asked before each attempt. */
  hello: () => Hello | Promise<Hello>;
  /** The answer to the hello; pending requests are sent again after it. */
  welcomed: (message: ServerMessage) => void;
  /** Every other message, before the promise of its request is settled. */
  received: (message: ServerMessage) => void;
  stateChanged: (state: ConnectionState) => void;
  /** The hello was refused: come back at once, later, or never? */
  helloRefused?: (refusal: Refusal) => "now" | "later" | "never" | undefined;
  /** A frame that breaks the protocol; it is left out. */
  fault?: (what: string) => void;
}

export interface ConnectionOptions {
  url: string;
  role: Role;
  open: (url: string) => SocketLike;
  /** Between 0 and 1; spreads reconnects. */
  random?: () => number;
}

interface Pending {
  readonly frame: string;
  readonly resend: boolean;
  settle(answer: ServerMessage): void;
  fail(why: Error): void;
}

const backoff_first = 400;
const backoff_most = 10_000;
/** A connection that lived this long was a good one: start over. */
const good_life = 5_000;
/** Socket, hello and welcome together. */
const welcome_within = 10_000;
/** Requests that may wait for an answer. */
const pending_max = 256;

export class Connection {
  private state_: ConnectionState = { name: "idle" };
  private socket_: SocketLike | undefined;
  /** Counts attempts; events of older sockets are ignored. */
  private generation_ = 0;
  private attempt_ = 0;
  private readyAt_ = 0;
  private heardAt_ = 0;
  private pingAt_: number | undefined;
  private timer_: number | undefined;
  private helloRef_: string | undefined;
  private readonly pending_ = new Map<string, Pending>();
  private readonly random_: () => number;

  constructor(private readonly options_: ConnectionOptions) {
    this.random_ = options_.random ?? Math.random;
  }

  get state(): ConnectionState {
    return this.state_;
  }

  /** Connects, if it is not connected; also after it ended. */
  start(): void {
    if (this.state_.name === "idle" || this.state_.name === "ended") {
      this.attempt_ = 0;
      void this.connect();
    }
  }

  /** Ends it. Requests without an answer fail. */
  stop(): void {
    this.end({ by: "stop" });
  }

  /** Drops the socket and comes back at once, e.g. to say another hello. */
  restart(): void {
    this.dropSocket();
    this.attempt_ = 0;
    void this.connect();
  }

  /** The page has reason to hope (or doubt): the network or the user is back. */
  nudge(): void {
    if (this.state_.name === "waiting") {
      void this.connect();
    } else if (this.state_.name === "ready" && this.pingAt_ === undefined) {
      this.sendPing();
    }
  }

  /**
   * Asks for something. The answer comes once, however often the connection is
   * lost meanwhile: the request is repeated with the same `ref`, unless
   * `resend` is false.
   */
  request(
    message: Request,
    {
      ref = randomId(),
      resend = true,
    }: { ref?: string; resend?: boolean } = {},
  ): Promise<ServerMessage> {
    return new Promise((resolve, reject) => {
      const ready = this.state_.name === "ready";
      if (
        this.state_.name === "ended" ||
        this.pending_.size >= pending_max ||
        (!ready && !resend)
      ) {
        reject(new NotConnectedError("not connected"));
        return;
      }
      const { type, ...fields } = message;
      const frame = JSON.stringify({ type, ref, ...fields });
      this.pending_.set(ref, { frame, resend, settle: resolve, fail: reject });
      if (ready) this.socket_?.send(frame);
    });
  }

  /** Says something that is not answered; forgotten when not connected. */
  tell(message: Signal): void {
    if (this.state_.name === "ready") {
      this.socket_?.send(JSON.stringify(message));
    }
  }

  /** Gives up the requests that wait for an answer. */
  forget(why: string): void {
    const pending = [...this.pending_.values()];
    this.pending_.clear();
    for (const request of pending) request.fail(new NotConnectedError(why));
  }

  private enter(state: ConnectionState): void {
    this.state_ = state;
    this.options_.role.stateChanged(state);
  }

  private arm(delay: number, task: () => void): void {
    clearTimeout(this.timer_);
    this.timer_ = setTimeout(task, delay);
  }

  private dropSocket(): void {
    this.generation_ += 1;
    clearTimeout(this.timer_);
    const socket = this.socket_;
    this.socket_ = undefined;
    this.helloRef_ = undefined;
    this.pingAt_ = undefined;
    if (socket === undefined) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close(1000);
  }

  private end(ending: Ending): void {
    this.dropSocket();
    this.enter({ name: "ended", ending });
    this.forget("the connection has ended");
  }

  private async connect(): Promise<void> {
    this.dropSocket();
    const generation = this.generation_;
    const isCurrent = (): boolean => generation === this.generation_;
    this.enter({ name: "connecting", attempt: this.attempt_ });
    let hello: Hello;
    try {
      hello = await this.options_.role.hello();
    } catch (why) {
      if (!isCurrent()) return;
      if (why instanceof FatalError) {
        this.end({ by: "failure", message: why.message });
      } else {
        this.comeBack();
      }
      return;
    }
    if (!isCurrent()) return;
    this.arm(welcome_within, () => {
      this.comeBack();
    });
    let socket: SocketLike;
    try {
      socket = this.options_.open(this.options_.url);
    } catch (why) {
      this.end({ by: "failure", message: String(why) });
      return;
    }
    this.socket_ = socket;
    socket.onopen = () => {
      this.helloRef_ = randomId();
      const { type, ...fields } = hello;
      const first = { type, ref: this.helloRef_, ...fields } as ClientMessage;
      socket.send(JSON.stringify(first));
    };
    socket.onmessage = (event: { data: unknown }) => {
      this.heard(event.data);
    };
    socket.onclose = (event: { code: number }) => {
      if (mayReconnect(event.code)) {
        this.comeBack();
      } else {
        this.end({ by: "close", code: event.code });
      }
    };
    // Every error is followed by a close.
    socket.onerror = null;
  }

  /** Waits longer with each failure, differently long for each client. */
  private comeBack(least = 0, refusal?: Refusal): void {
    const lived = this.readyAt_ === 0 ? 0 : Date.now() - this.readyAt_;
    if (lived >= good_life) this.attempt_ = 0;
    this.readyAt_ = 0;
    this.dropSocket();
    const most = Math.min(backoff_most, backoff_first * 2 ** this.attempt_);
    const delay = Math.max(least, most * (0.5 + this.random_() / 2));
    this.attempt_ += 1;
    this.dropUnrepeatable();
    this.arm(delay, () => {
      void this.connect();
    });
    this.enter({
      name: "waiting",
      attempt: this.attempt_,
      until: Date.now() + delay,
      ...(refusal && { refusal }),
    });
  }

  private dropUnrepeatable(): void {
    for (const [ref, request] of [...this.pending_]) {
      if (request.resend) continue;
      this.pending_.delete(ref);
      request.fail(new NotConnectedError("the connection was lost"));
    }
  }

  private heard(data: unknown): void {
    this.heardAt_ = Date.now();
    this.pingAt_ = undefined;
    const decoded = decode(typeof data === "string" ? data : "");
    if ("fault" in decoded) {
      this.options_.role.fault?.(decoded.fault);
      return;
    }
    // A newer server may say what this page does not know.
    if ("unknown" in decoded) return;
    const { message } = decoded;
    if (this.helloRef_ !== undefined) {
      this.helloAnswered(message);
      return;
    }
    this.options_.role.received(message);
    if (!("ref" in message)) return;
    const request = this.pending_.get(message.ref);
    if (request === undefined) return;
    this.pending_.delete(message.ref);
    if (message.type === "refused") {
      request.fail(new RefusedError(message));
    } else {
      request.settle(message);
    }
  }

  private helloAnswered(message: ServerMessage): void {
    if (message.type === "refused") {
      this.refusedHello(message);
      return;
    }
    const ref = "ref" in message ? message.ref : undefined;
    if (ref !== this.helloRef_) return;
    this.helloRef_ = undefined;
    this.readyAt_ = Date.now();
    this.options_.role.welcomed(message);
    this.enter({ name: "ready" });
    for (const { frame } of this.pending_.values()) this.socket_?.send(frame);
    this.watch();
  }

  private refusedHello(refusal: Refusal): void {
    const advice =
      this.options_.role.helloRefused?.(refusal) ??
      (mayRetry(refusal) ? "later" : "never");
    if (advice === "never") {
      this.end({ by: "refusal", refusal });
    } else if (advice === "now") {
      this.restart();
    } else {
      this.comeBack(refusal.retry_after ?? backoff_most / 2, refusal);
    }
  }

  /** Asks a silent server for a sign of life, and gives a dead one up. */
  private watch(): void {
    const now = Date.now();
    if (this.pingAt_ !== undefined) {
      const left = this.pingAt_ + limits.dead_after - limits.ping_after - now;
      if (left <= 0) {
        this.comeBack();
        return;
      }
      this.arm(left, () => {
        this.watch();
      });
      return;
    }
    const left = this.heardAt_ + limits.ping_after - now;
    if (left <= 0) {
      this.sendPing();
      return;
    }
    this.arm(left, () => {
      this.watch();
    });
  }

  private sendPing(): void {
    // The clock starts now, not when the timer was due: a hidden page's timers
    // are late, and that says nothing about the server.
    this.pingAt_ = Date.now();
    this.socket_?.send(JSON.stringify({ type: "ping", ref: randomId() }));
    this.watch();
  }
}
