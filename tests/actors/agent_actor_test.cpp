// The duties of an agent's shell: one command at a time, store before telling,
// one login, leases, retries; the rules of behaviour 3 through all actors.
#include "tests/support/desk_acts.hpp"

namespace parley::testing {

namespace {

class agent_actor : public desk_fixture {};

TEST_F(agent_actor, P1_take_activates_only_if_nothing_is_active) {
  auto ann = desk("ann");
  const auto first = taken_by(ann);
  const auto second = taken_by(ann);
  EXPECT_EQ(phase(first.chat), phase_name::active);
  EXPECT_EQ(phase(second.chat), phase_name::allocated);
  EXPECT_EQ(owner(second.chat), agent_id{"ann"});
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(agent_actor, P1_of_two_who_take_the_same_chat_one_gets_it) {
  auto ann = desk("ann");
  auto bob = desk("bob");
  const auto c = customer();
  ann.forget();
  bob.forget();
  post(ann, about<wire::take_chat>(c.chat));
  post(bob, about<wire::take_chat>(c.chat));
  settle();
  EXPECT_EQ(ann.count<wire::ok>() + bob.count<wire::ok>(), 1U);
  EXPECT_EQ(ann.count<wire::refused>() + bob.count<wire::refused>(), 1U);
  auto& winner = ann.has<wire::ok>() ? ann : bob;
  EXPECT_EQ(owner(c.chat), agent_id{&winner == &ann ? "ann" : "bob"});
}

TEST_F(agent_actor, P2_activating_one_parks_the_other_first) {
  auto ann = desk("ann");
  const auto first = taken_by(ann);
  const auto second = taken_by(ann);
  does<wire::activate_chat>(ann, second.chat);
  EXPECT_EQ(phase(first.chat), phase_name::parked);
  EXPECT_EQ(phase(second.chat), phase_name::active);
}

TEST_F(agent_actor, P2_activations_that_arrive_together_leave_one_active) {
  auto ann = desk("ann");
  const auto a = taken_by(ann);
  const auto b = taken_by(ann);
  const auto c = taken_by(ann);
  ann.forget();
  for (const auto& chat : {b.chat, c.chat, a.chat, b.chat}) {
    post(ann, about<wire::activate_chat>(chat));
  }
  settle();
  EXPECT_EQ(ann.count<wire::ok>(), 4U);
  EXPECT_EQ(phase(a.chat), phase_name::parked);
  EXPECT_EQ(phase(b.chat), phase_name::active);
  EXPECT_EQ(phase(c.chat), phase_name::parked);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(agent_actor, P2_a_stale_activation_does_not_park_the_active_one) {
  auto ann = desk("ann");
  const auto first = taken_by(ann);
  auto second = taken_by(ann);
  const auto seen = stored(second.chat).revision;
  says(second, "news");
  does<wire::park_chat>(ann, first.chat);
  does<wire::activate_chat>(ann, second.chat);
  does<wire::activate_chat>(ann, first.chat);
  auto stale = about<wire::activate_chat>(second.chat);
  stale.revision = seen;
  send(ann, stale);
  const auto no = ann.expect<wire::refused>();
  EXPECT_EQ(no.name, "stale_revision");
  EXPECT_EQ(no.phase, phase_name::parked);
  EXPECT_EQ(phase(first.chat), phase_name::active);
}

TEST_F(agent_actor, P4_the_limit_holds_for_takes_that_arrive_together) {
  auto ann = desk("ann");
  std::vector<client> all;
  all.reserve(6);
  for (int i = 0; i < 6; ++i) {
    all.push_back(customer());
  }
  ann.forget();
  for (const auto& c : all) {
    post(ann, about<wire::take_chat>(c.chat));
  }
  settle();
  EXPECT_EQ(ann.count<wire::ok>(), 4U);
  EXPECT_EQ(ann.count<wire::refused>(), 2U);
  EXPECT_EQ(ann.expect<wire::refused>().name, "company_maximum_reached");
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(agent_actor, P4_a_queue_may_allow_less_and_says_so) {
  restart_with([](parley::company& c) {
    c.queues[queue_id{"sales"}].webchats_per_agent_max = 1;
  });
  auto ann = desk("ann");
  taken_by(ann);
  const auto c = customer();
  refused<wire::take_chat>(ann, c.chat, refusal_code::queue_maximum_reached);
}

TEST_F(agent_actor, P7_put_back_keeps_the_original_place) {
  auto ann = desk("ann");
  const auto first = customer();
  advance(10s);
  const auto second = customer();
  const auto before = stored(first.chat).enqueued;
  does<wire::take_chat>(ann, first.chat);
  does<wire::put_back_chat>(ann, first.chat);
  EXPECT_EQ(phase(first.chat), phase_name::queued);
  EXPECT_EQ(stored(first.chat).enqueued, before);
  EXPECT_EQ(owner(first.chat), agent_id{});
}

TEST_F(agent_actor, P8_a_second_login_takes_over_and_the_first_is_told) {
  auto first = desk("ann");
  const auto c = taken_by(first);
  auto second = desk("ann");
  EXPECT_EQ(first.closed(), close_code::taken_over);
  EXPECT_EQ(second.expect<wire::desk_chat_changed>().chat.chat, c.chat);
  // The first one's socket goes: that is nobody's loss.
  first.drop();
  advance(61s);
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
  does<wire::park_chat>(second, c.chat);
}

TEST_F(agent_actor, P9_a_break_needs_a_reason_of_the_company) {
  auto ann = desk("ann");
  auto without = break_for("lunch");
  without.reason.reset();
  send(ann, without);
  EXPECT_EQ(ann.expect<wire::refused>().name, "missing_field");
  send(ann, break_for("siesta"));
  EXPECT_EQ(ann.expect<wire::refused>().name, "not_found");

  const auto c = taken_by(ann);
  send(ann, break_for("lunch"));
  EXPECT_EQ(ann.last<wire::status_changed>().reason, break_reason_id{"lunch"});
  // Going on a break takes nothing away.
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
  const auto other = customer();
  refused<wire::take_chat>(ann, other.chat, refusal_code::on_break);
}

TEST_F(agent_actor, P9_a_break_after_the_current_work_begins_with_its_end) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  auto later = break_for("lunch");
  later.after_current_work = true;
  send(ann, later);
  EXPECT_TRUE(ann.last<wire::status_changed>().break_after_work);
  act<wire::put_back_chat>(ann, c.chat);
  EXPECT_EQ(ann.last<wire::status_changed>().status, agent_status::on_break);
}

TEST_F(agent_actor, L1_logout_returns_what_is_held_and_closes_the_desk) {
  auto ann = desk("ann");
  const auto parked = taken_by(ann);
  const auto ended = taken_by(ann);
  does<wire::activate_chat>(ann, ended.chat);
  does<wire::end_chat>(ann, ended.chat);
  const auto active = taken_by(ann);
  does<wire::activate_chat>(ann, active.chat);
  const auto allocated = taken_by(ann);
  log_out(ann);
  EXPECT_TRUE(ann.has<wire::ok>());
  EXPECT_EQ(ann.closed(), close_code::logged_out);
  EXPECT_EQ(phase(parked.chat), phase_name::queued);
  EXPECT_EQ(phase(active.chat), phase_name::queued);
  EXPECT_EQ(phase(allocated.chat), phase_name::queued);
  EXPECT_EQ(phase(ended.chat), phase_name::closed);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(agent_actor, L2_coming_back_within_the_grace_changes_nothing) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  const auto revision = stored(c.chat).revision;
  ann.drop();
  advance(50s);
  auto again = desk("ann");
  EXPECT_EQ(again.expect<wire::status_changed>().status,
            agent_status::handling_webchat);
  // The lease of the lost connection is out of date.
  advance(300s);
  EXPECT_EQ(stored(c.chat).revision, revision);
  EXPECT_EQ(phase(c.chat), phase_name::active);
}

TEST_F(agent_actor, L2_after_the_grace_it_is_a_logout) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  ann.drop();
  advance(59s);
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
  EXPECT_EQ(inspected(actors::actor_kind::agent, "ann").phase, "unavailable");
  advance(2s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  EXPECT_EQ(inspected(actors::actor_kind::agent, "ann").phase, "logged_out");
}

TEST_F(agent_actor, L2_no_grace_means_at_once) {
  restart_with([](parley::company& c) { c.agent_grace = duration{0}; });
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  ann.drop();
  advance(duration{1});
  EXPECT_EQ(phase(c.chat), phase_name::queued);
}

TEST_F(agent_actor, L2_a_loss_that_cannot_be_stored_is_tried_again) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  store.fail_next(3, storage::store_errc::full);
  ann.drop();
  EXPECT_EQ(inspected(actors::actor_kind::agent, "ann").phase,
            "handling_webchat");
  advance(1s);
  advance(1s);
  advance(1s);
  EXPECT_EQ(inspected(actors::actor_kind::agent, "ann").phase, "unavailable");
  advance(61s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
}

TEST_F(agent_actor, L1_what_comes_to_somebody_who_is_gone_goes_back) {
  const auto c = customer();
  // An order of before the logout that was late.
  const auto late = ask<actors::chat_answer>(
    company(),
    actors::chat_request{c.chat,
                         {chat::allocate{agent_id{"ann"}, cause::by_hand}}});
  ASSERT_FALSE(late.refused);
  advance(1s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
}

TEST_F(agent_actor, L3_a_forced_logout_works_as_by_the_agents_own_hand) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  caf::anon_send(company(), agent_id{"ann"}, actors::force_log_out{});
  settle();
  EXPECT_EQ(ann.closed(), close_code::logged_out);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
}

TEST_F(agent_actor, Q3_what_is_outside_the_profile_answers_as_not_existing) {
  auto eve = desk("eve");
  const auto c = customer();
  for (const auto& chat : {c.chat, chat_id{"nonsense"}}) {
    refused<wire::take_chat>(eve, chat, refusal_code::not_found);
    refused<wire::activate_chat>(eve, chat, refusal_code::not_found);
    refused<wire::park_chat>(eve, chat, refusal_code::not_found);
    refused<wire::put_back_chat>(eve, chat, refusal_code::not_found);
    refused<wire::accept_transfer>(eve, chat, refusal_code::not_found);
  }
}

TEST_F(agent_actor, Q3_a_chat_is_not_transferred_out_of_the_profile) {
  auto eve = desk("eve");
  const auto c = customer("token-auto");
  ASSERT_EQ(owner(c.chat), agent_id{"eve"});
  does<wire::activate_chat>(eve, c.chat);
  auto away = about<wire::transfer_chat>(c.chat);
  away.queue = queue_id{"sales"};
  send(eve, away);
  EXPECT_EQ(eve.expect<wire::refused>().name, "not_found");
  away.ref = next_ref();
  away.queue = queue_id{"nowhere"};
  send(eve, away);
  EXPECT_EQ(eve.expect<wire::refused>().name, "not_found");
}

TEST_F(agent_actor, Z4_a_chat_of_another_is_not_touched) {
  auto ann = desk("ann");
  auto bob = desk("bob");
  const auto c = taken_by(ann);
  const auto revision = stored(c.chat).revision;
  refused<wire::park_chat>(bob, c.chat, refusal_code::not_your_chat);
  refused<wire::end_chat>(bob, c.chat, refusal_code::not_your_chat);
  refused<wire::activate_chat>(bob, c.chat, refusal_code::not_your_chat);
  EXPECT_EQ(stored(c.chat).revision, revision);
}

TEST_F(agent_actor, P7_a_transfer_is_accepted_by_whom_it_is_offered_to) {
  auto ann = desk("ann");
  auto bob = desk("bob");
  const auto c = taken_by(ann);
  auto offer = about<wire::transfer_chat>(c.chat);
  offer.agent = agent_id{"bob"};
  bob.forget();
  send(ann, offer);
  ASSERT_TRUE(ann.has<wire::ok>());
  EXPECT_EQ(bob.last<wire::desk_chat_changed>().chat.transfer_to,
            agent_id{"bob"});
  does<wire::accept_transfer>(bob, c.chat);
  EXPECT_EQ(owner(c.chat), agent_id{"bob"});
  refused<wire::park_chat>(ann, c.chat, refusal_code::not_your_chat);
}

TEST_F(agent_actor, P4_an_accepted_transfer_counts_as_well) {
  auto ann = desk("ann");
  auto bob = desk("bob");
  for (int i = 0; i < 4; ++i) {
    taken_by(bob);
  }
  const auto c = taken_by(ann);
  auto offer = about<wire::transfer_chat>(c.chat);
  offer.agent = agent_id{"bob"};
  send(ann, offer);
  refused<wire::accept_transfer>(
    bob, c.chat, refusal_code::company_maximum_reached);
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
}

TEST_F(agent_actor, P7_a_transfer_needs_one_target_that_exists) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  const auto why = [&](wire::transfer_chat t) {
    send(ann, t);
    return ann.expect<wire::refused>().name;
  };
  auto t = about<wire::transfer_chat>(c.chat);
  EXPECT_EQ(why(t), "missing_field");
  t = about<wire::transfer_chat>(c.chat);
  t.agent = agent_id{"zoe"};
  EXPECT_EQ(why(t), "not_found");
  t = about<wire::transfer_chat>(c.chat);
  t.agent = agent_id{"ann"};
  EXPECT_EQ(why(t), "out_of_range");
  t = about<wire::transfer_chat>(c.chat);
  t.queue = queue_id{"phone"};
  EXPECT_EQ(why(t), "channel_not_served");
  EXPECT_EQ(phase(c.chat), phase_name::active);
}

TEST_F(agent_actor, T2_a_retry_has_the_first_result_and_no_second_effect) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  const auto park = about<wire::park_chat>(c.chat);
  send(ann, park);
  const auto first = ann.expect<wire::ok>();
  does<wire::activate_chat>(ann, c.chat);
  send(ann, park);
  EXPECT_EQ(ann.expect<wire::ok>(), first);
  EXPECT_EQ(phase(c.chat), phase_name::active);
}

TEST_F(agent_actor, T2_refs_are_of_those_who_chose_them) {
  auto ann = desk("ann");
  auto bob = desk("bob");
  const auto c = customer();
  const auto take = about<wire::take_chat>(c.chat);
  send(ann, take);
  EXPECT_TRUE(ann.has<wire::ok>());
  does<wire::put_back_chat>(ann, c.chat);
  send(bob, take);
  EXPECT_TRUE(bob.has<wire::ok>());
  EXPECT_EQ(owner(c.chat), agent_id{"bob"});
}

TEST_F(agent_actor, T2_a_refusal_is_remembered_as_well) {
  auto ann = desk("ann");
  const auto c = customer();
  const auto park = about<wire::park_chat>(c.chat);
  send(ann, park);
  const auto first = ann.expect<wire::refused>();
  does<wire::take_chat>(ann, c.chat);
  send(ann, park);
  EXPECT_EQ(ann.expect<wire::refused>(), first);
  EXPECT_EQ(phase(c.chat), phase_name::active);
}

TEST_F(agent_actor, T2_a_retry_has_the_first_result_over_a_restart) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  const auto back = about<wire::put_back_chat>(c.chat);
  send(ann, back);
  const auto first = ann.expect<wire::ok>();
  start();
  auto again = desk("ann");
  does<wire::take_chat>(again, c.chat);
  send(again, back);
  EXPECT_EQ(again.expect<wire::ok>().revision, first.revision);
  EXPECT_EQ(phase(c.chat), phase_name::active);
}

TEST_F(agent_actor, T2_what_could_not_be_stored_is_not_remembered) {
  auto ann = desk("ann");
  const auto lunch = break_for("lunch");
  store.fail_next(1, storage::store_errc::full);
  send(ann, lunch);
  EXPECT_EQ(ann.expect<wire::refused>().name, "storage_full");
  EXPECT_FALSE(ann.has<wire::status_changed>());
  send(ann, lunch);
  EXPECT_TRUE(ann.has<wire::ok>());
  EXPECT_EQ(ann.last<wire::status_changed>().status, agent_status::on_break);
}

TEST_F(agent_actor, Z1_after_a_restart_the_inbox_waits_for_its_agent) {
  auto ann = desk("ann");
  const auto active = taken_by(ann);
  const auto parked = taken_by(ann);
  does<wire::activate_chat>(ann, parked.chat);
  does<wire::activate_chat>(ann, active.chat);
  crash();
  start();
  auto again = desk("ann");
  EXPECT_EQ(again.count<wire::desk_chat_changed>(), 2U);
  page("token-web", active.token);
  page("token-web", parked.token);
  advance(120s);
  EXPECT_EQ(phase(active.chat), phase_name::active);
  EXPECT_EQ(phase(parked.chat), phase_name::parked);
}

TEST_F(agent_actor, Z1_after_a_restart_a_break_is_still_a_break) {
  auto ann = desk("ann");
  send(ann, break_for("lunch"));
  EXPECT_EQ(ann.expect<wire::status_changed>().status, agent_status::on_break);
  crash();
  start();
  auto again = desk("ann");
  EXPECT_EQ(again.last<wire::status_changed>().status, agent_status::on_break);
  // Who stays away is logged out, and begins anew.
  crash();
  start();
  advance(61s);
  auto later = desk("ann");
  EXPECT_EQ(later.last<wire::status_changed>().status, agent_status::available);
}

TEST_F(agent_actor, Z1_after_a_restart_a_break_is_not_forgotten_for_chats) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  send(ann, break_for("lunch"));
  crash();
  start();
  auto again = desk("ann");
  page("token-web", c.token);
  does<wire::put_back_chat>(again, c.chat);
  EXPECT_EQ(again.last<wire::status_changed>().status, agent_status::on_break);
}

TEST_F(agent_actor, Z1_after_a_restart_an_agent_who_stays_away_is_logged_out) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  crash();
  start();
  page("token-web", c.token);
  advance(59s);
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
  advance(2s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
}

TEST_F(agent_actor, Z3_a_customers_news_of_an_old_revision_is_no_news) {
  auto ann = desk("ann");
  auto bob = desk("bob");
  const auto c = taken_by(ann);
  // Put back and taken by another before the first news has arrived.
  ann.forget();
  post(ann, about<wire::put_back_chat>(c.chat));
  post(bob, about<wire::take_chat>(c.chat));
  settle();
  act<wire::take_chat>(bob, c.chat);
  EXPECT_EQ(owner(c.chat), agent_id{"bob"});
  EXPECT_EQ(inspected(actors::actor_kind::agent, "ann").phase, "available");
  EXPECT_EQ(broken_invariants(), 0U);
}

} // namespace

} // namespace parley::testing
