// Structs that describe their members, to JSON text and back. For the .cpp
// files of storage only, because it includes the JSON library. Knows no event
// and no key.
#ifndef PARLEY_STORAGE_JSON_FIELDS_HPP
#define PARLEY_STORAGE_JSON_FIELDS_HPP

#include "protocol/field.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_writer.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace parley::storage {

/// Describes a struct that has no `fields()` of its own; specialised beside the
/// codec that needs it.
template <class T>
struct description;

template <class T>
concept describes_itself = requires {
  T::fields();
};
template <class T>
concept described_elsewhere = requires {
  description<T>::fields();
};
template <class T>
concept described = describes_itself<T> || described_elsewhere<T>;

template <described T>
constexpr auto fields_of() {
  if constexpr (describes_itself<T>) {
    return T::fields();
  } else {
    return description<T>::fields();
  }
}

/// One way to write and read a type of member; no way: does not compile.
template <class T>
struct json_value;

/// Writes `value` to the end of `out`.
template <class T>
void append_json(std::string& out, const T& value) {
  json_value<T>::write(out, value);
}

/// @returns false if `from` is not a `T`; `to` may then be half read.
template <class T>
[[nodiscard]] bool read_json(const nlohmann::json& from, T& to) {
  return json_value<T>::read(from, to);
}

template <>
struct json_value<bool> {
  static void write(std::string& out, bool value) {
    json::append_boolean(out, value);
  }
  static bool read(const nlohmann::json& from, bool& to) {
    const auto* value = from.get_ptr<const bool*>();
    if (value == nullptr) {
      return false;
    }
    to = *value;
    return true;
  }
};

template <class T>
requires(std::integral<T> && !std::same_as<T, bool>) struct json_value<T> {
  static void write(std::string& out, T value) {
    json::append_integer(out, value);
  }
  static bool read(const nlohmann::json& from, T& to) {
    if (from.is_number_unsigned()) {
      const auto value = *from.get_ptr<const std::uint64_t*>();
      to = static_cast<T>(value);
      return std::in_range<T>(value);
    }
    if (from.is_number_integer()) {
      const auto value = *from.get_ptr<const std::int64_t*>();
      to = static_cast<T>(value);
      return std::in_range<T>(value);
    }
    return false;
  }
};

template <>
struct json_value<duration> {
  static void write(std::string& out, duration value) {
    json::append_integer(out, value.count());
  }
  static bool read(const nlohmann::json& from, duration& to) {
    std::int64_t count = 0;
    if (!read_json(from, count)) {
      return false;
    }
    to = duration{count};
    return true;
  }
};

template <>
struct json_value<timestamp> {
  static void write(std::string& out, timestamp value) {
    json::append_integer(out, to_unix_ms(value));
  }
  static bool read(const nlohmann::json& from, timestamp& to) {
    std::int64_t ms = 0;
    if (!read_json(from, ms)) {
      return false;
    }
    to = from_unix_ms(ms);
    return true;
  }
};

template <>
struct json_value<std::string> {
  static void write(std::string& out, const std::string& value) {
    json::append_string(out, value);
  }
  static bool read(const nlohmann::json& from, std::string& to) {
    const auto* text = from.get_ptr<const std::string*>();
    if (text == nullptr) {
      return false;
    }
    to = *text;
    return true;
  }
};

template <class Tag>
struct json_value<basic_id<Tag>> {
  static void write(std::string& out, const basic_id<Tag>& value) {
    json::append_string(out, value.value);
  }
  static bool read(const nlohmann::json& from, basic_id<Tag>& to) {
    return read_json(from, to.value);
  }
};

template <named_enum T>
struct json_value<T> {
  static void write(std::string& out, T value) {
    json::append_string(out, parley::to_string(value));
  }
  static bool read(const nlohmann::json& from, T& to) {
    const auto* text = from.get_ptr<const std::string*>();
    if (text == nullptr) {
      return false;
    }
    const auto value = from_name<T>(*text);
    if (!value) {
      return false;
    }
    to = *value;
    return true;
  }
};

/// Only as a member; absence is written by leaving the member out.
template <class T>
struct json_value<std::optional<T>> {
  static void write(std::string& out, const std::optional<T>& value) {
    append_json(out, *value);
  }
  static bool read(const nlohmann::json& from, std::optional<T>& to) {
    return read_json(from, to.emplace());
  }
};

namespace detail {

template <class Range>
void append_list(std::string& out, const Range& values) {
  char separator = '[';
  for (const auto& value : values) {
    out += separator;
    append_json(out, value);
    separator = ',';
  }
  out += separator == '[' ? "[]" : "]";
}

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

} // namespace detail

