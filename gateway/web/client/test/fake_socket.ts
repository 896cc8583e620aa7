// A WebSocket without a network: tests play the server's side by hand.
import type { SocketLike } from "../src/index.js";

type Handler = ((event: never) => void) | null;
export type Frame = Record<string, unknown> & { type: string; ref: string };

export class FakeSocket implements SocketLike {
  onopen: Handler = null;
  onmessage: Handler = null;
  onclose: Handler = null;
  onerror: Handler = null;
  readonly sent: Frame[] = [];
  closedWith: number | undefined;
  /** What the server does with each frame; set by tests. */
  answer: ((frame: Frame) => void) | undefined;

  constructor(readonly url: string) {}

  send(text: string): void {
    const frame = JSON.parse(text) as Frame;
    this.sent.push(frame);
    this.answer?.(frame);
  }

  close(code = 1000): void {
    this.closedWith = code;
  }

  /** The server accepts the handshake. */
  accept(): void {
    this.onopen?.({} as never);
  }

  /** The server says something. */
  says(message: object): void {
    const event = { data: JSON.stringify(message) };
    this.onmessage?.(event as never);
  }

  /** The server, or the network, closes. */
  breaks(code = 1006): void {
    this.onclose?.({ code } as never);
  }

  /** The frames of one type that were sent. */
  all(type: string): Frame[] {
    return this.sent.filter((frame) => frame.type === type);
  }

  last(type: string): Frame {
    const frame = this.all(type).at(-1);
    if (frame === undefined) throw new Error(`no ${type} was sent`);
    return frame;
  }
}

/** Hands out sockets and remembers them. */
export class FakeNetwork {
  readonly sockets: FakeSocket[] = [];

  readonly open = (url: string): FakeSocket => {
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  };

  get newest(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  }
}
