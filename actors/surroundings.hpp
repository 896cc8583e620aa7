// What every actor is given of the world: time, counters, log, settings. All of
// it outlives the actor system.
#ifndef PARLEY_ACTORS_SURROUNDINGS_HPP
#define PARLEY_ACTORS_SURROUNDINGS_HPP

#include "actors/clock.hpp"
#include "actors/metrics.hpp"
#include "protocol/limits.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace parley::actors {

class web_requester;

enum class log_level : std::uint8_t { debug, info, warn, error };

using log_field = std::pair<std::string_view, std::string_view>;

/// Structured log. `what` is a constant in snake_case; fields never hold text
/// or token of a chat.
class log_port {
public:
  virtual ~log_port() = default;
  virtual void write(log_level level,
                     std::string_view what,
                     std::initializer_list<log_field> fields)
    = 0;
};

/// Settings of the server that actors obey.
struct settings {
  std::size_t messages_per_second = limits::messages_per_second_max;
  std::size_t messages_burst = limits::messages_burst_max;
  duration closed_chat_lingers = limits::closed_chat_lingers;
  /// Blocking actors get threads of their own; not in deterministic tests.
  bool detached = true;
};

struct surroundings {
  const clock* time = nullptr;
  metrics* counters = nullptr;
  log_port* log = nullptr;
  /// Null: requests of flows to other servers fail.
  web_requester* web = nullptr;
  actors::settings settings;
  /// This life of the server on these data; the wire's `epoch`.
  std::string epoch;
};

} // namespace parley::actors

#endif // PARLEY_ACTORS_SURROUNDINGS_HPP
