// The client library as apps use it: in a program without a DOM.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Agent } from "./support/agent.js";
import { expect, test } from "./support/fixtures.js";

const talk = fileURLToPath(
  new URL("../../gateway/web/client/examples/talk.mjs", import.meta.url),
);

test("W6: an app without a DOM talks, also over a restart of the server", async ({
  server,
  company,
  somebody,
}) => {
  const app = spawn(process.execPath, [
    "--experimental-websocket",
    talk,
    server.url,
    company.token,
  ]);
  let output = "";
  app.stdout.on("data", (text: Buffer) => (output += String(text)));
  app.stderr.on("data", (text: Buffer) => (output += String(text)));
  const heard = () => output;
  const gone = new Promise((done) => app.once("exit", done));
  try {
    app.stdin.write("Hello from a handset\n");
    await expect.poll(heard).toContain("* place 1");
    const ann = await Agent.logIn(await somebody(), server, company, "ann");
    await ann.take("Hello from a handset");
    await ann.say("Good morning");
    await expect.poll(heard).toContain("agent: Good morning");
    await expect(ann.line("Good morning")).toHaveAttribute(
      "data-state",
      "seen",
    );
    await server.kill();
    app.stdin.write("Are you still there?\n");
    await server.run();
    await expect(ann.line("Are you still there?")).toHaveCount(1);
    await ann.say("I am");
    await expect.poll(heard).toContain("agent: I am");
    app.stdin.end();
    await gone;
    expect(output).toContain("* Ann Archer is here");
    expect(output.match(/customer: Are you still there\?/g)).toHaveLength(1);
  } finally {
    app.kill();
  }
});
