// Every message of the wire, field for field as protocol/messages.hpp has it; a
// test compares this file with that header and with the golden frames. The
// static types of the messages are derived from the tables.
import {
  count,
  duration,
  faultOf,
  type Fields,
  flag,
  id,
  integer,
  list,
  object,
  type ObjectOf,
  oneOf,
  optional,
  text,
  timestamp,
  type TypeOf,
} from "./schema.js";

/** Part of both WebSocket paths (`/ws/v1/...`). */
export const version = 1;

/** Bounds of protocol/limits.hpp that a client must know. */
export const limits = {
  text_characters_max: 4000,
  note_characters_max: 4000,
  name_characters_max: 100,
  description_characters_max: 250,
  url_characters_max: 2000,
  email_characters_max: 254,
  preview_characters_max: 120,
  history_page_max: 200,
  classifications_per_chat_max: 25,
  /** Milliseconds. */
  ping_after: 9000,
  dead_after: 14000,
} as const;

export const channel = oneOf("channel", [
  "call",
  "webchat",
  "email",
  "work_item",
]);
export const phaseName = oneOf("phase_name", [
  "flow",
  "queued",
  "allocated",
  "active",
  "parked",
  "wrapup",
  "wrapup_parked",
  "closed",
]);
export const customerPhase = oneOf("customer_phase", [
  "starting",
  "waiting",
  "open",
  "ended",
]);
export const speaker = oneOf("speaker", [
  "customer",
  "agent",
  "flow",
  "supervisor",
]);
export const entryKind = oneOf("entry_kind", [
  "text",
  "automated",
  "announcement",
  "notice",
  "whisper",
  "file",
]);
export const agentStatus = oneOf("agent_status", [
  "logged_out",
  "unavailable",
  "on_call",
  "call_wrapup",
  "alerting",
  "handling_webchat",
  "webchat_wrapup",
  "on_break",
  "available",
]);
export const callPhase = oneOf("call_phase", [
  "queued",
  "alerting",
  "connected",
  "wrapup",
  "closed",
]);
export const supervisorAct = oneOf("supervisor_act", [
  "observe",
  "whisper",
  "take_over",
  "move",
  "force_status",
  "force_log_out",
]);
export const namedValue = object("named_value", {
  name: text,
  value: text,
});
export const chatPosition = object("chat_position", {
  chat: id,
  after: count,
  after_whisper: optional(count),
});
export const customerChatView = object("customer_chat_view", {
  chat: id,
  revision: count,
  phase: customerPhase,
  last_entry: count,
  delivered: count,
  seen: count,
  agent_name: optional(text),
  queue_name: optional(text),
  position: optional(count),
  interrupted: optional(flag),
  menu: list(text),
  form: optional(flag),
  surveyed: optional(flag),
});
export const fileView = object("file_view", {
  file: id,
  name: text,
  bytes: count,
  media_type: text,
});
export const entryView = object("entry_view", {
  entry: count,
  at: timestamp,
  from: speaker,
  kind: entryKind,
  name: optional(text),
  text: text,
  id: optional(id),
  file: optional(fileView),
});
export const queueView = object("queue_view", {
  queue: id,
  name: text,
  channel: channel,
  automatic: flag,
  webchats_per_agent_max: integer,
  classification_required: flag,
  classifications: list(id),
  classification_several: flag,
  classification_text: flag,
});
export const breakReasonView = object("break_reason_view", {
  id: text,
  name: text,
  description: optional(text),
  productive: flag,
  interruptible: flag,
  alert_after: optional(duration),
});
export const namedId = object("named_id", {
  id: text,
  name: text,
});
export const classificationView = object("classification_view", {
  id: text,
  name: text,
  parent: optional(id),
});
export const callView = object("call_view", {
  call: id,
  phase: callPhase,
  queue: id,
  caller: text,
  since: timestamp,
});
export const scriptView = object("script_view", {
  script: id,
  name: text,
  at: timestamp,
  agent: id,
  answers: list(namedValue),
});
export const deskChatView = object("desk_chat_view", {
  chat: id,
  channel: channel,
  revision: count,
  phase: phaseName,
  queue: id,
  agent: optional(id),
  customer_name: text,
  customer_email: optional(text),
  customer_page: optional(text),
  started: timestamp,
  enqueued: timestamp,
  phase_since: optional(timestamp),
  handled: duration,
  deadline: optional(timestamp),
  time_left: optional(duration),
  extensions_left: optional(integer),
  can_finish: flag,
  resume_after_call: flag,
  resume_missed: flag,
  customer_present: flag,
  last_entry: count,
  unread: count,
  seen: count,
  last_line: optional(text),
  classifications: list(id),
  note: optional(text),
  abusive: flag,
  classification_text: optional(text),
  customer_fields: list(namedValue),
  customer_subject: optional(text),
  customer_locale: optional(text),
  scripts: list(scriptView),
  survey_score: optional(count),
  transfer_to: optional(id),
  last_whisper: count,
});
export const waitingItem = object("waiting_item", {
  item: text,
  channel: channel,
  enqueued: timestamp,
  position: count,
  customer_name: text,
  last_line: optional(text),
});
export const whisperView = object("whisper_view", {
  whisper: count,
  after: count,
  at: timestamp,
  from: speaker,
  name: optional(text),
  text: text,
  id: optional(id),
});
export const boardQueue = object("board_queue", {
  queue: id,
  name: text,
  channel: channel,
  waiting: count,
  length_max: count,
  waiting_since: optional(timestamp),
  agents: count,
  alerting: count,
  active: count,
  parked: count,
  wrapup: count,
  window: duration,
  offered: count,
  answered: count,
  abandoned: count,
  service_level: count,
  availability: count,
  abandon_rate: count,
  queue_fill: count,
  answer_speed: optional(duration),
  first_response: optional(duration),
  response: optional(duration),
  average_handle_time: optional(duration),
  alerts: list(text),
});
export const boardItem = object("board_item", {
  chat: id,
  channel: channel,
  queue: id,
  phase: phaseName,
  since: timestamp,
  resume_after_call: flag,
});
export const boardAgent = object("board_agent", {
  agent: id,
  name: text,
  status: agentStatus,
  since: optional(timestamp),
  reason: optional(id),
  break_after_work: flag,
  held: count,
  maximum: count,
  channels: list(channel),
  items: list(boardItem),
  call: optional(callView),
});
export const boardSession = object("board_session", {
  chat: id,
  channel: channel,
  revision: count,
  phase: phaseName,
  service: optional(id),
  queue: optional(id),
  agent: optional(id),
  transfer_to: optional(id),
  customer_name: text,
  customer_present: flag,
  started: timestamp,
  enqueued: optional(timestamp),
  phase_since: timestamp,
  handled: duration,
  unread: count,
  last_line: optional(text),
});
export const routingCandidate = object("routing_candidate", {
  agent: id,
  why: text,
});
export const routingRecord = object("routing_record", {
  at: timestamp,
  queue: id,
  channel: channel,
  score: count,
  tier: count,
  chosen: optional(id),
  candidates: list(routingCandidate),
});

