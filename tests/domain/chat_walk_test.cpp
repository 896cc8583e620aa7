// Walks through the chat session's machine: all short sequences of commands
// and 20,000 random long ones, with what must hold at every step
// (architecture 4.14).
#include "actors/domain/chat_session.hpp"
#include "tests/support/chat_story.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace parley::chat {
namespace {

using namespace parley::testing;
using namespace std::chrono_literals;

struct named_command {
  std::string name;
  command what;
  duration later{};
};

std::vector<named_command> all_commands() {
  const classification_id sale{"sale"};
  return {
    {"start", start{}},
    {"advance_flow", advance_flow{"next"}},
    {"note_refusal", note_refusal{sales, cause::nobody_there}},
    {"enter_queue", enter_queue{sales}},
    {"leave_queue", leave_queue{cause::queue_timeout, "late"}},
    {"end_flow", end_flow{}},
    {"line of customer", customer_says("hello")},
    {"line of owner", agent_says(ann, "hello")},
    {"whisper of owner", agent_says(ann, "hm", entry_kind::whisper)},
    {"line of other agent", agent_says(bob, "hello")},
    {"line of flow", flow_says("hi", entry_kind::automated)},
    {"allocate", allocate{bob, cause::by_hand}},
    {"activate", activate{ann}},
    {"park", park{ann}},
    {"interrupt", interrupt{ann}},
    {"call_finished", call_finished{ann, false}},
    {"call_finished, busy", call_finished{ann, true}},
    {"end_chat by customer", end_chat{cause::customer, {}}},
    {"end_chat by agent", end_chat{cause::agent, ann}},
    {"put_back", put_back{ann}},
    {"log_agent_out", log_agent_out{ann, cause::logout}},
    {"log_agent_out, other", log_agent_out{bob, cause::logout}},
    {"transfer_to_queue", transfer_to_queue{ann, support}},
    {"offer_transfer", offer_transfer{ann, bob}},
    {"accept_transfer", accept_transfer{bob}},
    {"decline_transfer", decline_transfer{bob}},
    {"move", move{support}},
    {"take_over", take_over{bob}},
    {"whisper of supervisor",
     [] {
       auto w = agent_says(agent_id{"sue"}, "hm", entry_kind::whisper);
       w.from = speaker::supervisor;
       return w;
     }()},
    {"extend_wrapup", extend_wrapup{ann}},
    {"finish_wrapup", finish_wrapup{ann}},
    {"classify", classify{ann, {sale}, "", false}},
    {"deadline, early", deadline_reached{}},
    {"deadline, late", deadline_reached{}, 24h},
    {"abort", abort{}},
    {"park by other", park{bob}},
  };
}

/// The phase with what matters of it: `*` resumes after the call, `!` the
/// resumption was missed, `+` is offered to a colleague.
std::string label(const state& s) {
  std::string text{to_string(name_of(s.phase))};
  if (text == "wrapup_parked") {
    text = "w_parked";
  }
  const auto mark = [&](const auto& p) {
    text += p.resume_after_call ? "*" : p.resume_missed ? "!" : "";
  };
  if (const auto* k = std::get_if<parked>(&s.phase)) {
    mark(*k);
  } else if (const auto* w = std::get_if<wrapup_parked>(&s.phase)) {
    mark(*w);
  }
  return text + (s.offered ? "+" : "");
}

/// One story per phase.
std::vector<chat_story> all_phases() {
  const auto begun = [] {
    chat_story s;
    s.policy.alert_timeout = 20s;
    return s;
  };
  return {
    begun(),
    begun().waits(),
    begun().is_allocated(),
    begun().is_active(),
    begun().is_active().does(offer_transfer{ann, bob}),
    begun().is_parked(),
    begun().is_interrupted(),
    begun().is_interrupted().does(call_finished{ann, true}),
    begun().is_in_wrapup(),
    begun().is_in_wrapup().does(park{ann}),
    begun().is_interrupted().does(end_chat{}),
    begun().is_interrupted().does(end_chat{}).does(call_finished{ann, true}),
    begun().does(end_flow{}),
  };
}

// --- What must hold at every step. -------------------------------------------

/// What was granted so far: the most that a wrapup may have left.
struct grants {
  duration wrapup{};
  bool interrupted = false;
};

void note(grants& g, const event& e) {
  std::visit(
    overloaded{
      [&](const chat_ended& it) {
        g.wrapup = it.granted.value_or(duration{0});
      },
      [&](const wrapup_extended& it) { g.wrapup += it.by; },
      [&](const chat_parked& it) { g.interrupted = it.because == cause::call; },
      [](const auto&) {},
    },
    e);
}

bool is_held(phase_name p) {
  return p != phase_name::flow && p != phase_name::queued
         && p != phase_name::closed;
}

/// @returns what is wrong with the times and marks of a phase; empty: nothing.
std::string broken_phase(const state& b, const grants& g) {
  const auto in_range = [&](const std::optional<duration>& left) {
    return !left || (*left >= duration{0} && *left <= g.wrapup);
  };
  if (const auto* w = std::get_if<wrapup_parked>(&b.phase)) {
    if (!in_range(w->time_left)) {
      return "the time left is outside of what was granted";
    }
    if (w->resume_after_call && !g.interrupted) {
      return "marked without an interruption";
    }
  }
  if (const auto* w = std::get_if<wrapup>(&b.phase)) {
    if (w->deadline && !in_range(*w->deadline - b.phase_since)) {
      return "the deadline is outside of what was granted";
    }
  }
  const auto* k = std::get_if<parked>(&b.phase);
  if (k != nullptr && k->resume_after_call && !g.interrupted) {
    return "marked without an interruption";
  }
  return {};
}

template <class Event>
std::size_t count_of(const events& some) {
  return static_cast<std::size_t>(
    std::count_if(some.begin(), some.end(), [](const event& e) {
      return std::holds_alternative<Event>(e);
    }));
}

/// @returns what is wrong with the step from `a` to `b`; empty: nothing.
std::string broken_rule(const state& a,
                        const events& happened,
                        const state& b,
                        const grants& g) {
  if (std::holds_alternative<closed>(a.phase) && !happened.empty()) {
    return "closed is final";
  }
  if (b.handled < a.handled || b.wrapped_up < a.wrapped_up) {
    return "time was taken away";
  }
  if (b.revision != a.revision + happened.size()) {
    return "the revision does not count the events";
  }
  if (b.last_at < a.last_at || b.phase_since > b.last_at) {
    return "time went back";
  }
  if (is_held(name_of(b.phase)) == b.agent.empty()) {
    return "an inbox without an owner, or an owner without one";
  }
  if (std::holds_alternative<queued>(b.phase) && b.queue.empty()) {
    return "it waits nowhere";
  }
  if (b.offered && !std::holds_alternative<active>(b.phase)) {
    return "an offer outlives the active phase";
  }
  if (b.last_entry - a.last_entry != count_of<entry_written>(happened)) {
    return "a gap between lines";
  }
  if (b.last_whisper - a.last_whisper != count_of<chat_whispered>(happened)) {
    return "a gap between whispers";
  }
  return broken_phase(b, g);
}

/// A deadline does something when it has come, and nothing before.
std::string broken_deadline(const state& s, const chat_policy& p) {
  const auto at = next_deadline(s);
  if (!at || std::holds_alternative<queued>(s.phase)) {
    return {};
  }
  const auto due = decide(s, {deadline_reached{}, {}, {}}, p, *at);
  if (!due || due.value().empty()) {
    return "nothing happens at the deadline";
  }
  if (*at > s.last_at) {
    const auto early = decide(s, {deadline_reached{}, {}, {}}, p, *at - 1ms);
    if (!early || !early.value().empty()) {
      return "something happens before the deadline";
    }
  }
  return {};
}

// --- All short sequences. ----------------------------------------------------

struct walker {
  std::vector<named_command> alphabet;
  chat_policy policy;
  std::size_t steps = 0;
  std::vector<std::string> path;

