// What supervisors see live (A2): rows of queues, agents and sessions, told in
// frames that hold only what changed, several changes together, and the next
// one only when the last has been read (Z5). Hears nothing while nobody looks.
#include "actors/actors.hpp"
#include "actors/board_views.hpp"
#include "actors/deadline_timer.hpp"
#include "actors/domain/supervision.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace parley::actors {

namespace {

/// Which rows of a kind a screen has, and which of them it must be told.
template <class Id>
class shelf {
public:
  explicit shelf(std::size_t rows_max) : rows_max_{rows_max} {}

  /// The row is there or has changed.
  void put(const Id& id) {
    if (!shown_.contains(id)) {
      if (shown_.size() >= rows_max_) {
        hidden_.insert(id);
        return;
      }
      shown_.insert(id);
      gone_.erase(id);
    }
    changed_.insert(id);
  }
  /// The row is not there, or must not be seen.
  void drop(const Id& id) {
    hidden_.erase(id);
    if (shown_.erase(id) == 0) {
      return;
    }
    changed_.erase(id);
    gone_.insert(id);
    if (!hidden_.empty()) {
      const auto next = *hidden_.begin();
      hidden_.erase(hidden_.begin());
      put(next);
    }
  }
  void clear() { *this = shelf{rows_max_}; }

  [[nodiscard]] bool has_news() const {
    return !changed_.empty() || !gone_.empty();
  }
  [[nodiscard]] std::size_t total() const {
    return shown_.size() + hidden_.size();
  }
  /// Takes out what the next frame tells.
  [[nodiscard]] std::vector<Id> take_changed() { return take(changed_); }
  [[nodiscard]] std::vector<Id> take_gone() { return take(gone_); }

private:
  static std::vector<Id> take(std::set<Id>& from) {
    std::vector<Id> some;
    while (!from.empty() && some.size() < limits::board_frame_rows_max) {
      some.push_back(std::move(from.extract(from.begin()).value()));
    }
    return some;
  }

  std::size_t rows_max_;
  std::set<Id> shown_;
  std::set<Id> hidden_;
  std::set<Id> changed_;
  std::set<Id> gone_;
};

/// One supervisor's.
struct board_screen {
  agent_id by;
  connection_actor connection;
  bool queues = false;
  bool agents = false;
  bool sessions = false;
  shelf<queue_id> queue_rows{limits::board_rows_max};
  shelf<agent_id> agent_rows{limits::board_rows_max};
  shelf<chat_id> session_rows{limits::board_rows_max};
  std::uint64_t revision = 0;
  /// The next frame begins anew.
  bool owes_view = true;
  /// A frame is on its way to the socket.
  bool is_reading = false;

  [[nodiscard]] bool has_news() const {
    return owes_view || queue_rows.has_news() || agent_rows.has_news()
           || session_rows.has_news();
  }
};

struct board_state {
  static constexpr const char* name = "board";
  std::map<connection_id, board_screen> screens;
  std::map<chat_id, chat_snapshot_ptr> chats;
  std::map<agent_id, agent::state> agents;
  std::map<queue_id, live_queue> queues;
  bool hears_figures = false;
  /// What has changed is told when the timer comes.
  bool armed = false;
  deadline_timer timer;
  timestamp born;
};

using self_pointer = board_actor::stateful_pointer<board_state>;

struct board_shell {
  self_pointer self;
  company_ports ports;
  company_actor company;

  [[nodiscard]] const parley::company& config() const { return *ports.config; }
  [[nodiscard]] timestamp now() const { return ports.world->time->now(); }

  /// Null: there is no such user any more.
  [[nodiscard]] const agent_config* viewer(const board_screen& s) const {
    const auto found = config().agents.find(s.by);
    return found == config().agents.end() ? nullptr : &found->second;
  }

  // --- News. ---------------------------------------------------------------

  void seed(const board_seed& all) const {
    auto& st = self->state;
    for (const auto& chat : all.chats) {
      if (!std::holds_alternative<chat::closed>(chat->state.phase)) {
        st.chats[chat->state.id] = chat;
      }
    }
    for (const auto& [id, state] : all.agents) {
      st.agents[id] = state;
    }
  }

