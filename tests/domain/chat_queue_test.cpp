// What waits in one queue: admission, order, positions, estimates and
// announcements (behaviour 5), and the same compared with a list that is
// sorted anew for each question.
#include "actors/domain/chat_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace parley::queue {
namespace {

using namespace std::chrono_literals;

constexpr timestamp noon = from_unix_ms(1'700'000'000'000);

entry chat(const std::string& id, timestamp enqueued) {
  entry e;
  e.item = id;
  e.enqueued = enqueued;
  return e;
}

/// A queue with one agent there.
waiting_list served(settings s = {}) {
  waiting_list q{std::move(s)};
  q.serving(1);
  return q;
}

/// Ids of the first items, joined.
std::string order(const waiting_list& q, std::size_t count = 100) {
  std::string text;
  for (const auto& e : q.head(count)) {
    text += e.item + " ";
  }
  return text;
}

/// What is told at `now`: `id:position` and the announcement.
std::string told(waiting_list& q, timestamp now) {
  auto notices = q.due(now);
  std::sort(notices.begin(),
            notices.end(),
            [](const notice& a, const notice& b) { return a.item < b.item; });
  std::string text;
  for (const auto& n : notices) {
    text += n.item + ":" + std::to_string(n.position);
    text += n.announcement.empty() ? " " : "(" + n.announcement + ") ";
  }
  return text;
}

settings announcing(const std::string& text,
                    std::optional<duration> every = {}) {
  settings s;
  s.announcement = announcement{text, every};
  return s;
}

refusal_code code(const std::optional<refusal>& r) {
  return r ? r->code : refusal_code::internal_error;
}

// --- Q2: admission. ----------------------------------------------------------

TEST(waiting_list, Q2_admits_up_to_the_maximum_and_refuses_one_more) {
  settings s;
  s.length_max = 2;
  auto q = served(s);
  EXPECT_FALSE(q.admit("a"));
  EXPECT_FALSE(q.admit("b"));
  EXPECT_EQ(code(q.admit("c")), refusal_code::queue_full);
  // A place that was promised counts, entered or not.
  q.put(chat("a", noon), noon);
  EXPECT_EQ(code(q.admit("c")), refusal_code::queue_full);
  q.release("b");
  EXPECT_FALSE(q.admit("c"));
  EXPECT_FALSE(q.admit("c"));
  EXPECT_EQ(code(q.admit("d")), refusal_code::queue_full);
  q.put(chat("c", noon), noon);
  q.remove("a");
  EXPECT_FALSE(q.admit("d"));
}

TEST(waiting_list, Q2_nobody_there_refuses_unless_they_may_wait) {
  waiting_list q{settings{}};
  EXPECT_EQ(code(q.admit("a")), refusal_code::nobody_serves_queue);
  settings s;
  s.wait_when_nobody = true;
  q.change(s);
  EXPECT_FALSE(q.admit("a"));
}

TEST(waiting_list, Q2_those_who_wait_when_the_last_agent_leaves_are_stranded) {
  auto q = served();
  q.put(chat("b", noon + 1s), noon);
  q.put(chat("a", noon), noon);
  EXPECT_TRUE(q.stranded().empty());
  q.serving(0);
  EXPECT_EQ(q.stranded(), (std::vector<std::string>{"a", "b"}));
  settings s;
  s.wait_when_nobody = true;
  q.change(s);
  EXPECT_TRUE(q.stranded().empty());
}

TEST(waiting_list, T4_a_returning_chat_enters_above_the_maximum) {
  settings s;
  s.length_max = 1;
  auto q = served(s);
  q.put(chat("a", noon), noon);
  EXPECT_TRUE(q.put(chat("b", noon - 1s), noon));
  EXPECT_EQ(q.size(), 2U);
  EXPECT_EQ(code(q.admit("c")), refusal_code::queue_full);
}

// --- T4, N1: order and positions. --------------------------------------------

TEST(waiting_list, T4_a_returning_chat_stands_at_its_original_place) {
  auto q = served();
  q.put(chat("b", noon + 2s), noon);
  q.put(chat("c", noon + 3s), noon);
  q.put(chat("a", noon + 1s), noon + 1h);
  EXPECT_EQ(order(q), "a b c ");
  EXPECT_EQ(q.position("c"), 3U);
}

TEST(waiting_list, N1_equal_times_stand_in_the_order_of_their_ids) {
  auto q = served();
  q.put(chat("b", noon), noon);
  q.put(chat("a", noon), noon);
  EXPECT_EQ(order(q), "a b ");
}

TEST(waiting_list, an_item_can_be_changed_and_moved) {
  auto q = served();
  q.put(chat("a", noon), noon);
  q.put(chat("b", noon + 1s), noon);
  EXPECT_FALSE(q.put(chat("a", noon), noon));
  auto changed = chat("a", noon);
  changed.last_line = "hello?";
  EXPECT_TRUE(q.put(changed, noon));
  EXPECT_EQ(q.find("a")->last_line, "hello?");
  EXPECT_TRUE(q.put(chat("a", noon + 2s), noon));
  EXPECT_EQ(order(q), "b a ");
  EXPECT_EQ(order(q, 1), "b ");
  EXPECT_TRUE(q.remove("b"));
  EXPECT_FALSE(q.remove("b"));
  EXPECT_EQ(q.position("b"), std::nullopt);
  EXPECT_EQ(q.find("b"), nullptr);
}

// --- N1: what customers are told. --------------------------------------------

TEST(waiting_list, N1_the_position_is_told_right_after_entry) {
  auto q = served();
  q.put(chat("a", noon), noon);
  EXPECT_LE(*q.next_deadline(), noon);
  EXPECT_EQ(told(q, noon), "a:1 ");
  EXPECT_EQ(told(q, noon), "");
}

TEST(waiting_list, N1_those_behind_are_told_at_once_when_one_leaves) {
  auto q = served();
  for (const auto* id : {"a", "b", "c"}) {
    q.put(chat(id, noon), noon);
  }
  EXPECT_EQ(told(q, noon), "a:1 b:2 c:3 ");
  q.remove("b");
  EXPECT_LE(*q.next_deadline(), noon);
  EXPECT_EQ(told(q, noon), "c:2 ");
}

TEST(waiting_list, N1_those_behind_are_told_at_once_when_one_returns) {
  auto q = served();
  q.put(chat("b", noon), noon);
  EXPECT_EQ(told(q, noon), "b:1 ");
  q.put(chat("a", noon - 1s), noon);
  EXPECT_EQ(told(q, noon), "a:1 b:2 ");
}

TEST(waiting_list, N1_who_is_far_behind_learns_it_by_the_clock) {
  auto q = served();
  const auto n = limits::positions_told_at_once_max + 2;
  for (std::size_t i = 0; i < n; ++i) {
    q.put(chat("c" + std::to_string(10 + i), noon), noon);
  }
  EXPECT_EQ(q.due(noon).size(), n);
  q.remove("c10");
  EXPECT_EQ(q.due(noon).size(), limits::positions_told_at_once_max);
  EXPECT_EQ(q.due(noon + limits::position_refresh - 1ms).size(), 0U);
  const auto late = q.due(noon + limits::position_refresh);
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late.front().position, n - 1);
}

