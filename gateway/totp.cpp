#include "gateway/totp.hpp"

#include "gateway/secrets.hpp"
#include "protocol/identity_limits.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace parley::gateway {

namespace {

/// For a part of a URI: everything but letters, digits and `-._~`.
std::string escaped(const std::string& text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
                       || (c >= '0' && c <= '9') || c == '-' || c == '.'
                       || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 0xFU];
    }
  }
  return out;
}

} // namespace

std::uint64_t totp_step_of(timestamp at) {
  return static_cast<std::uint64_t>(std::max<long long>(0, to_unix_ms(at)))
         / static_cast<std::uint64_t>(limits::totp_step / duration{1});
}

std::string
totp_code(std::string_view secret, std::uint64_t step, std::size_t digits) {
  std::array<unsigned char, 8> message{};
  for (std::size_t i = 0; i < message.size(); ++i) {
    message.at(message.size() - 1 - i)
      = static_cast<unsigned char>(step >> (8 * i));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned length = 0;
  if (HMAC(EVP_sha1(),
           secret.data(),
           static_cast<int>(secret.size()),
           message.data(),
           message.size(),
           mac.data(),
           &length)
      == nullptr) {
    throw std::runtime_error{"HMAC-SHA1 is not available"};
  }
  // RFC 4226, 5.3: four bytes from where the last half byte says.
  const std::size_t at = mac.at(length - 1) & 0xFU;
  std::uint32_t value = mac.at(at) & 0x7FU;
  for (std::size_t i = 1; i < 4; ++i) {
    value = (value << 8U) | mac.at(at + i);
  }
  std::string code(digits, '0');
  for (auto digit = code.rbegin(); digit != code.rend(); ++digit) {
    *digit = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return code;
}

std::optional<std::uint64_t> totp_match(std::string_view secret,
                                        std::string_view code,
                                        timestamp at,
                                        std::uint64_t last_used) {
  const auto now = totp_step_of(at);
  const auto first = now - std::min(now, limits::totp_drift_steps);
  std::optional<std::uint64_t> found;
  // All are compared, whichever fits.
  for (auto step = first; step <= now + limits::totp_drift_steps; ++step) {
    if (same_secret(totp_code(secret, step, limits::totp_digits), code)
        && step > last_used && !found) {
      found = step;
    }
  }
  return found;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8U) | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += letters[(buffer >> bits) & 31U];
    }
  }
  if (bits > 0) {
    out += letters[(buffer << (5 - bits)) & 31U];
  }
  return out;
}

std::string totp_uri(const std::string& issuer,
                     const std::string& account,
                     std::string_view secret) {
  return "otpauth://totp/" + escaped(issuer) + ":" + escaped(account)
         + "?secret=" + base32(secret) + "&issuer=" + escaped(issuer)
         + "&algorithm=SHA1&digits=" + std::to_string(limits::totp_digits)
         + "&period="
         + std::to_string(limits::totp_step / std::chrono::seconds{1});
}

} // namespace parley::gateway
