// One object as JSON from outside: read as a whole or merged, and told where
// it is wrong. For the .cpp files of storage only, because it includes the JSON
// library.
#ifndef PARLEY_STORAGE_JSON_OBJECTS_HPP
#define PARLEY_STORAGE_JSON_OBJECTS_HPP

#include "storage/configuration_objects.hpp"
#include "storage/json_fields.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace parley::storage {

/// The path of a member of `given` that `written` does not have: nobody reads
/// it, so it is a mistake.
[[nodiscard]] std::optional<std::string>
unknown_member(const nlohmann::json& given,
               const nlohmann::json& written,
               const std::string& path);

/// Null stands for the default, which is what an absent member has.
void drop_nulls(nlohmann::json& object);

[[nodiscard]] std::optional<object_error> parse_object(std::string_view text,
                                                       nlohmann::json& to);

template <class T>
[[nodiscard]] std::string encode_object(const T& value) {
  std::string out;
  append_json(out, value);
  return out;
}

/// @param was what `given` is merged into
template <class T>
[[nodiscard]] std::optional<object_error> read_object(
  const nlohmann::json& given, std::string_view was, write_mode how, T& to) {
  auto whole = given;
  if (how == write_mode::merge) {
    whole = nlohmann::json::parse(was, nullptr, false);
    whole.merge_patch(given);
  }
  drop_nulls(whole);
  const auto wrong = json_value<T>::wrong_member(whole, to);
  if (!wrong.empty()) {
    return object_error{std::string{wrong}, "is not what it should be"};
  }
  const auto written = nlohmann::json::parse(encode_object(to), nullptr, false);
  if (auto path = unknown_member(whole, written, {})) {
    return object_error{*std::move(path), "is not known"};
  }
  return std::nullopt;
}

} // namespace parley::storage

#endif // PARLEY_STORAGE_JSON_OBJECTS_HPP
