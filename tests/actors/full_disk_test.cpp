// What has no room on the disk is refused to who asked for it, and tried again
// if nobody did: no chat and no call stays where it is for ever (Z1).
#include "tests/support/desk_acts.hpp"
#include "tests/support/faulty_disk.hpp"

namespace parley::testing {

namespace {

/// @returns a predicate: is it one of these events of a chat?
template <class... Events>
auto chat_event() {
  return [](const storage::event& e) {
    const auto* c = std::get_if<chat::event>(&e);
    return c != nullptr && (std::holds_alternative<Events>(*c) || ...);
  };
}

class full_disk : public desk_fixture {
public:
  full_disk() { disk = &door; }
  full_disk(const full_disk&) = delete;
  full_disk& operator=(const full_disk&) = delete;
  ~full_disk() override { stop(); }
  void room_again() { door.has_no_room_for = nullptr; }
  call_phase phase_of(const std::string& call) {
    const auto loaded = store.load_call(company_id{"acme"}, call_id{call});
    return loaded ? call::name_of(loaded.value().phase) : call_phase::closed;
  }

  faulty_disk door{store};
};

TEST_F(full_disk, W6_a_lost_customer_is_lost_when_there_is_room_again) {
  auto c = customer();
  c.drop();
  door.full = true;
  advance(61s);
  advance(5s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  door.full = false;
  advance(1s);
  EXPECT_EQ(phase(c.chat), phase_name::closed);
}

TEST_F(full_disk, Q1_what_is_due_is_tried_once_a_second) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  does<wire::end_chat>(ann, c.chat);
  door.full = true;
  advance(60s);
  const auto refusals = counters->refusals.load();
  for (int i = 0; i < 100; ++i) {
    advance(50ms);
  }
  EXPECT_LE(counters->refusals.load() - refusals, 6U);
  door.full = false;
  advance(1s);
  EXPECT_EQ(phase(c.chat), phase_name::closed);
}

TEST_F(full_disk, Q1_a_chat_enters_its_queue_when_there_is_room_again) {
  door.has_no_room_for = chat_event<chat::chat_queued>();
  auto c = customer();
  EXPECT_EQ(phase(c.chat), phase_name::flow);
  advance(5s);
  EXPECT_EQ(phase(c.chat), phase_name::flow);
  room_again();
  advance(1s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  EXPECT_EQ(c.last<wire::customer_chat_changed>().chat.phase,
            customer_phase::waiting);
}

TEST_F(full_disk, Q2_a_promised_place_is_free_again_when_its_chat_is_closed) {
  restart_with([](parley::company& c) {
    c.queues.at(queue_id{"sales"}).waiting.length_max = 1;
  });
  door.has_no_room_for = chat_event<chat::chat_queued>();
  auto first = customer();
  room_again();
  wire::customer_end end;
  end.ref = next_ref();
  first.say_raw(wire::customer_message{end});
  ASSERT_EQ(phase(first.chat), phase_name::closed);
  const auto second = customer();
  EXPECT_EQ(phase(second.chat), phase_name::queued);
}

TEST_F(full_disk, Q2_who_must_leave_a_queue_leaves_when_there_is_room_again) {
  restart_with([](parley::company& c) {
    c.queues.at(queue_id{"sales"}).waiting.wait_when_nobody = false;
  });
  auto ann = desk("ann");
  const auto c = customer();
  ASSERT_EQ(phase(c.chat), phase_name::queued);
  door.has_no_room_for = chat_event<chat::chat_left_queue>();
  log_out(ann);
  advance(3s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  room_again();
  advance(1s);
  EXPECT_EQ(phase(c.chat), phase_name::closed);
}

TEST_F(full_disk, I7_who_is_on_a_call_that_is_not_stored_yet_gets_no_other) {
  auto ann = desk("ann");
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  crash();
  door.has_no_room_for = [](const storage::event& e) {
    const auto* a = std::get_if<agent::event>(&e);
    return a != nullptr && std::holds_alternative<agent::call_taken>(*a);
  };
  start();
  auto again = desk("ann");
  phone(event_kind::offered, "k2");
  EXPECT_EQ(phase_of("k2"), call_phase::queued);
  room_again();
  advance(2s);
  EXPECT_EQ(again.last<wire::status_changed>().status, agent_status::on_call);
  EXPECT_EQ(phase_of("k2"), call_phase::queued);
}

TEST_F(full_disk, I7_a_call_that_could_not_be_declined_keeps_others_away) {
  auto ann = desk("ann");
  door.has_no_room_for = [](const storage::event& e) {
    const auto* a = std::get_if<agent::event>(&e);
    const auto* c = std::get_if<call::event>(&e);
    return (a != nullptr && std::holds_alternative<agent::call_rang>(*a))
           || (c != nullptr && std::holds_alternative<call::call_returned>(*c));
  };
  phone(event_kind::offered, "k1");
  ASSERT_EQ(phase_of("k1"), call_phase::alerting);
  phone(event_kind::offered, "k2");
  advance(3s);
  EXPECT_EQ(phase_of("k2"), call_phase::queued);
  room_again();
  advance(2s);
  // One of the two rings, not both.
  EXPECT_NE(phase_of("k1") == call_phase::alerting,
            phase_of("k2") == call_phase::alerting);
}

TEST_F(full_disk, L2_who_had_to_decline_twice_is_logged_out_all_the_same) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  phone(event_kind::offered, "k1");
  crash();
  door.has_no_room_for = [](const storage::event& e) {
    const auto* k = std::get_if<call::event>(&e);
    return k != nullptr && std::holds_alternative<call::call_returned>(*k);
  };
  start();
  const auto back = page("token-web", c.token);
  ASSERT_EQ(phase_of("k1"), call_phase::alerting);
  room_again();
  advance(2s);
  EXPECT_EQ(phase_of("k1"), call_phase::queued);
  advance(60s);
  EXPECT_EQ(phase(c.chat), phase_name::queued);
}

TEST_F(full_disk, I5_a_chat_resumes_when_there_is_room_again) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  ASSERT_TRUE(is_marked(c.chat));
  door.has_no_room_for = chat_event<chat::chat_activated, chat::chat_ended>();
  phone(event_kind::ended, "k1");
  EXPECT_TRUE(is_marked(c.chat));
  // What the agent asks for meanwhile does not make the call forgotten.
  refused<wire::end_chat>(ann, c.chat, refusal_code::storage_full);
  room_again();
  advance(1s);
  EXPECT_EQ(phase(c.chat), phase_name::active);
}

TEST_F(full_disk, I4_a_chat_is_parked_when_there_is_room_again) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  phone(event_kind::offered, "k1");
  door.has_no_room_for = chat_event<chat::chat_parked>();
  phone(event_kind::answered, "k1");
  EXPECT_EQ(phase(c.chat), phase_name::active);
  room_again();
  advance(1s);
  EXPECT_TRUE(is_marked(c.chat));
  phone(event_kind::ended, "k1");
  EXPECT_EQ(phase(c.chat), phase_name::active);
}

TEST_F(full_disk, P2_what_cannot_be_parked_stays_the_active_one) {
  auto ann = desk("ann");
  const auto first = taken_by(ann);
  const auto second = taken_by(ann);
  door.has_no_room_for = chat_event<chat::chat_parked>();
  refused<wire::activate_chat>(ann, second.chat, refusal_code::storage_full);
  EXPECT_EQ(phase(first.chat), phase_name::active);
  EXPECT_EQ(phase(second.chat), phase_name::allocated);
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(full_disk, Z1_a_session_that_cannot_even_be_closed_ends_the_process) {
  const auto c = customer();
  store.fail_next(20, storage::store_errc::lost);
  for (int i = 0; i < 6 && !fatal; ++i) {
    ask<actors::chat_answer>(
      company(),
      actors::chat_request{c.chat, {chat::end_chat{cause::customer, {}}}});
  }
  EXPECT_TRUE(fatal);
}

} // namespace

} // namespace parley::testing