  void rest() const {
    auto& st = self->state;
    st.screens.clear();
    st.chats.clear();
    st.agents.clear();
    hear_figures();
  }

  void hear(const chat_told& told) const {
    auto& st = self->state;
    const auto& s = told.chat->state;
    if (std::holds_alternative<chat::closed>(s.phase)) {
      st.chats.erase(s.id);
    } else {
      st.chats[s.id] = told.chat;
    }
    for (auto& [id, screen] : st.screens) {
      place(screen, s.id);
    }
    arm();
  }

  void hear(const agent_told& told) const {
    auto& st = self->state;
    st.agents[told.agent] = told.state;
    for (auto& [id, screen] : st.screens) {
      place(screen, told.agent);
    }
    arm();
  }

  void hear(const figures_pushed& pushed) const {
    auto& st = self->state;
    std::set<queue_id> changed;
    if (pushed.is_whole) {
      for (const auto& [id, row] : st.queues) {
        changed.insert(id);
      }
      st.queues.clear();
    }
    for (const auto& q : pushed.news.queues) {
      st.queues[q.id] = q;
      changed.insert(q.id);
    }
    for (auto& [id, screen] : st.screens) {
      for (const auto& queue : changed) {
        place(screen, queue);
      }
    }
    arm();
  }

  // --- Which row is whose. -------------------------------------------------

  void place(board_screen& s, const chat_id& id) const {
    const auto* who = viewer(s);
    const auto found = self->state.chats.find(id);
    const bool is_shown = s.sessions && who != nullptr
                          && found != self->state.chats.end()
                          && shows_chat(config(), *who, found->second->state);
    is_shown ? s.session_rows.put(id) : s.session_rows.drop(id);
  }
  void place(board_screen& s, const agent_id& id) const {
    const auto* who = viewer(s);
    const bool is_shown
      = s.agents && who != nullptr && shows_agent(config(), *who, id);
    is_shown ? s.agent_rows.put(id) : s.agent_rows.drop(id);
  }
  void place(board_screen& s, const queue_id& id) const {
    const auto* who = viewer(s);
    const bool is_shown
      = s.queues && who != nullptr && self->state.queues.contains(id)
        && config().queues.contains(id) && sees(config(), *who, id);
    is_shown ? s.queue_rows.put(id) : s.queue_rows.drop(id);
  }

  /// All rows anew.
  void place_all(board_screen& s) const {
    const auto& st = self->state;
    s.queue_rows.clear();
    s.agent_rows.clear();
    s.session_rows.clear();
    s.owes_view = true;
    for (const auto& [id, row] : st.queues) {
      place(s, id);
    }
    for (const auto& [id, agent] : config().agents) {
      place(s, id);
    }
    for (const auto& [id, chat] : st.chats) {
      place(s, id);
    }
  }

  // --- Screens. ------------------------------------------------------------

  void open(const open_board& b) const {
    auto& screen = self->state.screens[b.id];
    screen.by = b.by;
    screen.connection = b.screen;
    screen.queues = b.queues;
    screen.agents = b.agents;
    screen.sessions = b.sessions;
    hear_figures();
    place_all(screen);
    tell(screen);
  }

  void close(const close_board& b) const {
    self->state.screens.erase(b.id);
    hear_figures();
  }

  /// Figures cost the statistics something: only while a screen shows queues.
  void hear_figures() const {
    auto& st = self->state;
    const bool wanted
      = std::any_of(st.screens.begin(), st.screens.end(), [](const auto& s) {
          return s.second.queues;
        });
    if (std::exchange(st.hears_figures, wanted) == wanted) {
      return;
    }
    const auto me = caf::actor_cast<figures_watcher>(self);
    if (wanted) {
      self->send(company, watch_figures{me});
    } else {
      self->send(company, unwatch_figures{me});
      st.queues.clear();
    }
  }

  void reconfigure(const company_ptr& next) const {
    ports.config.change(next);
    auto& st = self->state;
    std::erase_if(st.agents, [&](const auto& a) {
      return !next->agents.contains(a.first);
    });
    for (auto& [id, screen] : st.screens) {
      place_all(screen);
    }
    arm();
  }

