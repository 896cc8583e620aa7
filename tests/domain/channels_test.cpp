// Channels of a company: exclusive ones, agents limited to some, which may
// interrupt which and what becomes of the interrupted (I7, I8, P4, P5), with
// the second table of worked examples of behaviour 4.
#include "actors/domain/agent.hpp"
#include "tests/support/agent_story.hpp"

#include <gtest/gtest.h>

namespace parley::agent {
namespace {

using namespace parley::testing;
using namespace std::chrono_literals;

const chat_id c1{"c1"};
const chat_id c2{"c2"};
const chat_id c9{"c9"};
const queue_id hotline{"hotline"};

/// A chat of this channel says that the agent has it.
agent_story& holds(agent_story& a,
                   const chat_id& chat,
                   channel of,
                   phase_name phase,
                   std::uint64_t revision = 1) {
  return a.hears({chat, revision, phase, sales, ann, a.now(), false, of});
}

channel_rules exclusive(channel c) {
  channel_rules rules;
  rules.exclusive = {c};
  return rules;
}
channel_rules limited_to(channel c) {
  channel_rules rules;
  rules.served = std::set{c};
  return rules;
}
channel_rules interrupting(channel by, channel of, interrupted_item then) {
  channel_rules rules;
  rules.interruptions = {{by, of, then}};
  return rules;
}

ring rings(const channel_rules& rules = {}) {
  return {ring_one, hotline, "+49", rules};
}
answer_call answers(const channel_rules& rules = {}) {
  return {ring_one, hotline, "+49", std::nullopt, rules};
}
capacity room_for(channel c, const channel_rules& rules = {}) {
  capacity room;
  room.channel = c;
  room.rules = rules;
  return room;
}
receive gets(const chat_id& chat, const capacity& room) {
  return {chat, sales, room};
}
take takes(const chat_id& chat, const capacity& room) {
  return {chat, sales, room};
}

// --- The worked examples. ----------------------------------------------------

TEST(worked_example, one_active_webchat_a_call_is_accepted_and_it_is_parked) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.does(rings()).does(answers());
  EXPECT_EQ(a.ordered(), "interrupt c1");
  EXPECT_EQ(a.state().interrupted, c1);
}

TEST(worked_example, one_active_webchat_that_is_exclusive_a_call_is_refused) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.refuses(rings(exclusive(channel::webchat)),
            refusal_code::channel_exclusive);
}

TEST(worked_example, one_webchat_in_active_wrapup_a_call_is_refused) {
  agent_story a;
  a.is_present().holds("c1", phase_name::wrapup);
  a.refuses(rings(), refusal_code::in_wrapup);
}

TEST(worked_example, one_webchat_in_parked_wrapup_a_call_comes_as_to_the_idle) {
  agent_story a;
  a.is_present().holds("c1", phase_name::wrapup_parked);
  EXPECT_EQ(a.for_calls(), call_eligibility::free);
  a.does(rings()).does(answers());
  EXPECT_EQ(a.ordered(), "");
}

TEST(worked_example, four_parked_webchats_and_a_maximum_of_four_no_fifth) {
  agent_story a;
  a.is_present();
  for (const auto* id : {"c1", "c2", "c3", "c4"}) {
    a.holds(id, phase_name::parked);
  }
  auto room = room_for(channel::webchat);
  room.queue_maximum = 4;
  a.refuses(takes(c9, room), refusal_code::queue_maximum_reached);
  a.refuses(gets(c9, room), refusal_code::queue_maximum_reached);
  EXPECT_EQ(a.status(), agent_status::available);
}

TEST(worked_example, two_webchats_of_sales_one_of_support_is_accepted) {
  agent_story a;
  a.is_present().holds("c1", phase_name::parked);
  a.holds("c2", phase_name::parked);
  auto of_sales = room_for(channel::webchat);
  of_sales.queue_maximum = 2;
  a.refuses(takes(c9, of_sales), refusal_code::queue_maximum_reached);
  auto of_support = room_for(channel::webchat);
  of_support.queue_maximum = 4;
  a.does(takes(c9, of_support));
}

// --- I7. ---------------------------------------------------------------------

TEST(channels, I7_who_holds_an_exclusive_item_gets_none_of_other_channels) {
  const auto rules = exclusive(channel::work_item);
  agent_story a;
  a.is_present();
  holds(a, c1, channel::work_item, phase_name::parked);
  a.refuses(gets(c9, room_for(channel::webchat, rules)),
            refusal_code::channel_exclusive);
  a.refuses(takes(c9, room_for(channel::webchat, rules)),
            refusal_code::channel_exclusive);
  a.refuses(rings(rules), refusal_code::channel_exclusive);
  a.does(gets(c9, room_for(channel::work_item, rules)));
}

TEST(channels, I7_the_holder_of_other_channels_may_get_an_exclusive_item) {
  const auto rules = exclusive(channel::work_item);
  agent_story a;
  a.is_present().holds("c1", phase_name::parked);
  a.does(gets(c9, room_for(channel::work_item, rules)));
}

