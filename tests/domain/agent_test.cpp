// The rules of one agent: presence, breaks, inbox, capacity (behaviour 3).
#include "actors/domain/agent.hpp"
#include "tests/support/agent_story.hpp"

#include <gtest/gtest.h>

namespace parley::agent {
namespace {

using namespace parley::testing;
using namespace std::chrono_literals;

const break_reason_id lunch{"lunch"};
const break_reason_id training{"training"};
const chat_id c1{"c1"};
const chat_id c2{"c2"};
const chat_id c5{"c5"};

capacity any() {
  return {std::nullopt, 4, std::nullopt};
}
take take_c5(capacity c = any()) {
  return {c5, sales, c};
}
receive receive_c5(capacity c = any()) {
  return {c5, sales, c};
}

// --- Taking. -----------------------------------------------------------------

TEST(agent, P1_takes_one_though_holding_others) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active).does(take_c5());
  EXPECT_EQ(a.ordered(), "allocate c5!");
}

TEST(agent, P2_a_take_activates_at_once_if_nothing_is_active) {
  agent_story a;
  a.is_present().does(take_c5());
  EXPECT_EQ(a.ordered(), "allocate c5!, activate c5");
  a.holds("c1", phase_name::parked).does(take_c5());
  EXPECT_EQ(a.ordered(), "allocate c5!, activate c5");
}

TEST(agent, P2_a_take_during_a_call_or_its_wrapup_activates_nothing) {
  agent_story a;
  a.is_present().talks_on_phone().does(take_c5());
  EXPECT_EQ(a.ordered(), "allocate c5!");
  a.does(finish_call{ring_one, 30s, false}).does(take_c5());
  EXPECT_EQ(a.ordered(), "allocate c5!");
}

TEST(agent, T2_a_repeated_take_is_answered_by_the_chat_not_by_the_limit) {
  agent_story a;
  a.is_present().holds("c5", phase_name::active).does(take_c5({1, 4, 1}));
  EXPECT_EQ(a.ordered(), "allocate c5!");
  a.does(receive_c5({1, 4, 1})).does(accept{c5, sales, {1, 4, 1}});
  EXPECT_EQ(a.ordered(), "accept_transfer c5!");
}

TEST(agent, P2_selecting_another_parks_the_first) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.holds("c2", phase_name::parked).does(activate{c2});
  EXPECT_EQ(a.ordered(), "park c1, activate c2!");
  a.holds("c1", phase_name::wrapup).does(activate{c2});
  EXPECT_EQ(a.ordered(), "park c1, activate c2!");
  a.ignores(activate{c1});
  a.refuses(activate{c5}, refusal_code::not_your_chat);
}

TEST(agent, P2_an_agent_may_activate_a_chat_during_a_call) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active).talks_on_phone();
  a.holds("c1", phase_name::parked, true).does(activate{c1});
  EXPECT_EQ(a.ordered(), "activate c1!");
}

TEST(agent, P3_with_all_items_parked_an_agent_is_idle) {
  agent_story a;
  a.is_present().holds("c1", phase_name::parked);
  a.holds("c2", phase_name::wrapup_parked);
  EXPECT_EQ(a.status(), agent_status::available);
  EXPECT_EQ(a.for_calls(), call_eligibility::free);
  EXPECT_EQ(active_chat(a.state()), std::nullopt);
}

// --- P4: the maximum. --------------------------------------------------------

TEST(agent, P4_every_held_webchat_counts_in_whatever_phase) {
  agent_story a;
  a.is_present().holds("c1", phase_name::allocated);
  a.holds("c2", phase_name::active).holds("c3", phase_name::parked);
  EXPECT_EQ(held_count(a.state()), 3);
  a.does(take_c5());
  a.holds("c4", phase_name::wrapup_parked);
  a.refuses(take_c5(), refusal_code::company_maximum_reached);
  EXPECT_EQ(a.detail(), "4");
  a.lets_go("c1").does(take_c5());
}

TEST(agent, P4_four_parked_ones_and_maximum_four_refuse_a_fifth) {
  agent_story a;
  a.is_present();
  for (const auto* c : {"c1", "c2", "c3", "c4"}) {
    a.holds(c, phase_name::parked);
  }
  a.refuses(take_c5({4, 25, std::nullopt}),
            refusal_code::queue_maximum_reached);
  a.refuses(receive_c5({4, 25, std::nullopt}),
            refusal_code::queue_maximum_reached);
}

TEST(agent, P4_a_full_queue_does_not_keep_another_queues_webchat_away) {
  agent_story a;
  a.is_present().holds("c1", phase_name::parked);
  a.holds("c2", phase_name::parked);
  a.refuses(take_c5({2, 4, {}}), refusal_code::queue_maximum_reached);
  a.does(take_c5({4, 4, {}}));
}

