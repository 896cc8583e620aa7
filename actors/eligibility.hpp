// What the router needs to know of an agent, and which limits hold for one
// item: cut out of the agent's state and the company's configuration. Pure.
#ifndef PARLEY_ACTORS_ELIGIBILITY_HPP
#define PARLEY_ACTORS_ELIGIBILITY_HPP

#include "actors/domain/agent.hpp"
#include "actors/domain/company.hpp"
#include "actors/domain/routing.hpp"

namespace parley::actors {

/// @returns the agent as the router sees it; logged out, away or unable: no
/// tier for calls, no webchats.
[[nodiscard]] routing::agent_info to_agent_info(const agent::state& state,
                                                const agent_config& config,
                                                const company& company,
                                                timestamp now);

/// What holds for an item of `queue` that is no call (P4, I7, I8).
[[nodiscard]] agent::capacity capacity_for(const agent_config& config,
                                           const company& company,
                                           const queue_id& queue);

/// The maximum that an agent's status shows: the company's or the own one.
[[nodiscard]] int shown_maximum(const agent_config& config,
                                const company& company);

/// The router's view of a queue of a company.
[[nodiscard]] routing::queue_info to_queue_info(const queue_config& queue,
                                                const company& company);

} // namespace parley::actors

#endif // PARLEY_ACTORS_ELIGIBILITY_HPP
