// A WebSocket as clients of Parley use it: text frames, in order. Hides Beast.
// Knows nothing of what is in a frame.
#ifndef PARLEY_TOOLS_CLIENT_WEB_SOCKET_HPP
#define PARLEY_TOOLS_CLIENT_WEB_SOCKET_HPP

#include "tools/client/event_loop.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace parley::tools {

struct endpoint {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
};

struct web_socket_options {
  endpoint server;
  std::string path;
  /// Empty: none is sent.
  std::string origin;
  /// Where to connect from; empty: the system chooses.
  std::string from;
};

/// Who is told what happens on a socket; must outlive it or detach.
class web_socket_listener {
public:
  virtual ~web_socket_listener() = default;
  virtual void opened() = 0;
  virtual void received(std::string_view frame) = 0;
  /// `code` is that of the closing frame, 0 if there was none.
  virtual void closed(std::uint16_t code, const std::string& why) = 0;
};

class web_socket {
public:
  virtual ~web_socket() = default;
  /// Frames leave in the order of these calls.
  virtual void send(std::string frame) = 0;
  /// Ends it with a closing handshake.
  virtual void close() = 0;
  /// Ends it as a broken line does; the listener hears nothing.
  virtual void abort() = 0;
};

/// Connects; `opened` or `closed` follows.
[[nodiscard]] std::shared_ptr<web_socket>
open_web_socket(event_loop& loop,
                const web_socket_options& options,
                web_socket_listener& listener);

} // namespace parley::tools

#endif // PARLEY_TOOLS_CLIENT_WEB_SOCKET_HPP
