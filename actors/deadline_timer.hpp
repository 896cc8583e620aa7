// One timer of an actor: armed for a time of our clock, never cancelled, only
// outdated (C10).
#ifndef PARLEY_ACTORS_DEADLINE_TIMER_HPP
#define PARLEY_ACTORS_DEADLINE_TIMER_HPP

#include "actors/messages.hpp"
#include "protocol/time.hpp"

#include <caf/all.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace parley::actors {

class deadline_timer {
public:
  /// Sees to it that a `wakeup` arrives at `at`; without `at` none will count.
  /// Arming the time that is armed already costs nothing.
  template <class Self>
  void arm(Self* self, std::optional<timestamp> at, timestamp now) {
    if (at == armed_) {
      return;
    }
    armed_ = at;
    ++generation_;
    if (at) {
      self->delayed_send(
        self, std::max(*at - now, duration{0}), wakeup{generation_});
    }
  }

  /// @returns false for a wakeup that is out of date.
  [[nodiscard]] bool accept(const wakeup& w) {
    if (w.generation != generation_ || !armed_) {
      return false;
    }
    armed_.reset();
    return true;
  }

private:
  std::optional<timestamp> armed_;
  std::uint64_t generation_ = 0;
};

} // namespace parley::actors

#endif // PARLEY_ACTORS_DEADLINE_TIMER_HPP
