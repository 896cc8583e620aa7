// How long those who are answered have waited (N2): the estimate of a queue.
#ifndef PARLEY_ACTORS_DOMAIN_EXPECTED_WAIT_HPP
#define PARLEY_ACTORS_DOMAIN_EXPECTED_WAIT_HPP

#include "protocol/time.hpp"

#include <algorithm>
#include <optional>

namespace parley::queue {

class expected_wait {
public:
  /// An item was answered: A := 0.9 * A + 0.1 * w.
  void answered(duration waited) noexcept {
    const auto sample
      = static_cast<double>(std::max(waited, duration{0}).count());
    average_ = average_ ? 0.9 * *average_ + 0.1 * sample : sample;
  }
  /// Of an item that has waited so long; absent before the first sample.
  [[nodiscard]] std::optional<duration> after(duration waited) const noexcept {
    if (!average_) {
      return std::nullopt;
    }
    const duration expected{static_cast<long long>(*average_)};
    return std::max(duration{0}, expected - waited);
  }

private:
  /// In milliseconds.
  std::optional<double> average_;
};

} // namespace parley::queue

#endif // PARLEY_ACTORS_DOMAIN_EXPECTED_WAIT_HPP
