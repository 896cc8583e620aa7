// Tells the story of one chat session in a test: what was asked, when, and what
// came of it. Every step is folded twice, live and from the start, so a story
// also proves that the events alone rebuild the state.
#ifndef PARLEY_TESTS_SUPPORT_CHAT_STORY_HPP
#define PARLEY_TESTS_SUPPORT_CHAT_STORY_HPP

#include "actors/domain/chat_session.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

namespace parley::testing {

inline constexpr timestamp noon = from_unix_ms(1'700'000'000'000);
inline const agent_id ann{"ann"};
inline const agent_id bob{"bob"};
inline const queue_id sales{"sales"};
inline const queue_id support{"support"};

/// The text of a customer's line.
inline chat::write_entry customer_says(std::string text,
                                       std::optional<std::string> id = {}) {
  chat::write_entry c;
  c.text = std::move(text);
  if (id) {
    c.id = client_message_id{*id};
  }
  return c;
}

inline chat::write_entry agent_says(const agent_id& who,
                                    std::string text,
                                    entry_kind kind = entry_kind::text) {
  chat::write_entry c;
  c.from = speaker::agent;
  c.kind = kind;
  c.author = who;
  c.text = std::move(text);
  return c;
}

inline chat::write_entry flow_says(std::string text, entry_kind kind) {
  chat::write_entry c;
  c.from = speaker::flow;
  c.kind = kind;
  c.text = std::move(text);
  return c;
}

class chat_story {
public:
  chat_policy policy;

  /// A chat that has begun and stands in its flow.
  chat_story() {
    policy.classifications
      = {classification_id{"sale"}, classification_id{"complaint"}};
    chat::start c;
    c.service = service_id{"web"};
    c.flow = flow_id{"main"};
    c.node = "greet";
    does(c);
  }

  /// Time passes.
  chat_story& after(duration d) {
    now_ += d;
    return *this;
  }
  /// Asks for something; what follows is applied.
  chat_story& asks(chat::request r) {
    last_ = chat::decide(state_, r, policy, now_);
    if (last_.has_value()) {
      for (const auto& e : last_.value()) {
        state_ = chat::apply(std::move(state_), e);
        all_.push_back(e);
      }
    }
    return *this;
  }
  /// As `asks`, and expects a yes with at least one event.
  chat_story& does(chat::command c) {
    asks({std::move(c), {}, {}});
    EXPECT_TRUE(last_.has_value()) << refused();
    EXPECT_TRUE(!last_.has_value() || !last_.value().empty());
    return *this;
  }
  /// As `asks`, and expects that nothing follows.
  chat_story& ignores(chat::command c) {
    asks({std::move(c), {}, {}});
    EXPECT_TRUE(last_.has_value()) << refused();
    EXPECT_TRUE(!last_.has_value() || last_.value().empty());
    return *this;
  }
  /// As `asks`, and expects this "no", which changes nothing.
  chat_story& refuses(chat::command c, refusal_code why) {
    const auto before = state_;
    asks({std::move(c), {}, {}});
    EXPECT_EQ(refused(), to_string(why));
    EXPECT_EQ(state_, before);
    return *this;
  }

  // Short ways to where most stories begin.
  chat_story& waits() { return does(chat::enter_queue{sales}); }
  chat_story& is_allocated(const agent_id& who = ann) {
    return waits().does(chat::allocate{who, cause::automatic});
  }
  chat_story& is_active(const agent_id& who = ann) {
    return waits()
      .does(chat::allocate{who, cause::by_hand})
      .does(chat::activate{who});
  }
  chat_story& is_parked() { return is_active().does(chat::park{ann}); }
  chat_story& is_interrupted() {
    return is_active().does(chat::interrupt{ann});
  }
  chat_story& is_in_wrapup() { return is_active().does(chat::end_chat{}); }

  [[nodiscard]] const chat::state& state() const { return state_; }
  [[nodiscard]] timestamp now() const { return now_; }
  [[nodiscard]] phase_name phase() const { return chat::name_of(state_.phase); }
  template <class Phase>
  [[nodiscard]] Phase as() const {
    const auto* p = std::get_if<Phase>(&state_.phase);
    EXPECT_NE(p, nullptr) << to_string(phase());
    return p == nullptr ? Phase{} : *p;
  }
  [[nodiscard]] bool is_marked() const {
    if (const auto* k = std::get_if<chat::parked>(&state_.phase)) {
      return k->resume_after_call;
    }
    const auto* w = std::get_if<chat::wrapup_parked>(&state_.phase);
    return w != nullptr && w->resume_after_call;
  }
  [[nodiscard]] bool is_flagged() const {
    if (const auto* k = std::get_if<chat::parked>(&state_.phase)) {
      return k->resume_missed;
    }
    const auto* w = std::get_if<chat::wrapup_parked>(&state_.phase);
    return w != nullptr && w->resume_missed;
  }
  /// What the last step brought; empty after a "no".
  [[nodiscard]] chat::events last() const {
    return last_.has_value() ? last_.value() : chat::events{};
  }
  template <class Event>
  [[nodiscard]] Event last_as() const {
    const auto* e
      = last().empty() ? nullptr : std::get_if<Event>(&last_.value().front());
    EXPECT_NE(e, nullptr);
    return e == nullptr ? Event{} : *e;
  }
  /// The name of the last "no"; empty after a yes.
  [[nodiscard]] std::string refused() const {
    return last_.has_value() ? std::string{}
                             : std::string{to_string(last_.error().code)};
  }
  [[nodiscard]] std::string detail() const {
    return last_.has_value() ? std::string{} : last_.error().detail;
  }
  [[nodiscard]] duration handled() const {
    return chat::handled_until(state_, now_);
  }
  [[nodiscard]] const chat::events& all() const { return all_; }
  /// The state as a restart of the server finds it.
  [[nodiscard]] chat::state folded() const {
    chat::state s;
    for (const auto& e : all_) {
      s = chat::apply(std::move(s), e);
    }
    return s;
  }

private:
  chat::state state_;
  chat::events all_;
  chat::decision last_ = chat::events{};
  timestamp now_ = noon;
};

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_CHAT_STORY_HPP
