// One thread that waits for sockets and timers, without Asio in the header:
// what uses it compiles in a moment. Knows no protocol.
#ifndef PARLEY_TOOLS_CLIENT_EVENT_LOOP_HPP
#define PARLEY_TOOLS_CLIENT_EVENT_LOOP_HPP

#include <chrono>
#include <functional>
#include <memory>

namespace parley::tools {

using nanoseconds = std::chrono::nanoseconds;

/// @returns time since some fixed point; never goes back.
[[nodiscard]] nanoseconds monotonic_now();

class event_loop {
public:
  event_loop();
  ~event_loop();
  event_loop(const event_loop&) = delete;
  event_loop& operator=(const event_loop&) = delete;
  event_loop(event_loop&&) = delete;
  event_loop& operator=(event_loop&&) = delete;

  /// Calls `what` once, `delay` from now, inside `run_until`.
  void after(nanoseconds delay, std::function<void()> what);
  /// Handles what happens until `done` says so (asked after each event) or
  /// `limit` has passed. @returns what `done` said last.
  bool run_until(const std::function<bool()>& done, nanoseconds limit);
  /// Handles what happens for that long.
  void run_for(nanoseconds time);

  /// What Asio calls it; for web_socket.cpp.
  struct engine;
  [[nodiscard]] engine& inside() noexcept { return *engine_; }

private:
  std::unique_ptr<engine> engine_;
};

} // namespace parley::tools

#endif // PARLEY_TOOLS_CLIENT_EVENT_LOOP_HPP
