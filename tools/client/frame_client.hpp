// A client of Parley's wire protocol: typed messages over one WebSocket. For
// tools and tests that play customers' pages and agents' desks.
#ifndef PARLEY_TOOLS_CLIENT_FRAME_CLIENT_HPP
#define PARLEY_TOOLS_CLIENT_FRAME_CLIENT_HPP

#include "protocol/messages.hpp"
#include "tools/client/web_socket.hpp"

#include <functional>
#include <memory>
#include <string>

namespace parley::tools {

class frame_client : private web_socket_listener {
public:
  explicit frame_client(event_loop& loop) : loop_{loop} {}
  ~frame_client() override;
  frame_client(const frame_client&) = delete;
  frame_client& operator=(const frame_client&) = delete;
  frame_client(frame_client&&) = delete;
  frame_client& operator=(frame_client&&) = delete;

  std::function<void()> on_open;
  std::function<void(const wire::server_message&)> on_message;
  /// The connection is gone, or never came; the client may connect again.
  std::function<void(std::uint16_t code, const std::string& why)> on_closed;

  /// Leaves the connection it had, without a word, and makes a new one.
  void connect(const web_socket_options& options);
  void send(const wire::customer_message& message);
  void send(const wire::agent_message& message);
  /// Ends the connection in good manners; `on_closed` follows.
  void close();
  /// Drops the connection at once; nothing follows.
  void abort();

  [[nodiscard]] bool is_open() const noexcept { return open_; }
  /// Frames of the server that were not understood; must stay 0.
  [[nodiscard]] std::uint64_t errors() const noexcept { return errors_; }

private:
  void opened() override;
  void received(std::string_view frame) override;
  void closed(std::uint16_t code, const std::string& why) override;

  event_loop& loop_;
  std::shared_ptr<web_socket> socket_;
  bool open_ = false;
  std::uint64_t errors_ = 0;
};

} // namespace parley::tools

#endif // PARLEY_TOOLS_CLIENT_FRAME_CLIENT_HPP
