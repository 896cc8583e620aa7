// The state machine of one voice call: queued, alerting, connected, wrapup,
// closed (behaviour 4). Pure. Calls are event-sourced like chats, so that an
// interruption survives a restart of the server.
#ifndef PARLEY_ACTORS_DOMAIN_CALL_HPP
#define PARLEY_ACTORS_DOMAIN_CALL_HPP

#include "protocol/field.hpp"
#include "protocol/ids.hpp"
#include "protocol/limits.hpp"
#include "protocol/refusal_code.hpp"
#include "protocol/result.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace parley::call {

struct queued {
  friend bool operator==(const queued&, const queued&) = default;
};
struct alerting {
  agent_id agent;
  timestamp until;
  friend bool operator==(const alerting&, const alerting&) = default;
};
struct connected {
  agent_id agent;
  friend bool operator==(const connected&, const connected&) = default;
};
struct wrapup {
  agent_id agent;
  timestamp until;
  friend bool operator==(const wrapup&, const wrapup&) = default;
};
struct closed {
  bool answered = false;
  friend bool operator==(const closed&, const closed&) = default;
};
using phase = std::variant<queued, alerting, connected, wrapup, closed>;

struct state {
  call_id id;
  company_id company;
  std::uint64_t revision = 0;
  call::phase phase = queued{};
  queue_id queue;
  std::string caller;
  timestamp enqueued;
  timestamp phase_since;
  timestamp last_at;
  bool answered = false;
  friend bool operator==(const state&, const state&) = default;
};

struct call_offered {
  static constexpr std::string_view type = "call_offered";
  static constexpr int version = 1;
  timestamp at;
  queue_id queue;
  std::string caller;
  static constexpr auto fields() {
    using e = call_offered;
    return std::tuple{field{"at", &e::at},
                      field{"queue", &e::queue},
                      field{"caller", &e::caller}};
  }
  friend bool operator==(const call_offered&, const call_offered&) = default;
};
struct call_alerted {
  static constexpr std::string_view type = "call_alerted";
  static constexpr int version = 1;
  timestamp at;
  agent_id agent;
  timestamp until;
  static constexpr auto fields() {
    using e = call_alerted;
    return std::tuple{field{"at", &e::at},
                      field{"agent", &e::agent},
                      field{"until", &e::until}};
  }
  friend bool operator==(const call_alerted&, const call_alerted&) = default;
};
/// Not answered by that agent; back at its place in the queue.
struct call_returned {
  static constexpr std::string_view type = "call_returned";
  static constexpr int version = 1;
  timestamp at;
  cause because = cause::alert_timeout;
  static constexpr auto fields() {
    using e = call_returned;
    return std::tuple{field{"at", &e::at}, field{"because", &e::because}};
  }
  friend bool operator==(const call_returned&, const call_returned&) = default;
};
struct call_answered {
  static constexpr std::string_view type = "call_answered";
  static constexpr int version = 1;
  timestamp at;
  agent_id agent;
  static constexpr auto fields() {
    using e = call_answered;
    return std::tuple{field{"at", &e::at}, field{"agent", &e::agent}};
  }
  friend bool operator==(const call_answered&, const call_answered&) = default;
};
struct call_ended {
  static constexpr std::string_view type = "call_ended";
  static constexpr int version = 1;
  timestamp at;
  cause because = cause::customer;
  /// The call's own wrapup; absent: none, the call is closed.
  std::optional<timestamp> wrapup_until;
  static constexpr auto fields() {
    using e = call_ended;
    return std::tuple{field{"at", &e::at},
                      field{"because", &e::because},
                      field{"wrapup_until", &e::wrapup_until}};
  }
  friend bool operator==(const call_ended&, const call_ended&) = default;
};
struct call_closed {
  static constexpr std::string_view type = "call_closed";
  static constexpr int version = 1;
  timestamp at;
  static constexpr auto fields() {
    using e = call_closed;
    return std::tuple{field{"at", &e::at}};
  }
  friend bool operator==(const call_closed&, const call_closed&) = default;
};
using event = std::variant<call_offered,
                           call_alerted,
                           call_returned,
                           call_answered,
                           call_ended,
                           call_closed>;

// Commands. All are idempotent: the PBX may say everything twice.
struct offer {
  queue_id queue;
  std::string caller;
};
/// An agent accepted to be rung.
struct alert {
  agent_id agent;
};
/// Answered; also without an alert before, if the PBX chose the agent itself.
struct answer {
  agent_id agent;
};
/// Refused or missed by the agent it rings, or that agent is gone.
struct refuse {
  cause because = cause::agent;
  /// Only if it rings at this agent; empty: wherever it rings.
  agent_id agent = {};
};
struct hang_up {
  /// Of the queue; zero: none.
  duration wrapup{};
};
struct finish_wrapup {};
struct deadline_reached {};
using command = std::variant<offer,
                             alert,
                             answer,
                             refuse,
                             hang_up,
                             finish_wrapup,
                             deadline_reached>;

using decision = result<std::vector<event>, refusal>;

[[nodiscard]] decision decide(const state& s, const command& c, timestamp now);
[[nodiscard]] state apply(state s, const event& e);
[[nodiscard]] std::optional<timestamp> next_deadline(const state& s);
[[nodiscard]] call_phase name_of(const phase& p);
/// The agent it rings at, talks to or is written up by; or empty.
[[nodiscard]] agent_id agent_of(const state& s);
[[nodiscard]] std::string_view type_of(const event& e);
[[nodiscard]] timestamp time_of(const event& e);

} // namespace parley::call

#endif // PARLEY_ACTORS_DOMAIN_CALL_HPP
