// Base64, because what checks a company knows no library for it.
#include "actors/domain/brand.hpp"

#include "protocol/widget_limits.hpp"

#include <cstddef>

namespace parley {

namespace {

constexpr std::string_view alphabet
  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::size_t padding_of(std::string_view text) {
  return text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
}

/// One text only for the same bytes: bits that are not used are 0.
bool is_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) {
    return false;
  }
  const auto padding = padding_of(text);
  const auto digits = text.substr(0, text.size() - padding);
  if (digits.find_first_not_of(alphabet) != std::string_view::npos) {
    return false;
  }
  const auto last = alphabet.find(digits.back());
  return last % (std::size_t{1} << (2 * padding)) == 0;
}

} // namespace

std::string logo_bytes(std::string_view logo) {
  std::string bytes;
  bytes.reserve(logo.size() / 4 * 3);
  unsigned bits = 0;
  int held = 0;
  for (const char c : logo.substr(0, logo.size() - padding_of(logo))) {
    bits = (bits << 6U) | static_cast<unsigned>(alphabet.find(c));
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(
        static_cast<char>((bits >> static_cast<unsigned>(held)) & 0xffU));
    }
  }
  return bytes;
}

std::string logo_address(const brand_settings& b) {
  const auto type = logo_type(b.logo);
  return type.empty() ? "" : "data:" + std::string{type} + ";base64," + b.logo;
}

std::string_view logo_type(std::string_view logo) {
  constexpr auto characters_max = (limits::logo_bytes_max + 2) / 3 * 4;
  if (logo.size() > characters_max || !is_base64(logo)
      || logo.size() / 4 * 3 - padding_of(logo) > limits::logo_bytes_max) {
    return {};
  }
  const auto head = logo_bytes(logo.substr(0, 16));
  if (head.starts_with("\x89PNG\r\n\x1a\n")) {
    return "image/png";
  }
  return head.starts_with("\xff\xd8\xff") ? "image/jpeg" : "";
}

} // namespace parley
