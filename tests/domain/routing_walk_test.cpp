// The allocator compared with one that looks at everything for every item, on
// random agents, queues and items; and its speed in steps, not in seconds.
#include "actors/domain/routing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace parley::routing {
namespace {

using namespace std::chrono_literals;

constexpr timestamp noon = from_unix_ms(1'700'000'000'000);

/// All there is, and the rules of B3, P5, P6 and I2 word by word.
struct plain_router {
  blending::weights weights;
  std::map<queue_id, std::pair<queue_info, std::optional<int>>> queues;
  std::map<agent_id, agent_info> agents;
  std::map<std::string, item> items;
  std::map<std::pair<std::string, agent_id>, timestamp> cooling;
  /// N2, for O3: how long those who were answered have waited.
  std::map<queue_id, double> expected;

  void answered(const queue_id& q, duration waited) {
    const auto sample = static_cast<double>(waited.count());
    const auto known = expected.find(q);
    expected[q]
      = known == expected.end() ? sample : 0.9 * known->second + 0.1 * sample;
  }

  /// O3 word by word; `all` is what waits, on offer or not.
  [[nodiscard]] bool serves(const queue_info& q,
                            const group_id& group,
                            const std::map<std::string, item>& all,
                            timestamp now) const {
    const auto found = q.overflows.find(group);
    if (found == q.overflows.end()) {
      return true;
    }
    int length = 0;
    duration longest{-1};
    for (const auto& [id, i] : all) {
      if (i.queue == q.id) {
        ++length;
        longest = std::max(longest, now - i.enqueued);
      }
    }
    const auto& o = found->second;
    const auto wait = expected.find(q.id);
    return (o.length_over && length > *o.length_over)
           || (o.longest_wait_over && length > 0
               && longest > *o.longest_wait_over)
           || (o.expected_wait_over && wait != expected.end()
               && duration{static_cast<long long>(wait->second)}
                    > *o.expected_wait_over);
  }

  [[nodiscard]] std::vector<item> in_order(timestamp now) const {
    std::vector<item> all;
    for (const auto& [id, i] : items) {
      const auto& q = queues.at(i.queue).first;
      if (q.automatic || q.channel == channel::call) {
        all.push_back(i);
      }
    }
    const auto candidate = [&](const item& i) {
      const auto& q = queues.at(i.queue).first;
      return blending::candidate{q.channel, q.weight, i.enqueued, i.id};
    };
    std::sort(all.begin(), all.end(), [&](const item& a, const item& b) {
      return blending::before(candidate(a), candidate(b), weights, now);
    });
    return all;
  }

  [[nodiscard]] bool may(const agent_info& a,
                         const item& i,
                         const group_id& group,
                         int tier,
                         timestamp now) const {
    const auto& [q, maximum] = queues.at(i.queue);
    const auto declined = cooling.find({i.id, a.id});
    if (!a.skills.contains(group) || (a.queues && !a.queues->contains(q.id))
        || (declined != cooling.end() && now < declined->second)) {
      return false;
    }
    if (q.channel == channel::call) {
      return a.call_tier == tier;
    }
    const auto& share = a.of(q.channel);
    return share.open && share.held < maximum.value_or(share.maximum);
  }

  /// The best of a group; for calls of tier 2 who talks longest.
  [[nodiscard]] std::optional<agent_id>
  best(const item& i, const group_id& group, int tier, timestamp now) const {
    const agent_info* chosen = nullptr;
    const bool talking = tier == 2;
    const auto of = queues.at(i.queue).first.channel;
    const auto rank = [&](const agent_info& a) {
      return std::tuple{-a.skills.at(group),
                        of == channel::call ? a.held() : a.of(of).held,
                        talking ? a.active_since : a.last_allocated,
                        a.id};
    };
    for (const auto& [id, a] : agents) {
      if (may(a, i, group, tier, now)
          && (chosen == nullptr || rank(a) < rank(*chosen))) {
        chosen = &a;
      }
    }
    return chosen != nullptr ? std::optional{chosen->id} : std::nullopt;
  }

