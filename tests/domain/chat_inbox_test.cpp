// Queue, inbox, transfer and calls of one chat session, by their numbers
// (behaviour 2 to 4).
#include "actors/domain/chat_session.hpp"
#include "tests/support/chat_story.hpp"

#include <gtest/gtest.h>

namespace parley::chat {
namespace {

using namespace parley::testing;
using namespace std::chrono_literals;

// --- Begin, flow, queue. -----------------------------------------------------

TEST(chat_inbox, begins_once_and_only_by_start) {
  state fresh;
  const auto early = decide(fresh, {park{ann}, {}, {}}, {}, noon);
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, refusal_code::not_found);

  chat_story s;
  EXPECT_EQ(s.phase(), phase_name::flow);
  EXPECT_EQ(s.state().revision, 1U);
  s.refuses(start{}, refusal_code::chat_exists);
}

TEST(chat_inbox, goes_from_its_flow_into_a_queue_and_back) {
  chat_story s;
  s.does(advance_flow{"ask"});
  EXPECT_EQ(s.as<in_flow>().node, "ask");
  s.policy.queue_timeout = 30s;
  s.after(5s).waits();
  EXPECT_EQ(s.as<queued>().timeout_at, noon + 35s);
  EXPECT_EQ(next_deadline(s.state()), noon + 35s);
  EXPECT_EQ(s.state().enqueued, noon + 5s);

  // The queue's timeout is for the shell to act on: the flow must be stepped.
  s.after(30s).ignores(deadline_reached{});
  s.does(leave_queue{cause::queue_timeout, "late"});
  EXPECT_EQ(s.as<in_flow>().node, "late");
  EXPECT_TRUE(s.state().queue.empty());
  EXPECT_EQ(next_deadline(s.state()), std::nullopt);
}

TEST(chat_inbox, closes_with_an_outcome_that_says_how) {
  EXPECT_EQ(chat_story{}.does(end_chat{}).as<closed>().how,
            outcome::left_in_flow);
  EXPECT_EQ(chat_story{}.does(end_flow{}).as<closed>().how,
            outcome::flow_ended);
  EXPECT_EQ(chat_story{}.waits().does(end_chat{}).as<closed>().how,
            outcome::abandoned);
  EXPECT_EQ(chat_story{}.is_allocated().does(end_chat{}).as<closed>().how,
            outcome::abandoned);
  EXPECT_EQ(chat_story{}.is_active().does(abort{}).as<closed>().how,
            outcome::failed);
}

TEST(chat_inbox, an_agent_cannot_end_what_is_not_the_agents) {
  const end_chat by_ann{cause::agent, ann};
  chat_story{}.refuses(by_ann, refusal_code::not_in_this_state);
  chat_story{}.waits().refuses(by_ann, refusal_code::not_in_this_state);
  chat_story{}.is_allocated().refuses(by_ann, refusal_code::not_in_this_state);
  chat_story{}.is_active(bob).refuses(by_ann, refusal_code::not_your_chat);
  chat_story{}.is_active(ann).does(by_ann);
}

TEST(chat_inbox, moves_to_another_queue_and_keeps_its_time_T4) {
  chat_story s;
  s.waits().after(1min).does(move{support});
  EXPECT_EQ(s.state().queue, support);
  EXPECT_EQ(s.state().enqueued, noon);
  s.ignores(move{support});
}

// --- Ownership. --------------------------------------------------------------

TEST(chat_inbox, Z3_the_second_taker_is_told_that_somebody_was_faster) {
  chat_story s;
  s.waits().does(allocate{ann, cause::by_hand});
  s.refuses(allocate{bob, cause::by_hand}, refusal_code::chat_taken);
  s.does(activate{ann});
  s.refuses(allocate{bob, cause::automatic}, refusal_code::chat_taken);
  EXPECT_EQ(s.state().agent, ann);
}

TEST(chat_inbox, only_the_owner_may_do_what_owners_do) {
  const auto no = refusal_code::not_your_chat;
  chat_story{}.is_allocated().refuses(activate{bob}, no);
  chat_story s;
  s.is_active();
  s.refuses(park{bob}, no).refuses(put_back{bob}, no);
  s.refuses(transfer_to_queue{bob, support}, no);
  s.refuses(offer_transfer{bob, bob}, no);
  s.refuses(classify{bob, {}, "", false}, no);
  s.refuses(agent_says(bob, "hello"), no);
  chat_story{}.is_parked().refuses(activate{bob}, no);
  chat_story w;
  w.is_in_wrapup();
  w.refuses(extend_wrapup{bob}, no).refuses(finish_wrapup{bob}, no);
  w.refuses(park{bob}, no);
}

TEST(chat_inbox, news_of_other_agents_is_no_news) {
  chat_story s;
  s.is_active();
  s.ignores(interrupt{bob}).ignores(call_finished{bob, false});
  s.ignores(log_agent_out{bob, cause::logout});
  EXPECT_EQ(s.phase(), phase_name::active);
}

TEST(chat_inbox, the_agent_whispers_also_in_wrapup_but_writes_no_more) {
  chat_story s;
  s.is_in_wrapup();
  s.refuses(agent_says(ann, "bye"), refusal_code::not_in_this_state);
  s.does(agent_says(ann, "note", entry_kind::whisper));
  EXPECT_EQ(s.state().agent_entries, 0U);
  s.does(finish_wrapup{ann});
  s.refuses(flow_says("late", entry_kind::notice), refusal_code::chat_closed);
}

TEST(chat_inbox, T4_put_back_keeps_the_original_time) {
  chat_story s;
  s.is_active().after(5min).does(put_back{ann});
  EXPECT_EQ(s.phase(), phase_name::queued);
  EXPECT_EQ(s.state().enqueued, noon);
  EXPECT_EQ(s.state().queue, sales);
  EXPECT_TRUE(s.state().agent.empty());
  EXPECT_EQ(s.handled(), 5min);
}

TEST(chat_inbox, T4_an_alert_timeout_returns_it_to_its_place) {
  chat_story s;
  s.policy.alert_timeout = 20s;
  s.is_allocated();
  EXPECT_EQ(next_deadline(s.state()), noon + 20s);
  s.after(19'999ms).ignores(deadline_reached{});
  s.after(1ms).does(deadline_reached{});
  EXPECT_EQ(s.last_as<chat_returned>().because, cause::alert_timeout);
  EXPECT_EQ(s.state().enqueued, noon);
}

TEST(chat_inbox, what_an_agent_took_by_hand_does_not_alert) {
  chat_story s;
  s.policy.alert_timeout = 20s;
  s.waits().does(allocate{ann, cause::by_hand});
  EXPECT_EQ(next_deadline(s.state()), std::nullopt);
}

TEST(chat_inbox, T4_a_transfer_to_another_queue_begins_a_new_time) {
  chat_story s;
  s.is_active().after(5min).does(transfer_to_queue{ann, support});
  EXPECT_EQ(s.phase(), phase_name::queued);
  EXPECT_EQ(s.state().queue, support);
  EXPECT_EQ(s.state().enqueued, s.now());
}

TEST(chat_inbox, a_returned_chat_has_the_whole_queue_timeout_again) {
  chat_story s;
  s.policy.queue_timeout = 30s;
  s.is_active().after(5min).does(put_back{ann});
  EXPECT_EQ(s.as<queued>().timeout_at, s.now() + 30s);
}

TEST(chat_inbox, L1_logout_returns_allocated_active_and_parked_ones) {
  const std::vector<chat_story> held{chat_story{}.is_allocated(),
                                     chat_story{}.is_active(),
                                     chat_story{}.is_parked(),
                                     chat_story{}.is_interrupted()};
  for (auto s : held) {
    s.after(1min).does(log_agent_out{ann, cause::logout});
    EXPECT_EQ(s.phase(), phase_name::queued);
    EXPECT_EQ(s.state().enqueued, noon);
  }
}

TEST(chat_inbox, L1_logout_closes_a_wrapup_with_what_was_entered) {
  chat_story s;
  s.is_in_wrapup();
  s.does(classify{ann, {classification_id{"sale"}}, "good", false});
  s.does(log_agent_out{ann, cause::logout});
  EXPECT_EQ(s.as<closed>().how, outcome::logged_out);
  EXPECT_EQ(s.state().classifications.size(), 1U);
  EXPECT_EQ(s.state().closed_by, ann);
  EXPECT_EQ(chat_story{}
              .is_in_wrapup()
              .does(park{ann})
              .does(log_agent_out{ann, cause::agent_lost})
              .as<closed>()
              .how,
            outcome::logged_out);
}

TEST(chat_inbox, L2_a_lost_agent_is_told_apart_from_a_logout) {
  chat_story s;
  s.is_active().does(log_agent_out{ann, cause::agent_lost});
  EXPECT_EQ(s.last_as<chat_returned>().because, cause::agent_lost);
}

TEST(chat_inbox, P7_a_wrapup_is_neither_put_back_nor_transferred) {
  const auto no = refusal_code::not_in_this_state;
  chat_story s;
  s.is_in_wrapup().refuses(put_back{ann}, no);
  s.refuses(transfer_to_queue{ann, support}, no);
  s.refuses(offer_transfer{ann, bob}, no);
  s.does(park{ann}).refuses(put_back{ann}, no);
  chat_story{}.is_parked().refuses(transfer_to_queue{ann, support}, no);
}

TEST(chat_inbox, P3_parking_keeps_the_owner) {
  chat_story s;
  s.is_parked();
  EXPECT_EQ(s.state().agent, ann);
  EXPECT_TRUE(in_inbox(s.state()));
  EXPECT_FALSE(chat::is_active(s.phase()));
}

// --- Transfer to an agent. ---------------------------------------------------

TEST(chat_inbox, a_transfer_moves_it_when_the_other_agent_accepts) {
  chat_story s;
  s.is_active().after(10s).does(offer_transfer{ann, bob});
  EXPECT_EQ(s.phase(), phase_name::active);
  EXPECT_EQ(next_deadline(s.state()), s.now() + limits::transfer_offer_life);
  s.after(5s).does(accept_transfer{bob});
  EXPECT_EQ(s.as<allocated>().how, cause::transfer);
  EXPECT_EQ(s.state().agent, bob);
  EXPECT_EQ(s.state().offered, std::nullopt);
  EXPECT_EQ(s.handled(), 15s);
  s.refuses(activate{ann}, refusal_code::not_your_chat);
}

TEST(chat_inbox, only_the_agent_it_is_offered_to_accepts_and_in_time) {
  chat_story s;
  s.is_active().does(offer_transfer{ann, bob});
  s.refuses(accept_transfer{ann}, refusal_code::no_such_transfer);
  s.after(limits::transfer_offer_life);
  s.refuses(accept_transfer{bob}, refusal_code::no_such_transfer);
  s.does(deadline_reached{});
  EXPECT_EQ(s.last_as<transfer_ended>().because, cause::timer);
  EXPECT_EQ(s.phase(), phase_name::active);
}

TEST(chat_inbox, an_offer_is_declined_or_withdrawn) {
  chat_story s;
  s.is_active().does(offer_transfer{ann, bob}).does(decline_transfer{bob});
  EXPECT_EQ(s.state().offered, std::nullopt);
  s.does(offer_transfer{ann, bob}).does(decline_transfer{ann});
  s.refuses(decline_transfer{bob}, refusal_code::no_such_transfer);
  s.refuses(offer_transfer{ann, ann}, refusal_code::agent_not_available);
}

TEST(chat_inbox, whatever_leaves_active_ends_the_offer) {
  for (const auto& c : std::vector<command>{park{ann},
                                            interrupt{ann},
                                            end_chat{},
                                            put_back{ann},
                                            transfer_to_queue{ann, support},
                                            log_agent_out{ann},
                                            abort{}}) {
    chat_story s;
    s.is_active().does(offer_transfer{ann, bob}).does(c);
    EXPECT_EQ(s.state().offered, std::nullopt);
    s.asks({accept_transfer{bob}, {}, {}});
    EXPECT_NE(s.refused(), "");
  }
}

// --- I4, I5, I6: calls. ------------------------------------------------------

TEST(chat_inbox, I4_a_call_parks_the_active_chat_and_marks_it) {
  chat_story s;
  s.is_interrupted();
  EXPECT_EQ(s.phase(), phase_name::parked);
  EXPECT_TRUE(s.is_marked());
  chat_story other;
  other.is_parked().ignores(interrupt{ann});
  EXPECT_FALSE(other.is_marked());
}

TEST(chat_inbox, I5_the_interrupted_chat_resumes_after_the_call) {
  chat_story s;
  s.is_active().after(10s).does(interrupt{ann});
  s.after(5min).does(call_finished{ann, false});
  EXPECT_EQ(s.last_as<chat_activated>().because, cause::call_over);
  EXPECT_EQ(s.phase(), phase_name::active);
  EXPECT_EQ(s.after(2s).handled(), 12s);
}

TEST(chat_inbox, I5_only_the_marked_one_resumes) {
  chat_story s;
  s.is_parked().ignores(call_finished{ann, false});
  EXPECT_EQ(s.phase(), phase_name::parked);
}

TEST(chat_inbox, I5_the_customer_leaves_during_the_call) {
  chat_story s;
  s.is_interrupted().after(1min).does(end_chat{});
  EXPECT_EQ(s.phase(), phase_name::wrapup_parked);
  EXPECT_TRUE(s.is_marked());
  s.after(10min).does(call_finished{ann, false});
  EXPECT_EQ(s.as<wrapup>().deadline, s.now() + 60s);
}

TEST(chat_inbox, I5_something_else_is_active_so_it_stays_and_is_flagged) {
  chat_story s;
  s.is_interrupted().does(call_finished{ann, true});
  EXPECT_EQ(s.phase(), phase_name::parked);
  EXPECT_FALSE(s.is_marked());
  EXPECT_TRUE(s.is_flagged());
  s.ignores(call_finished{ann, false});
  s.does(end_chat{});
  EXPECT_TRUE(s.is_flagged());
  s.does(activate{ann});
  EXPECT_EQ(s.phase(), phase_name::wrapup);
}

TEST(chat_inbox, I5_the_agents_own_activation_takes_the_mark) {
  chat_story s;
  s.is_interrupted().does(activate{ann}).does(park{ann});
  EXPECT_FALSE(s.is_marked());
  s.ignores(call_finished{ann, false});
}

TEST(chat_inbox, I5_a_call_in_the_instant_of_wrapup_parks_and_resumes_it) {
  chat_story s;
  s.policy.interruption_notice = "One moment please.";
  s.is_in_wrapup().after(20s).does(interrupt{ann});
  // Nobody is there to read the notice.
  EXPECT_EQ(s.last().size(), 1U);
  EXPECT_TRUE(s.is_marked());
  s.after(1h).does(call_finished{ann, false});
  EXPECT_EQ(s.as<wrapup>().deadline, s.now() + 40s);
}

TEST(chat_inbox, I6_the_customer_is_told_of_the_interruption) {
  chat_story s;
  s.policy.interruption_notice = "One moment please.";
  s.is_interrupted();
  ASSERT_EQ(s.last().size(), 2U);
  const auto line = std::get<entry_written>(s.last()[1]);
  EXPECT_EQ(line.text, "One moment please.");
  EXPECT_EQ(line.from, speaker::flow);
  EXPECT_EQ(line.kind, entry_kind::notice);
  EXPECT_EQ(line.entry, 1U);
  EXPECT_EQ(chat_story{}.is_interrupted().last().size(), 1U);
}

} // namespace
} // namespace parley::chat
