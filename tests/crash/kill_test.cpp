// Z1: kill -9 at any instant, under load, over and over. Whatever was
// acknowledged is there afterwards, once; every chat is back where it was.
#include "tests/crash/server_fixture.hpp"

namespace parley::crash {
namespace {

using namespace std::chrono_literals;

constexpr int kills = 50;
/// Every so often the server is killed while it recovers, too.
constexpr int kill_in_recovery_every = 5;
/// T1: a timer survives to within this.
constexpr duration timer_tolerance = 100ms;

class kill_nine : public server_fixture {
protected:
  tools::nanoseconds up_to(std::chrono::milliseconds most) {
    return std::chrono::microseconds{chance()
                                     % static_cast<std::uint64_t>(most / 1us)};
  }

  void one_life(int number) {
    if (number % kill_in_recovery_every == 0) {
      start_and_kill(up_to(300ms));
    }
    ASSERT_TRUE(start());
    reconnect();
    ASSERT_TRUE(all_are_back());
    for (auto& a : agents) {
      a->compare();
    }
    work(true);
    loop.run_for(20ms + up_to(250ms));
    kill();
    lose_connections();
    work(false);
  }

  void work(bool on) {
    for (auto& c : customers) {
      if (c->phase() != customer_phase::ended) {
        c->talk(on);
      }
    }
    for (auto& a : agents) {
      a->juggle(on);
    }
  }

  std::size_t acknowledged() {
    std::size_t sum = 0;
    for (auto& c : customers) {
      sum += c->heard().ticks().size();
    }
    return sum;
  }
};

TEST_F(kill_nine, Z1_Z2_nothing_acknowledged_is_lost_or_doubled_over_50_kills) {
  make_company(3);
  ASSERT_TRUE(start());
  // Two agents juggle two chats each; the third one's chat stays as it is.
  ASSERT_TRUE(open_chats(6, 3));
  kill();
  lose_connections();
  for (int i = 1; i <= kills && !HasFailure(); ++i) {
    SCOPED_TRACE("life " + std::to_string(i));
    one_life(i);
  }
  ASSERT_FALSE(HasFailure());

  ASSERT_TRUE(start());
  reconnect();
  ASSERT_TRUE(all_are_back());
  for (auto& a : agents) {
    a->compare();
  }
  expect_nothing_lost();
  // Else there was no load.
  EXPECT_GT(acknowledged(), static_cast<std::size_t>(kills) * 6);
  RecordProperty("acknowledged", std::to_string(acknowledged()));
}

TEST_F(kill_nine, Z1_T1_a_running_wrapup_has_the_same_deadline_after_a_kill) {
  make_company(1);
  ASSERT_TRUE(start());
  ASSERT_TRUE(open_chats(1, 1));
  auto& a = *agents.front();
  const auto chat = customers.front()->chat();
  a.end(chat);
  const auto in_wrapup = [&] {
    const auto v = a.view(chat);
    return v && v->phase == phase_name::wrapup && v->deadline;
  };
  ASSERT_TRUE(run_until(in_wrapup)) << a.problem();
  const auto before = *a.view(chat)->deadline;
  for (int i = 0; i < 3; ++i) {
    kill();
    lose_connections();
    ASSERT_TRUE(start());
    ASSERT_TRUE(a.connect(server->address)) << a.problem();
    ASSERT_TRUE(run_until(in_wrapup)) << a.problem();
    const auto after = *a.view(chat)->deadline;
    EXPECT_LE(std::chrono::abs(after - before), timer_tolerance);
  }
}

TEST_F(kill_nine, Z1_a_waiting_chat_waits_on_in_its_place) {
  make_company(1);
  ASSERT_TRUE(start());
  agents.push_back(std::make_unique<agent>(loop, "a1"));
  ASSERT_TRUE(agents.front()->connect(server->address));
  for (int i = 0; i < 3; ++i) {
    customers.push_back(
      std::make_unique<customer>(loop, "c" + std::to_string(i + 1)));
    auto& c = *customers.back();
    c.connect(server->address);
    ASSERT_TRUE(run_until(
      [&] { return c.phase() == customer_phase::waiting && c.is_back(); }));
    c.say_one();
    ASSERT_TRUE(run_until([&] { return c.is_back(); }));
  }
  kill();
  lose_connections();
  ASSERT_TRUE(start());
  reconnect();
  ASSERT_TRUE(all_are_back());
  for (auto& c : customers) {
    EXPECT_EQ(c->phase(), customer_phase::waiting) << c->name();
  }
  // All of them can still be taken, and hold their line.
  for (auto& c : customers) {
    agents.front()->take(c->chat());
    ASSERT_TRUE(run_until([&] { return agents.front()->is_idle(); }));
    EXPECT_TRUE(agents.front()->expected().contains(c->chat()))
      << agents.front()->problem();
  }
  expect_nothing_lost();
}

} // namespace
} // namespace parley::crash
