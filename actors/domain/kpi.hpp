// What a company wants of a queue (K1): targets, and when to be alerted. A
// value; no decisions.
#ifndef PARLEY_ACTORS_DOMAIN_KPI_HPP
#define PARLEY_ACTORS_DOMAIN_KPI_HPP

#include "protocol/limits.hpp"
#include "protocol/time.hpp"

#include <optional>

namespace parley {

/// The KPI settings of one queue. A threshold that is absent alerts nobody.
struct kpi_settings {
  /// Figures are of the last so many minutes.
  duration window = limits::kpi_window_default;
  /// An item that is answered within this time is in target.
  duration answer_target = limits::answer_target_default;
  /// Alert if the service level falls below this percentage.
  std::optional<int> service_level_min;
  /// A chat that was active for longer misses its target.
  std::optional<duration> chat_time_target;
  /// An agent's line that came later misses its target.
  std::optional<duration> response_target;
  /// Alert if fewer per cent of those offered are answered.
  std::optional<int> availability_min;
  /// Alert if fewer agents are there.
  std::optional<int> agents_min;
  /// Alert if the queue is fuller than this percentage of its maximum.
  std::optional<int> queue_fill_max;
  /// How often an alert comes again while it lasts.
  duration alert_period = limits::alert_period_default;
  friend bool operator==(const kpi_settings&, const kpi_settings&) = default;
};

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_KPI_HPP
