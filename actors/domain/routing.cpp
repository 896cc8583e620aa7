#include "actors/domain/routing.hpp"

#include "actors/domain/expected_wait.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace parley::routing {

namespace {

constexpr std::size_t verdicts_max = 16;

/// P6's order within one group, for items of one channel.
struct chat_key {
  int skill = 0;
  int held = 0;
  timestamp last_allocated;
  agent_id agent;
  friend bool operator<(const chat_key& a, const chat_key& b) {
    return std::tuple{-a.skill, a.held, a.last_allocated, std::cref(a.agent)}
           < std::tuple{-b.skill, b.held, b.last_allocated, std::cref(b.agent)};
  }
};
struct call_key {
  int tier = 0;
  int skill = 0;
  int held = 0;
  timestamp since;
  agent_id agent;
  friend bool operator<(const call_key& a, const call_key& b) {
    return std::tuple{a.tier, -a.skill, a.held, a.since, std::cref(a.agent)}
           < std::tuple{b.tier, -b.skill, b.held, b.since, std::cref(b.agent)};
  }
};

/// The agents of one group who may get something now, best first.
struct group_index {
  /// By channel; none of calls.
  std::array<std::set<chat_key>, names_of<channel>.size()> open;
  std::set<call_key> calls;

  [[nodiscard]] std::set<chat_key>& of(channel c) {
    return open.at(static_cast<std::size_t>(c));
  }
  [[nodiscard]] const std::set<chat_key>& of(channel c) const {
    return open.at(static_cast<std::size_t>(c));
  }
};

using place = std::pair<timestamp, std::string>;

struct queue_index {
  queue_info info;
  std::optional<int> maximum;
  std::set<place> items;
  queue::expected_wait expected;
};

struct known_item {
  item what;
  /// Out on offer; not proposed again until it is put again.
  bool offered = false;
  timestamp offered_at;
  std::map<agent_id, timestamp> cooling;
};

struct known_agent {
  agent_info info;
  bool offered = false;
};

} // namespace

struct allocator::impl {
  std::shared_ptr<const blending::formula> formula
    = blending::make_formula(blending::weights{});
  std::map<queue_id, queue_index> queues;
  std::map<group_id, group_index> groups;
  std::unordered_map<agent_id, known_agent> agents;
  std::unordered_map<std::string, known_item> items;
  std::set<std::tuple<timestamp, std::string, agent_id>> cool_downs;
  /// No agent may hold more of one channel, as far as is known.
  int highest_maximum = 0;
  /// What was possible by then has been proposed.
  timestamp proposed_at = timestamp::min();

  // --- Indexes. ------------------------------------------------------------

  static chat_key key_of(const agent_info& a, channel c, int skill) {
    return {skill, a.of(c).held, a.last_allocated, a.id};
  }
  static call_key calls_of(const agent_info& a, int skill) {
    const auto since = a.call_tier == 2 ? a.active_since : a.last_allocated;
    return {a.call_tier, skill, a.held(), since, a.id};
  }

  void enter(const known_agent& k) {
    if (k.offered) {
      return;
    }
    const auto& a = k.info;
    for (const auto& [group, skill] : a.skills) {
      for (const auto& [c, name] : names_of<channel>) {
        if (c != channel::call && a.of(c).open) {
          groups[group].of(c).insert(key_of(a, c, skill));
        }
      }
      if (a.call_tier > 0) {
        groups[group].calls.insert(calls_of(a, skill));
      }
    }
  }
  void leave(const known_agent& k) {
    const auto& a = k.info;
    for (const auto& [group, skill] : a.skills) {
      auto& index = groups[group];
      for (const auto& [c, name] : names_of<channel>) {
        index.of(c).erase(key_of(a, c, skill));
      }
      index.calls.erase(calls_of(a, skill));
    }
  }
  void offer(const agent_id& id) {
    auto& k = agents.at(id);
    leave(k);
    k.offered = true;
  }

  // --- Overflow (O3). ------------------------------------------------------