export type Channel = TypeOf<typeof channel>;
export type Speaker = TypeOf<typeof speaker>;
export type EntryKind = TypeOf<typeof entryKind>;
export type PhaseName = TypeOf<typeof phaseName>;
export type CustomerPhase = TypeOf<typeof customerPhase>;
export type AgentStatus = TypeOf<typeof agentStatus>;
export type CallPhase = TypeOf<typeof callPhase>;
export type NamedValue = TypeOf<typeof namedValue>;
export type FileView = TypeOf<typeof fileView>;
export type EntryView = TypeOf<typeof entryView>;
export type CustomerChatView = TypeOf<typeof customerChatView>;
export type DeskChatView = TypeOf<typeof deskChatView>;
export type WaitingItem = TypeOf<typeof waitingItem>;
export type QueueView = TypeOf<typeof queueView>;
export type NamedId = TypeOf<typeof namedId>;
export type ChatPosition = TypeOf<typeof chatPosition>;
export type CallView = TypeOf<typeof callView>;
export type WhisperView = TypeOf<typeof whisperView>;
export type BoardQueue = TypeOf<typeof boardQueue>;
export type BoardAgent = TypeOf<typeof boardAgent>;
export type BoardSession = TypeOf<typeof boardSession>;

type Messages = Readonly<Record<string, Fields>>;

/** The union of the messages that a table describes. */
type MessageOf<T extends Messages> = {
  [K in keyof T & string]: { type: K } & ObjectOf<T[K]>;
}[keyof T & string];

