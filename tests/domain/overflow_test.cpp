// Further groups of a queue that help out while it is long or slow (O3), seen
// by the router in its decisions and in its next deadline.
#include "actors/domain/routing.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley::routing {
namespace {

using namespace std::chrono_literals;

constexpr timestamp noon = from_unix_ms(1'700'000'000'000);
const group_id first{"first"};
const group_id second{"second"};
const queue_id chats{"chats"};

/// A queue of both groups, the second under `when`.
queue_info served_by_two(const overflow& when) {
  queue_info q;
  q.id = chats;
  q.automatic = true;
  q.groups = {first, second};
  q.overflows = {{second, when}};
  return q;
}

/// An agent of the second group who is free.
agent_info helper(const std::string& id = "helper") {
  agent_info a;
  a.id = agent_id{id};
  a.skills = {{second, 5}};
  a.call_tier = 1;
  a.of(channel::webchat) = {true, 0, 4};
  return a;
}

allocator with_helper(const overflow& when) {
  allocator r;
  r.put_queue(served_by_two(when), std::nullopt);
  r.put_agent(helper());
  return r;
}

overflow length_over(int x) {
  overflow o;
  o.length_over = x;
  return o;
}
overflow longest_wait_over(duration y) {
  overflow o;
  o.longest_wait_over = y;
  return o;
}
overflow expected_wait_over(duration z) {
  overflow o;
  o.expected_wait_over = z;
  return o;
}

std::string proposed(allocator& r, timestamp now) {
  std::string text;
  for (const auto& p : r.propose(now)) {
    text += text.empty() ? "" : " ";
    text += p.what.id + ">" + p.agent.value;
  }
  return text;
}

TEST(overflow, O3_a_group_without_a_condition_always_serves) {
  allocator r;
  auto q = served_by_two({});
  q.overflows.clear();
  r.put_queue(q, std::nullopt);
  r.put_agent(helper());
  r.put_item({"c1", chats, noon});
  EXPECT_EQ(proposed(r, noon), "c1>helper");
}

TEST(overflow, O3_a_group_helps_when_the_queue_is_longer_than_its_length) {
  auto r = with_helper(length_over(2));
  r.put_item({"c1", chats, noon});
  r.put_item({"c2", chats, noon + 1ms});
  EXPECT_EQ(proposed(r, noon + 1s), "");
  EXPECT_EQ(r.neglected(noon + 1h, 1s), 0U);
  r.put_item({"c3", chats, noon + 2ms});
  EXPECT_EQ(proposed(r, noon + 1s), "c1>helper");
}

TEST(overflow, O3_a_group_helps_no_more_when_the_queue_is_short_again) {
  auto r = with_helper(length_over(1));
  r.put_item({"c1", chats, noon});
  r.put_item({"c2", chats, noon + 1ms});
  EXPECT_EQ(proposed(r, noon + 1s), "c1>helper");
  r.remove_item("c1");
  r.put_agent(helper());
  EXPECT_EQ(proposed(r, noon + 2s), "");
}

TEST(overflow, O3_a_longest_wait_begins_by_time_alone_and_is_a_deadline) {
  auto r = with_helper(longest_wait_over(30s));
  EXPECT_EQ(r.next_deadline(), std::nullopt);
  r.put_item({"c1", chats, noon});
  r.put_item({"c2", chats, noon + 10s});
  EXPECT_EQ(proposed(r, noon + 30s), "");
  EXPECT_EQ(r.next_deadline(), noon + 30s + 1ms);
  EXPECT_EQ(proposed(r, noon + 30s + 1ms), "c1>helper");
  // What holds already is no deadline.
  EXPECT_EQ(r.next_deadline(), std::nullopt);
  r.remove_item("c1");
  EXPECT_EQ(r.next_deadline(), noon + 40s + 1ms);
}

TEST(overflow, O3_the_sooner_of_overflow_and_cool_down_is_the_deadline) {
  auto r = with_helper(longest_wait_over(30s));
  r.put_item({"c1", chats, noon});
  r.cool_down("c1", agent_id{"helper"}, noon + 20s);
  EXPECT_EQ(proposed(r, noon), "");
  EXPECT_EQ(r.next_deadline(), noon + 20s);
  EXPECT_EQ(proposed(r, noon + 20s), "");
  EXPECT_EQ(r.next_deadline(), noon + 30s + 1ms);
}

TEST(overflow, O3_a_queue_by_hand_has_no_deadlines) {
  auto q = served_by_two(longest_wait_over(30s));
  q.automatic = false;
  allocator r;
  r.put_queue(q, std::nullopt);
  r.put_item({"c1", chats, noon});
  EXPECT_EQ(proposed(r, noon), "");
  EXPECT_EQ(r.next_deadline(), std::nullopt);
}

TEST(overflow, O3_N2_a_group_helps_while_the_expected_wait_is_too_long) {
  auto r = with_helper(expected_wait_over(60s));
  r.put_item({"c1", chats, noon});
  // Unknown before the first sample.
  EXPECT_EQ(proposed(r, noon + 1h), "");
  r.answered(chats, 60s);
  EXPECT_EQ(proposed(r, noon + 1h), "");
  // 0.9 * 60 + 0.1 * 70.
  r.answered(chats, 70s);
  EXPECT_EQ(proposed(r, noon + 1h), "c1>helper");
  r.put_item({"c2", chats, noon});
  r.put_agent(helper());
  r.answered(chats, 0s);
  EXPECT_EQ(proposed(r, noon + 1h), "");
  r.answered(queue_id{"unknown"}, 1h);
}

TEST(overflow, O3_one_of_several_conditions_is_enough) {
  overflow either = length_over(5);
  either.longest_wait_over = 10s;
  auto r = with_helper(either);
  r.put_item({"c1", chats, noon});
  EXPECT_EQ(proposed(r, noon + 10s), "");
  EXPECT_EQ(proposed(r, noon + 11s), "c1>helper");
}

TEST(overflow, P6_a_group_that_helps_comes_after_the_groups_before_it) {
  auto r = with_helper(length_over(0));
  auto own = helper("own");
  own.skills = {{first, 1}};
  own.of(channel::webchat).held = 3;
  r.put_agent(own);
  r.put_item({"c1", chats, noon});
  r.put_item({"c2", chats, noon + 1s});
  EXPECT_EQ(proposed(r, noon + 2s), "c1>own c2>helper");
}

TEST(overflow, O3_B3_calls_overflow_as_well_tier_by_tier) {
  auto q = served_by_two(longest_wait_over(20s));
  q.channel = channel::call;
  allocator r;
  r.put_queue(q, std::nullopt);
  auto talking = helper("talking");
  talking.skills = {{first, 1}};
  talking.call_tier = 2;
  talking.active_since = noon - 1h;
  r.put_item({"k1", chats, noon});
  r.put_agent(helper());
  EXPECT_EQ(proposed(r, noon + 20s), "");
  // A free one of a group that helps comes before interrupting somebody.
  r.put_agent(talking);
  EXPECT_EQ(proposed(r, noon + 20s + 1ms), "k1>helper");
  r.put_item({"k2", chats, noon + 20s});
  EXPECT_EQ(proposed(r, noon + 20s + 2ms), "k2>talking");
}

TEST(overflow, O3_five_groups_join_in_one_after_the_other) {
  allocator r;
  queue_info q;
  q.id = chats;
  q.automatic = true;
  for (int g = 0; g < 5; ++g) {
    const group_id group{"g" + std::to_string(g)};
    q.groups.push_back(group);
    if (g > 0) {
      q.overflows[group] = longest_wait_over(g * 10s);
    }
    auto a = helper("a" + std::to_string(g));
    a.skills = {{group, 3}};
    r.put_agent(a);
  }
  r.put_queue(q, std::nullopt);
  for (int i = 0; i < 5; ++i) {
    r.put_item({"c" + std::to_string(i), chats, noon + i * 1ms});
  }
  std::string text = proposed(r, noon + 5ms);
  while (const auto next = r.next_deadline()) {
    text += " " + proposed(r, *next);
  }
  EXPECT_EQ(text, "c0>a0 c1>a1 c2>a2 c3>a3 c4>a4");
}

} // namespace
} // namespace parley::routing
