// What supervisors do (A2, L3): each act is a privilege, on record before its
// effect, told to those concerned; what the profile does not show does not
// exist; and customers never notice.
#include "tests/support/supervision_fixture.hpp"

namespace parley::testing {

namespace {

class supervision : public supervision_fixture {
public:
  /// Everything that a page was sent, as text.
  static std::string all_frames(const client& who) {
    std::string all;
    for (const auto& m : who.sink->unread) {
      all += wire::encode(m);
    }
    return all;
  }
};

// --- Who supervises. ---------------------------------------------------------

TEST_F(supervision, A2_an_administrator_has_a_connection_and_no_presence) {
  auto adam = desk("adam");
  const auto w = adam.expect<wire::agent_welcome>();
  EXPECT_EQ(w.agent, agent_id{"adam"});
  const auto has = [&](const char* name) {
    return std::count(w.privileges.begin(), w.privileges.end(), name) == 1;
  };
  EXPECT_TRUE(has("supervision:modify"));
  EXPECT_FALSE(has("desk:modify"));
  EXPECT_FALSE(adam.has<wire::status_changed>());
  EXPECT_FALSE(adam.has<wire::queue_list>());
  // Nobody is "there" for a queue because of it (Q2).
  auto second = desk("adam");
  EXPECT_EQ(adam.closed(), std::nullopt);
  auto c = customer();
  refused_as(adam, about<wire::take_chat>(c.chat), refusal_code::not_permitted);
  wire::set_status s;
  s.ref = next_ref();
  refused_as(adam, s, refusal_code::not_permitted);
  refused_as(
    adam, about<wire::take_over_chat>(c.chat), refusal_code::not_permitted);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  done(adam, about<wire::observe_chat>(c.chat));
}

TEST_F(supervision, A2_rights_that_go_end_what_they_allowed) {
  auto adam = desk("adam");
  auto c = customer();
  done(adam, about<wire::observe_chat>(c.chat));
  done(adam, board(true, true, true));
  adam.forget();
  const auto changed = ask<actors::configured>(
    company(),
    actors::configure{
      [](const parley::company& before) -> result<parley::company, refusal> {
        auto next = before;
        next.agents.at(agent_id{"adam"}).roles = {role_id{"agent"}};
        return next;
      }});
  EXPECT_FALSE(changed.refused.has_value());
  // Another kind of desk: it says hello again.
  EXPECT_EQ(adam.closed(), close_code::unavailable);
}

TEST_F(supervision, Q3_a_profile_that_hides_a_queue_ends_the_observation) {
  auto sue = desk("sue");
  auto c = customer();
  done(sue, about<wire::observe_chat>(c.chat));
  sue.forget();
  const auto changed = ask<actors::configured>(
    company(),
    actors::configure{
      [](const parley::company& before) -> result<parley::company, refusal> {
        auto next = before;
        next.agents.at(agent_id{"sue"}).profiles = {profile_id{"care"}};
        return next;
      }});
  EXPECT_FALSE(changed.refused.has_value());
  const auto end = sue.expect<wire::chat_unobserved>();
  EXPECT_EQ(end.chat, c.chat);
  EXPECT_EQ(end.because, "hidden");
  sue.forget();
  says(c, "hello?");
  EXPECT_FALSE(sue.has<wire::chat_entry>());
}

// --- Observing. --------------------------------------------------------------

TEST_F(supervision, A2_who_observes_reads_along_and_nobody_notices) {
  auto ann = desk("ann");
  auto c = customer("token-web", "first");
  does<wire::take_chat>(ann, c.chat);
  ann.forget();
  c.forget();
  auto sue = desk("sue");
  sue.forget();
  done(sue, about<wire::observe_chat>(c.chat));
  EXPECT_TRUE(ann.sink->unread.empty());
  EXPECT_TRUE(c.sink->unread.empty());
  EXPECT_EQ(last_act(), "supervisor.observed_chat");
  EXPECT_EQ(audit().front().entry.object, c.chat.value);
  EXPECT_EQ(audit().front().entry.who, agent_id{"sue"});
  sue.forget();
  says(c, "live");
  EXPECT_EQ(sue.expect<wire::chat_entry>().line.text, "live");
  wire::agent_say answer;
  answer.ref = next_ref();
  answer.chat = c.chat;
  answer.id = client_message_id{"a1"};
  answer.text = "answer";
  send(ann, answer);
  EXPECT_EQ(sue.expect<wire::chat_entry>().line.text, "answer");
  does<wire::park_chat>(ann, c.chat);
  EXPECT_EQ(sue.expect<wire::chat_observed>().chat.phase, phase_name::parked);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(supervision, A2_the_lines_before_come_in_order_and_once) {
  auto c = customer("token-web", "first");
  says(c, "second");
  const auto last = stored(c.chat).last_entry;
  auto sue = desk("sue");
  auto observe = about<wire::observe_chat>(c.chat);
  observe.after = last - 1;
  send(sue, observe);
  EXPECT_TRUE(sue.has<wire::ok>());
  EXPECT_EQ(sue.expect<wire::chat_observed>().chat.phase, phase_name::queued);
  const auto lines = sue.expect<wire::chat_lines>();
  ASSERT_EQ(lines.lines.size(), 1U);
  EXPECT_EQ(lines.lines[0].entry, last);
  EXPECT_EQ(lines.lines[0].text, "second");
  // Older ones by request, as in the inbox.
  auto read = about<wire::read_chat>(c.chat);
  read.before = last;
  send(sue, read);
  EXPECT_EQ(sue.expect<wire::chat_lines>().lines.back().entry, last - 1);
}

TEST_F(supervision, A2_observing_is_no_owning) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  const auto before = stored(c.chat).last_entry;
  auto sue = desk("sue");
  done(sue, about<wire::observe_chat>(c.chat));
  wire::agent_say line;
  line.ref = next_ref();
  line.chat = c.chat;
  line.id = client_message_id{"s1"};
  line.text = "I am not here";
  refused_as(sue, line, refusal_code::not_your_chat);
  c.forget();
  sue.say_raw(wire::agent_message{wire::agent_typing{c.chat, true}});
  sue.say_raw(wire::agent_message{wire::agent_seen{c.chat, 9, 9}});
  EXPECT_TRUE(c.sink->unread.empty());
  // Nothing that an owner may do, may who only reads along.
  const auto no = refusal_code::not_your_chat;
  refused_as(sue, about<wire::park_chat>(c.chat), no);
  refused_as(sue, about<wire::put_back_chat>(c.chat), no);
  refused_as(sue, about<wire::end_chat>(c.chat), no);
  refused_as(sue, about<wire::activate_chat>(c.chat), no);
  refused_as(sue, about<wire::classify_chat>(c.chat), no);
  auto transfer = about<wire::transfer_chat>(c.chat);
  transfer.queue = queue_id{"support"};
  refused_as(sue, transfer, no);
  // It is in nobody else's inbox, takes no place, and the agent goes on.
  EXPECT_EQ(stored(c.chat).agent, agent_id{"ann"});
  EXPECT_EQ(stored(c.chat).last_entry, before);
  EXPECT_EQ(phase(c.chat), phase_name::active);
  EXPECT_FALSE(sue.has<wire::desk_chat_changed>());
  sue.drop();
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
  does<wire::park_chat>(ann, c.chat);
  EXPECT_EQ(phase(c.chat), phase_name::parked);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(supervision, A2_an_observation_ends_by_wish_and_with_the_chat) {
  auto c = customer();
  auto d = customer();
  auto sue = desk("sue");
  done(sue, about<wire::observe_chat>(c.chat));
  done(sue, about<wire::observe_chat>(d.chat));
  done(sue, about<wire::unobserve_chat>(c.chat));
  sue.forget();
  says(c, "unheard");
  EXPECT_FALSE(sue.has<wire::chat_entry>());
  wire::customer_end end;
  end.ref = next_ref();
  d.say_raw(wire::customer_message{end});
  EXPECT_EQ(sue.expect<wire::chat_observed>().chat.phase, phase_name::closed);
  EXPECT_EQ(sue.expect<wire::chat_unobserved>().because, "closed");
  refused_as(sue, about<wire::observe_chat>(d.chat), refusal_code::chat_closed);
}

TEST_F(supervision, A2_what_the_profile_does_not_show_does_not_exist) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  auto mo = desk("mo");
  const auto rows = audit().size();
  for (const auto& id : {c.chat, chat_id{"nobodys"}}) {
    refused_as(mo, about<wire::observe_chat>(id), refusal_code::not_found);
    refused_as(mo, about<wire::take_over_chat>(id), refusal_code::not_found);
    refused_as(mo, move(id, "care"), refusal_code::not_found);
    refused_as(mo, about<wire::explain_routing>(id), refusal_code::not_found);
  }
  EXPECT_EQ(audit().size(), rows);
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
}

TEST_F(supervision, A2_who_may_not_is_refused_and_that_is_on_record) {
  auto bob = desk("bob");
  auto c = customer();
  const auto no = refusal_code::not_permitted;
  refused_as(bob, about<wire::observe_chat>(c.chat), no);
  refused_as(bob, about<wire::take_over_chat>(c.chat), no);
  refused_as(bob, move(c.chat, "support"), no);
  auto status = at<wire::force_status>("ann");
  status.available = true;
  refused_as(bob, status, no);
  refused_as(bob, at<wire::force_log_out>("ann"), no);
  refused_as(bob, about<wire::explain_routing>(c.chat), no);
  refused_as(bob, board(true, true, true), no);
  const auto rows = audit("supervisor.not_permitted");
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows.front().entry.who, agent_id{"bob"});
  EXPECT_EQ(rows.front().entry.details.at("act"), "force_log_out");
  // Nobody fills the log with them: one a minute of each kind.
  refused_as(bob, at<wire::force_log_out>("ann"), no);
  EXPECT_EQ(audit("supervisor.not_permitted").size(), 5U);
  advance(61s);
  refused_as(bob, at<wire::force_log_out>("ann"), no);
  EXPECT_EQ(audit("supervisor.not_permitted").size(), 6U);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
}

TEST_F(supervision, A2_eight_observe_one_chat_and_take_nobodys_place) {
  auto c = customer();
  std::vector<client> all;
  for (std::size_t i = 0; i < limits::observers_per_chat_max; ++i) {
    all.push_back(desk("adam"));
    done(all.back(), about<wire::observe_chat>(c.chat));
  }
  auto late = desk("adam");
  refused_as(
    late, about<wire::observe_chat>(c.chat), refusal_code::too_many_watchers);
  // Others still come in.
  auto tab = page("token-web", c.token);
  EXPECT_TRUE(tab.has<wire::visitor_welcome>());
  all.front().drop();
  done(late, about<wire::observe_chat>(c.chat));
}

// --- Whispers. ---------------------------------------------------------------

TEST_F(supervision, A2_a_whisper_reaches_the_agent_and_never_the_customer) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  says(c, "before");
  auto sue = desk("sue");
  done(sue, about<wire::observe_chat>(c.chat));
  const auto last = stored(c.chat).last_entry;
  ann.forget();
  c.forget();
  const auto w = whisper(c.chat, "offer a rebate");
  send(sue, w);
  const auto tick = sue.expect<wire::whispered>();
  EXPECT_EQ(tick.whisper, 1U);
  EXPECT_EQ(tick.id, w.id);
  EXPECT_FALSE(sue.has<wire::chat_whispers>());
  const auto heard = ann.expect<wire::chat_whispers>();
  ASSERT_EQ(heard.whispers.size(), 1U);
  EXPECT_EQ(heard.whispers[0].text, "offer a rebate");
  EXPECT_EQ(heard.whispers[0].from, speaker::supervisor);
  EXPECT_EQ(heard.whispers[0].name, "sue");
  EXPECT_EQ(heard.whispers[0].after, last);
  EXPECT_TRUE(c.sink->unread.empty());
  EXPECT_EQ(last_act(), "supervisor.whispered");
  EXPECT_EQ(audit().front().entry.details.size(), 0U);
  // W6: the customer's next line has the next number.
  EXPECT_EQ(says(c, "after"), last + 1);
  // Nor does a page that comes back see it.
  auto back = page("token-web", c.token);
  EXPECT_EQ(all_frames(back).find("rebate"), std::string::npos);
  EXPECT_EQ(back.expect<wire::visitor_welcome>().chat->last_entry, last + 1);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(supervision, A2_the_owner_whispers_and_the_next_owner_gets_them_all) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  send(ann, whisper(c.chat, "he is angry"));
  EXPECT_EQ(ann.expect<wire::whispered>().whisper, 1U);
  // Her own act: no supervisor's.
  EXPECT_TRUE(audit("supervisor.whispered").empty());
  does<wire::put_back_chat>(ann, c.chat);
  auto bob = desk("bob");
  post(bob, about<wire::take_chat>(c.chat));
  settle();
  const auto past = bob.expect<wire::chat_whispers>();
  ASSERT_EQ(past.whispers.size(), 1U);
  EXPECT_EQ(past.whispers[0].text, "he is angry");
  EXPECT_EQ(past.whispers[0].from, speaker::agent);
}

