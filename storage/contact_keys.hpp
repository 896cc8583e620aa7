// Keys of the rows of contacts, and where pages begin. For the .cpp files of
// the CRM only.
#ifndef PARLEY_STORAGE_CONTACT_KEYS_HPP
#define PARLEY_STORAGE_CONTACT_KEYS_HPP

#include "storage/record.hpp"
#include "storage/store.hpp"

#include <charconv>
#include <string>
#include <string_view>

namespace parley::storage {

[[nodiscard]] inline std::string key_of(const company_id& company, char kind) {
  std::string key;
  append_company_key(key, company);
  // Beside the credentials and logins of the table.
  key += 'k';
  key += kind;
  return key;
}

[[nodiscard]] inline std::string
key_of(const company_id& company, char kind, std::string_view rest) {
  std::string key = key_of(company, kind);
  key += rest;
  return key;
}

[[nodiscard]] inline std::string part(std::string_view text) {
  std::string out{text};
  out += '\0';
  return out;
}

[[nodiscard]] inline std::string part_and(std::string_view text,
                                          std::string_view rest) {
  std::string out = part(text);
  out += rest;
  return out;
}

/// @returns the id that an index key ends with.
[[nodiscard]] inline std::string id_at_end(std::string_view key) {
  return std::string{key.substr(key.rfind('\0') + 1)};
}

[[nodiscard]] inline std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 0xfU];
  }
  return text;
}

[[nodiscard]] inline result<std::string, store_error>
bytes_of(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    unsigned value = 0;
    const auto* const begin = text.data() + i;
    const auto [end, error] = std::from_chars(begin, begin + 2, value, 16);
    if (error != std::errc{} || end != begin + 2) {
      break;
    }
    bytes += static_cast<char>(value);
  }
  if (2 * bytes.size() != text.size()) {
    return store_error{store_errc::refused,
                       "This is not the beginning of a page."};
  }
  return bytes;
}

/// Where the rows after the one with this key begin.
[[nodiscard]] inline std::string after(std::string_view key) {
  return part(key);
}

} // namespace parley::storage

#endif // PARLEY_STORAGE_CONTACT_KEYS_HPP