  /// When the oldest item has waited for longer than `limit`.
  static std::optional<timestamp> waits_over(const queue_index& q,
                                             const overflow& o) {
    if (!o.longest_wait_over || q.items.empty()) {
      return std::nullopt;
    }
    return q.items.begin()->first + *o.longest_wait_over + duration{1};
  }

  [[nodiscard]] static bool
  serves(const queue_index& q, const group_id& group, timestamp now) {
    const auto found = q.info.overflows.find(group);
    if (found == q.info.overflows.end()) {
      return true;
    }
    const auto& o = found->second;
    if (o.length_over && std::cmp_greater(q.items.size(), *o.length_over)) {
      return true;
    }
    const auto begins = waits_over(q, o);
    if (begins && now >= *begins) {
      return true;
    }
    const auto expected = q.expected.after(duration{0});
    return o.expected_wait_over && expected
           && *expected > *o.expected_wait_over;
  }

  /// When a group begins to help out because time passes.
  [[nodiscard]] std::optional<timestamp> next_overflow() const {
    std::optional<timestamp> next;
    for (const auto& [id, q] : queues) {
      if (!is_automatic(q)) {
        continue;
      }
      for (const auto& [group, o] : q.info.overflows) {
        const auto begins = waits_over(q, o);
        if (begins && *begins > proposed_at && (!next || *begins < *next)) {
          next = begins;
        }
      }
    }
    return next;
  }

  // --- Choice. -------------------------------------------------------------

  [[nodiscard]] static bool shows(const agent_info& a, const queue_id& q) {
    return !a.queues || a.queues->contains(q);
  }
  [[nodiscard]] static bool
  cools(const known_item& i, const agent_id& a, timestamp now) {
    const auto found = i.cooling.find(a);
    return found != i.cooling.end() && now < found->second;
  }

  /// Why this agent may not get it; empty: may.
  [[nodiscard]] std::string_view verdict(const queue_index& q,
                                         const known_item& i,
                                         const agent_info& a,
                                         timestamp now) const {
    if (!shows(a, q.info.id)) {
      return "queue outside the profile";
    }
    if (cools(i, a.id, now)) {
      return "declined a moment ago";
    }
    const auto& share = a.of(q.info.channel);
    if (q.info.channel != channel::call
        && share.held >= q.maximum.value_or(share.maximum)) {
      return "holds as many as the queue allows";
    }
    return {};
  }

  static void note(decision_record* why, agent_id who, std::string_view text) {
    // The first place is the chosen one's.
    if (why != nullptr && why->candidates.size() + 1 < verdicts_max) {
      why->candidates.push_back({std::move(who), std::string{text}});
    }
  }

  /// Why `other` comes after `chosen` (P6).
  static std::string_view why_later(const chat_key& chosen,
                                    const chat_key& other) {
    if (other.skill != chosen.skill) {
      return "lower skill";
    }
    if (other.held != chosen.held) {
      return "holds more";
    }
    return other.last_allocated != chosen.last_allocated ? "allocated later"
                                                         : "tie, by id";
  }

  /// P6: the best agent of a group for an item of this queue.
  std::optional<agent_id> best(const std::set<chat_key>& keys,
                               const queue_index& q,
                               const known_item& i,
                               timestamp now,
                               decision_record* why) const {
    for (auto it = keys.begin(); it != keys.end();) {
      const auto no = verdict(q, i, agents.at(it->agent).info, now);
      if (no.empty()) {
        for (auto other = std::next(it);
             why != nullptr && other != keys.end()
             && why->candidates.size() + 1 < verdicts_max;
             ++other) {
          note(why, other->agent, why_later(*it, *other));
        }
        return it->agent;
      }
      note(why, it->agent, no);
      // Within a skill they hold more and more: if no agent may hold as many
      // as this one does, the rest of them need not be asked.
      it = it->held >= q.maximum.value_or(highest_maximum)
             ? keys.lower_bound({it->skill - 1, -1, timestamp::min(), {}})
             : std::next(it);
    }
    return std::nullopt;
  }

