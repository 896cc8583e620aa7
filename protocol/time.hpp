// Time as a value. Nothing here asks what time it is (architecture 4.1, 4).
#ifndef PARLEY_PROTOCOL_TIME_HPP
#define PARLEY_PROTOCOL_TIME_HPP

#include <chrono>

namespace parley {

/// Milliseconds; the only resolution that is stored or sent.
using duration = std::chrono::milliseconds;

/// UTC, milliseconds since 1970.
using timestamp = std::chrono::sys_time<duration>;

/// @returns the milliseconds since 1970, as the wire and the store write them.
[[nodiscard]] constexpr long long to_unix_ms(timestamp t) noexcept {
  return t.time_since_epoch().count();
}

/// @returns the time that is `ms` milliseconds after the start of 1970.
[[nodiscard]] constexpr timestamp from_unix_ms(long long ms) noexcept {
  return timestamp{duration{ms}};
}

} // namespace parley

#endif // PARLEY_PROTOCOL_TIME_HPP
