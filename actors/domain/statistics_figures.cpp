// Figures of buckets and windows, out of the cells of the fold.
#include "actors/domain/statistics_cells.hpp"

namespace parley::statistics {

namespace {

/// Counters of some buckets and levels of the same time.
template <class Cell>
struct extract {
  decltype(std::declval<Cell>().counts.between(0, 0)) counts;
  decltype(std::declval<Cell>().levels.between({}, {})) span;
};

queue_figures to_figures(const extract<queue_cell>& x) {
  const auto& t = x.span.total;
  const auto& end = x.span.end;
  return {x.counts,
          {t[waiting], t[alerting], t[active], t[wrapup], t[parked]},
          x.span.peak,
          end[waiting],
          end[alerting],
          end[active],
          end[wrapup],
          end[parked]};
}

agent_figures to_figures(const extract<agent_cell>& x) {
  const auto& t = x.span.total;
  return {x.counts,
          {t[sum_logged_in],
           t[sum_available],
           t[sum_busy],
           t[sum_resting],
           t[sum_resting_productive],
           t[sum_lost],
           t[sum_active],
           t[sum_wrapup],
           t[sum_parked],
           t[sum_items]}};
}

flow_figures to_figures(const extract<flow_cell>& x) {
  return {x.counts, x.span.total[0], x.span.end[0]};
}

/// Of whole buckets.
template <class Cell>
auto of_range(const Cell& cell, const range& r, duration bucket) {
  return to_figures(
    extract<Cell>{cell.counts.between(index_of(r.from, bucket),
                                      index_of(r.until, bucket) - 1),
                  cell.levels.between(r.from, r.until)});
}

/// Of the last `window`, up to and with now.
template <class Cell>
auto of_window(const Cell& cell,
               duration window,
               timestamp now,
               duration bucket) {
  const auto last = index_of(now, bucket);
  const auto first = last - (window / bucket) + 1;
  extract<Cell> x{cell.counts.between(first, last),
                  cell.levels.between(start_of(first, bucket), now)};
  x.span.end = cell.levels.now();
  return to_figures(x);
}

/// What `look` says of the cell; of none, nothing.
template <class Cells, class Id, class Look>
auto look_up(const Cells& cells, const Id& id, Look look) {
  const auto found = cells.find(id);
  return found == cells.end() ? decltype(look(found->second)){}
                              : look(found->second);
}

template <class Cells>
auto ids_of(const Cells& cells) {
  std::vector<typename Cells::key_type> ids;
  ids.reserve(cells.size());
  for (const auto& [id, cell] : cells) {
    ids.push_back(id);
  }
  return ids;
}

} // namespace

queue_figures fold::of_queue(const queue_id& queue, const range& r) const {
  return look_up(impl_->queues, queue, [&](const queue_cell& c) {
    return of_range(c, r, impl_->is.bucket);
  });
}
queue_figures fold::of_company(const range& r) const {
  return of_range(impl_->company, r, impl_->is.bucket);
}
agent_figures fold::of_agent(const agent_id& agent, const range& r) const {
  return look_up(impl_->agents, agent, [&](const agent_cell& c) {
    return of_range(c, r, impl_->is.bucket);
  });
}
flow_figures fold::of_flow(const flow_id& flow, const range& r) const {
  return look_up(impl_->flows, flow, [&](const flow_cell& c) {
    return of_range(c, r, impl_->is.bucket);
  });
}

queue_figures
fold::live_queue(const queue_id& queue, duration window, timestamp now) const {
  return look_up(impl_->queues, queue, [&](const queue_cell& c) {
    return of_window(c, window, now, impl_->is.bucket);
  });
}
queue_figures fold::live_company(duration window, timestamp now) const {
  return of_window(impl_->company, window, now, impl_->is.bucket);
}
agent_figures
fold::live_agent(const agent_id& agent, duration window, timestamp now) const {
  return look_up(impl_->agents, agent, [&](const agent_cell& c) {
    return of_window(c, window, now, impl_->is.bucket);
  });
}
flow_figures
fold::live_flow(const flow_id& flow, duration window, timestamp now) const {
  return look_up(impl_->flows, flow, [&](const flow_cell& c) {
    return of_window(c, window, now, impl_->is.bucket);
  });
}

std::optional<timestamp> fold::longest_waiting(const queue_id& queue) const {
  return look_up(
    impl_->queues, queue, [](const queue_cell& c) -> std::optional<timestamp> {
      return c.line.empty() ? std::nullopt
                            : std::optional{c.line.begin()->first};
    });
}

bool fold::is_there(const agent_id& agent) const {
  return look_up(impl_->agents, agent, [](const agent_cell& c) {
    const auto& now = c.levels.now();
    return now[present] + now[away] > 0 && now[resting] <= 0;
  });
}

std::vector<queue_id> fold::queues() const {
  return ids_of(impl_->queues);
}
std::vector<agent_id> fold::agents() const {
  return ids_of(impl_->agents);
}
std::vector<flow_id> fold::flows() const {
  return ids_of(impl_->flows);
}
duration fold::bucket() const {
  return impl_->is.bucket;
}
timestamp fold::newest() const {
  return impl_->newest;
}

std::uint64_t fold::late() const {
  auto sum = impl_->company.levels.late();
  const auto add = [&](const auto& cells) {
    for (const auto& [id, cell] : cells) {
      sum += cell.levels.late();
    }
  };
  add(impl_->queues);
  add(impl_->agents);
  add(impl_->flows);
  return sum;
}

std::size_t fold::kept() const {
  const auto of = [](const auto& cell) {
    return cell.counts.kept() + cell.levels.kept();
  };
  auto sum = of(impl_->company) + impl_->chats.size() + impl_->calls.size();
  const auto add = [&](const auto& cells) {
    for (const auto& [id, cell] : cells) {
      sum += of(cell);
    }
  };
  add(impl_->queues);
  add(impl_->agents);
  add(impl_->flows);
  return sum;
}

} // namespace parley::statistics
