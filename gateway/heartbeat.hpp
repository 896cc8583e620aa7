// Which sockets have been silent for too long. A wheel of ticks: a frame costs
// one store, a socket that says nothing two looks in `ping_after`. Knows no
// socket and no clock.
#ifndef PARLEY_GATEWAY_HEARTBEAT_HPP
#define PARLEY_GATEWAY_HEARTBEAT_HPP

#include "protocol/limits.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <utility>
#include <vector>

namespace parley::gateway {

/// One peer that has to give signs of life.
class beating {
public:
  virtual ~beating() = default;
  /// Asks for a sign of life.
  virtual void ping() = 0;
  /// There was none in time. It is not looked at any more.
  virtual void give_up() = 0;

  /// @param tick of the wheel, when something came
  void sign_of_life(std::uint64_t tick) noexcept { heard_at_ = tick; }

private:
  friend class heartbeat;
  std::uint64_t heard_at_ = 0;
};

/// Not safe from several threads: each has its own.
class heartbeat {
public:
  /// So short that those who are pinged together keep nobody else waiting.
  static constexpr duration tick_length = std::chrono::milliseconds{50};
  static constexpr std::uint64_t ping_ticks = limits::ping_after / tick_length;
  static constexpr std::uint64_t dead_ticks = limits::dead_after / tick_length;
  /// Peers that came together are spread over this many ticks, little by
  /// little.
  static constexpr std::uint64_t spread_ticks = ping_ticks / 8;

  [[nodiscard]] std::uint64_t now() const noexcept { return now_; }
  /// No peer is looked after: nobody needs to call `tick`.
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  /// Looks after `peer` until it is gone or given up.
  void add(const std::shared_ptr<beating>& peer) {
    peer->sign_of_life(now_);
    put(peer, first_look(*peer));
  }

  /// One tick has passed.
  void tick() {
    ++now_;
    due_.clear();
    due_.swap(slots_[now_ % slots_.size()]);
    size_ -= due_.size();
    for (const auto& weak : due_) {
      if (const auto peer = weak.lock()) {
        look_at(peer);
      }
    }
  }

private:
  [[nodiscard]] std::uint64_t first_look(const beating& peer) {
    return peer.heard_at_ + ping_ticks - random_() % (spread_ticks + 1);
  }

  void look_at(const std::shared_ptr<beating>& peer) {
    const auto silent = now_ - peer->heard_at_;
    if (silent >= dead_ticks) {
      peer->give_up();
    } else if (silent >= ping_ticks - spread_ticks) {
      put(peer, peer->heard_at_ + dead_ticks);
      peer->ping();
    } else {
      put(peer, first_look(*peer));
    }
  }

  /// @pre now_ < tick <= now_ + dead_ticks
  void put(std::weak_ptr<beating> peer, std::uint64_t tick) {
    slots_[tick % slots_.size()].push_back(std::move(peer));
    ++size_;
  }

  std::uint64_t now_ = 0;
  std::size_t size_ = 0;
  std::minstd_rand random_;
  std::array<std::vector<std::weak_ptr<beating>>, dead_ticks + 1> slots_;
  std::vector<std::weak_ptr<beating>> due_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_HEARTBEAT_HPP
