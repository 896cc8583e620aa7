// How often an address or an account may do something within a window. Pure,
// bounded memory; the time is an argument.
#ifndef PARLEY_GATEWAY_THROTTLE_HPP
#define PARLEY_GATEWAY_THROTTLE_HPP

#include "protocol/time.hpp"

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace parley::gateway {

/// A sliding window per key. Safe from any thread.
class throttle {
public:
  /// At most `most` times within `window` per key; at most `keys_max` keys are
  /// remembered, the idle ones are forgotten first.
  throttle(std::size_t most, duration window, std::size_t keys_max = 100'000);

  /// Counts one. @returns absent: go on; else when to try again.
  [[nodiscard]] std::optional<duration> take(const std::string& key,
                                             timestamp now);
  /// What was counted last was nothing to be counted.
  void give_back(const std::string& key);

private:
  void forget_idle(timestamp now);

  std::size_t most_;
  duration window_;
  std::size_t keys_max_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::vector<timestamp>> times_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_THROTTLE_HPP
