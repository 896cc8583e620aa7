#include "actors/domain/blending.hpp"

#include <chrono>
#include <cmath>
#include <tuple>

namespace parley::blending {

namespace {

int priority_of(channel c, const weights& w) {
  return w.priority.at(static_cast<std::size_t>(c));
}

double seconds(duration d) {
  return static_cast<double>(d.count()) / 1000.0;
}

/// K * W + t in milliseconds.
long long weight_and_wait(const candidate& c, const weights& w, timestamp now) {
  return w.multiplier.count() * c.queue_weight + (now - c.enqueued).count();
}

} // namespace

double score(const candidate& c, const weights& w, timestamp now) {
  return priority_of(c.channel, w)
         * seconds(duration{weight_and_wait(c, w, now)});
}

bool before(const candidate& a,
            const candidate& b,
            const weights& w,
            timestamp now) {
  // Whole numbers, so that ties are ties. P = 0 comes after all others.
  const auto rank = [&](const candidate& c) {
    const long long p = priority_of(c.channel, w);
    const auto inner = weight_and_wait(c, w, now);
    return std::tuple{p == 0 ? 1 : 0,
                      p == 0 ? -inner : -p * inner,
                      -p,
                      -c.queue_weight,
                      c.enqueued};
  };
  const auto ra = rank(a);
  const auto rb = rank(b);
  return ra != rb ? ra < rb : a.item < b.item;
}

std::optional<duration> overtaking_time(
  channel a, int weight_a, channel b, int weight_b, const weights& w) {
  const auto pa = priority_of(a, w);
  const auto pb = priority_of(b, w);
  if (pa == 0) {
    return std::nullopt;
  }
  const auto k = static_cast<double>(w.multiplier.count());
  const auto t = static_cast<double>(pb) * k * weight_b / pa - k * weight_a;
  return t <= 0 ? duration{0} : duration{std::llround(t)};
}

} // namespace parley::blending
