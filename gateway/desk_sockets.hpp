// Which desks a login has opened, so that its revocation closes them.
#ifndef PARLEY_GATEWAY_DESK_SOCKETS_HPP
#define PARLEY_GATEWAY_DESK_SOCKETS_HPP

#include "actors/frame_sink.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace parley::gateway {

/// Safe from any thread.
class desk_sockets {
public:
  void join(const std::string& login, std::weak_ptr<actors::frame_sink> desk) {
    const std::lock_guard guard{mutex_};
    std::erase_if(desks_, [](const auto& d) { return d.second.expired(); });
    desks_.emplace(login, std::move(desk));
  }

  /// Closes all desks of this login (4503).
  void close(const std::string& login) {
    const std::lock_guard guard{mutex_};
    const auto [from, to] = desks_.equal_range(login);
    for (auto at = from; at != to; ++at) {
      if (const auto desk = at->second.lock()) {
        desk->close(close_code::logged_out);
      }
    }
    desks_.erase(from, to);
  }

private:
  std::mutex mutex_;
  std::unordered_multimap<std::string, std::weak_ptr<actors::frame_sink>>
    desks_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_DESK_SOCKETS_HPP
