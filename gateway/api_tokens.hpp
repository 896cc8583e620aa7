// API tokens (A1): programs that act for a user, with part of the user's rights
// and without the password. Only hashes are stored.
#ifndef PARLEY_GATEWAY_API_TOKENS_HPP
#define PARLEY_GATEWAY_API_TOKENS_HPP

#include "protocol/refusal_code.hpp"
#include "storage/identity_rows.hpp"

#include <optional>
#include <string>

namespace parley::gateway {

struct made_token {
  storage::api_token row;
  /// What the program sends; never shown again.
  std::string secret;
};

/// @param wanted all but `id` and `hash`, which are drawn
/// @returns `in_use` if the user has as many as one may have
[[nodiscard]] result<made_token, refusal> make_api_token(
  storage::store& store, const company_id& company, storage::api_token wanted);

struct known_token {
  company_id company;
  storage::api_token row;
};

/// Whose token is it? Absent: of nobody, revoked or over.
[[nodiscard]] std::optional<known_token>
find_api_token(storage::store& store, const std::string& secret, timestamp now);

/// Has the last use not been written down for so long that it should be?
[[nodiscard]] bool use_is_news(const storage::api_token& row, timestamp now);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_API_TOKENS_HPP
