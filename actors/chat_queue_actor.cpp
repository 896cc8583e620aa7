// Runs one queue: admission and order are the domain's, who looks on and how
// often they are told is decided here. A view of the sessions: nothing of it is
// stored, and it never decides who owns a chat.
#include "actors/actors.hpp"
#include "actors/deadline_timer.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"
#include "actors/views.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace parley::actors {

namespace {

struct queue_state {
  static constexpr const char* name = "chat_queue";
  queue_id id;
  queue::waiting_list list{queue::settings{}};
  std::size_t agents = 0;

  /// Desks that look on.
  std::vector<connection_actor> watchers;
  /// The list as the desks have it, by item.
  std::map<std::string, wire::waiting_item> shown;
  std::uint64_t shown_length = 0;
  /// Q1, N2: only if agents may see them.
  std::optional<std::uint64_t> shown_agents;
  std::optional<duration> shown_estimate;
  /// Grows over restarts of this actor as well: it begins with the time.
  std::uint64_t revision = 0;
  /// The whole list at `revision`, encoded once for all who come.
  frame whole;

  /// Something has changed that desks and customers have not been told.
  bool changed = false;
  std::optional<timestamp> last_told;
  /// Q2: when to look again who must leave.
  std::optional<timestamp> send_away_at;
  deadline_timer timer;
  inspection_log log;
  timestamp born;
};

using self_pointer = chat_queue_actor::stateful_pointer<queue_state>;

wire::waiting_item to_wire(const queue::entry& e, std::uint64_t position) {
  wire::waiting_item w;
  w.item = e.item;
  w.channel = e.channel;
  w.enqueued = e.enqueued;
  w.position = position;
  w.customer_name = e.customer_name;
  if (!e.last_line.empty()) {
    w.last_line = e.last_line;
  }
  return w;
}

/// Does the desk have to hear of it? A place in the queue follows from the
/// order and is no news by itself.
bool differs(const wire::waiting_item& a, const wire::waiting_item& b) {
  return a.enqueued != b.enqueued || a.customer_name != b.customer_name
         || a.last_line != b.last_line || a.channel != b.channel;
}

struct queue_shell {
  self_pointer self;
  company_ports ports;
  company_actor company;

  [[nodiscard]] timestamp now() const { return ports.world->time->now(); }

  // --- What is told, and when. ---------------------------------------------

  /// Tells at once, or, shortly after something was told, together with what
  /// else comes.
  void touch() const {
    self->state.changed = true;
    settle();
  }

  void settle() const {
    auto& st = self->state;
    const auto at = now();
    send_away();
    const bool may_tell
      = !st.last_told || at >= *st.last_told + limits::queue_changes_together;
    if (st.changed && may_tell) {
      tell_desks();
      tell_customers();
      st.last_told = at;
    } else if (!st.changed && is_due(at)) {
      tell_customers();
    }
    arm();
  }

  [[nodiscard]] bool is_due(timestamp at) const {
    const auto next = self->state.list.next_deadline();
    return next && *next <= at;
  }

  void arm() const {
    auto& st = self->state;
    auto next = st.list.next_deadline();
    if (st.changed) {
      // Notices are told with the change, not before it.
      next = st.last_told.value_or(now()) + limits::queue_changes_together;
    }
    if (st.send_away_at && (!next || *st.send_away_at < *next)) {
      next = st.send_away_at;
    }
    st.timer.arm(self, next, now());
  }

  /// N1: positions and announcements go to the sessions.
  void tell_customers() const {
    auto& st = self->state;
    for (auto& n : st.list.due(now())) {
      const auto* entry = st.list.find(n.item);
      if (entry != nullptr && entry->channel == channel::webchat) {
        self->send(company,
                   chat_id{n.item},
                   queue_notice{n.position, std::move(n.announcement)});
      }
    }
  }

  void tell_desks() const {
    auto& st = self->state;
    st.changed = false;
    if (st.watchers.empty()) {
      return;
    }
    auto change = take_in_changes();
    if (change.put.empty() && change.removed.empty()
        && change.length == st.shown_length && change.agents == st.shown_agents
        && change.estimate == st.shown_estimate) {
      return;
    }
    show_status(change);
    change.queue = st.id;
    change.previous = st.revision;
    change.revision = ++st.revision;
    st.whole.reset();
    const auto f = make_frame(change);
    for (const auto& w : st.watchers) {
      self->send(w, frame_pushed{f});
    }
  }