TEST_F(supervision, A2_a_desk_that_comes_back_gets_exactly_the_missing_ones) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  auto sue = desk("sue");
  done(sue, about<wire::observe_chat>(c.chat));
  send(sue, whisper(c.chat, "one"));
  ann.drop();
  send(sue, whisper(c.chat, "two"));
  send(sue, whisper(c.chat, "three"));
  auto again
    = desk("ann", {{c.chat, stored(c.chat).last_entry, std::uint64_t{1}}});
  const auto rest = again.expect<wire::chat_whispers>();
  ASSERT_EQ(rest.whispers.size(), 2U);
  EXPECT_EQ(rest.whispers[0].whisper, 2U);
  EXPECT_EQ(rest.whispers[1].text, "three");
}

TEST_F(supervision, A2_T2_a_whisper_sent_again_is_written_once) {
  auto c = customer();
  auto sue = desk("sue");
  done(sue, about<wire::observe_chat>(c.chat));
  const auto w = whisper(c.chat, "once");
  send(sue, w);
  send(sue, w);
  EXPECT_EQ(sue.expect<wire::whispered>().whisper, 1U);
  EXPECT_EQ(stored(c.chat).last_whisper, 1U);
}

TEST_F(supervision, A2_who_neither_owns_nor_observes_does_not_whisper) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  auto sue = desk("sue");
  refused_as(sue, whisper(c.chat, "psst"), refusal_code::not_your_chat);
  auto bob = desk("bob");
  refused_as(bob, whisper(c.chat, "psst"), refusal_code::not_your_chat);
  EXPECT_EQ(stored(c.chat).last_whisper, 0U);
}