TEST(waiting_list, N1_nothing_is_told_while_nothing_changes) {
  auto q = served();
  q.put(chat("a", noon), noon);
  EXPECT_EQ(told(q, noon), "a:1 ");
  EXPECT_EQ(told(q, noon + 1h), "");
}

TEST(waiting_list, N1_none_after_leaving) {
  auto q = served(announcing("You are <position>.", 10s));
  q.put(chat("a", noon), noon);
  q.remove("a");
  EXPECT_EQ(told(q, noon + 1h), "");
  EXPECT_EQ(q.next_deadline(), std::nullopt);
}

TEST(waiting_list, N1_an_announcement_is_made_once) {
  auto q = served(announcing("You are number <position>."));
  q.put(chat("a", noon), noon);
  EXPECT_EQ(told(q, noon), "a:1(You are number 1.) ");
  EXPECT_EQ(told(q, noon + 1h), "");
}

TEST(waiting_list, N1_an_announcement_is_repeated) {
  auto q = served(announcing("Number <position>, yes, <position>.", 30s));
  q.put(chat("a", noon), noon);
  EXPECT_EQ(told(q, noon), "a:1(Number 1, yes, 1.) ");
  EXPECT_EQ(told(q, noon + 29s), "");
  EXPECT_EQ(told(q, noon + 30s), "a:1(Number 1, yes, 1.) ");
  EXPECT_EQ(told(q, noon + 59s), "");
  EXPECT_EQ(told(q, noon + 60s), "a:1(Number 1, yes, 1.) ");
}