  void walk(const state& s, grants g, timestamp now, int depth) {
    if (depth == 0 || ::testing::Test::HasFailure()) {
      return;
    }
    for (const auto& c : alphabet) {
      ++steps;
      const auto at = now + 7s + c.later;
      const auto decided = decide(s, {c.what, {}, {}}, policy, at);
      if (!decided || decided.value().empty()) {
        // Nothing changed: what follows is walked from here anyway.
        continue;
      }
      auto next = s;
      auto granted = g;
      for (const auto& e : decided.value()) {
        note(granted, e);
        next = apply(std::move(next), e);
      }
      path.push_back(c.name);
      auto wrong = broken_rule(s, decided.value(), next, granted);
      if (wrong.empty()) {
        wrong = broken_deadline(next, policy);
      }
      EXPECT_EQ(wrong, "") << ::testing::PrintToString(path);
      walk(next, granted, at, depth - 1);
      path.pop_back();
    }
  }
};

TEST(chat_session_walk, all_sequences_of_ten_commands_keep_the_rules) {
  walker w;
  w.alphabet = {
    {"allocate ann", allocate{ann, cause::automatic}},
    {"activate", activate{ann}},
    {"park", park{ann}},
    {"interrupt", interrupt{ann}},
    {"call over", call_finished{ann, false}},
    {"call over, busy", call_finished{ann, true}},
    {"customer leaves", end_chat{}},
    {"put back", put_back{ann}},
    {"log out", log_agent_out{ann, cause::logout}},
    {"offer", offer_transfer{ann, bob}},
    {"accept", accept_transfer{bob}},
    {"log bob out", log_agent_out{bob, cause::logout}},
    {"take over", take_over{bob}},
    {"extend", extend_wrapup{ann}},
    {"finish", finish_wrapup{ann}},
    {"deadline", deadline_reached{}, 61s},
  };
  w.policy.alert_timeout = 20s;
  w.policy.extensions = 1;
  const auto s = chat_story{}.waits().state();
  w.walk(s, {}, noon, 10);
  EXPECT_GT(w.steps, 100'000U);
}

// --- Random long ones. -------------------------------------------------------

using generator = std::mt19937_64;

template <class T>
T any_of(generator& random, std::initializer_list<T> values) {
  return *(values.begin() + static_cast<long>(random() % values.size()));
}

chat_policy random_policy(generator& random) {
  chat_policy p;
  p.wrapup_on = random() % 8 != 0;
  p.mode = static_cast<wrapup_mode>(random() % 5);
  p.wrapup_time = duration{1 + random() % 90'000};
  p.extension_time = duration{1000 + random() % 60'000};
  p.extensions = static_cast<int>(random() % 4);
  p.classification_required = random() % 4 == 0;
  p.classifications = {classification_id{"sale"}};
  if (random() % 2 == 0) {
    p.alert_timeout = duration{5000 + random() % 60'000};
  }
  if (random() % 2 == 0) {
    p.queue_timeout = duration{1000 + random() % 60'000};
  }
  if (random() % 2 == 0) {
    p.interruption_notice = "One moment please.";
  }
  return p;
}

request random_request(generator& random,
                       const std::vector<named_command>& commands,
                       const state& s) {
  request r;
  r.what = commands[random() % commands.size()].what;
  const auto who = any_of(random, {ann, ann, ann, bob});
  std::visit(
    [&](auto& c) {
      if constexpr (requires { c.agent = who; }) {
        c.agent = who;
      }
    },
    r.what);
  // Lives should be long, and calls should come at the right moment.
  const bool ends = std::holds_alternative<abort>(r.what)
                    || std::holds_alternative<end_flow>(r.what)
                    || std::holds_alternative<finish_wrapup>(r.what);
  if (ends && random() % 8 != 0) {
    r.what = enter_queue{sales};
  }
  const bool held = is_held(name_of(s.phase));
  if (held && random() % 3 == 0) {
    r.what = any_of<command>(random,
                             {activate{s.agent},
                              interrupt{s.agent},
                              call_finished{s.agent, random() % 2 == 0},
                              end_chat{}});
  }
  if (random() % 4 == 0) {
    r.seen_revision = s.revision - random() % 3;
  }
  if (random() % 4 == 0) {
    r.id = command_id{std::to_string(random() % 40)};
  }
  return r;
}

/// One random life of a chat. @returns what went wrong.
std::string random_walk(std::uint64_t seed,
                        const std::vector<named_command>& commands,
                        std::map<std::string, int>& reached) {
  generator random{seed};
  auto policy = random_policy(random);
  auto s = chat_story{}.state();
  const auto first = s;
  events all;
  grants g;
  auto now = noon;
  for (int step = 0; step < 60; ++step) {
    if (random() % 20 == 0) {
      policy = random_policy(random);
    }
    now += duration{any_of<long long>(random, {0, 1, 900, 7000, 61'000, -500})};
    const auto r = random_request(random, commands, s);
    const bool retried = r.id && find_command(s, *r.id) != nullptr;
    const auto decided = decide(s, r, policy, now);
    if (!decided) {
      if (retried) {
        return "a retry was refused";
      }
      continue;
    }
    if (retried && !decided.value().empty()) {
      return "a retry had a second effect";
    }
    const auto before = s;
    for (const auto& e : decided.value()) {
      note(g, e);
      s = apply(std::move(s), e);
      all.push_back(e);
    }
    ++reached[label(s)];
    auto wrong = broken_rule(before, decided.value(), s, g);
    if (wrong.empty()) {
      wrong = broken_deadline(s, policy);
    }
    if (!wrong.empty()) {
      return "step " + std::to_string(step) + ": " + wrong;
    }
  }
  auto folded = first;
  for (const auto& e : all) {
    folded = apply(std::move(folded), e);
  }
  return folded == s ? "" : "the events do not fold to the state";
}

TEST(chat_session_walk, twenty_thousand_random_lives_keep_the_rules) {
  const auto commands = all_commands();
  std::map<std::string, int> reached;
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    const auto wrong = random_walk(seed, commands, reached);
    ASSERT_EQ(wrong, "") << "seed " << seed;
  }
  // The walk is no proof of anything if it does not get about.
  for (const auto& s : all_phases()) {
    EXPECT_GT(reached[label(s.state())], 100) << label(s.state());
  }
}

} // namespace
} // namespace parley::chat