  [[nodiscard]] std::optional<agent_id>
  choose(const item& i,
         const std::map<std::string, item>& waiting,
         timestamp now) const {
    const auto& q = queues.at(i.queue).first;
    const int tiers = q.channel == channel::call ? 3 : 1;
    for (int tier = 1; tier <= tiers; ++tier) {
      for (const auto& group : q.groups) {
        if (!serves(q, group, waiting, now)) {
          continue;
        }
        if (auto a = best(i, group, tier, now)) {
          return a;
        }
      }
    }
    return std::nullopt;
  }

  /// B3 word by word; takes out what it proposes.
  std::vector<std::pair<std::string, agent_id>> propose(timestamp now) {
    std::vector<std::pair<std::string, agent_id>> all;
    const auto waiting = items;
    for (const auto& i : in_order(now)) {
      if (auto a = choose(i, waiting, now)) {
        all.emplace_back(i.id, *a);
        agents.erase(*a);
        items.erase(i.id);
      }
    }
    return all;
  }
};

using generator = std::mt19937;

std::string numbered(const char* kind, unsigned long n) {
  return kind + std::to_string(n);
}

agent_info random_agent(generator& random) {
  agent_info a;
  a.id = agent_id{numbered("a", random() % 12)};
  for (unsigned g = 0; g < 3; ++g) {
    if (random() % 2 == 0) {
      a.skills[group_id{numbered("g", g)}] = static_cast<int>(1 + random() % 3);
    }
  }
  if (random() % 4 == 0) {
    a.queues = {queue_id{numbered("q", random() % 5)},
                queue_id{numbered("q", random() % 5)}};
  }
  a.call_tier = static_cast<int>(random() % 4);
  for (const auto c : {channel::webchat, channel::work_item}) {
    a.of(c) = {random() % 3 != 0,
               static_cast<int>(random() % 5),
               static_cast<int>(1 + random() % 5)};
  }
  a.last_allocated = noon - duration{random() % 3 * 1000};
  a.active_since = noon - duration{random() % 3 * 1000};
  return a;
}

queue_info random_queue(generator& random, unsigned n) {
  queue_info q;
  q.id = queue_id{numbered("q", n)};
  const std::array channels{
    channel::call, channel::webchat, channel::webchat, channel::work_item};
  q.channel = channels.at(random() % channels.size());
  q.weight = static_cast<int>(random() % 3 * 5);
  q.automatic = random() % 4 != 0;
  for (unsigned g = 0; g < 3; ++g) {
    if (random() % 2 == 0) {
      q.groups.emplace_back(numbered("g", g));
    }
  }
  std::shuffle(q.groups.begin(), q.groups.end(), random);
  for (std::size_t g = 1; g < q.groups.size(); ++g) {
    auto& o = q.overflows[q.groups[g]];
    switch (random() % 4) {
    case 0:
      o.length_over = static_cast<int>(random() % 5);
      break;
    case 1:
      o.longest_wait_over = duration{random() % 300'000};
      break;
    case 2:
      o.expected_wait_over = duration{random() % 60'000};
      break;
    default:
      q.overflows.erase(q.groups[g]);
    }
  }
  return q;
}

/// The real one and the plain one, told the same.
struct both {
  allocator real;
  plain_router plain;

  void put_queue(const queue_info& q, std::optional<int> maximum) {
    real.put_queue(q, maximum);
    plain.queues[q.id] = {q, maximum};
  }
  void put_agent(const agent_info& a) {
    real.put_agent(a);
    plain.agents[a.id] = a;
  }
  void remove_agent(const agent_id& a) {
    real.remove_agent(a);
    plain.agents.erase(a);
  }
  void put_item(const item& i) {
    real.put_item(i);
    plain.items[i.id] = i;
  }
  void remove_item(const std::string& id) {
    real.remove_item(id);
    plain.items.erase(id);
    std::erase_if(plain.cooling,
                  [&](const auto& c) { return c.first.first == id; });
  }
  /// Only of what waits: a cool-down of an unknown item is nothing.
  void cool_down(const std::string& id, const agent_id& a, timestamp until) {
    real.cool_down(id, a, until);
    plain.cooling[{id, a}] = until;
  }
};

void change_something(both& r, generator& random, timestamp now) {
  const auto id = numbered("i", random() % 15);
  switch (random() % 9) {
  case 8: {
    const queue_id q{numbered("q", random() % 5)};
    const duration waited{random() % 120'000};
    r.real.answered(q, waited);
    r.plain.answered(q, waited);
    break;
  }
  case 0:
    r.remove_agent(agent_id{numbered("a", random() % 12)});
    break;
  case 1:
    r.remove_item(id);
    break;
  case 2:
    if (r.plain.items.contains(id)) {
      r.cool_down(id,
                  agent_id{numbered("a", random() % 12)},
                  now + duration{random() % 4000});
    }
    break;
  case 3:
  case 4:
    r.put_agent(random_agent(random));
    break;
  default:
    r.put_item({id,
                queue_id{numbered("q", random() % 5)},
                now - duration{random() % 4 * 100'000}});
  }
}

void change_some(both& r, generator& random, timestamp now) {
  for (auto changes = random() % 6; changes > 0; --changes) {
    change_something(r, random, now);
  }
}

/// One round of both routers. @returns how many proposals there were.
std::size_t propose_by_both(both& r, generator& random, timestamp now) {
  // What was refused on the way is put again, as the shell does.
  std::vector<std::pair<std::string, agent_id>> real;
  const auto items_before = r.plain.items;
  const auto agents_before = r.plain.agents;
  for (const auto& p : r.real.propose(now)) {
    real.emplace_back(p.what.id, p.agent);
    EXPECT_EQ(p.why.chosen, p.agent);
    EXPECT_EQ(p.why.candidates.front().agent, p.agent);
  }
  EXPECT_EQ(real, r.plain.propose(now));
  // O3: what begins by time alone is announced, and nothing that has begun.
  if (const auto next = r.real.next_deadline()) {
    EXPECT_GT(*next, now);
  }
  // B3: nothing that could go to somebody is left.
  EXPECT_EQ(r.real.neglected(now, 1h), 0U);
  for (const auto& [id, agent] : real) {
    if (random() % 2 == 0) {
      r.remove_item(id);
    } else {
      r.put_item(items_before.at(id));
    }
    r.put_agent(agents_before.at(agent));
  }
  return real.size();
}

TEST(allocator_walk, agrees_with_a_plain_router_on_random_companies) {
  std::size_t proposals = 0;
  for (unsigned seed = 0; seed < 300; ++seed) {
    generator random{seed};
    both r;
    if (random() % 2 == 0) {
      r.plain.weights.priority = {2, 1, 1, 0};
      r.real.set_formula(blending::make_formula(r.plain.weights));
    }
    for (unsigned n = 0; n < 5; ++n) {
      r.put_queue(random_queue(random, n),
                  random() % 2 == 0
                    ? std::optional{static_cast<int>(1 + random() % 4)}
                    : std::nullopt);
    }
    auto now = noon;
    for (int step = 0; step < 80; ++step) {
      now += duration{random() % 500};
      change_some(r, random, now);
      proposals += propose_by_both(r, random, now);
      ASSERT_FALSE(::testing::Test::HasFailure())
        << "seed " << seed << " step " << step;
    }
  }
  EXPECT_GT(proposals, 5'000U);
}

TEST(allocator_walk, B3_the_same_input_gives_the_same_allocations) {
  // Nor does it matter in which order the queues were heard of.
  const auto life = [](unsigned seed, bool turned) {
    generator random{seed};
    both r;
    std::vector<queue_info> queues;
    for (unsigned n = 0; n < 5; ++n) {
      queues.push_back(random_queue(random, n));
    }
    if (turned) {
      std::reverse(queues.begin(), queues.end());
    }
    for (const auto& q : queues) {
      r.put_queue(q, 3);
    }
    std::string text;
    auto now = noon;
    for (int step = 0; step < 60; ++step) {
      now += duration{random() % 5000};
      change_something(r, random, now);
      for (const auto& p : r.real.propose(now)) {
        text += p.what.id + ">" + p.agent.value + " ";
      }
    }
    return text;
  };
  std::size_t said = 0;
  for (unsigned seed = 0; seed < 50; ++seed) {
    const auto first = life(seed, false);
    EXPECT_EQ(first, life(seed, false)) << seed;
    EXPECT_EQ(first, life(seed, true)) << seed;
    said += first.size();
  }
  EXPECT_GT(said, 1'000U) << "nothing was allocated";
}

/// One round: each proposal is within the agent's capacity and in the score's
/// order, and is done.
void expect_capacity_and_order(both& r, timestamp now) {
  const auto before = r.plain;
  std::optional<blending::candidate> last;
  for (const auto& p : r.real.propose(now)) {
    const auto& [q, maximum] = before.queues.at(p.what.queue);
    const auto& share = before.agents.at(p.agent).of(q.channel);
    if (q.channel != channel::call) {
      ASSERT_LT(share.held, *maximum);
    }
    const blending::candidate c{
      q.channel, q.weight, p.what.enqueued, p.what.id};
    ASSERT_TRUE(!last || blending::before(*last, c, before.weights, now));
    last = c;
    r.remove_item(p.what.id);
    auto a = before.agents.at(p.agent);
    ++a.of(q.channel).held;
    a.call_tier = q.channel == channel::call ? 0 : a.call_tier;
    r.put_agent(a);
  }
}

/// What the changed agents could get now follows at once.
void follow_up(both& r, timestamp now) {
  for (auto more = r.real.propose(now); !more.empty();
       more = r.real.propose(now)) {
    for (const auto& p : more) {
      r.remove_item(p.what.id);
      r.remove_agent(p.agent);
    }
  }
}

TEST(allocator_walk, P4_B1_capacity_and_order_hold_and_nobody_is_neglected) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    generator random{seed};
    both r;
    for (unsigned n = 0; n < 5; ++n) {
      r.put_queue(random_queue(random, n), static_cast<int>(1 + random() % 4));
    }
    auto now = noon;
    for (int step = 0; step < 80; ++step) {
      now += duration{random() % 2000};
      change_some(r, random, now);
      ASSERT_NO_FATAL_FAILURE(expect_capacity_and_order(r, now));
      follow_up(r, now);
      ASSERT_EQ(r.real.neglected(now, 0s), 0U);
    }
  }
}

TEST(allocator_walk, G9_ten_thousand_waiting_and_five_hundred_full_agents) {
  allocator r;
  const group_id all{"all"};
  queue_info q;
  q.id = queue_id{"q"};
  q.automatic = true;
  q.groups = {all};
  r.put_queue(q, std::nullopt);
  agent_info a;
  a.skills = {{all, 3}};
  a.of(channel::webchat).open = true;
  a.of(channel::webchat).maximum = 4;
  a.of(channel::webchat).held = 4;
  for (unsigned i = 0; i < 500; ++i) {
    a.id = agent_id{numbered("a", i)};
    r.put_agent(a);
  }
  // A walk over all of them per change would take minutes here.
  for (unsigned i = 0; i < 10'000; ++i) {
    r.put_item({numbered("i", i), q.id, noon + duration{i}});
    ASSERT_TRUE(r.propose(noon).empty());
  }
  for (unsigned i = 0; i < 10'000; ++i) {
    a.id = agent_id{numbered("a", i % 500)};
    a.of(channel::webchat).held = 3;
    r.put_agent(a);
    const auto proposals = r.propose(noon);
    ASSERT_EQ(proposals.size(), 1U);
    ASSERT_EQ(proposals.front().what.id, numbered("i", i));
    r.remove_item(proposals.front().what.id);
    a.of(channel::webchat).held = 4;
    r.put_agent(a);
  }
}

} // namespace
} // namespace parley::routing
