// The inside of a company's actor, shared by its four files only: what it
// holds, and what it does.
#ifndef PARLEY_ACTORS_COMPANY_SHELL_HPP
#define PARLEY_ACTORS_COMPANY_SHELL_HPP

#include "actors/actors.hpp"
#include "actors/deadline_timer.hpp"
#include "actors/eligibility.hpp"
#include "actors/guard.hpp"
#include "actors/ids.hpp"
#include "actors/inspection_log.hpp"
#include "actors/views.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>

namespace parley::actors {

/// How often a child was restarted lately (architecture 4.8).
struct restart_count {
  timestamp since;
  int times = 0;
};

struct known_chat {
  chat_session_actor session;
  chat_snapshot_ptr snapshot;
};

struct known_call {
  call_actor actor;
  call::state state;
  /// Whom the PBX said it connects to, until the call has taken that in.
  agent_id answering = {};
};

struct waiting_poll {
  caf::typed_response_promise<orders_polled> promise;
  std::uint64_t after = 0;
  timestamp until;
};

struct waiting_change {
  configuration_change what;
  configuration_record record;
  caf::typed_response_promise<configured> promise;
};

struct company_state {
  static constexpr const char* name = "company";
  std::unordered_map<chat_id, known_chat> chats;
  /// Whose session an actor is, by its id in CAF.
  std::unordered_map<caf::actor_id, chat_id> sessions;
  std::unordered_map<call_id, known_call> calls;
  std::map<agent_id, agent_actor> agents;
  std::map<agent_id, agent::state> agent_states;
  std::map<queue_id, chat_queue_actor> queues;
  std::map<queue_id, std::size_t> serving;
  router_actor router;
  statistics_actor statistics;
  std::unordered_map<connection_id, connection_actor> connections;
  /// Chats that each agent has active; more than one breaks P2.
  std::map<agent_id, std::set<chat_id>> active;
  std::map<std::string, restart_count> restarts;
  std::deque<telephony_order> orders;
  std::uint64_t last_order = 0;
  std::vector<waiting_poll> polls;
  deadline_timer timer;
  board_actor board;
  /// Screens that watch the board, and whose they are; none: it hears nothing.
  std::map<connection_id, agent_id> screens;
  /// T2: acts of supervisors that are done, oldest first.
  std::deque<std::pair<std::string, desk_answer>> acts;
  /// When attempts at what somebody may not do were recorded last.
  std::map<std::pair<agent_id, supervisor_act>, timestamp> attempts;
  /// Changes of the configuration that wait; the first is being stored.
  std::deque<waiting_change> changes;
  bool stopping = false;
  /// Why it stops, if it was not asked to.
  caf::error failure;
  timestamp born;
};

using self_pointer = company_actor::stateful_pointer<company_state>;

/// Who owns or is offered a chat.
inline std::set<agent_id> concerned(const chat_snapshot_ptr& c) {
  std::set<agent_id> who;
  if (c) {
    if (!c->state.agent.empty()) {
      who.insert(c->state.agent);
    }
    if (c->state.offered) {
      who.insert(c->state.offered->to);
    }
  }
  return who;
}

/// The queue a chat waits in, or empty.
inline queue_id waits_in(const chat_snapshot_ptr& c) {
  if (c && std::holds_alternative<chat::queued>(c->state.phase)) {
    return c->state.queue;
  }
  return {};
}

inline queue_id waits_in(const call::state& c) {
  return c.revision > 0 && std::holds_alternative<call::queued>(c.phase)
           ? c.queue
           : queue_id{};
}

struct company_shell {
  self_pointer self;
  company_ports ports;

  [[nodiscard]] company_actor handle() const {
    return caf::actor_cast<company_actor>(self);
  }
  [[nodiscard]] timestamp now() const { return ports.world->time->now(); }
  [[nodiscard]] metrics& counters() const { return *ports.world->counters; }
  [[nodiscard]] const parley::company& config() const { return *ports.config; }

  // --- Children. -----------------------------------------------------------

  void begin(std::vector<chat::state> chats,
             std::vector<call::state> calls) const;

  [[nodiscard]] const chat_session_actor* session(const chat_id& id) const;

  // --- Chats. --------------------------------------------------------------

  [[nodiscard]] caf::typed_response_promise<watching>
  open(const open_chat& o) const;

  /// Q2: asks the queue first, then begins the session.
  [[nodiscard]] caf::typed_response_promise<work_item_filed>
  file(const file_work_item& f) const;

  void begin(const file_work_item& f,
             const chat_id& id,
             caf::typed_response_promise<work_item_filed> promise) const;

  [[nodiscard]] caf::typed_response_promise<watching>
  find(const watch& w) const;

  [[nodiscard]] caf::typed_response_promise<chat_answer>
  ask(const chat_request& r) const;
  /// For a chat that was closed long ago: it is read from the disk first.
  void wake(const chat_request& r,
            caf::typed_response_promise<chat_answer> promise) const;

