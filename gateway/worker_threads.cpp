#include "gateway/worker_threads.hpp"

#include <utility>

namespace parley::gateway {

worker_threads::worker_threads(std::size_t threads, std::size_t waiting_max)
    : waiting_max_{waiting_max} {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { run(); });
  }
}

worker_threads::~worker_threads() {
  stop();
}

bool worker_threads::post(job what) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || waiting_.size() >= waiting_max_) {
      return false;
    }
    waiting_.push_back(std::move(what));
  }
  something_.notify_one();
  return true;
}

void worker_threads::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  something_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

void worker_threads::run() {
  while (true) {
    job next;
    {
      std::unique_lock lock{mutex_};
      something_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) {
        return;
      }
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    next();
  }
}

} // namespace parley::gateway
