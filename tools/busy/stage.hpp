// What all who play share: chance, pace, who plays which conversation, and what
// came of it.
#ifndef PARLEY_TOOLS_BUSY_STAGE_HPP
#define PARLEY_TOOLS_BUSY_STAGE_HPP

#include "protocol/ids.hpp"
#include "tools/busy/plots.hpp"
#include "tools/client/event_loop.hpp"
#include "tools/client/web_socket.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>

namespace parley::tools::busy {

/// What happened so far.
struct figures {
  std::uint64_t started = 0;
  /// Answered by an agent's line.
  std::uint64_t answered = 0;
  /// Played to their end.
  std::uint64_t ended = 0;
  std::uint64_t abandoned = 0;
  std::uint64_t surveyed = 0;
  std::uint64_t classified = 0;
  std::uint64_t linked = 0;
  std::uint64_t calls_answered = 0;
  std::uint64_t calls_lost = 0;
  /// Chats whose customers saw that a call came between.
  std::uint64_t interrupted = 0;
  /// Connections made again after a loss.
  std::uint64_t returned = 0;
  /// Refusals and answers that nobody expected, the last one in words.
  std::uint64_t problems = 0;
  std::string last_problem;
};

/// The same numbers for the same seed. `speed` 1 is that of people.
class pace {
public:
  explicit pace(std::uint64_t seed) : random_{seed} {}

  void set_speed(double speed) { speed_ = speed; }
  [[nodiscard]] double speed() const { return speed_; }

  [[nodiscard]] bool chance(double probability) {
    return std::uniform_real_distribution<double>{0, 1}(random_) < probability;
  }
  [[nodiscard]] std::size_t one_of(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>{0, count - 1}(random_);
  }
  /// A time between so many seconds, at this speed.
  [[nodiscard]] nanoseconds seconds(double from, double to) {
    const auto s = std::uniform_real_distribution<double>{from, to}(random_);
    return std::chrono::duration_cast<nanoseconds>(
      std::chrono::duration<double>{s / speed_});
  }
  /// How long somebody writes this.
  [[nodiscard]] nanoseconds writing(std::string_view text) {
    const auto length = static_cast<double>(text.size());
    return seconds(0.8 + length * 0.03, 1.6 + length * 0.06);
  }

private:
  std::mt19937_64 random_;
  double speed_ = 1;
};

/// A conversation that is being played.
struct part {
  const plot* what = nullptr;
  const person* whom = nullptr;
};

struct stage {
  event_loop& loop;
  endpoint server;
  std::string company;
  /// Of the website's service.
  std::string token;
  pace time;
  figures seen = {};
  /// Chats by who plays them; those of real people are not here.
  std::map<chat_id, part> parts = {};

  void problem(std::string what) {
    ++seen.problems;
    seen.last_problem = std::move(what);
  }
};

} // namespace parley::tools::busy

#endif // PARLEY_TOOLS_BUSY_STAGE_HPP