template <class T>
struct json_value<std::vector<T>> {
  static void write(std::string& out, const std::vector<T>& values) {
    detail::append_list(out, values);
  }
  static bool read(const nlohmann::json& from, std::vector<T>& to) {
    if (!from.is_array()) {
      return false;
    }
    to.clear();
    to.reserve(from.size());
    for (const auto& item : from) {
      if (!read_json(item, to.emplace_back())) {
        return false;
      }
    }
    return true;
  }
};

template <class T>
struct json_value<std::set<T>> {
  static void write(std::string& out, const std::set<T>& values) {
    detail::append_list(out, values);
  }
  static bool read(const nlohmann::json& from, std::set<T>& to) {
    std::vector<T> values;
    if (!read_json(from, values)) {
      return false;
    }
    to = std::set<T>(values.begin(), values.end());
    return true;
  }
};

template <class T, std::size_t Size>
struct json_value<std::array<T, Size>> {
  static void write(std::string& out, const std::array<T, Size>& values) {
    detail::append_list(out, values);
  }
  static bool read(const nlohmann::json& from, std::array<T, Size>& to) {
    std::vector<T> values;
    if (!read_json(from, values) || values.size() != Size) {
      return false;
    }
    std::move(values.begin(), values.end(), to.begin());
    return true;
  }
};

/// Keys of a map are ids or strings.
[[nodiscard]] inline const std::string& text_of(const std::string& key) {
  return key;
}
template <class Tag>
[[nodiscard]] const std::string& text_of(const basic_id<Tag>& key) {
  return key.value;
}

/// Keys of a map that are an enumeration are written by their names.
template <named_enum Key, class T>
struct json_value<std::map<Key, T>> {
  static void write(std::string& out, const std::map<Key, T>& values) {
    std::map<std::string, T> named;
    for (const auto& [key, value] : values) {
      named.emplace(parley::to_string(key), value);
    }
    append_json(out, named);
  }
  static bool read(const nlohmann::json& from, std::map<Key, T>& to) {
    std::map<std::string, T> named;
    if (!read_json(from, named)) {
      return false;
    }
    to.clear();
    for (auto& [name, value] : named) {
      const auto key = from_name<Key>(name);
      if (!key) {
        return false;
      }
      to.emplace(*key, std::move(value));
    }
    return true;
  }
};

template <class Key, class T>
requires(!named_enum<Key>) struct json_value<std::map<Key, T>> {
  static void write(std::string& out, const std::map<Key, T>& values) {
    char separator = '{';
    for (const auto& [key, value] : values) {
      out += separator;
      json::append_string(out, text_of(key));
      out += ':';
      append_json(out, value);
      separator = ',';
    }
    out += separator == '{' ? "{}" : "}";
  }
  static bool read(const nlohmann::json& from, std::map<Key, T>& to) {
    if (!from.is_object()) {
      return false;
    }
    to.clear();
    for (const auto& [key, item] : from.items()) {
      if (!read_json(item, to[Key{key}])) {
        return false;
      }
    }
    return true;
  }
};

namespace detail {

template <class Member>
void append_member(std::string& out,
                   char& separator,
                   std::string_view name,
                   const Member& value) {
  if constexpr (is_optional<Member>) {
    if (!value) {
      return;
    }
  }
  out += separator;
  json::append_name(out, name);
  append_json(out, value);
  separator = ',';
}

/// @returns false if the member is there and is not what it should be. One
/// that is missing keeps its default: that is how fields are added later.
template <class Member>
bool read_member(const nlohmann::json& from,
                 std::string_view name,
                 Member& to) {
  const auto found = from.find(name);
  if (found == from.end()) {
    return true;
  }
  return read_json(*found, to);
}

} // namespace detail

template <described T>
struct json_value<T> {
  static void write(std::string& out, const T& value) {
    char separator = '{';
    std::apply(
      [&](const auto&... f) {
        (detail::append_member(out, separator, f.name, value.*f.member), ...);
      },
      fields_of<T>());
    out += separator == '{' ? "{}" : "}";
  }
  static bool read(const nlohmann::json& from, T& to) {
    return from.is_object() && wrong_member(from, to).empty();
  }
  /// @returns the name of the first member that cannot be read, or nothing.
  static std::string_view wrong_member(const nlohmann::json& from, T& to) {
    std::string_view wrong;
    std::apply(
      [&](const auto&... f) {
        // Stops at the first one.
        (void)((detail::read_member(from, f.name, to.*f.member)
                || (wrong = f.name, false))
               && ...);
      },
      fields_of<T>());
    return wrong;
  }
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_JSON_FIELDS_HPP
