// Accepts sockets for HTTP and WebSockets on one address. The only header of
// the gateway that names Asio; Beast is in listener.cpp.
#ifndef PARLEY_GATEWAY_LISTENER_HPP
#define PARLEY_GATEWAY_LISTENER_HPP

#include "gateway/core.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace parley::gateway {

/// TLS 1.3 by certificate files, read again when they change. A broken new pair
/// leaves the old one in use, and is logged.
class tls_files;

class listener {
public:
  /// @param routes what this address offers; the public one also serves files
  /// and WebSockets.
  listener(boost::asio::io_context& io, core& c, bool is_public);
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
