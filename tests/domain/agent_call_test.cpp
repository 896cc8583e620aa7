// Calls of one agent: who may be rung, what is interrupted, what resumes
// (behaviour 4); and the table of what is shown and allowed when.
#include "actors/domain/agent.hpp"
#include "tests/support/agent_story.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

namespace parley::agent {
namespace {

using namespace parley::testing;
using namespace std::chrono_literals;

const break_reason_id lunch{"lunch"};
const chat_id c2{"c2"};
const queue_id hotline{"hotline"};

ring rings(const call_id& id = ring_one) {
  return {id, hotline, "+49"};
}
answer_call answers(const call_id& id = ring_one) {
  return {id, hotline, "+49"};
}
/// In a call that interrupted c1, which says so.
agent_story interrupted() {
  agent_story a;
  a.is_present().holds("c1", phase_name::active).talks_on_phone();
  a.holds("c1", phase_name::parked, true);
  return a;
}

TEST(agent_call, I2_an_active_webchat_can_be_interrupted) {
  agent_story a;
  a.is_present();
  EXPECT_EQ(a.for_calls(), call_eligibility::free);
  a.holds("c1", phase_name::allocated);
  EXPECT_EQ(a.for_calls(), call_eligibility::free);
  a.holds("c1", phase_name::active);
  EXPECT_EQ(a.for_calls(), call_eligibility::interruptible);
  a.does(rings());
}

TEST(agent_call, I3_no_call_in_active_wrapup_but_in_parked_wrapup) {
  agent_story a;
  a.is_present().holds("c1", phase_name::wrapup);
  EXPECT_EQ(a.for_calls(), call_eligibility::not_now);
  a.refuses(rings(), refusal_code::in_wrapup);
  a.holds("c1", phase_name::wrapup_parked);
  EXPECT_EQ(a.for_calls(), call_eligibility::free);
  a.does(rings());
}

TEST(agent_call, B3_only_an_interruptible_break_can_be_interrupted) {
  agent_story a;
  a.is_present().does(take_break{lunch, false, false});
  a.refuses(rings(), refusal_code::on_break);
  a.does(end_break{}).does(take_break{lunch, true, false});
  EXPECT_EQ(a.for_calls(), call_eligibility::resting);
  a.does(rings());
}

TEST(agent_call, I7_one_call_per_agent) {
  agent_story a;
  a.is_present().does(rings()).ignores(rings());
  a.refuses(rings(ring_two), refusal_code::call_exists);
  a.refuses(answers(ring_two), refusal_code::call_exists);
  a.does(answers()).ignores(answers());
  a.refuses(rings(ring_two), refusal_code::call_exists);
  a.refuses(answers(ring_two), refusal_code::call_exists);
  a.does(finish_call{ring_one, 30s, false});
  a.refuses(rings(ring_two), refusal_code::call_exists);
}

TEST(agent_call, I4_ringing_changes_nothing_yet) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active).does(rings());
  EXPECT_TRUE(a.orders().empty());
  EXPECT_EQ(a.status(), agent_status::alerting);
  a.does(stop_ringing{ring_one, true});
  EXPECT_TRUE(a.orders().empty());
  EXPECT_EQ(a.status(), agent_status::handling_webchat);
}

TEST(agent_call, I4_answering_interrupts_the_active_chat) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active);
  a.holds("c2", phase_name::parked).talks_on_phone();
  EXPECT_EQ(a.ordered(), "interrupt c1");
  EXPECT_EQ(a.state().interrupted, chat_id{"c1"});
  EXPECT_EQ(a.status(), agent_status::on_call);
}

TEST(agent_call, I4_without_an_active_chat_nothing_is_interrupted) {
  agent_story a;
  a.is_present().holds("c1", phase_name::allocated).talks_on_phone();
  EXPECT_EQ(a.ordered(), "");
  a.does(finish_call{ring_one, 0s, false});
  EXPECT_EQ(a.ordered(), "");
}

TEST(agent_call, I4_a_wrapup_of_that_instant_is_interrupted_as_well) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active).does(rings());
  a.holds("c1", phase_name::wrapup).does(answers());
  EXPECT_EQ(a.ordered(), "interrupt c1");
}

TEST(agent_call, what_the_pbx_connected_is_a_fact) {
  agent_story a;
  a.is_present().does(take_break{lunch, false, false}).does(answers());
  EXPECT_EQ(a.status(), agent_status::on_call);
}

TEST(agent_call, I5_the_interrupted_chat_is_told_that_the_call_is_over) {
  auto a = interrupted();
  a.does(finish_call{ring_one, 0s, false});
  EXPECT_EQ(a.ordered(), "call_finished c1");
  EXPECT_EQ(a.state().interrupted, std::nullopt);
  a.ignores(finish_call{ring_one, 0s, false});
}

