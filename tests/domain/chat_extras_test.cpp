// What people add to a chat besides lines: files, a survey, answers to scripts,
// words of their own.
#include "actors/domain/chat_session.hpp"
#include "protocol/widget_limits.hpp"
#include "tests/support/chat_story.hpp"

#include <gtest/gtest.h>

namespace parley::chat {
namespace {

using namespace parley::testing;
using namespace std::chrono_literals;

write_entry file_line(const std::string& id = "f-1") {
  auto line = customer_says("red.png");
  line.kind = entry_kind::file;
  line.file = shared_file{file_id{id}, "red.png", 5, "image/png", "00ff"};
  return line;
}

TEST(chat_extras, W2_a_file_is_a_line_with_its_facts) {
  chat_story s;
  s.is_active().does(file_line());
  const auto& line = std::get<entry_written>(s.all().back());
  EXPECT_EQ(line.kind, entry_kind::file);
  EXPECT_EQ(line.text, "red.png");
  EXPECT_EQ(line.file->id.value, "f-1");
  EXPECT_EQ(to_entry(line).file, line.file);
  EXPECT_EQ(s.state().files, 1U);
  EXPECT_EQ(s.state().last_line, "red.png");
}

TEST(chat_extras, W2_a_file_and_its_kind_belong_together) {
  chat_story s;
  auto line = file_line();
  line.kind = entry_kind::text;
  s.is_active().refuses(line, refusal_code::missing_field);
  line.kind = entry_kind::file;
  line.file.reset();
  s.refuses(line, refusal_code::missing_field);
}

TEST(chat_extras, W2_the_last_file_fits_and_one_more_does_not) {
  chat_story s;
  s.is_active();
  for (std::size_t i = 0; i < limits::files_per_chat_max; ++i) {
    s.does(file_line("f-" + std::to_string(i)));
  }
  s.refuses(file_line("f-more"), refusal_code::too_many_files);
  s.does(customer_says("text goes on"));
}

TEST(chat_extras, W2_after_the_end_nobody_sends_a_file) {
  chat_story s;
  s.is_in_wrapup().refuses(file_line(), refusal_code::chat_closed);
}

TEST(chat_extras, the_survey_is_answered_after_the_end_and_once) {
  chat_story s;
  s.is_active().refuses(submit_survey{5, ""}, refusal_code::not_in_this_state);
  s.does(end_chat{}).does(submit_survey{4, "good"});
  EXPECT_EQ(s.state().survey, (survey{4, "good"}));
  s.refuses(submit_survey{5, ""}, refusal_code::survey_given);
  EXPECT_EQ(s.state().survey->score, 4);

  chat_story late;
  late.is_in_wrapup().does(finish_wrapup{ann}).after(24h);
  late.does(submit_survey{1, ""});
  EXPECT_EQ(late.phase(), phase_name::closed);
}

TEST(chat_extras, a_retry_of_a_survey_has_its_first_result) {
  chat_story s;
  s.is_in_wrapup();
  const request r{submit_survey{4, "good"}, {}, command_id{"r1"}};
  s.asks(r).asks(r);
  EXPECT_EQ(s.state().survey->score, 4);
}

TEST(chat_extras, the_survey_is_bounded) {
  chat_story s;
  s.is_in_wrapup();
  s.refuses(submit_survey{limits::survey_score_min - 1, ""},
            refusal_code::out_of_range);
  s.refuses(submit_survey{limits::survey_score_max + 1, ""},
            refusal_code::out_of_range);
  constexpr auto most = limits::survey_comment_characters_max;
  s.refuses(submit_survey{5, std::string(most + 1, 'c')},
            refusal_code::too_long);
  s.does(submit_survey{limits::survey_score_max, std::string(most, 'c')});
}

answer_script answers(const std::string& script, std::size_t count = 1) {
  answer_script c{ann, script_id{script}, script, {}};
  for (std::size_t i = 0; i < count; ++i) {
    c.answers.push_back({"First/" + std::to_string(i), "yes"});
  }
  return c;
}

TEST(chat_extras, X1_answers_are_kept_with_the_chat_and_replaced) {
  chat_story s;
  s.is_active().does(answers("order", 2)).does(answers("other"));
  ASSERT_EQ(s.state().scripts.size(), 2U);
  s.does(park{ann}).does(answers("order", 1));
  ASSERT_EQ(s.state().scripts.size(), 2U);
  EXPECT_EQ(s.state().scripts.back().answers.size(), 1U);
  s.does(end_chat{}).does(answers("order", 3));
  EXPECT_EQ(s.state().scripts.back().answers.size(), 3U);
}

TEST(chat_extras, X1_only_the_owner_answers_and_only_while_it_is_theirs) {
  chat_story s;
  auto of_bob = answers("order");
  of_bob.agent = bob;
  s.refuses(answers("order"), refusal_code::not_in_this_state);
  s.is_active().refuses(of_bob, refusal_code::not_your_chat);
  chat_story over;
  over.is_in_wrapup().does(finish_wrapup{ann});
  over.refuses(answers("order"), refusal_code::not_in_this_state);
}

TEST(chat_extras, X1_answers_and_scripts_are_bounded) {
  chat_story s;
  s.is_active();
  s.refuses(answers("order", limits::script_answers_max + 1),
            refusal_code::out_of_range);
  for (std::size_t i = 0; i < limits::chat_scripts_max; ++i) {
    s.does(answers("s" + std::to_string(i), limits::script_answers_max));
  }
  s.refuses(answers("more"), refusal_code::out_of_range);
  s.does(answers("s0"));
}

TEST(chat_extras, C1_own_words_are_filed_where_the_queue_allows_it) {
  const classify words{ann, {}, "", false, "wanted a tour"};
  chat_story s;
  s.is_active().refuses(words, refusal_code::invalid_value);
  s.policy.classification_text = true;
  s.policy.classification_required = true;
  s.does(end_chat{});
  s.refuses(finish_wrapup{ann}, refusal_code::classification_required);
  s.does(words);
  EXPECT_EQ(s.state().classification_text, "wanted a tour");
  s.does(finish_wrapup{ann});
  EXPECT_EQ(s.phase(), phase_name::closed);
}

TEST(chat_extras, C1_one_or_more_as_the_queue_says) {
  const classification_id sale{"sale"};
  const classification_id complaint{"complaint"};
  chat_story s;
  s.is_active().does(classify{ann, {sale, complaint}, "", false});
  s.policy.classification_several = false;
  s.refuses(classify{ann, {sale, complaint}, "", false},
            refusal_code::out_of_range);
  s.does(classify{ann, {complaint}, "", false});
  constexpr auto most = limits::classification_text_characters_max;
  s.policy.classification_text = true;
  s.does(classify{ann, {}, "", false, std::string(most, 't')});
  s.refuses(classify{ann, {}, "", false, std::string(most + 1, 't')},
            refusal_code::too_long);
}

/// What a customer with a page in this language is told when a call comes.
std::string notice_for(const std::string& locale) {
  start c;
  c.customer_locale = locale;
  chat_policy p;
  p.interruption_notice = "One moment";
  p.interruption_notices = {{"de", "Moment"}, {"de-CH", "Augenblick"}};
  state s;
  std::string told;
  for (const auto& what : std::vector<command>{c,
                                               enter_queue{sales},
                                               allocate{ann, cause::by_hand},
                                               activate{ann},
                                               interrupt{ann}}) {
    const auto decided = decide(s, {what, {}, {}}, p, noon);
    for (const auto& e : decided.value()) {
      s = apply(std::move(s), e);
      if (const auto* line = std::get_if<entry_written>(&e)) {
        told = line->text;
      }
    }
  }
  return told;
}

TEST(chat_extras, I6_the_notice_is_in_the_language_of_the_page) {
  EXPECT_EQ(notice_for("de-AT"), "Moment");
  EXPECT_EQ(notice_for("de-CH"), "Augenblick");
  EXPECT_EQ(notice_for("de-CH-1901"), "Augenblick");
  EXPECT_EQ(notice_for("fr"), "One moment");
  EXPECT_EQ(notice_for(""), "One moment");
}

} // namespace
} // namespace parley::chat
