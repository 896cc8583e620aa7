// Live figures of one company (K1): the fold over what the journal has written,
// after it is durable. At the start, and when targets change, it is built anew
// from the stored events of its window, read stream by stream while what is
// written meanwhile waits. Must not know chats, agents or their machines.
#include "actors/actors.hpp"
#include "actors/deadline_timer.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace parley::actors {

namespace {

constexpr std::size_t streams_at_once = 50;

/// A fold that is being built from what is stored.
struct rebuilding {
  statistics::fold figures;
  timestamp since;
  std::vector<storage::stream_id> left;
  /// Number of events that were read, of each stream.
  std::map<storage::stream_id, std::uint64_t> read;
  /// What was written meanwhile.
  std::vector<stored_events> meanwhile;
};

struct looking_on {
  figures_watcher watcher;
  /// What it was told last; absent: nothing yet.
  std::optional<live_figures> told;
};

struct statistics_state {
  static constexpr const char* name = "statistics";
  /// Absent before the first one is built.
  std::optional<statistics::fold> figures;
  std::optional<rebuilding> next;
  /// Answers to older questions are void.
  std::uint64_t builds = 0;
  std::optional<timestamp> retry_at;
  std::vector<looking_on> watchers;
  std::map<queue_id, statistics::alert_memory> alerted;
  /// Something happened since the watchers were told.
  bool has_news = false;
  timestamp told_at;
  deadline_timer timer;
  timestamp born;
};

using self_pointer = statistics_actor::stateful_pointer<statistics_state>;

struct statistics_shell {
  self_pointer self;
  company_ports ports;

  [[nodiscard]] const parley::company& config() const { return *ports.config; }
  [[nodiscard]] timestamp now() const {
    const auto& st = self->state;
    const auto clock = ports.world->time->now();
    return st.figures ? std::max(clock, st.figures->newest()) : clock;
  }

  // --- Building. -----------------------------------------------------------

  [[nodiscard]] duration longest_window() const {
    auto longest = limits::kpi_window_default;
    for (const auto& [id, queue] : config().queues) {
      longest = std::max(longest, queue.kpis.window);
    }
    return longest;
  }
  [[nodiscard]] std::map<queue_id, kpi_settings> targets() const {
    std::map<queue_id, kpi_settings> all;
    for (const auto& [id, queue] : config().queues) {
      all.emplace(id, queue.kpis);
    }
    return all;
  }

  /// The journal tells first, so that nothing is missed between reading and
  /// hearing; what comes twice is known by its revision.
  void build() const {
    auto& st = self->state;
    const auto keep = longest_window() + 2 * limits::statistics_bucket;
    st.next.emplace(
      rebuilding{statistics::fold{{limits::statistics_bucket, keep}},
                 ports.world->time->now() - keep,
                 {},
                 {},
                 {}});
    st.next->figures.set_targets(targets());
    st.next->figures.hold(true);
    st.retry_at.reset();
    const auto build = ++st.builds;
    self
      ->request(ports.journal,
                limits::request_within,
                listen{config().id, caf::actor_cast<events_listener>(self)})
      .then([me = *this, build](const listening&) { me.list(build); },
            [me = *this, build](const caf::error&) { me.fail(build); });
  }

  [[nodiscard]] bool is_void(std::uint64_t build) const {
    return build != self->state.builds || !self->state.next;
  }
  void fail(std::uint64_t build) const {
    if (!is_void(build)) {
      self->state.next.reset();
      self->state.retry_at = now() + limits::retry_after_failure;
      arm();
    }
  }

  void list(std::uint64_t build) const {
    if (is_void(build)) {
      return;
    }
    self
      ->request(ports.history,
                limits::request_within,
                list_streams{config().id, self->state.next->since})
      .then(
        [me = *this, build](streams_listed& found) {
          if (me.is_void(build)) {
            return;
          }
          if (found.error) {
            me.fail(build);
            return;
          }
          auto& left = me.self->state.next->left;
          left = std::move(found.streams);
          for (const auto& [id, agent] : me.config().agents) {
            left.push_back(
              {me.config().id, storage::stream_kind::agent, id.value});
          }
          me.read_more(build);
        },
        [me = *this, build](const caf::error&) { me.fail(build); });
  }

  void read_more(std::uint64_t build) const {
    auto& next = *self->state.next;
    if (next.left.empty()) {
      finish();
      return;
    }
    read_pieces some;
    some.since = next.since;
    const auto count = std::min(streams_at_once, next.left.size());
    const auto first = next.left.end() - static_cast<std::ptrdiff_t>(count);
    some.streams.assign(first, next.left.end());
    next.left.erase(first, next.left.end());
    self->request(ports.history, limits::request_within, std::move(some))
      .then(
        [me = *this, build](const pieces_read& found) {
          if (me.is_void(build)) {
            return;
          }
          if (found.error) {
            me.ports.world->log->write(log_level::warn,
                                       "figures_not_read",
                                       {{"company", me.config().id.value},
                                        {"error", found.error->text}});
            me.fail(build);
            return;
          }
          me.take(found.pieces);
          me.read_more(build);
        },
        [me = *this, build](const caf::error&) { me.fail(build); });
  }

