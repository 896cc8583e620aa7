// Two agents, five chats and their calls on the real machines, at random: what
// chats say arrives late, orders are carried out one after the other. After
// every step: one owner, one active chat, no inbox above its maximum, no new
// call in wrapup, nobody waits for the end of a call that is over (Z3).
#include "actors/domain/agent.hpp"
#include "tests/support/chat_story.hpp"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <map>
#include <random>
#include <string>

namespace parley::agent {
namespace {

using namespace parley::testing;
using namespace std::chrono_literals;

constexpr int maximum = 3;

class office {
public:
  explicit office(std::uint64_t seed) : random_{seed} {
    for (const auto& id : {ann, bob}) {
      agents_[id].id = id;
    }
    policy_.alert_timeout = 20s;
    policy_.extensions = 1;
    for (int i = 0; i < 5; ++i) {
      const chat_id id{"c" + std::to_string(i)};
      chats_[id] = chat_story{}.waits().state();
      chats_[id].id = id;
    }
  }

  /// One thing happens. @returns the rule that is broken, or nothing.
  std::string step() {
    now_ += duration{random_() % 15'000};
    deliver_some();
    switch (random_() % 6) {
    case 0:
      customer_acts();
      break;
    case 1:
      time_passes();
      break;
    default:
      ask(random_agent(), random_command());
    }
    return broken_rule();
  }

  /// All that was said is heard, calls end, and the marks are gone.
  std::string end() {
    for (auto& [id, a] : agents_) {
      deliver_all();
      if (const auto* k = std::get_if<call_connected>(&a.call)) {
        ask(id, finish_call{k->call, 0s, false});
      }
      ask(id, finish_call_wrapup{});
      deliver_all();
    }
    for (const auto& [id, c] : chats_) {
      if (is_marked(c)) {
        return id.value + " waits for the end of a call that is over";
      }
    }
    for (const auto& [id, a] : agents_) {
      if (!same_inbox(a)) {
        return "the inbox of " + id.value + " is not what the chats say";
      }
    }
    return broken_rule();
  }

  std::map<std::string, int> seen;

private:
  [[nodiscard]] static bool is_marked(const chat::state& c) {
    if (const auto* k = std::get_if<chat::parked>(&c.phase)) {
      return k->resume_after_call;
    }
    const auto* w = std::get_if<chat::wrapup_parked>(&c.phase);
    return w != nullptr && w->resume_after_call;
  }
  [[nodiscard]] static chat_digest digest(const chat::state& c) {
    return {c.id,
            c.revision,
            chat::name_of(c.phase),
            c.queue,
            c.agent,
            c.phase_since,
            is_marked(c)};
  }

  agent_id random_agent() { return random_() % 2 == 0 ? ann : bob; }
  chat_id random_chat() {
    return chat_id{"c" + std::to_string(random_() % chats_.size())};
  }

  // NOLINTNEXTLINE(readability-function-size): a list.
  command random_command() {
    const auto chat = random_chat();
    const call_id call{"k" + std::to_string(random_() % 3)};
    const capacity c{maximum, 25, std::nullopt};
    switch (random_() % 16) {
    case 0:
      return log_in{};
    case 1:
      return random_() % 4 == 0 ? command{log_out{}} : command{log_in{}};
    case 2:
      return random_() % 2 == 0 ? command{lose{30s}} : command{log_in{}};
    case 3:
      return take_break{
        break_reason_id{"b"}, random_() % 2 == 0, random_() % 2 == 0};
    case 4:
      return end_break{};
    case 5:
      return take{chat, sales, c};
    case 6:
      return random_() % 2 == 0 ? command{take_over{chat, sales, c}}
                                : command{take{chat, sales, c}};
    case 7:
      return receive{chat, sales, c};
    case 8:
    case 9:
    case 10:
      return activate{chat};
    case 11:
      return ring{call, sales, "+49"};
    case 12:
      return answer_call{call, sales, "+49"};
    case 13:
      return stop_ringing{call, random_() % 2 == 0};
    case 14:
      return finish_call{
        call, duration{random_() % 2 * 5000}, random_() % 2 == 0};
    default:
      return random_() % 2 == 0 ? command{finish_call_wrapup{}}
                                : command{deadline_reached{}};
    }
  }

  void ask(const agent_id& who, const command& c) {
    auto& a = agents_[who];
    const auto in_wrapup = status_of(a) == agent_status::webchat_wrapup;
    const auto decided = decide(a, c, now_);
    if (!decided) {
      ++seen[std::string{to_string(decided.error().code)}];
      return;
    }
    perform(a, decided.value());
    if (in_wrapup && std::holds_alternative<ring>(c)
        && !decided.value().events.empty()) {
      wrong_ = "a call rings in active wrapup (I3)";
    }
    perform(a, follow_up(a, now_));
  }

  void perform(state& a, const outcome& o) {
    for (const auto& e : o.events) {
      ++seen[std::string{type_of(e)}];
      a = apply(std::move(a), e);
    }
    bool refused = false;
    for (const auto& order : o.orders) {
      if (refused && !order.decisive) {
        continue;
      }
      const bool yes = tell(order.chat, order.what);
      refused = refused || (order.decisive && !yes);
      // The answer to an order brings the chat as it is now.
      a = observe(std::move(a), digest(chats_[order.chat]), now_);
    }
  }

  bool tell(const chat_id& id, const chat::command& what) {
    auto& c = chats_[id];
    const auto decided = chat::decide(c, {what, {}, {}}, policy_, now_);
    if (!decided) {
      ++seen[std::string{to_string(decided.error().code)}];
      return false;
    }
    for (const auto& e : decided.value()) {
      ++seen[std::string{chat::type_of(e)}];
      c = chat::apply(std::move(c), e);
      if (std::holds_alternative<chat::closed>(c.phase)) {
        // The next customer.
        const auto revision = c.revision;
        pending_.push_back(digest(c));
        c = chat_story{}.waits().state();
        c.id = id;
        c.revision += revision;
        c.last_at = now_;
      }
    }
    if (!decided.value().empty()) {
      pending_.push_back(digest(c));
    }
    return true;
  }

  void customer_acts() {
    tell(random_chat(),
         random_() % 3 == 0 ? chat::command{chat::end_chat{}}
                            : chat::command{customer_says("hello")});
  }
  void time_passes() {
    for (auto& [id, c] : chats_) {
      tell(id, chat::deadline_reached{});
    }
    for (auto& [id, a] : agents_) {
      ask(id, deadline_reached{});
    }
  }

  void deliver(const chat_digest& d) {
    for (auto& [id, a] : agents_) {
      a = observe(std::move(a), d, now_);
      perform(a, follow_up(a, now_));
    }
  }
  void deliver_some() {
    for (auto n = random_() % 3; n > 0 && !pending_.empty(); --n) {
      const auto d = pending_.front();
      pending_.pop_front();
      // Older than what the shell knows of it: not news.
      if (d.revision == chats_[d.chat].revision) {
        deliver(d);
      }
    }
  }
  void deliver_all() {
    pending_.clear();
    for (const auto& [id, c] : chats_) {
      deliver(digest(c));
    }
  }

  [[nodiscard]] bool same_inbox(const state& a) const {
    for (const auto& [id, c] : chats_) {
      const auto held = a.inbox.find(id);
      if ((c.agent == a.id) != (held != a.inbox.end())) {
        return false;
      }
      if (held != a.inbox.end()
          && held->second.phase != chat::name_of(c.phase)) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] std::string broken_rule() const {
    if (!wrong_.empty()) {
      return wrong_;
    }
    for (const auto& [id, a] : agents_) {
      int active = 0;
      int held = 0;
      for (const auto& [chat, c] : chats_) {
        const bool mine = c.agent == id;
        held += mine ? 1 : 0;
        active += mine && chat::is_active(chat::name_of(c.phase)) ? 1 : 0;
      }
      if (active > 1) {
        return id.value + " has two active chats (P2)";
      }
      if (held > maximum) {
        return id.value + " holds too many (P4)";
      }
      if (a.status_since > now_) {
        return "a status of the future";
      }
    }
    return {};
  }

  std::mt19937_64 random_;
  timestamp now_ = noon;
  std::map<agent_id, state> agents_;
  std::map<chat_id, chat::state> chats_;
  chat_policy policy_;
  std::deque<chat_digest> pending_;
  std::string wrong_;
};

TEST(agents_walk, Z3_two_agents_and_their_chats_keep_the_rules) {
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    office o{seed};
    for (int step = 0; step < 120; ++step) {
      ASSERT_EQ(o.step(), "") << "seed " << seed << " step " << step;
    }
    ASSERT_EQ(o.end(), "") << "seed " << seed;
    for (const auto& [what, count] : o.seen) {
      seen[what] += count;
    }
  }
  for (const auto* what : {"call_taken",
                           "call_left",
                           "resume_missed",
                           "chat_activated",
                           "chat_returned",
                           "break_started",
                           "break_planned",
                           "chat_taken",
                           "queue_maximum_reached",
                           "in_wrapup"}) {
    EXPECT_GT(seen[what], 100) << what;
  }
}

} // namespace
} // namespace parley::agent