  void show_status(const wire::queue_changed& change) const {
    auto& st = self->state;
    st.shown_length = change.length;
    st.shown_agents = change.agents;
    st.shown_estimate = change.estimate;
  }

  /// Q1.
  [[nodiscard]] bool agents_see_status() const {
    const auto config = ports.config->queues.find(self->state.id);
    return config != ports.config->queues.end()
           && config->second.agents_see_status;
  }

  /// Brings `shown` up to date. @returns what was different.
  [[nodiscard]] wire::queue_changed take_in_changes() const {
    auto& st = self->state;
    wire::queue_changed change;
    change.length = st.list.size();
    if (agents_see_status()) {
      change.agents = st.agents;
      change.estimate = st.list.expected();
    }
    std::map<std::string, wire::waiting_item> fresh;
    std::uint64_t position = 0;
    for (const auto& e : st.list.head(limits::queue_list_items_max)) {
      auto item = to_wire(e, ++position);
      const auto known = st.shown.find(e.item);
      if (known == st.shown.end() || differs(known->second, item)) {
        change.put.push_back(item);
      }
      fresh.emplace(e.item, std::move(item));
    }
    for (const auto& [item, old] : st.shown) {
      if (!fresh.contains(item)) {
        change.removed.push_back(item);
      }
    }
    st.shown = std::move(fresh);
    return change;
  }

  // --- Desks. --------------------------------------------------------------

  void add_watcher(const connection_actor& who) const {
    auto& st = self->state;
    if (st.watchers.empty()) {
      // Nobody was told what changed while nobody looked on.
      show_status(take_in_changes());
      ++st.revision;
      st.whole.reset();
    }
    const auto known = std::find(st.watchers.begin(), st.watchers.end(), who);
    if (known == st.watchers.end()) {
      st.watchers.push_back(who);
      self->monitor(who);
    }
    // What changed since `revision` follows for all together.
    self->send(who, frame_pushed{whole_list()});
  }

  [[nodiscard]] frame whole_list() const {
    auto& st = self->state;
    if (!st.whole) {
      wire::queue_list list;
      list.queue = st.id;
      list.revision = st.revision;
      list.length = st.shown_length;
      list.agents = st.shown_agents;
      list.estimate = st.shown_estimate;
      for (const auto& [id, item] : st.shown) {
        list.items.push_back(item);
      }
      std::sort(list.items.begin(),
                list.items.end(),
                [](const wire::waiting_item& x, const wire::waiting_item& y) {
                  return std::tie(x.enqueued, x.item)
                         < std::tie(y.enqueued, y.item);
                });
      st.whole = make_frame(list);
    }
    return st.whole;
  }

  void remove_watcher(const caf::actor_addr& who) const {
    std::erase_if(self->state.watchers,
                  [&](const connection_actor& w) { return w == who; });
  }

  // --- Items. --------------------------------------------------------------

  [[nodiscard]] admitted admit_item(const std::string& item) const {
    auto& st = self->state;
    auto refused = st.list.admit(item);
    if (refused) {
      increase(ports.world->counters->refusals);
    }
    st.log.note(now(), refused ? "refused" : "admitted");
    return admitted{std::move(refused)};
  }

  /// F2.
  [[nodiscard]] queue_looked look() const {
    const auto& st = self->state;
    return {st.agents, st.list.size(), st.list.expected(), std::nullopt};
  }

  void put(const queue::entry& e) const {
    auto& st = self->state;
    const bool is_new = !st.list.contains(e.item);
    if (!st.list.put(e, now())) {
      return;
    }
    if (is_new) {
      st.log.note(now(), "put");
    }
    touch();
  }

  void remove(const remove_item& r) const {
    auto& st = self->state;
    st.list.release(r.item);
    const auto* entry = st.list.find(r.item);
    if (entry == nullptr) {
      return;
    }
    if (r.answered) {
      st.list.answered(std::max(now() - entry->enqueued, duration{0}));
    }
    static_cast<void>(st.list.remove(r.item));
    st.log.note(now(), r.answered ? "answered" : "removed");
    touch();
  }

