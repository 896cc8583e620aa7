#include "gateway/throttle.hpp"

#include <algorithm>

namespace parley::gateway {

throttle::throttle(std::size_t most, duration window, std::size_t keys_max)
    : most_{most}, window_{window}, keys_max_{keys_max} {}

std::optional<duration> throttle::take(const std::string& key, timestamp now) {
  const std::lock_guard guard{mutex_};
  if (times_.size() >= keys_max_ && !times_.contains(key)) {
    forget_idle(now);
    if (times_.size() >= keys_max_) {
      // More addresses than can be told apart: nobody new for now.
      return window_;
    }
  }
  auto& times = times_[key];
  times.erase(times.begin(),
              std::find_if(times.begin(), times.end(), [&](timestamp at) {
                return now - at < window_;
              }));
  if (times.size() >= most_) {
    return times.front() + window_ - now;
  }
  times.push_back(now);
  return std::nullopt;
}

void throttle::give_back(const std::string& key) {
  const std::lock_guard guard{mutex_};
  const auto found = times_.find(key);
  if (found != times_.end() && !found->second.empty()) {
    found->second.pop_back();
  }
}

void throttle::forget_idle(timestamp now) {
  std::erase_if(times_, [&](const auto& entry) {
    return entry.second.empty() || now - entry.second.back() >= window_;
  });
}

} // namespace parley::gateway