TEST(agent, P4_the_queues_maximum_counts_instead_of_the_companys) {
  agent_story a;
  a.is_present().holds("c1", phase_name::parked);
  a.does(take_c5({2, 1, {}}));
  a.refuses(take_c5({{}, 1, {}}), refusal_code::company_maximum_reached);
}

TEST(agent, P4_a_user_may_have_a_lower_maximum_but_no_higher_one) {
  agent_story a;
  a.is_present().holds("c1", phase_name::parked);
  a.refuses(take_c5({4, 4, 1}), refusal_code::user_maximum_reached);
  EXPECT_EQ(a.detail(), "1");
  a.does(take_c5({4, 4, 2}));
  a.refuses(take_c5({1, 4, 25}), refusal_code::queue_maximum_reached);
}

TEST(agent, P4_a_lowered_maximum_removes_nothing) {
  agent_story a;
  a.is_present().holds("c1", phase_name::parked);
  a.holds("c2", phase_name::parked);
  a.refuses(take_c5({1, 4, {}}), refusal_code::queue_maximum_reached);
  EXPECT_EQ(held_count(a.state()), 2);
  a.does(activate{c1});
}

// --- P5, P6: automatic allocation. -------------------------------------------

TEST(agent, P5_the_router_gives_to_the_inbox_and_activates_nothing) {
  agent_story a;
  a.is_present().does(receive_c5());
  EXPECT_EQ(a.ordered(), "allocate(automatic) c5!");
  a.holds("c1", phase_name::active).does(receive_c5());
}

TEST(agent, P5_in_active_wrapup_only_the_agents_own_hand_takes) {
  agent_story a;
  a.is_present().holds("c1", phase_name::wrapup);
  a.refuses(receive_c5(), refusal_code::in_wrapup).does(take_c5());
  a.holds("c1", phase_name::wrapup_parked).does(receive_c5());
}

TEST(agent, P5_nothing_is_given_during_a_call) {
  agent_story a;
  a.is_present().does(ring{ring_one, sales, ""});
  a.refuses(receive_c5(), refusal_code::on_call);
  a.does(answer_call{ring_one, sales, ""});
  a.refuses(receive_c5(), refusal_code::on_call).does(take_c5());
}

TEST(agent, P5_nothing_is_given_or_taken_on_a_break) {
  agent_story a;
  a.is_present().does(take_break{lunch, true, false});
  a.refuses(receive_c5(), refusal_code::on_break);
  a.refuses(take_c5(), refusal_code::on_break);
}

TEST(agent, P6_a_declined_call_cools_down_and_then_counts_again) {
  agent_story a;
  a.is_present().does(ring{ring_one, sales, ""});
  a.does(stop_ringing{ring_one, true});
  EXPECT_EQ(a.for_calls(), call_eligibility::not_now);
  a.refuses(receive_c5(), refusal_code::cooling_down);
  a.refuses(ring{ring_two, sales, ""}, refusal_code::cooling_down);
  a.does(take_c5());
  a.after(limits::decline_cool_down - 1ms);
  a.refuses(receive_c5(), refusal_code::cooling_down);
  a.after(1ms).does(receive_c5());
  EXPECT_EQ(a.for_calls(), call_eligibility::free);
}

TEST(agent, P6_a_call_that_the_caller_withdrew_cools_nothing_down) {
  agent_story a;
  a.is_present().does(ring{ring_one, sales, ""});
  a.does(stop_ringing{ring_one, false});
  EXPECT_EQ(a.for_calls(), call_eligibility::free);
  a.ignores(stop_ringing{ring_one, true});
}

TEST(agent, P6_remembers_when_something_was_allocated_last) {
  agent_story a;
  a.is_present().after(1min).holds("c1", phase_name::allocated);
  EXPECT_EQ(a.state().last_allocated, noon + 1min);
  a.after(1min).holds("c1", phase_name::active);
  EXPECT_EQ(a.state().last_allocated, noon + 1min);
}

// --- P8, L1, L2: presence. ---------------------------------------------------

TEST(agent, P8_a_second_login_or_a_reload_changes_nothing) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active).after(5s);
  a.ignores(log_in{});
  EXPECT_EQ(a.status(), agent_status::handling_webchat);
  EXPECT_EQ(a.state().status_since, noon);
}

TEST(agent, nothing_can_be_done_while_logged_out) {
  agent_story a;
  const auto no = refusal_code::logged_out;
  a.refuses(take_c5(), no).refuses(receive_c5(), no);
  a.refuses(take_break{lunch, false, false}, no).refuses(end_break{}, no);
  a.refuses(ring{ring_one, sales, ""}, no);
  a.refuses(answer_call{ring_one, sales, ""}, no);
  a.ignores(log_out{}).ignores(lose{}).ignores(deadline_reached{});
}