  void serve(std::size_t agents) const {
    auto& st = self->state;
    if (st.agents != agents) {
      st.log.note(now(), "serving");
    }
    st.changed = st.changed || (st.agents != agents && agents_see_status());
    st.agents = agents;
    st.list.serving(agents);
    st.send_away_at.reset();
    settle();
  }

  /// Q2: they go on as if nobody had been there when they came. Who is still
  /// here after a while is told again: the disk may have been full.
  void send_away() const {
    auto& st = self->state;
    if (st.send_away_at && now() < *st.send_away_at) {
      return;
    }
    st.send_away_at.reset();
    for (const auto& item : st.list.stranded()) {
      const auto* entry = st.list.find(item);
      if (entry != nullptr && entry->channel == channel::webchat) {
        self->send(
          company, chat_id{item}, queue_sends_away{cause::nobody_there});
        st.send_away_at = now() + limits::retry_after_failure;
      }
    }
  }

  void take_settings() const {
    auto& st = self->state;
    const auto config = ports.config->queues.find(st.id);
    if (config != ports.config->queues.end()) {
      auto settings = config->second.waiting;
      // Nobody sits before a work item.
      settings.wait_when_nobody
        = settings.wait_when_nobody
          || config->second.channel == channel::work_item;
      st.list.change(std::move(settings));
    }
  }

  void reconfigure(const company_ptr& config) const {
    ports.config.change(config);
    take_settings();
    // Q1: what agents may see of it can be different now.
    touch();
  }

  [[nodiscard]] inspection describe(std::uint64_t after) const {
    const auto& st = self->state;
    inspection i;
    i.kind = "queue";
    i.id = st.id.value;
    i.company = ports.config->id;
    i.phase = st.list.size() == 0 ? "empty" : "waiting";
    i.mailbox = mailbox_length(self);
    i.born = st.born;
    i.detail = {{"length", std::to_string(st.list.size())},
                {"agents", std::to_string(st.agents)},
                {"watchers", std::to_string(st.watchers.size())},
                {"revision", std::to_string(st.revision)}};
    const auto config = ports.config->queues.find(st.id);
    if (config != ports.config->queues.end()) {
      i.detail.emplace_back("channel", to_string(config->second.channel));
      i.detail.emplace_back("name", config->second.name);
    }
    const auto head = st.list.head(1);
    if (!head.empty()) {
      i.detail.emplace_back("next", head.front().item);
      i.detail.emplace_back(
        "longest_wait_ms",
        std::to_string((now() - head.front().enqueued).count()));
    }
    i.last = st.log.since(after);
    return i;
  }
};

chat_queue_actor::behavior_type chat_queue(self_pointer self,
                                           const company_ports& ports,
                                           company_actor company,
                                           const queue_id& id) {
  guard(self, ports.world, "chat_queue");
  const queue_shell shell{self, ports.own(), std::move(company)};
  auto& st = self->state;
  st.id = id;
  st.born = shell.now();
  st.revision = static_cast<std::uint64_t>(to_unix_ms(st.born));
  shell.take_settings();
  self->set_down_handler(
    [shell](const caf::down_msg& d) { shell.remove_watcher(d.source); });
  return {
    [shell](const admit& a) { return shell.admit_item(a.chat.value); },
    [shell](const look_at_queue&) { return shell.look(); },
    [shell](const put_item& p) { shell.put(p.entry); },
    [shell](const remove_item& r) { shell.remove(r); },
    [shell](const serving& s) { shell.serve(s.agents); },
    [shell](const watch_queue& w) { shell.add_watcher(w.watcher); },
    [shell](const unwatch_queue& w) {
      shell.self->demonitor(w.watcher.address());
      shell.remove_watcher(w.watcher.address());
    },
    [shell](const reconfigured& r) { shell.reconfigure(r.config); },
    [shell](const wakeup& w) {
      if (shell.self->state.timer.accept(w)) {
        shell.settle();
      }
    },
    [shell](const inspect& i) { return shell.describe(i.after); },
  };
}

} // namespace

chat_queue_actor spawn_chat_queue(caf::local_actor& parent,
                                  const company_ports& ports,
                                  company_actor company,
                                  const queue_id& id) {
  return parent.spawn<caf::monitored>(
    chat_queue, ports, std::move(company), id);
}

} // namespace parley::actors
