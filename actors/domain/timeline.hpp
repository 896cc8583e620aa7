// Levels over time: how many wait, talk, are there, at each instant; and what
// that adds up to between two times. Changes may come in any order; how long
// each level lasted does not depend on it. Pure.
#ifndef PARLEY_ACTORS_DOMAIN_TIMELINE_HPP
#define PARLEY_ACTORS_DOMAIN_TIMELINE_HPP

#include "protocol/limits.hpp"
#include "protocol/time.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace parley::statistics {

/// The number of the bucket of `width` that `at` falls into.
[[nodiscard]] constexpr std::int64_t index_of(timestamp at, duration width) {
  return to_unix_ms(at) / width.count();
}
[[nodiscard]] constexpr timestamp start_of(std::int64_t index, duration width) {
  return from_unix_ms(index * width.count());
}

/// `Levels` counters that change, and `Sums` of their lasting. The newest
/// changes are kept as they came, sorted; those before `settle` are summed up
/// in buckets. Without changes there is no bucket: idleness costs nothing.
/// @tparam Measure adds what the levels are worth in so many milliseconds:
/// `void operator()(const levels&, std::int64_t ms, sums&) const`
template <std::size_t Levels, std::size_t Sums, class Measure>
class timeline {
public:
  using levels = std::array<std::int32_t, Levels>;
  using sums = std::array<std::int64_t, Sums>;

  /// What happened between two times.
  struct span {
    sums total{};
    /// The highest that the first level was for at least a millisecond.
    std::int32_t peak = 0;
    /// The levels just before the end.
    levels end{};
  };

  explicit timeline(duration width) : width_{width} {}

  /// From `at` on a level is higher by `by`, or lower.
  void change(timestamp at, std::size_t level, std::int32_t by) {
    now_[level] += by;
    if (at < settled_) {
      ++late_;
      at = settled_;
    }
    is_sorted_ = is_sorted_ && (recent_.empty() || recent_.back().at <= at);
    recent_.push_back({at, static_cast<std::uint32_t>(level), by});
  }

  /// Changes that are not summed up yet.
  [[nodiscard]] std::size_t unsettled() const { return recent_.size(); }
  /// Sums up the older half of them.
  void settle_half() {
    sort();
    settle(recent_[recent_.size() / 2].at);
  }

  /// Sums up what was before `until`.
  void settle(timestamp until) {
    if (until <= settled_) {
      return;
    }
    sort();
    auto next = recent_.begin();
    for (; next != recent_.end() && next->at < until; ++next) {
      pass_to(next->at, true);
      buckets_.back().end[next->level] += next->by;
    }
    recent_.erase(recent_.begin(), next);
    pass_to(until, false);
  }

  /// Buckets that end by `before` are no longer needed.
  void forget(timestamp before) {
    while (!buckets_.empty() && end_of(buckets_.front()) <= before
           && end_of(buckets_.front()) <= settled_) {
      before_ = buckets_.front().end;
      buckets_.pop_front();
    }
  }

  /// @pre `from` begins a bucket, and so does `to` unless it is after all that
  /// is settled.
  [[nodiscard]] span between(timestamp from, timestamp to) const {
    walk w{from, before_, {}};
    auto b = std::partition_point(
      buckets_.begin(), buckets_.end(), [&](const bucket& one) {
        return end_of(one) <= from;
      });
    if (b != buckets_.begin()) {
      w.at = std::prev(b)->end;
    }
    for (; b != buckets_.end() && start_of(b->index, width_) < to; ++b) {
      w.pass_to(start_of(b->index, width_));
      for (std::size_t i = 0; i < Sums; ++i) {
        w.found.total[i] += b->total[i];
      }
      w.found.peak = std::max(w.found.peak, b->peak);
      w.at = b->end;
      w.cursor = std::max(w.cursor, std::min(end_of(*b), settled_));
    }
    sort();
    for (const auto& c : recent_) {
      if (c.at >= to) {
        break;
      }
      w.pass_to(c.at);
      w.at[c.level] += c.by;
    }
    w.pass_to(to);
    w.found.end = w.at;
    return w.found;
  }

