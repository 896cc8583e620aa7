// The two companies of a simulation: every kind of queue, small limits, and the
// same names in both, so that what leaks from one to the other shows.
#ifndef PARLEY_TESTS_SIMULATION_COMPANIES_HPP
#define PARLEY_TESTS_SIMULATION_COMPANIES_HPP

#include "actors/domain/company.hpp"

#include <vector>

namespace parley::simulation {

[[nodiscard]] std::vector<company> two_companies();

/// How many webchats this agent may hold to get one of this queue (P4).
[[nodiscard]] int
limit_of(const company& c, const agent_id& agent, const queue_id& queue);

} // namespace parley::simulation

#endif // PARLEY_TESTS_SIMULATION_COMPANIES_HPP
