// A published flow and its interpreter: step(flow, node, input) -> effects
// (F1). Pure. Node kinds so far: say, queue, end; F2's others join the variant.
#ifndef PARLEY_ACTORS_DOMAIN_FLOW_HPP
#define PARLEY_ACTORS_DOMAIN_FLOW_HPP

#include "protocol/field.hpp"
#include "protocol/ids.hpp"
#include "protocol/vocabulary.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace parley::flow {

/// Sends an automated line and goes on.
struct say {
  std::string text;
  std::string next;
  friend bool operator==(const say&, const say&) = default;
};
/// Asks a queue for a place.
struct enter_queue {
  queue_id queue;
  std::string limit_reached; ///< full, or nobody there (Q2)
  std::string timeout;
  friend bool operator==(const enter_queue&, const enter_queue&) = default;
};
struct end {
  friend bool operator==(const end&, const end&) = default;
};
using node = std::variant<say, enter_queue, end>;

/// An immutable, published version.
struct graph {
  flow_id id;
  std::uint64_t version = 1;
  std::string first;
  std::map<std::string, node> nodes;
  friend bool operator==(const graph&, const graph&) = default;
};

// What made the flow go on.
struct begun {};
struct refused_by_queue {};
struct timed_out {};
using input = std::variant<begun, refused_by_queue, timed_out>;

// What the session is to do, in order; the last one says where it stands.
struct send_line {
  std::string text;
};
struct ask_queue {
  queue_id queue;
  std::string node;
};
struct finish {};
using effect = std::variant<send_line, ask_queue, finish>;

/// Goes on from `node` until something must be waited for; at most
/// `steps_max` nodes, then it finishes: a flow can never spin.
inline constexpr int steps_max = 100;
/// F1: what the customer is told when a flow fails at run time.
inline constexpr std::string_view apology
  = "We are sorry, something went wrong. Please try again later.";
[[nodiscard]] std::vector<effect>
step(const graph& g, const std::string& node, const input& in);

/// @returns what is wrong with `g`, a sentence each; empty: it may be
/// published.
[[nodiscard]] std::vector<std::string> validate(const graph& g);

} // namespace parley::flow

#endif // PARLEY_ACTORS_DOMAIN_FLOW_HPP
