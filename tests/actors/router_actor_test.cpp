// The router through all actors: who gets what, what a refusal leads to, and
// that nobody waits beside a free agent (B3, P5, P6).
#include "tests/support/desk_acts.hpp"

namespace parley::testing {

namespace {

class router_actor : public desk_fixture {
public:
  std::vector<routing::decision_record> why(const std::string& item) {
    return ask<actors::routed_because>(company(), actors::why_routed{item})
      .records;
  }
};

TEST_F(router_actor, P5_a_chat_of_an_automatic_queue_finds_its_agent) {
  auto ann = desk("ann");
  const auto c = customer("token-auto");
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
  EXPECT_EQ(phase(c.chat), phase_name::allocated);
}

TEST_F(router_actor, P5_in_a_manual_queue_agents_pick_by_hand) {
  auto ann = desk("ann");
  const auto c = customer();
  EXPECT_EQ(phase(c.chat), phase_name::queued);
}

TEST_F(router_actor, B3_who_logs_in_gets_what_waits) {
  const auto c = customer("token-auto");
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  auto ann = desk("ann");
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
}

TEST_F(router_actor, P5_nothing_is_allocated_on_a_break) {
  auto ann = desk("ann");
  send(ann, break_for("lunch"));
  const auto c = customer("token-auto");
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  wire::set_status back;
  back.ref = next_ref();
  send(ann, back);
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
}

TEST_F(router_actor, P6_the_one_who_holds_fewer_gets_it) {
  auto ann = desk("ann");
  taken_by(ann);
  auto bob = desk("bob");
  EXPECT_EQ(owner(customer("token-auto").chat), agent_id{"bob"});
}

TEST_F(router_actor, P4_the_maximum_limits_automatic_allocation_alike) {
  auto ann = desk("ann");
  std::vector<client> all;
  all.reserve(6);
  for (int i = 0; i < 6; ++i) {
    all.push_back(customer("token-auto"));
  }
  const auto held = std::count_if(all.begin(), all.end(), [&](const client& c) {
    return owner(c.chat) == agent_id{"ann"};
  });
  EXPECT_EQ(held, 4);
  advance(5s);
  EXPECT_EQ(broken_invariants(), 0U);
  // One ends and is written up: the next one comes.
  does<wire::activate_chat>(ann, all[0].chat);
  does<wire::end_chat>(ann, all[0].chat);
  EXPECT_EQ(phase(all[4].chat), phase_name::queued);
  does<wire::finish_wrapup>(ann, all[0].chat);
  EXPECT_EQ(owner(all[4].chat), agent_id{"ann"});
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(router_actor, P6_a_missed_alert_cools_down_and_counts_again) {
  restart_with([](parley::company& c) {
    c.queues[queue_id{"care"}].policy.alert_timeout = 10s;
  });
  auto ann = desk("ann");
  const auto c = customer("token-auto");
  const auto enqueued = stored(c.chat).enqueued;
  ASSERT_EQ(phase(c.chat), phase_name::allocated);
  advance(10s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  EXPECT_EQ(stored(c.chat).enqueued, enqueued);
  advance(29s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  advance(2s);
  EXPECT_EQ(phase(c.chat), phase_name::allocated);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(router_actor, P6_a_missed_alert_goes_to_another) {
  restart_with([](parley::company& c) {
    c.queues[queue_id{"care"}].policy.alert_timeout = 10s;
  });
  auto ann = desk("ann");
  const auto c = customer("token-auto");
  auto bob = desk("bob");
  advance(10s);
  EXPECT_EQ(owner(c.chat), agent_id{"bob"});
}

TEST_F(router_actor, P1_a_chat_on_offer_may_be_taken_by_hand) {
  send(*std::make_unique<client>(desk("bob")), break_for("lunch"));
  const auto c = customer("token-auto");
  auto ann = desk("ann");
  // Whoever was first, it has one owner, and the router is not stuck.
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
  const auto next = customer("token-auto");
  EXPECT_EQ(owner(next.chat), agent_id{"ann"});
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(router_actor, B3_a_refused_offer_comes_again) {
  auto ann = desk("ann");
  // The session cannot store the allocation: the offer fails, twice.
  const auto c = customer();
  store.fail_next(1, storage::store_errc::full);
  refused<wire::take_chat>(ann, c.chat, refusal_code::storage_full);
  send(ann, break_for("lunch"));
  const auto waits = customer("token-auto");
  wire::set_status back;
  back.ref = next_ref();
  post(ann, back);
  settle();
  EXPECT_EQ(owner(waits.chat), agent_id{"ann"});
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(router_actor, Q3_nothing_comes_from_outside_the_profile) {
  restart_with(
    [](parley::company& c) { c.queues[queue_id{"sales"}].automatic = true; });
  auto eve = desk("eve");
  const auto c = customer();
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  const auto mine = customer("token-auto");
  EXPECT_EQ(owner(mine.chat), agent_id{"eve"});
}

TEST_F(router_actor, B4_each_allocation_leaves_a_record) {
  auto ann = desk("ann");
  const auto c = customer("token-auto");
  const auto records = why(c.chat.value);
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].chosen, agent_id{"ann"});
  EXPECT_EQ(records[0].queue, queue_id{"care"});
  EXPECT_TRUE(why("nothing").empty());
}

TEST_F(router_actor, B1_of_call_and_chat_the_call_goes_first) {
  const auto c = customer("token-auto");
  phone(event_kind::offered, "k1");
  auto ann = desk("ann");
  EXPECT_EQ(phone(event_kind::offered, "k1").agent, agent_id{"ann"});
  EXPECT_EQ(phase(c.chat), phase_name::queued);
}

} // namespace

} // namespace parley::testing
