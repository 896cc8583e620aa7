// A chat session that a test drives: given events, when a command, then events
// or a refusal. Knows the machine only; its clock is a number.
#ifndef PARLEY_TESTS_SUPPORT_DRIVEN_CHAT_HPP
#define PARLEY_TESTS_SUPPORT_DRIVEN_CHAT_HPP

#include "actors/domain/chat_session.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>
#include <utility>

namespace parley {

// For messages of failed tests.
inline void PrintTo(timestamp t, std::ostream* out) { // NOLINT(*-naming)
  *out << to_unix_ms(t) << " ms";
}
template <class Tag>
void PrintTo(const basic_id<Tag>& id, std::ostream* out) { // NOLINT(*-naming)
  *out << id.value;
}
template <named_enum Enum>
void PrintTo(const Enum& value, std::ostream* out) { // NOLINT(*-naming)
  *out << to_string(value);
}
inline void PrintTo(refusal_code code, std::ostream* out) { // NOLINT(*-naming)
  *out << static_cast<int>(code);
}

} // namespace parley

namespace parley::testing {

using namespace std::chrono_literals;

inline const agent_id ann{"ann"};
inline const agent_id bob{"bob"};
inline const queue_id sales{"sales"};
inline const queue_id support{"support"};
/// When a driven chat begins; far enough from 1970 for clocks to jump back.
inline constexpr timestamp beginning = from_unix_ms(1'700'000'000'000);

/// One chat, its policy and the time it is.
class driven_chat {
public:
  chat_policy policy;
  timestamp now = beginning;
  chat::state state;
  /// All that happened, oldest first.
  chat::events log;

  driven_chat() {
    state.id = chat_id{"c1"};
    state.company = company_id{"acme"};
  }

  /// @returns the session after its customer opened the box.
  static driven_chat in_flow(chat_policy p = {}) {
    driven_chat c;
    c.policy = std::move(p);
    EXPECT_TRUE(c.does(chat::start{
      service_id{"web"}, flow_id{"f"}, 3, "hello", "hash", "Eve", {}, {}, {}}));
    return c;
  }
  static driven_chat in_queue(chat_policy p = {}) {
    auto c = in_flow(std::move(p));
    EXPECT_TRUE(c.does(chat::enter_queue{sales}));
    return c;
  }
  static driven_chat in_inbox(chat_policy p = {}) {
    auto c = in_queue(std::move(p));
    EXPECT_TRUE(c.does(chat::allocate{ann, cause::automatic}));
    return c;
  }
  static driven_chat in_talk(chat_policy p = {}) {
    auto c = in_inbox(std::move(p));
    EXPECT_TRUE(c.does(chat::activate{ann}));
    return c;
  }
  static driven_chat in_wrapup(chat_policy p = {}) {
    auto c = in_talk(std::move(p));
    EXPECT_TRUE(c.does(chat::end_chat{cause::customer, {}}));
    return c;
  }

  driven_chat& after(duration passed) {
    now += passed;
    return *this;
  }

  /// Decides and, if accepted, applies. @returns what was decided.
  chat::decision asks(const chat::request& r) {
    auto decided = chat::decide(state, r, policy, now);
    if (decided) {
      for (const auto& e : decided.value()) {
        state = chat::apply(std::move(state), e);
        log.push_back(e);
      }
    }
    return decided;
  }
  chat::decision asks(chat::command c) {
    return asks(chat::request{std::move(c)});
  }

  /// @returns the code of the refusal, or nothing if it was accepted.
  std::optional<refusal_code> refusal_of(const chat::request& r) {
    const auto decided = asks(r);
    return decided ? std::nullopt : std::optional{decided.error().code};
  }
  std::optional<refusal_code> refusal_of(chat::command c) {
    return refusal_of(chat::request{std::move(c)});
  }

  /// @returns true if it was accepted and something happened.
  bool does(chat::command c) {
    const auto decided = asks(std::move(c));
    return decided && !decided.value().empty();
  }
  /// @returns true if it was accepted and nothing happened.
  bool ignores(chat::command c) {
    const auto before = state;
    const auto decided = asks(std::move(c));
    return decided && decided.value().empty() && state == before;
  }
  /// The timer fires.
  bool wakes() { return does(chat::deadline_reached{}); }

  [[nodiscard]] phase_name phase() const { return name_of(state.phase); }
  [[nodiscard]] duration handled() const {
    return chat::handled_until(state, now);
  }
  [[nodiscard]] std::optional<duration> left() const {
    const auto at = chat::next_deadline(state);
    return at ? std::optional{*at - now} : std::nullopt;
  }
  [[nodiscard]] bool marked() const {
    if (const auto* k = std::get_if<chat::parked>(&state.phase)) {
      return k->resume_after_call;
    }
    const auto* w = std::get_if<chat::wrapup_parked>(&state.phase);
    return w != nullptr && w->resume_after_call;
  }
  [[nodiscard]] bool flagged() const {
    if (const auto* k = std::get_if<chat::parked>(&state.phase)) {
      return k->resume_missed;
    }
    const auto* w = std::get_if<chat::wrapup_parked>(&state.phase);
    return w != nullptr && w->resume_missed;
  }

  /// @returns what the stored events alone say of the chat.
  [[nodiscard]] chat::state folded() const {
    chat::state s;
    s.id = state.id;
    s.company = state.company;
    for (const auto& e : log) {
      s = chat::apply(std::move(s), e);
    }
    return s;
  }
};

inline chat::write_entry line_of_customer(std::string text,
                                          std::string id = {}) {
  chat::write_entry line;
  line.text = std::move(text);
  if (!id.empty()) {
    line.id = client_message_id{std::move(id)};
  }
  return line;
}

inline chat::write_entry line_of_agent(agent_id author, std::string text) {
  chat::write_entry line;
  line.from = speaker::agent;
  line.author = std::move(author);
  line.text = std::move(text);
  return line;
}

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_DRIVEN_CHAT_HPP
