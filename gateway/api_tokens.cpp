#include "gateway/api_tokens.hpp"

#include "gateway/second_factor.hpp"
#include "gateway/secrets.hpp"
#include "protocol/identity_limits.hpp"

namespace parley::gateway {

namespace {

/// Before all of them, so that whoever finds one knows what it is.
constexpr std::string_view mark = "pat.";
constexpr std::size_t id_bytes = 8;

} // namespace

result<made_token, refusal> make_api_token(storage::store& store,
                                           const company_id& company,
                                           storage::api_token wanted) {
  // Names the company, because rows are kept by company.
  made_token made{std::move(wanted),
                  std::string{mark} + company.value + '.' + random_token()};
  made.row.id = random_hex(id_bytes);
  made.row.hash = sha256_hex(made.secret);
  const auto stored
    = storage::identity_rows{store}.add_token(company, made.row);
  if (stored) {
    return made;
  }
  if (stored.error().code == storage::store_errc::refused) {
    return refusal{refusal_code::in_use, "revoke a token first"};
  }
  return refusal_of(stored.error());
}

std::optional<known_token> find_api_token(storage::store& store,
                                          const std::string& secret,
                                          timestamp now) {
  const auto dot = secret.rfind('.');
  if (!secret.starts_with(mark) || dot < mark.size()) {
    return std::nullopt;
  }
  const company_id company{secret.substr(mark.size(), dot - mark.size())};
  if (!is_valid_id(company.value)) {
    return std::nullopt;
  }
  auto row
    = storage::identity_rows{store}.token_of(company, sha256_hex(secret));
  if (!row || !row.value() || row.value()->expires <= now) {
    return std::nullopt;
  }
  return known_token{company, *std::move(row).value()};
}

bool use_is_news(const storage::api_token& row, timestamp now) {
  return !row.last_used
         || now - *row.last_used >= limits::api_token_use_written_every;
}

} // namespace parley::gateway
