#include "actors/clock.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <random>

namespace parley::actors {

namespace {

/// Led by the steady clock, so a jump of the machine's wall clock reorders and
/// ends nothing; drifts towards the wall clock by at most 0.5 ms a second, so
/// it is right again in the long run.
class steady_wall_clock final : public clock {
public:
  steady_wall_clock() : rng_{seed()} {
    offset_ = wall() - steady();
    checked_ = steady();
  }

  [[nodiscard]] timestamp now() const override {
    const std::lock_guard guard{mutex_};
    const auto ticks = steady();
    const auto passed = ticks - checked_;
    if (passed >= std::chrono::seconds{1}) {
      const auto wanted = wall() - ticks;
      const auto most = passed / 2000;
      offset_ += std::clamp(wanted - offset_, -most, most);
      checked_ = ticks;
    }
    last_ = std::max(
      last_, timestamp{std::chrono::duration_cast<duration>(ticks + offset_)});
    return last_;
  }

  [[nodiscard]] std::uint64_t micros() const override {
    return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(steady()).count());
  }

  [[nodiscard]] std::uint64_t unique() const override {
    const auto ms = static_cast<std::uint64_t>(to_unix_ms(now()));
    const std::lock_guard guard{mutex_};
    // 42 bits of time, 22 bits that start at random and count on.
    if (ms > unique_ms_) {
      unique_ms_ = ms;
      low_ = rng_() & 0xFFFFFU;
    } else if (++low_ > 0x3FFFFFU) {
      ++unique_ms_;
      low_ = 0;
    }
    return (unique_ms_ << 22U) | low_;
  }

private:
  using nanos = std::chrono::nanoseconds;

  static nanos steady() {
    return std::chrono::steady_clock::now().time_since_epoch();
  }
  static nanos wall() {
    return std::chrono::system_clock::now().time_since_epoch();
  }
  static std::mt19937_64::result_type seed() {
    std::random_device device;
    return (std::mt19937_64::result_type{device()} << 32U) | device();
  }

  mutable std::mutex mutex_;
  mutable nanos offset_{};
  mutable nanos checked_{};
  mutable timestamp last_;
  mutable std::uint64_t unique_ms_ = 0;
  mutable std::uint64_t low_ = 0;
  mutable std::mt19937_64 rng_;
};

} // namespace

std::unique_ptr<clock> system_clock() {
  return std::make_unique<steady_wall_clock>();
}

} // namespace parley::actors
