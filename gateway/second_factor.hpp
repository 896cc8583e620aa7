// The second factor of a user (A1): an authenticator app, and recovery codes
// for when it is lost. Over the store alone; passwords, rights and the audit
// log are matters of who calls.
#ifndef PARLEY_GATEWAY_SECOND_FACTOR_HPP
#define PARLEY_GATEWAY_SECOND_FACTOR_HPP

#include "protocol/refusal_code.hpp"
#include "storage/identity_rows.hpp"

#include <optional>
#include <string>
#include <vector>

namespace parley::gateway {

/// What an app is given, once.
struct begun_factor {
  /// Base32.
  std::string secret;
  /// `otpauth:`, as a QR code shows it.
  std::string uri;
};

/// Draws a secret, in the place of one that was begun and not confirmed.
/// @returns `not_in_this_state` if the user has a second factor.
[[nodiscard]] result<begun_factor, refusal>
begin_second_factor(storage::store& store,
                    const parley::company& company,
                    const agent_config& user,
                    timestamp now);

/// The app has shown that it has the secret. @returns the recovery codes, which
/// are never shown again; `wrong_code`, or `not_in_this_state`.
[[nodiscard]] result<std::vector<std::string>, refusal>
confirm_second_factor(storage::store& store,
                      const company_id& company,
                      const agent_id& user,
                      const std::string& code,
                      timestamp now);

/// Does the user have one that is confirmed?
[[nodiscard]] result<bool, refusal> has_second_factor(storage::store& store,
                                                      const company_id& company,
                                                      const agent_id& user);

/// Takes a code of the app, or a recovery code; each is good for once, which is
/// durable on return. @returns why not; absent: it was right.
[[nodiscard]] std::optional<refusal> use_code(storage::store& store,
                                              const company_id& company,
                                              const agent_id& user,
                                              const std::string& code,
                                              timestamp now);

/// What a user who is logged in must do before anything else.
enum class sign_in_step : std::uint8_t { none, password, second_factor };

/// @returns `password` after a log-in with a one-time password, `second_factor`
/// if the company wants one for a role of the user and there is none.
[[nodiscard]] result<sign_in_step, refusal> step_of(
  storage::store& store, const parley::company& company, const agent_config& u);

/// Does the company want a second factor of this user?
[[nodiscard]] bool is_wanted_of(const storage::sign_in_rules& rules,
                                const agent_config& u);

/// The digest by which a one-time password is known.
[[nodiscard]] std::string digest_of(const storage::credential& c);

[[nodiscard]] refusal refusal_of(const storage::store_error& why);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_SECOND_FACTOR_HPP
