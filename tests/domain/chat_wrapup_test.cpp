// End and wrapup of a chat session: Q1's modes, C1, the timers.
#include "actors/domain/chat_session.hpp"
#include "tests/support/chat_story.hpp"

#include <gtest/gtest.h>

namespace parley::chat {
namespace {

using namespace parley::testing;
using namespace std::chrono_literals;

const classification_id sale{"sale"};

chat_story in_wrapup(wrapup_mode mode) {
  chat_story s;
  s.policy.mode = mode;
  s.is_in_wrapup();
  return s;
}

TEST(chat_wrapup, Q1_without_wrapup_the_end_closes) {
  chat_story s;
  s.policy.wrapup_on = false;
  s.is_in_wrapup();
  EXPECT_EQ(s.as<closed>().how, outcome::handled);
  EXPECT_EQ(in_wrapup(wrapup_mode::on_request).phase(), phase_name::closed);

  chat_story parked;
  parked.policy.wrapup_on = false;
  parked.is_interrupted().does(end_chat{});
  EXPECT_EQ(parked.phase(), phase_name::closed);
}

TEST(chat_wrapup, Q1_the_timer_closes_it_and_only_in_time) {
  chat_story s;
  s.policy.wrapup_time = 1s;
  s.is_in_wrapup();
  EXPECT_EQ(next_deadline(s.state()), noon + 1s);
  s.after(999ms).ignores(deadline_reached{});
  s.after(1ms).does(deadline_reached{});
  EXPECT_EQ(s.as<closed>().how, outcome::wrapup_expired);
  s.ignores(deadline_reached{});
}

TEST(chat_wrapup, C1_a_timeout_files_nothing_though_it_is_required) {
  chat_story s;
  s.policy.classification_required = true;
  s.is_in_wrapup().after(1min).does(deadline_reached{});
  EXPECT_EQ(s.phase(), phase_name::closed);
  EXPECT_TRUE(s.state().classifications.empty());
}

TEST(chat_wrapup, Q1_until_done_has_no_timer) {
  auto s = in_wrapup(wrapup_mode::until_done);
  EXPECT_EQ(next_deadline(s.state()), std::nullopt);
  s.after(24h).ignores(deadline_reached{});
  s.refuses(extend_wrapup{ann}, refusal_code::extension_not_allowed);
  s.does(park{ann});
  EXPECT_EQ(s.as<wrapup_parked>().time_left, std::nullopt);
  s.does(activate{ann});
  EXPECT_EQ(s.as<wrapup>().deadline, std::nullopt);
  s.does(finish_wrapup{ann});
}

TEST(chat_wrapup, C1_extends_as_often_as_granted) {
  for (const auto mode : {wrapup_mode::optional,
                          wrapup_mode::timed,
                          wrapup_mode::timed_no_early_exit}) {
    chat_story s;
    s.policy.mode = mode;
    s.policy.extensions = 2;
    s.policy.extension_time = 30s;
    s.is_in_wrapup().does(extend_wrapup{ann}).does(extend_wrapup{ann});
    EXPECT_EQ(s.as<wrapup>().deadline, noon + 120s);
    EXPECT_EQ(s.as<wrapup>().extensions_left, 0);
    s.refuses(extend_wrapup{ann}, refusal_code::no_extensions_left);
  }
}

TEST(chat_wrapup, C1_extensions_survive_parking) {
  chat_story s;
  s.is_in_wrapup().does(extend_wrapup{ann}).does(park{ann});
  EXPECT_EQ(s.as<wrapup_parked>().extensions_left, 2);
  s.refuses(extend_wrapup{ann}, refusal_code::not_in_this_state);
  s.does(activate{ann});
  EXPECT_EQ(s.as<wrapup>().extensions_left, 2);
}

TEST(chat_wrapup, Q1_timed_without_early_exit_cannot_be_finished) {
  auto s = in_wrapup(wrapup_mode::timed_no_early_exit);
  s.refuses(finish_wrapup{ann}, refusal_code::finish_not_allowed);
  s.does(park{ann});
  s.refuses(finish_wrapup{ann}, refusal_code::finish_not_allowed);
}

TEST(chat_wrapup, a_wrapup_without_a_timer_can_always_be_finished) {
  auto s = in_wrapup(wrapup_mode::until_done);
  // The company changes the mode while it lasts.
  s.policy.mode = wrapup_mode::timed_no_early_exit;
  s.does(finish_wrapup{ann});
}

TEST(chat_wrapup, the_grant_is_that_of_the_end_not_of_a_later_policy) {
  chat_story s;
  s.is_parked().does(end_chat{});
  s.policy.wrapup_time = 3600s;
  s.policy.extensions = 99;
  s.does(activate{ann});
  EXPECT_EQ(s.as<wrapup>().deadline, s.now() + 60s);
  EXPECT_EQ(s.as<wrapup>().extensions_left, 3);
}

TEST(chat_wrapup, C1_required_and_missing_refuses_to_finish) {
  chat_story s;
  s.policy.classification_required = true;
  s.is_in_wrapup();
  s.refuses(finish_wrapup{ann}, refusal_code::classification_required);
  s.does(classify{ann, {sale}, "", false}).does(finish_wrapup{ann});
  EXPECT_EQ(s.as<closed>().how, outcome::handled);
  EXPECT_EQ(s.state().closed_by, ann);
}

TEST(chat_wrapup, C1_files_in_the_chat_and_in_wrapup_parked_or_not) {
  chat_story s;
  s.is_active().does(classify{ann, {sale}, "first", false});
  s.does(park{ann}).does(classify{ann, {}, "second", true});
  EXPECT_TRUE(s.state().classifications.empty());
  EXPECT_EQ(s.state().note, "second");
  EXPECT_TRUE(s.state().abusive);
  s.does(end_chat{}).does(classify{ann, {sale}, "third", false});
  s.does(activate{ann}).does(classify{ann, {sale}, "fourth", false});
  chat_story{}.is_allocated().refuses(classify{ann, {sale}, "", false},
                                      refusal_code::not_in_this_state);
}

TEST(chat_wrapup, C1_unknown_ones_and_too_much_are_refused) {
  chat_story s;
  s.is_active();
  s.refuses(classify{ann, {sale, classification_id{"other"}}, "", false},
            refusal_code::unknown_classification);
  EXPECT_EQ(s.detail(), "other");

  classify many{ann, {}, "", false};
  many.classifications.assign(limits::classifications_per_chat_max, sale);
  s.does(many);
  many.classifications.push_back(sale);
  s.refuses(many, refusal_code::out_of_range);

  s.does(
    classify{ann, {}, std::string(limits::note_characters_max, 'n'), false});
  s.refuses(
    classify{ann, {}, std::string(limits::note_characters_max + 1, 'n'), false},
    refusal_code::too_long);
}

TEST(chat_wrapup, closed_is_final) {
  chat_story s;
  s.is_in_wrapup().does(finish_wrapup{ann});
  s.refuses(allocate{bob, cause::automatic}, refusal_code::not_in_this_state);
  s.refuses(end_chat{}, refusal_code::chat_closed);
  s.refuses(activate{ann}, refusal_code::not_in_this_state);
  s.ignores(abort{}).ignores(log_agent_out{ann, cause::logout});
  s.ignores(call_finished{ann, false}).ignores(deadline_reached{});
}

} // namespace
} // namespace parley::chat
