// A socket that sends exactly the bytes that a test wants, at the test's pace.
#ifndef PARLEY_TESTS_GATEWAY_RAW_CLIENT_HPP
#define PARLEY_TESTS_GATEWAY_RAW_CLIENT_HPP

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace parley::testing {

class raw_client {
public:
  /// @param receive_bytes how much the system buffers of what comes; 0: as it
  /// likes
  explicit raw_client(std::uint16_t port, int receive_bytes = 0)
      : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    const timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    if (receive_bytes > 0) {
      ::setsockopt(
        socket_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof(receive_bytes));
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    const auto* address = reinterpret_cast<const sockaddr*>(&to);
    EXPECT_EQ(::connect(socket_, address, sizeof(to)), 0);
  }
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;
  ~raw_client() { leave(); }

  /// @returns false if the server has closed.
  // NOLINTNEXTLINE(modernize-use-nodiscard): mostly the answer tells.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }

  /// What comes next; empty: the server has closed, or says nothing.
  [[nodiscard]] std::string receive(std::size_t most = 65'536) const {
    std::string piece(most, '\0');
    const auto n = ::recv(socket_, piece.data(), piece.size(), 0);
    piece.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return piece;
  }

  /// Everything up to and with `end`.
  std::string read_until(std::string_view end) {
    while (true) {
      const auto at = rest_.find(end);
      if (at != std::string::npos) {
        auto text = rest_.substr(0, at + end.size());
        rest_.erase(0, at + end.size());
        return text;
      }
      const auto more = receive();
      if (more.empty()) {
        ADD_FAILURE() << "no end, came: " << rest_.substr(0, 2000);
        return rest_;
      }
      rest_ += more;
    }
  }

  /// An answer with Content-Length: its head and its body in one piece.
  std::string read_answer() {
    auto head = read_until("\r\n\r\n");
    const auto at = head.find("Content-Length: ");
    if (at == std::string::npos) {
      ADD_FAILURE() << "no length: " << head;
      return head;
    }
    const auto length = std::stoul(head.substr(at + 16));
    while (rest_.size() < length) {
      const auto more = receive();
      if (more.empty()) {
        ADD_FAILURE() << "only " << rest_.size() << " of " << length;
        break;
      }
      rest_ += more;
    }
    head += rest_.substr(0, length);
    rest_.erase(0, length);
    return head;
  }

  /// All that comes before the server closes.
  std::string read_all() {
    auto all = std::move(rest_);
    rest_.clear();
    while (true) {
      const auto more = receive();
      if (more.empty()) {
        return all;
      }
      all += more;
    }
  }

  void stop_sending() const { ::shutdown(socket_, SHUT_WR); }
  void leave() {
    if (socket_ >= 0) {
      ::close(socket_);
      socket_ = -1;
    }
  }

private:
  int socket_;
  std::string rest_;
};

} // namespace parley::testing

#endif // PARLEY_TESTS_GATEWAY_RAW_CLIENT_HPP
