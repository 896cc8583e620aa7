// The configuration of a company as one immutable value with a version (4.18),
// its validation, and who may see what. Pure.
#ifndef PARLEY_ACTORS_DOMAIN_COMPANY_HPP
#define PARLEY_ACTORS_DOMAIN_COMPANY_HPP

#include "actors/domain/blending.hpp"
#include "actors/domain/chat_queue.hpp"
#include "actors/domain/flow.hpp"
#include "actors/domain/policy.hpp"
#include "protocol/ids.hpp"
#include "protocol/limits.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace parley {

struct queue_config {
  queue_id id;
  std::string name;
  parley::channel channel = parley::channel::webchat;
  int weight = 5;
  bool automatic = false;
  std::vector<group_id> groups;
  /// P4; absent: the company's counts.
  std::optional<int> webchats_per_agent_max;
  queue::settings waiting;
  chat_policy policy;
  /// Of calls of this queue.
  duration call_wrapup = limits::call_wrapup_default;
  friend bool operator==(const queue_config&, const queue_config&) = default;
};

struct agent_config {
  agent_id id;
  /// What the person types to log in; unique in the company.
  std::string login;
  std::string name;
  /// Skill 1-5 per group.
  std::map<group_id, int> groups;
  std::optional<int> webchats_max;
  /// Q3: absent: all queues.
  std::optional<std::set<queue_id>> queues;
  friend bool operator==(const agent_config&, const agent_config&) = default;
};

struct service_config {
  service_id id;
  std::string name;
  /// O2: public, in the page's snippet.
  std::string token;
  flow_id flow;
  /// Exact origins (`https://www.example.com`); W5. Empty: none.
  std::vector<std::string> origins;
  /// T5: text after closing starts a new, linked session; else it is refused.
  bool reopen_after_close = true;
  friend bool operator==(const service_config&, const service_config&)
    = default;
};

struct break_reason {
  break_reason_id id;
  std::string name;
  bool productive = false;
  bool interruptible = false;
  friend bool operator==(const break_reason&, const break_reason&) = default;
};

struct classification {
  classification_id id;
  std::string name;
  friend bool operator==(const classification&, const classification&)
    = default;
};

struct company {
  company_id id;
  std::string name;
  std::uint64_t version = 0;
  std::map<group_id, std::string> groups;
  std::map<queue_id, queue_config> queues;
  std::map<agent_id, agent_config> agents;
  std::map<service_id, service_config> services;
  std::map<flow_id, flow::graph> flows;
  std::map<break_reason_id, break_reason> break_reasons;
  std::map<classification_id, classification> classifications;
  blending::weights weights;
  int webchats_per_agent_max = limits::webchats_per_agent_default;
  duration agent_grace = limits::agent_grace_default;
  duration customer_grace = limits::customer_grace_default;
  /// I5: resume at hang-up already, not after the call's wrapup.
  bool resume_at_hang_up = false;
  /// Secret of the telephony port (HMAC-SHA256 key), hexadecimal.
  std::string telephony_secret;
  friend bool operator==(const company&, const company&) = default;
};

using company_ptr = std::shared_ptr<const company>;

/// @returns what is wrong, a sentence each, with the path of the value.
[[nodiscard]] std::vector<std::string> validate(const company& c);

/// @returns the service of a public token, or null.
[[nodiscard]] const service_config* service_of(const company& c,
                                               const std::string& token);
/// Q3: does the agent's profile show this queue, and may the agent serve it?
[[nodiscard]] bool sees(const agent_config& a, const queue_id& q);
[[nodiscard]] bool serves(const agent_config& a, const queue_config& q);

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_COMPANY_HPP
