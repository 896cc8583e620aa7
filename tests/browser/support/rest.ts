// A user over HTTP: what a story sets up or looks up without a screen.
import type { Company, Parleyd } from "./parleyd.js";

type Body = Record<string, unknown>;

export class Rest {
  private constructor(
    private readonly url_: string,
    private readonly cookie_: string,
  ) {}

  static async logIn(
    server: Parleyd,
    company: Company,
    login: string,
  ): Promise<Rest> {
    const person = company.logins.find((one) => one.login === login);
    const answer = await fetch(`${server.url}/api/v1/login`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: server.url },
      body: JSON.stringify({
        company: company.id,
        login,
        password: person?.password,
      }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    const cookies = answer.headers.getSetCookie();
    const cookie = cookies.map((one) => one.replace(/;.*/, "")).join("; ");
    return new Rest(server.url, cookie);
  }

  async get(path: string): Promise<Body> {
    return (await (await this.ask("GET", path)).json()) as Body;
  }

  async post(path: string, body: Body = {}): Promise<Body> {
    const answer = await this.ask("POST", path, JSON.stringify(body));
    const text = await answer.text();
    return text === "" ? {} : (JSON.parse(text) as Body);
  }

  /** Changes some members of an object, whatever version it has. */
  async patch(path: string, body: Body): Promise<void> {
    const etag = (await this.ask("GET", path)).headers.get("etag") ?? "*";
    await this.ask("PATCH", path, JSON.stringify(body), {
      "content-type": "application/merge-patch+json",
      "if-match": etag,
    });
  }

  /** Sends the bytes of a file. */
  async upload(path: string, type: string, bytes: Uint8Array): Promise<void> {
    const body = Buffer.from(bytes);
    await this.ask("POST", path, body, { "content-type": type });
  }

  private async ask(
    method: string,
    path: string,
    body?: BodyInit,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const answer = await fetch(this.url_ + path, {
      method,
      headers: {
        cookie: this.cookie_,
        origin: this.url_,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${await answer.text()}`);
    }
    return answer;
  }
}
