// What a supervisor does to a chat (A2): take it over, move it, whisper.
#include "actors/domain/statistics.hpp"
#include "tests/support/chat_story.hpp"

#include <gtest/gtest.h>

namespace parley::chat {
namespace {

using namespace parley::testing;
using namespace std::chrono_literals;

const agent_id sue{"sue"};

write_entry sue_whispers(std::string text) {
  write_entry w;
  w.from = speaker::supervisor;
  w.kind = entry_kind::whisper;
  w.author = sue;
  w.author_name = "Sue";
  w.text = std::move(text);
  return w;
}

TEST(chat_supervision, A2_a_waiting_chat_is_taken_over_and_active_at_once) {
  chat_story s;
  s.waits().after(40s).does(take_over{sue});
  EXPECT_EQ(s.phase(), phase_name::active);
  EXPECT_EQ(s.state().agent, sue);
  EXPECT_EQ(s.state().first_activated, noon + 40s);
  EXPECT_EQ(s.state().enqueued, noon);
}

TEST(chat_supervision, A2_what_an_agent_has_not_opened_is_taken_over) {
  chat_story s;
  s.policy.alert_timeout = 20s;
  s.is_allocated().after(5s).does(take_over{sue});
  EXPECT_EQ(s.phase(), phase_name::active);
  EXPECT_EQ(s.state().agent, sue);
  // The alert of the former owner is over with it.
  s.after(1h).ignores(deadline_reached{});
  EXPECT_EQ(s.state().agent, sue);
}

TEST(chat_supervision, A2_T1_handling_time_goes_on_over_a_take_over) {
  chat_story s;
  s.is_active().after(3min).does(take_over{sue});
  EXPECT_EQ(s.state().agent, sue);
  EXPECT_EQ(s.handled(), 3min);
  s.after(2min);
  EXPECT_EQ(s.handled(), 5min);
  // The former owner has no say any more.
  s.refuses(agent_says(ann, "hello?"), refusal_code::not_your_chat);
  s.refuses(park{ann}, refusal_code::not_your_chat);
  s.ignores(log_agent_out{ann, cause::logout});
  s.does(agent_says(sue, "I am Sue."));
}

TEST(chat_supervision, A2_a_parked_and_an_interrupted_chat_are_taken_over) {
  for (auto s : {chat_story{}.is_parked(), chat_story{}.is_interrupted()}) {
    s.does(take_over{sue});
    EXPECT_EQ(s.phase(), phase_name::active);
    EXPECT_EQ(s.state().agent, sue);
    // I5: the call of the former owner resumes nothing here.
    s.ignores(call_finished{ann, false});
    EXPECT_EQ(s.state().agent, sue);
  }
}

TEST(chat_supervision, A2_an_offer_to_a_colleague_ends_with_the_take_over) {
  chat_story s;
  s.is_active().does(offer_transfer{ann, bob}).does(take_over{sue});
  EXPECT_FALSE(s.state().offered.has_value());
  s.refuses(accept_transfer{bob}, refusal_code::no_such_transfer);
  EXPECT_EQ(s.state().agent, sue);
}

TEST(chat_supervision, A2_flow_wrapup_and_closed_chats_are_not_taken_over) {
  const auto no = refusal_code::not_in_this_state;
  chat_story{}.refuses(take_over{sue}, no);
  chat_story{}.is_in_wrapup().refuses(take_over{sue}, no);
  chat_story{}.is_in_wrapup().does(park{ann}).refuses(take_over{sue}, no);
  chat_story{}.does(end_flow{}).refuses(take_over{sue}, no);
  chat_story{}.is_active().refuses(take_over{ann}, no);
}

TEST(chat_supervision, T4_a_move_keeps_the_time_waiting_and_allocated) {
  for (auto s : {chat_story{}.waits(), chat_story{}.is_allocated()}) {
    s.after(3min).does(move{support});
    EXPECT_EQ(s.phase(), phase_name::queued);
    EXPECT_EQ(s.state().queue, support);
    EXPECT_EQ(s.state().enqueued, noon);
    EXPECT_TRUE(s.state().agent.empty());
  }
  chat_story{}.is_active().refuses(move{support},
                                   refusal_code::not_in_this_state);
}

TEST(chat_supervision, A2_W6_whispers_take_no_number_of_the_conversation) {
  chat_story s;
  s.is_active().does(customer_says("one"));
  const auto last = s.state().last_entry;
  const auto view = s.state().state_revision;
  s.does(sue_whispers("offer a rebate"));
  s.does(agent_says(ann, "how much?", entry_kind::whisper));
  EXPECT_EQ(s.state().last_entry, last);
  EXPECT_EQ(s.state().last_whisper, 2U);
  EXPECT_EQ(s.state().agent_entries, 0U);
  // T2: nobody's view is stale for it.
  EXPECT_EQ(s.state().state_revision, view);
  s.does(customer_says("two"));
  EXPECT_EQ(s.state().last_entry, last + 1);
  EXPECT_EQ(s.state().last_line, "two");
}

TEST(chat_supervision, A2_a_whisper_with_the_same_id_has_no_second_effect) {
  chat_story s;
  auto whisper = sue_whispers("psst");
  whisper.id = client_message_id{"m1"};
  s.is_active().does(whisper).ignores(whisper);
  EXPECT_EQ(s.state().last_whisper, 1U);
  ASSERT_NE(find_whisper(s.state(), sue, *whisper.id), nullptr);
  EXPECT_EQ(find_whisper(s.state(), sue, *whisper.id)->outcome, 1U);
  // A line of the same author may have that id.
  EXPECT_EQ(find_message(s.state(), speaker::agent, sue, *whisper.id), nullptr);
}

TEST(chat_supervision, A2_whispers_are_said_until_the_chat_is_closed) {
  chat_story{}.does(sue_whispers("still in its flow"));
  chat_story{}.waits().does(sue_whispers("still waiting"));
  chat_story{}.is_in_wrapup().does(sue_whispers("write that down"));
  chat_story{}
    .does(end_flow{})
    .refuses(sue_whispers("late"), refusal_code::chat_closed);
}

TEST(chat_supervision, A2_a_chat_takes_a_thousand_whispers_and_no_more) {
  chat_story s;
  s.is_active();
  for (std::size_t i = 0; i < limits::whispers_per_chat_max; ++i) {
    s.does(sue_whispers("psst"));
  }
  s.refuses(sue_whispers("psst"), refusal_code::too_many_whispers);
  s.does(customer_says("still here"));
}

} // namespace
} // namespace parley::chat
