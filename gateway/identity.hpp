// Who is logged in: passwords, login tokens in cookies, one-time tickets for
// WebSockets. Only hashes of tokens are kept (figures.md 4).
#ifndef PARLEY_GATEWAY_IDENTITY_HPP
#define PARLEY_GATEWAY_IDENTITY_HPP

#include "actors/clock.hpp"
#include "actors/domain/rights.hpp"
#include "gateway/lock_out.hpp"
#include "gateway/throttle.hpp"
#include "protocol/ids.hpp"
#include "protocol/refusal_code.hpp"
#include "storage/store.hpp"

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace parley::gateway {

struct person {
  company_id company;
  agent_id agent;
  /// The login by which they are known: its hash; of a program the hash of its
  /// token.
  std::string login;
  /// Of a program that acts for them: what its token is for. Absent: they are
  /// here in person.
  std::optional<privileges> scopes = {};
};

struct login_attempt {
  company_id company;
  /// Absent: nobody has this login.
  std::optional<agent_id> agent;
  /// As it was typed.
  std::string account;
  std::string password;
  /// Of the authenticator app, or a recovery code; empty: none was given.
  std::string code;
  std::string address;
};

struct login_outcome {
  std::optional<refusal> refused;
  std::optional<duration> retry_after;
  /// This wrong password or code locked the account.
  bool locked = false;
  person who;
  /// The token for the cookie.
  std::string token;
};

/// In the place of a hash of a password: no password has it.
inline constexpr const char* no_password = "*";

class identity {
public:
  identity(storage::store* store, const actors::clock* time);

  /// Checks password and code on a thread of its own and makes a login.
  /// `answer` is called once, from that thread. An unknown agent takes as long
  /// as a known one.
  void log_in(const login_attempt& a,
              std::function<void(login_outcome)> answer);

  using confirmed = std::function<void(const login_outcome&)>;
  /// Is this the password of a user? `answer` is called once, from another
  /// thread; tried as often as logins are. The outcome makes no login.
  void confirm(const person& who,
               const std::string& password,
               const std::string& address,
               confirmed answer);
  /// As above, and with a code if the user has a second factor.
  void confirm_fully(const person& who,
                     const std::string& password,
                     const std::string& code,
                     const std::string& address,
                     confirmed answer);

  using password_set
    = std::function<void(result<std::vector<std::string>, refusal>)>;
  struct new_password {
    company_id company;
    agent_id agent;
    std::string password;
    /// The login that stays; empty: none does.
    std::string kept = {};
    /// It must be changed at the next log-in.
    bool once = false;
  };
  /// Gives a user a password, on a thread of its own, and revokes all other
  /// logins. `answer` is called once: the logins that ended, or why not.
  void set_password(const new_password& p, password_set answer);
  /// The user is gone: nothing that let them in may serve another who gets the
  /// same id. `answer` as above.
  void
  forget(const company_id& company, const agent_id& agent, password_set answer);

  /// Who the token of a cookie belongs to.
  [[nodiscard]] std::optional<person> whois(const std::string& token);
  /// Is this login (by its hash) neither revoked nor over?
  [[nodiscard]] bool in_force(const std::string& login);
  void log_out(const std::string& token);
  /// Is this a login of theirs?
  [[nodiscard]] bool has(const person& who, const std::string& token_hash);
  /// Revokes a login by its hash, if it is this person's, and its tickets.
  bool revoke(const person& who, const std::string& token_hash);

  /// A one-time ticket for the WebSocket of this person.
  [[nodiscard]] std::string make_ticket(const person& who);
  [[nodiscard]] std::optional<person> redeem(const std::string& ticket);

  void stop();

private:
  void forget_tickets(const std::string& login);
  /// @returns absent, or when to try again.
  [[nodiscard]] std::optional<duration> throttled(const std::string& address,
                                                  const std::string& account);
  [[nodiscard]] bool matches(const company_id& company,
                             const std::optional<agent_id>& agent,
                             const std::string& password) const;
  /// As above, but an account can be locked, and is, by wrong passwords. One
  /// that is right does not make up for wrong codes.
  [[nodiscard]] login_outcome try_password(const company_id& company,
                                           const std::optional<agent_id>& agent,
                                           const std::string& password);
  [[nodiscard]] login_outcome try_both(const login_attempt& a);
  [[nodiscard]] result<std::vector<std::string>, refusal>
  store_password(const new_password& p);
  [[nodiscard]] result<std::vector<std::string>, refusal> end_logins(
    const company_id& company, const agent_id& agent, const std::string& kept);
  struct ticket {
    person who;
    timestamp until;
  };
  void check(const login_attempt& a,
             const std::function<void(login_outcome)>& answer);

  storage::store* store_;
  const actors::clock* time_;
  throttle per_address_;
  throttle per_account_;
  lock_out locks_;
  boost::asio::thread_pool passwords_;
  std::mutex mutex_;
  std::unordered_map<std::string, ticket> tickets_;
  std::string dummy_hash_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_IDENTITY_HPP
