// Calls through all actors: store before telling, alerts that run out, what a
// PBX says twice, and the interruption of webchats (behaviour 4).
#include "tests/support/desk_acts.hpp"

namespace parley::testing {

namespace {

class call_actor : public desk_fixture {
public:
  call_phase phase_of(const std::string& call) {
    return phone(event_kind::offered, call).phase;
  }
};

TEST_F(call_actor, I4_an_answered_call_parks_the_active_chat) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  ann.forget();
  phone(event_kind::offered, "k1");
  EXPECT_EQ(ann.last<wire::status_changed>().status, agent_status::alerting);
  EXPECT_EQ(phase(c.chat), phase_name::active);
  EXPECT_EQ(phone(event_kind::answered, "k1").phase, call_phase::connected);
  EXPECT_EQ(phase(c.chat), phase_name::parked);
  EXPECT_TRUE(is_marked(c.chat));
  const auto status = ann.last<wire::status_changed>();
  EXPECT_EQ(status.status, agent_status::on_call);
  ASSERT_TRUE(status.call);
  EXPECT_EQ(status.call->caller, "+44 1");
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(call_actor, I5_the_marked_chat_resumes_by_itself) {
  auto ann = desk("ann");
  const auto marked = taken_by(ann);
  const auto other = taken_by(ann);
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  advance(60s);
  phone(event_kind::ended, "k1");
  EXPECT_EQ(phase(marked.chat), phase_name::active);
  EXPECT_EQ(phase(other.chat), phase_name::allocated);
  EXPECT_EQ(inspected(actors::actor_kind::agent, "ann").phase,
            "handling_webchat");
}

TEST_F(call_actor, I5_if_its_customer_left_it_resumes_in_wrapup_in_full) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  advance(30s);
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  EXPECT_EQ(phase(c.chat), phase_name::wrapup_parked);
  EXPECT_TRUE(is_marked(c.chat));
  advance(300s);
  EXPECT_EQ(phase(c.chat), phase_name::wrapup_parked);
  phone(event_kind::ended, "k1");
  EXPECT_EQ(phase(c.chat), phase_name::wrapup);
  advance(59s);
  EXPECT_EQ(phase(c.chat), phase_name::wrapup);
  advance(2s);
  EXPECT_EQ(phase(c.chat), phase_name::closed);
}

TEST_F(call_actor, I5_the_calls_own_wrapup_counts_as_call) {
  restart_with(
    [](parley::company& c) { c.queues[queue_id{"phone"}].call_wrapup = 20s; });
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  ann.forget();
  phone(event_kind::ended, "k1");
  EXPECT_EQ(ann.last<wire::status_changed>().status, agent_status::call_wrapup);
  EXPECT_EQ(phase(c.chat), phase_name::parked);
  advance(20s);
  EXPECT_EQ(phase(c.chat), phase_name::active);
  EXPECT_EQ(phase_of("k1"), call_phase::closed);
}

TEST_F(call_actor, I5_a_setting_resumes_at_hang_up) {
  restart_with([](parley::company& c) {
    c.queues[queue_id{"phone"}].call_wrapup = 20s;
    c.resume_at_hang_up = true;
  });
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  phone(event_kind::ended, "k1");
  EXPECT_EQ(phase(c.chat), phase_name::active);
  const auto revision = stored(c.chat).revision;
  advance(60s);
  EXPECT_EQ(stored(c.chat).revision, revision);
}

TEST_F(call_actor, I5_what_the_agent_activated_meanwhile_stays_active) {
  auto ann = desk("ann");
  const auto marked = taken_by(ann);
  const auto other = taken_by(ann);
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  does<wire::activate_chat>(ann, other.chat);
  ann.forget();
  phone(event_kind::ended, "k1");
  EXPECT_EQ(phase(other.chat), phase_name::active);
  EXPECT_EQ(phase(marked.chat), phase_name::parked);
  EXPECT_TRUE(ann.last<wire::desk_chat_changed>().chat.resume_missed);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(call_actor, I4_a_refused_call_changes_nothing) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  const auto revision = stored(c.chat).revision;
  phone(event_kind::offered, "k1");
  phone(event_kind::refused, "k1");
  EXPECT_EQ(stored(c.chat).revision, revision);
  EXPECT_EQ(phase_of("k1"), call_phase::queued);
  // P6: she is asked again after the cool-down.
  advance(29s);
  EXPECT_EQ(phase_of("k1"), call_phase::queued);
  advance(2s);
  EXPECT_EQ(phase_of("k1"), call_phase::alerting);
}

TEST_F(call_actor, I4_a_caller_who_gives_up_changes_nothing) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  const auto revision = stored(c.chat).revision;
  phone(event_kind::offered, "k1");
  ann.forget();
  EXPECT_EQ(phone(event_kind::ended, "k1").phase, call_phase::closed);
  EXPECT_EQ(ann.last<wire::status_changed>().status,
            agent_status::handling_webchat);
  EXPECT_EQ(stored(c.chat).revision, revision);
  // It was not her fault: no cool-down.
  phone(event_kind::offered, "k2");
  EXPECT_EQ(phase_of("k2"), call_phase::alerting);
}

