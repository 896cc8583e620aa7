// What a company looks like: its colour and its mark, on the box and at the
// desk. Pure.
#ifndef PARLEY_ACTORS_DOMAIN_BRAND_HPP
#define PARLEY_ACTORS_DOMAIN_BRAND_HPP

#include <string>
#include <string_view>

namespace parley {

/// Of what has none of its own.
inline constexpr std::string_view own_colour = "#1f5fbf";

struct brand_settings {
  /// `#rrggbb`, lower case; empty: Parley's own.
  std::string colour;
  /// A PNG or JPEG in Base64 (RFC 4648, 4, padded); empty: the company's name.
  std::string logo;
  friend bool operator==(const brand_settings&, const brand_settings&)
    = default;
};

/// @returns `image/png`, `image/jpeg`, or nothing if it is neither, no Base64
/// or too long.
[[nodiscard]] std::string_view logo_type(std::string_view logo);

/// @returns the logo as an address that pages can show; empty: there is none.
[[nodiscard]] std::string logo_address(const brand_settings& b);

/// @returns the bytes of a logo that has a type.
[[nodiscard]] std::string logo_bytes(std::string_view logo);

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_BRAND_HPP