  /// The levels after all changes.
  [[nodiscard]] const levels& now() const { return now_; }
  /// Changes that came too late for their own time.
  [[nodiscard]] std::uint64_t late() const { return late_; }
  /// For those who bound memory.
  [[nodiscard]] std::size_t kept() const {
    return buckets_.size() + recent_.size();
  }

private:
  struct change_of_level {
    timestamp at;
    std::uint32_t level;
    std::int32_t by;
  };
  struct bucket {
    std::int64_t index;
    levels end;
    sums total{};
    std::int32_t peak = 0;
  };
  /// A walk through time that adds up.
  struct walk {
    timestamp cursor;
    levels at;
    span found;

    void pass_to(timestamp t) {
      if (t > cursor) {
        Measure{}(at, (t - cursor).count(), found.total);
        found.peak = std::max(found.peak, at[0]);
        cursor = t;
      }
    }
  };

  [[nodiscard]] timestamp end_of(const bucket& b) const {
    return start_of(b.index + 1, width_);
  }
  [[nodiscard]] const levels& level() const {
    return buckets_.empty() ? before_ : buckets_.back().end;
  }

  /// Most come in order; who looks puts the rest where it belongs.
  void sort() const {
    if (!is_sorted_) {
      std::stable_sort(
        recent_.begin(), recent_.end(), [](const auto& a, const auto& b) {
          return a.at < b.at;
        });
      is_sorted_ = true;
    }
  }

  static void add(bucket& to, timestamp from, timestamp until) {
    if (until > from) {
      Measure{}(to.end, (until - from).count(), to.total);
      to.peak = std::max(to.peak, to.end[0]);
    }
  }

  /// Settles up to `to`; if something changes there, it has a bucket then.
  void pass_to(timestamp to, bool changes) {
    if (!buckets_.empty() && settled_ < end_of(buckets_.back())) {
      add(buckets_.back(), settled_, std::min(to, end_of(buckets_.back())));
    }
    const auto index = index_of(to, width_);
    if (changes && (buckets_.empty() || buckets_.back().index < index)) {
      buckets_.push_back({index, level()});
      add(buckets_.back(), start_of(index, width_), to);
    }
    settled_ = to;
  }

  duration width_;
  levels now_{};
  /// Before the first bucket.
  levels before_{};
  std::deque<bucket> buckets_;
  /// Everything before is in buckets, or nothing changed.
  timestamp settled_;
  mutable std::vector<change_of_level> recent_;
  mutable bool is_sorted_ = true;
  std::uint64_t late_ = 0;
};

/// Sums of counters per bucket; a bucket in which nothing was counted does not
/// exist.
/// @tparam Counts adds up with `+=`
template <class Counts>
class tallies {
public:
  explicit tallies(duration width) : width_{width} {}

  /// The counters of the time `at`.
  Counts& at(timestamp at) {
    const auto index = index_of(at, width_);
    if (buckets_.empty() || buckets_.back().index < index) {
      return buckets_.emplace_back(bucket{index, {}}).counts;
    }
    if (buckets_.back().index == index) {
      return buckets_.back().counts;
    }
    auto b = std::partition_point(
      buckets_.begin(), buckets_.end(), [&](const bucket& one) {
        return one.index < index;
      });
    if (b->index != index) {
      b = buckets_.insert(b, bucket{index, {}});
    }
    return b->counts;
  }

  void forget(timestamp before) {
    while (!buckets_.empty()
           && start_of(buckets_.front().index + 1, width_) <= before) {
      buckets_.pop_front();
    }
  }

  /// Of the buckets from `first` to `last`.
  [[nodiscard]] Counts between(std::int64_t first, std::int64_t last) const {
    Counts sum;
    auto b = std::partition_point(
      buckets_.begin(), buckets_.end(), [&](const bucket& one) {
        return one.index < first;
      });
    for (; b != buckets_.end() && b->index <= last; ++b) {
      sum += b->counts;
    }
    return sum;
  }

  [[nodiscard]] std::size_t kept() const { return buckets_.size(); }

private:
  struct bucket {
    std::int64_t index;
    Counts counts;
  };
  duration width_;
  std::deque<bucket> buckets_;
};

} // namespace parley::statistics

#endif // PARLEY_ACTORS_DOMAIN_TIMELINE_HPP
