// Every "no" of Parley: number, name, sentence, and whether trying again can
// help. Numbers and names are never reused.
#ifndef PARLEY_PROTOCOL_REFUSAL_CODE_HPP
#define PARLEY_PROTOCOL_REFUSAL_CODE_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

enum class refusal_code : std::uint16_t {
  malformed = 100,
  unknown_type = 101,
  missing_field = 102,
  wrong_type = 103,
  out_of_range = 104,
  too_long = 105,
  blank_text = 106,
  not_utf8 = 107,
  too_deep = 108,
  invalid_id = 109,
  not_authenticated = 200,
  unknown_token = 201,
  forbidden_origin = 202,
  service_unavailable = 203,
  ticket_invalid = 204,
  not_permitted = 205,
  not_found = 206,
  wrong_login = 207,
  signature_invalid = 208,
  throttled = 300,
  too_many_sessions = 301,
  too_many_logins = 302,
  too_many_watchers = 303,
  too_many_connections = 304,
  not_in_this_state = 400,
  stale_revision = 401,
  chat_taken = 402,
  not_your_chat = 403,
  queue_maximum_reached = 404,
  company_maximum_reached = 405,
  user_maximum_reached = 406,
  no_extensions_left = 407,
  finish_not_allowed = 408,
  extension_not_allowed = 409,
  classification_required = 410,
  unknown_classification = 411,
  logged_out = 412,
  on_break = 413,
  on_call = 414,
  in_wrapup = 415,
  cooling_down = 416,
  channel_exclusive = 417,
  channel_not_served = 418,
  queue_full = 419,
  nobody_serves_queue = 420,
  chat_closed = 421,
  chat_exists = 422,
  call_exists = 423,
  no_such_transfer = 424,
  agent_not_available = 425,
  storage_full = 500,
  unavailable = 501,
  internal_error = 502,
  shutting_down = 503,
};

struct refusal_entry {
  refusal_code code;
  std::string_view name;
  std::string_view sentence;
  bool retry; ///< the same request may succeed later
};