TEST(waiting_list, N1_an_announcement_that_is_taken_away_is_not_made) {
  auto q = served(announcing("Number <position>.", 10s));
  q.put(chat("a", noon), noon);
  EXPECT_EQ(told(q, noon), "a:1(Number 1.) ");
  q.change(settings{});
  EXPECT_EQ(told(q, noon + 10s), "");
  EXPECT_EQ(told(q, noon + 1h), "");
}

TEST(waiting_list, N1_an_interval_out_of_range_cannot_spin) {
  auto q = served(announcing("Number <position>.", 0s));
  q.put(chat("a", noon), noon);
  EXPECT_EQ(q.due(noon).size(), 1U);
  EXPECT_EQ(q.next_deadline(), noon + limits::announcement_every_min);
}

TEST(waiting_list, N1_the_expected_wait_is_told_in_minutes_rounded_up) {
  auto q = served(announcing("About <time> min."));
  q.answered(150s);
  q.put(chat("a", noon), noon);
  EXPECT_EQ(told(q, noon), "a:1(About 3 min.) ");
  q.put(chat("b", noon - 30s), noon);
  EXPECT_EQ(told(q, noon), "a:2 b:1(About 2 min.) ");
}

TEST(waiting_list, N2_an_unknown_expected_wait_is_not_announced) {
  auto q = served(announcing("About <time> min."));
  q.put(chat("a", noon), noon);
  EXPECT_EQ(q.estimate("a", noon), std::nullopt);
  EXPECT_EQ(told(q, noon), "a:1 ");
}

TEST(waiting_list, N2_the_estimate_is_a_moving_average_less_the_wait) {
  auto q = served();
  q.put(chat("a", noon), noon);
  q.answered(100s);
  EXPECT_EQ(q.estimate("a", noon), duration{100s});
  q.answered(200s);
  EXPECT_EQ(q.estimate("a", noon), duration{110s});
  EXPECT_EQ(q.estimate("a", noon + 30s), duration{80s});
  EXPECT_EQ(q.estimate("a", noon + 1h), duration{0s});
  EXPECT_EQ(q.estimate("b", noon), std::nullopt);
}

// --- N1: the condition of an announcement. -----------------------------------

settings on_entry(const std::string& text,
                  std::optional<int> at_least,
                  std::optional<int> at_most) {
  auto s = announcing(text, 30s);
  s.announcement->condition = announcement::bounds{at_least, at_most};
  return s;
}

TEST(waiting_list, N1_a_condition_is_on_the_position_at_entry) {
  auto q = served(on_entry("Number <position>.", 2, 3));
  for (const auto* id : {"a", "b", "c", "d"}) {
    q.put(chat(id, noon), noon);
  }
  EXPECT_EQ(told(q, noon), "a:1 b:2(Number 2.) c:3(Number 3.) d:4 ");
  // Who began with it goes on, who did not begins never.
  q.remove("a");
  EXPECT_EQ(told(q, noon + 30s), "b:1(Number 1.) c:2(Number 2.) d:3 ");
}

TEST(waiting_list, N1_a_condition_is_on_the_minutes_at_entry) {
  auto q = served(on_entry("About <time> min.", 3, {}));
  q.answered(120s);
  q.put(chat("a", noon), noon);
  EXPECT_EQ(told(q, noon), "a:1 ");
  q.answered(130s);
  q.put(chat("b", noon), noon);
  EXPECT_EQ(told(q, noon), "b:2(About 3 min.) ");
  q.put(chat("c", noon - 2s), noon);
  EXPECT_EQ(told(q, noon), "a:2 b:3 c:1 ");
}

TEST(waiting_list, N1_an_unknown_estimate_at_entry_fulfils_no_condition) {
  auto q = served(on_entry("About <time> min.", {}, 100));
  q.put(chat("a", noon), noon);
  q.answered(60s);
  EXPECT_EQ(told(q, noon), "a:1 ");
  EXPECT_EQ(told(q, noon + 1h), "");
}

