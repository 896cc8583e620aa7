// Random histories of a company for tests: chats, calls and agents on the real
// machines, in the order in which they happen.
#ifndef PARLEY_TESTS_SUPPORT_HISTORY_STORY_HPP
#define PARLEY_TESTS_SUPPORT_HISTORY_STORY_HPP

#include "actors/domain/agent.hpp"
#include "actors/domain/call.hpp"
#include "actors/domain/chat_session.hpp"
#include "tests/support/chat_story.hpp"

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace parley::testing {

/// An event and the id of its chat, call or agent.
struct told {
  std::string id;
  std::variant<chat::event, call::event, agent::event> what;
};

inline timestamp time_of(const told& t) {
  return std::visit(overloaded{
                      [](const chat::event& e) { return chat::time_of(e); },
                      [](const call::event& e) { return call::time_of(e); },
                      [](const agent::event& e) { return agent::time_of(e); },
                    },
                    t.what);
}

/// Gives an event to a fold.
template <class Fold>
void give(Fold& to, const told& t) {
  std::visit(overloaded{
               [&](const chat::event& e) { to.take(chat_id{t.id}, e); },
               [&](const call::event& e) { to.take(call_id{t.id}, e); },
               [&](const agent::event& e) { to.take(agent_id{t.id}, e); },
             },
             t.what);
}

class history_story {
public:
  explicit history_story(std::uint64_t seed) : random_{seed} {
    policy_.alert_timeout = std::chrono::seconds{20};
    policy_.queue_timeout = std::chrono::minutes{4};
    policy_.classifications = {classification_id{"sale"}};
    for (const auto& id : {ann, bob}) {
      agents_[id].id = id;
    }
  }

  /// So many things are tried, one after the other.
  history_story& goes_on(int steps) {
    for (int i = 0; i < steps; ++i) {
      now_ += duration{below(4) == 0 ? below(30'000) : below(900)};
      switch (below(8)) {
      case 0:
        agent_acts();
        break;
      case 1:
      case 2:
        call_goes_on();
        break;
      default:
        chat_goes_on();
        break;
      }
    }
    return *this;
  }

  [[nodiscard]] const std::vector<told>& all() const { return all_; }
  [[nodiscard]] const std::map<chat_id, chat::state>& chats() const {
    return chats_;
  }
  [[nodiscard]] timestamp now() const { return now_; }

private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  agent_id somebody() { return below(2) == 0 ? ann : bob; }
  queue_id some_queue() { return below(2) == 0 ? sales : support; }

  void chat_goes_on() {
    constexpr std::uint64_t at_once = 6;
    const auto place = below(at_once);
    auto& number = chat_numbers_[place];
    const chat_id id{"c" + std::to_string(place) + "-"
                     + std::to_string(number)};
    auto& s = chats_[id];
    if (s.revision == 0) {
      chat::start c;
      c.flow = flow_id{below(2) == 0 ? "main" : "other"};
      c.node = "greet";
      c.by_message = below(2) == 0;
      ask(id, s, c);
      return;
    }
    ask(id, s, next_command(s));
    if (std::holds_alternative<chat::closed>(s.phase)) {
      ++number;
    }
  }

  /// Mostly by the owner and fit for the phase, so that chats get about.
  chat::command next_command(const chat::state& s) {
    const auto owner = s.agent.empty() ? somebody() : s.agent;
    switch (chat::name_of(s.phase)) {
    case phase_name::flow:
      return in_flow();
    case phase_name::queued:
      return in_queue();
    case phase_name::wrapup:
    case phase_name::wrapup_parked:
      return in_wrapup(owner);
    default:
      return in_inbox(owner);
    }
  }
  chat::command in_flow() {
    switch (below(8)) {
    case 0:
      return chat::note_refusal{
        some_queue(), below(2) == 0 ? cause::queue_full : cause::nobody_there};
    case 1:
      return chat::end_flow{};
    case 2:
      return chat::end_chat{};
    case 3:
      return flow_says("hello", entry_kind::automated);
    case 4:
      return customer_says("hello");
    default:
      return chat::enter_queue{some_queue()};
    }
  }
  chat::command in_queue() {
    switch (below(12)) {
    case 0:
      return chat::end_chat{};
    case 1:
      return chat::leave_queue{
        below(2) == 0 ? cause::queue_timeout : cause::nobody_there, "late"};
    case 2:
      return chat::move{some_queue()};
    case 4:
      return chat::take_over{somebody()};
    case 3:
      return customer_says("is anybody there");
    default:
      return chat::allocate{somebody(),
                            below(2) == 0 ? cause::automatic : cause::by_hand};
    }
  }
  chat::command in_inbox(const agent_id& owner) {
    switch (below(26)) {
    case 24:
      return chat::take_over{owner == ann ? bob : ann};
    case 25:
      return chat::move{some_queue()};
    case 0:
      return chat::put_back{owner};
    case 1:
      return chat::log_agent_out{
        owner, below(2) == 0 ? cause::logout : cause::agent_lost};
    case 2:
      return chat::transfer_to_queue{owner, some_queue()};
    case 3:
      return chat::offer_transfer{owner, owner == ann ? bob : ann};
    case 4:
      return chat::accept_transfer{owner == ann ? bob : ann};
    case 5:
    case 6:
      return chat::park{owner};
    case 7:
      return chat::interrupt{owner};
    case 8:
      return chat::call_finished{owner, below(2) == 0};
    case 9:
      return chat::end_chat{
        below(3) == 0 ? cause::customer_lost : cause::customer, {}};
    case 10:
      return chat::end_chat{cause::agent, owner};
    case 11:
      return chat::deadline_reached{};
    case 12:
      return chat::classify{owner, {classification_id{"sale"}}, "", true};
    case 13:
      return agent_says(owner, "psst", entry_kind::whisper);
    case 14:
      return below(8) == 0 ? chat::command{chat::abort{}}
                           : chat::command{chat::deadline_reached{}};
    case 15:
    case 16:
    case 17:
      return customer_says("hello");
    case 18:
    case 19:
    case 20:
      return agent_says(owner, "hello");
    default:
      return chat::activate{owner};
    }
  }
  chat::command in_wrapup(const agent_id& owner) {
    switch (below(8)) {
    case 0:
      return chat::park{owner};
    case 1:
      return chat::extend_wrapup{owner};
    case 2:
      return chat::log_agent_out{owner, cause::logout};
    case 3:
      return chat::deadline_reached{};
    case 4:
    case 5:
      return chat::activate{owner};
    case 6:
      return chat::classify{owner, {}, "none", false};
    default:
      return chat::finish_wrapup{owner};
    }
  }
  void ask(const chat_id& id, chat::state& s, chat::command c) {
    auto decided = chat::decide(s, {std::move(c), {}, {}}, policy_, now_);
    if (decided) {
      for (auto& e : decided.value()) {
        s = chat::apply(std::move(s), e);
        all_.push_back({id.value, std::move(e)});
      }
    }
  }

  void call_goes_on() {
    const auto place = below(2);
    auto& number = call_numbers_[place];
    const call_id id{"k" + std::to_string(place) + "-"
                     + std::to_string(number)};
    auto& s = calls_[id];
    auto decided = call::decide(s, next_call_command(s), now_);
    if (decided) {
      for (auto& e : decided.value()) {
        s = call::apply(std::move(s), e);
        all_.push_back({id.value, std::move(e)});
      }
    }
    if (std::holds_alternative<call::closed>(s.phase)) {
      ++number;
    }
  }
  call::command next_call_command(const call::state& s) {
    if (s.revision == 0) {
      return call::offer{queue_id{"hotline"}, "+49"};
    }
    switch (below(7)) {
    case 0:
      return call::refuse{};
    case 1:
      return call::hang_up{duration{below(2) * 9000}};
    case 2:
      return call::deadline_reached{};
    case 3:
      return call::finish_wrapup{};
    case 4:
      return call::answer{somebody()};
    default:
      return call::alert{somebody()};
    }
  }

  void agent_acts() {
    auto& s = agents_.at(somebody());
    auto decided = agent::decide(s, next_agent_command(), now_);
    if (decided) {
      for (auto& e : decided.value().events) {
        s = agent::apply(std::move(s), e);
        all_.push_back({s.id.value, std::move(e)});
      }
    }
  }
  agent::command next_agent_command() {
    const break_reason_id lunch{"lunch"};
    switch (below(8)) {
    case 0:
      return agent::log_out{};
    case 1:
      return agent::lose{std::chrono::seconds{60}};
    case 2:
      return agent::take_break{lunch, false, false, below(2) == 0};
    case 3:
      return agent::take_break{break_reason_id{"talk"}, false, false, true};
    case 4:
      return agent::end_break{};
    case 5:
      return agent::deadline_reached{};
    default:
      return agent::log_in{};
    }
  }

  std::mt19937_64 random_;
  chat_policy policy_;
  timestamp now_ = noon;
  std::map<std::uint64_t, int> chat_numbers_;
  std::map<std::uint64_t, int> call_numbers_;
  std::map<chat_id, chat::state> chats_;
  std::map<call_id, call::state> calls_;
  std::map<agent_id, agent::state> agents_;
  std::vector<told> all_;
};

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_HISTORY_STORY_HPP
