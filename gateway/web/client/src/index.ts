// The client library: everything a customer's page or an agent's desk needs to
// speak with Parley, without a DOM.
export * from "./agent.js";
export * from "./announcement.js";
export * from "./board.js";
export * from "./codes.js";
export * from "./connection.js";
export * from "./ids.js";
export * from "./refusal.js";
export * from "./supervision.js";
export * from "./transcript.js";
export * from "./visitor.js";
export * from "./wire.js";
