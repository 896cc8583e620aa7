// What a company lets its queues do: the settings that the machines are given
// with each command. A value; no decisions.
#ifndef PARLEY_ACTORS_DOMAIN_POLICY_HPP
#define PARLEY_ACTORS_DOMAIN_POLICY_HPP

#include "protocol/ids.hpp"
#include "protocol/limits.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

/// A text by language: `de`, or `de-AT` for a part of it.
using localised_text = std::map<std::string, std::string>;

/// @returns the text for exactly this language, else for the language that it
/// is a part of, else `otherwise`.
[[nodiscard]] const std::string& in_language(const localised_text& all,
                                             std::string_view language,
                                             const std::string& otherwise);

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
  /// I6: the two texts in other languages, for customers whose page has one.
  localised_text interruption_notices = {};
  localised_text inactivity_warnings = {};
  /// C1: more than one may be filed.
  bool classification_several = true;
  /// C1: the agent's own words may be filed instead, or as well.
  bool classification_text = false;
  friend bool operator==(const chat_policy&, const chat_policy&) = default;
};

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_POLICY_HPP