TEST(agent, L1_logout_orders_every_chat_back) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.holds("c2", phase_name::wrapup_parked).does(log_out{});
  EXPECT_EQ(a.ordered(), "log_agent_out c1, log_agent_out c2");
  EXPECT_EQ(a.events().size(), 1U);
  EXPECT_EQ(a.status(), agent_status::logged_out);
}

TEST(agent, L1_what_could_not_be_returned_is_ordered_back_again) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active).does(log_out{});
  a.does(log_out{});
  EXPECT_EQ(a.ordered(), "log_agent_out c1");
  EXPECT_TRUE(a.events().empty());
}

TEST(agent, L1_logout_ends_a_ringing_call) {
  agent_story a;
  a.is_present().does(ring{ring_one, sales, ""}).does(log_out{});
  ASSERT_EQ(a.events().size(), 2U);
  EXPECT_TRUE(std::holds_alternative<call_not_taken>(a.events().front()));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(a.state().call));
}

TEST(agent, L2_a_lost_agent_is_unavailable_and_keeps_its_items) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active).after(1s).does(lose{60s});
  EXPECT_EQ(a.status(), agent_status::unavailable);
  EXPECT_EQ(next_deadline(a.state()), noon + 61s);
  EXPECT_TRUE(a.orders().empty());
  a.refuses(receive_c5(), refusal_code::logged_out);
  EXPECT_EQ(a.for_calls(), call_eligibility::not_now);
  a.ignores(lose{3600s});
}

TEST(agent, L2_reconnecting_in_time_changes_nothing) {
  agent_story a;
  a.is_present().does(take_break{lunch, true, false});
  a.holds("c1", phase_name::active).does(lose{60s});
  a.after(59s).does(log_in{});
  EXPECT_TRUE(std::holds_alternative<agent_returned>(a.events().front()));
  EXPECT_TRUE(a.orders().empty());
  EXPECT_TRUE(a.state().rest.has_value());
  EXPECT_EQ(held_count(a.state()), 1);
  a.after(1h).ignores(deadline_reached{});
}

TEST(agent, P8_a_page_reload_leaves_the_time_of_the_status_alone) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  const auto since = a.state().status_since;
  a.after(10s).does(lose{60s});
  EXPECT_GT(a.state().status_since, since);
  a.after(2s).does(log_in{});
  EXPECT_EQ(agent::status_of(a.state()), agent_status::handling_webchat);
  EXPECT_EQ(a.state().status_since, since);
}

TEST(agent, P8_who_returns_after_a_restart_has_the_status_from_then_on) {
  agent_story a;
  a.is_present();
  auto s = a.state();
  s.presence = away{s.last_at + 60s};
  const auto at = s.last_at + 5s;
  const auto back = agent::apply(s, agent_returned{at});
  EXPECT_EQ(agent::status_of(back), agent_status::available);
  EXPECT_EQ(back.status_since, at);
}

TEST(agent, P8_what_changed_during_a_reload_counts_from_the_return) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.after(10s).does(lose{60s});
  a.holds("c1", phase_name::wrapup);
  const auto lost_at = a.state().status_since;
  a.after(2s).does(log_in{});
  EXPECT_EQ(agent::status_of(a.state()), agent_status::webchat_wrapup);
  EXPECT_GT(a.state().status_since, lost_at);
}

TEST(agent, L2_after_the_grace_it_is_a_logout) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active).does(lose{60s});
  a.after(59'999ms).ignores(deadline_reached{});
  a.after(1ms).does(deadline_reached{});
  ASSERT_EQ(a.events().size(), 1U);
  EXPECT_EQ(std::get<agent_logged_out>(a.events().front()).because,
            cause::agent_lost);
  const auto order = std::get<chat::log_agent_out>(a.orders().at(0).what);
  EXPECT_EQ(order.because, cause::agent_lost);
}

TEST(agent, Q2_a_lost_agent_is_there_until_the_grace_is_over) {
  agent_story a;
  EXPECT_FALSE(is_there(a.state()));
  a.is_present().holds("c1", phase_name::wrapup);
  EXPECT_TRUE(is_there(a.state()));
  a.does(lose{60s});
  EXPECT_TRUE(is_there(a.state()));
  a.after(60s).does(deadline_reached{});
  EXPECT_FALSE(is_there(a.state()));
}

// --- P9: breaks. -------------------------------------------------------------

TEST(agent, P9_going_on_a_break_takes_nothing_away) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.does(take_break{lunch, false, false});
  EXPECT_TRUE(a.orders().empty());
  EXPECT_EQ(a.status(), agent_status::handling_webchat);
  a.does(activate{c1}).holds("c1", phase_name::parked);
  EXPECT_EQ(a.status(), agent_status::on_break);
  EXPECT_FALSE(is_there(a.state()));
}

