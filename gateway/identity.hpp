// Who is logged in: passwords, login tokens in cookies, one-time tickets for
// WebSockets. Only hashes of tokens are kept (figures.md 4).
#ifndef PARLEY_GATEWAY_IDENTITY_HPP
#define PARLEY_GATEWAY_IDENTITY_HPP

#include "actors/clock.hpp"
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
  /// The login by which they are known: its hash.
  std::string login;
};

struct login_outcome {
  std::optional<refusal> refused;
  std::optional<duration> retry_after;
  /// This wrong password locked the account.
  bool locked = false;
  person who;
  /// The token for the cookie.
  std::string token;
};

class identity {
public:
  identity(storage::store* store, const actors::clock* time);

  /// Checks a password on a thread of its own and makes a login. `answer` is
  /// called once, from that thread. An unknown agent takes as long as a known
  /// one.
  void log_in(const company_id& company,
              const std::optional<agent_id>& agent,
              const std::string& account,
              const std::string& password,
              const std::string& address,
              std::function<void(login_outcome)> answer);

  /// Is this the password of a user? `answer` is called once, from another
  /// thread; tried as often as logins are. Absent: yes.
  void confirm(const person& who,
               const std::string& password,
               const std::string& address,
               std::function<void(std::optional<refusal>,
                                  std::optional<duration> retry_after)> answer);
  /// Gives a user a password, on a thread of its own, and revokes all logins
  /// but `kept`. `answer` is called once: the logins that ended, or why not.
  void set_password(
    const company_id& company,
    const agent_id& agent,
    const std::string& password,
    const std::string& kept,
    std::function<void(result<std::vector<std::string>, refusal>)> answer);

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
  /// As above, but an account can be locked, and is, by wrong passwords.
  [[nodiscard]] login_outcome try_password(const company_id& company,
                                           const std::optional<agent_id>& agent,
                                           const std::string& password);
  [[nodiscard]] result<std::vector<std::string>, refusal>
  store_password(const company_id& company,
                 const agent_id& agent,
                 const std::string& password,
                 const std::string& kept);
  struct ticket {
    person who;
    timestamp until;
  };
  void check(const company_id& company,
             const std::optional<agent_id>& agent,
             const std::string& password,
             const std::string& address,
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
