// What an actor remembers of itself for operators: its last events.
#ifndef PARLEY_ACTORS_INSPECTION_LOG_HPP
#define PARLEY_ACTORS_INSPECTION_LOG_HPP

#include "actors/messages.hpp"

#include <caf/all.hpp>

#include <string_view>
#include <vector>

namespace parley::actors {

class inspection_log {
public:
  /// @param what a constant: type of event or command, never text of a chat.
  void note(timestamp at, std::string_view what) {
    if (ring_.size() < limits::inspected_events_max) {
      ring_.push_back({at, what});
    } else {
      ring_[count_ % limits::inspected_events_max] = {at, what};
    }
    ++count_;
  }

  /// The events above `after`, oldest first.
  [[nodiscard]] std::vector<observed_event> since(std::uint64_t after) const {
    std::vector<observed_event> result;
    const auto kept = ring_.size();
    for (auto n = count_ - kept; n < count_; ++n) {
      if (n + 1 > after) {
        const auto& e = ring_[n % limits::inspected_events_max];
        result.push_back({n + 1, e.at, std::string{e.what}});
      }
    }
    return result;
  }

private:
  struct noted {
    timestamp at;
    std::string_view what;
  };
  std::vector<noted> ring_;
  std::uint64_t count_ = 0;
};

/// Messages waiting for `self`; call it from a handler of `self` only.
template <class Self>
[[nodiscard]] std::size_t mailbox_length(Self* self) {
  self->mailbox().fetch_more();
  return self->mailbox().size();
}

} // namespace parley::actors

#endif // PARLEY_ACTORS_INSPECTION_LOG_HPP
