// Threads for work that waits for the disk: reads of the store, searches,
// imports. Threads of sockets and actors never do it.
#ifndef PARLEY_GATEWAY_WORKER_THREADS_HPP
#define PARLEY_GATEWAY_WORKER_THREADS_HPP

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace parley::gateway {

class worker_threads {
public:
  using job = std::function<void()>;

  /// @param waiting_max jobs that wait for a thread; more are refused
  worker_threads(std::size_t threads, std::size_t waiting_max);
  ~worker_threads();
  worker_threads(const worker_threads&) = delete;
  worker_threads& operator=(const worker_threads&) = delete;

  /// Runs `what` on one of the threads, in the order of arrival. Safe from any
  /// thread. @returns false: too many wait, or it has stopped; `what` is gone.
  [[nodiscard]] bool post(job what);

  /// Finishes what was posted, then ends the threads.
  void stop();

private:
  void run();

  std::size_t waiting_max_;
  std::mutex mutex_;
  std::condition_variable something_;
  std::deque<job> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_WORKER_THREADS_HPP
