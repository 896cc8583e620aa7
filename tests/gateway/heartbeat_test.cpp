// L2: a lost connection is found within 15 s. On ticks, without any clock.
#include "gateway/heartbeat.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

namespace parley::gateway {

namespace {

class peer final : public beating {
public:
  explicit peer(heartbeat& wheel) : wheel_{wheel} {}

  void ping() override {
    pinged.push_back(wheel_.now());
    if (answers) {
      sign_of_life(wheel_.now());
    }
  }
  void give_up() override { given_up.push_back(wheel_.now()); }
  void says_something() { sign_of_life(wheel_.now()); }

  bool answers = true;
  std::vector<std::uint64_t> pinged;
  std::vector<std::uint64_t> given_up;

private:
  heartbeat& wheel_;
};

class heartbeat_test : public ::testing::Test {
protected:
  std::shared_ptr<peer> comes() {
    auto p = std::make_shared<peer>(wheel);
    wheel.add(p);
    return p;
  }
  void ticks(
    std::uint64_t n, const std::function<void()>& each = [] {}) {
    for (std::uint64_t i = 0; i < n; ++i) {
      wheel.tick();
      each();
    }
  }

  heartbeat wheel;
};

constexpr auto ping_ticks = heartbeat::ping_ticks;
constexpr auto dead_ticks = heartbeat::dead_ticks;
constexpr auto soonest_ping = ping_ticks - heartbeat::spread_ticks;

TEST_F(heartbeat_test, L2_the_silent_one_is_asked_once_and_given_up_in_time) {
  const auto mute = comes();
  mute->answers = false;
  ticks(dead_ticks - 1);
  ASSERT_EQ(mute->pinged.size(), 1U);
  EXPECT_GE(mute->pinged.front(), soonest_ping);
  EXPECT_LE(mute->pinged.front(), ping_ticks);
  EXPECT_TRUE(mute->given_up.empty());
  ticks(1);
  EXPECT_EQ(mute->given_up, std::vector<std::uint64_t>{dead_ticks});
  ticks(3 * dead_ticks);
  EXPECT_EQ(mute->given_up.size(), 1U);
  EXPECT_EQ(mute->pinged.size(), 1U);
  EXPECT_TRUE(wheel.empty());
}

TEST_F(heartbeat_test, L2_whoever_answers_stays) {
  const auto p = comes();
  ticks(100 * dead_ticks);
  EXPECT_TRUE(p->given_up.empty());
  ASSERT_GT(p->pinged.size(), 2U);
  for (std::size_t i = 1; i < p->pinged.size(); ++i) {
    EXPECT_GE(p->pinged[i] - p->pinged[i - 1], soonest_ping);
    EXPECT_LE(p->pinged[i] - p->pinged[i - 1], ping_ticks);
  }
}

TEST_F(heartbeat_test, whoever_talks_is_not_pinged) {
  const auto p = comes();
  p->answers = false;
  ticks(50 * dead_ticks, [&] {
    if (wheel.now() % (soonest_ping - 1) == 0) {
      p->says_something();
    }
  });
  EXPECT_TRUE(p->pinged.empty());
  EXPECT_TRUE(p->given_up.empty());
}

TEST_F(heartbeat_test, L2_silence_is_found_whenever_it_begins) {
  for (std::uint64_t last = 1; last <= 3 * dead_ticks; ++last) {
    const auto p = comes();
    p->answers = false;
    const auto born = wheel.now();
    ticks(last, [&] { p->says_something(); });
    ticks(dead_ticks);
    EXPECT_EQ(p->given_up, std::vector<std::uint64_t>{born + last + dead_ticks})
      << "the last word at tick " << last;
    EXPECT_EQ(p->pinged.size(), 1U);
  }
}

TEST_F(heartbeat_test, whoever_has_gone_is_forgotten) {
  auto p = comes();
  p.reset();
  ticks(dead_ticks);
  EXPECT_TRUE(wheel.empty());
}

TEST_F(heartbeat_test, those_who_came_together_are_not_pinged_together) {
  constexpr int many = 9'000;
  std::vector<std::shared_ptr<peer>> crowd;
  crowd.reserve(many);
  for (int i = 0; i < many; ++i) {
    crowd.push_back(comes());
  }
  ticks(60 * ping_ticks);
  std::map<std::uint64_t, int> pings;
  for (const auto& p : crowd) {
    ++pings[p->pinged.back()];
  }
  const auto most = std::max_element(
    pings.begin(), pings.end(), [](const auto& a, const auto& b) {
      return a.second < b.second;
    });
  // Evenly would be about 50 in each tick of the longest period.
  EXPECT_LE(most->second, 4 * many / static_cast<int>(ping_ticks));
}

} // namespace

} // namespace parley::gateway