TEST_F(supervision, Z1_whispers_are_there_after_a_restart) {
  auto c = customer();
  auto sue = desk("sue");
  done(sue, about<wire::observe_chat>(c.chat));
  send(sue, whisper(c.chat, "durable"));
  crash();
  start();
  auto again = desk("sue");
  done(again, about<wire::observe_chat>(c.chat));
  EXPECT_EQ(stored(c.chat).last_whisper, 1U);
  // `done` has read frames up to the answer; the rest is still there.
  EXPECT_EQ(again.expect<wire::chat_whispers>().whispers[0].text, "durable");
}

// --- Taking over. ------------------------------------------------------------

TEST_F(supervision, A2_a_chat_is_taken_over_and_both_sides_are_told) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  auto sue = desk("sue");
  ann.forget();
  c.forget();
  auto m = about<wire::take_over_chat>(c.chat);
  m.note = "He is my neighbour.";
  done(sue, m);
  EXPECT_EQ(owner(c.chat), agent_id{"sue"});
  EXPECT_EQ(phase(c.chat), phase_name::active);
  EXPECT_EQ(sue.last<wire::desk_chat_changed>().chat.agent, agent_id{"sue"});
  auto told = ann;
  const auto notice = told.last<wire::supervisor_acted>();
  EXPECT_EQ(notice.act, supervisor_act::take_over);
  EXPECT_EQ(notice.by, "sue");
  EXPECT_EQ(notice.chat, c.chat);
  EXPECT_EQ(notice.note, "He is my neighbour.");
  EXPECT_FALSE(notice.text.empty());
  // The customer sees another name, and no waiting in between.
  for (const auto& f : c.sink->unread) {
    if (const auto* view = std::get_if<wire::customer_chat_changed>(&f)) {
      EXPECT_EQ(view->chat.phase, customer_phase::open);
    }
  }
  EXPECT_EQ(c.last<wire::customer_chat_changed>().chat.agent_name, "sue");
  const auto row = audit("supervisor.took_over_chat").front().entry;
  EXPECT_EQ(row.object, c.chat.value);
  EXPECT_EQ(row.details.at("from"), "ann");
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(supervision, A2_the_former_owner_has_no_say_any_more) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  auto sue = desk("sue");
  done(sue, about<wire::take_over_chat>(c.chat));
  refused<wire::park_chat>(ann, c.chat, refusal_code::not_your_chat);
  wire::agent_say line;
  line.ref = next_ref();
  line.chat = c.chat;
  line.id = client_message_id{"a1"};
  line.text = "still me?";
  refused_as(ann, line, refusal_code::not_your_chat);
  ann.forget();
  says(c, "who is it?");
  EXPECT_FALSE(ann.has<wire::chat_entry>());
  // L1: her logout takes nothing from the new owner.
  log_out(ann);
  EXPECT_EQ(owner(c.chat), agent_id{"sue"});
}

