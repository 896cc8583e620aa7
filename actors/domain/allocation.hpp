// What a company lets its router do: the settings of channels, of groups that
// help out, and of interruptions (O3, I7, I8). Values; no decisions.
#ifndef PARLEY_ACTORS_DOMAIN_ALLOCATION_HPP
#define PARLEY_ACTORS_DOMAIN_ALLOCATION_HPP

#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

/// O3: a further group of a queue helps out while one of these holds.
struct overflow {
  std::optional<int> length_over;
  std::optional<duration> longest_wait_over;
  /// N2's estimate for an item that comes now.
  std::optional<duration> expected_wait_over;
  friend bool operator==(const overflow&, const overflow&) = default;
};

/// Of one channel, for the whole company.
struct channel_settings {
  /// I7: who holds an item of it gets no items of other channels.
  bool exclusive = false;
  /// P5: off: nothing of the channel is allocated, whatever its queues say.
  bool automatic = true;
  friend bool operator==(const channel_settings&, const channel_settings&)
    = default;
};

/// I8: what becomes of the interrupted item.
enum class interrupted_item : std::uint8_t { park, requeue };
template <>
inline constexpr auto names_of<interrupted_item> = std::to_array<
  std::pair<interrupted_item, std::string_view>>({
  {interrupted_item::park, "park"},
  {interrupted_item::requeue, "requeue"},
});

/// I8: an item of `by` may interrupt an active one of `of`.
struct interruption {
  channel by = channel::call;
  channel of = channel::webchat;
  interrupted_item then = interrupted_item::park;
  friend bool operator==(const interruption&, const interruption&) = default;
};

/// I8: what is allowed unless a company says otherwise.
[[nodiscard]] inline std::vector<interruption> default_interruptions() {
  return {{channel::call, channel::webchat, interrupted_item::park},
          {channel::call, channel::email, interrupted_item::park},
          {channel::call, channel::work_item, interrupted_item::park}};
}

/// What holds for one agent (I7, I8).
struct channel_rules {
  std::set<channel> exclusive;
  /// Absent: all.
  std::optional<std::set<channel>> served;
  std::vector<interruption> interruptions = default_interruptions();

  [[nodiscard]] bool serves(channel c) const {
    return !served || served->contains(c);
  }
  /// @returns absent: it may not interrupt.
  [[nodiscard]] std::optional<interrupted_item> interrupts(channel by,
                                                           channel of) const {
    const auto found = std::find_if(
      interruptions.begin(), interruptions.end(), [&](const interruption& i) {
        return i.by == by && i.of == of;
      });
    return found == interruptions.end() ? std::nullopt
                                        : std::optional{found->then};
  }
};

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_ALLOCATION_HPP
