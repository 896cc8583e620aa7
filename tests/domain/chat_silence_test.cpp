// Customers who say nothing (Q1): warned at 80 %, gone at the limit; parked
// chats are exempt.
#include "tests/support/driven_chat.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley {
namespace {

using namespace parley::testing;

chat_policy impatient() {
  chat_policy p;
  p.inactivity_timeout = 100s;
  p.inactivity_warning = "Still there?";
  return p;
}

/// The newest line.
const chat::entry_written& newest_line(const driven_chat& c) {
  const auto newest = std::find_if(c.log.rbegin(), c.log.rend(), [](auto& e) {
    return std::holds_alternative<chat::entry_written>(e);
  });
  if (newest == c.log.rend()) {
    throw std::logic_error{"no line"};
  }
  return std::get<chat::entry_written>(*newest);
}

TEST(chat_silence, Q1_is_off_by_default) {
  const auto c = driven_chat::in_talk();
  EXPECT_EQ(c.left(), std::nullopt);
}

TEST(chat_silence, Q1_the_customer_is_warned_at_eighty_percent) {
  auto c = driven_chat::in_talk(impatient());
  EXPECT_EQ(c.left(), duration{80s});
  EXPECT_TRUE(c.after(80s - 1ms).ignores(chat::deadline_reached{}));
  EXPECT_TRUE(c.after(1ms).wakes());
  EXPECT_EQ(newest_line(c).text, "Still there?");
  EXPECT_EQ(newest_line(c).from, speaker::flow);
  EXPECT_EQ(newest_line(c).kind, entry_kind::notice);
  EXPECT_EQ(c.phase(), phase_name::active);
  EXPECT_EQ(c.left(), duration{20s});
  EXPECT_EQ(c.state, c.folded());
}

TEST(chat_silence, Q1_the_warning_is_in_the_language_of_the_page) {
  auto p = impatient();
  p.inactivity_warnings = {{"cy", "Ydych chi yno?"}};
  for (const auto& [locale, text] :
       {std::pair{"cy-GB", "Ydych chi yno?"}, {"fr", "Still there?"}}) {
    auto c = driven_chat::in_talk(p);
    c.state.customer_locale = locale;
    EXPECT_TRUE(c.after(80s).wakes());
    EXPECT_EQ(newest_line(c).text, text);
  }
}

TEST(chat_silence, Q1_the_chat_ends_at_the_limit_and_the_agent_writes_up) {
  auto c = driven_chat::in_talk(impatient());
  EXPECT_TRUE(c.after(80s).wakes());
  EXPECT_TRUE(c.after(20s - 1ms).ignores(chat::deadline_reached{}));
  EXPECT_TRUE(c.after(1ms).wakes());
  EXPECT_EQ(c.phase(), phase_name::wrapup);
  const auto* ended = std::get_if<chat::chat_ended>(&c.log.back());
  ASSERT_NE(ended, nullptr);
  EXPECT_EQ(ended->because, cause::inactivity);
}

TEST(chat_silence, Q1_a_line_of_either_side_begins_the_time_anew) {
  for (const auto& line :
       {line_of_customer("Yes"), line_of_agent(ann, "Hello?")}) {
    auto c = driven_chat::in_talk(impatient());
    EXPECT_TRUE(c.after(80s).wakes());
    EXPECT_TRUE(c.after(10s).does(line));
    EXPECT_EQ(c.left(), duration{80s});
    EXPECT_TRUE(c.after(80s).wakes());
    EXPECT_EQ(newest_line(c).text, "Still there?");
  }
}

TEST(chat_silence, Q1_a_whisper_is_no_sign_of_life) {
  auto c = driven_chat::in_talk(impatient());
  auto whisper = line_of_agent(ann, "Note");
  whisper.kind = entry_kind::whisper;
  EXPECT_TRUE(c.after(10s).does(whisper));
  EXPECT_EQ(c.left(), duration{70s});
}

TEST(chat_silence, Q1_a_parked_chat_is_exempt) {
  auto c = driven_chat::in_talk(impatient());
  EXPECT_TRUE(c.after(70s).does(chat::park{ann}));
  EXPECT_EQ(c.left(), std::nullopt);
  EXPECT_TRUE(c.after(1h).ignores(chat::deadline_reached{}));
  EXPECT_TRUE(c.does(chat::activate{ann}));
  EXPECT_EQ(c.left(), duration{80s});
}

TEST(chat_silence, Q1_without_a_text_the_warning_is_no_line) {
  auto p = impatient();
  p.inactivity_warning.clear();
  auto c = driven_chat::in_talk(p);
  const auto lines = c.state.last_entry;
  EXPECT_TRUE(c.after(80s).wakes());
  EXPECT_EQ(c.state.last_entry, lines);
  EXPECT_TRUE(c.after(20s).wakes());
  EXPECT_EQ(c.phase(), phase_name::wrapup);
}

TEST(chat_silence, Q1_a_change_of_policy_leaves_running_chats_alone) {
  auto c = driven_chat::in_talk(impatient());
  c.policy.inactivity_timeout = 30s;
  EXPECT_EQ(c.left(), duration{80s});
}

TEST(chat_silence, Q1_an_offer_to_a_colleague_has_its_own_time) {
  auto c = driven_chat::in_talk(impatient());
  EXPECT_TRUE(c.after(30s).does(chat::offer_transfer{ann, bob}));
  EXPECT_EQ(c.left(), duration{50s});
  EXPECT_TRUE(c.after(50s).wakes());
  EXPECT_EQ(newest_line(c).text, "Still there?");
  EXPECT_TRUE(c.after(10s).wakes());
  EXPECT_EQ(c.state.offered, std::nullopt);
}

} // namespace
} // namespace parley
