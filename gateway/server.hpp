// parleyd as a value: opens the store, starts the actors, listens, stops in
// order.
#ifndef PARLEY_GATEWAY_SERVER_HPP
#define PARLEY_GATEWAY_SERVER_HPP

#include "gateway/options.hpp"

#include <functional>
#include <memory>
#include <string>

namespace parley::gateway {

class server {
public:
  explicit server(options o);
  ~server();
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  /// @returns what went wrong, as a sentence for an operator; empty: it runs.
  [[nodiscard]] std::string start();
  /// What to print after the start: addresses and, in the demo, logins.
  [[nodiscard]] std::string greeting() const;
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::uint16_t admin_port() const;

  /// Serves until SIGINT or SIGTERM, then stops in order. @returns exit code.
  int run();
  /// Stops in order: no new work, sockets told to come back, actors ended, the
  /// journal flushed (R17). On the thread that called `start`.
  void stop();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_SERVER_HPP
