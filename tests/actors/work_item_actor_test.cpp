// Channels through all actors: work items from the company's message to the
// desk and back, groups that help out by the clock, interruption and its
// matrix, exclusive channels, silence of customers (O3, I7, I8, P5, Q1).
#include "tests/support/desk_acts.hpp"

namespace parley::testing {

namespace {

const queue_id tasks{"tasks"};
const queue_id care{"care"};
const group_id helpers{"helpers"};

/// A company with a queue for work items, allocated or not.
void add_tasks(parley::company& c, bool automatic) {
  queue_config q;
  q.id = tasks;
  q.name = "Tasks";
  q.channel = channel::work_item;
  q.weight = 1;
  q.automatic = automatic;
  q.groups = {group_id{"all"}};
  q.waiting.length_max = 2;
  c.queues[tasks] = q;
}

class channels_of_actors : public desk_fixture {
public:
  void with_tasks(bool automatic) {
    restart_with([automatic](parley::company& c) { add_tasks(c, automatic); });
  }
  actors::work_item_filed file(const std::string& title,
                               const queue_id& queue = tasks) {
    chat::open_work_item item;
    item.queue = queue;
    item.title = title;
    item.text = "Please look at it";
    item.priority = 7;
    return ask<actors::work_item_filed>(company(),
                                        actors::file_work_item{item});
  }
  /// A call comes; the PBX asks again who is to be rung.
  agent_id rung_by(const std::string& call) {
    phone(event_kind::offered, call);
    return phone(event_kind::offered, call).agent;
  }
  std::string refused_filing(const std::string& title,
                             const queue_id& queue = tasks) {
    const auto filed = file(title, queue);
    return filed.refused ? std::string{to_string(filed.refused->code)} : "";
  }
};

// --- Work items. -------------------------------------------------------------

TEST_F(channels_of_actors, Q4_a_work_item_waits_is_taken_and_written_up) {
  with_tasks(false);
  auto ann = desk("ann");
  ann.forget();
  const auto filed = file("Return a shoe");
  ASSERT_FALSE(filed.refused);
  advance(1s);
  const auto shown = ann.last<wire::queue_changed>();
  ASSERT_EQ(shown.put.size(), 1U);
  EXPECT_EQ(shown.put[0].channel, channel::work_item);
  EXPECT_EQ(shown.put[0].customer_name, "Return a shoe");
  EXPECT_EQ(shown.put[0].last_line, "Please look at it");
  does<wire::take_chat>(ann, filed.chat);
  EXPECT_EQ(phase(filed.chat), phase_name::active);
  does<wire::park_chat>(ann, filed.chat);
  does<wire::activate_chat>(ann, filed.chat);
  does<wire::end_chat>(ann, filed.chat);
  EXPECT_EQ(phase(filed.chat), phase_name::wrapup);
  does<wire::finish_wrapup>(ann, filed.chat);
  EXPECT_EQ(phase(filed.chat), phase_name::closed);
  EXPECT_EQ(stored(filed.chat).task->priority, 7);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(channels_of_actors, P5_a_work_item_is_allocated) {
  with_tasks(true);
  const auto filed = file("Return a shoe");
  ASSERT_FALSE(filed.refused);
  EXPECT_EQ(phase(filed.chat), phase_name::queued);
  auto ann = desk("ann");
  EXPECT_EQ(owner(filed.chat), agent_id{"ann"});
  EXPECT_EQ(phase(filed.chat), phase_name::allocated);
}

TEST_F(channels_of_actors, W6_a_work_item_waits_for_no_customer) {
  with_tasks(false);
  const auto filed = file("Return a shoe");
  crash();
  start();
  advance(1h);
  EXPECT_EQ(phase(filed.chat), phase_name::queued);
}

TEST_F(channels_of_actors, L1_a_work_item_returns_at_logout) {
  with_tasks(false);
  auto ann = desk("ann");
  const auto filed = file("Return a shoe");
  does<wire::take_chat>(ann, filed.chat);
  advance(1s);
  wire::log_out out;
  out.ref = next_ref();
  send(ann, out);
  EXPECT_EQ(phase(filed.chat), phase_name::queued);
  EXPECT_EQ(stored(filed.chat).queue, tasks);
}

TEST_F(channels_of_actors, Q2_a_full_queue_takes_no_further_work_item) {
  with_tasks(false);
  EXPECT_EQ(refused_filing("one"), "");
  EXPECT_EQ(refused_filing("two"), "");
  EXPECT_EQ(refused_filing("three"), "queue_full");
}

TEST_F(channels_of_actors, Q2_a_place_that_is_not_taken_is_free_again) {
  with_tasks(false);
  EXPECT_EQ(refused_filing("one"), "");
  store.fail_next(1, storage::store_errc::full);
  EXPECT_EQ(refused_filing("lost"), "storage_full");
  EXPECT_EQ(refused_filing("two"), "");
}

TEST_F(channels_of_actors, Z4_a_work_item_is_filed_where_it_belongs) {
  with_tasks(false);
  EXPECT_EQ(refused_filing("t", queue_id{"gone"}), "not_found");
  EXPECT_EQ(refused_filing("t", queue_id{"sales"}), "channel_not_served");
  EXPECT_EQ(refused_filing(" "), "blank_text");
  EXPECT_EQ(refused_filing(std::string(101, 't')), "too_long");
}

// --- O3. ---------------------------------------------------------------------

TEST_F(channels_of_actors, O3_a_group_begins_to_help_by_the_clock_alone) {
  restart_with([](parley::company& c) {
    c.groups[helpers] = "Helpers";
    auto& q = c.queues[care];
    q.groups = {group_id{"all"}, helpers};
    q.overflows[helpers].longest_wait_over = 30s;
    c.agents[agent_id{"ann"}].groups = {{helpers, 3}};
  });
  auto ann = desk("ann");
  const auto c = customer("token-auto");
  advance(30s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  EXPECT_EQ(broken_invariants(), 0U);
  advance(1s);
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
  EXPECT_EQ(broken_invariants(), 0U);
}

// --- P5, P6, I7, I8. ---------------------------------------------------------

TEST_F(channels_of_actors, P5_a_channel_is_not_allocated_whatever_its_queues) {
  restart_with(
    [](parley::company& c) { c.channels[channel::webchat].automatic = false; });
  auto ann = desk("ann");
  const auto c = customer("token-auto");
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  advance(5s);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(channels_of_actors, P6_the_cool_down_is_the_companys) {
  restart_with([](parley::company& c) {
    c.queues[care].policy.alert_timeout = 10s;
    c.cool_down = 5s;
  });
  auto ann = desk("ann");
  const auto c = customer("token-auto");
  advance(10s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  advance(4s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  advance(2s);
  EXPECT_EQ(phase(c.chat), phase_name::allocated);
}

TEST_F(channels_of_actors, I7_the_holder_of_an_exclusive_webchat_is_not_rung) {
  restart_with(
    [](parley::company& c) { c.channels[channel::webchat].exclusive = true; });
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  EXPECT_EQ(rung_by("k1"), agent_id{});
  does<wire::end_chat>(ann, c.chat);
  does<wire::finish_wrapup>(ann, c.chat);
  EXPECT_EQ(rung_by("k1"), agent_id{"ann"});
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(channels_of_actors, I7_an_agent_limited_to_calls_gets_no_webchats) {
  restart_with([](parley::company& c) {
    c.agents[agent_id{"ann"}].channels = std::set{channel::call};
  });
  auto ann = desk("ann");
  const auto c = customer("token-auto");
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  refused<wire::take_chat>(ann, c.chat, refusal_code::channel_not_served);
  EXPECT_EQ(rung_by("k1"), agent_id{"ann"});
  advance(5s);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(channels_of_actors, I8_requeue_sends_the_chat_back_when_a_call_comes) {
  restart_with([](parley::company& c) {
    c.interruptions
      = {{channel::call, channel::webchat, interrupted_item::requeue}};
    c.queues[queue_id{"sales"}].policy.interruption_notice = "One moment";
  });
  auto ann = desk("ann");
  auto c = taken_by(ann);
  phone(event_kind::offered, "k1", "ann");
  phone(event_kind::answered, "k1", "ann");
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  EXPECT_EQ(c.last<wire::chat_entry>().line.text, "One moment");
  phone(event_kind::ended, "k1");
  advance(5s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  EXPECT_EQ(broken_invariants(), 0U);
}

// --- Q1: silence. ------------------------------------------------------------

TEST_F(channels_of_actors, Q1_a_silent_customer_is_warned_and_then_let_go) {
  restart_with([](parley::company& c) {
    c.queues[queue_id{"sales"}].policy.inactivity_timeout = 100s;
  });
  auto ann = desk("ann");
  auto c = taken_by(ann);
  c.forget();
  advance(79s);
  EXPECT_FALSE(c.has<wire::chat_entry>());
  advance(1s);
  EXPECT_EQ(c.last<wire::chat_entry>().line.kind, entry_kind::notice);
  EXPECT_EQ(phase(c.chat), phase_name::active);
  advance(20s);
  EXPECT_EQ(phase(c.chat), phase_name::wrapup);
}

} // namespace

} // namespace parley::testing
