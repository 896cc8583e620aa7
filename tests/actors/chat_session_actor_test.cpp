// The duties of a session's shell: store before telling, one command at a time,
// lines in order and once, timers, restart from disk.
#include "tests/support/actor_fixture.hpp"

namespace parley::testing {

namespace {

using event_kind = actors::telephony_event::kind_t;

class chat_session_actor : public actor_fixture {
public:
  void SetUp() override { start(); }
};

TEST_F(chat_session_actor, W6_a_line_is_ticked_with_its_number_and_once) {
  auto c = customer();
  const auto first = says(c, "hello");
  const auto second = says(c, "again");
  EXPECT_EQ(second, first + 1);

  wire::customer_say retry;
  retry.ref = next_ref();
  retry.id = client_message_id{"same"};
  retry.text = "once";
  c.say_raw(wire::customer_message{retry});
  const auto told = c.expect<wire::said>().entry;
  retry.ref = next_ref();
  c.say_raw(wire::customer_message{retry});
  EXPECT_EQ(c.expect<wire::said>().entry, told);
  EXPECT_EQ(stored(c.chat).last_entry, told);
}

TEST_F(chat_session_actor, Z1_nothing_is_ticked_that_could_not_be_stored) {
  auto c = customer();
  store.fail_next(1, storage::store_errc::full);
  wire::customer_say say;
  say.ref = next_ref();
  say.id = client_message_id{"m1"};
  say.text = "lost?";
  c.say_raw(wire::customer_message{say});
  EXPECT_EQ(c.expect<wire::refused>().name, "storage_full");
  // The service returns by itself.
  say.ref = next_ref();
  c.say_raw(wire::customer_message{say});
  EXPECT_GT(c.expect<wire::said>().entry, 0U);
}

TEST_F(chat_session_actor,
       R10_a_failed_disk_is_fatal_and_acknowledges_nothing) {
  auto c = customer();
  c.forget();
  store.fail_next(1000, storage::store_errc::failed);
  wire::customer_say say;
  say.ref = next_ref();
  say.id = client_message_id{"m1"};
  say.text = "lost";
  c.say_raw(wire::customer_message{say});
  EXPECT_FALSE(c.has<wire::said>());
  EXPECT_TRUE(fatal.has_value());
}

TEST_F(chat_session_actor, W6_a_page_that_resumes_gets_exactly_what_it_missed) {
  auto c = customer("token-web", "first");
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  const auto had = says(c, "second");
  c.drop();
  wire::agent_say say;
  say.ref = next_ref();
  say.chat = c.chat;
  say.id = client_message_id{"a1"};
  say.text = "are you there?";
  ann.say_raw(wire::agent_message{say});
  ASSERT_EQ(ann.expect<wire::said>().entry, had + 1);

  auto back = page("token-web", c.token, had);
  ASSERT_TRUE(back.expect<wire::visitor_welcome>().chat.has_value());
  const auto lines = back.expect<wire::chat_lines>();
  ASSERT_EQ(lines.lines.size(), 1U);
  EXPECT_EQ(lines.lines[0].text, "are you there?");
  EXPECT_EQ(lines.lines[0].entry, had + 1);
}

TEST_F(chat_session_actor, W6_lost_for_longer_than_the_grace_ends_the_chat) {
  auto c = customer();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  c.drop();
  advance(59s);
  EXPECT_EQ(phase(c.chat), phase_name::active);
  advance(2s);
  EXPECT_EQ(phase(c.chat), phase_name::wrapup);
}

TEST_F(chat_session_actor, W6_a_reload_within_the_grace_changes_nothing) {
  auto c = customer();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  c.drop();
  advance(30s);
  auto back = page("token-web", c.token);
  advance(300s);
  EXPECT_EQ(phase(c.chat), phase_name::active);
}

TEST_F(chat_session_actor, N1_a_page_that_reloads_knows_its_place_at_once) {
  auto first = customer();
  auto second = customer();
  advance(1s);
  EXPECT_EQ(second.last<wire::queue_position>().position, 2U);
  second.drop();
  auto back = page("token-web", second.token);
  EXPECT_EQ(back.expect<wire::queue_position>().position, 2U);
  auto ann = desk("ann");
  does<wire::take_chat>(ann, first.chat);
  advance(1s);
  EXPECT_EQ(back.last<wire::queue_position>().position, 1U);
  auto tab = page("token-web", second.token);
  EXPECT_EQ(tab.expect<wire::queue_position>().position, 1U);
  does<wire::take_chat>(ann, second.chat);
  auto late = page("token-web", second.token);
  EXPECT_FALSE(late.has<wire::queue_position>());
}

TEST_F(chat_session_actor, Z4_another_visitors_token_opens_nothing) {
  auto c = customer();
  auto thief = page("token-web", c.chat.value + ".guess");
  EXPECT_FALSE(thief.expect<wire::visitor_welcome>().chat.has_value());
  wire::customer_say say;
  say.ref = next_ref();
  say.id = client_message_id{"x"};
  say.text = "let me in";
  thief.say_raw(wire::customer_message{say});
  EXPECT_EQ(thief.expect<wire::refused>().name, "not_found");
}

TEST_F(chat_session_actor, W7_floods_are_refused_with_the_time_to_wait) {
  auto c = customer();
  c.forget();
  for (int i = 0; i < 25; ++i) {
    wire::customer_say say;
    say.ref = next_ref();
    say.id = client_message_id{"f" + std::to_string(i)};
    say.text = "spam";
    c.say_raw(wire::customer_message{say});
  }
  EXPECT_EQ(c.count<wire::said>(), 20U);
  const auto refused = c.last<wire::refused>();
  EXPECT_EQ(refused.name, "throttled");
  ASSERT_TRUE(refused.retry_after.has_value());
  advance(*refused.retry_after);
  EXPECT_GT(says(c, "slower"), 0U);
}

TEST_F(chat_session_actor, T1_handling_time_stands_while_parked) {
  auto c = customer();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  advance(10s);
  does<wire::park_chat>(ann, c.chat);
  advance(100s);
  does<wire::activate_chat>(ann, c.chat);
  advance(5s);
  does<wire::park_chat>(ann, c.chat);
  EXPECT_EQ(stored(c.chat).handled, 15s);
}

TEST_F(chat_session_actor, T1_a_parked_wrapup_stands_and_goes_on) {
  auto c = customer();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  does<wire::end_chat>(ann, c.chat);
  advance(20s);
  does<wire::park_chat>(ann, c.chat);
  advance(1000s);
  EXPECT_EQ(phase(c.chat), phase_name::wrapup_parked);
  does<wire::activate_chat>(ann, c.chat);
  advance(39s);
  EXPECT_EQ(phase(c.chat), phase_name::wrapup);
  advance(2s);
  EXPECT_EQ(phase(c.chat), phase_name::closed);
}

TEST_F(chat_session_actor, T3_a_parked_session_still_hears_its_customer) {
  auto c = customer();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  does<wire::park_chat>(ann, c.chat);
  ann.forget();
  says(c, "still here");
  EXPECT_EQ(ann.expect<wire::chat_entry>().line.text, "still here");
}

TEST_F(chat_session_actor, I5_a_call_parks_the_chat_and_it_resumes_by_itself) {
  auto c = customer();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  phone(event_kind::offered, "k1");
  ASSERT_EQ(phone(event_kind::answered, "k1", "ann").phase,
            call_phase::connected);
  const auto parked = stored(c.chat);
  ASSERT_EQ(chat::name_of(parked.phase), phase_name::parked);
  EXPECT_TRUE(std::get<chat::parked>(parked.phase).resume_after_call);
  advance(30s);
  phone(event_kind::ended, "k1");
  EXPECT_EQ(phase(c.chat), phase_name::active);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(chat_session_actor,
       I5_a_customer_who_left_is_written_up_after_the_call) {
  auto c = customer();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1", "ann");
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  EXPECT_EQ(phase(c.chat), phase_name::wrapup_parked);
  advance(200s);
  phone(event_kind::ended, "k1");
  ASSERT_EQ(phase(c.chat), phase_name::wrapup);
  advance(59s);
  EXPECT_EQ(phase(c.chat), phase_name::wrapup);
  advance(2s);
  EXPECT_EQ(phase(c.chat), phase_name::closed);
}

TEST_F(chat_session_actor, Z1_a_restart_brings_back_state_place_and_timers) {
  auto first = customer();
  auto second = customer();
  auto third = customer();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, first.chat);
  advance(7s);
  const auto before = stored(first.chat);
  crash();
  start();
  EXPECT_EQ(stored(first.chat), before);
  auto again = desk("ann");
  EXPECT_TRUE(again.has<wire::desk_chat_changed>());
  const auto view = again.expect<wire::desk_chat_changed>().chat;
  EXPECT_EQ(view.phase, phase_name::active);
  auto page3 = page("token-web", third.token);
  page3.forget();
  advance(11s);
  EXPECT_EQ(page3.last<wire::queue_position>().position, 2U);
  EXPECT_EQ(phase(second.chat), phase_name::queued);
}

TEST_F(chat_session_actor, L2_after_a_restart_an_absent_agent_loses_the_chats) {
  auto c = customer();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  const auto enqueued = stored(c.chat).enqueued;
  crash();
  start();
  auto back = page("token-web", c.token);
  advance(59s);
  EXPECT_EQ(phase(c.chat), phase_name::active);
  advance(2s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  EXPECT_EQ(stored(c.chat).enqueued, enqueued);
}

TEST_F(chat_session_actor, I5_an_interruption_survives_a_restart) {
  auto c = customer();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1", "ann");
  crash();
  start();
  auto again = desk("ann");
  EXPECT_EQ(again.last<wire::status_changed>().status, agent_status::on_call);
  auto back = page("token-web", c.token);
  phone(event_kind::ended, "k1");
  EXPECT_EQ(phase(c.chat), phase_name::active);
}

TEST_F(chat_session_actor, P5_an_automatic_queue_gives_the_chat_to_an_agent) {
  auto ann = desk("ann");
  auto c = customer("token-auto");
  settle();
  EXPECT_EQ(phase(c.chat), phase_name::allocated);
  EXPECT_EQ(stored(c.chat).agent, agent_id{"ann"});
}

TEST_F(chat_session_actor, Q2_a_full_queue_takes_the_flows_branch) {
  for (std::size_t i = 0; i < limits::queue_length_default; ++i) {
    auto c = customer();
    ASSERT_EQ(phase(c.chat), phase_name::queued);
  }
  auto late = customer();
  EXPECT_EQ(phase(late.chat), phase_name::closed);
}

TEST_F(chat_session_actor, Z2_a_tick_does_not_overtake_the_lines_before_it) {
  auto c = customer();
  wire::customer_say m;
  m.ref = next_ref();
  m.id = client_message_id{"same"};
  m.text = "once";
  c.say_raw(wire::customer_message{m});
  const auto entry = c.expect<wire::said>().entry;
  c.drop();
  // It says its line again while the history is slow.
  client again{*this, std::make_shared<recording_sink>()};
  again.actor = connect(again.sink, visitor("token-web", c.token, 0));
  m.ref = next_ref();
  caf::anon_send(again.actor, actors::customer_frame{m, {}});
  scheduler->run_jobs_filtered([](caf::resumable* job) {
    const auto* actor = dynamic_cast<caf::scheduled_actor*>(job);
    return actor == nullptr || std::string_view{actor->name()} != "history";
  });
  EXPECT_FALSE(again.has<wire::said>());
  settle();
  const auto lines = again.expect<wire::chat_lines>();
  EXPECT_EQ(lines.lines.back().entry, entry);
  EXPECT_EQ(again.expect<wire::said>().entry, entry);
}

TEST_F(chat_session_actor, Z2_late_lines_of_an_old_chat_are_not_a_new_chats) {
  auto c = customer();
  says(c, "of the old chat");
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  c.drop();
  auto again = client{*this, std::make_shared<recording_sink>()};
  again.actor = connect(again.sink, visitor("token-web", c.token, 0));
  wire::start_chat start;
  start.ref = next_ref();
  // The new chat has begun before the disk has answered about the old one.
  caf::anon_send(again.actor,
                 actors::customer_frame{
                   start, actors::fresh_secret{"secret9", "hash-secret9"}});
  scheduler->run_jobs_filtered([](caf::resumable* job) {
    const auto* actor = dynamic_cast<caf::scheduled_actor*>(job);
    return actor == nullptr || std::string_view{actor->name()} != "history";
  });
  const auto begun = again.expect<wire::chat_started>().chat.chat;
  EXPECT_NE(begun, c.chat);
  settle();
  const auto lines = again.expect<wire::chat_lines>();
  EXPECT_EQ(lines.chat, begun);
  ASSERT_EQ(lines.lines.size(), 1U);
  EXPECT_EQ(lines.lines.front().text, "Welcome!");
  EXPECT_FALSE(again.has<wire::chat_lines>());
}

TEST_F(chat_session_actor, T2_a_stale_command_is_told_the_present_state) {
  auto c = customer();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  wire::park_chat park;
  park.ref = next_ref();
  park.chat = c.chat;
  park.revision = 1;
  ann.forget();
  ann.say_raw(wire::agent_message{park});
  const auto refused = ann.expect<wire::refused>();
  EXPECT_EQ(refused.name, "stale_revision");
  EXPECT_EQ(refused.phase, phase_name::active);
}

} // namespace

} // namespace parley::testing
