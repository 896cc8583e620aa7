// What helpers of the gateway need beside a store: a clock that a test moves, a
// log that keeps what it is told, companies.
#ifndef PARLEY_TESTS_GATEWAY_GATEWAY_WORLD_HPP
#define PARLEY_TESTS_GATEWAY_GATEWAY_WORLD_HPP

#include "actors/surroundings.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

namespace parley::testing {

class moved_clock final : public actors::clock {
public:
  [[nodiscard]] timestamp now() const override { return from_unix_ms(ms_); }
  [[nodiscard]] std::uint64_t micros() const override {
    return static_cast<std::uint64_t>(ms_.load()) * 1000;
  }
  [[nodiscard]] std::uint64_t unique() const override { return ++unique_; }
  void set(timestamp t) { ms_ = to_unix_ms(t); }
  void advance(duration d) { ms_ += d.count(); }

private:
  std::atomic<long long> ms_{1'763'936'999'000};
  mutable std::atomic<std::uint64_t> unique_{0};
};

class kept_log final : public actors::log_port {
public:
  void write(actors::log_level,
             std::string_view what,
             std::initializer_list<actors::log_field> fields) override {
    const std::lock_guard lock{mutex_};
    std::string line{what};
    for (const auto& [name, value] : fields) {
      line.append(" ").append(name).append("=").append(value);
    }
    lines_.push_back(std::move(line));
  }
  [[nodiscard]] std::vector<std::string> lines() const {
    const std::lock_guard lock{mutex_};
    return lines_;
  }

private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

} // namespace parley::testing

#endif // PARLEY_TESTS_GATEWAY_GATEWAY_WORLD_HPP
