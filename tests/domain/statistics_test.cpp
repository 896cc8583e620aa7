// K1: what the fold books for each event, its formulas, and that it does not
// matter how a history is cut or in which order its streams are read.
#include "actors/domain/statistics.hpp"
#include "tests/support/history_story.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace parley::statistics {
namespace {

using namespace parley::testing;
using namespace std::chrono_literals;

const flow_id main_flow{"main"};

timestamp start_of_day() {
  return std::chrono::floor<std::chrono::days>(noon);
}
/// All time that a test knows.
range always() {
  return {start_of_day(), start_of_day() + 48h};
}

/// Folds whole stories, one chat each.
class day {
public:
  explicit day(const kpi_settings& targets = {}) {
    figures_.set_targets({{sales, targets}, {support, targets}});
  }
  day& had(const chat_story& s) {
    const chat_id id{"c" + std::to_string(++chats_)};
    for (const auto& e : s.all()) {
      figures_.take(id, e);
    }
    return *this;
  }
  [[nodiscard]] queue_figures queue(const queue_id& id = sales) const {
    return figures_.of_queue(id, always());
  }
  [[nodiscard]] queue_counts counts(const queue_id& id = sales) const {
    return queue(id).counts;
  }
  [[nodiscard]] queue_counts company() const {
    return figures_.of_company(always()).counts;
  }
  [[nodiscard]] agent_figures agent(const agent_id& id = ann) const {
    return figures_.of_agent(id, always());
  }
  [[nodiscard]] flow_figures flow() const {
    return figures_.of_flow(main_flow, always());
  }
  [[nodiscard]] const fold& figures() const { return figures_; }

private:
  fold figures_{{}};
  int chats_ = 0;
};

/// Gives all events of a chat to a fold.
void tell(fold& to, const std::string& id, const chat_story& s) {
  for (const auto& e : s.all()) {
    to.take(chat_id{id}, e);
  }
}

chat_story answered_after(duration wait) {
  chat_story s;
  s.waits().after(wait);
  s.does(chat::allocate{ann, cause::by_hand}).does(chat::activate{ann});
  return s;
}

TEST(statistics, K1_the_example_of_the_table) {
  kpi_settings targets;
  targets.answer_target = 30s;
  day d{targets};
  for (int i = 0; i < 36; ++i) {
    d.had(answered_after(30s));
  }
  for (int i = 0; i < 8; ++i) {
    d.had(answered_after(30s + 1ms));
  }
  for (int i = 0; i < 4; ++i) {
    d.had(chat_story{}.waits().after(1min).does(chat::end_chat{}));
  }
  for (int i = 0; i < 2; ++i) {
    d.had(chat_story{}.waits());
  }
  const auto f = d.queue();
  EXPECT_EQ(f.counts.offered, 50);
  EXPECT_EQ(f.counts.answered, 44);
  EXPECT_EQ(f.counts.in_target, 36);
  EXPECT_EQ(f.counts.abandoned, 4);
  EXPECT_EQ(f.waiting, 2);
  EXPECT_EQ(percent(service_level(f.counts), 100), 75);
  EXPECT_EQ(percent(availability(f.counts), 100), 88);
  EXPECT_EQ(percent(abandon_rate(f.counts), 0), 8);
  EXPECT_EQ(percent(queue_fill(f.waiting, 40), 0), 5);
  EXPECT_EQ(answer_speed(f.counts), 30s);
  EXPECT_EQ(f.peak_waiting, 50);
  EXPECT_EQ(d.company(), f.counts);
}

TEST(statistics, K1_percentages_are_rounded_half_to_even) {
  EXPECT_EQ(percent({1, 200}, 0), 0);
  EXPECT_EQ(percent({3, 200}, 0), 2);
  EXPECT_EQ(percent({5, 200}, 0), 2);
  EXPECT_EQ(percent({7, 200}, 0), 4);
  EXPECT_EQ(percent({1, 3}, 0), 33);
  EXPECT_EQ(percent({2, 3}, 0), 67);
  EXPECT_EQ(percent({0, 0}, 100), 100);
  EXPECT_EQ(percent({0, 7}, 100), 0);
  EXPECT_EQ(mean(5, 2), 2ms);
  EXPECT_EQ(mean(7, 2), 4ms);
  EXPECT_EQ(mean(7, 0), std::nullopt);
}

TEST(statistics, K1_nothing_is_a_service_level_of_100) {
  EXPECT_EQ(percent(service_level({}), 100), 100);
}

TEST(statistics, K1_a_requeued_session_is_offered_once) {
  auto s = answered_after(10s);
  s.after(1min).does(chat::put_back{ann});
  s.after(1min).does(chat::allocate{bob, cause::automatic});
  s.after(1s).does(chat::log_agent_out{bob, cause::logout});
  s.after(1s).does(chat::allocate{ann, cause::by_hand});
  s.does(chat::activate{ann});
  day d;
  d.had(s);
  EXPECT_EQ(d.counts().offered, 1);
  EXPECT_EQ(d.counts().answered, 1);
  EXPECT_EQ(d.counts().requeued, 2);
  EXPECT_EQ(answer_speed(d.counts()), 10s);
  EXPECT_EQ(d.agent().counts.put_back, 1);
  EXPECT_EQ(d.agent().counts.taken_by_hand, 2);
  EXPECT_EQ(d.agent(bob).counts.allocated, 1);
  EXPECT_EQ(d.agent(bob).counts.returned_at_logout, 1);
  EXPECT_EQ(d.company().offered, 1);
}

TEST(statistics, K1_a_transfer_is_offered_in_the_new_queue_once_per_company) {
  auto s = answered_after(10s);
  s.after(1min).does(chat::transfer_to_queue{ann, support});
  s.after(20s).does(chat::allocate{bob, cause::by_hand});
  s.does(chat::activate{bob}).does(chat::transfer_to_queue{bob, sales});
  day d;
  d.had(s);
  EXPECT_EQ(d.counts(support).offered, 1);
  EXPECT_EQ(d.counts(support).answered, 1);
  EXPECT_EQ(answer_speed(d.counts(support)), 20s);
  EXPECT_EQ(d.counts(support).transferred_in, 1);
  EXPECT_EQ(d.counts(support).transferred_out, 1);
  EXPECT_EQ(d.counts().offered, 1);
  EXPECT_EQ(d.counts().requeued, 1);
  EXPECT_EQ(d.counts().transferred_in, 1);
  EXPECT_EQ(d.company().offered, 1);
  EXPECT_EQ(d.company().answered, 1);
  EXPECT_EQ(answer_speed(d.company()), 10s);
  EXPECT_EQ(d.agent().counts.transferred, 1);
}

TEST(statistics, K1_a_move_keeps_the_time_of_the_first_queue) {
  chat_story s;
  s.waits().after(40s).does(chat::move{support}).after(20s);
  s.does(chat::allocate{ann, cause::by_hand}).does(chat::activate{ann});
  day d;
  d.had(s);
  EXPECT_EQ(d.counts().moved_out, 1);
  EXPECT_EQ(d.counts().answered, 0);
  EXPECT_EQ(d.counts(support).moved_in, 1);
  EXPECT_EQ(answer_speed(d.counts(support)), 1min);
  EXPECT_EQ(d.queue().times.waiting, 40'000);
  EXPECT_EQ(d.queue(support).times.waiting, 20'000);
}

TEST(statistics, K1_refused_is_not_abandoned) {
  chat_story full;
  full.does(chat::note_refusal{sales, cause::queue_full});
  full.does(chat::end_chat{});
  chat_story nobody;
  nobody.does(chat::note_refusal{sales, cause::nobody_there});
  nobody.does(chat::end_flow{});
  day d;
  d.had(full).had(nobody);
  EXPECT_EQ(d.counts().offered, 0);
  EXPECT_EQ(d.counts().abandoned, 0);
  EXPECT_EQ(d.counts().refused_full, 1);
  EXPECT_EQ(d.counts().refused_nobody, 1);
  EXPECT_EQ(d.flow().counts.limit_reached, 2);
  EXPECT_EQ(d.flow().counts.left_in_flow, 1);
  EXPECT_EQ(d.flow().counts.answered_by_flow, 1);
}

TEST(statistics, K1_who_is_sent_back_to_the_flow_has_not_abandoned) {
  chat_story late;
  late.waits().after(1min);
  late.does(chat::leave_queue{cause::queue_timeout, "late"});
  late.does(chat::end_chat{});
  chat_story away;
  away.waits().after(1min);
  away.does(chat::leave_queue{cause::nobody_there, "sorry"});
  day d;
  d.had(late).had(away);
  EXPECT_EQ(d.counts().offered, 2);
  EXPECT_EQ(d.counts().abandoned, 0);
  EXPECT_EQ(d.counts().timed_out, 1);
  EXPECT_EQ(d.counts().sent_away, 1);
  EXPECT_EQ(d.queue().waiting, 0);
  EXPECT_EQ(d.flow().in_flow, 1);
}

TEST(statistics, K1_abandoned_counts_waiting_and_alerting_until_an_answer) {
  auto after_answer = answered_after(1s);
  after_answer.does(chat::put_back{ann}).after(9s).does(chat::end_chat{});
  day d;
  d.had(chat_story{}.is_allocated().after(4999ms).does(chat::end_chat{}));
  d.had(chat_story{}.waits().after(5s).does(chat::end_chat{}));
  d.had(after_answer);
  EXPECT_EQ(d.counts().abandoned, 2);
  EXPECT_EQ(d.counts().abandoned_short, 1);
  EXPECT_EQ(d.counts().left_after_answer, 1);
  EXPECT_EQ(d.counts().wait_abandoned, 9999);
  EXPECT_EQ(d.counts().wait_abandoned_longest.ms, 5000);
}

TEST(statistics, K1_A2_taken_over_is_given_away_by_one_and_taken_by_another) {
  chat_story s;
  s.is_active().after(10s);
  s.does(chat::take_over{bob}).after(20s).does(chat::end_chat{});
  day d;
  d.had(s);
  EXPECT_EQ(d.counts().offered, 1);
  EXPECT_EQ(d.counts().answered, 1);
  EXPECT_EQ(d.agent(ann).counts.transferred, 1);
  EXPECT_EQ(d.agent(bob).counts.transferred_in, 1);
  EXPECT_EQ(d.agent(bob).counts.allocated, 0);
  EXPECT_EQ(d.agent(ann).times.active, 10'000);
  EXPECT_EQ(d.agent(bob).times.active, 20'000);
  EXPECT_EQ(d.queue().times.active, 30'000);
}

TEST(statistics, K1_A2_taken_over_from_a_queue_is_an_answer_by_hand) {
  chat_story s;
  s.waits().after(10s).does(chat::take_over{bob});
  day d;
  d.had(s);
  EXPECT_EQ(d.counts().answered, 1);
  EXPECT_EQ(d.counts().wait_answered, 10'000);
  EXPECT_EQ(d.agent(bob).counts.taken_by_hand, 1);
  EXPECT_EQ(d.agent(bob).counts.activated, 1);
}

TEST(statistics, K1_A2_moved_before_it_was_opened_is_moved_and_not_refused) {
  chat_story s;
  s.is_allocated().after(5s).does(chat::move{support});
  day d;
  d.had(s);
  EXPECT_EQ(d.counts(sales).moved_out, 1);
  EXPECT_EQ(d.counts(support).moved_in, 1);
  EXPECT_EQ(d.counts(support).offered, 1);
  EXPECT_EQ(d.company().offered, 1);
  EXPECT_EQ(d.agent(ann).counts.not_accepted, 0);
  EXPECT_EQ(d.agent(ann).counts.put_back, 0);
  EXPECT_EQ(d.queue(support).waiting, 1);
  EXPECT_EQ(d.queue(sales).alerting, 0);
}

TEST(statistics, K1_A2_whispers_count_nowhere) {
  chat_story s;
  s.is_active().does(customer_says("hello")).after(5s);
  day before;
  before.had(s);
  auto whisper = agent_says(bob, "hm", entry_kind::whisper);
  whisper.from = speaker::supervisor;
  s.does(whisper);
  s.does(agent_says(ann, "hm", entry_kind::whisper));
  day after;
  after.had(s);
  EXPECT_EQ(before.counts(), after.counts());
  EXPECT_EQ(before.agent().counts, after.agent().counts);
}

TEST(statistics, K1_automated_messages_never_count_as_an_answer) {
  chat_story s;
  s.does(customer_says("hello"));
  s.waits().after(5s);
  s.does(flow_says("number 1", entry_kind::announcement));
  s.does(chat::allocate{ann, cause::by_hand}).after(3s);
  s.does(chat::activate{ann}).after(2s);
  s.does(flow_says("a moment", entry_kind::notice));
  s.does(agent_says(ann, "hm", entry_kind::whisper));
  day before;
  before.had(s);
  EXPECT_EQ(before.counts().first_responses, 0);
  EXPECT_EQ(before.counts().responses, 0);
  s.after(10s).does(agent_says(ann, "hello"));
  day after;
  after.had(s);
  EXPECT_EQ(first_response(after.counts()), 12s);
  EXPECT_EQ(after.counts().responses, 1);
  EXPECT_EQ(response(after.counts()), 20s);
}

TEST(statistics, K1_a_response_is_to_the_oldest_unanswered_line) {
  kpi_settings targets;
  targets.response_target = 4s;
  auto s = answered_after(0s);
  s.does(agent_says(ann, "hello"));
  s.does(customer_says("one")).after(3s).does(customer_says("two"));
  s.after(1s).does(agent_says(ann, "both")).after(9s);
  s.does(agent_says(ann, "still there?"));
  s.does(customer_says("yes")).after(4001ms).does(agent_says(ann, "good"));
  day d{targets};
  d.had(s);
  EXPECT_EQ(d.counts().responses, 2);
  EXPECT_EQ(d.counts().response_time, 4000 + 4001);
  EXPECT_EQ(d.counts().response_breaches, 1);
  EXPECT_EQ(d.agent().counts.response_breaches, 1);
  EXPECT_EQ(d.counts().messages_in, 3);
  EXPECT_EQ(d.counts().messages_out, 4);
  EXPECT_EQ(first_response(d.counts()), 0s);
}

TEST(statistics, K1_handle_time_is_active_and_active_wrapup_time) {
  auto s = answered_after(0s);
  s.after(60s).does(chat::park{ann}).after(100s);
  s.does(chat::activate{ann}).after(30s).does(chat::end_chat{});
  s.after(5s).does(chat::park{ann}).after(200s).does(chat::activate{ann});
  s.after(7s).does(chat::finish_wrapup{ann});
  day d;
  d.had(s);
  const auto f = d.queue();
  EXPECT_EQ(f.times.active, 90'000);
  EXPECT_EQ(f.times.wrapup, 12'000);
  EXPECT_EQ(f.times.parked, 300'000);
  EXPECT_EQ(handle_time(f.times), 102s);
  EXPECT_EQ(average_handle_time(f), 102s);
  EXPECT_EQ(f.counts.completed, 1);
  EXPECT_EQ(d.agent().counts.wrapups_finished, 1);
  EXPECT_EQ(d.agent().times.active, 90'000);
}

TEST(statistics, K1_chats_that_were_active_for_too_long_are_counted) {
  kpi_settings targets;
  targets.chat_time_target = 60s;
  day d{targets};
  d.had(answered_after(0s).after(60s).does(chat::end_chat{}));
  EXPECT_EQ(d.counts().chat_time_breaches, 0);
  d.had(answered_after(0s).after(60001ms).does(chat::end_chat{}));
  EXPECT_EQ(d.counts().chat_time_breaches, 1);
  EXPECT_EQ(d.agent().counts.chat_time_breaches, 1);
}

TEST(statistics, K1_ends_and_classifications_are_counted_when_they_come) {
  chat_story filed;
  filed.is_active().does(chat::end_chat{});
  filed.does(chat::classify{ann, {classification_id{"sale"}}, "", true});
  filed.does(chat::extend_wrapup{ann});
  filed.after(121s).does(chat::deadline_reached{});
  day d;
  d.had(filed);
  d.had(chat_story{}
          .is_active()
          .does(chat::end_chat{cause::agent, ann})
          .does(chat::log_agent_out{ann, cause::logout}));
  d.had(
    chat_story{}.is_active().does(chat::end_chat{cause::customer_lost, {}}));
  EXPECT_EQ(d.counts().classified, 1);
  EXPECT_EQ(d.counts().abusive, 1);
  EXPECT_EQ(d.counts().unclassified, 1);
  EXPECT_EQ(d.counts().ended_by_customer, 1);
  EXPECT_EQ(d.counts().ended_by_agent, 1);
  EXPECT_EQ(d.counts().ended_by_inactivity, 1);
  EXPECT_EQ(d.agent().counts.extensions, 1);
  EXPECT_EQ(d.agent().counts.wrapups_expired, 1);
  EXPECT_EQ(d.agent().counts.wrapups_logged_out, 1);
}

TEST(statistics, K1_without_wrapup_the_end_is_the_end) {
  chat_story s;
  s.policy.wrapup_on = false;
  s.is_active().after(9s).does(chat::end_chat{});
  day d;
  d.had(s);
  EXPECT_EQ(d.counts().completed, 1);
  EXPECT_EQ(d.counts().ended_by_customer, 1);
  EXPECT_EQ(d.agent().counts.wrapups_finished, 0);
  EXPECT_EQ(d.queue().times.active, 9000);
}

TEST(statistics, K1_flows_know_how_chats_began_and_what_became_of_them) {
  day d;
  d.had(answered_after(1s));
  chat_story written;
  auto events = written.all();
  fold f{{}};
  auto begun = std::get<chat::chat_started>(events.front());
  begun.by_message = true;
  f.take(chat_id{"w"}, begun);
  EXPECT_EQ(f.of_flow(main_flow, always()).counts.started_by_message, 1);
  EXPECT_EQ(d.flow().counts.started_by_presence, 1);
  EXPECT_EQ(d.flow().counts.to_queue, 1);
  EXPECT_EQ(d.flow().counts.connected, 1);
}

// --- Calls. ------------------------------------------------------------------

const queue_id hotline{"hotline"};

TEST(statistics, K1_calls_count_as_chats_do) {
  fold f{{}};
  const call_id one{"1"};
  const call_id two{"2"};
  f.take(one, call::call_offered{noon, hotline, "+49"});
  f.take(one, call::call_alerted{noon + 2s, ann, noon + 32s});
  f.take(one, call::call_returned{noon + 32s, cause::alert_timeout});
  f.take(one, call::call_alerted{noon + 33s, bob, noon + 63s});
  f.take(one, call::call_answered{noon + 40s, bob});
  f.take(one, call::call_ended{noon + 100s, cause::customer, noon + 110s});
  f.take(one, call::call_closed{noon + 110s});
  f.take(two, call::call_offered{noon, hotline, "+49"});
  f.take(two, call::call_ended{noon + 7s, cause::customer, {}});
  const auto q = f.of_queue(hotline, always());
  EXPECT_EQ(q.counts.offered, 2);
  EXPECT_EQ(q.counts.answered, 1);
  EXPECT_EQ(q.counts.in_target, 0);
  EXPECT_EQ(q.counts.abandoned, 1);
  EXPECT_EQ(q.counts.completed, 1);
  EXPECT_EQ(answer_speed(q.counts), 40s);
  EXPECT_EQ(q.times.active, 60'000);
  EXPECT_EQ(q.times.wrapup, 10'000);
  EXPECT_EQ(q.times.alerting, 37'000);
  EXPECT_EQ(f.of_agent(ann, always()).counts.not_accepted, 1);
  EXPECT_EQ(f.of_agent(bob, always()).times.busy, 70'000);
}

// --- Agents. -----------------------------------------------------------------

TEST(statistics, K1_occupancy_is_busy_out_of_busy_and_available) {
  fold f{{}};
  f.take(ann, agent::agent_logged_in{noon});
  tell(f, "c", answered_after(10s).after(30s).does(chat::park{ann}));
  f.take(ann,
         agent::break_started{noon + 60s, break_reason_id{"b"}, false, true});
  f.take(ann, agent::break_ended{noon + 80s});
  f.take(ann, agent::agent_lost{noon + 90s, noon + 150s});
  f.take(ann, agent::agent_returned{noon + 95s});
  f.take(ann, agent::agent_logged_out{noon + 100s, cause::logout});
  const auto t = f.of_agent(ann, always()).times;
  EXPECT_EQ(t.logged_in, 100'000);
  EXPECT_EQ(t.busy, 30'000);
  EXPECT_EQ(t.resting, 20'000);
  EXPECT_EQ(t.resting_productive, 20'000);
  EXPECT_EQ(t.lost, 5'000);
  EXPECT_EQ(t.available, 45'000);
  EXPECT_EQ(percent(occupancy(t), 0), 40);
}

TEST(statistics, K1_concurrency_is_items_at_once_while_busy) {
  fold f{{}};
  f.take(ann, agent::agent_logged_in{noon});
  // The first is parked when the second is opened, and waits parked for it.
  tell(f, "first", answered_after(0s).after(60s).does(chat::park{ann}));
  chat_story second;
  second.after(60s).is_active().after(60s).does(chat::park{ann});
  tell(f, "second", second);
  const auto t = f.of_agent(ann, {always().from, start_of_day() + 24h}).times;
  EXPECT_EQ(t.busy, 120'000);
  EXPECT_EQ(t.items, 60'000 + 120'000);
  EXPECT_EQ(concurrency(t), (ratio{180'000, 120'000}));
}

TEST(statistics, K1_an_agent_whose_items_are_all_parked_is_idle) {
  fold f{{}};
  f.take(ann, agent::agent_logged_in{noon});
  tell(f, "c", answered_after(0s).does(chat::park{ann}));
  EXPECT_EQ(f.live_agent(ann, 15min, noon + 5min).times.available, 300'000);
  EXPECT_TRUE(f.is_there(ann));
}

// --- Windows. ----------------------------------------------------------------

TEST(statistics, K1_a_window_slides_and_memory_is_bounded) {
  fold f{{limits::statistics_bucket, 20min}};
  const timestamp begin = std::chrono::ceil<std::chrono::minutes>(noon);
  std::size_t most = 0;
  auto at = begin;
  for (int i = 0; i < 6000; ++i, at += 5s) {
    chat_story s;
    s.after(at - noon).waits().after(1s).does(chat::end_chat{});
    tell(f, "c" + std::to_string(i), s);
    if (i > 1000 && i < 2000) {
      most = std::max(most, f.kept());
    }
  }
  EXPECT_LE(f.kept(), most);
  EXPECT_EQ(f.live_queue(sales, 1min, at - 1ms).counts.abandoned, 12);
  EXPECT_EQ(f.live_queue(sales, 15min, at - 1ms).counts.abandoned, 180);
  EXPECT_EQ(f.live_queue(sales, 15min, at - 1ms + 8min).counts.abandoned, 84);
  EXPECT_EQ(f.live_queue(sales, 15min, at + 16min).counts, queue_counts{});
  EXPECT_EQ(f.live_queue(sales, 15min, at - 1ms).times.waiting, 180'000);
}

TEST(statistics, K1_who_waits_longest_is_known) {
  fold f{{}};
  chat_story first;
  first.waits();
  chat_story second;
  second.after(9s).waits();
  tell(f, "2", second);
  tell(f, "1", first);
  EXPECT_EQ(f.longest_waiting(sales), noon);
  f.take(chat_id{"1"},
         chat::chat_allocated{noon + 10s, ann, cause::by_hand, {}, {}});
  EXPECT_EQ(f.longest_waiting(sales), noon + 9s);
  EXPECT_EQ(f.longest_waiting(support), std::nullopt);
}

// --- Alerts. -----------------------------------------------------------------

queue_situation quiet() {
  return {{}, 100, 5};
}

TEST(statistics, K1_a_threshold_alerts_when_crossed_each_period_and_when_over) {
  kpi_settings k;
  k.agents_min = 2;
  alert_memory told;
  auto is = quiet();
  is.agents = 2;
  EXPECT_TRUE(alerts(k, is, told, noon).empty());
  is.agents = 1;
  const std::vector<kpi_alert> alarm{{kpi::agents, 1, 2, true}};
  EXPECT_EQ(alerts(k, is, told, noon), alarm);
  EXPECT_TRUE(alerts(k, is, told, noon + 5min - 1ms).empty());
  EXPECT_EQ(alerts(k, is, told, noon + 5min), alarm);
  EXPECT_TRUE(alerts(k, is, told, noon + 9min).empty());
  EXPECT_EQ(alerts(k, is, told, noon + 10min), alarm);
  is.agents = 3;
  const std::vector<kpi_alert> over{{kpi::agents, 3, 2, false}};
  EXPECT_EQ(alerts(k, is, told, noon + 11min), over);
  EXPECT_TRUE(alerts(k, is, told, noon + 12min).empty());
  is.agents = 0;
  EXPECT_EQ(alerts(k, is, told, noon + 12min).size(), 1U);
}

TEST(statistics, K1_thresholds_are_compared_exactly) {
  kpi_settings k;
  k.service_level_min = 80;
  k.queue_fill_max = 50;
  alert_memory told;
  auto is = quiet();
  is.figures.counts.answered = 1000;
  is.figures.counts.in_target = 800;
  is.figures.waiting = 50;
  EXPECT_TRUE(alerts(k, is, told, noon).empty());
  // Shown as 80 % and 50 % all the same.
  is.figures.counts.in_target = 799;
  is.length_max = 99;
  const std::vector<kpi_alert> both{{kpi::service_level, 80, 80, true},
                                    {kpi::queue_fill, 51, 50, true}};
  EXPECT_EQ(alerts(k, is, told, noon), both);
}

TEST(statistics, K1_each_threshold_has_its_alert) {
  kpi_settings k;
  EXPECT_FALSE(may_alert(k));
  k.service_level_min = 90;
  k.availability_min = 90;
  k.chat_time_target = 60s;
  k.response_target = 10s;
  k.agents_min = 1;
  k.queue_fill_max = 10;
  EXPECT_TRUE(may_alert(k));
  alert_memory told;
  EXPECT_TRUE(alerts(k, quiet(), told, noon).empty());
  queue_situation is;
  is.length_max = 10;
  is.figures.waiting = 2;
  is.figures.counts.offered = 4;
  is.figures.counts.answered = 2;
  is.figures.counts.in_target = 1;
  is.figures.counts.responses = 2;
  is.figures.counts.response_time = 20'001;
  is.figures.times.active = 120'001;
  const std::vector<kpi_alert> all{{kpi::service_level, 50, 90, true},
                                   {kpi::availability, 50, 90, true},
                                   {kpi::chat_time, 60, 60, true},
                                   {kpi::response_time, 10, 10, true},
                                   {kpi::agents, 0, 1, true},
                                   {kpi::queue_fill, 20, 10, true}};
  EXPECT_EQ(alerts(k, is, told, noon), all);
}

// --- Any history. ------------------------------------------------------------

struct all_figures {
  std::vector<queue_figures> queues;
  std::vector<agent_figures> agents;
  std::vector<flow_figures> flows;
  friend bool operator==(const all_figures&, const all_figures&) = default;
};

all_figures figures(const fold& f, const range& r) {
  all_figures all;
  all.queues.push_back(f.of_company(r));
  for (const auto& q : f.queues()) {
    all.queues.push_back(f.of_queue(q, r));
  }
  for (const auto& a : f.agents()) {
    all.agents.push_back(f.of_agent(a, r));
  }
  for (const auto& w : f.flows()) {
    all.flows.push_back(f.of_flow(w, r));
  }
  return all;
}

/// Stream after stream, as a store gives them.
fold from_streams(std::vector<told> all) {
  std::stable_sort(all.begin(), all.end(), [](const told& a, const told& b) {
    return a.id < b.id;
  });
  fold f{{}};
  f.hold(true);
  for (const auto& t : all) {
    give(f, t);
  }
  f.hold(false);
  return f;
}

fold folded(const std::vector<told>& all) {
  fold f{{}};
  for (const auto& t : all) {
    give(f, t);
  }
  return f;
}

range whole(const history_story& h) {
  return {start_of_day(), start_of_day() + 24h + (h.now() - noon)};
}

TEST(statistics, K1_a_stored_history_gives_the_figures_that_were_live) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    const auto h = history_story{seed}.goes_on(600);
    // Events of different streams reach the living one a little mixed up.
    auto heard = h.all();
    std::mt19937_64 random{seed};
    for (std::size_t i = 1; i < heard.size(); ++i) {
      const auto apart
        = testing::time_of(heard[i]) - testing::time_of(heard[i - 1]);
      if (heard[i].id != heard[i - 1].id && apart < 30s && random() % 3 == 0) {
        std::swap(heard[i], heard[i - 1]);
        ++i;
      }
    }
    const auto live = folded(heard);
    const auto stored = from_streams(h.all());
    EXPECT_EQ(live.late() + stored.late(), 0U);
    EXPECT_EQ(figures(live, whole(h)), figures(stored, whole(h)));
    for (const auto& q : live.queues()) {
      EXPECT_EQ(live.live_queue(q, 15min, h.now()),
                stored.live_queue(q, 15min, h.now()));
    }
  }
}

template <class T>
void expect_sum(const T& a, const T& b, const T& sum) {
  T both = a;
  both += b;
  EXPECT_EQ(both, sum);
}

TEST(statistics, K1_any_split_at_a_bucket_adds_up_to_the_whole) {
  for (std::uint64_t seed = 100; seed < 104; ++seed) {
    SCOPED_TRACE(seed);
    const auto h = history_story{seed}.goes_on(400);
    const auto f = folded(h.all());
    const auto all = whole(h);
    const auto sum = figures(f, all);
    timestamp split = std::chrono::floor<std::chrono::minutes>(noon);
    for (; split < h.now() + 1min; split += f.bucket()) {
      const auto first = figures(f, {all.from, split});
      const auto second = figures(f, {split, all.until});
      for (std::size_t i = 0; i < sum.queues.size(); ++i) {
        expect_sum(first.queues[i].counts,
                   second.queues[i].counts,
                   sum.queues[i].counts);
        expect_sum(
          first.queues[i].times, second.queues[i].times, sum.queues[i].times);
        EXPECT_EQ(
          std::max(first.queues[i].peak_waiting, second.queues[i].peak_waiting),
          sum.queues[i].peak_waiting);
      }
      for (std::size_t i = 0; i < sum.agents.size(); ++i) {
        expect_sum(first.agents[i].counts,
                   second.agents[i].counts,
                   sum.agents[i].counts);
        expect_sum(
          first.agents[i].times, second.agents[i].times, sum.agents[i].times);
      }
      for (std::size_t i = 0; i < sum.flows.size(); ++i) {
        expect_sum(
          first.flows[i].counts, second.flows[i].counts, sum.flows[i].counts);
        EXPECT_EQ(first.flows[i].time + second.flows[i].time,
                  sum.flows[i].time);
      }
    }
  }
}

TEST(statistics, K1_a_bucket_of_any_width_gives_the_same_sums) {
  const auto h = history_story{9}.goes_on(500);
  const auto narrow = folded(h.all());
  fold wide{{1h, {}}};
  for (const auto& t : h.all()) {
    give(wide, t);
  }
  EXPECT_EQ(figures(narrow, always()), figures(wide, always()));
}

TEST(statistics, K1_what_the_fold_says_is_what_the_machines_know) {
  for (std::uint64_t seed = 200; seed < 220; ++seed) {
    SCOPED_TRACE(seed);
    const auto h = history_story{seed}.goes_on(800);
    const auto f = folded(h.all());
    std::int64_t handled = 0;
    std::int64_t wrapped_up = 0;
    std::int64_t lines = 0;
    std::int64_t waiting = 0;
    std::int64_t abandoned = 0;
    std::int64_t came_in = 0;
    for (const auto& [id, s] : h.chats()) {
      handled += s.handled.count();
      wrapped_up += s.wrapped_up.count();
      lines += static_cast<std::int64_t>(s.customer_entries);
      waiting += std::holds_alternative<chat::queued>(s.phase) ? 1 : 0;
      const auto* over = std::get_if<chat::closed>(&s.phase);
      abandoned += over != nullptr && over->how == outcome::abandoned ? 1 : 0;
      came_in += s.enqueued != timestamp{} ? 1 : 0;
      if (std::holds_alternative<chat::active>(s.phase)) {
        handled += (h.now() - s.phase_since).count();
      }
      if (std::holds_alternative<chat::wrapup>(s.phase)) {
        wrapped_up += (h.now() - s.phase_since).count();
      }
    }
    // Calls have a queue of their own.
    queue_counts sum;
    queue_times times;
    std::int64_t now_waiting = 0;
    for (const auto& q : {sales, support}) {
      const auto live = f.live_queue(q, 180min, h.now());
      times += f.of_queue(q, {start_of_day(), h.now()}).times;
      sum += f.of_queue(q, whole(h)).counts;
      now_waiting += live.waiting;
      // Nobody gets lost: who came in went out by one of the doors, or is here.
      const auto c = f.of_queue(q, whole(h)).counts;
      EXPECT_LE(c.answered + c.abandoned, c.offered);
      EXPECT_LE(c.in_target, c.answered);
    }
    EXPECT_EQ(times.active, handled);
    EXPECT_EQ(times.wrapup, wrapped_up);
    EXPECT_EQ(now_waiting, waiting);
    EXPECT_EQ(sum.abandoned + sum.left_after_answer, abandoned);
    const auto company = f.of_company(whole(h)).counts;
    const auto calls = f.of_queue(hotline, whole(h)).counts;
    EXPECT_EQ(company.messages_in, lines);
    EXPECT_EQ(company.offered - calls.offered, came_in);
  }
}

} // namespace
} // namespace parley::statistics
