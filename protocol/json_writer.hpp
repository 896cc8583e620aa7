// Appends JSON values to a string: what the wire and the store have in common
// when they write. Knows no message and no event.
#ifndef PARLEY_PROTOCOL_JSON_WRITER_HPP
#define PARLEY_PROTOCOL_JSON_WRITER_HPP

#include "protocol/utf8.hpp"

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::json {

namespace detail {

/// True for the bytes that cannot be copied into a JSON string as they are:
/// control characters, quote, backslash, and all that is not ASCII.
inline constexpr auto needs_care = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    table[i] = i < 0x20 || i == '"' || i == '\\' || i >= 0x80;
  }
  return table;
}();

inline void append_escape(std::string& out, char c) {
  switch (c) {
  case '"':
    out += "\\\"";
    return;
  case '\\':
    out += "\\\\";
    return;
  case '\n':
    out += "\\n";
    return;
  case '\r':
    out += "\\r";
    return;
  case '\t':
    out += "\\t";
    return;
  case '\b':
    out += "\\b";
    return;
  case '\f':
    out += "\\f";
    return;
  default:
    break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u00";
  out += digits[static_cast<unsigned char>(c) >> 4U];
  out += digits[static_cast<unsigned char>(c) & 0xFU];
}

} // namespace detail

/// Appends `text` escaped, without quotes. Broken UTF-8 becomes U+FFFD.
inline void append_escaped(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  const auto copy_up_to = [&](std::size_t at) {
    out.append(text, copied, at - copied);
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (!detail::needs_care[byte]) {
      ++at;
      continue;
    }
    if (byte < 0x80) {
      copy_up_to(at);
      detail::append_escape(out, text[at]);
      copied = ++at;
      continue;
    }
    const utf8::step s = utf8::next(text, at);
    if (!s.valid) {
      copy_up_to(at);
      out += "\xEF\xBF\xBD";
      copied = at + s.bytes;
    }
    at += s.bytes;
  }
  copy_up_to(text.size());
}

/// Appends `text` as a JSON string, with quotes. Broken UTF-8 becomes U+FFFD.
inline void append_string(std::string& out, std::string_view text) {
  out += '"';
  append_escaped(out, text);
  out += '"';
}

/// Appends a number.
template <std::integral Integer>
requires(!std::same_as<Integer, bool>) void append_integer(std::string& out,
                                                           Integer value) {
  std::array<char, 24> digits{};
  const auto end
    = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

/// Appends `true` or `false`.
inline void append_boolean(std::string& out, bool value) {
  out += value ? "true" : "false";
}

/// Appends `"name":`. @pre `name` needs no escaping.
inline void append_name(std::string& out, std::string_view name) {
  out += '"';
  out += name;
  out += "\":";
}

} // namespace parley::json

#endif // PARLEY_PROTOCOL_JSON_WRITER_HPP