TEST(channels, I7_during_an_exclusive_call_nothing_is_taken_by_hand) {
  const auto room = room_for(channel::webchat, exclusive(channel::call));
  agent_story a;
  a.is_present().talks_on_phone();
  a.refuses(takes(c9, room), refusal_code::channel_exclusive);
  a.does(takes(c9, room_for(channel::webchat)));
}

TEST(channels, I7_an_agent_limited_to_channels_gets_no_others) {
  agent_story a;
  a.is_present();
  const auto only = limited_to(channel::work_item);
  a.refuses(rings(only), refusal_code::channel_not_served);
  a.refuses(gets(c9, room_for(channel::webchat, only)),
            refusal_code::channel_not_served);
  a.refuses(takes(c9, room_for(channel::webchat, only)),
            refusal_code::channel_not_served);
  a.does(gets(c9, room_for(channel::work_item, only)));
  a.does(rings(limited_to(channel::call)));
}

TEST(channels, D037_an_answered_call_is_a_fact_whatever_the_rules) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.does(answers(exclusive(channel::webchat)));
  EXPECT_EQ(a.status(), agent_status::on_call);
  EXPECT_EQ(a.ordered(), "interrupt c1");
}

// --- I8. ---------------------------------------------------------------------

TEST(channels, I8_by_default_a_call_interrupts_each_other_channel) {
  for (const auto of : {channel::webchat, channel::email, channel::work_item}) {
    agent_story a;
    a.is_present();
    holds(a, c1, of, phase_name::active);
    EXPECT_EQ(a.for_calls(), call_eligibility::interruptible);
    a.does(rings()).does(answers());
    EXPECT_EQ(a.ordered(), "interrupt c1");
  }
}

TEST(channels, I8_what_a_call_may_not_interrupt_is_left_alone) {
  channel_rules rules;
  rules.interruptions
    = {{channel::call, channel::webchat, interrupted_item::park}};
  agent_story a;
  a.is_present();
  holds(a, c1, channel::work_item, phase_name::active);
  EXPECT_EQ(call_eligibility_of(a.state(), a.now(), rules),
            call_eligibility::not_now);
  a.refuses(rings(rules), refusal_code::not_in_this_state);
  holds(a, c1, channel::work_item, phase_name::parked, 2);
  a.does(rings(rules));
}

TEST(channels, I8_requeue_sends_the_interrupted_item_back) {
  const auto rules
    = interrupting(channel::call, channel::webchat, interrupted_item::requeue);
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.does(rings(rules)).does(answers(rules));
  EXPECT_EQ(a.ordered(), "put_back c1, interrupt c1");
  EXPECT_EQ(a.state().interrupted, std::nullopt);
  a.lets_go("c1");
  a.does(finish_call{ring_one, 0s, false});
  EXPECT_EQ(a.ordered(), "");
}

TEST(channels, I8_a_wrapup_is_never_requeued) {
  const auto rules
    = interrupting(channel::call, channel::webchat, interrupted_item::requeue);
  agent_story a;
  a.is_present().holds("c1", phase_name::wrapup);
  a.does(answers(rules));
  EXPECT_EQ(a.ordered(), "interrupt c1");
  EXPECT_EQ(a.state().interrupted, c1);
}

TEST(channels, I8_a_webchat_may_take_the_place_of_a_work_item) {
  agent_story a;
  a.is_present();
  holds(a, c1, channel::work_item, phase_name::active);
  const auto parks = interrupting(
    channel::webchat, channel::work_item, interrupted_item::park);
  a.does(gets(c9, room_for(channel::webchat, parks)));
  EXPECT_EQ(a.ordered(), "allocate(automatic) c9!, park c1, activate c9");
  const auto requeues = interrupting(
    channel::webchat, channel::work_item, interrupted_item::requeue);
  a.does(gets(c9, room_for(channel::webchat, requeues)));
  EXPECT_EQ(a.ordered(), "allocate(automatic) c9!, put_back c1, activate c9");
}

TEST(channels, I8_by_default_a_webchat_waits_beside_an_active_work_item) {
  agent_story a;
  a.is_present();
  holds(a, c1, channel::work_item, phase_name::active);
  a.does(gets(c9, room_for(channel::webchat)));
  EXPECT_EQ(a.ordered(), "allocate(automatic) c9!");
}

// --- P4: each channel counts for itself. -------------------------------------

TEST(channels, P4_work_items_do_not_count_as_webchats) {
  agent_story a;
  a.is_present();
  holds(a, c1, channel::work_item, phase_name::parked);
  holds(a, c2, channel::work_item, phase_name::parked);
  EXPECT_EQ(held_count(a.state()), 0);
  EXPECT_EQ(held_count(a.state(), channel::work_item), 2);
  auto room = room_for(channel::webchat);
  room.queue_maximum = 1;
  a.does(takes(c9, room));
  room.channel = channel::work_item;
  a.refuses(takes(c9, room), refusal_code::queue_maximum_reached);
}

TEST(channels, P6_the_cool_down_after_a_declined_call_is_the_companys) {
  agent_story a;
  a.is_present().does(rings());
  a.does(stop_ringing{ring_one, true, 7s});
  a.after(7s - 1ms).refuses(rings(), refusal_code::cooling_down);
  a.after(1ms).does(rings());
}

} // namespace
} // namespace parley::agent
