// Why a WebSocket was closed, and whether the client should come back.
#ifndef PARLEY_PROTOCOL_CLOSE_CODE_HPP
#define PARLEY_PROTOCOL_CLOSE_CODE_HPP

#include <array>
#include <cstdint>
#include <string_view>

namespace parley {

/// Codes below 4000 are RFC 6455's; 4000-4499 advise to reconnect, 4500-4999
/// do not (the ranges follow the idea of Centrifuge's disconnect codes).
enum class close_code : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  not_text = 1003,
  not_utf8 = 1007,
  too_big = 1009,
  internal_error = 1011,
  slow = 4000,
  no_pong = 4001,
  unavailable = 4002,
  hello_missing = 4500,
  refused_hello = 4501,
  taken_over = 4502,
  logged_out = 4503,
  too_many_errors = 4504,
  flooding = 4505,
};

struct close_entry {
  close_code code;
  std::string_view name;
  std::string_view sentence;
  bool reconnect;
};

inline constexpr auto close_table = std::to_array<close_entry>({
  {close_code::normal, "normal", "Finished.", false},
  {close_code::going_away,
   "going_away",
   "The server stops or restarts; reconnect and resume.",
   true},
  {close_code::protocol_error,
   "protocol_error",
   "The frame breaks the WebSocket protocol.",
   false},
  {close_code::not_text, "not_text", "Only text frames are understood.", false},
  {close_code::not_utf8, "not_utf8", "The frame is not valid UTF-8.", false},
  {close_code::too_big, "too_big", "The frame is larger than allowed.", false},
  {close_code::internal_error,
   "internal_error",
   "Something went wrong on our side; reconnect and resume.",
   true},
  {close_code::slow,
   "slow",
   "You read too slowly; reconnect and resume.",
   true},
  {close_code::no_pong,
   "no_pong",
   "No sign of life; reconnect and resume.",
   true},
  {close_code::unavailable,
   "unavailable",
   "A part of the server restarts; reconnect and resume.",
   true},
  {close_code::hello_missing,
   "hello_missing",
   "The first frame must be a hello, in time.",
   false},
  {close_code::refused_hello, "refused_hello", "The hello was refused.", false},
  {close_code::taken_over,
   "taken_over",
   "The same person logged in elsewhere.",
   false},
  {close_code::logged_out, "logged_out", "Logged out.", false},
  {close_code::too_many_errors,
   "too_many_errors",
   "Too many faulty frames.",
   false},
  {close_code::flooding, "flooding", "Far too many frames.", false},
});

/// @returns the table's row of `code`; every enumerator has one (tested).
[[nodiscard]] constexpr const close_entry& describe(close_code code) {
  for (const auto& row : close_table) {
    if (row.code == code) {
      return row;
    }
  }
  return close_table[0];
}

} // namespace parley

#endif // PARLEY_PROTOCOL_CLOSE_CODE_HPP
