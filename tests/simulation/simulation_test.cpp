// Runs the whole system on seeds (architecture 4.14). PARLEY_SEED repeats one,
// PARLEY_SEEDS runs as many, PARLEY_STEPS makes each longer.
#include "tests/simulation/simulation.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

namespace parley::simulation {
namespace {

constexpr std::uint64_t seeds_by_default = 60;
constexpr std::uint64_t steps_by_default = 3000;

std::optional<std::uint64_t> wish(const char* name) {
  const char* text = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
  return text == nullptr ? std::nullopt
                         : std::optional<std::uint64_t>{std::stoull(text)};
}

std::uint64_t steps() {
  return wish("PARLEY_STEPS").value_or(steps_by_default);
}

/// @returns false if something was wrong; says what.
bool runs_well(std::uint64_t seed, tally& sum) {
  simulation s{seed};
  s.run(steps());
  if (s.notes().is_wrong() || ::testing::Test::HasFailure()) {
    ADD_FAILURE() << s.notes().what_is_wrong() << "\nseed " << seed << ", step "
                  << s.count().steps << "\n"
                  << s.notes().text() << "repeat with: PARLEY_SEED=" << seed
                  << " PARLEY_STEPS=" << steps() << " build/simulation_test";
    return false;
  }
  const auto& t = s.count();
  sum.steps += t.steps;
  sum.crashes += t.crashes;
  sum.chats += t.chats;
  sum.lines += t.lines;
  sum.calls += t.calls;
  sum.interruptions += t.interruptions;
  return true;
}

TEST(simulation, z1_z2_z3_every_rule_holds_whatever_happens) {
  tally sum;
  const auto only = wish("PARLEY_SEED");
  const auto first = only.value_or(1);
  const auto count = only ? 1 : wish("PARLEY_SEEDS").value_or(seeds_by_default);
  for (std::uint64_t i = 0; i < count; ++i) {
    if (!runs_well(first + i, sum)) {
      return;
    }
  }
  std::cout << count << " seeds: " << sum.steps << " steps, " << sum.crashes
            << " crashes, " << sum.chats << " chats, " << sum.lines
            << " lines, " << sum.calls << " calls, " << sum.interruptions
            << " revisions marked to resume\n";
  EXPECT_GT(sum.chats, 0U);
}

TEST(simulation, the_same_seed_is_the_same_story) {
  const auto story = [](std::uint64_t seed) {
    simulation s{seed};
    s.run(1500);
    EXPECT_FALSE(s.notes().is_wrong()) << s.notes().what_is_wrong();
    return s.notes().fingerprint();
  };
  EXPECT_EQ(story(7), story(7));
  EXPECT_NE(story(7), story(8));
}

} // namespace
} // namespace parley::simulation
