// A parleyd of one test: own data directory, own free ports, the demo company.
// It may be killed and started again on the same data and address.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Rest } from "./rest.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const builds = process.env.PARLEY_BUILD ?? join(root, "build");
const program = process.env.PARLEYD ?? join(builds, "parleyd");
const web = process.env.PARLEY_WEB ?? join(root, "gateway", "web", "dist");
const start_within = 60_000;
const retry_after = 50;

export interface Company {
  id: string;
  name: string;
  token: string;
  telephony_secret: string;
  logins: { login: string; password: string; name: string }[];
}

/** How customers are received: `whole`: as in the demo, with questions and a
 * menu; `plain`: what they write first brings them to the queue. */
export type Reception = "plain" | "whole";

const plain = {
  flow: "welcome",
  widget: { ask_name: "no", ask_email: "no", fields: [] },
  survey: { on: false },
};

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    if (address === null || typeof address === "string") {
      throw new Error("no port");
    }
    ports.push(address.port);
  }
  await Promise.all(
    servers.map((server) => new Promise((done) => server.close(done))),
  );
  return ports;
}

export class Parleyd {
  private process_: ChildProcess | undefined;
  private output_ = "";

  private constructor(
    private readonly data_: string,
    private readonly port_: number,
    private readonly admin_: number,
  ) {}

  static async start(reception: Reception = "plain"): Promise<Parleyd> {
    const data = await mkdtemp(join(tmpdir(), "parley-browser-"));
    const [port = 0, admin = 0] = await freePorts(2);
    const server = new Parleyd(data, port, admin);
    await server.run();
    if (reception === "plain") {
      const admin = await server.rest("admin");
      await admin.patch("/api/v1/services/website", plain);
    }
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port_}`;
  }

  get log(): string {
    return this.output_;
  }

  /** The demo company with this id. */
  async company(id = "acme"): Promise<Company> {
    const text = await readFile(join(this.data_, "demo.json"), "utf8");
    const { companies } = JSON.parse(text) as { companies: Company[] };
    const found = companies.find((company) => company.id === id);
    if (found === undefined) throw new Error(`no company ${id}`);
    return found;
  }

  /** Somebody of the first demo company over HTTP. */
  async rest(login: string): Promise<Rest> {
    return Rest.logIn(this, await this.company(), login);
  }

  /** As `parleyctl invariants`: those that were ever broken (Z3). */
  async brokenInvariants(): Promise<string[]> {
    const token = await readFile(join(this.data_, "admin-token"), "utf8");
    const answer = await fetch(
      `http://127.0.0.1:${this.admin_}/admin/v1/invariants`,
      { headers: { authorization: `Bearer ${token.trim()}` } },
    );
    const { invariants } = (await answer.json()) as {
      invariants: { name: string; count: number }[];
    };
    if (invariants.length === 0) throw new Error("no invariant is counted");
    return invariants
      .filter(({ count }) => count !== 0)
      .map(({ name, count }) => `${name}: ${count}`);
  }

  /** Starts it, again on the same data if it ran before. */
  async run(): Promise<void> {
    const child = spawn(
      program,
      [
        "--demo",
        ...["--data", this.data_],
        ...["--port", String(this.port_)],
        ...["--admin-port", String(this.admin_)],
        ...["--web-root", web],
        ...["--sessions-per-address", "1000"],
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.process_ = child;
    let failure: Error | undefined;
    child.once("error", (why) => (failure = why));
    child.stdout.on("data", (text: Buffer) => (this.output_ += String(text)));
    child.stderr.on("data", (text: Buffer) => (this.output_ += String(text)));
    const deadline = Date.now() + start_within;
    while (!(await this.isReady())) {
      if (failure !== undefined) throw failure;
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`parleyd did not start:\n${this.output_}`);
      }
      await new Promise((done) => setTimeout(done, retry_after));
    }
  }

  /** kill -9: nothing is said, nothing is flushed. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.end("SIGTERM");
    await rm(this.data_, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process_;
    this.process_ = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await gone;
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/desk/`)).ok;
    } catch {
      return false;
    }
  }
}
