// How waiting items of all channels are ordered against each other (B1, B2).
#ifndef PARLEY_ACTORS_DOMAIN_BLENDING_HPP
#define PARLEY_ACTORS_DOMAIN_BLENDING_HPP

#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <array>
#include <compare>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parley::blending {

/// The company's settings: P per channel, K.
struct weights {
  /// Indexed by `channel`: call, webchat, email, work item.
  std::array<int, 4> priority{1, 1, 1, 0};
  duration multiplier = std::chrono::seconds{60};
  friend bool operator==(const weights&, const weights&) = default;
};

/// What the order needs to know of a waiting item.
struct candidate {
  parley::channel channel = parley::channel::webchat;
  int queue_weight = 5;
  timestamp enqueued;
  std::string item;
};

/// `P * (K * W + t)` in seconds; t is cut to whole milliseconds.
[[nodiscard]] double score(const candidate& c, const weights& w, timestamp now);

/// Is `a` served before `b`? A strict order that does not change with time
/// unless the priorities differ (ties: P, W, t, id; P = 0 after all others).
[[nodiscard]] bool
before(const candidate& a, const candidate& b, const weights& w, timestamp now);

/// B2: when an item of channel a has overtaken a new one of channel b.
/// @returns absent: never.
[[nodiscard]] std::optional<duration> overtaking_time(parley::channel a,
                                                      int weight_a,
                                                      parley::channel b,
                                                      int weight_b,
                                                      const weights& w);

/// What B1 asks of a formula. Within one queue the older item must come first:
/// positions (N1) are told from that.
class formula {
public:
  formula() = default;
  virtual ~formula() = default;
  formula(const formula&) = delete;
  formula& operator=(const formula&) = delete;

  [[nodiscard]] virtual double score(const candidate& c,
                                     timestamp now) const = 0;
  /// A strict order of all items.
  [[nodiscard]] virtual bool
  before(const candidate& a, const candidate& b, timestamp now) const = 0;
  /// @returns absent: never.
  [[nodiscard]] virtual std::optional<duration>
  overtaking_time(channel a, int weight_a, channel b, int weight_b) const = 0;
};

/// `P * (K * W + t)`.
[[nodiscard]] std::shared_ptr<const formula> make_formula(const weights& w);

/// A queue as B2 sees it.
struct weighted_queue {
  parley::channel channel = parley::channel::webchat;
  int weight = 5;
};

/// B2: when an item of channel a overtakes a new one of channel b: the soonest
/// and the latest over their queues. Absent: never.
struct overtaking {
  channel a = channel::webchat;
  channel b = channel::call;
  std::optional<duration> lower;
  std::optional<duration> upper;
  friend bool operator==(const overtaking&, const overtaking&) = default;
};

/// For each two different channels that have queues, in their order.
[[nodiscard]] std::vector<overtaking>
overtaking_times(const std::vector<weighted_queue>& queues, const formula& f);

} // namespace parley::blending

#endif // PARLEY_ACTORS_DOMAIN_BLENDING_HPP
