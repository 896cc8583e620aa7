// A chat in a terminal: what an app needs of the library, in one page.
//
//   node --experimental-websocket talk.mjs https://chat.example.com TOKEN
//
// Lines of the standard input are said; everybody's lines are printed.
import { createInterface } from "node:readline";
import { VisitorClient } from "../dist/index.js";

const [server, token] = process.argv.slice(2);
const url = new URL("ws/v1/visitor", server.replace(/\/*$/, "/"));
url.protocol = url.protocol === "https:" ? "wss:" : "ws:";

/** An app keeps it where it keeps its secrets; here it lives as long as we do. */
let saved;

const client = new VisitorClient({
  url: url.href,
  token,
  // Apps name no Origin; this one must, or Node would say "null".
  open: (address) =>
    new WebSocket(address, { headers: { origin: new URL(server).origin } }),
  store: {
    load: () => saved,
    save: (chat) => {
      saved = chat;
    },
  },
});

const print = (...words) => {
  process.stdout.write(`${words.join(" ")}\n`);
};
client.on("message", ({ from, text }) => {
  print(`${from}:`, text);
});
client.on("queueUpdate", ({ position }) => {
  print("* place", position);
});
client.on("agentJoined", ({ name }) => {
  print("*", name, "is here");
});
client.on("connection", ({ state }) => {
  print("*", state);
});
client.on("error", ({ text }) => {
  print("!", text);
});
client.on("chatEnded", () => {
  print("* ended");
  client.stop();
  process.exit();
});
// An app that shows lines says so: then the agent sees that they were seen.
client.on("change", () => {
  client.look();
});

client.connect();
createInterface({ input: process.stdin })
  .on("line", (text) => {
    if (text.trim() !== "") client.say(text);
  })
  .on("close", () => {
    client.end();
  });
