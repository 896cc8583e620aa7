#include "gateway/socket_threads.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace parley::gateway {

// No two threads ever touch the same socket, so Asio need not lock them.
socket_thread::socket_thread()
    : io_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO}, work_{io_.get_executor()},
      timer_{io_.get_executor()} {}

socket_thread::~socket_thread() {
  wind_up();
  join();
}

void socket_thread::flush_soon(std::shared_ptr<flushable> socket) {
  {
    const std::lock_guard guard{mutex_};
    to_flush_.push_back(std::move(socket));
    if (to_flush_.size() > 1) {
      return;
    }
  }
  boost::asio::post(io_, [this] { flush_all(); });
}

void socket_thread::flush_all() {
  {
    const std::lock_guard guard{mutex_};
    flushing_.swap(to_flush_);
  }
  for (auto& socket : flushing_) {
    socket->flush();
    socket.reset();
  }
  flushing_.clear();
}

void socket_thread::look_after(const std::shared_ptr<beating>& socket) {
  beats_.add(socket);
  if (!std::exchange(timer_runs_, true)) {
    beat_later();
  }
}

void socket_thread::beat_later() {
  // A thread that was held up beats later, not faster: its sockets could not
  // be heard meanwhile.
  timer_.expires_after(heartbeat::tick_length);
  timer_.async_wait([this](const boost::system::error_code& stopped) {
    if (stopped || winding_up_) {
      return;
    }
    beats_.tick();
    if (beats_.empty()) {
      timer_runs_ = false;
    } else {
      beat_later();
    }
  });
}

void socket_thread::start() {
  thread_ = std::thread{[this] {
    io_.run();
  }};
}

void socket_thread::wind_up() {
  boost::asio::post(io_, [this] {
    winding_up_ = true;
    timer_.cancel();
    work_.reset();
  });
}

void socket_thread::join() {
  if (thread_.joinable()) {
    thread_.join();
  }
}

socket_threads::socket_threads(int count) {
  for (int i = 0; i < count; ++i) {
    all_.push_back(std::make_unique<socket_thread>());
  }
}

socket_thread& socket_threads::next() noexcept {
  return *all_[next_.fetch_add(1, std::memory_order_relaxed) % all_.size()];
}

void socket_threads::start() {
  for (const auto& thread : all_) {
    thread->start();
  }
}

void socket_threads::wind_up() {
  for (const auto& thread : all_) {
    thread->wind_up();
  }
}

void socket_threads::join() {
  for (const auto& thread : all_) {
    thread->join();
  }
}

} // namespace parley::gateway