  [[nodiscard]] chat_located locate(const chat_id& id) const;

  /// All observers hear of a change of phase here, in one order.
  void hear(const chat_told& told) const;

  /// Z3: broken invariants are counted, never repaired in silence.
  void check(const chat_snapshot_ptr& before,
             const chat_snapshot_ptr& after) const;

  void
  broken(counter& which, std::string_view name, const std::string& id) const;

  /// An item has come to wait, has changed, or waits no more.
  template <class MakeEntry>
  void move_item(const queue_id& from,
                 const queue_id& to,
                 const std::string& item,
                 bool answered,
                 MakeEntry entry) const {
    auto& st = self->state;
    if (!from.empty() && from != to) {
      const auto queue = st.queues.find(from);
      if (queue != st.queues.end()) {
        self->send(queue->second, remove_item{item, answered && to.empty()});
      }
      to_router(router_remove_item{item, answered && to.empty()});
    }
    if (to.empty()) {
      return;
    }
    auto e = entry();
    const auto queue = st.queues.find(to);
    if (queue == st.queues.end()) {
      return;
    }
    if (from != to) {
      to_router(router_put_item{{item, to, e.enqueued}});
    }
    self->send(queue->second, put_item{std::move(e)});
  }

  // --- Agents. -------------------------------------------------------------

  /// Passes a question on to an agent. @param missing what to answer if there
  /// is no such agent.
  template <class Answer, class Question>
  [[nodiscard]] caf::typed_response_promise<Answer>
  pass_on(const agent_id& id, const Question& q, Answer missing) const {
    auto promise = self->make_response_promise<Answer>();
    const auto found = self->state.agents.find(id);
    if (found == self->state.agents.end()) {
      promise.deliver(std::move(missing));
    } else {
      promise.delegate(found->second, q);
    }
    return promise;
  }

  /// While the company stops there is no router any more.
  template <class News>
  void to_router(const News& news) const {
    if (self->state.router) {
      self->send(self->state.router, news);
    }
  }

  template <class News>
  void to_statistics(const News& news) const {
    if (self->state.statistics) {
      self->send(self->state.statistics, news);
    }
  }

  template <class News>
  void tell_agent(const agent_id& id, const News& news) const {
    const auto found = self->state.agents.find(id);
    if (found != self->state.agents.end()) {
      self->send(found->second, news);
    }
  }

  void hear(const agent_told& told) const;

  // --- Calls. --------------------------------------------------------------

  void hear(const call_told& told) const;

  void order(bool ring, const call_id& call, const agent_id& agent) const;

  [[nodiscard]] orders_polled orders_above(std::uint64_t after) const;

  [[nodiscard]] caf::typed_response_promise<orders_polled>
  poll(const poll_orders& p) const;

  void arm() const;

  void wake_up() const;

  [[nodiscard]] std::optional<refusal> wrong(const telephony_event& e) const;

  [[nodiscard]] caf::typed_response_promise<telephony_answer>
  hear(const telephony_event& e) const;

  void meet(const telephony_event& e,
            const call_loaded& loaded,
            caf::typed_response_promise<telephony_answer>& promise) const;

  [[nodiscard]] call::command to_command(const telephony_event& e) const;

  [[nodiscard]] bool speaks_elsewhere(const agent_id& agent,
                                      const call_id& call) const;

  void forward(const telephony_event& e,
               caf::typed_response_promise<telephony_answer> promise) const;

  [[nodiscard]] caf::typed_response_promise<call_answer>
  ask(const call_request& r) const;

  // --- Supervisors (company_supervisors.cpp). -----------------------------

  /// Every act goes through here: may `by` do it, and is it on record (A3)?
  /// `then` is called once, with why not.
  void gate(const acting_supervisor& by,
            supervisor_act act,
            storage::audit_entry record,
            std::function<void(std::optional<refusal>)> then) const;

  void record_attempt(const acting_supervisor& by, supervisor_act act) const;

  [[nodiscard]] bool is_permitted(const acting_supervisor& by,
                                  supervisor_act act) const;

  /// What stands in the way of an act that is permitted, or that it is done.
  [[nodiscard]] std::optional<desk_answer>
  hindrance(const acting_supervisor& by, const wire::take_over_chat& m) const;
  [[nodiscard]] std::optional<desk_answer>
  hindrance(const acting_supervisor& by, const wire::move_chat& m) const;

  [[nodiscard]] caf::typed_response_promise<desk_answer>
  obey(const supervisor_request& r) const;

  using answer_act = std::function<void(desk_answer)>;

  void obey(const acting_supervisor& by,
            const wire::take_over_chat& m,
            const answer_act& then) const;
  void obey(const acting_supervisor& by,
            const wire::move_chat& m,
            const answer_act& then) const;
  void obey(const acting_supervisor& by,
            const wire::force_status& m,
            const answer_act& then) const;
  void obey(const acting_supervisor& by,
            const wire::force_log_out& m,
            const answer_act& then) const;