TEST(agent_call, I5_the_calls_own_wrapup_is_waited_for) {
  auto a = interrupted();
  a.does(finish_call{ring_one, 30s, false});
  EXPECT_EQ(a.ordered(), "");
  EXPECT_EQ(a.status(), agent_status::call_wrapup);
  EXPECT_EQ(next_deadline(a.state()), a.now() + 30s);
  auto by_hand = a;
  by_hand.does(finish_call_wrapup{});
  EXPECT_EQ(by_hand.ordered(), "call_finished c1");
  a.after(29'999ms).ignores(deadline_reached{});
  a.after(1ms).does(deadline_reached{});
  EXPECT_EQ(a.ordered(), "call_finished c1");
  a.ignores(finish_call_wrapup{});
}

TEST(agent_call, I5_a_setting_resumes_at_hang_up) {
  auto a = interrupted();
  a.does(finish_call{ring_one, 30s, true});
  EXPECT_EQ(a.ordered(), "call_finished c1");
  EXPECT_EQ(a.status(), agent_status::call_wrapup);
}

TEST(agent_call, I5_the_chat_learns_that_something_else_is_active) {
  auto a = interrupted();
  a.holds("c2", phase_name::active).does(finish_call{ring_one, 0s, false});
  EXPECT_EQ(a.ordered(), "call_finished(busy) c1");
}

TEST(agent_call, I5_the_interrupted_chat_itself_is_not_something_else) {
  agent_story a;
  a.is_present().holds("c1", phase_name::active).talks_on_phone();
  // What it says of its parking is still on its way.
  a.does(finish_call{ring_one, 0s, false});
  EXPECT_EQ(a.ordered(), "call_finished c1");
}

TEST(agent_call, I5_a_chat_that_left_during_the_call_is_not_asked) {
  auto a = interrupted();
  a.lets_go("c1").does(finish_call{ring_one, 0s, false});
  EXPECT_EQ(a.ordered(), "");
}

TEST(agent_call, I5_after_a_restart_the_marked_chat_is_known_again) {
  agent_story a;
  a.is_present().holds("c1", phase_name::parked, true).does(answers());
  EXPECT_EQ(a.ordered(), "");
  a.does(finish_call{ring_one, 0s, false});
  EXPECT_EQ(a.ordered(), "call_finished c1");
}

TEST(agent_call, a_late_repetition_does_not_begin_a_finished_call_again) {
  agent_story a;
  a.is_present().talks_on_phone().does(finish_call{ring_one, 30s, false});
  a.ignores(answers());
  EXPECT_EQ(a.status(), agent_status::call_wrapup);
}

// --- The table. --------------------------------------------------------------

struct situation {
  std::string name;
  agent_story story;
};

std::vector<situation> situations() {
  const auto here = [] {
    agent_story a;
    a.is_present();
    return a;
  };
  const auto holds = [&](phase_name p) {
    auto a = here();
    a.holds("c1", p);
    return a;
  };
  auto full = here();
  for (const auto* c : {"c1", "c2", "c3", "c4"}) {
    full.holds(c, phase_name::parked);
  }
  return {
    {"logged out", agent_story{}},
    {"lost", here().does(lose{60s})},
    {"nothing to do", here()},
    {"chat allocated", holds(phase_name::allocated)},
    {"chat active", holds(phase_name::active)},
    {"chat parked", holds(phase_name::parked)},
    {"chat in wrapup", holds(phase_name::wrapup)},
    {"wrapup parked", holds(phase_name::wrapup_parked)},
    {"four parked", full},
    {"break", here().does(take_break{lunch, false, false})},
    {"interruptible break", here().does(take_break{lunch, true, false})},
    {"break with chat active",
     holds(phase_name::active).does(take_break{lunch, false, false})},
    {"break planned",
     holds(phase_name::active).does(take_break{lunch, false, true})},
    {"interruptible planned",
     holds(phase_name::active).does(take_break{lunch, true, true})},
    {"call rings", here().does(rings())},
    {"call rings, chat active", holds(phase_name::active).does(rings())},
    {"on call", here().talks_on_phone()},
    {"on call, chat active", holds(phase_name::active).talks_on_phone()},
    {"call wrapup",
     here().talks_on_phone().does(finish_call{ring_one, 30s, false})},
    {"declined", here().does(rings()).does(stop_ringing{ring_one, true})},
  };
}

std::string name_of(call_eligibility e) {
  switch (e) {
  case call_eligibility::free:
    return "free";
  case call_eligibility::interruptible:
    return "interruptible";
  case call_eligibility::resting:
    return "resting";
  case call_eligibility::not_now:
    break;
  }
  return ".";
}

TEST(agent_table, what_is_shown_and_allowed_in_every_situation) {
  const auto cell = [](std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
  };
  const auto answer = [](agent_story a, const command& c) {
    a.asks(c);
    return a.refused().empty() ? std::string{"yes"} : a.refused();
  };
  const capacity four{std::nullopt, 4, std::nullopt};
  std::string out = "What an agent is shown as, and what may come (4 chats at "
                    "most).\n\n";
  const auto row = [&](const std::string& name,
                       const std::string& status,
                       const std::string& calls,
                       const std::string& ring,
                       const std::string& take,
                       const std::string& receive,
                       const std::string& there) {
    std::string line = cell(name, 25) + cell(status, 18) + cell(calls, 15)
                       + cell(ring, 14) + cell(take, 25) + cell(receive, 25)
                       + there;
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  };
  row("", "status", "calls", "ring", "take", "receive", "there");
  for (const auto& [name, story] : situations()) {
    row(name,
        std::string{to_string(story.status())},
        name_of(story.for_calls()),
        answer(story, rings(ring_two)),
        answer(story, take{chat_id{"c9"}, sales, four}),
        answer(story, receive{chat_id{"c9"}, sales, four}),
        is_there(story.state()) ? "yes" : "no");
  }
  EXPECT_TRUE(matches_golden("agent_situations.txt", out));
}

TEST(agent_table, a_ring_is_accepted_exactly_by_those_who_are_eligible) {
  for (auto [name, story] : situations()) {
    const bool eligible = story.for_calls() != call_eligibility::not_now;
    story.asks(rings(ring_two));
    EXPECT_EQ(story.refused().empty(), eligible) << name;
  }
}

} // namespace
} // namespace parley::agent
