// The numbered "no"s and close codes of the protocol; a test compares them with
// protocol/refusal_code.hpp and protocol/close_code.hpp.

export interface RefusalRow {
  readonly code: number;
  /** The same request may succeed later. */
  readonly retry: boolean;
}

export const refusals = {
  malformed: { code: 100, retry: false },
  unknown_type: { code: 101, retry: false },
  missing_field: { code: 102, retry: false },
  wrong_type: { code: 103, retry: false },
  out_of_range: { code: 104, retry: false },
  too_long: { code: 105, retry: false },
  blank_text: { code: 106, retry: false },
  not_utf8: { code: 107, retry: false },
  too_deep: { code: 108, retry: false },
  invalid_id: { code: 109, retry: false },
  invalid_value: { code: 110, retry: false },
  version_missing: { code: 111, retry: false },
  not_authenticated: { code: 200, retry: false },
  unknown_token: { code: 201, retry: false },
  forbidden_origin: { code: 202, retry: false },
  service_unavailable: { code: 203, retry: true },
  ticket_invalid: { code: 204, retry: false },
  not_permitted: { code: 205, retry: false },
  not_found: { code: 206, retry: false },
  wrong_login: { code: 207, retry: false },
  signature_invalid: { code: 208, retry: false },
  throttled: { code: 300, retry: true },
  too_many_sessions: { code: 301, retry: true },
  too_many_logins: { code: 302, retry: true },
  too_many_watchers: { code: 303, retry: true },
  too_many_connections: { code: 304, retry: true },
  not_in_this_state: { code: 400, retry: false },
  stale_revision: { code: 401, retry: true },
  chat_taken: { code: 402, retry: false },
  not_your_chat: { code: 403, retry: false },
  queue_maximum_reached: { code: 404, retry: true },
  company_maximum_reached: { code: 405, retry: true },
  user_maximum_reached: { code: 406, retry: true },
  no_extensions_left: { code: 407, retry: false },
  finish_not_allowed: { code: 408, retry: false },
  extension_not_allowed: { code: 409, retry: false },
  classification_required: { code: 410, retry: false },
  unknown_classification: { code: 411, retry: false },
  logged_out: { code: 412, retry: false },
  on_break: { code: 413, retry: false },
  on_call: { code: 414, retry: true },
  in_wrapup: { code: 415, retry: true },
  cooling_down: { code: 416, retry: true },
  channel_exclusive: { code: 417, retry: true },
  channel_not_served: { code: 418, retry: false },
  queue_full: { code: 419, retry: true },
  nobody_serves_queue: { code: 420, retry: true },
  chat_closed: { code: 421, retry: false },
  chat_exists: { code: 422, retry: false },
  call_exists: { code: 423, retry: true },
  no_such_transfer: { code: 424, retry: false },
  agent_not_available: { code: 425, retry: true },
  in_use: { code: 426, retry: false },
  changed_meanwhile: { code: 427, retry: false },
  too_many_whispers: { code: 440, retry: false },
  too_many_boards: { code: 441, retry: true },
  too_many_observed: { code: 442, retry: true },
  too_many_files: { code: 436, retry: false },
  file_type_refused: { code: 437, retry: false },
  files_not_allowed: { code: 438, retry: false },
  survey_given: { code: 439, retry: false },
  storage_full: { code: 500, retry: true },
  unavailable: { code: 501, retry: true },
  internal_error: { code: 502, retry: true },
  shutting_down: { code: 503, retry: true },
} as const satisfies Record<string, RefusalRow>;

export type RefusalName = keyof typeof refusals;

export interface CloseRow {
  readonly code: number;
  readonly reconnect: boolean;
}

export const closes = {
  normal: { code: 1000, reconnect: false },
  going_away: { code: 1001, reconnect: true },
  protocol_error: { code: 1002, reconnect: false },
  not_text: { code: 1003, reconnect: false },
  not_utf8: { code: 1007, reconnect: false },
  too_big: { code: 1009, reconnect: false },
  internal_error: { code: 1011, reconnect: true },
  slow: { code: 4000, reconnect: true },
  no_pong: { code: 4001, reconnect: true },
  unavailable: { code: 4002, reconnect: true },
  hello_missing: { code: 4500, reconnect: false },
  refused_hello: { code: 4501, reconnect: false },
  taken_over: { code: 4502, reconnect: false },
  logged_out: { code: 4503, reconnect: false },
  too_many_errors: { code: 4504, reconnect: false },
  flooding: { code: 4505, reconnect: false },
} as const satisfies Record<string, CloseRow>;

/** May the client come back after this close code? */
export function mayReconnect(code: number): boolean {
  for (const row of Object.values(closes)) {
    if (row.code === code) return row.reconnect;
  }
  // Unknown codes: 4000-4499 advise to reconnect, 4500-4999 do not; all others
  // (1006: the network was lost) say nothing about this client.
  return code < 4500;
}

export function isRefusalName(name: string): name is RefusalName {
  return Object.hasOwn(refusals, name);
}