  // The effect of what is permitted and on record.
  void take_over(const acting_supervisor& by,
                 const wire::take_over_chat& m,
                 const answer_act& then) const;
  void move(const acting_supervisor& by,
            const wire::move_chat& m,
            const answer_act& then) const;

  /// The last part of `force_status` (I7): a change of the configuration.
  void limit_channels(const acting_supervisor& by,
                      const wire::force_status& m,
                      const answer_act& then) const;

  /// A chat as the supervisor's profile shows it, else null.
  [[nodiscard]] chat_snapshot_ptr shown_chat(const agent_id& by,
                                             const chat_id& chat) const;
  [[nodiscard]] bool is_shown(const agent_id& by, const agent_id& agent) const;

  [[nodiscard]] caf::typed_response_promise<watching>
  observe(const observe_request& r) const;

  void whisper(const whisper_request& r) const;

  [[nodiscard]] caf::typed_response_promise<chat_explained>
  explain(const explain_chat& e) const;

  [[nodiscard]] live_told show(const ask_live& q) const;

  [[nodiscard]] board_opened open(const open_board& b) const;

  void close(const close_board& b) const;

  /// The board hears only while somebody looks on.
  template <class News>
  void to_board(const News& news) const {
    auto& st = self->state;
    if (!st.screens.empty() && st.board) {
      self->send(st.board, news);
    }
  }

  void restart_board() const;

  // --- Configuration. ------------------------------------------------------

  [[nodiscard]] caf::typed_response_promise<configured>
  change(const configure& c) const;

  /// What the audit log keeps of the first change that waits (A3); or null.
  [[nodiscard]] std::shared_ptr<const storage::audit_entry>
  record_of(const parley::company& next) const;

  /// Makes, checks and stores the first of the changes that wait.
  void make_next_change() const;

  void end_change(std::optional<refusal> refused,
                  std::vector<std::string> problems) const;

  /// What of the company at work does not let `next` be.
  [[nodiscard]] std::vector<std::string>
  in_the_way(const parley::company& next) const;

  /// `next` is stored: all work by it from now on.
  void adopt(const company_ptr& next) const;

  /// Of those who may supervise no more.
  void close_boards(const parley::company& next) const;

  void adopt_queues(const parley::company& next) const;

  void adopt_agents(const parley::company& next) const;

  /// Q2: how many agents are there, per queue.
  void count_serving() const;

  // --- Ends and restarts. --------------------------------------------------

  /// May it be started again? At most three times a minute (4.8).
  [[nodiscard]] bool may_restart(const std::string& what) const;

  void child_gone(const caf::down_msg& down) const;

  /// Starts the child again that is down, or forgets it.
  template <class Map, class Restart>
  static void child_of(Map& children,
                       const caf::down_msg& down,
                       bool failed,
                       Restart restart) {
    for (auto it = children.begin(); it != children.end(); ++it) {
      if (it->second == down.source) {
        if (!failed || !restart(it->first, it->second)) {
          children.erase(it);
        }
        return;
      }
    }
  }

  /// Spawns a session and remembers whose it is.
  [[nodiscard]] chat_session_actor spawn_session(chat::state s) const;

  void restart_chat(const chat_id& id) const;

  void restart_call(const call_id& id) const;

  /// Queues, agents and the router hold views: they are built again from what
  /// the sessions told. Desks reconnect, because their lists are void.
  void close_desks() const;

  void give_up(std::string_view what) const;

  bool restart_agent(const agent_id& id, agent_actor& actor) const;

  bool restart_queue(const queue_id& id, chat_queue_actor& actor) const;

  void restart_router() const;

  void restart_statistics() const;

  /// Ends all children; the company ends when the last one is gone.
  void stop() const;

  void finish_stop() const;

  // --- Operators. ----------------------------------------------------------

  template <class Map, class Get>
  static void collect(const Map& from,
                      const std::string& id,
                      std::vector<caf::actor>& to,
                      Get get) {
    for (const auto& [key, value] : from) {
      const auto& handle = get(value);
      if (handle && (id.empty() || key.value == id)) {
        to.push_back(caf::actor_cast<caf::actor>(handle));
      }
    }
  }

  [[nodiscard]] std::vector<caf::actor> of_kind(const inspect_all& q) const;

  [[nodiscard]] inspection describe() const;

  [[nodiscard]] caf::typed_response_promise<inspections>
  show(const inspect_all& q) const;

  using inspectable_actor
    = caf::typed_actor<caf::replies_to<inspect>::with<inspection>>;

  static inspectable_actor inspectable(const caf::actor& a) {
    return caf::actor_cast<inspectable_actor>(a);
  }
};

} // namespace parley::actors

#endif // PARLEY_ACTORS_COMPANY_SHELL_HPP
