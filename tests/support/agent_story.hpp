// Tells the story of one agent in a test: what was asked, what the chats of the
// inbox said, and what came of it. Orders are not executed here.
#ifndef PARLEY_TESTS_SUPPORT_AGENT_STORY_HPP
#define PARLEY_TESTS_SUPPORT_AGENT_STORY_HPP

#include "actors/domain/agent.hpp"
#include "tests/support/chat_story.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace parley::testing {

inline const call_id ring_one{"call-1"};
inline const call_id ring_two{"call-2"};

class agent_story {
public:
  agent_story() {
    state_.id = ann;
    state_.status_since = noon;
  }

  agent_story& after(duration d) {
    now_ += d;
    return *this;
  }
  agent_story& asks(const agent::command& c) {
    last_ = agent::decide(state_, c, now_);
    if (last_.has_value()) {
      take_in(last_.value());
    }
    return *this;
  }
  /// As `asks`, and expects a yes.
  agent_story& does(const agent::command& c) {
    asks(c);
    EXPECT_EQ(refused(), "");
    return *this;
  }
  /// As `asks`, and expects that nothing follows.
  agent_story& ignores(const agent::command& c) {
    does(c);
    EXPECT_TRUE(events().empty() && orders().empty());
    return *this;
  }
  /// As `asks`, and expects this "no", which changes nothing.
  agent_story& refuses(const agent::command& c, refusal_code why) {
    const auto before = state_;
    asks(c);
    EXPECT_EQ(refused(), to_string(why));
    EXPECT_EQ(state_, before);
    return *this;
  }
  /// A chat says of itself that it is in this agent's inbox, in this phase.
  agent_story&
  holds(const std::string& chat, phase_name phase, bool marked = false) {
    return hears(
      {chat_id{chat}, ++revision_, phase, sales, state_.id, now_, marked});
  }
  /// A chat says that it is elsewhere.
  agent_story& lets_go(const std::string& chat) {
    return hears({chat_id{chat},
                  ++revision_,
                  phase_name::queued,
                  sales,
                  agent_id{},
                  now_,
                  false});
  }
  agent_story& hears(const agent::chat_digest& d) {
    state_ = agent::observe(std::move(state_), d, now_);
    return *this;
  }
  agent_story& follows_up() {
    last_ = agent::follow_up(state_, now_);
    take_in(last_.value());
    return *this;
  }

  // Short ways to where most stories begin.
  agent_story& is_present() { return does(agent::log_in{}); }
  agent_story& talks_on_phone() {
    return does(agent::ring{ring_one, queue_id{"hotline"}, "+49"})
      .does(agent::answer_call{ring_one, queue_id{"hotline"}, "+49"});
  }

  [[nodiscard]] const agent::state& state() const { return state_; }
  [[nodiscard]] timestamp now() const { return now_; }
  [[nodiscard]] agent_status status() const { return agent::status_of(state_); }
  [[nodiscard]] agent::call_eligibility for_calls() const {
    return agent::call_eligibility_of(state_, now_);
  }
  [[nodiscard]] std::string refused() const {
    return last_.has_value() ? std::string{}
                             : std::string{to_string(last_.error().code)};
  }
  [[nodiscard]] std::string detail() const {
    return last_.has_value() ? std::string{} : last_.error().detail;
  }
  [[nodiscard]] const std::vector<agent::event>& events() const {
    return last_.value().events;
  }
  [[nodiscard]] const std::vector<agent::order>& orders() const {
    return last_.value().orders;
  }
  /// The last orders as a line: `park c1, activate c2!`, `!` if decisive.
  [[nodiscard]] std::string ordered() const;

private:
  void take_in(const agent::outcome& o) {
    for (const auto& e : o.events) {
      state_ = agent::apply(std::move(state_), e);
    }
  }

  agent::state state_;
  agent::decision last_ = agent::outcome{};
  timestamp now_ = noon;
  std::uint64_t revision_ = 0;
};

inline std::string order_name(const chat::command& c) {
  return std::visit(
    overloaded{
      [](const chat::allocate& it) {
        return it.because == cause::automatic ? "allocate(automatic)"
                                              : "allocate";
      },
      [](const chat::activate&) { return "activate"; },
      [](const chat::park&) { return "park"; },
      [](const chat::interrupt&) { return "interrupt"; },
      [](const chat::call_finished& it) {
        return it.busy ? "call_finished(busy)" : "call_finished";
      },
      [](const chat::log_agent_out&) { return "log_agent_out"; },
      [](const chat::put_back&) { return "put_back"; },
      [](const chat::accept_transfer&) { return "accept_transfer"; },
      [](const auto&) { return "?"; },
    },
    c);
}

inline std::string agent_story::ordered() const {
  std::string text;
  for (const auto& o : orders()) {
    text += text.empty() ? "" : ", ";
    text += order_name(o.what) + " " + o.chat.value + (o.decisive ? "!" : "");
  }
  return text;
}

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_AGENT_STORY_HPP
