// How an agent gets in: password, cookie, one-time ticket.
#ifndef PARLEY_TOOLS_CLIENT_LOGIN_HPP
#define PARLEY_TOOLS_CLIENT_LOGIN_HPP

#include "tools/client/http_client.hpp"

#include <string>

namespace parley::tools {

struct agent_login {
  std::string company;
  std::string login;
  std::string password;
  /// Where to connect from; empty: the system chooses.
  std::string from;
};

/// Logs in. @returns the cookies of the session, as a header takes them.
[[nodiscard]] result<std::string, http_failure> log_in(const endpoint& server,
                                                       const agent_login& who);

/// @returns a ticket for one WebSocket.
[[nodiscard]] result<std::string, http_failure>
fetch_ticket(const endpoint& server, const std::string& cookies);

} // namespace parley::tools

#endif // PARLEY_TOOLS_CLIENT_LOGIN_HPP
