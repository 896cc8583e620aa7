// Flows to begin with (F3).
#ifndef PARLEY_GATEWAY_API_FLOW_TEMPLATES_HPP
#define PARLEY_GATEWAY_API_FLOW_TEMPLATES_HPP

#include "actors/actors.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace parley::gateway {

/// JSON objects with id, name, description and graph.
[[nodiscard]] std::span<const std::string_view> flow_templates();

/// A new flow that names a `template` has its graph as draft, and its name and
/// description if it gives none. @returns the flow, or what is wrong.
[[nodiscard]] std::variant<std::string, refusal>
from_template(const std::string& text);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_API_FLOW_TEMPLATES_HPP
