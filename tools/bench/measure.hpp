// What a run of load measures and how it is summed up. Pure.
#ifndef PARLEY_TOOLS_BENCH_MEASURE_HPP
#define PARLEY_TOOLS_BENCH_MEASURE_HPP

#include "tools/client/event_loop.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace parley::tools {

/// Latencies as they were, exact; a run has a few million at most.
class latencies {
public:
  void add(nanoseconds t) {
    values_.push_back(static_cast<float>(t.count()) / 1e3F);
    sorted_ = false;
  }
  void clear() { values_.clear(); }
  [[nodiscard]] std::size_t count() const noexcept { return values_.size(); }

  /// @returns the value in microseconds below which the share `q` of all lies
  /// (nearest rank); 0 if there is none.
  [[nodiscard]] double quantile(double q) {
    if (values_.empty()) {
      return 0;
    }
    if (!sorted_) {
      std::sort(values_.begin(), values_.end());
      sorted_ = true;
    }
    const auto rank = std::ceil(q * static_cast<double>(values_.size()));
    const auto at = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
    return static_cast<double>(values_[std::min(at, values_.size() - 1)]);
  }

private:
  std::vector<float> values_;
  bool sorted_ = false;
};

/// What is wrong with the messages that arrived at one receiver, which must be
/// 1, 2, 3 ...
class sequence_check {
public:
  void arrived(std::uint64_t number) {
    if (number == last_ + 1) {
      last_ = number;
    } else if (number <= last_) {
      ++doubled_or_late_;
    } else {
      lost_ += number - last_ - 1;
      last_ = number;
    }
  }
  [[nodiscard]] std::uint64_t last() const noexcept { return last_; }
  [[nodiscard]] std::uint64_t lost() const noexcept { return lost_; }
  [[nodiscard]] std::uint64_t doubled_or_late() const noexcept {
    return doubled_or_late_;
  }

private:
  std::uint64_t last_ = 0;
  std::uint64_t lost_ = 0;
  std::uint64_t doubled_or_late_ = 0;
};

/// The figures of one run. Times in microseconds.
struct load_figures {
  double seconds = 0;
  std::uint64_t delivered = 0;
  double per_second = 0;
  double delivery_p50 = 0;
  double delivery_p99 = 0;
  double delivery_p999 = 0;
  double tick_p50 = 0;
  double tick_p99 = 0;
  double tick_p999 = 0;
  double cpu_per_message = 0;
  double server_cores_busy = 0;
  double client_cores_busy = 0;
  // Any of these makes the run worthless.
  std::uint64_t lost = 0;
  std::uint64_t doubled_or_late = 0;
  std::uint64_t gaps = 0;
  std::uint64_t errors = 0;

  [[nodiscard]] bool is_sound() const noexcept {
    return lost + doubled_or_late + gaps + errors == 0;
  }
};

/// @returns the value in the middle. @pre not empty
[[nodiscard]] inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle]
                                : (values[middle - 1] + values[middle]) / 2;
}

} // namespace parley::tools

#endif // PARLEY_TOOLS_BENCH_MEASURE_HPP