inline constexpr auto refusal_table = std::to_array<refusal_entry>({
  {refusal_code::malformed, "malformed", "This is not a JSON object.", false},
  {refusal_code::unknown_type,
   "unknown_type",
   "No message has this type.",
   false},
  {refusal_code::missing_field, "missing_field", "A field is missing.", false},
  {refusal_code::wrong_type,
   "wrong_type",
   "A field has the wrong type.",
   false},
  {refusal_code::out_of_range,
   "out_of_range",
   "A value is outside its range.",
   false},
  {refusal_code::too_long, "too_long", "A text is too long.", false},
  {refusal_code::blank_text, "blank_text", "The text is blank.", false},
  {refusal_code::not_utf8, "not_utf8", "The text is not valid UTF-8.", false},
  {refusal_code::too_deep,
   "too_deep",
   "The message is nested too deeply.",
   false},
  {refusal_code::invalid_id,
   "invalid_id",
   "An id has forbidden characters or length.",
   false},
  {refusal_code::not_authenticated,
   "not_authenticated",
   "Say hello with a valid token first.",
   false},
  {refusal_code::unknown_token,
   "unknown_token",
   "This chat is not set up: its token is unknown.",
   false},
  {refusal_code::forbidden_origin,
   "forbidden_origin",
   "This website may not use this chat.",
   false},
  {refusal_code::service_unavailable,
   "service_unavailable",
   "This chat is not available at the moment.",
   true},
  {refusal_code::ticket_invalid,
   "ticket_invalid",
   "The ticket is used, too old or unknown; fetch a new one.",
   false},
  {refusal_code::not_permitted, "not_permitted", "You may not do this.", false},
  {refusal_code::not_found, "not_found", "This does not exist.", false},
  {refusal_code::wrong_login,
   "wrong_login",
   "Company, login or password is wrong.",
   false},
  {refusal_code::signature_invalid,
   "signature_invalid",
   "The signature is missing, wrong or too old.",
   false},
  {refusal_code::throttled,
   "throttled",
   "Too fast; please wait a moment.",
   true},
  {refusal_code::too_many_sessions,
   "too_many_sessions",
   "Too many new chats from your address; please wait some minutes.",
   true},
  {refusal_code::too_many_logins,
   "too_many_logins",
   "Too many attempts to log in; please wait a minute.",
   true},
  {refusal_code::too_many_watchers,
   "too_many_watchers",
   "This chat is open in too many places.",
   true},
  {refusal_code::too_many_connections,
   "too_many_connections",
   "The server holds as many connections as it may.",
   true},
  {refusal_code::not_in_this_state,
   "not_in_this_state",
   "This is not possible in the present state.",
   false},
  {refusal_code::stale_revision,
   "stale_revision",
   "The chat has changed meanwhile.",
   true},
  {refusal_code::chat_taken, "chat_taken", "Somebody else was faster.", false},
  {refusal_code::not_your_chat,
   "not_your_chat",
   "This chat is not in your inbox.",
   false},
  {refusal_code::queue_maximum_reached,
   "queue_maximum_reached",
   "You hold as many webchats as this queue allows.",
   true},
  {refusal_code::company_maximum_reached,
   "company_maximum_reached",
   "You hold as many webchats as your company allows.",
   true},
  {refusal_code::user_maximum_reached,
   "user_maximum_reached",
   "You hold as many webchats as your own limit allows.",
   true},
  {refusal_code::no_extensions_left,
   "no_extensions_left",
   "The wrapup cannot be extended again.",
   false},
  {refusal_code::finish_not_allowed,
   "finish_not_allowed",
   "This queue's wrapup ends by its timer only.",
   false},
  {refusal_code::extension_not_allowed,
   "extension_not_allowed",
   "The wrapup of this queue has no timer to extend.",
   false},
  {refusal_code::classification_required,
   "classification_required",
   "Choose a classification first.",
   false},
  {refusal_code::unknown_classification,
   "unknown_classification",
   "This queue has no such classification.",
   false},
  {refusal_code::logged_out, "logged_out", "You are logged out.", false},
  {refusal_code::on_break, "on_break", "You are on a break.", false},
  {refusal_code::on_call, "on_call", "A call is in the way.", true},
  {refusal_code::in_wrapup, "in_wrapup", "A wrapup is in the way.", true},
  {refusal_code::cooling_down,
   "cooling_down",
   "You declined an item a moment ago.",
   true},
  {refusal_code::channel_exclusive,
   "channel_exclusive",
   "An item of an exclusive channel is in the way.",
   true},
  {refusal_code::channel_not_served,
   "channel_not_served",
   "You do not serve this channel or queue.",
   false},
  {refusal_code::queue_full, "queue_full", "The queue is full.", true},
  {refusal_code::nobody_serves_queue,
   "nobody_serves_queue",
   "Nobody is there to answer.",
   true},
  {refusal_code::chat_closed, "chat_closed", "This chat is closed.", false},
  {refusal_code::chat_exists,
   "chat_exists",
   "You have an open chat already.",
   false},
  {refusal_code::call_exists,
   "call_exists",
   "This agent has a call already.",
   true},
  {refusal_code::no_such_transfer,
   "no_such_transfer",
   "This transfer is not on offer any more.",
   false},
  {refusal_code::agent_not_available,
   "agent_not_available",
   "This agent cannot take it now.",
   true},
  {refusal_code::storage_full,
   "storage_full",
   "Nothing can be stored at the moment; what is stored stays readable.",
   true},
  {refusal_code::unavailable,
   "unavailable",
   "No answer in time; please try again.",
   true},
  {refusal_code::internal_error,
   "internal_error",
   "Something went wrong on our side.",
   true},
  {refusal_code::shutting_down,
   "shutting_down",
   "The server restarts; please reconnect.",
   true},
});

/// @returns the table's row of `code`; every enumerator has one (tested).
[[nodiscard]] constexpr const refusal_entry& describe(refusal_code code) {
  for (const auto& row : refusal_table) {
    if (row.code == code) {
      return row;
    }
  }
  return refusal_table[0];
}

[[nodiscard]] constexpr std::string_view to_string(refusal_code code) {
  return describe(code).name;
}

/// A "no" with what the asker needs to act on it.
struct refusal {
  refusal_code code = refusal_code::internal_error;
  /// Names the field, the limit or the present state; may be empty. Never text
  /// or token of a chat.
  std::string detail = {};

  refusal() = default;
  refusal(refusal_code why)
      : code{why} {} // NOLINT(google-explicit-constructor)
  refusal(refusal_code why, std::string what)
      : code{why}, detail{std::move(what)} {}
  friend bool operator==(const refusal&, const refusal&) = default;
};

} // namespace parley

#endif // PARLEY_PROTOCOL_REFUSAL_CODE_HPP
