// UTF-8 one code point at a time. What is valid is Unicode's table 3-7: no
// surrogates, no overlong forms, nothing above U+10FFFF. Knows no JSON.
#ifndef PARLEY_PROTOCOL_UTF8_HPP
#define PARLEY_PROTOCOL_UTF8_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace parley::utf8 {

/// A code point and how many bytes it takes. Broken bytes are one step of
/// U+FFFD each time a decoder gives up, as Unicode recommends.
struct step {
  char32_t point = U'\uFFFD';
  std::size_t bytes = 1;
  bool valid = false;
};

/// @returns the step at `at`. @pre at < text.size()
[[nodiscard]] constexpr step next(std::string_view text,
                                  std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint8_t>(text[at + i]);
  };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1, true};
  }
  if (lead < 0xC2 || lead > 0xF4) {
    return {};
  }
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  // Only the second byte has bounds of its own.
  std::uint8_t low = 0x80;
  std::uint8_t high = 0xBF;
  switch (lead) {
  case 0xE0:
    low = 0xA0;
    break;
  case 0xED:
    high = 0x9F;
    break;
  case 0xF0:
    low = 0x90;
    break;
  case 0xF4:
    high = 0x8F;
    break;
  default:
    break;
  }
  char32_t point = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if (at + i >= text.size() || byte(i) < low || byte(i) > high) {
      return {U'\uFFFD', i, false};
    }
    point = (point << 6U) | (byte(i) & 0x3FU);
    low = 0x80;
    high = 0xBF;
  }
  return {point, size, true};
}

/// @returns where the run of plain ASCII that starts at `at` ends, or a little
/// before; eight bytes at a time.
[[nodiscard]] inline std::size_t skip_ascii(std::string_view text,
                                            std::size_t at) noexcept {
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & 0x8080808080808080U) != 0) {
      break;
    }
  }
  return at;
}

/// @returns true if all of `text` is UTF-8.
[[nodiscard]] inline bool is_valid(std::string_view text) noexcept {
  for (std::size_t at = skip_ascii(text, 0); at < text.size();) {
    const step s = next(text, at);
    if (!s.valid) {
      return false;
    }
    at = skip_ascii(text, at + s.bytes);
  }
  return true;
}

} // namespace parley::utf8

#endif // PARLEY_PROTOCOL_UTF8_HPP
