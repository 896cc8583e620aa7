// Hands mails to an SMTP server. Hides libcurl, which knows STARTTLS and the
// ways to log in.
#ifndef PARLEY_GATEWAY_SMTP_HPP
#define PARLEY_GATEWAY_SMTP_HPP

#include "protocol/result.hpp"
#include "protocol/time.hpp"

#include <atomic>
#include <cstdint>
#include <string>

namespace parley::gateway {

/// How the connection to the mail server is made safe.
enum class smtp_security : std::uint8_t {
  /// STARTTLS; a server without it gets nothing.
  starttls,
  /// TLS from the first byte (port 465).
  tls,
  /// None: for a server on this machine.
  off,
};

struct smtp_settings {
  /// Empty: no mail is sent.
  std::string host;
  std::uint16_t port = 587;
  /// The address that mails come from.
  std::string from;
  /// Empty: no login.
  std::string user;
  std::string password;
  smtp_security security = smtp_security::starttls;
  /// Certificates to trust in the place of the system's; empty: those.
  std::string authorities;
};

struct smtp_failure {
  /// Trying again cannot help: the server refuses this mail for good.
  bool is_final = false;
  /// For operators.
  std::string why;
};

/// Sends one mail; blocks for at most `within`. @param stop ends it early
[[nodiscard]] result<done, smtp_failure>
send_mail(const smtp_settings& s,
          const std::string& to,
          const std::string& mime,
          duration within,
          const std::atomic<bool>& stop);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_SMTP_HPP
