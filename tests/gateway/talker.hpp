// A page or a desk on a real WebSocket, as tests of the gateway play it.
#ifndef PARLEY_TESTS_GATEWAY_TALKER_HPP
#define PARLEY_TESTS_GATEWAY_TALKER_HPP

#include "protocol/codec.hpp"
#include "tools/client/frame_client.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace parley::testing {

/// A page or desk that keeps what it was sent.
class talker {
public:
  explicit talker(tools::event_loop& loop)
      : loop_{&loop}, inside_{std::make_unique<inside>(loop)} {
    auto* in = inside_.get();
    in->socket.on_message = [in](const wire::server_message& m) {
      in->unread.push_back(m);
      in->all_text += wire::encode(m) + '\n';
    };
    in->socket.on_closed = [in](std::uint16_t code, const std::string&) {
      in->closed = code;
    };
  }

  void connect(std::uint16_t port,
               const std::string& path,
               const std::string& origin) {
    bool open = false;
    inside_->socket.on_open = [&open] {
      open = true;
    };
    inside_->socket.connect({{"127.0.0.1", port}, path, origin, ""});
    loop_->run_until([&] { return open || inside_->closed; }, patience);
    inside_->socket.on_open = nullptr;
  }
  template <class Message>
  void send(Message m) {
    inside_->socket.send(std::move(m));
  }
  /// The next message of this type; those before it are dropped.
  template <class T>
  T expect() {
    std::optional<T> found;
    std::string skipped;
    auto& unread = inside_->unread;
    loop_->run_until(
      [&] {
        while (!found && !unread.empty()) {
          if (auto* m = std::get_if<T>(&unread.front())) {
            found = std::move(*m);
          } else {
            skipped += '\n' + wire::encode(unread.front());
          }
          unread.pop_front();
        }
        return found || inside_->closed;
      },
      patience);
    if (!found) {
      ADD_FAILURE() << "no " << T::type << ", closed with "
                    << inside_->closed.value_or(0) << ", came:" << skipped;
      return T{};
    }
    return *std::move(found);
  }
  /// The line that is a file; other lines before it are dropped.
  wire::entry_view expect_file() {
    while (true) {
      auto line = expect<wire::chat_entry>().line;
      if (line.file || line.entry == 0) {
        return line;
      }
    }
  }
  /// @returns nothing if it is closed, or silent for too long.
  std::optional<wire::server_message> next() {
    auto& unread = inside_->unread;
    loop_->run_until([&] { return !unread.empty() || inside_->closed; },
                     patience);
    if (unread.empty()) {
      return std::nullopt;
    }
    auto m = std::move(unread.front());
    unread.pop_front();
    return m;
  }

  /// Waits until the server closes the socket. @returns the code, 0: it did not
  std::uint16_t expect_close() {
    loop_->run_until([&] { return inside_->closed.has_value(); }, patience);
    return inside_->closed.value_or(0);
  }

  /// Every message that ever came.
  [[nodiscard]] const std::string& all_text() const {
    return inside_->all_text;
  }
  void abort() { inside_->socket.abort(); }

private:
  static constexpr auto patience = std::chrono::seconds{20};
  struct inside {
    explicit inside(tools::event_loop& loop) : socket{loop} {}
    tools::frame_client socket;
    std::deque<wire::server_message> unread;
    std::string all_text;
    std::optional<std::uint16_t> closed;
  };
  tools::event_loop* loop_;
  std::unique_ptr<inside> inside_;
};

} // namespace parley::testing

#endif // PARLEY_TESTS_GATEWAY_TALKER_HPP
