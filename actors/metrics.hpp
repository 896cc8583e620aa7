// Counters that actors write and /metrics reads. Lock-free; knows nothing of
// how they are shown.
#ifndef PARLEY_ACTORS_METRICS_HPP
#define PARLEY_ACTORS_METRICS_HPP

#include <array>
#include <atomic>
#include <cstdint>

namespace parley::actors {

using counter = std::atomic<std::uint64_t>;

inline void increase(counter& c, std::uint64_t by = 1) {
  c.fetch_add(by, std::memory_order_relaxed);
}

/// A histogram over powers of two of microseconds (or of a count).
struct histogram {
  static constexpr std::size_t buckets = 24;
  std::array<counter, buckets> count{};
  counter sum{0};
  /// @param value microseconds, or a plain count
  void observe(std::uint64_t value) {
    std::size_t i = 0;
    while (i + 1 < buckets && (std::uint64_t{1} << i) < value) {
      ++i;
    }
    increase(count.at(i));
    increase(sum, value);
  }
};

/// Z3: kinds of broken invariants; each must stay 0.
struct invariants {
  counter owner{0};          ///< a session with no owner or two
  counter capacity{0};       ///< an inbox above its maximum after an allocation
  counter one_active{0};     ///< an agent with two active items
  counter call_in_wrapup{0}; ///< a call given to an agent in active wrapup
  counter neglected{0};      ///< an eligible agent idle beside a waiting item
  counter order{0};          ///< a line told out of order
};

struct metrics {
  counter messages{0}; ///< lines stored
  counter refusals{0};
  counter commits{0}; ///< synced writes
  counter commit_failures{0};
  counter sessions_started{0};
  counter sessions_closed{0};
  counter calls_offered{0};
  counter frames_in{0};
  counter frames_out{0};
  counter frames_bad{0};
  counter slow_closed{0};
  counter restarts{0};
  counter logins{0};
  counter logins_failed{0};
  counter throttled{0};
  std::atomic<std::int64_t> connections{0};
  /// Indexed by phase_name.
  std::array<std::atomic<std::int64_t>, 8> sessions{};
  histogram commit_micros;
  histogram commit_appends;
  histogram say_micros; ///< from a line's arrival to its tick
  histogram journal_mailbox;
  parley::actors::invariants broken;
};

} // namespace parley::actors

#endif // PARLEY_ACTORS_METRICS_HPP
