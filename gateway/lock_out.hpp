// Locks an account after passwords that were wrong one after another (A1). Kept
// in memory: a restart unlocks, the throttles of the gateway still hold.
#ifndef PARLEY_GATEWAY_LOCK_OUT_HPP
#define PARLEY_GATEWAY_LOCK_OUT_HPP

#include "protocol/limits.hpp"
#include "protocol/time.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace parley::gateway {

/// From any thread. Holds an entry for each known account that failed since it
/// last succeeded; unknown ones must not be given to it.
class lock_out {
public:
  /// @returns how long the account is still locked; absent: it is not.
  [[nodiscard]] std::optional<duration> remaining(const std::string& account,
                                                  timestamp now) {
    const std::lock_guard guard{mutex_};
    const auto found = accounts_.find(account);
    if (found == accounts_.end() || found->second.until <= now) {
      return std::nullopt;
    }
    return found->second.until - now;
  }

  /// A wrong password. @returns true if that locks the account now.
  bool failed(const std::string& account, timestamp now) {
    const std::lock_guard guard{mutex_};
    auto& a = accounts_[account];
    if (a.until > now) {
      return false;
    }
    if (++a.failures < limits::wrong_passwords_max) {
      return false;
    }
    a = {0, now + limits::locked_out_for};
    return true;
  }

  /// The right password, or a new one from an administrator.
  void unlock(const std::string& account) {
    const std::lock_guard guard{mutex_};
    accounts_.erase(account);
  }

private:
  struct attempts {
    std::size_t failures = 0;
    timestamp until;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, attempts> accounts_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_LOCK_OUT_HPP