  void take(const std::vector<storage::stream_piece>& pieces) const {
    auto& next = *self->state.next;
    for (const auto& p : pieces) {
      storage::give(next.figures, p.stream, p.events);
      next.read[p.stream] = p.first + p.events.size() - 1;
    }
  }

  void finish() const {
    auto& st = self->state;
    auto& next = *st.next;
    for (const auto& news : next.meanwhile) {
      const auto& events = news.append.events;
      const auto known = next.read.find(news.append.stream);
      const auto first = news.revision - events.size();
      const auto skipped = known == next.read.end() || known->second <= first
                             ? 0
                             : known->second - first;
      storage::give(next.figures, news.append.stream, events, skipped);
    }
    next.figures.hold(false);
    st.figures.emplace(std::move(next.figures));
    st.next.reset();
    st.has_news = true;
    arm();
  }

  void reconfigure(const company_ptr& next) const {
    const auto before = targets();
    ports.config.change(next);
    if (targets() != before) {
      build();
    }
    self->state.has_news = true;
    arm();
  }

  // --- Events. -------------------------------------------------------------

  void hear(events_told& news) const {
    auto& st = self->state;
    if (st.figures) {
      for (const auto& one : news.all) {
        storage::give(*st.figures, one.append.stream, one.append.events);
      }
    }
    if (st.next) {
      std::move(news.all.begin(),
                news.all.end(),
                std::back_inserter(st.next->meanwhile));
    }
    st.has_news = true;
    if (!is_awaited()) {
      return;
    }
    arm();
  }

  /// Somebody looks on, or wants to be alerted.
  [[nodiscard]] bool is_awaited() const {
    const auto& queues = config().queues;
    return !self->state.watchers.empty()
           || std::any_of(queues.begin(), queues.end(), [](const auto& q) {
                return statistics::may_alert(q.second.kpis);
              });
  }

  // --- Figures. ------------------------------------------------------------

  [[nodiscard]] std::int64_t agents_there(const queue_config& queue) const {
    const auto& agents = config().agents;
    return std::count_if(agents.begin(), agents.end(), [&](const auto& a) {
      return serves(config(), a.second, queue)
             && self->state.figures->is_there(a.first);
    });
  }

  [[nodiscard]] live_queue look_at(const queue_config& queue,
                                   timestamp at) const {
    const auto& st = self->state;
    live_queue q;
    q.id = queue.id;
    q.name = queue.name;
    q.window = queue.kpis.window;
    q.length_max = queue.waiting.length_max;
    if (!st.figures) {
      return q;
    }
    q.figures = st.figures->live_queue(queue.id, q.window, at);
    q.waiting_since = st.figures->longest_waiting(queue.id);
    q.agents = agents_there(queue);
    const auto alerted = st.alerted.find(queue.id);
    if (alerted != st.alerted.end()) {
      for (const auto& [what, since] : alerted->second) {
        q.alerts.push_back(what);
      }
    }
    return q;
  }

  [[nodiscard]] live_figures look(const queue_id& only) const {
    const auto& st = self->state;
    live_figures f;
    f.at = now();
    f.is_complete = st.figures.has_value();
    for (const auto& [id, queue] : config().queues) {
      if (only.empty() || only == id) {
        f.queues.push_back(look_at(queue, f.at));
      }
    }
    if (!st.figures || !only.empty()) {
      return f;
    }
    const auto window = limits::kpi_window_default;
    f.company = st.figures->live_company(window, f.at);
    for (const auto& [id, agent] : config().agents) {
      f.agents.push_back({id,
                          st.figures->is_there(id),
                          st.figures->live_agent(id, window, f.at)});
    }
    for (const auto& [id, flow] : config().flows) {
      f.flows.push_back({id, st.figures->live_flow(id, window, f.at)});
    }
    return f;
  }

  // --- Those who look on. --------------------------------------------------

  template <class Items>
  static void keep_changes(Items& now, const Items& before) {
    std::erase_if(now, [&](const auto& item) {
      return std::find(before.begin(), before.end(), item) != before.end();
    });
  }

  void tell(looking_on& w, const live_figures& all) const {
    figures_pushed push{all, !w.told};
    if (w.told) {
      keep_changes(push.news.queues, w.told->queues);
      keep_changes(push.news.agents, w.told->agents);
      keep_changes(push.news.flows, w.told->flows);
      const bool same = push.news.queues.empty() && push.news.agents.empty()
                        && push.news.flows.empty()
                        && all.company == w.told->company;
      if (same) {
        return;
      }
    }
    w.told = all;
    self->send(w.watcher, std::move(push));
  }