  void is_read(const board_read& r) const {
    for (auto& [id, screen] : self->state.screens) {
      if (screen.connection == r.screen) {
        screen.is_reading = false;
        if (screen.has_news()) {
          arm();
        }
      }
    }
  }

  // --- Telling. ------------------------------------------------------------

  template <class Frame>
  void fill(Frame& f, board_screen& s, const agent_config& who) const {
    const auto& st = self->state;
    for (const auto& id : s.queue_rows.take_changed()) {
      f.queues.push_back(board_row(st.queues.at(id), config().queues.at(id)));
    }
    for (const auto& id : s.agent_rows.take_changed()) {
      const auto found = st.agents.find(id);
      f.agents.push_back(
        board_row(id,
                  found == st.agents.end() ? agent::state{} : found->second,
                  config(),
                  who));
    }
    for (const auto& id : s.session_rows.take_changed()) {
      f.sessions.push_back(board_row(*st.chats.at(id), config(), who));
    }
    f.agents_total = s.agent_rows.total();
    f.sessions_total = s.session_rows.total();
  }

  /// At most one frame; the next waits until this one is read.
  void tell(board_screen& s) const {
    const auto* who = viewer(s);
    if (s.is_reading || !s.has_news() || who == nullptr) {
      return;
    }
    s.is_reading = true;
    const auto previous = s.revision++;
    if (std::exchange(s.owes_view, false)) {
      wire::board_view view;
      view.revision = s.revision;
      fill(view, s, *who);
      view.more = s.has_news();
      push(s, view);
      return;
    }
    wire::board_changed news;
    news.previous = previous;
    news.revision = s.revision;
    fill(news, s, *who);
    news.queues_gone = s.queue_rows.take_gone();
    news.agents_gone = s.agent_rows.take_gone();
    news.sessions_gone = s.session_rows.take_gone();
    news.more = s.has_news();
    push(s, news);
  }

  void push(const board_screen& s, const wire::server_message& m) const {
    self->send(
      s.connection,
      board_pushed{caf::actor_cast<board_source>(self), make_frame(m)});
  }

  void arm() const {
    auto& st = self->state;
    const bool owed
      = std::any_of(st.screens.begin(), st.screens.end(), [](const auto& s) {
          return s.second.has_news() && !s.second.is_reading;
        });
    if (owed && !st.armed) {
      st.armed = true;
      st.timer.arm(self, now() + limits::board_changes_together, now());
    }
  }

  void wake_up() const {
    self->state.armed = false;
    for (auto& [id, screen] : self->state.screens) {
      tell(screen);
    }
  }

  [[nodiscard]] inspection describe() const {
    const auto& st = self->state;
    inspection i;
    i.kind = "board";
    i.id = "board";
    i.company = config().id;
    i.phase = st.screens.empty() ? "resting" : "telling";
    i.mailbox = mailbox_length(self);
    i.born = st.born;
    i.detail = {{"screens", std::to_string(st.screens.size())},
                {"sessions", std::to_string(st.chats.size())},
                {"agents", std::to_string(st.agents.size())},
                {"queues", std::to_string(st.queues.size())}};
    return i;
  }
};

board_actor::behavior_type
board(self_pointer self, const company_ports& ports, company_actor company) {
  guard(self, ports.world, "board");
  const board_shell shell{self, ports.own(), std::move(company)};
  self->state.born = ports.world->time->now();
  return {
    [shell](const board_seed& all) { shell.seed(all); },
    [shell](const board_rest&) { shell.rest(); },
    [shell](const open_board& b) { shell.open(b); },
    [shell](const close_board& b) { shell.close(b); },
    [shell](const chat_told& t) { shell.hear(t); },
    [shell](const agent_told& t) { shell.hear(t); },
    [shell](const figures_pushed& f) { shell.hear(f); },
    // The row of the queue says it.
    [](const alert_pushed&) {},
    [shell](const board_read& r) { shell.is_read(r); },
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

board_actor spawn_board(caf::local_actor& parent,
                        const company_ports& ports,
                        company_actor company) {
  return parent.spawn<caf::monitored>(board, ports, std::move(company));
}

} // namespace parley::actors
