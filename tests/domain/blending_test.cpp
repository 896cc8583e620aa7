// B1, B2: the order of waiting items and when one overtakes another, with the
// worked examples of behaviour 4.
#include "actors/domain/blending.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace parley::blending {
namespace {

using namespace std::chrono_literals;

constexpr timestamp noon = from_unix_ms(1'700'000'000'000);

candidate item(channel c, int weight, duration waited, std::string id = "x") {
  return {c, weight, noon - waited, std::move(id)};
}

std::optional<duration> overtakes(channel a, channel b) {
  const auto weight_of = [](channel c) {
    return c == channel::call ? 10 : c == channel::webchat ? 5 : 1;
  };
  return overtaking_time(a, weight_of(a), b, weight_of(b), weights{});
}

TEST(blending, B1_worked_scores_of_the_manual) {
  const weights w;
  EXPECT_EQ(score(item(channel::call, 10, 0s), w, noon), 600);
  EXPECT_EQ(score(item(channel::webchat, 5, 240s), w, noon), 540);
  EXPECT_EQ(score(item(channel::email, 1, 600s), w, noon), 660);
  EXPECT_EQ(score(item(channel::work_item, 1, 24h), w, noon), 0);
}

TEST(blending, I1_a_new_call_ranks_above_a_new_webchat_and_a_new_email) {
  const weights by_default;
  const timestamp now = from_unix_ms(1'000'000);
  const candidate call{channel::call, 10, now, "call"};
  const candidate webchat{channel::webchat, 5, now, "webchat"};
  const candidate email{channel::email, 1, now, "email"};
  const candidate work{channel::work_item, 1, now, "work"};
  EXPECT_TRUE(before(call, webchat, by_default, now));
  EXPECT_TRUE(before(webchat, email, by_default, now));
  EXPECT_TRUE(before(email, work, by_default, now));
  EXPECT_FALSE(before(webchat, call, by_default, now));
}

TEST(blending, B1_a_fraction_of_a_second_counts) {
  EXPECT_EQ(score(item(channel::webchat, 5, 1500ms), weights{}, noon), 301.5);
}

TEST(blending, B1_the_higher_score_is_served_first) {
  const weights w;
  const auto call = item(channel::call, 10, 0s, "call");
  const auto young = item(channel::webchat, 5, 299s, "chat");
  const auto old = item(channel::webchat, 5, 301s, "chat");
  EXPECT_TRUE(before(call, young, w, noon));
  EXPECT_FALSE(before(young, call, w, noon));
  EXPECT_TRUE(before(old, call, w, noon));
  EXPECT_FALSE(before(call, old, w, noon));
}

TEST(blending, B1_ties_go_by_priority_weight_time_and_id) {
  weights w;
  // 2 * (60*1 + 0) == 1 * (60*2 + 0).
  w.priority = {2, 1, 1, 0};
  EXPECT_TRUE(before(item(channel::call, 1, 0s, "z"),
                     item(channel::webchat, 2, 0s, "a"),
                     w,
                     noon));
  // Same score, higher weight: 60*2 + 0 == 60*1 + 60.
  EXPECT_TRUE(before(item(channel::webchat, 2, 0s, "z"),
                     item(channel::email, 1, 60s, "a"),
                     w,
                     noon));
  w.multiplier = 0s;
  EXPECT_TRUE(before(item(channel::webchat, 2, 5s, "z"),
                     item(channel::webchat, 2, 4s, "a"),
                     w,
                     noon));
  EXPECT_TRUE(before(item(channel::webchat, 2, 5s, "a"),
                     item(channel::webchat, 2, 5s, "b"),
                     w,
                     noon));
}

TEST(blending, B1_priority_zero_comes_after_all_others) {
  const weights w;
  const auto work = item(channel::work_item, 100, 24h, "work");
  const auto mail = item(channel::email, 0, 0s, "mail");
  EXPECT_TRUE(before(mail, work, w, noon));
  EXPECT_FALSE(before(work, mail, w, noon));
}

TEST(blending, B1_priority_zero_among_themselves_by_weight_and_time) {
  const weights w;
  const auto heavy = item(channel::work_item, 2, 0s, "b");
  const auto light = item(channel::work_item, 1, 59s, "a");
  const auto old = item(channel::work_item, 1, 61s, "c");
  EXPECT_TRUE(before(heavy, light, w, noon));
  EXPECT_TRUE(before(old, heavy, w, noon));
}

TEST(blending, B1_is_a_strict_total_order_on_random_items) {
  std::mt19937 random{7}; // NOLINT: the same items every time
  const weights w;
  std::vector<candidate> all;
  all.reserve(60);
  for (int i = 0; i < 60; ++i) {
    all.push_back(item(static_cast<channel>(random() % 4),
                       static_cast<int>(random() % 3),
                       duration{random() % 4 * 60'000},
                       std::to_string(i)));
  }
  for (const auto& a : all) {
    EXPECT_FALSE(before(a, a, w, noon));
    for (const auto& b : all) {
      if (a.item == b.item) {
        continue;
      }
      EXPECT_NE(before(a, b, w, noon), before(b, a, w, noon));
      for (const auto& c : all) {
        if (before(a, b, w, noon) && before(b, c, w, noon)) {
          EXPECT_TRUE(before(a, c, w, noon));
        }
      }
    }
  }
}

TEST(blending, B1_equal_priorities_never_change_their_order) {
  const weights w;
  const auto chat = item(channel::webchat, 5, 200s, "chat");
  const auto call = item(channel::call, 10, 10s, "call");
  for (const auto later : {0s, 100s, 10'000s}) {
    EXPECT_TRUE(before(call, chat, w, noon + later));
  }
}

TEST(blending, B2_worked_overtaking_times_of_the_manual) {
  EXPECT_EQ(overtakes(channel::webchat, channel::call), duration{300s});
  EXPECT_EQ(overtakes(channel::email, channel::call), duration{540s});
  EXPECT_EQ(overtakes(channel::email, channel::webchat), duration{240s});
}

TEST(blending, B2_bounds_over_queues_of_the_manual) {
  // Call queues weigh 8-12, webchat queues 4-6.
  const weights w;
  EXPECT_EQ(overtaking_time(channel::webchat, 6, channel::call, 8, w),
            duration{120s});
  EXPECT_EQ(overtaking_time(channel::webchat, 4, channel::call, 12, w),
            duration{480s});
}

TEST(blending, B2_at_once_if_it_ranks_above_and_never_with_priority_zero) {
  EXPECT_EQ(overtakes(channel::call, channel::webchat), duration{0});
  EXPECT_EQ(overtakes(channel::work_item, channel::call), std::nullopt);
  EXPECT_EQ(overtakes(channel::call, channel::work_item), duration{0});
}

TEST(blending, B2_the_table_has_lower_and_upper_bounds_over_the_queues) {
  const std::vector<weighted_queue> queues{{channel::call, 8},
                                           {channel::webchat, 6},
                                           {channel::call, 12},
                                           {channel::webchat, 4},
                                           {channel::work_item, 1}};
  const auto table = overtaking_times(queues, *make_formula(weights{}));
  const std::vector<overtaking> expected{
    {channel::call, channel::webchat, duration{0}, duration{0}},
    {channel::call, channel::work_item, duration{0}, duration{0}},
    {channel::webchat, channel::call, duration{120s}, duration{480s}},
    {channel::webchat, channel::work_item, duration{0}, duration{0}},
    {channel::work_item, channel::call, std::nullopt, std::nullopt},
    {channel::work_item, channel::webchat, std::nullopt, std::nullopt}};
  EXPECT_EQ(table, expected);
  EXPECT_TRUE(overtaking_times({}, *make_formula(weights{})).empty());
}

TEST(blending, B2_bounds_enclose_each_pair_of_queues_and_are_reached) {
  std::mt19937 random{3}; // NOLINT: the same queues every time
  for (int round = 0; round < 200; ++round) {
    weights w;
    w.priority = {static_cast<int>(random() % 4),
                  static_cast<int>(random() % 4),
                  static_cast<int>(random() % 4),
                  static_cast<int>(random() % 4)};
    const auto formula = make_formula(w);
    std::vector<weighted_queue> queues;
    queues.reserve(8);
    for (int i = 0; i < 8; ++i) {
      queues.push_back(
        {static_cast<channel>(random() % 4), static_cast<int>(random() % 20)});
    }
    for (const auto& row : overtaking_times(queues, *formula)) {
      bool low = false;
      bool high = false;
      for (const auto& a : queues) {
        for (const auto& b : queues) {
          if (a.channel != row.a || b.channel != row.b) {
            continue;
          }
          const auto t
            = formula->overtaking_time(row.a, a.weight, row.b, b.weight);
          EXPECT_EQ(t.has_value(), row.lower.has_value());
          EXPECT_TRUE(!t || (*row.lower <= *t && *t <= *row.upper));
          low = low || t == row.lower;
          high = high || t == row.upper;
        }
      }
      EXPECT_TRUE(low && high);
    }
  }
}

TEST(blending, B1_the_formula_behind_the_interface_is_the_formula) {
  const weights w;
  const auto formula = make_formula(w);
  const auto call = item(channel::call, 10, 0s, "call");
  const auto chat = item(channel::webchat, 5, 301s, "chat");
  EXPECT_EQ(formula->score(chat, noon), score(chat, w, noon));
  EXPECT_TRUE(formula->before(chat, call, noon));
  EXPECT_FALSE(formula->before(call, chat, noon));
}

TEST(blending, B2_agrees_with_the_order_just_before_and_just_after) {
  weights w;
  w.priority = {3, 2, 1, 0};
  const auto t = overtaking_time(channel::webchat, 5, channel::call, 10, w);
  ASSERT_TRUE(t);
  const auto fresh = item(channel::call, 10, 0s, "call");
  EXPECT_TRUE(
    before(fresh, item(channel::webchat, 5, *t - 1ms, "chat"), w, noon));
  EXPECT_TRUE(
    before(item(channel::webchat, 5, *t + 1ms, "chat"), fresh, w, noon));
}

} // namespace
} // namespace parley::blending