TEST(agent, P9_a_break_ends_and_its_reason_changes) {
  agent_story a;
  a.is_present().does(take_break{lunch, false, false});
  a.ignores(take_break{lunch, false, false});
  a.does(take_break{training, true, false});
  EXPECT_EQ(a.state().rest->reason, training);
  EXPECT_EQ(a.for_calls(), call_eligibility::resting);
  a.does(end_break{});
  EXPECT_EQ(a.status(), agent_status::available);
  a.ignores(end_break{});
}

TEST(agent, P9_after_current_work_waits_for_the_work) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.does(take_break{lunch, false, true});
  a.ignores(take_break{lunch, false, true});
  EXPECT_FALSE(a.state().rest.has_value());
  a.follows_up();
  EXPECT_TRUE(a.events().empty());
  a.holds("c1", phase_name::wrapup).follows_up();
  EXPECT_TRUE(a.events().empty());
  a.after(1min).lets_go("c1").follows_up();
  EXPECT_EQ(a.status(), agent_status::on_break);
  EXPECT_EQ(a.state().rest->since, noon + 1min);
  EXPECT_FALSE(a.state().rest_after_work.has_value());
}

TEST(agent, P9_after_current_work_begins_at_once_if_there_is_none) {
  agent_story a;
  a.is_present().does(take_break{lunch, false, true});
  EXPECT_EQ(a.status(), agent_status::on_break);
}

TEST(agent, P9_a_planned_break_is_withdrawn_and_ends_with_the_logout) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.does(take_break{lunch, false, true}).does(end_break{});
  EXPECT_FALSE(a.state().rest_after_work.has_value());
  a.does(take_break{lunch, false, true}).does(log_out{}).lets_go("c1");
  a.follows_up();
  EXPECT_TRUE(a.events().empty());
}

TEST(agent, P9_nothing_new_is_given_before_a_planned_break) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.does(take_break{lunch, false, true});
  a.refuses(receive_c5(), refusal_code::on_break).does(take_c5());
  EXPECT_EQ(a.for_calls(), call_eligibility::not_now);
  a.refuses(ring{ring_one, sales, ""}, refusal_code::on_break);
}

TEST(agent, P9_a_call_is_work_that_a_planned_break_waits_for) {
  agent_story a;
  a.is_present().talks_on_phone().does(take_break{lunch, false, true});
  a.does(finish_call{ring_one, 10s, false}).follows_up();
  EXPECT_TRUE(a.events().empty());
  a.does(finish_call_wrapup{}).follows_up();
  EXPECT_EQ(a.status(), agent_status::on_break);
}

// --- The view of the inbox. --------------------------------------------------

TEST(agent, old_news_of_a_chat_changes_nothing) {
  agent_story a;
  a.is_present();
  a.hears({c1, 7, phase_name::active, sales, ann, noon, false});
  const auto before = a.state();
  a.hears({c1, 7, phase_name::parked, sales, ann, noon, false});
  a.hears({c1, 6, phase_name::queued, sales, {}, noon, false});
  EXPECT_EQ(a.state(), before);
  a.hears({c1, 8, phase_name::allocated, sales, bob, noon, false});
  EXPECT_TRUE(a.state().inbox.empty());
}

TEST(agent, a_closed_chat_leaves_the_inbox) {
  agent_story a;
  a.is_present().holds("c1", phase_name::wrapup);
  a.hears({c1, 9, phase_name::closed, sales, {}, noon, false});
  EXPECT_TRUE(a.state().inbox.empty());
}

// --- The status and its time. ------------------------------------------------

TEST(agent, status_since_moves_only_with_the_status) {
  agent_story a;
  a.after(1s).is_present();
  EXPECT_EQ(a.state().status_since, noon + 1s);
  a.after(1s).holds("c1", phase_name::allocated);
  EXPECT_EQ(a.state().status_since, noon + 1s);
  a.after(1s).holds("c1", phase_name::active);
  EXPECT_EQ(a.state().status_since, noon + 3s);
  // Another chat, the same status.
  a.after(1s).hears({c1, 50, phase_name::parked, sales, ann, noon, false});
  a.hears({c2, 51, phase_name::active, sales, ann, noon, false});
  EXPECT_EQ(a.status(), agent_status::handling_webchat);
  a.after(1s).hears({c2, 52, phase_name::wrapup, sales, ann, noon, false});
  EXPECT_EQ(a.state().status_since, noon + 5s);
  EXPECT_EQ(a.status(), agent_status::webchat_wrapup);
}

} // namespace
} // namespace parley::agent
