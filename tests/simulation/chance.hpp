// Seeded choices, the same on every machine. The only source of chance in a
// simulation.
#ifndef PARLEY_TESTS_SIMULATION_CHANCE_HPP
#define PARLEY_TESTS_SIMULATION_CHANCE_HPP

#include "protocol/time.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <random>

namespace parley::simulation {

class chance {
public:
  explicit chance(std::uint64_t seed) : engine_{seed} {}

  /// @returns a number below `n`; 0 if `n` is 0.
  std::size_t below(std::size_t n) {
    return n == 0 ? 0 : static_cast<std::size_t>(engine_() % n);
  }
  bool one_in(std::size_t n) { return below(n) == 0; }
  duration between(duration low, duration high) {
    const auto span = static_cast<std::size_t>((high - low).count()) + 1;
    return low + duration{static_cast<duration::rep>(below(span))};
  }
  /// @pre `all` is not empty
  template <class Container>
  auto& pick(Container& all) {
    return *std::next(all.begin(),
                      static_cast<std::ptrdiff_t>(below(all.size())));
  }
  /// @returns an index; each is as likely as its weight says.
  std::size_t weighted(std::initializer_list<std::size_t> weights) {
    std::size_t sum = 0;
    for (const auto w : weights) {
      sum += w;
    }
    auto left = below(sum);
    std::size_t i = 0;
    for (const auto w : weights) {
      if (left < w) {
        return i;
      }
      left -= w;
      ++i;
    }
    return 0;
  }

private:
  std::mt19937_64 engine_;
};

} // namespace parley::simulation

#endif // PARLEY_TESTS_SIMULATION_CHANCE_HPP
