// Live figures of a company (K1): what counts and when, restarts, those who
// look on, alerts.
#include "storage/stream_piece.hpp"
#include "tests/support/desk_acts.hpp"

namespace parley::testing {

namespace {

const queue_id sales{"sales"};
const queue_id phone_queue{"phone"};

/// Remembers what it is told.
struct onlooker {
  std::vector<actors::figures_pushed> figures;
  std::vector<actors::alert_pushed> alerts;
};

actors::figures_watcher::behavior_type
look_on(actors::figures_watcher::pointer /*self*/, onlooker* to) {
  return {
    [to](const actors::figures_pushed& f) { to->figures.push_back(f); },
    [to](const actors::alert_pushed& a) { to->alerts.push_back(a); },
  };
}

class statistics_actor : public desk_fixture {
protected:
  actors::live_figures figures(const queue_id& only = {}) {
    auto f = ask<actors::live_figures>(company(), actors::ask_figures{only});
    EXPECT_TRUE(f.is_complete);
    return f;
  }
  actors::live_queue queue(const queue_id& id = sales) {
    auto f = figures(id);
    EXPECT_EQ(f.queues.size(), 1U);
    return f.queues.empty() ? actors::live_queue{} : f.queues.front();
  }
  void ends(client& c) {
    wire::customer_end end;
    end.ref = next_ref();
    c.say_raw(wire::customer_message{end});
  }
  template <class Change>
  void changes_kpis(Change what) {
    const auto made
      = [what](const parley::company& c) -> result<parley::company, refusal> {
      auto next = c;
      what(next.queues.at(sales).kpis);
      return next;
    };
    const auto answer
      = ask<actors::configured>(company(), actors::configure{made});
    EXPECT_FALSE(answer.refused);
  }
  actors::figures_watcher begins_to_look(onlooker& o) {
    auto actor = system->spawn(look_on, &o);
    caf::anon_send(company(), actors::watch_figures{actor});
    settle();
    return actor;
  }
  static void goes(const actors::figures_watcher& w) {
    caf::anon_send_exit(w, caf::exit_reason::user_shutdown);
  }
};

TEST_F(statistics_actor, K1_live_figures_follow_a_chat) {
  auto ann = desk("ann");
  auto c = customer();
  advance(10s);
  auto q = queue();
  EXPECT_EQ(q.figures.counts.offered, 1);
  EXPECT_EQ(q.figures.waiting, 1);
  EXPECT_EQ(q.waiting_since, now() - 10s);
  EXPECT_EQ(q.agents, 1);
  does<wire::take_chat>(ann, c.chat);
  says(c, "hello");
  advance(20s);
  q = queue();
  EXPECT_EQ(q.figures.counts.answered, 1);
  EXPECT_EQ(q.figures.counts.in_target, 1);
  EXPECT_EQ(q.figures.counts.messages_in, 1);
  EXPECT_EQ(q.figures.waiting, 0);
  EXPECT_EQ(q.figures.active, 1);
  EXPECT_EQ(q.figures.times.active, 20'000);
  EXPECT_EQ(statistics::answer_speed(q.figures.counts), 10s);
  const auto all = figures();
  EXPECT_EQ(all.queues.size(), 3U);
  EXPECT_EQ(all.company.counts.answered, 1);
  ASSERT_EQ(all.agents.size(), 3U);
  EXPECT_TRUE(all.agents[0].is_there);
  EXPECT_EQ(all.agents[0].figures.times.busy, 20'000);
  EXPECT_FALSE(all.agents[1].is_there);
  EXPECT_EQ(all.flows.size(), 2U);
}

TEST_F(statistics_actor, K1_what_is_not_stored_does_not_count) {
  auto c = customer();
  says(c, "one");
  store.fail_next(1, storage::store_errc::full);
  wire::customer_say line;
  line.ref = next_ref();
  line.id = client_message_id{"lost"};
  line.text = "two";
  c.say_raw(wire::customer_message{line});
  EXPECT_TRUE(c.has<wire::refused>());
  EXPECT_EQ(queue().figures.counts.messages_in, 1);
}

TEST_F(statistics_actor, K1_a_queue_that_is_full_refuses_and_nobody_abandons) {
  restart_with(
    [](parley::company& c) { c.queues.at(sales).waiting.length_max = 1; });
  auto first = customer();
  auto second = customer();
  EXPECT_EQ(phase(second.chat), phase_name::closed);
  const auto q = queue();
  EXPECT_EQ(q.figures.counts.offered, 1);
  EXPECT_EQ(q.figures.counts.refused_full, 1);
  EXPECT_EQ(q.figures.counts.abandoned, 0);
  EXPECT_EQ(figures().flows.at(1).figures.counts.limit_reached, 1);
}

TEST_F(statistics_actor, K1_nobody_there_is_another_refusal) {
  restart_with([](parley::company& c) {
    c.queues.at(sales).waiting.wait_when_nobody = false;
  });
  auto c = customer();
  EXPECT_EQ(phase(c.chat), phase_name::closed);
  EXPECT_EQ(queue().figures.counts.refused_nobody, 1);
}

TEST_F(statistics_actor, K1_calls_count_in_their_queue) {
  auto ann = desk("ann");
  phone(event_kind::offered, "k1");
  advance(3s);
  phone(event_kind::answered, "k1", "ann");
  advance(30s);
  phone(event_kind::ended, "k1");
  phone(event_kind::offered, "k2");
  phone(event_kind::ended, "k2");
  const auto q = queue(phone_queue);
  EXPECT_EQ(q.figures.counts.offered, 2);
  EXPECT_EQ(q.figures.counts.answered, 1);
  EXPECT_EQ(q.figures.counts.abandoned, 1);
  EXPECT_EQ(q.figures.times.active, 30'000);
}

TEST_F(statistics_actor, K1_a_restart_reads_the_window_from_disk) {
  auto ann = desk("ann");
  auto gone = taken_by(ann);
  ends(gone);
  does<wire::finish_wrapup>(ann, gone.chat);
  auto old = customer();
  ends(old);
  phone(event_kind::offered, "k1");
  phone(event_kind::ended, "k1");
  advance(10min);
  auto c = taken_by(ann);
  says(c, "hello");
  auto waits = customer();
  advance(20s);
  const auto before = figures();
  crash();
  start();
  const auto after = figures();
  ASSERT_EQ(after.queues.size(), before.queues.size());
  for (std::size_t i = 0; i < after.queues.size(); ++i) {
    SCOPED_TRACE(after.queues[i].id.value);
    EXPECT_EQ(after.queues[i].figures, before.queues[i].figures);
    EXPECT_EQ(after.queues[i].waiting_since, before.queues[i].waiting_since);
  }
  EXPECT_EQ(after.company, before.company);
  EXPECT_EQ(after.agents[0].figures.counts, before.agents[0].figures.counts);
  EXPECT_EQ(queue().figures.counts.abandoned, 1);
  EXPECT_EQ(queue(phone_queue).figures.counts.abandoned, 1);
  advance(5min);
  EXPECT_EQ(queue(phone_queue).figures.counts.abandoned, 0);
}

TEST_F(statistics_actor, K1_who_was_logged_in_is_not_after_a_restart) {
  auto ann = desk("ann");
  auto bob = desk("bob");
  auto c = taken_by(ann);
  advance(30s);
  crash();
  start();
  advance(30s);
  auto all = figures().agents;
  // Ann holds a chat: she is lost until her grace is over.
  EXPECT_TRUE(all[0].is_there);
  EXPECT_FALSE(all[1].is_there);
  EXPECT_EQ(all[0].figures.times.logged_in, 60'000);
  EXPECT_EQ(all[1].figures.times.logged_in, 30'000);
  advance(30s);
  advance(30s);
  all = figures().agents;
  EXPECT_FALSE(all[0].is_there);
  EXPECT_EQ(all[0].figures.times.logged_in, 90'000);
  const storage::stream_id facts{
    company_id{"acme"}, storage::stream_kind::agent, "bob"};
  const auto stored = store.read(facts, 1, 10).value();
  ASSERT_EQ(stored.size(), 2U);
  // Said once: the next start finds nothing to say.
  crash();
  start();
  EXPECT_EQ(store.revision(facts).value(), 2U);
}

TEST_F(statistics_actor, K1_new_targets_judge_the_whole_window) {
  auto ann = desk("ann");
  auto c = customer();
  advance(20s);
  does<wire::take_chat>(ann, c.chat);
  EXPECT_EQ(queue().figures.counts.in_target, 1);
  changes_kpis([](kpi_settings& k) {
    k.answer_target = 19s;
    k.window = 30min;
  });
  EXPECT_EQ(queue().figures.counts.in_target, 0);
  EXPECT_EQ(queue().figures.counts.answered, 1);
  EXPECT_EQ(queue().window, 30min);
}

TEST_F(statistics_actor, K1_onlookers_are_told_all_and_then_what_changed) {
  onlooker o;
  const auto who = begins_to_look(o);
  ASSERT_EQ(o.figures.size(), 1U);
  EXPECT_TRUE(o.figures[0].is_whole);
  EXPECT_EQ(o.figures[0].news.queues.size(), 3U);
  advance(1s);
  auto c = customer();
  advance(1s);
  ASSERT_EQ(o.figures.size(), 2U);
  EXPECT_FALSE(o.figures[1].is_whole);
  ASSERT_EQ(o.figures[1].news.queues.size(), 1U);
  EXPECT_EQ(o.figures[1].news.queues[0].id, sales);
  EXPECT_EQ(o.figures[1].news.queues[0].figures.waiting, 1);
  // A burst within the second is one more, at its end.
  for (int i = 0; i < 8; ++i) {
    says(c, "line");
    advance(100ms);
  }
  EXPECT_EQ(o.figures.size(), 2U);
  advance(1s);
  ASSERT_EQ(o.figures.size(), 3U);
  EXPECT_EQ(o.figures[2].news.queues[0].figures.counts.messages_in, 8);
  goes(who);
  settle();
  says(c, "nobody looks");
  advance(1min);
  EXPECT_EQ(o.figures.size(), 3U);
}

TEST_F(statistics_actor, K1_a_threshold_alerts_those_who_look_on_and_the_log) {
  onlooker o;
  const auto who = begins_to_look(o);
  changes_kpis([](kpi_settings& k) { k.queue_fill_max = 0; });
  advance(1min);
  EXPECT_TRUE(o.alerts.empty());
  auto c = customer();
  advance(1s);
  ASSERT_EQ(o.alerts.size(), 1U);
  EXPECT_EQ(o.alerts[0].queue, sales);
  EXPECT_EQ(o.alerts[0].alert,
            (statistics::kpi_alert{statistics::kpi::queue_fill, 1, 0, true}));
  EXPECT_EQ(queue().alerts, std::vector{statistics::kpi::queue_fill});
  advance(5min - 30s);
  EXPECT_EQ(o.alerts.size(), 1U);
  advance(1min);
  EXPECT_EQ(o.alerts.size(), 2U);
  ends(c);
  advance(1s);
  ASSERT_EQ(o.alerts.size(), 3U);
  EXPECT_FALSE(o.alerts[2].alert.lasts);
  EXPECT_TRUE(queue().alerts.empty());
  const auto logged = std::count_if(
    log.lines.begin(), log.lines.end(), [](const std::string& line) {
      return line.starts_with("kpi_alert ") || line == "kpi_alert";
    });
  EXPECT_EQ(logged, 2);
  goes(who);
}

TEST_F(statistics_actor, K1_without_onlookers_alerts_are_logged_all_the_same) {
  changes_kpis([](kpi_settings& k) { k.agents_min = 1; });
  advance(20s);
  const auto is_alert = [](const std::string& line) {
    return line
           == "kpi_alert company=acme queue=sales kpi=agents value=0 "
              "threshold=1";
  };
  EXPECT_EQ(std::count_if(log.lines.begin(), log.lines.end(), is_alert), 1);
}

} // namespace

} // namespace parley::testing
