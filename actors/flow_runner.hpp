// What a chat session needs to run its flow (F1): what the flow may look at,
// and what its effects ask of the session's machine. Knows no actor.
#ifndef PARLEY_ACTORS_FLOW_RUNNER_HPP
#define PARLEY_ACTORS_FLOW_RUNNER_HPP

#include "actors/domain/chat_session.hpp"
#include "actors/domain/company.hpp"
#include "actors/domain/flow.hpp"
#include "actors/web_requester.hpp"

#include <optional>
#include <string>
#include <vector>

namespace parley::actors {

/// The version that the chat began with, or null: it is not there any more.
[[nodiscard]] const flow::graph* graph_of(const company& c,
                                          const chat::state& s);
/// The node where the chat stands, or null.
[[nodiscard]] const flow::node* node_of(const flow::graph* g,
                                        const chat::state& s);
[[nodiscard]] flow::place place_of(const chat::state& s);

/// Looks into `c` and is to be used at once.
[[nodiscard]] flow::surroundings
surroundings_of(const company& c, const chat::state& s, timestamp now);

/// The effects as commands, in order.
[[nodiscard]] std::vector<chat::request>
commands_of(const std::vector<flow::effect>& effects);
/// As many lines as a flow may write in one chat, else it has failed.
[[nodiscard]] std::vector<flow::effect>
within_bounds(std::vector<flow::effect> effects, const chat::state& s);

[[nodiscard]] web_request request_of(const flow::fetch& e,
                                     const company_id& company);

/// What the customer's page shows beside the lines.
struct flow_view {
  std::vector<std::string> menu;
  bool form = false;
};
[[nodiscard]] flow_view flow_view_of(const company& c, const chat::state& s);

} // namespace parley::actors

#endif // PARLEY_ACTORS_FLOW_RUNNER_HPP
