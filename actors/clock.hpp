// Where time and new ids come from. The only file (with clock.cpp) that asks
// the operating system what time it is or for randomness (architecture 4.1, 4).
#ifndef PARLEY_ACTORS_CLOCK_HPP
#define PARLEY_ACTORS_CLOCK_HPP

#include "protocol/time.hpp"

#include <cstdint>
#include <memory>

namespace parley::actors {

class clock {
public:
  virtual ~clock() = default;
  /// UTC. Never goes back while the process lives, whatever happens to the
  /// machine's clock (Z1, R13).
  [[nodiscard]] virtual timestamp now() const = 0;
  /// Microseconds since some start; for measuring only.
  [[nodiscard]] virtual std::uint64_t micros() const = 0;
  /// A number that this process has not given before and that other processes
  /// hardly give; for ids, not for secrets.
  [[nodiscard]] virtual std::uint64_t unique() const = 0;
};

/// The machine's clock, anchored at the start and led by the steady clock.
[[nodiscard]] std::unique_ptr<clock> system_clock();

} // namespace parley::actors

#endif // PARLEY_ACTORS_CLOCK_HPP
