// One thread of Asio; see event_loop.hpp.
#include "tools/client/engine.hpp"

#include <boost/asio/steady_timer.hpp>

#include <thread>

namespace parley::tools {

nanoseconds monotonic_now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

event_loop::event_loop() : engine_{std::make_unique<engine>()} {}

event_loop::~event_loop() = default;

void event_loop::after(nanoseconds delay, std::function<void()> what) {
  auto timer = std::make_shared<boost::asio::steady_timer>(engine_->io, delay);
  timer->async_wait(
    [timer, what = std::move(what)](boost::system::error_code error) {
      if (!error) {
        what();
      }
    });
}

bool event_loop::run_until(const std::function<bool()>& done,
                           nanoseconds limit) {
  const auto end = monotonic_now() + limit;
  engine_->io.restart();
  while (!done()) {
    const auto left = end - monotonic_now();
    if (left <= nanoseconds::zero()) {
      return done();
    }
    if (engine_->io.run_one_for(left) == 0 && engine_->io.stopped()) {
      // No socket and no timer; what is waited for may be a process.
      engine_->io.restart();
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
  return true;
}

void event_loop::run_for(nanoseconds time) {
  // A timer of its own keeps the loop alive when nothing else does.
  after(time, [] {});
  run_until([] { return false; }, time);
}

} // namespace parley::tools
