// What signing in may be answered besides refusal_code.hpp: steps that are
// still to be done. Numbers and names of the same list, in a table of their
// own, because HTTP only answers them and no frame ever does.
#ifndef PARLEY_PROTOCOL_SIGN_IN_REFUSALS_HPP
#define PARLEY_PROTOCOL_SIGN_IN_REFUSALS_HPP

#include "protocol/refusal_code.hpp"

namespace parley::sign_in {

/// The password is right; the code of the authenticator app is missing.
inline constexpr auto code_needed = refusal_code{210};
inline constexpr auto wrong_code = refusal_code{211};
/// Logged in by a one-time password: nothing but another password is open.
inline constexpr auto password_change_needed = refusal_code{212};
/// Logged in, but the company wants an authenticator app first.
inline constexpr auto second_factor_setup_needed = refusal_code{213};

inline constexpr auto refusal_table = std::to_array<refusal_entry>({
  {code_needed,
   "code_needed",
   "Give the code of your authenticator app, or a recovery code, too.",
   false},
  {wrong_code,
   "wrong_code",
   "The code is wrong, too old or was used already.",
   false},
  {password_change_needed,
   "password_change_needed",
   "Choose a password of your own first.",
   false},
  {second_factor_setup_needed,
   "second_factor_setup_needed",
   "Your company wants an authenticator app: set it up first.",
   false},
});

/// @returns the row of any refusal, of this table or the common one.
[[nodiscard]] constexpr const refusal_entry& describe(refusal_code code) {
  for (const auto& row : refusal_table) {
    if (row.code == code) {
      return row;
    }
  }
  return parley::describe(code);
}

} // namespace parley::sign_in

#endif // PARLEY_PROTOCOL_SIGN_IN_REFUSALS_HPP
