// See load.hpp.
#include "tools/bench/load.hpp"

#include <charconv>
#include <ctime>
#include <deque>

namespace parley::tools {
namespace {

nanoseconds own_cpu_time() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return std::chrono::seconds{time.tv_sec} + nanoseconds{time.tv_nsec};
}

double in_seconds(nanoseconds t) {
  return std::chrono::duration<double>{t}.count();
}

/// One pair under load.
struct lane {
  talking_pair* pair = nullptr;
  std::uint64_t sent = 0;
  /// When those that are not ticked yet were due.
  std::deque<nanoseconds> unticked = {};
  sequence_check ticked = {};
  sequence_check delivered = {};
};

class load {
public:
  load(event_loop& loop, talking_pairs& pairs, const load_options& options)
      : loop_{loop}, options_{options}, lanes_(pairs.size()) {
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      lanes_[i].pair = pairs[i].get();
      pairs[i]->begin();
      pairs[i]->on_tick = [this, i](std::uint64_t n) {
        ticked(lanes_[i], n);
      };
      pairs[i]->on_delivery = [this, i](std::string_view text) {
        delivered(lanes_[i], text);
      };
    }
  }

  ~load() {
    for (auto& l : lanes_) {
      l.pair->on_tick = nullptr;
      l.pair->on_delivery = nullptr;
    }
  }

  load(const load&) = delete;
  load& operator=(const load&) = delete;
  load(load&&) = delete;
  load& operator=(load&&) = delete;

  load_figures run(const process& server) {
    sending_ = true;
    begin();
    loop_.run_for(options_.warm_up);

    ticks_.clear();
    deliveries_.clear();
    const auto started = monotonic_now();
    const auto server_cpu = server.cpu_time();
    const auto client_cpu = own_cpu_time();
    loop_.run_for(options_.time);
    const auto took = monotonic_now() - started;
    const auto server_used = server.cpu_time() - server_cpu;
    const auto client_used = own_cpu_time() - client_cpu;

    load_figures f;
    f.seconds = in_seconds(took);
    f.delivered = deliveries_.count();
    f.per_second = static_cast<double>(f.delivered) / f.seconds;
    f.cpu_per_message = f.delivered == 0 ? 0
                                         : in_seconds(server_used) * 1e6
                                             / static_cast<double>(f.delivered);
    f.server_cores_busy = in_seconds(server_used) / f.seconds;
    f.client_cores_busy = in_seconds(client_used) / f.seconds;
    f.delivery_p50 = deliveries_.quantile(0.5);
    f.delivery_p99 = deliveries_.quantile(0.99);
    f.delivery_p999 = deliveries_.quantile(0.999);
    f.tick_p50 = ticks_.quantile(0.5);
    f.tick_p99 = ticks_.quantile(0.99);
    f.tick_p999 = ticks_.quantile(0.999);

    sending_ = false;
    // What was sent must still arrive; only then is it known what was lost.
    loop_.run_until([this] { return all_arrived(); }, std::chrono::seconds{20});
    count_wrongs(f);
    return f;
  }

private:
  void begin() {
    if (options_.rate > 0) {
      next_due_ = monotonic_now();
      pace();
      return;
    }
    for (auto& l : lanes_) {
      for (int i = 0; i < options_.window; ++i) {
        send(l, monotonic_now());
      }
    }
  }

  /// Sends all that is due. Latency counts from when a message was due, so a
  /// stalled server cannot slow the measurement down to its own pace.
  void pace() {
    if (!sending_) {
      return;
    }
    const nanoseconds gap{static_cast<nanoseconds::rep>(1e9 / options_.rate)};
    const auto now = monotonic_now();
    for (; next_due_ <= now; next_due_ += gap) {
      send(lanes_[turn_], next_due_);
      turn_ = (turn_ + 1) % lanes_.size();
    }
    // The loop goes on when this load is over.
    loop_.after(next_due_ - now, [this, alive = std::weak_ptr{alive_}] {
      if (!alive.expired()) {
        pace();
      }
    });
  }

  void send(lane& l, nanoseconds due) const {
    auto text = std::to_string(++l.sent) + ' ' + std::to_string(due.count());
    text.append(1, ' ');
    if (text.size() < options_.message_bytes) {
      text.append(options_.message_bytes - text.size(), 'x');
    }
    l.unticked.push_back(due);
    l.pair->send(l.sent, std::move(text));
  }

  void ticked(lane& l, std::uint64_t number) {
    l.ticked.arrived(number);
    if (!l.unticked.empty()) {
      ticks_.add(monotonic_now() - l.unticked.front());
      l.unticked.pop_front();
    }
    if (sending_ && options_.rate <= 0) {
      send(l, monotonic_now());
    }
  }

  void delivered(lane& l, std::string_view text) {
    const auto* end = text.data() + text.size();
    std::uint64_t number = 0;
    nanoseconds::rep due = 0;
    const auto first = std::from_chars(text.data(), end, number);
    if (first.ec != std::errc{} || first.ptr == end) {
      ++strange_;
      return;
    }
    std::from_chars(first.ptr + 1, end, due);
    l.delivered.arrived(number);
    deliveries_.add(monotonic_now() - nanoseconds{due});
  }

  [[nodiscard]] bool all_arrived() const {
    return std::all_of(lanes_.begin(), lanes_.end(), [](const lane& l) {
      return l.ticked.last() >= l.sent && l.delivered.last() >= l.sent;
    });
  }

  void count_wrongs(load_figures& f) const {
    f.errors = strange_;
    for (const auto& l : lanes_) {
      for (const auto* check : {&l.ticked, &l.delivered}) {
        f.lost += check->lost() + (l.sent - std::min(l.sent, check->last()));
        f.doubled_or_late += check->doubled_or_late();
      }
      f.gaps += l.pair->gaps();
      f.errors += l.pair->errors();
    }
  }

  event_loop& loop_;
  load_options options_;
  std::vector<lane> lanes_;
  latencies ticks_;
  latencies deliveries_;
  bool sending_ = false;
  nanoseconds next_due_{};
  std::size_t turn_ = 0;
  std::uint64_t strange_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>();
};

} // namespace

load_figures run_load(event_loop& loop,
                      talking_pairs& pairs,
                      const process& server,
                      const load_options& options) {
  return load{loop, pairs, options}.run(server);
}

} // namespace parley::tools
