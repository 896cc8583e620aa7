// Flows as objects of a configuration, and all else of them that an API reads
// and writes as JSON (F1-F3). Knows no rights and no HTTP.
#ifndef PARLEY_STORAGE_FLOW_OBJECTS_HPP
#define PARLEY_STORAGE_FLOW_OBJECTS_HPP

#include "actors/domain/flow_rehearsal.hpp"
#include "protocol/result.hpp"
#include "storage/configuration_objects.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::storage {

// The kind of object: name, description and draft are written; what is
// published is only shown, by its number.
namespace flow_objects {

[[nodiscard]] std::vector<listed_object> list(const company& c);
[[nodiscard]] std::optional<std::string> find(const company& c,
                                              const std::string& id);
[[nodiscard]] std::optional<object_error>
put(company& c, const std::string& id, std::string_view json, write_mode how);
[[nodiscard]] bool erase(company& c, const std::string& id);
[[nodiscard]] std::string schema();
/// Without a draft, what is published is the copy's draft.
[[nodiscard]] std::optional<std::string> to_copy(const company& c,
                                                 const std::string& id);

} // namespace flow_objects

/// JSON Schema of a graph, for editors and for who writes one by hand.
[[nodiscard]] std::string flow_schema();
/// Of what a rehearsal is given and what it answers.
[[nodiscard]] std::string rehearsal_script_schema();
[[nodiscard]] std::string rehearsal_schema();

[[nodiscard]] result<flow::graph, object_error>
read_graph(std::string_view json);
[[nodiscard]] std::string write_graph(const flow::graph& g);

/// A version: number, when, by whom; with its graph, or without.
[[nodiscard]] std::string write_version(const flow::published_graph& v,
                                        bool with_graph);

[[nodiscard]] result<flow::rehearsal_script, object_error>
read_script(std::string_view json);
[[nodiscard]] std::string write_rehearsal(const flow::rehearsal& r);

} // namespace parley::storage

#endif // PARLEY_STORAGE_FLOW_OBJECTS_HPP
