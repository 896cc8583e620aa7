// Puts messages on pairs of a customer and an agent and measures what comes
// back. The pairs may be Parley's or the floor's; this does not know which.
#ifndef PARLEY_TOOLS_BENCH_LOAD_HPP
#define PARLEY_TOOLS_BENCH_LOAD_HPP

#include "tools/bench/measure.hpp"
#include "tools/client/event_loop.hpp"
#include "tools/client/process.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parley::tools {

/// A customer and the agent who holds the chat. `number` counts the messages
/// of the pair from 1; what is sent is what must arrive.
class talking_pair {
public:
  virtual ~talking_pair() = default;
  /// A new run: numbers start at 1 again.
  virtual void begin() = 0;
  virtual void send(std::uint64_t number, std::string text) = 0;
  /// Gaps in the numbers that the server gave to the lines.
  [[nodiscard]] virtual std::uint64_t gaps() const { return 0; }
  /// Refusals, closed sockets, frames that were not understood.
  [[nodiscard]] virtual std::uint64_t errors() const { return 0; }

  /// The message is stored, says the server to the customer.
  std::function<void(std::uint64_t number)> on_tick;
  /// It has arrived at the agent.
  std::function<void(std::string_view text)> on_delivery;
};

using talking_pairs = std::vector<std::unique_ptr<talking_pair>>;

struct load_options {
  /// Messages a second over all pairs; 0: the next as soon as the last is
  /// ticked.
  double rate = 0;
  /// Messages of a pair on their way at the same time, if rate is 0.
  int window = 1;
  std::size_t message_bytes = 200;
  nanoseconds warm_up = std::chrono::seconds{1};
  nanoseconds time = std::chrono::seconds{5};
};

/// Runs the load. CPU time is taken from `server`.
[[nodiscard]] load_figures run_load(event_loop& loop,
                                    talking_pairs& pairs,
                                    const process& server,
                                    const load_options& options);

} // namespace parley::tools

#endif // PARLEY_TOOLS_BENCH_LOAD_HPP
