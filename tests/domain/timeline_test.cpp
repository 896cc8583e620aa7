// Levels over time: sums and peaks do not depend on the order in which changes
// are told, nor on when they are summed up; memory does not grow.
#include "actors/domain/timeline.hpp"
#include "tests/support/chat_story.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace parley::statistics {
namespace {

using namespace std::chrono_literals;
using parley::testing::noon;

constexpr duration width = 10s;

/// Both levels, and the time in which both are above nothing.
struct measure {
  void operator()(const std::array<std::int32_t, 2>& at,
                  std::int64_t ms,
                  std::array<std::int64_t, 3>& to) const {
    to[0] += at[0] * ms;
    to[1] += at[1] * ms;
    to[2] += at[0] > 0 && at[1] > 0 ? ms : 0;
  }
};
using two_levels = timeline<2, 3, measure>;

struct change {
  timestamp at;
  std::size_t level;
  std::int32_t by;
};

timestamp begin() {
  return start_of(index_of(noon, width), width);
}

std::vector<change> random_changes(std::mt19937_64& random, int count) {
  std::vector<change> all;
  auto at = begin() + 1h;
  for (int i = 0; i < count; ++i) {
    at += duration{random() % 5 == 0 ? random() % 40'000 : random() % 900};
    all.push_back({at, random() % 2, random() % 2 == 0 ? 1 : -1});
  }
  return all;
}

/// Millisecond by millisecond would take too long; change by change will do.
two_levels::span
plainly(const std::vector<change>& sorted, timestamp from, timestamp to) {
  two_levels::span found;
  std::array<std::int32_t, 2> at{};
  auto cursor = from;
  const auto pass = [&](timestamp t) {
    if (t > cursor) {
      measure{}(at, (t - cursor).count(), found.total);
      found.peak = std::max(found.peak, at[0]);
      cursor = t;
    }
  };
  for (const auto& c : sorted) {
    if (c.at >= to) {
      break;
    }
    pass(c.at);
    at[c.level] += c.by;
  }
  pass(to);
  found.end = at;
  return found;
}

void expect_same(const two_levels::span& a, const two_levels::span& b) {
  EXPECT_EQ(a.total, b.total);
  EXPECT_EQ(a.peak, b.peak);
  EXPECT_EQ(a.end, b.end);
}

TEST(timeline, K1_sums_are_those_of_a_plain_walk_however_it_was_told) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    std::mt19937_64 random{seed};
    const auto sorted = random_changes(random, 150);
    // Up to half a minute late.
    std::vector<std::pair<timestamp, change>> mixed;
    mixed.reserve(sorted.size());
    for (const auto& c : sorted) {
      mixed.emplace_back(c.at + duration{random() % 30'000}, c);
    }
    std::stable_sort(mixed.begin(), mixed.end(), [](auto& a, auto& b) {
      return a.first < b.first;
    });
    two_levels lazy{width};
    two_levels eager{width};
    for (const auto& [heard, c] : mixed) {
      lazy.change(c.at, c.level, c.by);
      eager.change(c.at, c.level, c.by);
      if (random() % 3 == 0) {
        eager.settle(heard - 31s);
      }
    }
    EXPECT_EQ(eager.late(), 0U);
    const auto end = sorted.back().at + 45s;
    for (int i = 0; i < 20; ++i) {
      const auto from = begin() + 1h + width * static_cast<int>(random() % 40);
      const timestamp to
        = i == 0 ? std::max(from, end) : from + width * (i * 3);
      SCOPED_TRACE(seed);
      expect_same(lazy.between(from, to), plainly(sorted, from, to));
      expect_same(eager.between(from, to), plainly(sorted, from, to));
    }
  }
}

TEST(timeline, K1_any_split_at_a_bucket_adds_up_to_the_whole) {
  std::mt19937_64 random{7};
  const auto changes = random_changes(random, 200);
  two_levels t{width};
  for (const auto& c : changes) {
    t.change(c.at, c.level, c.by);
    t.settle(c.at - 60s);
  }
  const auto from = begin();
  const auto until = changes.back().at + 1min;
  const auto whole = t.between(from, until);
  for (auto split = from; split < until; split += width * 7) {
    const auto first = t.between(from, split);
    const auto second = t.between(split, until);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(first.total[i] + second.total[i], whole.total[i]);
    }
    EXPECT_EQ(std::max(first.peak, second.peak), whole.peak);
  }
}

TEST(timeline, K1_what_is_forgotten_leaves_its_level_behind) {
  two_levels t{width};
  t.change(begin() + 3s, 0, 2);
  t.settle(begin() + 10min);
  t.forget(begin() + 10min);
  EXPECT_EQ(t.kept(), 0U);
  const auto f = t.between(begin() + 10min, begin() + 11min);
  EXPECT_EQ(f.total[0], 2 * 60'000);
  EXPECT_EQ(f.peak, 2);
}

TEST(timeline, K1_a_change_that_comes_too_late_counts_from_where_sums_end) {
  two_levels t{width};
  t.change(begin() + 1s, 1, 1);
  t.settle(begin() + 20s);
  t.change(begin() + 5s, 0, 1);
  EXPECT_EQ(t.late(), 1U);
  EXPECT_EQ(t.now()[0], 1);
  EXPECT_EQ(t.between(begin(), begin() + 30s).total[0], 10'000);
}

TEST(timeline, K1_changes_that_are_not_summed_up_are_bounded) {
  two_levels t{width};
  for (std::size_t i = 0; i < 20 * limits::statistics_changes_max; ++i) {
    t.change(begin() + duration{static_cast<long long>(i) / 50},
             0,
             i % 2 == 0 ? 1 : -1);
    if (t.unsettled() > limits::statistics_changes_max) {
      t.settle_half();
    }
  }
  EXPECT_LE(t.kept(), limits::statistics_changes_max + 2);
  EXPECT_EQ(t.late(), 0U);
  EXPECT_EQ(t.now()[0], 0);
}

TEST(timeline, K1_idleness_costs_nothing) {
  two_levels t{width};
  t.change(begin(), 0, 1);
  t.settle(begin() + 24h);
  EXPECT_EQ(t.kept(), 1U);
  EXPECT_EQ(t.between(begin(), begin() + 24h).total[0], duration{24h}.count());
}

struct count {
  int n = 0;
  count& operator+=(const count& other) {
    n += other.n;
    return *this;
  }
};

TEST(tallies, K1_counts_find_their_bucket_in_any_order) {
  std::mt19937_64 random{3};
  tallies<count> t{width};
  std::map<std::int64_t, int> plain;
  for (int i = 0; i < 500; ++i) {
    const auto at = begin() + duration{random() % 600'000};
    ++t.at(at).n;
    ++plain[index_of(at, width)];
  }
  EXPECT_EQ(t.kept(), plain.size());
  const auto first = index_of(begin(), width);
  for (int i = 0; i < 60; ++i) {
    int sum = 0;
    for (const auto& [index, n] : plain) {
      sum += index >= first + i && index <= first + i + 4 ? n : 0;
    }
    EXPECT_EQ(t.between(first + i, first + i + 4).n, sum);
  }
  t.forget(begin() + 5min);
  EXPECT_EQ(t.between(first, first + 29).n, 0);
  EXPECT_GT(t.between(first + 30, first + 59).n, 0);
}

} // namespace
} // namespace parley::statistics