TEST(waiting_list, N1_a_position_costs_steps_that_grow_with_the_logarithm) {
  const auto steps_of = [](unsigned length) {
    settings s;
    s.length_max = limits::queue_length_max;
    auto q = served(s);
    for (unsigned i = 0; i < length; ++i) {
      q.put(chat("c" + std::to_string(i), noon + duration{i}), noon);
    }
    const auto before = q.steps();
    for (unsigned i = 0; i < 100; ++i) {
      const auto at = length / 100 * i;
      EXPECT_EQ(q.position("c" + std::to_string(at)), at + 1);
    }
    return (q.steps() - before) / 100;
  };
  // Two comparisons a level, and at most two levels per doubling.
  EXPECT_LE(steps_of(100), 4 * 7U);
  EXPECT_LE(steps_of(10'000), 4 * 14U);
  EXPECT_GT(steps_of(10'000), steps_of(100));
}

TEST(waiting_list, calls_wait_without_being_told_anything) {
  auto q = served(announcing("Number <position>."));
  auto call = chat("a", noon);
  call.channel = channel::call;
  q.put(call, noon);
  call.item = "b";
  q.put(call, noon);
  q.remove("a");
  EXPECT_EQ(told(q, noon + 1h), "");
}

// --- Compared with a plain list. ---------------------------------------------

struct plain_list {
  std::map<std::string, timestamp> items;

  [[nodiscard]] std::vector<std::string> sorted() const {
    std::vector<std::pair<timestamp, std::string>> all;
    for (const auto& [id, at] : items) {
      all.emplace_back(at, id);
    }
    std::sort(all.begin(), all.end());
    std::vector<std::string> ids;
    ids.reserve(all.size());
    for (auto& [at, id] : all) {
      ids.push_back(id);
    }
    return ids;
  }
};

void expect_same_order(waiting_list& q,
                       const std::vector<std::string>& sorted) {
  ASSERT_EQ(q.size(), sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    ASSERT_EQ(q.position(sorted[i]), i + 1);
  }
  const auto head = q.head(5);
  for (std::size_t i = 0; i < head.size(); ++i) {
    ASSERT_EQ(head[i].item, sorted[i]);
  }
}

/// The first `count` of `sorted` know their position.
void expect_told(std::map<std::string, std::size_t>& told_last,
                 const std::vector<std::string>& sorted,
                 std::size_t count) {
  for (std::size_t i = 0; i < std::min(sorted.size(), count); ++i) {
    ASSERT_EQ(told_last[sorted[i]], i + 1);
  }
}

/// A life of random arrivals, moves and departures.
void compare_with_a_plain_list(unsigned seed) {
  std::mt19937 random{seed};
  auto q = served(seed % 2 == 0 ? settings{} : announcing("<position>", 15s));
  plain_list plain;
  std::map<std::string, std::size_t> told_last;
  auto now = noon;
  for (int step = 0; step < 300; ++step) {
    SCOPED_TRACE("step " + std::to_string(step));
    now += duration{random() % 2000};
    const auto id = "c" + std::to_string(random() % 60);
    if (random() % 3 != 0) {
      const auto at = now - duration{random() % 50'000};
      q.put(chat(id, at), now);
      plain.items[id] = at;
    } else {
      ASSERT_EQ(q.remove(id), plain.items.erase(id) > 0);
      told_last.erase(id);
    }
    const auto sorted = plain.sorted();
    ASSERT_NO_FATAL_FAILURE(expect_same_order(q, sorted));
    for (const auto& n : q.due(now)) {
      ASSERT_EQ(sorted.at(n.position - 1), n.item);
      told_last[n.item] = n.position;
    }
    // N1: the first know their position at once.
    ASSERT_NO_FATAL_FAILURE(
      expect_told(told_last, sorted, limits::positions_told_at_once_max));
    if (!sorted.empty()) {
      ASSERT_TRUE(q.next_deadline());
      ASSERT_GT(*q.next_deadline(), now);
    }
  }
  // All others know theirs after a while.
  for (const auto& n : q.due(now + limits::position_refresh)) {
    told_last[n.item] = n.position;
  }
  const auto sorted = plain.sorted();
  expect_told(told_last, sorted, sorted.size());
}

TEST(waiting_list, agrees_with_a_plain_list_on_random_use) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ASSERT_NO_FATAL_FAILURE(compare_with_a_plain_list(seed));
  }
}

} // namespace
} // namespace parley::queue
