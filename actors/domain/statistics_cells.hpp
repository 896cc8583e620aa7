// The inside of the fold, shared by its two files: what it keeps of queues,
// agents, flows and open items.
#ifndef PARLEY_ACTORS_DOMAIN_STATISTICS_CELLS_HPP
#define PARLEY_ACTORS_DOMAIN_STATISTICS_CELLS_HPP

#include "actors/domain/statistics.hpp"
#include "actors/domain/timeline.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <unordered_map>

namespace parley::statistics {

// Levels of a queue; the first one's peak is of interest.
enum queue_level : std::size_t { waiting, alerting, active, wrapup, parked };
inline constexpr std::size_t queue_levels = 5;

struct queue_measure {
  void operator()(const std::array<std::int32_t, queue_levels>& at,
                  std::int64_t ms,
                  std::array<std::int64_t, queue_levels>& to) const {
    for (std::size_t i = 0; i < queue_levels; ++i) {
      to[i] += at[i] * ms;
    }
  }
};

// Levels of an agent: what is open and in which phase, and presence.
enum agent_level : std::size_t {
  opened,
  handling,
  writing_up,
  set_aside,
  present,
  away,
  resting,
  resting_well,
};
inline constexpr std::size_t agent_levels = 8;
enum agent_sum : std::size_t {
  sum_logged_in,
  sum_available,
  sum_busy,
  sum_resting,
  sum_resting_productive,
  sum_lost,
  sum_active,
  sum_wrapup,
  sum_parked,
  sum_items,
};
inline constexpr std::size_t agent_sums = 10;

struct agent_measure {
  void operator()(const std::array<std::int32_t, agent_levels>& at,
                  std::int64_t ms,
                  std::array<std::int64_t, agent_sums>& to) const {
    const bool busy = at[handling] + at[writing_up] > 0;
    const bool here = at[present] > 0;
    const bool lost = !here && at[away] > 0;
    const auto add = [&](std::size_t sum, bool counts) {
      to[sum] += counts ? ms : 0;
    };
    add(sum_logged_in, here || lost);
    add(sum_busy, busy);
    add(sum_lost, lost && !busy);
    add(sum_resting, here && !busy && at[resting] > 0);
    add(sum_resting_productive, here && !busy && at[resting_well] > 0);
    add(sum_available, here && !busy && at[resting] <= 0);
    to[sum_active] += at[handling] * ms;
    to[sum_wrapup] += at[writing_up] * ms;
    to[sum_parked] += at[set_aside] * ms;
    to[sum_items] += busy ? at[opened] * ms : 0;
  }
};

struct flow_measure {
  void operator()(const std::array<std::int32_t, 1>& at,
                  std::int64_t ms,
                  std::array<std::int64_t, 1>& to) const {
    to[0] += at[0] * ms;
  }
};

using queue_timeline = timeline<queue_levels, queue_levels, queue_measure>;
using agent_timeline = timeline<agent_levels, agent_sums, agent_measure>;
using flow_timeline = timeline<1, 1, flow_measure>;

struct queue_cell {
  explicit queue_cell(duration bucket) : counts{bucket}, levels{bucket} {}
  tallies<queue_counts> counts;
  queue_timeline levels;
  kpi_settings targets;
  /// What waits, since when.
  std::set<std::pair<timestamp, std::string>> line;
};

struct agent_cell {
  explicit agent_cell(duration bucket) : counts{bucket}, levels{bucket} {}
  tallies<agent_counts> counts;
  agent_timeline levels;
};

struct flow_cell {
  explicit flow_cell(duration bucket) : counts{bucket}, levels{bucket} {}
  tallies<flow_counts> counts;
  flow_timeline levels;
};

/// A queue that an item came into, and whether it was answered there.
struct visit {
  queue_cell* queue = nullptr;
  bool answered = false;
};

/// What is remembered of a chat or call while it is open.
struct item {
  flow_cell* flow = nullptr;
  queue_cell* queue = nullptr;
  agent_cell* agent = nullptr;
  phase_name phase = phase_name::closed;
  timestamp since;
  timestamp enqueued;
  std::vector<visit> visits;
  /// First activation since it came into its queue.
  std::optional<timestamp> activated;
  /// The customer's oldest line that no agent has answered.
  std::optional<timestamp> unanswered;
  std::int64_t active_ms = 0;
  bool responded = false;
  /// Whether its agent has opened it.
  bool is_opened = false;
  bool offered = false;
  bool answered = false;
  bool classified = false;
  bool abusive = false;
};

/// @returns the cell of an id; made if there is none yet.
template <class Map, class Id>
auto& cell_of(Map& cells, const Id& id, duration bucket) {
  auto found = cells.find(id);
  if (found == cells.end()) {
    found = cells.try_emplace(id, bucket).first;
  }
  return found->second;
}

struct fold::impl {
  explicit impl(const statistics::settings& s) : is{s}, company{s.bucket} {}

  statistics::settings is;
  std::map<queue_id, queue_cell> queues;
  std::map<agent_id, agent_cell> agents;
  std::map<flow_id, flow_cell> flows;
  queue_cell company;
  std::unordered_map<chat_id, item> chats;
  std::unordered_map<call_id, item> calls;
  timestamp newest;
  /// When memory was last looked through.
  timestamp swept;
  bool holding = false;

  queue_cell& queue(const queue_id& id) {
    return cell_of(queues, id, is.bucket);
  }

  void sees(timestamp at) {
    newest = std::max(newest, at);
    if (!holding
        && newest - swept
             >= std::max(is.bucket, limits::statistics_settled_after)) {
      sweep();
    }
  }

  template <class Levels>
  void change(Levels& levels, timestamp at, std::size_t level, int by) const {
    levels.change(at, level, by);
    if (!holding && levels.unsettled() > limits::statistics_changes_max) {
      levels.settle_half();
    }
  }

  /// By the time that passes, not per event.
  void sweep() {
    swept = newest;
    const auto settled = newest - limits::statistics_settled_after;
    const auto sweep_one = [&](auto& cell) {
      cell.levels.settle(settled);
      if (is.keep) {
        const auto until
          = start_of(index_of(newest - *is.keep, is.bucket), is.bucket);
        cell.counts.forget(until);
        cell.levels.forget(until);
      }
    };
    sweep_one(company);
    const auto sweep_all = [&](auto& cells) {
      for (auto& [id, cell] : cells) {
        sweep_one(cell);
      }
    };
    sweep_all(queues);
    sweep_all(agents);
    sweep_all(flows);
  }
};

} // namespace parley::statistics

#endif // PARLEY_ACTORS_DOMAIN_STATISTICS_CELLS_HPP
