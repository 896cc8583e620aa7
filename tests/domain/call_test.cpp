// The machine of one voice call (behaviour 4); everything may be said twice.
#include "actors/domain/call.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sstream>

namespace parley::call {
namespace {

using namespace parley::testing;
using namespace std::chrono_literals;

constexpr timestamp noon = from_unix_ms(1'700'000'000'000);
const agent_id ann{"ann"};
const agent_id bob{"bob"};
const queue_id hotline{"hotline"};

/// A call and what became of it.
struct call_story {
  state s;
  decision last = std::vector<event>{};
  timestamp now = noon;

  call_story& after(duration d) {
    now += d;
    return *this;
  }
  call_story& asks(const command& c) {
    last = decide(s, c, now);
    if (last.has_value()) {
      for (const auto& e : last.value()) {
        s = apply(std::move(s), e);
      }
    }
    return *this;
  }
  call_story& does(const command& c) {
    asks(c);
    EXPECT_TRUE(last.has_value() && !last.value().empty());
    return *this;
  }
  call_story& ignores(const command& c) {
    asks(c);
    EXPECT_TRUE(last.has_value() && last.value().empty());
    return *this;
  }
  call_story& refuses(const command& c, refusal_code why) {
    asks(c);
    EXPECT_TRUE(!last.has_value() && last.error().code == why);
    return *this;
  }
  call_story& is_offered() { return does(offer{hotline, "+49 30 1"}); }
  call_story& rings() { return is_offered().does(alert{ann}); }
  call_story& talks() { return rings().does(answer{ann}); }
  [[nodiscard]] std::string phase() const {
    return std::string{to_string(name_of(s.phase))};
  }
};

TEST(call, begins_with_an_offer) {
  call_story c;
  c.refuses(answer{ann}, refusal_code::not_found);
  c.refuses(hang_up{}, refusal_code::not_found);
  c.is_offered();
  EXPECT_EQ(c.phase(), "queued");
  EXPECT_EQ(c.s.enqueued, noon);
  EXPECT_EQ(c.s.queue, hotline);
}

TEST(call, the_pbx_may_say_everything_twice) {
  call_story c;
  c.is_offered().ignores(offer{hotline, "+49 30 1"});
  c.does(alert{ann}).ignores(alert{ann});
  c.does(answer{ann}).ignores(answer{ann}).ignores(offer{hotline, ""});
  c.does(hang_up{10s}).ignores(hang_up{10s}).ignores(answer{ann});
  c.does(finish_wrapup{}).ignores(finish_wrapup{}).ignores(hang_up{});
  c.ignores(answer{ann}).ignores(refuse{});
  EXPECT_EQ(c.phase(), "closed");
  EXPECT_EQ(c.s.revision, 5U);
}

TEST(call, contradictions_are_refused) {
  const auto no = refusal_code::not_in_this_state;
  call_story{}.is_offered().refuses(offer{queue_id{"other"}, ""}, no);
  call_story{}.rings().refuses(alert{bob}, no);
  call_story{}.talks().refuses(answer{bob}, no);
  call_story{}.talks().refuses(refuse{}, no);
  call_story{}.talks().does(hang_up{10s}).refuses(answer{bob}, no);
  call_story{}.is_offered().does(hang_up{}).refuses(answer{ann}, no);
}

TEST(call, an_unanswered_alert_returns_it_to_its_place) {
  call_story c;
  c.is_offered().after(5s).does(alert{ann});
  EXPECT_EQ(next_deadline(c.s), c.now + limits::call_alert_timeout);
  c.after(limits::call_alert_timeout - 1ms).ignores(deadline_reached{});
  c.after(1ms).does(deadline_reached{});
  EXPECT_EQ(c.phase(), "queued");
  EXPECT_EQ(c.s.enqueued, noon);
  EXPECT_TRUE(agent_of(c.s).empty());
}

TEST(call, a_refusal_counts_only_from_the_agent_it_rings_at) {
  call_story c;
  c.rings().ignores(refuse{cause::agent, bob});
  EXPECT_EQ(agent_of(c.s), ann);
  c.does(refuse{cause::agent, ann});
  EXPECT_EQ(c.phase(), "queued");
  c.ignores(refuse{cause::agent, ann});
}

TEST(call, the_pbx_may_choose_the_agent_itself) {
  call_story c;
  c.is_offered().does(answer{bob});
  EXPECT_EQ(c.phase(), "connected");
  EXPECT_EQ(agent_of(c.s), bob);
  c.refuses(alert{ann}, refusal_code::not_in_this_state);
  call_story{}.is_offered().refuses(answer{}, refusal_code::missing_field);
}

TEST(call, a_caller_who_gives_up_was_not_answered) {
  for (auto c : {call_story{}.is_offered(), call_story{}.rings()}) {
    c.does(hang_up{30s});
    EXPECT_EQ(c.s.phase, phase{closed{false}});
  }
}

TEST(call, its_own_wrapup_ends_by_time_or_by_the_agent) {
  call_story c;
  c.talks().after(1min).does(hang_up{30s});
  EXPECT_EQ(c.phase(), "wrapup");
  EXPECT_EQ(next_deadline(c.s), c.now + 30s);
  EXPECT_EQ(agent_of(c.s), ann);
  auto early = c;
  early.does(finish_wrapup{});
  EXPECT_EQ(early.s.phase, phase{closed{true}});
  c.after(29'999ms).ignores(deadline_reached{});
  c.after(1ms).does(deadline_reached{});
  EXPECT_EQ(c.s.phase, phase{closed{true}});
  call_story{}.talks().does(hang_up{}).ignores(deadline_reached{});
}

TEST(call_table, every_phase_against_every_command) {
  const std::vector<std::pair<std::string, command>> commands{
    {"offer", offer{hotline, ""}},
    {"offer, other queue", offer{queue_id{"other"}, ""}},
    {"alert", alert{ann}},
    {"alert, other agent", alert{bob}},
    {"answer", answer{ann}},
    {"answer, other agent", answer{bob}},
    {"refuse", refuse{}},
    {"refuse, other agent", refuse{cause::agent, bob}},
    {"hang_up", hang_up{}},
    {"hang_up, wrapup", hang_up{30s}},
    {"finish_wrapup", finish_wrapup{}},
    {"deadline, late", deadline_reached{}},
  };
  const std::vector<call_story> phases{
    call_story{},
    call_story{}.is_offered(),
    call_story{}.rings(),
    call_story{}.talks(),
    call_story{}.talks().does(hang_up{30s}),
    call_story{}.talks().does(hang_up{}),
    call_story{}.is_offered().does(hang_up{})};
  const auto label = [](const call_story& c) {
    if (c.s.revision == 0) {
      return std::string{"none"};
    }
    const auto* over = std::get_if<closed>(&c.s.phase);
    return over != nullptr && !over->answered ? "abandoned" : c.phase();
  };
  const auto cell = [](std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
  };
  const auto trimmed = [](std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
  };
  std::string out = "`.` refused, `=` nothing happens, `~` still there\n\n";
  auto line = cell("", 21);
  for (const auto& p : phases) {
    line += cell(label(p), 11);
  }
  out += trimmed(line);
  for (const auto& [name, c] : commands) {
    line = cell(name, 21);
    for (auto p : phases) {
      const auto before = label(p);
      p.after(1h).asks(c);
      const bool quiet = p.last.has_value() && p.last.value().empty();
      const auto after = label(p);
      line += cell(!p.last.has_value() ? "."
                   : quiet             ? "="
                   : after == before   ? "~"
                                       : after,
                   11);
    }
    out += trimmed(line);
  }
  EXPECT_TRUE(matches_golden("call_transitions.txt", out));
}

TEST(call_walk, random_calls_keep_the_rules) {
  for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
    std::mt19937_64 random{seed};
    call_story c;
    std::vector<event> all;
    for (int step = 0; step < 40; ++step) {
      const auto who = random() % 2 == 0 ? ann : bob;
      const std::vector<command> choice{offer{hotline, "c"},
                                        alert{who},
                                        answer{who},
                                        refuse{cause::agent, who},
                                        hang_up{duration{random() % 2 * 9000}},
                                        finish_wrapup{},
                                        deadline_reached{}};
      const auto before = c.s;
      c.after(duration{random() % 20'000}).asks(choice[random() % 7]);
      if (c.last.has_value()) {
        all.insert(all.end(), c.last.value().begin(), c.last.value().end());
      } else {
        ASSERT_EQ(c.s, before);
      }
      ASSERT_TRUE(!std::holds_alternative<closed>(before.phase)
                  || c.s == before)
        << "closed is final, seed " << seed;
      ASSERT_EQ(c.s.enqueued,
                before.revision == 0 ? c.s.enqueued : before.enqueued);
      ASSERT_EQ(next_deadline(c.s).has_value(),
                c.phase() == "alerting" || c.phase() == "wrapup");
    }
    state folded;
    for (const auto& e : all) {
      folded = apply(std::move(folded), e);
    }
    ASSERT_EQ(folded, c.s) << "seed " << seed;
  }
}

} // namespace
} // namespace parley::call