export const customerMessages = {
  "visitor.hello": {
    ref: text,
    token: text,
    visitor: optional(text),
    after: optional(count),
    epoch: optional(text),
    locale: optional(text),
    proof: optional(text),
  },
  "chat.start": {
    ref: text,
    name: optional(text),
    email: optional(text),
    page: optional(text),
    text: optional(text),
    id: optional(id),
    fields: list(namedValue),
  },
  "chat.say": { ref: text, id: id, text: text },
  "chat.typing": { on: flag },
  "chat.seen": { upto: count },
  "chat.end": { ref: text },
  "chat.form": { ref: text, id: id, name: text, email: text, text: text },
  "chat.survey": { ref: text, score: count, comment: optional(text) },
  ping: { ref: text },
} as const satisfies Messages;
export const agentMessages = {
  "agent.hello": {
    ref: text,
    ticket: text,
    epoch: optional(text),
    have: list(chatPosition),
  },
  "chat.say": { ref: text, chat: id, id: id, text: text },
  "chat.typing": { chat: id, on: flag },
  "chat.seen": { chat: id, delivered: count, seen: count },
  "chat.read": {
    ref: text,
    chat: id,
    before: optional(count),
    limit: optional(count),
  },
  "chat.take": { ref: text, chat: id, revision: optional(count) },
  "chat.activate": { ref: text, chat: id, revision: optional(count) },
  "chat.park": { ref: text, chat: id, revision: optional(count) },
  "chat.end": { ref: text, chat: id, revision: optional(count) },
  "chat.put_back": { ref: text, chat: id, revision: optional(count) },
  "wrapup.extend": { ref: text, chat: id, revision: optional(count) },
  "wrapup.finish": { ref: text, chat: id, revision: optional(count) },
  "transfer.accept": { ref: text, chat: id, revision: optional(count) },
  "transfer.decline": { ref: text, chat: id, revision: optional(count) },
  "chat.classify": {
    ref: text,
    chat: id,
    classifications: list(id),
    note: optional(text),
    abusive: optional(flag),
    text: optional(text),
  },
  "chat.answer_script": {
    ref: text,
    chat: id,
    script: id,
    answers: list(namedValue),
  },
  "chat.transfer": {
    ref: text,
    chat: id,
    revision: optional(count),
    queue: optional(id),
    agent: optional(id),
  },
  "status.set": {
    ref: text,
    available: flag,
    reason: optional(id),
    after_current_work: optional(flag),
  },
  "agent.log_out": { ref: text },
  ping: { ref: text },
  "board.watch": {
    ref: text,
    queues: optional(flag),
    agents: optional(flag),
    sessions: optional(flag),
  },
  "chat.observe": {
    ref: text,
    chat: id,
    after: optional(count),
    after_whisper: optional(count),
  },
  "chat.unobserve": { ref: text, chat: id },
  "chat.whisper": { ref: text, chat: id, id: id, text: text },
  "chat.take_over": {
    ref: text,
    chat: id,
    revision: optional(count),
    note: optional(text),
  },
  "chat.move": {
    ref: text,
    chat: id,
    revision: optional(count),
    queue: id,
    note: optional(text),
  },
  "chat.why": { ref: text, chat: id },
  "agent.force_status": {
    ref: text,
    agent: id,
    available: optional(flag),
    reason: optional(id),
    after_current_work: optional(flag),
    channels: optional(list(channel)),
    note: optional(text),
  },
  "agent.force_log_out": { ref: text, agent: id, note: optional(text) },
} as const satisfies Messages;
export const serverMessages = {
  ok: { ref: text, chat: optional(id), revision: optional(count) },
  refused: {
    ref: optional(text),
    code: integer,
    name: text,
    text: text,
    detail: optional(text),
    retry_after: optional(duration),
    phase: optional(phaseName),
    revision: optional(count),
  },
  "visitor.welcome": {
    ref: text,
    epoch: text,
    now: timestamp,
    service_name: text,
    chat: optional(customerChatView),
  },
  "chat.started": { ref: text, visitor: text, chat: customerChatView },
  said: { ref: text, chat: id, id: id, entry: count, at: timestamp },
  "chat.entry": { chat: id, line: entryView },
  "chat.lines": {
    ref: optional(text),
    chat: id,
    lines: list(entryView),
    more: flag,
  },
  "chat.receipt": { chat: id, by: speaker, delivered: count, seen: count },
  "chat.typing": { chat: id, by: speaker, on: flag },
  "chat.changed": { chat: customerChatView },
  "queue.position": { chat: id, position: count },
  "agent.welcome": {
    ref: text,
    epoch: text,
    now: timestamp,
    agent: id,
    name: text,
    company_name: text,
    queues: list(queueView),
    break_reasons: list(breakReasonView),
    colleagues: list(namedId),
    privileges: list(text),
    classifications: list(classificationView),
  },
  "desk.settings": {
    name: text,
    company_name: text,
    queues: list(queueView),
    break_reasons: list(breakReasonView),
    colleagues: list(namedId),
    privileges: list(text),
    classifications: list(classificationView),
  },
  "status.changed": {
    revision: count,
    status: agentStatus,
    since: timestamp,
    reason: optional(id),
    break_after_work: flag,
    active: optional(id),
    held: count,
    maximum: count,
    call: optional(callView),
  },
  "desk.chat": { chat: deskChatView },
  "queue.list": {
    queue: id,
    revision: count,
    length: count,
    items: list(waitingItem),
    agents: optional(count),
    estimate: optional(duration),
  },
  "queue.changed": {
    queue: id,
    previous: count,
    revision: count,
    length: count,
    put: list(waitingItem),
    removed: list(text),
    agents: optional(count),
    estimate: optional(duration),
  },
  whispered: { ref: text, chat: id, id: id, whisper: count, at: timestamp },
  "chat.whispers": { chat: id, whispers: list(whisperView) },
  "chat.observed": { chat: deskChatView },
  "chat.unobserved": { chat: id, because: text },
  "board.view": {
    revision: count,
    queues: list(boardQueue),
    agents: list(boardAgent),
    sessions: list(boardSession),
    agents_total: count,
    sessions_total: count,
    more: flag,
  },
  "board.changed": {
    previous: count,
    revision: count,
    queues: list(boardQueue),
    agents: list(boardAgent),
    sessions: list(boardSession),
    queues_gone: list(id),
    agents_gone: list(id),
    sessions_gone: list(id),
    agents_total: count,
    sessions_total: count,
    more: flag,
  },
  "chat.routed": { ref: text, chat: id, records: list(routingRecord) },
  "supervisor.acted": {
    act: supervisorAct,
    at: timestamp,
    by: text,
    chat: optional(id),
    text: text,
    note: optional(text),
  },
} as const satisfies Messages;