  void watch(const watch_figures& w) const {
    auto& all = self->state.watchers;
    unwatch(w.watcher.address());
    all.push_back({w.watcher, std::nullopt});
    self->monitor(w.watcher);
    if (self->state.figures) {
      tell(all.back(), look({}));
    }
    arm();
  }
  void unwatch(const caf::actor_addr& who) const {
    std::erase_if(self->state.watchers, [&](const looking_on& w) {
      return w.watcher.address() == who;
    });
  }

  // --- Alerts. -------------------------------------------------------------

  void alert(timestamp at) const {
    auto& st = self->state;
    std::erase_if(st.alerted, [&](const auto& a) {
      return !config().queues.contains(a.first);
    });
    for (const auto& [id, queue] : config().queues) {
      auto& told = st.alerted[id];
      if (!statistics::may_alert(queue.kpis) && told.empty()) {
        continue;
      }
      const statistics::queue_situation is{
        st.figures->live_queue(id, queue.kpis.window, at),
        queue.waiting.length_max,
        agents_there(queue)};
      for (const auto& a : statistics::alerts(queue.kpis, is, told, at)) {
        tell(id, a, at);
      }
    }
  }

  void tell(const queue_id& queue,
            const statistics::kpi_alert& a,
            timestamp at) const {
    ports.world->log->write(a.lasts ? log_level::warn : log_level::info,
                            a.lasts ? "kpi_alert" : "kpi_alert_over",
                            {{"company", config().id.value},
                             {"queue", queue.value},
                             {"kpi", to_string(a.what)},
                             {"value", std::to_string(a.value)},
                             {"threshold", std::to_string(a.threshold)}});
    for (const auto& w : self->state.watchers) {
      self->send(w.watcher, alert_pushed{queue, at, a});
    }
  }

  // --- Time. ---------------------------------------------------------------

  /// Nothing is timed unless somebody waits for it. Windows slide also when
  /// nothing happens.
  void arm() const {
    auto& st = self->state;
    const auto at = now();
    std::optional<timestamp> next = st.retry_at;
    if (st.figures && is_awaited()) {
      auto then = statistics::start_of(
        statistics::index_of(at, limits::statistics_bucket) + 1,
        limits::statistics_bucket);
      if (st.has_news) {
        then = std::min(then, std::max(at, st.told_at + limits::figures_every));
      }
      next = next ? std::min(*next, then) : then;
    }
    st.timer.arm(self, next, at);
  }

  void wake_up() const {
    auto& st = self->state;
    const auto at = now();
    if (st.retry_at && at >= *st.retry_at) {
      build();
    }
    if (st.figures && is_awaited()
        && at >= st.told_at + limits::figures_every) {
      st.has_news = false;
      st.told_at = at;
      alert(at);
      if (!st.watchers.empty()) {
        const auto all = look({});
        for (auto& w : st.watchers) {
          tell(w, all);
        }
      }
    }
    arm();
  }

  [[nodiscard]] inspection describe() const {
    const auto& st = self->state;
    inspection i;
    i.kind = "statistics";
    i.id = "statistics";
    i.company = config().id;
    i.phase = st.next ? "reading" : "counting";
    i.mailbox = mailbox_length(self);
    i.born = st.born;
    i.detail = {{"watchers", std::to_string(st.watchers.size())},
                {"kept", std::to_string(st.figures ? st.figures->kept() : 0)},
                {"late", std::to_string(st.figures ? st.figures->late() : 0)}};
    return i;
  }
};

statistics_actor::behavior_type count(self_pointer self,
                                      const company_ports& ports) {
  guard(self, ports.world, "statistics");
  const statistics_shell shell{self, ports.own()};
  self->state.born = ports.world->time->now();
  self->set_down_handler(
    [shell](const caf::down_msg& down) { shell.unwatch(down.source); });
  shell.build();
  return {
    [shell](events_told& news) { shell.hear(news); },
    [shell](const ask_figures& q) { return shell.look(q.queue); },
    [shell](const watch_figures& w) { shell.watch(w); },
    [shell](const unwatch_figures& u) {
      shell.self->demonitor(u.watcher.address());
      shell.unwatch(u.watcher.address());
    },
    [shell](const reconfigured& r) { shell.reconfigure(r.config); },
    [shell](const wakeup& w) {
      if (shell.self->state.timer.accept(w)) {
        shell.wake_up();
      }
    },
    [shell](const inspect&) { return shell.describe(); },
  };
}

} // namespace

statistics_actor spawn_statistics(caf::local_actor& parent,
                                  const company_ports& ports) {
  return parent.spawn<caf::monitored>(count, ports);
}

} // namespace parley::actors
