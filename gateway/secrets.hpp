// Tokens, hashes, signatures and passwords, by libsodium. Knows nothing of who
// uses them.
#ifndef PARLEY_GATEWAY_SECRETS_HPP
#define PARLEY_GATEWAY_SECRETS_HPP

#include <string>
#include <string_view>

namespace parley::gateway {

/// Must be called once before all others. @returns false: do not go on.
[[nodiscard]] bool prepare_secrets();

/// 256 random bits, base64url, 43 characters.
[[nodiscard]] std::string random_token();
/// `bytes` random bytes, hexadecimal.
[[nodiscard]] std::string random_hex(std::size_t bytes);
/// A password that can be typed: letters that nobody takes for each other, 80
/// random bits.
[[nodiscard]] std::string one_time_password();
/// SHA-256, hexadecimal.
[[nodiscard]] std::string sha256_hex(std::string_view text);
/// HMAC-SHA256, hexadecimal; the key is used as the text that it is.
[[nodiscard]] std::string hmac_sha256_hex(std::string_view key,
                                          std::string_view text);
/// Compares in a time that does not depend on where they differ.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

/// Argon2id (19 MiB, 2 passes) in the PHC string format; about 45 ms.
[[nodiscard]] std::string hash_password(const std::string& password);
[[nodiscard]] bool verify_password(const std::string& hash,
                                   const std::string& password);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_SECRETS_HPP
