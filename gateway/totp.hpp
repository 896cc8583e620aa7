// Codes of authenticator apps (RFC 6238: HMAC-SHA1, 30 s, 6 digits). Pure.
#ifndef PARLEY_GATEWAY_TOTP_HPP
#define PARLEY_GATEWAY_TOTP_HPP

#include "protocol/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley::gateway {

/// The step that a moment is in: intervals of 30 s since 1970.
[[nodiscard]] std::uint64_t totp_step_of(timestamp at);

/// The code of a step. @param secret the bytes themselves
[[nodiscard]] std::string
totp_code(std::string_view secret, std::uint64_t step, std::size_t digits);

/// @returns the step whose code this is, at most one away from that of `at`
/// and after `last_used`; nothing: the code is wrong, too old, or spent.
[[nodiscard]] std::optional<std::uint64_t> totp_match(std::string_view secret,
                                                      std::string_view code,
                                                      timestamp at,
                                                      std::uint64_t last_used);

/// RFC 4648 without padding, as apps take secrets that are typed.
[[nodiscard]] std::string base32(std::string_view bytes);

/// What a QR code shows to an app. @param issuer and account: any text
[[nodiscard]] std::string totp_uri(const std::string& issuer,
                                   const std::string& account,
                                   std::string_view secret);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_TOTP_HPP
