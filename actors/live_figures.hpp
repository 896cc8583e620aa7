// Messages of the statistics actor: durable events in, live figures out (K1).
#ifndef PARLEY_ACTORS_LIVE_FIGURES_HPP
#define PARLEY_ACTORS_LIVE_FIGURES_HPP

#include "actors/domain/statistics.hpp"
#include "actors/domain/timeline.hpp"
#include "storage/stream_piece.hpp"

#include <caf/all.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::actors {

struct events_told;
struct figures_pushed;
struct alert_pushed;

/// Hears what the journal has written.
using events_listener = caf::typed_actor<caf::reacts_to<events_told>>;

/// Hears how the figures of a company change.
using figures_watcher = caf::typed_actor<caf::reacts_to<figures_pushed>,
                                         caf::reacts_to<alert_pushed>>;

/// An append that is durable, and the revision of its stream after it.
struct stored_events {
  storage::append append;
  std::uint64_t revision = 0;
};
/// From the journal, after each write, in the order of writing.
struct events_told {
  std::vector<stored_events> all;
};
/// To the journal: tell the events of this company from now on.
struct listen {
  company_id company;
  events_listener to;
};
struct listening {};

/// To the history: which streams may have events since then?
struct list_streams {
  company_id company;
  timestamp since;
};
struct streams_listed {
  std::vector<storage::stream_id> streams;
  std::optional<storage::store_error> error;
};
/// Reads what figures since then need of some streams.
struct read_pieces {
  std::vector<storage::stream_id> streams;
  timestamp since;
};
struct pieces_read {
  std::vector<storage::stream_piece> pieces;
  std::optional<storage::store_error> error;
};

/// A queue now.
struct live_queue {
  queue_id id;
  std::string name;
  duration window{};
  statistics::queue_figures figures;
  /// Since when the item waits that waits longest.
  std::optional<timestamp> waiting_since;
  /// There and serving it.
  std::int64_t agents = 0;
  std::size_t length_max = 0;
  /// Thresholds that are crossed.
  std::vector<statistics::kpi> alerts;
  friend bool operator==(const live_queue&, const live_queue&) = default;
};
struct live_agent {
  agent_id id;
  bool is_there = false;
  statistics::agent_figures figures;
  friend bool operator==(const live_agent&, const live_agent&) = default;
};
struct live_flow {
  flow_id id;
  statistics::flow_figures figures;
  friend bool operator==(const live_flow&, const live_flow&) = default;
};

/// Agents, flows and the company as a whole are shown over the default window.
struct live_figures {
  timestamp at;
  /// False while the stored events of the window are still being read.
  bool is_complete = false;
  statistics::queue_figures company;
  std::vector<live_queue> queues;
  std::vector<live_agent> agents;
  std::vector<live_flow> flows;
};

/// Asks for live figures; answered with `live_figures`.
struct ask_figures {
  /// Empty: all.
  queue_id queue = {};
};

/// From now on, at most once a second: first all, then what has changed.
struct watch_figures {
  figures_watcher watcher;
};
struct unwatch_figures {
  figures_watcher watcher;
};
struct figures_pushed {
  live_figures news;
  bool is_whole = false;
};
struct alert_pushed {
  queue_id queue;
  timestamp at;
  statistics::kpi_alert alert;
};

} // namespace parley::actors

#endif // PARLEY_ACTORS_LIVE_FIGURES_HPP
