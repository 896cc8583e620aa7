#include "actors/domain/supervision.hpp"

#include <algorithm>

namespace parley {

namespace {

/// What an act needs; taking over makes an agent of the supervisor.
std::vector<area> areas_of(supervisor_act act) {
  switch (act) {
  case supervisor_act::whisper:
    return {area::whisper};
  case supervisor_act::take_over:
    return {area::take_over, area::desk};
  case supervisor_act::move:
    return {area::move};
  case supervisor_act::force_status:
  case supervisor_act::force_log_out:
    return {area::force_status};
  case supervisor_act::observe:
    break;
  }
  return {};
}

} // namespace

std::optional<refusal>
act_refusal(const company& c, const agent_config& who, supervisor_act act) {
  if (act == supervisor_act::observe && !may_supervise(c, who)) {
    return refusal{refusal_code::not_permitted,
                   std::string{to_string(area::supervision)}};
  }
  for (const auto wanted : areas_of(act)) {
    if (!may(c, who, privilege::modify, wanted)) {
      return refusal{refusal_code::not_permitted,
                     std::string{to_string(wanted)}};
    }
  }
  return std::nullopt;
}

bool may_supervise(const company& c, const agent_config& who) {
  return may(c, who, privilege::view, area::supervision);
}

bool shows_chat(const company& c,
                const agent_config& who,
                const chat::state& s) {
  if (!s.queue.empty()) {
    return sees(c, who, s.queue);
  }
  const auto* services = shown_by_profile(c, who, profile_kind::services);
  return services == nullptr || services->contains(s.service.value);
}

bool shows_agent(const company& c,
                 const agent_config& who,
                 const agent_id& agent) {
  const auto found = c.agents.find(agent);
  if (found == c.agents.end()) {
    return false;
  }
  const auto* users = shown_by_profile(c, who, profile_kind::users);
  if (users != nullptr && !users->contains(agent.value)) {
    return false;
  }
  const auto* groups = shown_by_profile(c, who, profile_kind::groups);
  const auto& own = found->second.groups;
  return groups == nullptr
         || std::any_of(own.begin(), own.end(), [&](const auto& group) {
              return groups->contains(group.first.value);
            });
}

std::vector<std::string> privilege_names(const company& c,
                                         const agent_config& who) {
  std::vector<std::string> all;
  for (const auto& [what, name] : names_of<area>) {
    const auto level = privilege_of(c, who, what);
    if (level != privilege::none) {
      all.push_back(std::string{name} + ":" + std::string{to_string(level)});
    }
  }
  return all;
}

} // namespace parley
