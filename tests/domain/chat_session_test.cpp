// What a chat session promises, statement by statement (behaviour 2 to 5).
#include "protocol/limits.hpp"
#include "tests/support/driven_chat.hpp"

namespace parley::testing {

using chat::activate;
using chat::allocate;
using chat::end_chat;
using chat::extend_wrapup;
using chat::finish_wrapup;
using chat::park;
using chat::put_back;

// --- T1: time. ---------------------------------------------------------------

TEST(chat_session, T1_handling_time_accumulates_only_while_active) {
  auto c = driven_chat::in_talk();
  c.after(10s);
  EXPECT_EQ(c.handled(), 10s);
  ASSERT_TRUE(c.does(park{ann}));
  c.after(1h);
  EXPECT_EQ(c.handled(), 10s);
  ASSERT_TRUE(c.does(activate{ann}));
  c.after(5s);
  EXPECT_EQ(c.handled(), 15s);
  ASSERT_TRUE(c.does(put_back{ann}));
  c.after(5s);
  EXPECT_EQ(c.handled(), 15s);
}

TEST(chat_session, T1_the_time_in_the_inbox_before_activation_does_not_count) {
  auto c = driven_chat::in_inbox();
  c.after(30s);
  ASSERT_TRUE(c.does(activate{ann}));
  EXPECT_EQ(c.handled(), 0s);
}

TEST(chat_session, T1_wrapup_counts_down_only_while_it_is_active) {
  auto c = driven_chat::in_wrapup();
  EXPECT_EQ(c.left(), 60s);
  c.after(20s);
  ASSERT_TRUE(c.does(park{ann}));
  EXPECT_EQ(c.phase(), phase_name::wrapup_parked);
  EXPECT_EQ(c.left(), std::nullopt);
  c.after(2h);
  ASSERT_TRUE(c.ignores(chat::deadline_reached{}));
  ASSERT_TRUE(c.does(activate{ann}));
  EXPECT_EQ(c.phase(), phase_name::wrapup);
  EXPECT_EQ(c.left(), 40s);
  EXPECT_EQ(c.handled(), 0s);
  EXPECT_EQ(c.state.wrapped_up, 20s);
}

TEST(chat_session, T1_wrapup_ends_at_its_deadline_and_not_a_moment_before) {
  auto c = driven_chat::in_wrapup();
  c.after(60s - 1ms);
  ASSERT_TRUE(c.ignores(chat::deadline_reached{}));
  c.after(1ms);
  ASSERT_TRUE(c.wakes());
  EXPECT_EQ(std::get<chat::closed>(c.state.phase).how, outcome::wrapup_expired);
  EXPECT_EQ(c.state.closed_by, ann);
  EXPECT_EQ(c.state.wrapped_up, 60s);
}

TEST(chat_session, T1_a_wrapup_parked_after_its_deadline_has_no_time_left) {
  auto c = driven_chat::in_wrapup();
  c.after(75s);
  ASSERT_TRUE(c.does(park{ann}));
  EXPECT_EQ(std::get<chat::wrapup_parked>(c.state.phase).time_left, 0s);
  ASSERT_TRUE(c.does(activate{ann}));
  ASSERT_TRUE(c.wakes());
  EXPECT_EQ(c.phase(), phase_name::closed);
}

TEST(chat_session, T1_the_times_survive_a_restart_because_they_are_events) {
  auto c = driven_chat::in_talk();
  c.after(12'345ms);
  ASSERT_TRUE(c.does(park{ann}));
  c.after(7s);
  ASSERT_TRUE(c.does(end_chat{cause::customer, {}}));
  c.after(1s);
  ASSERT_TRUE(c.does(activate{ann}));
  c.after(17'001ms);
  ASSERT_TRUE(c.does(park{ann}));
  EXPECT_EQ(c.folded(), c.state);
  EXPECT_EQ(c.folded().handled, 12'345ms);
  EXPECT_EQ(std::get<chat::wrapup_parked>(c.folded().phase).time_left,
            60s - 17'001ms);
}

TEST(chat_session, Z1_a_clock_that_jumps_back_takes_no_time_away) {
  auto c = driven_chat::in_talk();
  c.after(30s);
  ASSERT_TRUE(c.does(park{ann}));
  c.after(-10min);
  ASSERT_TRUE(c.does(activate{ann}));
  EXPECT_EQ(c.handled(), 30s);
  ASSERT_TRUE(c.does(end_chat{cause::customer, {}}));
  EXPECT_EQ(c.state.handled, 30s);
  EXPECT_EQ(chat::next_deadline(c.state), beginning + 30s + 60s);
  ASSERT_TRUE(c.ignores(chat::deadline_reached{}));
}

// --- T2: who saw what, and retries. ------------------------------------------

TEST(chat_session, T2_a_stale_command_is_refused_and_told_the_present_state) {
  auto c = driven_chat::in_talk();
  const auto seen = c.state.revision;
  ASSERT_TRUE(c.does(park{ann}));
  const auto before = c.state;
  const auto decided = c.asks({end_chat{cause::agent, ann}, seen, {}});
  ASSERT_FALSE(decided);
  EXPECT_EQ(decided.error().code, refusal_code::stale_revision);
  EXPECT_EQ(decided.error().detail, "parked");
  EXPECT_EQ(c.state, before);
}

TEST(chat_session, T2_a_new_line_makes_nobodys_view_stale) {
  auto c = driven_chat::in_talk();
  const auto seen = c.state.revision;
  ASSERT_TRUE(c.does(line_of_customer("one more thing")));
  EXPECT_GT(c.state.revision, seen);
  EXPECT_EQ(c.refusal_of({park{ann}, seen, {}}), std::nullopt);
}

TEST(chat_session, T2_a_retry_has_the_first_result_and_no_second_effect) {
  auto c = driven_chat::in_wrapup();
  const chat::request extend{
    extend_wrapup{ann}, c.state.revision, command_id{"k1"}};
  ASSERT_EQ(c.refusal_of(extend), std::nullopt);
  const auto once = c.state;
  EXPECT_EQ(c.refusal_of(extend), std::nullopt);
  EXPECT_EQ(c.state, once);
  EXPECT_EQ(c.left(), 120s);
  const auto* first = chat::find_command(c.state, command_id{"k1"});
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->outcome, once.revision);
}

TEST(chat_session, T2_a_retry_is_still_known_after_the_phase_has_changed) {
  auto c = driven_chat::in_talk();
  const chat::request parks{park{ann}, {}, command_id{"k1"}};
  ASSERT_EQ(c.refusal_of(parks), std::nullopt);
  ASSERT_TRUE(c.does(activate{ann}));
  ASSERT_EQ(c.refusal_of(parks), std::nullopt);
  EXPECT_EQ(c.phase(), phase_name::active);
}

TEST(chat_session, T2_a_refused_command_may_be_tried_again_with_its_id) {
  auto c = driven_chat::in_inbox();
  const chat::request parks{park{ann}, {}, command_id{"k1"}};
  ASSERT_EQ(c.refusal_of(parks), refusal_code::not_in_this_state);
  ASSERT_TRUE(c.does(activate{ann}));
  ASSERT_EQ(c.refusal_of(parks), std::nullopt);
  EXPECT_EQ(c.phase(), phase_name::parked);
}

TEST(chat_session, T2_the_ids_of_the_newest_commands_are_remembered) {
  auto c = driven_chat::in_talk();
  const auto id_of = [](std::size_t n) {
    return command_id{"k" + std::to_string(n)};
  };
  const auto change = [&](std::size_t n) {
    const bool parks = c.phase() == phase_name::active;
    return c.refusal_of(
      {parks ? chat::command{park{ann}} : chat::command{activate{ann}},
       {},
       id_of(n)});
  };
  for (std::size_t n = 0; n < limits::remembered_ids_max; ++n) {
    ASSERT_EQ(change(n), std::nullopt);
  }
  EXPECT_NE(chat::find_command(c.state, id_of(0)), nullptr);
  ASSERT_EQ(change(limits::remembered_ids_max), std::nullopt);
  EXPECT_EQ(chat::find_command(c.state, id_of(0)), nullptr);
  EXPECT_NE(chat::find_command(c.state, id_of(1)), nullptr);
  EXPECT_EQ(c.state.commands.size(), limits::remembered_ids_max);
  // However many follow, it is always the newest that are known.
  constexpr auto last = 3 * limits::remembered_ids_max;
  for (std::size_t n = limits::remembered_ids_max + 1; n <= last; ++n) {
    ASSERT_EQ(change(n), std::nullopt);
  }
  for (std::size_t n = 0; n <= last; ++n) {
    EXPECT_EQ(chat::find_command(c.state, id_of(n)) != nullptr,
              n > last - limits::remembered_ids_max)
      << n;
  }
}

TEST(chat_session, T2_what_is_remembered_is_equal_by_age_not_by_place) {
  const auto with_ids = [](std::size_t from, std::size_t to) {
    chat::recent r;
    for (auto n = from; n < to; ++n) {
      r.add({std::to_string(n), n, {}});
    }
    return r;
  };
  constexpr auto most = limits::remembered_ids_max;
  EXPECT_EQ(with_ids(0, most + 3), with_ids(3, most + 3));
  EXPECT_FALSE(with_ids(0, most + 3) == with_ids(0, most));
  EXPECT_FALSE(with_ids(0, 2) == with_ids(0, 1));
  EXPECT_EQ(with_ids(0, 0), chat::recent{});
}

TEST(chat_session, T2_the_second_of_two_takers_is_told_that_it_is_taken) {
  auto c = driven_chat::in_queue();
  ASSERT_TRUE(c.does(allocate{ann, cause::by_hand}));
  EXPECT_EQ(c.refusal_of(allocate{bob, cause::by_hand}),
            refusal_code::chat_taken);
  EXPECT_EQ(c.state.agent, ann);
}

// --- T3, T5, W6: lines. ------------------------------------------------------

TEST(chat_session, T3_a_parked_session_keeps_receiving_the_customers_lines) {
  auto c = driven_chat::in_talk();
  ASSERT_TRUE(c.does(park{ann}));
  ASSERT_TRUE(c.does(line_of_customer("are you there?")));
  EXPECT_EQ(c.phase(), phase_name::parked);
  EXPECT_EQ(c.state.last_line, "are you there?");
  EXPECT_EQ(c.state.customer_entries, 1U);
  const auto& line = std::get<chat::entry_written>(c.log.back());
  EXPECT_EQ(chat::to_entry(line).text, "are you there?");
}

TEST(chat_session, T5_text_of_the_customer_is_refused_once_the_chat_is_over) {
  auto c = driven_chat::in_wrapup();
  EXPECT_EQ(c.refusal_of(line_of_customer("hello?")),
            refusal_code::chat_closed);
  ASSERT_TRUE(c.does(finish_wrapup{ann}));
  EXPECT_EQ(c.refusal_of(line_of_customer("hello?")),
            refusal_code::chat_closed);
  EXPECT_EQ(c.refusal_of(line_of_agent(ann, "hello?")),
            refusal_code::not_your_chat);
}

TEST(chat_session, T5_a_new_session_is_linked_to_the_one_it_continues) {
  driven_chat c;
  chat::start again;
  again.continues = chat_id{"c0"};
  ASSERT_TRUE(c.does(again));
  EXPECT_EQ(std::get<chat::chat_started>(c.log.front()).continues,
            chat_id{"c0"});
}

TEST(chat_session, W6_lines_are_numbered_from_one_without_a_gap) {
  auto c = driven_chat::in_flow();
  ASSERT_TRUE(c.does(line_of_customer("a")));
  ASSERT_TRUE(c.does(chat::enter_queue{sales}));
  ASSERT_TRUE(c.does(line_of_customer("b")));
  ASSERT_TRUE(c.does(allocate{ann, cause::by_hand}));
  ASSERT_TRUE(c.does(line_of_agent(ann, "c")));
  std::uint64_t next = 1;
  for (const auto& e : c.log) {
    if (const auto* line = std::get_if<chat::entry_written>(&e)) {
      EXPECT_EQ(line->entry, next++);
    }
  }
  EXPECT_EQ(c.state.last_entry, 3U);
}

TEST(chat_session, W6_a_retried_line_has_no_second_effect) {
  auto c = driven_chat::in_talk();
  ASSERT_TRUE(c.does(line_of_customer("a", "m1")));
  ASSERT_TRUE(c.does(line_of_customer("b", "m2")));
  EXPECT_TRUE(c.ignores(line_of_customer("a", "m1")));
  const auto* first = chat::find_message(
    c.state, speaker::customer, {}, client_message_id{"m1"});
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->outcome, 1U);
  // Also when the chat has ended meanwhile: it was accepted once.
  ASSERT_TRUE(c.does(end_chat{cause::customer, {}}));
  EXPECT_TRUE(c.ignores(line_of_customer("b", "m2")));
}

TEST(chat_session, W6_ids_of_lines_are_their_authors_own) {
  auto c = driven_chat::in_talk();
  ASSERT_TRUE(c.does(line_of_customer("of the customer", "m1")));
  auto same = line_of_agent(ann, "of the agent");
  same.id = client_message_id{"m1"};
  ASSERT_TRUE(c.does(same));
  EXPECT_EQ(c.state.last_entry, 2U);
  EXPECT_TRUE(c.ignores(same));
  const auto* found
    = chat::find_message(c.state, speaker::agent, ann, *same.id);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->outcome, 2U);
  EXPECT_EQ(chat::find_message(c.state, speaker::agent, bob, *same.id),
            nullptr);
}

TEST(chat_session, W6_a_lost_customer_ends_the_chat_like_one_who_leaves) {
  auto c = driven_chat::in_talk();
  ASSERT_TRUE(c.does(end_chat{cause::customer_lost, {}}));
  EXPECT_EQ(c.phase(), phase_name::wrapup);
}

TEST(chat_session, W7_only_the_owner_writes_as_the_agent) {
  auto c = driven_chat::in_talk();
  EXPECT_EQ(c.refusal_of(line_of_agent(bob, "hi")),
            refusal_code::not_your_chat);
  EXPECT_TRUE(c.does(line_of_agent(ann, "hi")));
  EXPECT_EQ(c.state.agent_entries, 1U);
  ASSERT_TRUE(c.does(put_back{ann}));
  EXPECT_EQ(c.refusal_of(line_of_agent(ann, "hi")),
            refusal_code::not_your_chat);
}

TEST(chat_session, W7_text_is_stored_raw_and_only_the_preview_is_cut) {
  auto c = driven_chat::in_talk();
  std::string text = "<b>\"&'</b>";
  for (int n = 0; n < 200; ++n) {
    text += "\xC3\xA4"; // a letter of two bytes
  }
  ASSERT_TRUE(c.does(line_of_customer(text)));
  EXPECT_EQ(std::get<chat::entry_written>(c.log.back()).text, text);
  EXPECT_EQ(c.state.last_line,
            text.substr(0, 10 + 2 * (limits::preview_characters_max - 10)));
}

} // namespace parley::testing
