#include "actors/domain/blending.hpp"

#include <algorithm>
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

namespace {

class weighted_formula final : public formula {
public:
  explicit weighted_formula(const weights& w) : weights_{w} {}

  [[nodiscard]] double score(const candidate& c, timestamp now) const override {
    return blending::score(c, weights_, now);
  }
  [[nodiscard]] bool
  before(const candidate& a, const candidate& b, timestamp now) const override {
    return blending::before(a, b, weights_, now);
  }
  [[nodiscard]] std::optional<duration> overtaking_time(
    channel a, int weight_a, channel b, int weight_b) const override {
    return blending::overtaking_time(a, weight_a, b, weight_b, weights_);
  }

private:
  weights weights_;
};

/// Absent is never, and so later than all times.
bool sooner(const std::optional<duration>& x,
            const std::optional<duration>& y) {
  return x && (!y || *x < *y);
}

/// The weights that queues of a channel have.
std::vector<int> weights_of(const std::vector<weighted_queue>& queues,
                            channel c) {
  std::vector<int> result;
  for (const auto& q : queues) {
    if (q.channel == c) {
      result.push_back(q.weight);
    }
  }
  return result;
}

overtaking overtakes(channel a,
                     const std::vector<int>& weights_a,
                     channel b,
                     const std::vector<int>& weights_b,
                     const formula& f) {
  std::vector<std::optional<duration>> times;
  times.reserve(weights_a.size() * weights_b.size());
  for (const auto wa : weights_a) {
    for (const auto wb : weights_b) {
      times.push_back(f.overtaking_time(a, wa, b, wb));
    }
  }
  const auto [low, high] = std::minmax_element(
    times.begin(), times.end(), [](const auto& x, const auto& y) {
      return sooner(x, y);
    });
  return {a, b, *low, *high};
}

} // namespace

std::shared_ptr<const formula> make_formula(const weights& w) {
  return std::make_shared<weighted_formula>(w);
}

std::vector<overtaking>
overtaking_times(const std::vector<weighted_queue>& queues, const formula& f) {
  std::vector<overtaking> result;
  for (const auto& [a, name_a] : names_of<channel>) {
    for (const auto& [b, name_b] : names_of<channel>) {
      const auto of_a = weights_of(queues, a);
      const auto of_b = weights_of(queues, b);
      if (a != b && !of_a.empty() && !of_b.empty()) {
        result.push_back(overtakes(a, of_a, b, of_b, f));
      }
    }
  }
  return result;
}

} // namespace parley::blending