  std::optional<agent_id> choose(const queue_index& q,
                                 const known_item& i,
                                 timestamp now,
                                 decision_record* why) const {
    if (q.info.channel != channel::call) {
      for (const auto& group : q.info.groups) {
        const auto found = groups.find(group);
        if (found != groups.end() && serves(q, group, now)) {
          const auto& open = found->second.of(q.info.channel);
          if (auto a = best(open, q, i, now, why)) {
            return a;
          }
        }
      }
      return std::nullopt;
    }
    return choose_for_call(q, i, now, why);
  }

  /// B3: a lower tier only if the one above is empty in all groups.
  std::optional<agent_id> choose_for_call(const queue_index& q,
                                          const known_item& i,
                                          timestamp now,
                                          decision_record* why) const {
    for (int tier = 1; tier <= 3; ++tier) {
      for (const auto& group : q.info.groups) {
        const auto found = groups.find(group);
        if (found == groups.end() || !serves(q, group, now)) {
          continue;
        }
        const auto& calls = found->second.calls;
        for (auto it = calls.lower_bound(call_key{tier, 99, 0, {}, {}});
             it != calls.end() && it->tier == tier;
             ++it) {
          const auto no = verdict(q, i, agents.at(it->agent).info, now);
          if (no.empty()) {
            if (why != nullptr) {
              why->tier = tier;
            }
            return it->agent;
          }
          note(why, it->agent, no);
        }
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] bool is_automatic(const queue_index& q) const {
    return q.info.automatic || q.info.channel == channel::call;
  }

  [[nodiscard]] blending::candidate candidate(const queue_index& q,
                                              const place& p) const {
    return {q.info.channel, q.info.weight, p.first, p.second};
  }

  /// The first item of a queue, from `at` on, that somebody can get. Items of
  /// one queue differ only in who declined them, so after one without any
  /// cool-down that nobody can get the rest need not be asked.
  std::optional<std::pair<place, agent_id>> servable(const queue_index& q,
                                                     timestamp now) const {
    for (const auto& p : q.items) {
      const auto& i = items.at(p.second);
      if (i.offered) {
        continue;
      }
      if (auto a = choose(q, i, now, nullptr)) {
        return std::pair{p, *a};
      }
      if (i.cooling.empty()) {
        break;
      }
    }
    return std::nullopt;
  }

  proposal make(const queue_index& q, const place& p, timestamp now) const {
    const auto& i = items.at(p.second);
    proposal result;
    result.what = i.what;
    result.channel = q.info.channel;
    auto& why = result.why;
    why.at = now;
    why.item = p.second;
    why.queue = q.info.id;
    why.channel = q.info.channel;
    why.score = formula->score(candidate(q, p), now);
    if (auto a = choose(q, i, now, &why)) {
      result.agent = *a;
      why.chosen = *a;
      why.candidates.insert(why.candidates.begin(), {*a, "chosen"});
    }
    return result;
  }
};

allocator::allocator() : impl_{new impl} {}
allocator::~allocator() = default;
allocator::allocator(allocator&&) noexcept = default;
allocator& allocator::operator=(allocator&&) noexcept = default;

void allocator::set_formula(std::shared_ptr<const blending::formula> f) {
  impl_->formula = std::move(f);
}

void allocator::put_queue(queue_info q, std::optional<int> webchats_per_agent) {
  auto& index = impl_->queues[q.id];
  index.info = std::move(q);
  index.maximum = webchats_per_agent;
}

void allocator::remove_queue(const queue_id& q) {
  const auto found = impl_->queues.find(q);
  if (found == impl_->queues.end()) {
    return;
  }
  const auto items = found->second.items;
  for (const auto& p : items) {
    remove_item(p.second);
  }
  impl_->queues.erase(found);
}

void allocator::answered(const queue_id& q, duration waited) {
  const auto found = impl_->queues.find(q);
  if (found != impl_->queues.end()) {
    found->second.expected.answered(waited);
  }
}

void allocator::put_agent(agent_info a) {
  auto& k = impl_->agents[a.id];
  if (!k.info.id.empty()) {
    impl_->leave(k);
  }
  k.info = std::move(a);
  k.offered = false;
  for (const auto& share : k.info.shares) {
    impl_->highest_maximum = std::max(impl_->highest_maximum, share.maximum);
  }
  impl_->enter(k);
}

void allocator::remove_agent(const agent_id& a) {
  const auto found = impl_->agents.find(a);
  if (found != impl_->agents.end()) {
    impl_->leave(found->second);
    impl_->agents.erase(found);
  }
}

void allocator::put_item(item i) {
  const auto queue = impl_->queues.find(i.queue);
  if (queue == impl_->queues.end()) {
    remove_item(i.id);
    return;
  }
  auto& k = impl_->items[i.id];
  if (!k.what.id.empty()) {
    impl_->queues.at(k.what.queue).items.erase({k.what.enqueued, i.id});
  }
  queue->second.items.insert({i.enqueued, i.id});
  k.what = std::move(i);
  k.offered = false;
}

void allocator::remove_item(const std::string& id) {
  const auto found = impl_->items.find(id);
  if (found == impl_->items.end()) {
    return;
  }
  const auto& what = found->second.what;
  impl_->queues.at(what.queue).items.erase({what.enqueued, id});
  for (const auto& [agent, until] : found->second.cooling) {
    impl_->cool_downs.erase({until, id, agent});
  }
  impl_->items.erase(found);
}

void allocator::cool_down(const std::string& id,
                          const agent_id& agent,
                          timestamp until) {
  const auto found = impl_->items.find(id);
  if (found == impl_->items.end()) {
    return;
  }
  auto& cooling = found->second.cooling;
  const auto old = cooling.find(agent);
  if (old != cooling.end()) {
    impl_->cool_downs.erase({old->second, id, agent});
  }
  cooling[agent] = until;
  impl_->cool_downs.insert({until, id, agent});
}

std::vector<proposal> allocator::propose(timestamp now) {
  auto& r = *impl_;
  r.proposed_at = std::max(r.proposed_at, now);
  while (!r.cool_downs.empty() && std::get<0>(*r.cool_downs.begin()) <= now) {
    const auto [until, id, agent] = *r.cool_downs.begin();
    r.cool_downs.erase(r.cool_downs.begin());
    r.items.at(id).cooling.erase(agent);
  }
  std::vector<proposal> result;
  for (;;) {
    const queue_index* best = nullptr;
    place at;
    for (const auto& [id, q] : r.queues) {
      if (!r.is_automatic(q) || q.items.empty()) {
        continue;
      }
      const auto found = r.servable(q, now);
      if (found
          && (best == nullptr
              || r.formula->before(
                r.candidate(q, found->first), r.candidate(*best, at), now))) {
        best = &q;
        at = found->first;
      }
    }
    if (best == nullptr) {
      return result;
    }
    result.push_back(r.make(*best, at, now));
    auto& offered = r.items.at(at.second);
    offered.offered = true;
    offered.offered_at = now;
    r.offer(result.back().agent);
  }
}

std::optional<timestamp> allocator::next_deadline() const {
  auto next = impl_->next_overflow();
  if (!impl_->cool_downs.empty()) {
    const auto ends = std::get<0>(*impl_->cool_downs.begin());
    next = next ? std::min(*next, ends) : ends;
  }
  return next;
}

std::size_t allocator::waiting() const noexcept {
  return impl_->items.size();
}

std::size_t allocator::neglected(timestamp now, duration since) const {
  std::size_t n = 0;
  for (const auto& [id, q] : impl_->queues) {
    if (!impl_->is_automatic(q)) {
      continue;
    }
    bool somebody = true;
    for (const auto& p : q.items) {
      if (now - p.first < since) {
        break;
      }
      const auto& i = impl_->items.at(p.second);
      if (i.offered) {
        // An offer that nobody answers is neglect, too.
        n += now - i.offered_at >= since ? 1 : 0;
      } else if (somebody || !i.cooling.empty()) {
        const bool could = impl_->choose(q, i, now, nullptr).has_value();
        n += could ? 1 : 0;
        // The same holds for all behind it that nobody declined.
        somebody = could || !i.cooling.empty();
      }
    }
  }
  return n;
}

} // namespace parley::routing
