// What facts come to: K1's table.
#include "actors/domain/statistics.hpp"

namespace parley::statistics {

namespace {

/// `part / whole`, rounded half to even. @pre whole > 0, part >= 0
std::int64_t half_even(std::int64_t part, std::int64_t whole) {
  const auto down = part / whole;
  const auto twice = 2 * (part % whole);
  const bool up = twice > whole || (twice == whole && down % 2 == 1);
  return up ? down + 1 : down;
}

} // namespace

int percent(const ratio& r, int if_nothing) {
  return r.whole <= 0 ? if_nothing
                      : static_cast<int>(half_even(r.part * 100, r.whole));
}

std::optional<duration> mean(std::int64_t sum, std::int64_t count) {
  if (count <= 0) {
    return std::nullopt;
  }
  return duration{half_even(sum, count)};
}

ratio service_level(const queue_counts& c) {
  return {c.in_target, c.answered + c.abandoned};
}

ratio availability(const queue_counts& c) {
  return {c.answered, c.offered};
}

ratio abandon_rate(const queue_counts& c) {
  return {c.abandoned, c.offered};
}

ratio queue_fill(std::int64_t waiting, std::int64_t length_max) {
  return {waiting, length_max};
}

std::optional<duration> answer_speed(const queue_counts& c) {
  return mean(c.wait_answered, c.answered);
}

std::optional<duration> first_response(const queue_counts& c) {
  return mean(c.first_response_time, c.first_responses);
}

std::optional<duration> response(const queue_counts& c) {
  return mean(c.response_time, c.responses);
}

duration handle_time(const queue_times& t) {
  return duration{t.active + t.wrapup};
}

std::optional<duration> average_handle_time(const queue_figures& f) {
  return mean(handle_time(f.times).count(), f.counts.answered);
}

ratio occupancy(const agent_times& t) {
  return {t.busy, t.busy + t.available};
}

ratio concurrency(const agent_times& t) {
  return {t.items, t.busy};
}

// --- Alerts. -----------------------------------------------------------------

namespace {

/// What a threshold says now.
struct judgement {
  kpi what;
  std::int64_t value;
  std::int64_t threshold;
  bool crossed;
};

judgement at_least(kpi what, std::int64_t value, std::int64_t threshold) {
  return {what, value, threshold, value < threshold};
}
judgement at_most(kpi what, std::int64_t value, std::int64_t threshold) {
  return {what, value, threshold, value > threshold};
}
/// Exact, though what is told is rounded.
judgement at_least(kpi what, const ratio& r, int threshold) {
  const bool crossed = r.whole > 0 && r.part * 100 < threshold * r.whole;
  return {what, percent(r, 100), threshold, crossed};
}
/// A mean time against its target, in seconds.
judgement
at_most(kpi what, std::int64_t sum, std::int64_t count, duration target) {
  const auto seconds = [](duration d) {
    return half_even(d.count(), 1000);
  };
  const bool crossed = count > 0 && sum > target.count() * count;
  return {what,
          seconds(mean(sum, count).value_or(duration{0})),
          seconds(target),
          crossed};
}

std::vector<judgement> judge(const kpi_settings& k, const queue_situation& is) {
  std::vector<judgement> all;
  const auto& c = is.figures.counts;
  if (k.service_level_min) {
    all.push_back(
      at_least(kpi::service_level, service_level(c), *k.service_level_min));
  }
  if (k.availability_min) {
    all.push_back(
      at_least(kpi::availability, availability(c), *k.availability_min));
  }
  if (k.chat_time_target) {
    all.push_back(at_most(kpi::chat_time,
                          is.figures.times.active,
                          c.answered,
                          *k.chat_time_target));
  }
  if (k.response_target) {
    all.push_back(at_most(
      kpi::response_time, c.response_time, c.responses, *k.response_target));
  }
  if (k.agents_min) {
    all.push_back(at_least(kpi::agents, is.agents, *k.agents_min));
  }
  if (k.queue_fill_max) {
    const auto length = static_cast<std::int64_t>(is.length_max);
    const auto waiting = is.figures.waiting;
    auto j = at_most(kpi::queue_fill,
                     percent(queue_fill(waiting, length), 0),
                     *k.queue_fill_max);
    j.crossed = waiting * 100 > *k.queue_fill_max * length;
    all.push_back(j);
  }
  return all;
}

} // namespace

bool may_alert(const kpi_settings& k) {
  return k.service_level_min || k.availability_min || k.chat_time_target
         || k.response_target || k.agents_min || k.queue_fill_max;
}

std::vector<kpi_alert> alerts(const kpi_settings& wanted,
                              const queue_situation& is,
                              alert_memory& told,
                              timestamp now) {
  std::vector<kpi_alert> news;
  alert_memory last;
  std::swap(last, told);
  for (const auto& j : judge(wanted, is)) {
    const auto before = last.find(j.what);
    const bool known = before != last.end();
    if (!j.crossed) {
      if (known) {
        news.push_back({j.what, j.value, j.threshold, false});
      }
      continue;
    }
    const bool due = !known || now - before->second >= wanted.alert_period;
    if (due) {
      news.push_back({j.what, j.value, j.threshold, true});
    }
    told[j.what] = due ? now : before->second;
  }
  return news;
}

} // namespace parley::statistics
