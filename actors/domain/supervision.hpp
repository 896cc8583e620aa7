// What a supervisor may see and do (A2, L3): the one place that decides it,
// from rights and profiles. Pure.
#ifndef PARLEY_ACTORS_DOMAIN_SUPERVISION_HPP
#define PARLEY_ACTORS_DOMAIN_SUPERVISION_HPP

#include "actors/domain/chat_session.hpp"
#include "actors/domain/company.hpp"

#include <optional>
#include <string>
#include <vector>

namespace parley {

/// Why `who` may not do this at all; absent: the privilege is there. What it is
/// done to must be shown as well.
[[nodiscard]] std::optional<refusal>
act_refusal(const company& c, const agent_config& who, supervisor_act act);

/// May `who` look at live queues, agents and sessions?
[[nodiscard]] bool may_supervise(const company& c, const agent_config& who);

/// Q3: does the profile show this chat? By its queue; while it is in its flow
/// by its service.
[[nodiscard]] bool
shows_chat(const company& c, const agent_config& who, const chat::state& s);

/// Does the profile for users show this agent, and that for groups one of the
/// agent's groups?
[[nodiscard]] bool
shows_agent(const company& c, const agent_config& who, const agent_id& agent);

/// All that `who` may do, as `area:view` or `area:modify`.
[[nodiscard]] std::vector<std::string> privilege_names(const company& c,
                                                       const agent_config& who);

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_SUPERVISION_HPP
