#include "gateway/secrets.hpp"

#include "protocol/identity_limits.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace parley::gateway {

namespace {

constexpr unsigned long long argon_passes = 2;
constexpr std::size_t argon_bytes = std::size_t{19} * 1024 * 1024;

std::string hex(const unsigned char* bytes, std::size_t count) {
  std::string text(count * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, count);
  text.pop_back();
  return text;
}

const unsigned char* bytes_of(std::string_view text) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

bool prepare_secrets() {
  return sodium_init() >= 0;
}

std::string random_token() {
  std::array<unsigned char, 32> raw{};
  randombytes_buf(raw.data(), raw.size());
  constexpr auto variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(raw.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), raw.data(), raw.size(), variant);
  text.pop_back();
  return text;
}

std::string random_hex(std::size_t bytes) {
  std::vector<unsigned char> raw(bytes);
  randombytes_buf(raw.data(), raw.size());
  return hex(raw.data(), raw.size());
}

std::string one_time_password() {
  constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";
  std::string text;
  for (std::size_t i = 0; i < limits::one_time_password_characters; ++i) {
    text += letters[randombytes_uniform(
      static_cast<std::uint32_t>(letters.size()))];
  }
  return text;
}

std::string sha256_hex(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), bytes_of(text), text.size());
  return hex(digest.data(), digest.size());
}

std::string hmac_sha256_hex(std::string_view key, std::string_view text) {
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256_state state{};
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  return hex(mac.data(), mac.size());
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size()
         && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hash_password(const std::string& password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(),
                            password.data(),
                            password.size(),
                            argon_passes,
                            argon_bytes,
                            crypto_pwhash_ALG_ARGON2ID13)
      != 0) {
    throw std::bad_alloc{};
  }
  return hash.data();
}

bool verify_password(const std::string& hash, const std::string& password) {
  return crypto_pwhash_str_verify(
           hash.c_str(), password.data(), password.size())
         == 0;
}

} // namespace parley::gateway
