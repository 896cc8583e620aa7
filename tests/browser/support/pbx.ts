// Plays the PBX of a company: signed events on the telephony port.
import { createHmac, randomUUID } from "node:crypto";
import type { Company, Parleyd } from "./parleyd.js";

const path = "/api/v1/telephony/events";

export class Call {
  readonly id = `call-${randomUUID().slice(0, 8)}`;

  constructor(
    private readonly server_: Parleyd,
    private readonly company_: Company,
  ) {}

  offer(caller: string): Promise<void> {
    return this.tell({ event: "offered", queue: "phone", caller });
  }

  answer(agent: string): Promise<void> {
    return this.tell({ event: "answered", agent });
  }

  end(): Promise<void> {
    return this.tell({ event: "ended" });
  }

  private async tell(event: Record<string, string>): Promise<void> {
    const body = JSON.stringify({ call: this.id, ...event });
    const stamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", this.company_.telephony_secret)
      .update([stamp, "POST", path, body].join("\n"))
      .digest("hex");
    const answer = await fetch(this.server_.url + path, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-parley-company": this.company_.id,
        "x-parley-timestamp": stamp,
        "x-parley-signature": signature,
      },
      body,
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
}
