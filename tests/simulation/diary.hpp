// What happened in a run, line by line, and the first thing that was wrong.
// Checkers speak up inside of actors, so they note and the driver stops.
#ifndef PARLEY_TESTS_SIMULATION_DIARY_HPP
#define PARLEY_TESTS_SIMULATION_DIARY_HPP

#include "actors/clock.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

namespace parley::simulation {

class diary {
public:
  explicit diary(const actors::clock& time)
      : time_{&time}, begun_{time.now()} {}

  void note(const std::string& line) {
    const auto at = time_->now() - begun_;
    lines_.push_back(std::to_string(at.count()) + " ms  " + line);
    hash_ = hash_ * 31 + std::hash<std::string>{}(lines_.back());
    if (lines_.size() > kept) {
      lines_.pop_front();
    }
  }
  /// A rule is broken; the first one counts.
  void wrong(const std::string& what) {
    note("WRONG: " + what);
    if (!wrong_) {
      wrong_ = what;
    }
  }
  [[nodiscard]] bool is_wrong() const { return wrong_.has_value(); }
  [[nodiscard]] std::string what_is_wrong() const {
    return wrong_.value_or("");
  }
  /// Two runs that did the same have the same.
  [[nodiscard]] std::uint64_t fingerprint() const { return hash_; }
  [[nodiscard]] std::string text() const {
    std::string all;
    for (const auto& l : lines_) {
      all += l + "\n";
    }
    return all;
  }

private:
  static constexpr std::size_t kept = 150;
  const actors::clock* time_;
  timestamp begun_;
  std::deque<std::string> lines_;
  std::optional<std::string> wrong_;
  std::uint64_t hash_ = 0;
};

} // namespace parley::simulation

#endif // PARLEY_TESTS_SIMULATION_DIARY_HPP