TEST_F(supervision, P2_what_the_supervisor_had_active_is_parked) {
  auto sue = desk("sue");
  auto own = taken_by(sue);
  auto ann = desk("ann");
  auto c = taken_by(ann);
  done(sue, about<wire::take_over_chat>(c.chat));
  EXPECT_EQ(phase(own.chat), phase_name::parked);
  EXPECT_EQ(phase(c.chat), phase_name::active);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(supervision,
       A2_an_observed_chat_that_is_taken_over_goes_on_in_the_inbox) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  auto sue = desk("sue");
  done(sue, about<wire::observe_chat>(c.chat));
  send(sue, whisper(c.chat, "I take it"));
  const auto had = stored(c.chat).last_entry;
  done(sue, about<wire::take_over_chat>(c.chat));
  EXPECT_EQ(sue.expect<wire::chat_unobserved>().because, "taken_over");
  sue.forget();
  EXPECT_EQ(says(c, "and now?"), had + 1);
  EXPECT_EQ(sue.count<wire::chat_entry>(), 1U);
  wire::agent_say line;
  line.ref = next_ref();
  line.chat = c.chat;
  line.id = client_message_id{"s1"};
  line.text = "It is me now.";
  send(sue, line);
  EXPECT_TRUE(sue.has<wire::said>());
  EXPECT_FALSE(sue.has<wire::chat_whispers>());
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(supervision, A2_a_waiting_chat_is_taken_over_from_its_queue) {
  auto sue = desk("sue");
  auto c = customer();
  advance(10s);
  done(sue, about<wire::take_over_chat>(c.chat));
  EXPECT_EQ(owner(c.chat), agent_id{"sue"});
  EXPECT_EQ(phase(c.chat), phase_name::active);
  auto bob = desk("bob");
  EXPECT_EQ(bob.last<wire::queue_list>().length, 0U);
}

TEST_F(supervision, P4_the_maximum_holds_for_who_takes_over) {
  auto sue = desk("sue");
  for (int i = 0; i < 4; ++i) {
    taken_by(sue);
  }
  auto ann = desk("ann");
  auto c = taken_by(ann);
  refused_as(sue,
             about<wire::take_over_chat>(c.chat),
             refusal_code::company_maximum_reached);
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
}

TEST_F(supervision, T2_stale_and_impossible_take_overs_park_nothing) {
  auto sue = desk("sue");
  auto own = taken_by(sue);
  auto ann = desk("ann");
  auto c = taken_by(ann);
  auto stale = about<wire::take_over_chat>(c.chat);
  stale.revision = 1;
  refused_as(sue, stale, refusal_code::stale_revision);
  does<wire::end_chat>(ann, c.chat);
  send(sue, about<wire::take_over_chat>(c.chat));
  const auto no = sue.expect<wire::refused>();
  EXPECT_EQ(no.name, "not_in_this_state");
  EXPECT_EQ(no.phase, phase_name::wrapup);
  EXPECT_EQ(phase(own.chat), phase_name::active);
  EXPECT_TRUE(audit("supervisor.took_over_chat").empty());
}

TEST_F(supervision, T2_a_retry_has_the_first_result_and_one_record) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  auto sue = desk("sue");
  const auto m = about<wire::take_over_chat>(c.chat);
  done(sue, m);
  does<wire::park_chat>(sue, c.chat);
  done(sue, m);
  EXPECT_EQ(phase(c.chat), phase_name::parked);
  EXPECT_EQ(audit("supervisor.took_over_chat").size(), 1U);
}

