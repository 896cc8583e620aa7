// An authenticator app (RFC 6238: SHA-1, 30 s, six digits).
import { createHmac } from "node:crypto";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytesOf(secret: string): Buffer {
  const bits = Array.from(secret.replaceAll(" ", ""), (letter) =>
    letters.indexOf(letter).toString(2).padStart(5, "0"),
  ).join("");
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
}

/** Shows codes; never the same twice, because each is good for once. */
export class Authenticator {
  private step = 0;
  constructor(private readonly secret: string) {}

  next(): string {
    const now = Math.floor(Date.now() / 30_000);
    this.step = Math.max(now, this.step + 1);
    const message = Buffer.alloc(8);
    message.writeBigUInt64BE(BigInt(this.step));
    const mac = createHmac("sha1", bytesOf(this.secret))
      .update(message)
      .digest();
    const at = (mac.at(-1) ?? 0) & 15;
    const value = (mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000;
    return String(value).padStart(6, "0");
  }
}
