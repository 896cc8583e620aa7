// What tests of agents do over and over: requests that are not about a chat,
// retries, frames that arrive together.
#ifndef PARLEY_TESTS_SUPPORT_DESK_ACTS_HPP
#define PARLEY_TESTS_SUPPORT_DESK_ACTS_HPP

#include "tests/support/actor_fixture.hpp"

namespace parley::testing {

using event_kind = actors::telephony_event::kind_t;

class desk_fixture : public actor_fixture {
public:
  void SetUp() override { start(); }

  /// Sends a request as it is.
  template <class Command>
  void send(client& who, const Command& c) {
    who.forget();
    who.say_raw(wire::agent_message{c});
  }

  /// Puts a frame into the connection's mailbox; nothing runs yet.
  template <class Command>
  void post(client& who, const Command& c) {
    caf::anon_send(who.actor, actors::agent_frame{c});
  }

  template <class Command>
  Command about(const chat_id& chat) {
    Command c;
    c.ref = next_ref();
    c.chat = chat;
    return c;
  }

  wire::set_status break_for(const std::string& reason) {
    wire::set_status s;
    s.ref = next_ref();
    s.available = false;
    s.reason = break_reason_id{reason};
    return s;
  }

  void log_out(client& who) {
    wire::log_out l;
    l.ref = next_ref();
    send(who, l);
  }

  /// A chat that `who` has taken.
  client taken_by(client& who) {
    auto c = customer();
    does<wire::take_chat>(who, c.chat);
    return c;
  }

  /// Stores the company changed and starts anew with it.
  template <class Change>
  void restart_with(Change change) {
    auto companies = store.companies();
    auto c = companies.value().at(0);
    ++c.version;
    change(c);
    const auto stored = store.put_company(c);
    ASSERT_TRUE(stored) << stored.error().text;
    start();
  }

  [[nodiscard]] agent_id owner(const chat_id& chat) const {
    return stored(chat).agent;
  }

  [[nodiscard]] bool is_marked(const chat_id& chat) const {
    const auto phase = stored(chat).phase;
    if (const auto* p = std::get_if<chat::parked>(&phase)) {
      return p->resume_after_call;
    }
    if (const auto* w = std::get_if<chat::wrapup_parked>(&phase)) {
      return w->resume_after_call;
    }
    return false;
  }

  /// What operators see of an actor.
  actors::inspection inspected(actors::actor_kind kind, const std::string& id) {
    auto all
      = ask<actors::inspections>(company(), actors::inspect_all{kind, id, 0});
    if (all.items.size() != 1) {
      ADD_FAILURE() << all.items.size() << " actors with id " << id;
      return {};
    }
    return all.items.front();
  }
};

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_DESK_ACTS_HPP
