// What is kept of users beside their passwords (A1): second factors, API
// tokens, passwords that are good for one log-in, and for whom a company wants
// a second factor. Knows no time and checks no code.
#ifndef PARLEY_STORAGE_IDENTITY_ROWS_HPP
#define PARLEY_STORAGE_IDENTITY_ROWS_HPP

#include "actors/domain/rights.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace parley::storage {

/// An authenticator app of a user.
struct second_factor {
  agent_id agent;
  /// Hexadecimal; not encrypted (D-S40).
  std::string secret;
  /// False: it was begun, and no code has shown that the app has the secret.
  bool confirmed = false;
  timestamp since;
  /// The step of the newest code that was used: it and older ones are spent.
  std::uint64_t last_step = 0;
  /// SHA-256 of the recovery codes that are left.
  std::vector<std::string> recovery;
  friend bool operator==(const second_factor&, const second_factor&) = default;
};

struct api_token {
  /// Names it in lists and paths; says nothing of the secret.
  std::string id;
  agent_id agent;
  std::string name;
  /// SHA-256 of the token, hexadecimal.
  std::string hash;
  privileges scopes;
  timestamp created;
  timestamp expires;
  std::optional<timestamp> last_used;
  friend bool operator==(const api_token&, const api_token&) = default;
};

/// Says that a password must be changed at the next log-in. Of the password
/// with this digest only: another one makes it void.
struct one_time_password {
  agent_id agent;
  /// SHA-256 of the credential's hash, hexadecimal.
  std::string digest;
  friend bool operator==(const one_time_password&, const one_time_password&)
    = default;
};

struct sign_in_rules {
  /// Users with one of these roles must have a second factor.
  std::set<role_id> second_factor_for;
  friend bool operator==(const sign_in_rules&, const sign_in_rules&) = default;
};

/// Writes are durable on return; from any thread.
class identity_rows {
public:
  explicit identity_rows(store& of) : store_{&of} {}

  [[nodiscard]] result<std::optional<second_factor>, store_error>
  factor_of(const company_id& company, const agent_id& agent) const;
  [[nodiscard]] result<done, store_error>
  put_factor(const company_id& company, const second_factor& f) const;
  /// Lets `c` change the factor of a user while nobody else writes; it is
  /// written if `c` says true. @returns what `c` said; false: there is none.
  [[nodiscard]] result<bool, store_error>
  change_factor(const company_id& company,
                const agent_id& agent,
                const std::function<bool(second_factor&)>& c) const;
  [[nodiscard]] result<done, store_error>
  remove_factor(const company_id& company, const agent_id& agent) const;

  /// `refused` if the user has `api_tokens_max` of them, or one with its hash
  /// is there.
  [[nodiscard]] result<done, store_error> add_token(const company_id& company,
                                                    const api_token& t) const;
  [[nodiscard]] result<std::optional<api_token>, store_error>
  token_of(const company_id& company, const std::string& hash) const;
  /// Of one user, the oldest first.
  [[nodiscard]] result<std::vector<api_token>, store_error>
  tokens_of(const company_id& company, const agent_id& agent) const;
  /// Nothing happens if it is not there any more.
  [[nodiscard]] result<done, store_error> note_use(const company_id& company,
                                                   const std::string& hash,
                                                   timestamp at) const;
  [[nodiscard]] result<done, store_error>
  remove_token(const company_id& company, const std::string& hash) const;

  [[nodiscard]] result<std::optional<one_time_password>, store_error>
  one_time_of(const company_id& company, const agent_id& agent) const;
  [[nodiscard]] result<done, store_error>
  put_one_time(const company_id& company, const one_time_password& p) const;

  /// Without a row: no rules.
  [[nodiscard]] result<sign_in_rules, store_error>
  rules_of(const company_id& company) const;
  /// `stale_revision` unless `seen` are those that are stored.
  [[nodiscard]] result<done, store_error>
  put_rules(const company_id& company,
            const sign_in_rules& seen,
            const sign_in_rules& rules) const;

  /// All rows of a user go, in one write.
  [[nodiscard]] result<done, store_error> forget(const company_id& company,
                                                 const agent_id& agent) const;

private:
  store* store_;
};

[[nodiscard]] std::string encode_identity(const second_factor& row);
[[nodiscard]] std::string encode_identity(const api_token& row);
[[nodiscard]] std::string encode_identity(const one_time_password& row);
[[nodiscard]] std::string encode_identity(const sign_in_rules& row);
template <class Row>
[[nodiscard]] result<Row, store_error> decode_identity(std::string_view text);
extern template result<second_factor, store_error>
  decode_identity(std::string_view);
extern template result<api_token, store_error>
  decode_identity(std::string_view);
extern template result<one_time_password, store_error>
  decode_identity(std::string_view);
extern template result<sign_in_rules, store_error>
  decode_identity(std::string_view);

} // namespace parley::storage

#endif // PARLEY_STORAGE_IDENTITY_ROWS_HPP
