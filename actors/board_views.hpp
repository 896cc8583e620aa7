// Rows of a supervisor's board, as one supervisor may see them (A2, Q3). Pure.
#ifndef PARLEY_ACTORS_BOARD_VIEWS_HPP
#define PARLEY_ACTORS_BOARD_VIEWS_HPP

#include "actors/views.hpp"

namespace parley::actors {

[[nodiscard]] wire::board_queue board_row(const live_queue& q,
                                          const queue_config& config);

[[nodiscard]] wire::board_agent board_row(const agent_id& id,
                                          const agent::state& a,
                                          const company& c,
                                          const agent_config& viewer);

[[nodiscard]] wire::board_session
board_row(const chat_snapshot& s, const company& c, const agent_config& viewer);

/// Of decisions that were shown by the company already.
[[nodiscard]] wire::routing_record
routing_view(const routing::decision_record& r);

} // namespace parley::actors

#endif // PARLEY_ACTORS_BOARD_VIEWS_HPP
