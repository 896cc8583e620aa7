// Plays a PBX: offers calls to parleyd, hears whom to ring, answers and hangs
// up, over the signed HTTP interface that a real one would use.
#ifndef PARLEY_TOOLS_PARLEYCTL_TELEPHONY_HPP
#define PARLEY_TOOLS_PARLEYCTL_TELEPHONY_HPP

#include "tools/client/http_client.hpp"

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace parley::tools {

struct telephony_access {
  endpoint server;
  std::string company;
  /// Of the company, as its configuration has it.
  std::string secret;
  bool json = false;
};

struct call_event {
  /// offered, answered, refused, ended
  std::string event;
  std::string call;
  std::string queue;
  std::string caller;
  std::string agent;
};

/// What the server says of a call.
struct call_state {
  std::string phase;
  std::string agent;
};

/// A ring or the end of one, from the server.
struct call_order {
  std::uint64_t n = 0;
  std::string order;
  std::string call;
  std::string agent;
};

/// @returns the hexadecimal HMAC-SHA256 that goes with a request.
[[nodiscard]] std::string sign(const std::string& secret,
                               const std::string& timestamp,
                               const std::string& method,
                               const std::string& path,
                               const std::string& body);

call_state tell(const telephony_access& to, const call_event& what);

/// Asks for orders after `after`, and moves it on; waits so many seconds for
/// one.
[[nodiscard]] std::vector<call_order>
orders_after(const telephony_access& to, std::uint64_t& after, int wait);

/// @returns the agent at whom the call rings now, as far as orders tell.
[[nodiscard]] std::optional<std::string>
ringing_agent(const telephony_access& to, const std::string& call);

struct call_plot {
  std::string call;
  std::string queue;
  std::string caller;
  std::chrono::milliseconds answer_after{2000};
  std::chrono::milliseconds hang_up_after{20000};
  /// How long to wait until it rings somewhere.
  std::chrono::seconds patience{600};
};

/// Plays a whole call and says each step. @returns false if nobody was there.
bool play_call(const telephony_access& to,
               const call_plot& plot,
               std::ostream& out);

} // namespace parley::tools

#endif // PARLEY_TOOLS_PARLEYCTL_TELEPHONY_HPP
