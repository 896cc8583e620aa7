// One company: the directory of its actors, and the one place through which
// all news of phases go. Holds views only; it never decides for another.
#include "actors/actors.hpp"
#include "actors/deadline_timer.hpp"
#include "actors/eligibility.hpp"
#include "actors/guard.hpp"
#include "actors/ids.hpp"
#include "actors/inspection_log.hpp"
#include "actors/views.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <unordered_map>

namespace parley::actors {

namespace {

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
};

struct waiting_poll {
  caf::typed_response_promise<orders_polled> promise;
  std::uint64_t after = 0;
  timestamp until;
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
  std::unordered_map<connection_id, connection_actor> connections;
  /// Chats that each agent has active; more than one breaks P2.
  std::map<agent_id, std::set<chat_id>> active;
  std::map<std::string, restart_count> restarts;
  std::deque<telephony_order> orders;
  std::uint64_t last_order = 0;
  std::vector<waiting_poll> polls;
  deadline_timer timer;
  bool stopping = false;
  timestamp born;
};

using self_pointer = company_actor::stateful_pointer<company_state>;

/// Who owns or is offered a chat.
std::set<agent_id> concerned(const chat_snapshot_ptr& c) {
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
queue_id waits_in(const chat_snapshot_ptr& c) {
  if (c && std::holds_alternative<chat::queued>(c->state.phase)) {
    return c->state.queue;
  }
  return {};
}

queue_id waits_in(const call::state& c) {
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
             std::vector<call::state> calls) const {
    auto& st = self->state;
    st.born = now();
    st.router = spawn_router(*self, ports, handle());
    for (const auto& [id, queue] : config().queues) {
      st.queues[id] = spawn_chat_queue(*self, ports, handle(), id);
      st.serving[id] = 0;
    }
    std::map<agent_id, std::vector<chat_snapshot_ptr>> inboxes;
    for (auto& chat : chats) {
      auto snapshot = std::make_shared<chat_snapshot>();
      snapshot->state = chat;
      if (chat::in_inbox(chat)) {
        inboxes[chat.agent].push_back(snapshot);
      }
      // The snapshot that the session tells first is the one that counts.
      spawn_session(std::move(chat));
    }
    for (const auto& [id, agent] : config().agents) {
      st.agents[id]
        = spawn_agent(*self, ports, handle(), id, std::move(inboxes[id]));
    }
    for (auto& call : calls) {
      const auto id = call.id;
      st.calls[id].actor = spawn_call(*self, ports, handle(), std::move(call));
    }
  }

  [[nodiscard]] const chat_session_actor* session(const chat_id& id) const {
    const auto found = self->state.chats.find(id);
    return found == self->state.chats.end() || !found->second.session
             ? nullptr
             : &found->second.session;
  }

  // --- Chats. --------------------------------------------------------------

  caf::typed_response_promise<watching> open(const open_chat& o) const {
    auto promise = self->make_response_promise<watching>();
    auto& st = self->state;
    if (st.stopping) {
      promise.deliver(
        watching{nullptr, {}, refusal{refusal_code::shutting_down}});
      return promise;
    }
    chat::state fresh;
    fresh.id = chat_id{make_id('c', ports.world->time->unique())};
    fresh.company = config().id;
    promise.delegate(spawn_session(std::move(fresh)), o);
    return promise;
  }

  caf::typed_response_promise<watching> find(const watch& w) const {
    auto promise = self->make_response_promise<watching>();
    if (const auto* s = session(w.chat)) {
      promise.delegate(*s, w);
      return promise;
    }
    if (w.role != speaker::customer) {
      promise.deliver(watching{nullptr, {}, refusal{refusal_code::not_found}});
      return promise;
    }
    self
      ->request(
        ports.history, limits::request_within, load_chat{config().id, w.chat})
      .then(
        [promise, hash = w.visitor_hash](const chat_loaded& loaded) mutable {
          if (!loaded.chat || hash.empty()
              || loaded.chat->visitor_hash != hash) {
            promise.deliver(
              watching{nullptr, {}, refusal{refusal_code::not_found}});
            return;
          }
          auto snapshot = std::make_shared<chat_snapshot>();
          snapshot->state = *loaded.chat;
          promise.deliver(watching{std::move(snapshot), {}, std::nullopt});
        },
        [promise](const caf::error&) mutable {
          promise.deliver(
            watching{nullptr, {}, refusal{refusal_code::unavailable}});
        });
    return promise;
  }

  caf::typed_response_promise<chat_answer> ask(const chat_request& r) const {
    auto promise = self->make_response_promise<chat_answer>();
    if (const auto* s = session(r.chat)) {
      promise.delegate(*s, r);
    } else {
      promise.deliver(
        chat_answer{nullptr, refusal{refusal_code::not_found}, std::nullopt});
    }
    return promise;
  }

  [[nodiscard]] chat_located locate(const chat_id& id) const {
    chat_located answer;
    const auto found = self->state.chats.find(id);
    if (found != self->state.chats.end() && found->second.snapshot) {
      const auto& s = found->second.snapshot->state;
      answer.found = true;
      answer.phase = chat::name_of(s.phase);
      answer.queue = s.queue;
      answer.agent = s.agent;
      if (s.offered) {
        answer.offered_to = s.offered->to;
      }
    }
    return answer;
  }

  /// All observers hear of a change of phase here, in one order.
  void hear(const chat_told& told) const {
    auto& st = self->state;
    auto& known = st.chats[told.chat->state.id];
    if (known.snapshot
        && told.chat->state.revision < known.snapshot->state.revision) {
      return;
    }
    const auto before = std::exchange(known.snapshot, told.chat);
    known.session = told.session;
    const auto& s = told.chat->state;
    move_item(waits_in(before),
              waits_in(told.chat),
              s.id.value,
              chat::in_inbox(s),
              [&] {
                return queue::entry{s.id.value,
                                    channel::webchat,
                                    s.enqueued,
                                    s.customer_name,
                                    s.last_line};
              });
    auto who = concerned(before);
    who.merge(concerned(told.chat));
    for (const auto& agent : who) {
      const auto actor = st.agents.find(agent);
      if (actor != st.agents.end()) {
        self->send(actor->second, inbox_told{told.chat});
      }
    }
    check(before, told.chat);
  }

  /// Z3: broken invariants are counted, never repaired in silence.
  void check(const chat_snapshot_ptr& before,
             const chat_snapshot_ptr& after) const {
    auto& st = self->state;
    const auto& s = after->state;
    const auto phase = chat::name_of(s.phase);
    if (before && !before->state.agent.empty()) {
      st.active[before->state.agent].erase(s.id);
    }
    if (chat::is_active(phase)) {
      auto& active = st.active[s.agent];
      active.insert(s.id);
      if (active.size() > 1) {
        broken(counters().broken.one_active, "one_active", s.agent.value);
      }
    }
    const bool inbox = phase != phase_name::flow && phase != phase_name::queued
                       && phase != phase_name::closed;
    if (inbox == s.agent.empty()) {
      broken(counters().broken.owner, "owner", s.id.value);
    }
  }

  void
  broken(counter& which, std::string_view name, const std::string& id) const {
    increase(which);
    ports.world->log->write(
      log_level::error, "invariant_broken", {{"invariant", name}, {"id", id}});
  }

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
      to_router(router_remove_item{item});
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
  caf::typed_response_promise<Answer>
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
  void tell_agent(const agent_id& id, const News& news) const {
    const auto found = self->state.agents.find(id);
    if (found != self->state.agents.end()) {
      self->send(found->second, news);
    }
  }

  void hear(const agent_told& told) const {
    auto& st = self->state;
    const auto config_of = config().agents.find(told.agent);
    if (config_of == config().agents.end()) {
      return;
    }
    auto& known = st.agent_states[told.agent];
    const bool was_there = agent::is_there(known);
    known = told.state;
    const bool there = agent::is_there(known);
    if (was_there != there) {
      for (const auto& [id, queue] : config().queues) {
        if (serves(config_of->second, queue)) {
          auto& count = st.serving[id];
          count = there ? count + 1 : count - 1;
          const auto actor = st.queues.find(id);
          if (actor != st.queues.end()) {
            self->send(actor->second, serving{count});
          }
        }
      }
    }
    self->send(st.router,
               router_put_agent{
                 to_agent_info(known, config_of->second, config(), now())});
  }

  // --- Calls. --------------------------------------------------------------

  void hear(const call_told& told) const {
    auto& st = self->state;
    auto& known = st.calls[told.call.id];
    if (told.call.revision < known.state.revision) {
      return;
    }
    const auto before = std::exchange(known.state, told.call);
    const auto& c = told.call;
    move_item(waits_in(before),
              waits_in(c),
              c.id.value,
              std::holds_alternative<call::alerting>(c.phase)
                || std::holds_alternative<call::connected>(c.phase),
              [&] {
                return queue::entry{
                  c.id.value, channel::call, c.enqueued, c.caller, {}};
              });
    const auto old_agent = call::agent_of(before);
    const auto new_agent = call::agent_of(c);
    if (!old_agent.empty() && old_agent != new_agent) {
      tell_agent(old_agent, agents_call_told{c});
    }
    if (!new_agent.empty()) {
      tell_agent(new_agent, agents_call_told{c});
    }
    const bool rang = std::holds_alternative<call::alerting>(before.phase);
    const bool rings = std::holds_alternative<call::alerting>(c.phase);
    const bool connected = std::holds_alternative<call::connected>(c.phase);
    if (rang && (!rings || old_agent != new_agent)
        && !(connected && old_agent == new_agent)) {
      order(false, c.id, old_agent);
    }
    if (rings && (!rang || old_agent != new_agent)) {
      order(true, c.id, new_agent);
      const auto agent = st.agent_states.find(new_agent);
      if (agent != st.agent_states.end()
          && agent::status_of(agent->second) == agent_status::webchat_wrapup) {
        broken(
          counters().broken.call_in_wrapup, "call_in_wrapup", new_agent.value);
      }
    }
  }

  void order(bool ring, const call_id& call, const agent_id& agent) const {
    auto& st = self->state;
    st.orders.push_back({++st.last_order, ring, call, agent});
    if (st.orders.size() > limits::telephony_orders_kept_max) {
      st.orders.pop_front();
    }
    for (auto& poll : st.polls) {
      poll.promise.deliver(orders_above(poll.after));
    }
    st.polls.clear();
  }

  [[nodiscard]] orders_polled orders_above(std::uint64_t after) const {
    const auto& st = self->state;
    orders_polled answer;
    answer.last = st.last_order;
    // A number from before a restart: everything there is.
    const auto from = after > st.last_order ? 0 : after;
    std::copy_if(st.orders.begin(),
                 st.orders.end(),
                 std::back_inserter(answer.orders),
                 [from](const telephony_order& o) { return o.n > from; });
    return answer;
  }

  caf::typed_response_promise<orders_polled> poll(const poll_orders& p) const {
    auto promise = self->make_response_promise<orders_polled>();
    auto answer = orders_above(p.after);
    if (!answer.orders.empty() || p.wait <= duration{0}) {
      promise.deliver(std::move(answer));
      return promise;
    }
    auto& st = self->state;
    st.polls.push_back(
      {promise, p.after, now() + std::min(p.wait, limits::long_poll_max)});
    arm();
    return promise;
  }

  void arm() const {
    auto& st = self->state;
    std::optional<timestamp> next;
    for (const auto& p : st.polls) {
      next = next ? std::min(*next, p.until) : p.until;
    }
    st.timer.arm(self, next, now());
  }

  void wake_up() const {
    auto& st = self->state;
    const auto at = now();
    std::erase_if(st.polls, [&](waiting_poll& p) {
      if (p.until > at) {
        return false;
      }
      p.promise.deliver(orders_above(p.after));
      return true;
    });
    arm();
  }

  [[nodiscard]] std::optional<refusal> wrong(const telephony_event& e) const {
    if (e.kind == telephony_event::kind_t::offered) {
      const auto queue = config().queues.find(e.queue);
      if (queue == config().queues.end()
          || queue->second.channel != channel::call) {
        return refusal{refusal_code::not_found, "queue"};
      }
    }
    if (!e.agent.empty() && !config().agents.contains(e.agent)) {
      return refusal{refusal_code::not_found, "agent"};
    }
    return std::nullopt;
  }

  caf::typed_response_promise<telephony_answer>
  hear(const telephony_event& e) const {
    auto promise = self->make_response_promise<telephony_answer>();
    if (auto refused = wrong(e)) {
      promise.deliver(telephony_answer{std::move(refused), {}, {}});
      return promise;
    }
    if (self->state.calls.contains(e.call)) {
      forward(e, promise);
      return promise;
    }
    // Not in memory: new, or over long ago and told again.
    self
      ->request(
        ports.history, limits::request_within, load_call{config().id, e.call})
      .then(
        [me = *this, e, promise](const call_loaded& loaded) mutable {
          me.meet(e, loaded, promise);
        },
        [promise](const caf::error&) mutable {
          promise.deliver(
            telephony_answer{refusal{refusal_code::unavailable}, {}, {}});
        });
    return promise;
  }

  void meet(const telephony_event& e,
            const call_loaded& loaded,
            caf::typed_response_promise<telephony_answer>& promise) const {
    auto& st = self->state;
    if (loaded.error) {
      promise.deliver(
        telephony_answer{refusal{refusal_code::unavailable}, {}, {}});
      return;
    }
    if (!st.calls.contains(e.call)) {
      if (!loaded.call && e.kind != telephony_event::kind_t::offered) {
        promise.deliver(
          telephony_answer{refusal{refusal_code::not_found, "call"}, {}, {}});
        return;
      }
      call::state fresh;
      if (loaded.call) {
        fresh = *loaded.call;
      } else {
        fresh.id = e.call;
        fresh.company = config().id;
        increase(counters().calls_offered);
      }
      st.calls[e.call].state = fresh;
      st.calls[e.call].actor
        = spawn_call(*self, ports, handle(), std::move(fresh));
    }
    forward(e, promise);
  }

  [[nodiscard]] call::command to_command(const telephony_event& e) const {
    const auto& known = self->state.calls.at(e.call);
    switch (e.kind) {
    case telephony_event::kind_t::offered:
      return call::offer{e.queue, e.caller};
    case telephony_event::kind_t::answered:
      return call::answer{e.agent.empty() ? call::agent_of(known.state)
                                          : e.agent};
    case telephony_event::kind_t::refused:
      return call::refuse{cause::agent};
    case telephony_event::kind_t::ended:
      break;
    }
    const auto queue = config().queues.find(known.state.queue);
    return call::hang_up{
      queue == config().queues.end() ? duration{0} : queue->second.call_wrapup};
  }

  void forward(const telephony_event& e,
               caf::typed_response_promise<telephony_answer> promise) const {
    const auto& known = self->state.calls.at(e.call);
    const auto ringing = call::agent_of(known.state);
    if (e.kind == telephony_event::kind_t::refused && !ringing.empty()) {
      to_router(router_cool_down{e.call.value, ringing});
    }
    self
      ->request(known.actor,
                limits::request_within,
                call_request{e.call, to_command(e)})
      .then(
        [promise](const call_answer& a) mutable {
          promise.deliver(telephony_answer{
            a.refused, call::name_of(a.call.phase), call::agent_of(a.call)});
        },
        [promise](const caf::error&) mutable {
          promise.deliver(
            telephony_answer{refusal{refusal_code::unavailable}, {}, {}});
        });
  }

  caf::typed_response_promise<call_answer> ask(const call_request& r) const {
    auto promise = self->make_response_promise<call_answer>();
    const auto found = self->state.calls.find(r.call);
    if (found == self->state.calls.end() || !found->second.actor) {
      promise.deliver(call_answer{{}, refusal{refusal_code::not_found}});
    } else {
      promise.delegate(found->second.actor, r);
    }
    return promise;
  }

  // --- Ends and restarts. --------------------------------------------------

  /// May it be started again? At most three times a minute (4.8).
  [[nodiscard]] bool may_restart(const std::string& what) const {
    auto& count = self->state.restarts[what];
    const auto at = now();
    if (at - count.since > std::chrono::minutes{1}) {
      count = {at, 0};
    }
    increase(counters().restarts);
    return ++count.times <= limits::restarts_per_minute_max;
  }

  void child_gone(const caf::down_msg& down) const {
    auto& st = self->state;
    const bool failed
      = down.reason != caf::exit_reason::user_shutdown && !st.stopping;
    const auto is = [&](const auto& handle) {
      return handle && handle == down.source;
    };
    const auto session = st.sessions.find(down.source.id());
    if (session != st.sessions.end()) {
      const auto id = session->second;
      st.sessions.erase(session);
      if (failed) {
        st.chats[id].session = nullptr;
        restart_chat(id);
      } else {
        st.chats.erase(id);
      }
      finish_stop();
      return;
    }
    for (auto it = st.calls.begin(); it != st.calls.end(); ++it) {
      if (is(it->second.actor)) {
        if (failed) {
          restart_call(it->first);
        } else {
          st.calls.erase(it);
        }
        finish_stop();
        return;
      }
    }
    child_of(st.agents, down, failed, [this](const auto& id, auto& actor) {
      return restart_agent(id, actor);
    });
    child_of(st.queues, down, failed, [this](const auto& id, auto& actor) {
      return restart_queue(id, actor);
    });
    if (is(st.router)) {
      st.router = nullptr;
      if (failed) {
        restart_router();
      }
    }
    finish_stop();
  }

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
  chat_session_actor spawn_session(chat::state s) const {
    auto& st = self->state;
    const auto id = s.id;
    auto session = spawn_chat_session(*self, ports, handle(), std::move(s));
    st.sessions[session.id()] = id;
    st.chats[id].session = session;
    return session;
  }

  void restart_chat(const chat_id& id) const {
    const bool give_up = !may_restart(id.value);
    self
      ->request(
        ports.history, limits::request_within, load_chat{config().id, id})
      .then(
        [me = *this, id, give_up](const chat_loaded& loaded) {
          auto& st = me.self->state;
          if (!loaded.chat) {
            st.chats.erase(id);
            return;
          }
          const auto restarted = me.spawn_session(*loaded.chat);
          if (give_up) {
            me.self
              ->request(restarted,
                        limits::request_within,
                        chat_request{id, {chat::abort{}}})
              .then([](const chat_answer&) {}, [](const caf::error&) {});
          }
        },
        [me = *this, id](const caf::error&) {
          me.self->state.chats.erase(id);
        });
  }

  void restart_call(const call_id& id) const {
    auto& known = self->state.calls[id];
    known.actor = nullptr;
    if (!may_restart(id.value)) {
      self->state.calls.erase(id);
      return;
    }
    self
      ->request(
        ports.history, limits::request_within, load_call{config().id, id})
      .then(
        [me = *this, id](const call_loaded& loaded) {
          auto& st = me.self->state;
          if (!loaded.call) {
            st.calls.erase(id);
            return;
          }
          st.calls[id].actor
            = spawn_call(*me.self, me.ports, me.handle(), *loaded.call);
        },
        [me = *this, id](const caf::error&) {
          me.self->state.calls.erase(id);
        });
  }

  /// Queues, agents and the router hold views: they are built again from what
  /// the sessions told. Desks reconnect, because their lists are void.
  void close_desks() const {
    for (const auto& [id, connection] : self->state.connections) {
      self->send(connection, close_connection{close_code::unavailable});
    }
  }

  void give_up(std::string_view what) const {
    ports.world->log->write(
      log_level::error, "restarted_too_often", {{"actor", what}});
    self->quit(caf::make_error(caf::sec::runtime_error, "restarted too often"));
  }

  bool restart_agent(const agent_id& id, agent_actor& actor) const {
    if (!may_restart("agent." + id.value)) {
      give_up("agent");
      return false;
    }
    auto& st = self->state;
    std::vector<chat_snapshot_ptr> inbox;
    for (const auto& [chat, known] : st.chats) {
      if (known.snapshot && known.snapshot->state.agent == id) {
        inbox.push_back(known.snapshot);
      }
    }
    actor = spawn_agent(*self, ports, handle(), id, std::move(inbox));
    close_desks();
    return true;
  }

  bool restart_queue(const queue_id& id, chat_queue_actor& actor) const {
    if (!may_restart("queue." + id.value)) {
      give_up("queue");
      return false;
    }
    auto& st = self->state;
    actor = spawn_chat_queue(*self, ports, handle(), id);
    self->send(actor, serving{st.serving[id]});
    for (const auto& [chat, known] : st.chats) {
      if (waits_in(known.snapshot) == id) {
        const auto& s = known.snapshot->state;
        self->send(actor,
                   put_item{{s.id.value,
                             channel::webchat,
                             s.enqueued,
                             s.customer_name,
                             s.last_line}});
      }
    }
    for (const auto& [call, known] : st.calls) {
      if (waits_in(known.state) == id) {
        self->send(actor,
                   put_item{{call.value,
                             channel::call,
                             known.state.enqueued,
                             known.state.caller,
                             {}}});
      }
    }
    close_desks();
    return true;
  }

  void restart_router() const {
    if (!may_restart("router")) {
      give_up("router");
      return;
    }
    auto& st = self->state;
    st.router = spawn_router(*self, ports, handle());
    for (const auto& [id, state] : st.agent_states) {
      const auto config_of = config().agents.find(id);
      if (config_of != config().agents.end()) {
        self->send(st.router,
                   router_put_agent{
                     to_agent_info(state, config_of->second, config(), now())});
      }
    }
    for (const auto& [id, known] : st.chats) {
      const auto queue = waits_in(known.snapshot);
      if (!queue.empty()) {
        self->send(
          st.router,
          router_put_item{{id.value, queue, known.snapshot->state.enqueued}});
      }
    }
    for (const auto& [id, known] : st.calls) {
      const auto queue = waits_in(known.state);
      if (!queue.empty()) {
        self->send(st.router,
                   router_put_item{{id.value, queue, known.state.enqueued}});
      }
    }
  }

  /// Ends all children; the company ends when the last one is gone.
  void stop() const {
    auto& st = self->state;
    st.stopping = true;
    for (auto& p : st.polls) {
      p.promise.deliver(orders_above(p.after));
    }
    st.polls.clear();
    const auto end = [this](const auto& handle) {
      if (handle) {
        self->send_exit(handle, caf::exit_reason::user_shutdown);
      }
    };
    for (const auto& [id, c] : st.connections) {
      self->send(c, close_connection{close_code::going_away});
      end(c);
    }
    end(st.router);
    for (const auto& [id, q] : st.queues) {
      end(q);
    }
    for (const auto& [id, a] : st.agents) {
      end(a);
    }
    for (const auto& [id, c] : st.calls) {
      end(c.actor);
    }
    for (const auto& [id, c] : st.chats) {
      end(c.session);
    }
    finish_stop();
  }

  void finish_stop() const {
    const auto& st = self->state;
    const bool empty = st.chats.empty() && st.calls.empty() && st.agents.empty()
                       && st.queues.empty() && !st.router;
    if (st.stopping && empty) {
      self->quit(caf::exit_reason::user_shutdown);
    }
  }

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

  [[nodiscard]] std::vector<caf::actor> of_kind(const inspect_all& q) const {
    const auto& st = self->state;
    std::vector<caf::actor> all;
    const auto itself = [](const auto& h) -> const auto& {
      return h;
    };
    switch (q.kind) {
    case actor_kind::queue:
      collect(st.queues, q.id, all, itself);
      break;
    case actor_kind::agent:
      collect(st.agents, q.id, all, itself);
      break;
    case actor_kind::session:
      collect(
        st.chats, q.id, all, [](const known_chat& c) -> const auto& {
          return c.session;
        });
      break;
    case actor_kind::call:
      collect(
        st.calls, q.id, all, [](const known_call& c) -> const auto& {
          return c.actor;
        });
      break;
    case actor_kind::connection:
      collect(st.connections, q.id, all, itself);
      break;
    case actor_kind::internal:
      all = {caf::actor_cast<caf::actor>(st.router),
             caf::actor_cast<caf::actor>(ports.journal),
             caf::actor_cast<caf::actor>(ports.history)};
      break;
    case actor_kind::company:
      break;
    }
    return all;
  }

  [[nodiscard]] inspection describe() const {
    const auto& st = self->state;
    inspection i;
    i.kind = "company";
    i.id = config().id.value;
    i.company = config().id;
    i.phase = st.stopping ? "stopping" : "open";
    i.mailbox = mailbox_length(self);
    i.born = st.born;
    i.detail = {{"name", config().name},
                {"version", std::to_string(config().version)},
                {"sessions", std::to_string(st.chats.size())},
                {"calls", std::to_string(st.calls.size())},
                {"queues", std::to_string(st.queues.size())},
                {"agents", std::to_string(st.agents.size())},
                {"connections", std::to_string(st.connections.size())}};
    return i;
  }

  caf::typed_response_promise<inspections> show(const inspect_all& q) const {
    auto promise = self->make_response_promise<inspections>();
    if (q.kind == actor_kind::company) {
      inspections one;
      if (q.id.empty() || q.id == config().id.value) {
        one.items.push_back(describe());
      }
      promise.deliver(std::move(one));
      return promise;
    }
    const auto all = of_kind(q);
    if (all.empty()) {
      promise.deliver(inspections{});
      return promise;
    }
    struct gathering {
      inspections found;
      std::size_t missing = 0;
    };
    auto gathered = std::make_shared<gathering>();
    gathered->missing = all.size();
    auto count = [gathered, promise]() mutable {
      if (--gathered->missing == 0) {
        promise.deliver(std::move(gathered->found));
      }
    };
    for (const auto& actor : all) {
      self
        ->request(
          inspectable(actor), limits::inspection_within, inspect{q.after})
        .then(
          [gathered, count](inspection& i) mutable {
            gathered->found.items.push_back(std::move(i));
            count();
          },
          [gathered, count](const caf::error&) mutable {
            inspection silent;
            silent.phase = "no answer";
            gathered->found.items.push_back(std::move(silent));
            count();
          });
    }
    return promise;
  }

  using inspectable_actor
    = caf::typed_actor<caf::replies_to<inspect>::with<inspection>>;

  static inspectable_actor inspectable(const caf::actor& a) {
    return caf::actor_cast<inspectable_actor>(a);
  }
};

company_actor::behavior_type company(self_pointer self,
                                     const company_ports& ports,
                                     std::vector<chat::state> chats,
                                     std::vector<call::state> calls) {
  guard(self, ports.world, "company");
  const company_shell shell{self, ports};
  self->set_down_handler(
    [shell](const caf::down_msg& down) { shell.child_gone(down); });
  self->set_exit_handler([shell](const caf::exit_msg& exit) {
    if (exit.reason == caf::exit_reason::user_shutdown) {
      shell.stop();
    } else {
      shell.self->quit(exit.reason);
    }
  });
  shell.begin(std::move(chats), std::move(calls));
  return {
    [shell](const open_chat& o) { return shell.open(o); },
    [shell](const watch& w) { return shell.find(w); },
    [shell](const chat_request& r) { return shell.ask(r); },
    [shell](const locate_chat& l) { return shell.locate(l.chat); },
    [shell](const admit& a) {
      auto promise = shell.self->make_response_promise<admitted>();
      const auto& queues = shell.self->state.queues;
      const auto queue = queues.find(a.queue);
      if (queue == queues.end()) {
        promise.deliver(admitted{refusal{refusal_code::not_found}});
      } else {
        promise.delegate(queue->second, a);
      }
      return promise;
    },
    [shell](const watch_queue& w) {
      const auto& queues = shell.self->state.queues;
      const auto queue = queues.find(w.queue);
      if (queue != queues.end()) {
        shell.self->send(queue->second, w);
      }
    },
    [shell](const unwatch_queue& u) {
      for (const auto& [id, queue] : shell.self->state.queues) {
        shell.self->send(queue, u);
      }
    },
    [shell](const chat_id& id, const queue_notice& n) {
      if (const auto* s = shell.session(id)) {
        shell.self->send(*s, n);
      }
    },
    [shell](const chat_id& id, const queue_sends_away& q) {
      if (const auto* s = shell.session(id)) {
        shell.self->send(*s, q);
      }
    },
    [shell](const agent_id& id, const attach& a) {
      return shell.pass_on<attached>(id, a, {});
    },
    [shell](const agent_id& id, const desk_request& r) {
      return shell.pass_on<desk_answer>(
        id, r, {refusal{refusal_code::not_found}, std::nullopt, nullptr});
    },
    [shell](const agent_id& id, const detach& d) { shell.tell_agent(id, d); },
    [shell](const agent_id& id, const force_log_out& f) {
      shell.tell_agent(id, f);
    },
    [shell](const agent_id& id, const offer_chat& o) {
      return shell.pass_on<offer_answer>(
        id, o, {refusal{refusal_code::not_found}});
    },
    [shell](const agent_id& id, const offer_call& o) {
      return shell.pass_on<offer_answer>(
        id, o, {refusal{refusal_code::not_found}});
    },
    [shell](const router_cool_down& c) { shell.to_router(c); },
    [shell](const chat_told& t) { shell.hear(t); },
    [shell](const agent_told& t) { shell.hear(t); },
    [shell](const call_told& t) { shell.hear(t); },
    [shell](const connection_opened& c) {
      shell.self->state.connections[c.id] = c.connection;
    },
    [shell](const connection_gone& c) {
      shell.self->state.connections.erase(c.id);
    },
    [shell](const telephony_event& e) { return shell.hear(e); },
    [shell](const call_request& r) { return shell.ask(r); },
    [shell](const poll_orders& p) { return shell.poll(p); },
    [shell](const why_routed& w) {
      auto promise = shell.self->make_response_promise<routed_because>();
      if (shell.self->state.router) {
        promise.delegate(shell.self->state.router, w);
      } else {
        promise.deliver(routed_because{});
      }
      return promise;
    },
    [shell](const wakeup& w) {
      if (shell.self->state.timer.accept(w)) {
        shell.wake_up();
      }
    },
    [shell](const inspect_all& q) { return shell.show(q); },
  };
}

} // namespace

company_actor spawn_company(caf::actor_system& system,
                            const company_ports& ports,
                            std::vector<chat::state> chats,
                            std::vector<call::state> calls) {
  return system.spawn(company, ports, std::move(chats), std::move(calls));
}

} // namespace parley::actors