TEST_F(supervision, R11_what_cannot_be_recorded_is_not_done) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  auto sue = desk("sue");
  store.fail_next(1, storage::store_errc::full);
  send(sue, about<wire::take_over_chat>(c.chat));
  EXPECT_EQ(sue.expect<wire::refused>().name, "storage_full");
  EXPECT_EQ(owner(c.chat), agent_id{"ann"});
  done(sue, about<wire::take_over_chat>(c.chat));
  EXPECT_EQ(owner(c.chat), agent_id{"sue"});
}

// --- Moving. -----------------------------------------------------------------

TEST_F(supervision, T4_a_moved_chat_keeps_its_time) {
  auto sue = desk("sue");
  auto c = customer();
  const auto since = stored(c.chat).enqueued;
  advance(30s);
  done(sue, move(c.chat, "support"));
  EXPECT_EQ(stored(c.chat).queue, queue_id{"support"});
  EXPECT_EQ(stored(c.chat).enqueued, since);
  const auto row = audit("supervisor.moved_chat").front().entry;
  EXPECT_EQ(row.details.at("from"), "sales");
  EXPECT_EQ(row.details.at("to"), "support");
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(supervision, A2_a_move_goes_where_the_profile_and_the_channel_allow) {
  auto sue = desk("sue");
  auto c = customer();
  refused_as(sue, move(c.chat, "nowhere"), refusal_code::not_found);
  refused_as(sue, move(c.chat, "phone"), refusal_code::channel_not_served);
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  refused_as(sue, move(c.chat, "support"), refusal_code::not_in_this_state);
  auto mo = desk("mo");
  auto d = customer("token-auto");
  refused_as(mo, move(d.chat, "sales"), refusal_code::not_found);
}

TEST_F(supervision, A2_whose_unopened_chat_is_moved_is_told) {
  auto ann = desk("ann");
  auto own = taken_by(ann);
  auto c = customer();
  does<wire::take_chat>(ann, c.chat);
  ASSERT_EQ(phase(c.chat), phase_name::allocated);
  auto sue = desk("sue");
  ann.forget();
  done(sue, move(c.chat, "support"));
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  const auto notice = ann.expect<wire::supervisor_acted>();
  EXPECT_EQ(notice.act, supervisor_act::move);
  EXPECT_NE(notice.text.find("Support"), std::string::npos);
}

// --- Agents. -----------------------------------------------------------------

TEST_F(supervision, L3_a_break_is_forced_and_ended_and_the_agent_told) {
  auto ann = desk("ann");
  auto sue = desk("sue");
  auto m = at<wire::force_status>("ann");
  m.available = false;
  m.reason = break_reason_id{"lunch"};
  m.note = "You wanted a pause.";
  ann.forget();
  done(sue, m);
  const auto unread = ann.sink->unread;
  EXPECT_EQ(ann.last<wire::status_changed>().status, agent_status::on_break);
  ann.sink->unread = unread;
  const auto notice = ann.expect<wire::supervisor_acted>();
  EXPECT_EQ(notice.act, supervisor_act::force_status);
  EXPECT_NE(notice.text.find("Lunch"), std::string::npos);
  EXPECT_EQ(notice.note, "You wanted a pause.");
  EXPECT_EQ(audit("supervisor.set_status").front().entry.object, "ann");
  auto back = at<wire::force_status>("ann");
  back.available = true;
  done(sue, back);
  EXPECT_EQ(ann.last<wire::status_changed>().status, agent_status::available);
}

TEST_F(supervision, L3_a_forced_status_is_refused_as_the_agents_own) {
  auto sue = desk("sue");
  auto m = at<wire::force_status>("ann");
  m.available = false;
  m.reason = break_reason_id{"lunch"};
  refused_as(sue, m, refusal_code::logged_out);
  auto ann = desk("ann");
  m.ref = next_ref();
  m.reason = break_reason_id{"nap"};
  refused_as(sue, m, refusal_code::not_found);
  refused_as(sue, at<wire::force_log_out>("nobody"), refusal_code::not_found);
}

TEST_F(supervision, L3_I7_channels_are_set_and_stay) {
  auto ann = desk("ann");
  auto sue = desk("sue");
  auto m = at<wire::force_status>("ann");
  m.channels = std::vector{channel::call};
  done(sue, m);
  auto c = customer();
  refused<wire::take_chat>(ann, c.chat, refusal_code::channel_not_served);
  const auto row = audit("supervisor.set_channels").front().entry;
  EXPECT_EQ(row.object, "ann");
  EXPECT_EQ(row.details.at("channels"), "call");
  crash();
  start();
  auto again = desk("ann");
  refused<wire::take_chat>(again, c.chat, refusal_code::channel_not_served);
  auto boss = desk("sue");
  auto all = at<wire::force_status>("ann");
  all.channels = std::vector<channel>{};
  done(boss, all);
  does<wire::take_chat>(again, c.chat);
}

TEST_F(supervision, L3_L1_a_forced_logout_returns_chats_and_tells_why) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  const auto since = stored(c.chat).enqueued;
  auto sue = desk("sue");
  auto m = at<wire::force_log_out>("ann");
  m.note = "Your shift is over.";
  ann.forget();
  done(sue, m);
  EXPECT_EQ(ann.closed(), close_code::logged_out);
  const auto notice = ann.expect<wire::supervisor_acted>();
  EXPECT_EQ(notice.act, supervisor_act::force_log_out);
  EXPECT_EQ(notice.by, "sue");
  EXPECT_EQ(notice.note, "Your shift is over.");
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  EXPECT_EQ(stored(c.chat).enqueued, since);
  EXPECT_EQ(audit("supervisor.logged_out_agent").size(), 1U);
  EXPECT_EQ(broken_invariants(), 0U);
}

// --- Why. --------------------------------------------------------------------

TEST_F(supervision, B4_a_supervisor_sees_why_it_was_routed_so) {
  auto ann = desk("ann");
  auto c = customer("token-auto");
  ASSERT_EQ(phase(c.chat), phase_name::allocated);
  auto sue = desk("sue");
  send(sue, about<wire::explain_routing>(c.chat));
  const auto why = sue.expect<wire::chat_routed>();
  EXPECT_EQ(why.chat, c.chat);
  ASSERT_EQ(why.records.size(), 1U);
  EXPECT_EQ(why.records[0].queue, queue_id{"care"});
  EXPECT_EQ(why.records[0].chosen, agent_id{"ann"});
  ASSERT_FALSE(why.records[0].candidates.empty());
  EXPECT_EQ(why.records[0].candidates[0].why, "chosen");
}

} // namespace

} // namespace parley::testing
