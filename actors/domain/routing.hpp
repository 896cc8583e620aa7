// Waiting items x agents -> proposals with their reasons (B3, B4, P5, P6, I2).
// Pure; kept up to date by small changes, so that a decision costs
// O(queues * log agents) and not a walk over all of them (G9).
#ifndef PARLEY_ACTORS_DOMAIN_ROUTING_HPP
#define PARLEY_ACTORS_DOMAIN_ROUTING_HPP

#include "actors/domain/allocation.hpp"
#include "actors/domain/blending.hpp"
#include "protocol/ids.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace parley::routing {

/// A queue as the router needs it.
struct queue_info {
  queue_id id;
  parley::channel channel = parley::channel::webchat;
  int weight = 5;
  /// P5; calls are always allocated.
  bool automatic = false;
  /// O3: the groups that serve it, first the ones to ask first.
  std::vector<group_id> groups;
  /// When a group helps out; one that is not here always serves.
  std::map<group_id, overflow> overflows = {};
  friend bool operator==(const queue_info&, const queue_info&) = default;
};

/// An agent as the router needs to know: the agent's own verdicts, cut out of
/// the agent machine by the agent's actor.
struct agent_info {
  agent_id id;
  /// Skill 1-5 per group.
  std::map<group_id, int> skills;
  /// Queues the agent's profile shows (Q3); absent: all.
  std::optional<std::set<queue_id>> queues;
  /// Tier for calls: 1 free, 2 interruptible, 3 resting, 0 none.
  int call_tier = 0;
  /// What the router may give of a channel; of calls only `held`.
  struct share {
    /// May get one of a queue whose maximum is above `held`.
    bool open = false;
    int held = 0;
    /// For queues without one of their own.
    int maximum = 0;
    friend bool operator==(const share&, const share&) = default;
  };
  std::array<share, names_of<channel>.size()> shares{};
  /// P6 last place: longest since the last allocation first.
  timestamp last_allocated;
  /// I2: longest active first among the interruptible.
  timestamp active_since;
  [[nodiscard]] share& of(channel c) {
    return shares.at(static_cast<std::size_t>(c));
  }
  [[nodiscard]] const share& of(channel c) const {
    return shares.at(static_cast<std::size_t>(c));
  }
  /// I2: items of all channels.
  [[nodiscard]] int held() const {
    int all = 0;
    for (const auto& s : shares) {
      all += s.held;
    }
    return all;
  }
  friend bool operator==(const agent_info&, const agent_info&) = default;
};

struct item {
  std::string id;
  queue_id queue;
  timestamp enqueued;
};

/// B4: why an item went to an agent, or to nobody.
struct decision_record {
  timestamp at;
  std::string item;
  queue_id queue;
  parley::channel channel = parley::channel::webchat;
  double score = 0;
  int tier = 0;
  agent_id chosen;
  struct verdict {
    agent_id agent;
    std::string why; ///< "chosen", "higher held", "not now", ...
  };
  /// At most 16, the chosen one first.
  std::vector<verdict> candidates;
};

/// An item that should be offered to an agent now.
struct proposal {
  item what;
  parley::channel channel = parley::channel::webchat;
  agent_id agent;
  decision_record why;
};

class allocator {
public:
  allocator();
  ~allocator();
  allocator(allocator&&) noexcept;
  allocator& operator=(allocator&&) noexcept;
  allocator(const allocator&) = delete;
  allocator& operator=(const allocator&) = delete;

  void set_formula(std::shared_ptr<const blending::formula> f);
  void put_queue(queue_info q, std::optional<int> webchats_per_agent);
  void remove_queue(const queue_id& q);
  /// N2, O3: an item of the queue was answered after waiting so long.
  void answered(const queue_id& q, duration waited);
  /// Enters or changes an agent; `call_tier` 0 and nothing open: not now.
  void put_agent(agent_info a);
  void remove_agent(const agent_id& a);
  void put_item(item i);
  void remove_item(const std::string& id);
  /// `agent` must not get `item` before `until` (P6).
  void
  cool_down(const std::string& item, const agent_id& agent, timestamp until);

  /// All items that can go to an agent now, in the order of their scores; an
  /// agent is proposed once. Proposed items and agents are left out of later
  /// proposals until `put_item` / `put_agent` says that they are there again,
  /// so each proposal must be answered by one of these or by `remove_item`.
  [[nodiscard]] std::vector<proposal> propose(timestamp now);

  /// When a cool-down ends or a group begins to help out (O3): either may make
  /// a proposal possible.
  [[nodiscard]] std::optional<timestamp> next_deadline() const;

  [[nodiscard]] std::size_t waiting() const noexcept;
  /// Z3: items of automatic allocation that wait beside an eligible free agent,
  /// both for longer than `since` ago.
  [[nodiscard]] std::size_t neglected(timestamp now, duration since) const;

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace parley::routing

#endif // PARLEY_ACTORS_DOMAIN_ROUTING_HPP
