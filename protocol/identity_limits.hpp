// Bounds of second factors, API tokens and one-time passwords: beside
// limits.hpp, which everything includes.
#ifndef PARLEY_PROTOCOL_IDENTITY_LIMITS_HPP
#define PARLEY_PROTOCOL_IDENTITY_LIMITS_HPP

#include "protocol/limits.hpp"

namespace parley::limits {

// Codes of authenticator apps (RFC 6238): how long one is shown, its digits,
// by how many steps a clock may be wrong, the bytes of a secret.
inline constexpr duration totp_step = 30s;
inline constexpr std::size_t totp_digits = 6;
inline constexpr std::uint64_t totp_drift_steps = 1;
inline constexpr std::size_t totp_secret_bytes = 20;
/// What a user who lost the device has left, each good for once.
inline constexpr std::size_t recovery_codes = 10;
inline constexpr std::size_t recovery_code_bytes = 10;
/// Longer ones are refused unread.
inline constexpr std::size_t code_characters_max = 64;

// API tokens: of one user, how long they may live, how often their last use
// is written down.
inline constexpr std::size_t api_tokens_max = 20;
inline constexpr std::size_t api_token_name_characters_max = 100;
inline constexpr duration api_token_life_max = std::chrono::hours{24 * 366};
inline constexpr duration api_token_use_written_every = 1min;

/// Letters and digits of a password that is printed for one log-in.
inline constexpr std::size_t one_time_password_characters = 16;

} // namespace parley::limits

#endif // PARLEY_PROTOCOL_IDENTITY_LIMITS_HPP
