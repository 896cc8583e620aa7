#include "gateway/api/site_token.hpp"

#include "gateway/secrets.hpp"
#include "protocol/codec.hpp"
#include "protocol/widget_limits.hpp"

#include <nlohmann/json.hpp>
#include <sodium.h>

#include <algorithm>

namespace parley::gateway {

namespace {

using nlohmann::json;

bool is_of_alphabet(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::optional<std::string> decode_base64url(std::string_view text) {
  // Sodium takes some bytes above 127 for letters.
  if (!std::all_of(text.begin(), text.end(), is_of_alphabet)) {
    return std::nullopt;
  }
  std::string bytes(text.size(), '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  auto* to = reinterpret_cast<unsigned char*>(bytes.data());
  if (sodium_base642bin(to,
                        bytes.size(),
                        text.data(),
                        text.size(),
                        nullptr,
                        &length,
                        &end,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING)
        != 0
      || end != text.data() + text.size()) {
    return std::nullopt;
  }
  bytes.resize(length);
  return bytes;
}

json parse(std::string_view part) {
  const auto text = decode_base64url(part);
  auto read = text ? json::parse(*text, nullptr, false)
                   : json(json::value_t::discarded);
  return read.is_object() ? std::move(read) : json::object();
}

/// The one kind of signature that is taken: what a token says of itself never
/// chooses how it is checked.
bool is_signed(std::string_view what,
               std::string_view signature,
               const std::vector<site_key>& keys) {
  const auto given = decode_base64url(signature);
  if (!given) {
    return false;
  }
  std::string hex(given->size() * 2 + 1, '\0');
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  const auto* bytes = reinterpret_cast<const unsigned char*>(given->data());
  sodium_bin2hex(hex.data(), hex.size(), bytes, given->size());
  hex.pop_back();
  return std::any_of(keys.begin(), keys.end(), [&](const site_key& key) {
    return same_secret(hmac_sha256_hex(key.secret, what), hex);
  });
}

std::string text_of(const json& claims, const char* name) {
  const auto found = claims.find(name);
  const auto* text
    = found == claims.end() ? nullptr : found->get_ptr<const std::string*>();
  return text == nullptr ? std::string{} : *text;
}

/// A time in seconds, as JWTs have it.
std::optional<timestamp> time_of(const json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) {
    return std::nullopt;
  }
  const auto seconds = found->get<double>();
  // Beyond it no clock of ours goes.
  constexpr double latest = 1e11;
  if (!(seconds >= 0 && seconds <= latest)) {
    return std::nullopt;
  }
  return from_unix_ms(static_cast<std::int64_t>(seconds * 1000));
}

/// `aud` is a text or a list of them (RFC 7519 4.1.3).
bool is_for(const json& claims, std::string_view audience) {
  const auto found = claims.find("aud");
  if (found == claims.end()) {
    return false;
  }
  if (found->is_array()) {
    return std::any_of(found->begin(), found->end(), [&](const json& one) {
      return one.is_string() && one.get_ref<const std::string&>() == audience;
    });
  }
  return found->is_string() && found->get_ref<const std::string&>() == audience;
}

bool is_in_time(const json& claims, timestamp now) {
  const auto until = time_of(claims, "exp");
  const auto from = time_of(claims, "nbf");
  return until && now < *until + limits::site_token_skew
         && *until
              <= now + limits::site_token_life_max + limits::site_token_skew
         && (!from || *from <= now + limits::site_token_skew);
}

} // namespace

std::optional<actors::site_claims>
read_site_token(std::string_view text,
                const std::vector<site_key>& keys,
                std::string_view audience,
                timestamp now) {
  const auto first = text.find('.');
  const auto last = text.rfind('.');
  if (text.size() > limits::site_token_characters_max
      || first == std::string_view::npos || first == last) {
    return std::nullopt;
  }
  const auto head = parse(text.substr(0, first));
  if (text_of(head, "alg") != "HS256" || head.contains("crit")
      || !is_signed(text.substr(0, last), text.substr(last + 1), keys)) {
    return std::nullopt;
  }
  const auto claims = parse(text.substr(first + 1, last - first - 1));
  actors::site_claims found{
    text_of(claims, "sub"), text_of(claims, "name"), text_of(claims, "email")};
  const bool fits
    = !wire::is_blank(found.subject)
      && wire::characters(found.subject) <= limits::widget_field_characters_max
      && wire::characters(found.name) <= limits::name_characters_max
      && wire::characters(found.email) <= limits::email_characters_max;
  if (!fits || !is_for(claims, audience) || !is_in_time(claims, now)) {
    return std::nullopt;
  }
  return found;
}

} // namespace parley::gateway
