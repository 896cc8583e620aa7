// What a company lets its queues do: the settings that the machines are given
// with each command. A value; no decisions.
#ifndef PARLEY_ACTORS_DOMAIN_POLICY_HPP
#define PARLEY_ACTORS_DOMAIN_POLICY_HPP

#include "protocol/ids.hpp"
#include "protocol/limits.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <optional>
#include <string>
#include <vector>

namespace parley {

/// The settings of one queue that govern its chat sessions (Q1).
struct chat_policy {
  bool wrapup_on = true;
  wrapup_mode mode = wrapup_mode::optional;
  duration wrapup_time = limits::wrapup_default;
  duration extension_time = limits::extension_default;
  int extensions = limits::extensions_default;
  bool classification_required = false;
  std::vector<classification_id> classifications;
  /// Off if absent.
  std::optional<duration> alert_timeout;
  /// Off if absent.
  std::optional<duration> queue_timeout;
  /// I6; empty: the customer is not told.
  std::string interruption_notice;
  /// Ends a chat whose customer says nothing, if it is not parked; off if
  /// absent. The customer is warned before, with `inactivity_warning`.
  std::optional<duration> inactivity_timeout = {};
  std::string inactivity_warning
    = "Are you still there? This chat will be closed soon.";
  friend bool operator==(const chat_policy&, const chat_policy&) = default;
};

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_POLICY_HPP
