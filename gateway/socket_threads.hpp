// Threads for sockets. All that belongs to one connection runs on one of them,
// one after the other, so that a connection needs neither strand nor lock.
#ifndef PARLEY_GATEWAY_SOCKET_THREADS_HPP
#define PARLEY_GATEWAY_SOCKET_THREADS_HPP

#include "gateway/heartbeat.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace parley::gateway {

/// The type is named in full: Boost's default hides it, and asks it by virtual
/// calls for each operation.
using connection_executor = boost::asio::io_context::executor_type;
using connection_timer = boost::asio::basic_waitable_timer<
  std::chrono::steady_clock,
  boost::asio::wait_traits<std::chrono::steady_clock>,
  connection_executor>;

/// A socket with frames to write.
class flushable {
public:
  virtual ~flushable() = default;
  /// Called on the socket's thread.
  virtual void flush() = 0;
};

class socket_thread {
public:
  socket_thread();
  socket_thread(const socket_thread&) = delete;
  socket_thread& operator=(const socket_thread&) = delete;
  ~socket_thread();

  [[nodiscard]] boost::asio::io_context& io() noexcept { return io_; }

  /// Calls `socket->flush()` on this thread, soon. Whatever is asked for
  /// meanwhile shares the wake-up. Safe from any thread.
  void flush_soon(std::shared_ptr<flushable> socket);

  /// Looks after a socket: pings it, gives it up. On this thread.
  void look_after(const std::shared_ptr<beating>& socket);
  /// When something came from a socket. On this thread.
  [[nodiscard]] std::uint64_t beat() const noexcept { return beats_.now(); }

  void start();
  /// Ends when the last of its sockets is closed. Safe from any thread.
  void wind_up();
  void join();

private:
  void flush_all();
  void beat_later();

  boost::asio::io_context io_;
  boost::asio::executor_work_guard<connection_executor> work_;
  connection_timer timer_;
  bool timer_runs_ = false;
  bool winding_up_ = false;
  heartbeat beats_;
  std::vector<std::shared_ptr<flushable>> flushing_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<flushable>> to_flush_;
  std::thread thread_;
};

class socket_threads {
public:
  /// @pre count >= 1
  explicit socket_threads(int count);

  [[nodiscard]] socket_thread& first() noexcept { return *all_.front(); }
  /// The thread for one more socket. Safe from any thread.
  [[nodiscard]] socket_thread& next() noexcept;

  void start();
  void wind_up();
  void join();

private:
  std::vector<std::unique_ptr<socket_thread>> all_;
  std::atomic<std::size_t> next_{0};
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_SOCKET_THREADS_HPP