TEST_F(call_actor, I2_whoever_is_free_is_called_before_who_is_interruptible) {
  auto ann = desk("ann");
  taken_by(ann);
  auto bob = desk("bob");
  phone(event_kind::offered, "k1");
  EXPECT_EQ(bob.last<wire::status_changed>().status, agent_status::alerting);
}

TEST_F(call_actor, I3_no_call_rings_in_an_active_wrapup) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  does<wire::end_chat>(ann, c.chat);
  ASSERT_EQ(phase(c.chat), phase_name::wrapup);
  phone(event_kind::offered, "k1");
  EXPECT_EQ(phase_of("k1"), call_phase::queued);
  // In parked wrapup she counts as idle.
  does<wire::park_chat>(ann, c.chat);
  EXPECT_EQ(phase_of("k1"), call_phase::alerting);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(call_actor, I7_two_calls_need_two_agents) {
  auto ann = desk("ann");
  phone(event_kind::offered, "k1");
  phone(event_kind::offered, "k2");
  EXPECT_EQ(phase_of("k1"), call_phase::alerting);
  EXPECT_EQ(phase_of("k2"), call_phase::queued);
  auto bob = desk("bob");
  EXPECT_EQ(phase_of("k2"), call_phase::alerting);
  EXPECT_EQ(phone(event_kind::offered, "k2").agent, agent_id{"bob"});
}

TEST_F(call_actor, I4_whoever_the_pbx_says_has_answered_talks) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  phone(event_kind::offered, "k1");
  ASSERT_EQ(phone(event_kind::offered, "k1").agent, agent_id{"ann"});
  // Bob has no desk, but took the call from his phone.
  const auto answer = phone(event_kind::answered, "k1", "bob");
  EXPECT_FALSE(answer.refused);
  EXPECT_EQ(answer.phase, call_phase::connected);
  EXPECT_EQ(answer.agent, agent_id{"bob"});
  EXPECT_EQ(phase(c.chat), phase_name::active);
  EXPECT_NE(ann.last<wire::status_changed>().status, agent_status::alerting);
  // When he comes to his desk he is on the phone, and nothing else rings him.
  auto bob = desk("bob");
  phone(event_kind::offered, "k2");
  EXPECT_EQ(phone(event_kind::offered, "k2").agent, agent_id{"ann"});
  EXPECT_EQ(inspected(actors::actor_kind::agent, "bob").phase, "on_call");
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(call_actor, P6_an_alert_that_nobody_answers_goes_to_another) {
  auto ann = desk("ann");
  phone(event_kind::offered, "k1");
  auto bob = desk("bob");
  advance(29s);
  EXPECT_EQ(phone(event_kind::offered, "k1").agent, agent_id{"ann"});
  advance(1s);
  EXPECT_EQ(phone(event_kind::offered, "k1").agent, agent_id{"bob"});
  EXPECT_EQ(ann.last<wire::status_changed>().status, agent_status::available);
}

TEST_F(call_actor, L1_who_logs_out_while_it_rings_gives_the_call_back) {
  auto ann = desk("ann");
  phone(event_kind::offered, "k1");
  auto bob = desk("bob");
  log_out(ann);
  EXPECT_EQ(phone(event_kind::offered, "k1").agent, agent_id{"bob"});
  EXPECT_EQ(phase_of("k1"), call_phase::alerting);
}

TEST_F(call_actor, B1_a_pbx_may_say_everything_twice) {
  auto ann = desk("ann");
  for (const auto kind :
       {event_kind::offered, event_kind::answered, event_kind::ended}) {
    EXPECT_FALSE(phone(kind, "k1").refused);
    settle();
    const auto phase = phase_of("k1");
    const auto second = phone(kind, "k1");
    EXPECT_FALSE(second.refused);
    EXPECT_EQ(second.phase, phase);
  }
  const auto stored_call = store.load_call(company_id{"acme"}, call_id{"k1"});
  ASSERT_TRUE(stored_call);
  // offered, alerted, answered, ended: once each.
  EXPECT_EQ(stored_call.value().revision, 4U);
}

