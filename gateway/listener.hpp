// Accepts sockets for HTTP and WebSockets on one address. Beast is in
// listener.cpp.
#ifndef PARLEY_GATEWAY_LISTENER_HPP
#define PARLEY_GATEWAY_LISTENER_HPP

#include "gateway/core.hpp"
#include "gateway/socket_threads.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace parley::gateway {

/// TLS 1.3 by certificate files, read again when they change. A broken new pair
/// leaves the old one in use, and is logged.
class tls_files;

class listener {
public:
  /// @param threads for its sockets; outlive it
  /// @param is_public also serves pages and WebSockets; else it is for
  /// operators
  listener(socket_threads& threads, core& c, bool is_public);
  ~listener();
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

  /// @returns what went wrong, as a sentence for an operator; empty: listening.
  [[nodiscard]] std::string open(const std::string& address,
                                 std::uint16_t port);
  [[nodiscard]] std::uint16_t port() const;

  /// No new sockets; open WebSockets are told to come back (1001).
  void close();

  struct impl;

private:
  std::shared_ptr<impl> impl_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_LISTENER_HPP
