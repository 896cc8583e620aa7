// JSON Schema of the structs that describe their members (json_fields.hpp), so
// that a document of the API cannot differ from the code. For .cpp files of
// storage only.
#ifndef PARLEY_STORAGE_JSON_SCHEMA_HPP
#define PARLEY_STORAGE_JSON_SCHEMA_HPP

#include "actors/domain/calendar.hpp"
#include "storage/json_fields.hpp"

#include <variant>

namespace parley::storage {

using ordered_json = nlohmann::ordered_json;

/// The schema of a type of member; no way: does not compile.
template <class T>
struct json_schema;

template <class T>
[[nodiscard]] ordered_json schema_of() {
  return json_schema<T>::get();
}

template <>
struct json_schema<bool> {
  static ordered_json get() { return {{"type", "boolean"}}; }
};
template <std::integral T>
struct json_schema<T> {
  static ordered_json get() {
    ordered_json s{{"type", "integer"}};
    if (std::unsigned_integral<T>) {
      s["minimum"] = 0;
    }
    return s;
  }
};
template <>
struct json_schema<duration> {
  static ordered_json get() {
    return {{"type", "integer"}, {"description", "Milliseconds."}};
  }
};
template <>
struct json_schema<timestamp> {
  static ordered_json get() {
    return {{"type", "integer"},
            {"description", "Milliseconds since 1970, UTC."}};
  }
};
template <>
struct json_schema<std::string> {
  static ordered_json get() { return {{"type", "string"}}; }
};
template <>
struct json_schema<local_date> {
  static ordered_json get() { return {{"type", "string"}, {"format", "date"}}; }
};
template <>
struct json_schema<local_time> {
  static ordered_json get() {
    return {{"type", "string"},
            {"pattern", "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"},
            {"description", "Local time; 24:00 ends the day."}};
  }
};
template <class Tag>
struct json_schema<basic_id<Tag>> {
  static ordered_json get() {
    return {{"type", "string"}, {"pattern", "^[A-Za-z0-9_.-]{1,64}$"}};
  }
};
template <named_enum T>
struct json_schema<T> {
  static ordered_json get() {
    auto names = ordered_json::array();
    for (const auto& [value, name] : names_of<T>) {
      names.push_back(name);
    }
    return {{"type", "string"}, {"enum", names}};
  }
};
template <class T>
struct json_schema<std::optional<T>> {
  static ordered_json get() { return schema_of<T>(); }
};
template <class T>
struct json_schema<std::vector<T>> {
  static ordered_json get() {
    return {{"type", "array"}, {"items", schema_of<T>()}};
  }
};
template <class T>
struct json_schema<std::set<T>> {
  static ordered_json get() {
    return {
      {"type", "array"}, {"items", schema_of<T>()}, {"uniqueItems", true}};
  }
};
template <class T, std::size_t Size>
struct json_schema<std::array<T, Size>> {
  static ordered_json get() {
    return {{"type", "array"},
            {"items", schema_of<T>()},
            {"minItems", Size},
            {"maxItems", Size}};
  }
};
template <class Key, class T>
struct json_schema<std::map<Key, T>> {
  static ordered_json get() {
    return {{"type", "object"}, {"additionalProperties", schema_of<T>()}};
  }
};
/// An object with one member, named after its kind.
template <class... Kinds>
struct json_schema<std::variant<Kinds...>> {
  static ordered_json get() {
    auto kinds = ordered_json::array();
    (kinds.push_back(
       {{"type", "object"},
        {"properties", {{description<Kinds>::kind, schema_of<Kinds>()}}},
        {"required", {description<Kinds>::kind}}}),
     ...);
    return {{"oneOf", kinds}};
  }
};
template <described T>
struct json_schema<T> {
  static ordered_json get() {
    auto properties = ordered_json::object();
    std::apply(
      [&]<class... Fields>(const Fields&... f) {
        ((properties[std::string{f.name}] = schema_of<
            std::remove_cvref_t<decltype(std::declval<T>().*f.member)>>()),
         ...);
      },
      fields_of<T>());
    return {{"type", "object"},
            {"properties", properties},
            {"additionalProperties", false}};
  }
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_JSON_SCHEMA_HPP