TEST_F(call_actor, T1_the_timer_of_an_answered_alert_is_out_of_date) {
  auto ann = desk("ann");
  phone(event_kind::offered, "k1");
  advance(20s);
  phone(event_kind::answered, "k1");
  advance(600s);
  EXPECT_EQ(phase_of("k1"), call_phase::connected);
}

TEST_F(call_actor, Z1_a_call_that_cannot_be_stored_is_refused) {
  auto ann = desk("ann");
  ann.forget();
  store.fail_next(1, storage::store_errc::full);
  const auto answer = phone(event_kind::offered, "k1");
  ASSERT_TRUE(answer.refused);
  EXPECT_EQ(answer.refused->code, refusal_code::storage_full);
  EXPECT_FALSE(ann.has<wire::status_changed>());
  EXPECT_FALSE(phone(event_kind::offered, "k1").refused);
}

TEST_F(call_actor, Z1_an_interruption_survives_a_restart) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  crash();
  start();
  auto again = desk("ann");
  EXPECT_EQ(again.expect<wire::status_changed>().status, agent_status::on_call);
  EXPECT_TRUE(is_marked(c.chat));
  phone(event_kind::ended, "k1");
  EXPECT_EQ(phase(c.chat), phase_name::active);
}

TEST_F(call_actor, Z1_a_restart_does_not_interrupt_a_second_time) {
  auto ann = desk("ann");
  const auto marked = taken_by(ann);
  const auto chosen = customer();
  does<wire::take_chat>(ann, chosen.chat);
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  advance(1s);
  does<wire::activate_chat>(ann, chosen.chat);
  ASSERT_EQ(phase(chosen.chat), phase_name::active);
  crash();
  start();
  auto again = desk("ann");
  EXPECT_EQ(again.expect<wire::status_changed>().status, agent_status::on_call);
  EXPECT_EQ(phase(chosen.chat), phase_name::active);
  EXPECT_FALSE(is_marked(chosen.chat));
  EXPECT_EQ(phase(marked.chat), phase_name::parked);
  EXPECT_TRUE(is_marked(marked.chat));
  phone(event_kind::ended, "k1");
  // I5: something else is active by then.
  EXPECT_EQ(phase(chosen.chat), phase_name::active);
  EXPECT_EQ(phase(marked.chat), phase_name::parked);
}

TEST_F(call_actor, I7_a_pbx_cannot_connect_one_agent_twice) {
  auto ann = desk("ann");
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  phone(event_kind::offered, "k2");
  const auto answer = phone(event_kind::answered, "k2", "ann");
  ASSERT_TRUE(answer.refused);
  EXPECT_EQ(answer.refused->code, refusal_code::call_exists);
  EXPECT_EQ(phase_of("k2"), call_phase::queued);
  phone(event_kind::ended, "k1");
  EXPECT_EQ(phase_of("k2"), call_phase::alerting);
}

TEST_F(call_actor, I7_a_refused_answer_leaves_the_one_under_way_alone) {
  auto bob = desk("bob");
  phone(event_kind::offered, "k0");
  phone(event_kind::answered, "k0");
  auto ann = desk("ann");
  phone(event_kind::offered, "k1");
  phone(event_kind::offered, "k2");
  ASSERT_EQ(phase_of("k1"), call_phase::alerting);
  // All three before the first is stored; bob talks, so his is refused.
  for (const auto& [call, agent] : {std::pair{"k1", "ann"},
                                    std::pair{"k1", "bob"},
                                    std::pair{"k2", "ann"}}) {
    actors::telephony_event e;
    e.kind = event_kind::answered;
    e.call = call_id{call};
    e.agent = agent_id{agent};
    caf::anon_send(company(), e);
  }
  settle();
  EXPECT_EQ(phase_of("k1"), call_phase::connected);
  EXPECT_EQ(phase_of("k2"), call_phase::queued);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(call_actor, Z1_a_call_that_nobody_rings_for_after_a_restart_goes_on) {
  auto ann = desk("ann");
  phone(event_kind::offered, "k1");
  crash();
  start();
  EXPECT_EQ(phase_of("k1"), call_phase::queued);
  auto bob = desk("bob");
  EXPECT_EQ(phone(event_kind::offered, "k1").agent, agent_id{"bob"});
}

TEST_F(call_actor, I7_who_talks_during_a_restart_gets_no_second_call) {
  auto ann = desk("ann");
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  crash();
  start();
  auto again = desk("ann");
  phone(event_kind::offered, "k2");
  EXPECT_EQ(phase_of("k2"), call_phase::queued);
  phone(event_kind::ended, "k1");
  EXPECT_EQ(phase_of("k2"), call_phase::alerting);
}

} // namespace

} // namespace parley::testing
