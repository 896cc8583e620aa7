// JSON objects that come from outside, read into structs that describe their
// members: what is missing, what nobody knows. For .cpp files of storage only.
#ifndef PARLEY_STORAGE_JSON_OBJECT_HPP
#define PARLEY_STORAGE_JSON_OBJECT_HPP

#include "storage/configuration_objects.hpp"
#include "storage/json_fields.hpp"

#include <algorithm>

namespace parley::storage {

[[nodiscard]] inline std::string inside(const std::string& path,
                                        const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

/// The path of a member of `given` that `written` does not have: nobody reads
/// it, so it is a mistake.
// NOLINTNEXTLINE(misc-no-recursion)
[[nodiscard]] inline std::optional<std::string>
unknown_member(const nlohmann::json& given,
               const nlohmann::json& written,
               const std::string& path) {
  if (given.is_object() && written.is_object()) {
    for (const auto& [name, value] : given.items()) {
      const auto here = inside(path, name);
      const auto found = written.find(name);
      if (found == written.end()) {
        return here;
      }
      if (auto deeper = unknown_member(value, *found, here)) {
        return deeper;
      }
    }
  }
  if (given.is_array() && written.is_array()) {
    const auto both = std::min(given.size(), written.size());
    for (std::size_t i = 0; i < both; ++i) {
      const auto here = inside(path, std::to_string(i));
      if (auto deeper = unknown_member(given[i], written[i], here)) {
        return deeper;
      }
    }
  }
  return std::nullopt;
}

template <class T>
[[nodiscard]] std::string encode(const T& value) {
  std::string out;
  append_json(out, value);
  return out;
}

/// Null stands for the default, which is what an absent member has.
inline void drop_nulls(nlohmann::json& object) {
  for (auto it = object.begin(); it != object.end();) {
    it = it->is_null() ? object.erase(it) : std::next(it);
  }
}

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
  const auto written = nlohmann::json::parse(encode(to), nullptr, false);
  if (auto path = unknown_member(whole, written, {})) {
    return object_error{*std::move(path), "is not known"};
  }
  return std::nullopt;
}

[[nodiscard]] inline std::optional<object_error>
parse_object(std::string_view text, nlohmann::json& to) {
  to = nlohmann::json::parse(text, nullptr, false);
  if (!to.is_object()) {
    return object_error{{}, "is not a JSON object"};
  }
  return std::nullopt;
}

} // namespace parley::storage

#endif // PARLEY_STORAGE_JSON_OBJECT_HPP
