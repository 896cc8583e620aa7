// The objects of a company's configuration as JSON, all kinds alike: what an
// API needs to list, read, write and delete them. Knows no rights and no HTTP.
#ifndef PARLEY_STORAGE_CONFIGURATION_OBJECTS_HPP
#define PARLEY_STORAGE_CONFIGURATION_OBJECTS_HPP

#include "actors/domain/company.hpp"
#include "actors/domain/rights.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::storage {

/// What is wrong with JSON that should be an object of a configuration.
struct object_error {
  /// Of the member, from the object on: `waiting.length_max`; may be empty.
  std::string path;
  std::string what;
};

struct listed_object {
  std::string id;
  std::string name;
};

enum class write_mode : std::uint8_t {
  /// What is not named has its default.
  replace,
  /// RFC 7396: what is not named stays, null is the default.
  merge,
};

/// One kind of object: queues, users, services, ...
struct object_kind {
  /// The segment of the path and the member of the document: `break_reasons`.
  std::string_view name;
  /// What one of them is called: `break reason`.
  std::string_view noun;
  area rights;
  /// In the order of their ids.
  std::vector<listed_object> (*list)(const company& c);
  /// @returns the object as JSON, or nothing.
  std::optional<std::string> (*find)(const company& c, const std::string& id);
  /// Enters or changes an object; it is not yet validated with the rest.
  /// @pre `is_valid_id(id)`
  std::optional<object_error> (*put)(company& c,
                                     const std::string& id,
                                     std::string_view json,
                                     write_mode how);
  /// @returns false if there is none.
  bool (*erase)(company& c, const std::string& id);
  /// JSON Schema (draft 2020-12) of one.
  std::string (*schema)();
  /// As `find`: what a copy of it begins with.
  std::optional<std::string> (*to_copy)(const company& c,
                                        const std::string& id);
};

/// All kinds, in the order of their names.
[[nodiscard]] std::span<const object_kind> object_kinds();
/// @returns the kind with this name, or null.
[[nodiscard]] const object_kind* object_kind_named(std::string_view name);

/// What a company has beside objects: its name, weights, graces, ...
[[nodiscard]] std::string encode_settings(const company& c);
/// Changes those settings that `json` names. The id, the version, secrets and
/// objects are not among them.
[[nodiscard]] std::optional<object_error> merge_settings(company& c,
                                                         std::string_view json);
[[nodiscard]] std::string settings_schema();

} // namespace parley::storage

#endif // PARLEY_STORAGE_CONFIGURATION_OBJECTS_HPP
