// Who gets what (B3, B4, P5, P6, I2), and the same compared with a router that
// looks at everything for every item.
#include "actors/domain/routing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace parley::routing {
namespace {

using namespace std::chrono_literals;

constexpr timestamp noon = from_unix_ms(1'700'000'000'000);
const group_id first{"first"};
const group_id second{"second"};
const queue_id chats{"chats"};
const queue_id calls{"calls"};

queue_info chat_queue(std::vector<group_id> groups = {first}) {
  return {chats, channel::webchat, 5, true, std::move(groups)};
}
queue_info call_queue(std::vector<group_id> groups = {first}) {
  return {calls, channel::call, 10, false, std::move(groups)};
}

/// An agent who is free for everything.
agent_info free_agent(const std::string& id, int skill = 3) {
  agent_info a;
  a.id = agent_id{id};
  a.skills = {{first, skill}};
  a.call_tier = 1;
  a.of(channel::webchat).open = true;
  a.of(channel::webchat).maximum = 4;
  a.last_allocated = noon - 1h;
  return a;
}
agent_info talking_agent(const std::string& id, timestamp since) {
  auto a = free_agent(id);
  a.call_tier = 2;
  a.of(channel::webchat).held = 1;
  a.active_since = since;
  return a;
}

allocator with_queues() {
  allocator r;
  r.put_queue(chat_queue(), std::nullopt);
  r.put_queue(call_queue(), std::nullopt);
  return r;
}

/// What is proposed, as `item>agent item>agent`.
std::string proposed(allocator& r, timestamp now = noon) {
  std::string text;
  for (const auto& p : r.propose(now)) {
    text += text.empty() ? "" : " ";
    text += p.what.id + ">" + p.agent.value;
  }
  return text;
}

item chat(const std::string& id, duration waited = 10s) {
  return {id, chats, noon - waited};
}
item call(const std::string& id, duration waited = 10s) {
  return {id, calls, noon - waited};
}

// --- P6: the choice. ---------------------------------------------------------

TEST(allocator, P6_the_eligible_group_in_order_comes_first) {
  allocator r;
  r.put_queue(chat_queue({second, first}), std::nullopt);
  r.put_agent(free_agent("expert", 5));
  auto other = free_agent("other");
  other.skills = {{second, 1}};
  r.put_agent(other);
  r.put_item(chat("c1"));
  EXPECT_EQ(proposed(r), "c1>other");
  r.put_item(chat("c2"));
  EXPECT_EQ(proposed(r), "c2>expert");
}

TEST(allocator, P6_then_skill_then_held_then_time_then_id) {
  auto r = with_queues();
  r.put_agent(free_agent("low", 2));
  auto busy = free_agent("busy", 5);
  busy.of(channel::webchat).held = 1;
  r.put_agent(busy);
  auto recent = free_agent("recent", 5);
  recent.last_allocated = noon - 1min;
  r.put_agent(recent);
  r.put_agent(free_agent("b", 5));
  r.put_agent(free_agent("a", 5));
  for (int i = 1; i <= 6; ++i) {
    r.put_item(chat("c" + std::to_string(i), duration{1min - i * 1s}));
  }
  EXPECT_EQ(proposed(r), "c1>a c2>b c3>recent c4>busy c5>low");
}

TEST(allocator, P6_who_declined_is_not_asked_until_cooled_down) {
  auto r = with_queues();
  r.put_agent(free_agent("ann", 5));
  r.put_agent(free_agent("bob", 1));
  r.put_item(chat("c1"));
  EXPECT_EQ(proposed(r), "c1>ann");
  r.cool_down("c1", agent_id{"ann"}, noon + 30s);
  r.put_item(chat("c1"));
  r.put_agent(free_agent("ann", 5));
  EXPECT_EQ(proposed(r), "c1>bob");
  r.cool_down("c1", agent_id{"bob"}, noon + 40s);
  r.put_item(chat("c1"));
  r.put_agent(free_agent("bob", 1));
  EXPECT_EQ(proposed(r), "");
  EXPECT_EQ(r.next_deadline(), noon + 30s);
  EXPECT_EQ(proposed(r, noon + 30s), "c1>ann");
  EXPECT_EQ(r.next_deadline(), noon + 40s);
}

TEST(allocator, P6_a_cool_down_concerns_only_that_item) {
  auto r = with_queues();
  r.put_agent(free_agent("ann"));
  r.put_item(chat("c1", 20s));
  r.put_item(chat("c2", 10s));
  r.cool_down("c1", agent_id{"ann"}, noon + 30s);
  EXPECT_EQ(proposed(r), "c2>ann");
}

// --- P4, P5, Q3: who may. ----------------------------------------------------

TEST(allocator, P4_who_holds_the_maximum_gets_none) {
  allocator r;
  r.put_queue(chat_queue(), 2);
  auto a = free_agent("ann");
  a.of(channel::webchat).held = 2;
  r.put_agent(a);
  r.put_item(chat("c1"));
  EXPECT_EQ(proposed(r), "");
  a.of(channel::webchat).held = 1;
  r.put_agent(a);
  EXPECT_EQ(proposed(r), "c1>ann");
}

TEST(allocator, P4_full_experts_do_not_hide_the_others) {
  auto r = with_queues();
  for (int i = 0; i < 50; ++i) {
    auto a = free_agent("full" + std::to_string(i), 5);
    a.of(channel::webchat).held = 4;
    r.put_agent(a);
  }
  auto roomy = free_agent("roomy", 5);
  roomy.of(channel::webchat).maximum = 25;
  roomy.of(channel::webchat).held = 10;
  r.put_agent(roomy);
  r.put_agent(free_agent("low", 1));
  r.put_item(chat("c1", 20s));
  r.put_item(chat("c2", 10s));
  EXPECT_EQ(proposed(r), "c1>roomy c2>low");
}

TEST(allocator, P5_a_queue_without_automatic_allocation_waits_for_a_hand) {
  allocator r;
  auto q = chat_queue();
  q.automatic = false;
  r.put_queue(q, std::nullopt);
  r.put_agent(free_agent("ann"));
  r.put_item(chat("c1"));
  EXPECT_EQ(proposed(r), "");
  EXPECT_EQ(r.neglected(noon, 1s), 0U);
  q.automatic = true;
  r.put_queue(q, std::nullopt);
  EXPECT_EQ(proposed(r), "c1>ann");
}

TEST(allocator, Q3_a_queue_outside_of_the_profile_is_not_served) {
  auto r = with_queues();
  auto a = free_agent("ann");
  a.queues = {calls};
  r.put_agent(a);
  r.put_item(chat("c1"));
  EXPECT_EQ(proposed(r), "");
  r.put_item(call("call"));
  EXPECT_EQ(proposed(r), "call>ann");
}

// --- B1, B3: the order, the tiers. -------------------------------------------

TEST(allocator, B1_all_channels_form_one_list) {
  auto r = with_queues();
  r.put_item(chat("young", 10s));
  r.put_item(chat("old", 400s));
  r.put_item(call("call", 0s));
  r.put_agent(free_agent("a"));
  EXPECT_EQ(proposed(r), "old>a");
  r.put_agent(free_agent("b"));
  EXPECT_EQ(proposed(r), "call>b");
  r.put_agent(free_agent("c"));
  EXPECT_EQ(proposed(r), "young>c");
}

TEST(allocator, B3_an_item_without_a_candidate_blocks_none_behind_it) {
  auto r = with_queues();
  r.put_item(call("call"));
  r.put_item(chat("c1"));
  auto a = free_agent("ann");
  a.call_tier = 0;
  r.put_agent(a);
  EXPECT_EQ(proposed(r), "c1>ann");
}

TEST(allocator, I2_a_call_goes_to_a_free_agent_before_a_talking_one) {
  auto r = with_queues();
  auto talking = talking_agent("talking", noon - 1h);
  talking.skills = {{first, 5}};
  r.put_agent(talking);
  r.put_agent(free_agent("free", 1));
  r.put_item(call("k1", 20s));
  r.put_item(call("k2", 10s));
  EXPECT_EQ(proposed(r), "k1>free k2>talking");
}

TEST(allocator, I2_a_free_agent_of_a_later_group_comes_before_interrupting) {
  allocator r;
  r.put_queue(call_queue({first, second}), std::nullopt);
  r.put_agent(talking_agent("talking", noon - 1h));
  auto other = free_agent("other");
  other.skills = {{second, 1}};
  r.put_agent(other);
  r.put_item(call("k1"));
  EXPECT_EQ(proposed(r), "k1>other");
}

TEST(allocator, I2_among_the_talking_skill_then_held_then_longest_active) {
  auto r = with_queues();
  r.put_agent(talking_agent("short", noon - 1min));
  r.put_agent(talking_agent("long", noon - 1h));
  auto full = talking_agent("full", noon - 2h);
  full.of(channel::webchat).held = 2;
  r.put_agent(full);
  auto expert = talking_agent("expert", noon - 1s);
  expert.skills = {{first, 5}};
  expert.of(channel::webchat).held = 3;
  r.put_agent(expert);
  for (int i = 1; i <= 4; ++i) {
    r.put_item(call("k" + std::to_string(i), duration{1min - i * 1s}));
  }
  EXPECT_EQ(proposed(r), "k1>expert k2>long k3>short k4>full");
}

TEST(allocator, B3_an_interruptible_break_is_the_last_resort) {
  auto r = with_queues();
  auto resting = free_agent("resting", 5);
  resting.call_tier = 3;
  resting.of(channel::webchat).open = false;
  r.put_agent(resting);
  r.put_agent(talking_agent("talking", noon));
  r.put_item(call("k1", 20s));
  r.put_item(call("k2", 10s));
  EXPECT_EQ(proposed(r), "k1>talking k2>resting");
}

// --- Proposals. --------------------------------------------------------------

TEST(allocator, an_agent_is_proposed_once_and_so_is_an_item) {
  auto r = with_queues();
  r.put_agent(free_agent("ann"));
  r.put_item(chat("c1", 20s));
  r.put_item(chat("c2", 10s));
  EXPECT_EQ(proposed(r), "c1>ann");
  EXPECT_EQ(proposed(r), "");
  r.put_agent(free_agent("ann"));
  EXPECT_EQ(proposed(r), "c2>ann");
}

TEST(allocator, what_is_removed_is_not_proposed) {
  auto r = with_queues();
  r.put_agent(free_agent("ann"));
  r.put_agent(free_agent("bob"));
  r.put_item(chat("c1"));
  r.put_item(call("k1"));
  r.cool_down("c1", agent_id{"ann"}, noon + 30s);
  r.remove_queue(chats);
  r.remove_item("k1");
  EXPECT_EQ(r.waiting(), 0U);
  EXPECT_EQ(r.next_deadline(), std::nullopt);
  EXPECT_EQ(proposed(r, noon + 1h), "");
  r.remove_agent(agent_id{"ann"});
  r.remove_agent(agent_id{"ann"});
  r.put_item(call("k2"));
  EXPECT_EQ(proposed(r), "k2>bob");
}

TEST(allocator, an_item_moves_between_queues) {
  auto r = with_queues();
  r.put_item(chat("x"));
  r.put_item({"x", calls, noon});
  EXPECT_EQ(r.waiting(), 1U);
  auto a = free_agent("ann");
  a.of(channel::webchat).open = false;
  r.put_agent(a);
  EXPECT_EQ(proposed(r), "x>ann");
  r.put_item({"x", queue_id{"unknown"}, noon});
  EXPECT_EQ(r.waiting(), 0U);
}

TEST(allocator, B4_a_decision_says_who_was_asked_and_why) {
  allocator r;
  r.put_queue(chat_queue(), 2);
  auto full = free_agent("full", 5);
  full.of(channel::webchat).held = 2;
  r.put_agent(full);
  auto blind = free_agent("blind", 4);
  blind.queues = {calls};
  r.put_agent(blind);
  r.put_agent(free_agent("ann", 3));
  auto holds = free_agent("holds", 3);
  holds.of(channel::webchat).held = 1;
  r.put_agent(holds);
  r.put_agent(free_agent("low", 1));
  r.put_item(chat("c1", 40s));
  const auto proposals = r.propose(noon);
  ASSERT_EQ(proposals.size(), 1U);
  const auto& why = proposals.front().why;
  EXPECT_EQ(why.chosen, agent_id{"ann"});
  EXPECT_EQ(why.item, "c1");
  EXPECT_EQ(why.score, 340);
  std::string text;
  for (const auto& v : why.candidates) {
    text += v.agent.value + ": " + v.why + "\n";
  }
  EXPECT_EQ(text,
            "ann: chosen\n"
            "full: holds as many as the queue allows\n"
            "blind: queue outside the profile\n"
            "holds: holds more\n"
            "low: lower skill\n");
}

TEST(allocator, B4_a_decision_names_at_most_sixteen) {
  auto r = with_queues();
  for (int i = 0; i < 40; ++i) {
    r.put_agent(free_agent("a" + std::to_string(i)));
  }
  r.put_item(chat("c1"));
  EXPECT_EQ(r.propose(noon).front().why.candidates.size(), 16U);
}

TEST(allocator, Z3_counts_items_that_wait_beside_a_free_agent) {
  auto r = with_queues();
  r.put_item(chat("c1", 10s));
  r.put_item(chat("new", 500ms));
  EXPECT_EQ(r.neglected(noon, 1s), 0U);
  r.put_agent(free_agent("ann"));
  EXPECT_EQ(r.neglected(noon, 1s), 1U);
  // It is on offer; that is neglect only if nobody answers.
  EXPECT_EQ(proposed(r), "c1>ann");
  EXPECT_EQ(r.neglected(noon + 400ms, 1s), 0U);
  EXPECT_EQ(r.neglected(noon + 1s, 1s), 1U);
  r.remove_item("c1");
  EXPECT_EQ(r.neglected(noon + 1s, 1s), 0U);
}

} // namespace
} // namespace parley::routing