export type CustomerMessage = MessageOf<typeof customerMessages>;
export type AgentMessage = MessageOf<typeof agentMessages>;
export type ServerMessage = MessageOf<typeof serverMessages>;
export type ClientMessage = CustomerMessage | AgentMessage;

export type ServerType = ServerMessage["type"];
export type Message<T extends ServerType> = Extract<ServerMessage, { type: T }>;

/** A message that will be answered, as its sender writes it. */
type WithoutRef<M> = M extends { ref: string } ? Omit<M, "ref"> : never;
export type CustomerRequest = WithoutRef<CustomerMessage>;
export type AgentRequest = WithoutRef<AgentMessage>;
export type Request = CustomerRequest | AgentRequest;

/** A message that nobody answers. */
type Untold<M> = M extends { ref: string } ? never : M;
export type CustomerSignal = Untold<CustomerMessage>;
export type AgentSignal = Untold<AgentMessage>;
export type Signal = CustomerSignal | AgentSignal;

export type Decoded =
  { message: ServerMessage } | { unknown: string } | { fault: string };

/**
 * Reads a frame of the server. Unknown types and fields are no fault: a server
 * may be newer than this page.
 */
export function decode(frame: string): Decoded {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return { fault: "not JSON" };
  }
  if (typeof value !== "object" || value === null || !("type" in value)) {
    return { fault: "no type" };
  }
  const type = value.type;
  if (typeof type !== "string" || !Object.hasOwn(serverMessages, type)) {
    return { unknown: String(type) };
  }
  const fault = faultOf(serverMessages[type as ServerType], value);
  if (fault !== undefined) return { fault: `${type}: ${fault}` };
  return { message: value as ServerMessage };
}
