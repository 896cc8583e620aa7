// Runs one agent: decides, stores, applies, orders its chats about one after
// the other, tells. While an order is under way every other message waits
// (`await`), so no two activations interleave (P2) and no slot is given twice
// (P4). Must not know frames or how a PBX speaks.
#include "actors/actors.hpp"
#include "actors/append_refusal.hpp"
#include "actors/deadline_timer.hpp"
#include "actors/eligibility.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"
#include "actors/views.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>

namespace parley::actors {

namespace {

/// T2: how a request ended, for a retry with the same id.
struct remembered_answer {
  std::string ref;
  std::optional<refusal> refused;
  chat_id chat;
  chat::phase phase;
  std::uint64_t revision = 0;
};

/// A chat that left, with the revision at which it did: older news of it may
/// still be on their way.
struct left_chat {
  chat_id chat;
  std::uint64_t revision = 0;
};

struct agent_state {
  static constexpr const char* name = "agent";
  agent::state machine;
  /// The chats of the inbox and those that are offered, as last heard.
  std::map<chat_id, chat_snapshot_ptr> chats;
  std::deque<left_chat> left;
  /// The one live login (P8); null: none is connected.
  connection_actor desk;
  std::deque<remembered_answer> answers;
  /// News of a call that could not be stored yet.
  std::optional<call::state> call_not_taken_in;

  /// Grows over restarts of this actor as well: it begins with the time.
  std::uint64_t revision = 0;
  wire::status_changed told_status;
  std::optional<agent::state> told_company;

  /// When to try again what failed.
  std::optional<timestamp> retry_at;
  /// A deadline before it was tried, and could not be met.
  std::optional<timestamp> woken_at;
  deadline_timer timer;
  inspection_log log;
  timestamp born;
};

using self_pointer = agent_actor::stateful_pointer<agent_state>;
using finish = std::function<void(desk_answer)>;

/// What a desk said of its request beside what it wants (T2).
struct request_marks {
  std::optional<command_id> id;
  std::optional<std::uint64_t> seen;
};

/// A command on its way through store and chats.
struct activity {
  std::vector<agent::order> orders;
  std::size_t next = 0;
  request_marks marks;
  desk_answer answer;
  /// Follow-ups taken in; each must lead somewhere.
  int rounds = 0;
  /// What rang when it began.
  std::optional<call_id> rang;
  /// The call itself said that it stopped ringing.
  bool told_by_call = false;
  finish then;
};
using activity_ptr = std::shared_ptr<activity>;

constexpr int follow_ups_max = 4;

/// Is it news to the desk?
bool differs(const chat_snapshot& a, const chat_snapshot& b) {
  return a.state.revision != b.state.revision
         || a.customer_present != b.customer_present || a.unread != b.unread;
}

/// Outcomes that a retry may change are not remembered.
bool is_final(const desk_answer& a) {
  return !a.refused
         || (a.refused->code != refusal_code::unavailable
             && a.refused->code != refusal_code::storage_full);
}

struct agent_shell {
  self_pointer self;
  company_ports ports;
  company_actor company;
  std::shared_ptr<const agent_config> config;

  [[nodiscard]] timestamp now() const {
    return std::max(ports.world->time->now(), self->state.machine.last_at);
  }
  [[nodiscard]] metrics& counters() const { return *ports.world->counters; }
  [[nodiscard]] const agent::state& machine() const {
    return self->state.machine;
  }
  [[nodiscard]] bool is_present() const {
    return std::holds_alternative<agent::present>(machine().presence);
  }

  // --- Decide, store, apply, order, tell. ----------------------------------

  static void ignore(const desk_answer& /*unused*/) {}

  [[nodiscard]] activity_ptr begin(finish then, request_marks marks) const {
    auto a = std::make_shared<activity>();
    a->then = std::move(then);
    a->marks = std::move(marks);
    if (const auto* c = std::get_if<agent::call_alerting>(&machine().call)) {
      a->rang = c->call;
    }
    return a;
  }

  void run(const agent::command& c, const activity_ptr& a) const {
    auto decided = agent::decide(machine(), c, now());
    if (!decided) {
      increase(counters().refusals);
      a->answer.refused = decided.error();
      complete(a);
      return;
    }
    perform(std::move(decided).value(), a);
  }

  void run(const agent::command& c, finish then) const {
    run(c, begin(std::move(then), {}));
  }

  void perform(agent::outcome o, const activity_ptr& a) const {
    std::move(o.orders.begin(), o.orders.end(), std::back_inserter(a->orders));
    if (o.events.empty()) {
      execute(a);
      return;
    }
    storage::append append;
    append.stream
      = {ports.config->id, storage::stream_kind::agent, config->id.value};
    append.events.assign(o.events.begin(), o.events.end());
    // Without a limit: the journal answers or the process ends.
    self->request(ports.journal, caf::infinite, std::move(append))
      .await(
        [me = *this, events = std::move(o.events), a](
          const append_answer& answer) {
          if (answer.revision) {
            me.apply(events);
            me.execute(a);
          } else {
            me.give_up(a, append_refusal(answer.error));
          }
        },
        [me = *this, a](const caf::error&) {
          me.give_up(a, refusal{refusal_code::unavailable});
        });
  }

  void give_up(const activity_ptr& a, refusal why) const {
    increase(counters().refusals);
    a->answer.refused = std::move(why);
    self->state.retry_at = now() + limits::retry_after_failure;
    complete(a);
  }

  void apply(const std::vector<agent::event>& events) const {
    auto& st = self->state;
    for (const auto& e : events) {
      st.machine = agent::apply(std::move(st.machine), e);
      st.log.note(agent::time_of(e), agent::type_of(e));
    }
  }

  /// The next order; each waits for the answer to the one before.
  void execute(const activity_ptr& a) const {
    if (a->next == a->orders.size()) {
      follow_up(a);
      return;
    }
    const auto& order = a->orders[a->next];
    chat_request r;
    r.chat = order.chat;
    r.request.what = order.what;
    if (order.decisive) {
      r.request.id = a->marks.id;
      r.request.seen_revision = a->marks.seen;
    }
    self->request(company, limits::request_within, std::move(r))
      .await(
        [me = *this, a](const chat_answer& answer) { me.obeyed(a, answer); },
        [me = *this, a](const caf::error&) {
          me.obeyed(
            a, chat_answer{nullptr, refusal{refusal_code::unavailable}, {}});
        });
  }

  void obeyed(const activity_ptr& a, const chat_answer& answer) const {
    const auto order = a->orders[a->next++];
    if (answer.chat) {
      observe(answer.chat);
    }
    if (order.decisive) {
      a->answer.refused = answer.refused;
      a->answer.retry_after = answer.retry_after;
      a->answer.chat = answer.chat;
      if (answer.refused) {
        increase(counters().refusals);
        skip_orders_of(order.chat, a);
      }
    } else if (a->answer.chat && answer.chat
               && answer.chat->state.id == a->answer.chat->state.id) {
      a->answer.chat = answer.chat;
    }
    execute(a);
  }

  /// What was to follow a refused order has no ground any more.
  static void skip_orders_of(const chat_id& chat, const activity_ptr& a) {
    auto& orders = a->orders;
    orders.erase(
      std::remove_if(orders.begin() + static_cast<std::ptrdiff_t>(a->next),
                     orders.end(),
                     [&](const agent::order& o) { return o.chat == chat; }),
      orders.end());
  }

  void follow_up(const activity_ptr& a) const {
    auto more = agent::follow_up(machine(), now());
    const bool nothing = more.events.empty() && more.orders.empty();
    if (nothing || a->rounds == follow_ups_max) {
      complete(a);
      return;
    }
    ++a->rounds;
    perform(std::move(more), a);
  }

  void complete(const activity_ptr& a) const {
    if (a->rang && !a->told_by_call) {
      withdraw_if_dropped(*a->rang);
    }
    settle();
    if (a->then) {
      a->then(std::move(a->answer));
    }
  }

  /// Tells all and sees to what is open.
  void settle() const {
    check();
    tell();
    arm();
  }

  // --- Telling. ------------------------------------------------------------

  void tell() const {
    auto& st = self->state;
    auto status = status_view(
      machine(), st.revision, shown_maximum(*config, *ports.config));
    if (status != st.told_status) {
      status.revision = ++st.revision;
      st.told_status = status;
      if (st.desk) {
        self->send(st.desk, status_pushed{std::move(status)});
      }
    }
    if (st.told_company != machine()) {
      st.told_company = machine();
      self->send(company, agent_told{config->id, machine()});
    }
  }

  /// Z3: the agent's share of the invariants.
  void check() const {
    const auto& inbox = machine().inbox;
    const auto active
      = std::count_if(inbox.begin(), inbox.end(), [](const auto& held) {
          return chat::is_active(held.second.phase);
        });
    if (active > 1) {
      broken(counters().broken.one_active, "one_active");
    }
  }

  void broken(counter& which, std::string_view what) const {
    increase(which);
    ports.world->log->write(log_level::error,
                            "invariant_broken",
                            {{"invariant", what}, {"id", config->id.value}});
  }

  // --- The inbox as the chats tell it. -------------------------------------

  [[nodiscard]] bool is_mine(const chat_snapshot& c) const {
    return c.state.agent == config->id && chat::in_inbox(c.state);
  }
  [[nodiscard]] bool is_offered(const chat_snapshot& c) const {
    return c.state.offered && c.state.offered->to == config->id;
  }

  [[nodiscard]] chat_snapshot_ptr find(const chat_id& id) const {
    const auto found = self->state.chats.find(id);
    return found == self->state.chats.end() ? nullptr : found->second;
  }

  [[nodiscard]] bool is_outdated(const chat_snapshot& c) const {
    const auto& st = self->state;
    if (const auto known = find(c.state.id)) {
      return c.state.revision < known->state.revision;
    }
    return std::any_of(st.left.begin(), st.left.end(), [&](const left_chat& l) {
      return l.chat == c.state.id && l.revision >= c.state.revision;
    });
  }

  void observe(const chat_snapshot_ptr& c) const {
    auto& st = self->state;
    if (is_outdated(*c)) {
      return;
    }
    st.machine = agent::observe(std::move(st.machine), digest(*c), now());
    const auto known = find(c->state.id);
    const bool keep = is_mine(*c) || is_offered(*c);
    if (st.desk && (keep || known) && (!known || differs(*known, *c))) {
      self->send(st.desk, chat_pushed{c});
    }
    if (keep) {
      st.chats[c->state.id] = c;
    } else if (known) {
      st.chats.erase(c->state.id);
      st.left.push_back({c->state.id, c->state.revision});
      if (st.left.size() > limits::remembered_ids_max) {
        st.left.pop_front();
      }
    }
  }

  void hear(const inbox_told& told) const {
    if (is_outdated(*told.chat)) {
      return;
    }
    const auto before = find(told.chat->state.id);
    observe(told.chat);
    if (before && alert_was_missed(*before, *told.chat)) {
      self->send(company,
                 router_cool_down{told.chat->state.id.value, config->id});
      // No fact of the agent: the chat's stream has the return.
      self->state.machine.cooling_until = now() + limits::decline_cool_down;
      run(agent::alert_missed{}, ignore);
      return;
    }
    follow_up(begin(ignore, {}));
  }

  /// P6: the router gave it, and it came back when its alert was over.
  [[nodiscard]] bool alert_was_missed(const chat_snapshot& before,
                                      const chat_snapshot& after) const {
    const auto* was = std::get_if<chat::allocated>(&before.state.phase);
    return was != nullptr && is_mine(before) && was->how == cause::automatic
           && was->alert_until && now() >= *was->alert_until
           && std::holds_alternative<chat::queued>(after.state.phase);
  }

  // --- Requests of the desk. -----------------------------------------------

  /// The answer to an earlier request with this id (T2).
  [[nodiscard]] std::optional<desk_answer>
  remembered(const std::string& ref) const {
    for (const auto& r : self->state.answers) {
      if (r.ref == ref) {
        desk_answer a;
        a.refused = r.refused;
        if (!r.chat.empty()) {
          auto s = std::make_shared<chat_snapshot>();
          s->state.id = r.chat;
          s->state.phase = r.phase;
          s->state.revision = r.revision;
          a.chat = std::move(s);
        }
        return a;
      }
    }
    return std::nullopt;
  }

  void remember(const std::string& ref, const desk_answer& a) const {
    if (!is_final(a)) {
      return;
    }
    remembered_answer r;
    r.ref = ref;
    r.refused = a.refused;
    if (a.chat) {
      r.chat = a.chat->state.id;
      r.phase = a.chat->state.phase;
      r.revision = a.chat->state.revision;
    }
    auto& answers = self->state.answers;
    answers.push_back(std::move(r));
    if (answers.size() > limits::remembered_ids_max) {
      answers.pop_front();
    }
  }

  caf::typed_response_promise<desk_answer>
  obey(const desk_request& request) const {
    auto promise = self->make_response_promise<desk_answer>();
    std::visit(
      [&](const auto& m) {
        if (auto before = remembered(m.ref)) {
          promise.deliver(std::move(*before));
          return;
        }
        self->state.log.note(now(), std::decay_t<decltype(m)>::type);
        obey(m, [me = *this, promise, ref = m.ref](desk_answer a) mutable {
          me.remember(ref, a);
          promise.deliver(std::move(a));
        });
      },
      request.what);
    return promise;
  }

  static desk_answer no(refusal why) {
    return {std::move(why), std::nullopt, nullptr};
  }

  void refuse(const finish& then, refusal why) const {
    increase(counters().refusals);
    then(no(std::move(why)));
  }

  template <class Message>
  static request_marks marks_of(const Message& m) {
    return {command_id{m.ref}, m.revision};
  }

  [[nodiscard]] bool sees_queue(const queue_id& q) const {
    return sees(*config, q);
  }

  template <class Then>
  void locate(const chat_id& chat, const finish& failed, Then then) const {
    self->request(company, limits::request_within, locate_chat{chat})
      .await([then](const chat_located& at) { then(at); },
             [me = *this, failed](const caf::error&) {
               me.refuse(failed, refusal{refusal_code::unavailable});
             });
  }

  /// A request that the session decides, of a chat that this agent may know.
  void pass_on(const chat_id& chat,
               chat::command what,
               request_marks marks,
               finish then) const {
    agent::outcome o;
    o.orders.push_back({chat, std::move(what), true});
    if (find(chat)) {
      perform(std::move(o), begin(std::move(then), std::move(marks)));
      return;
    }
    locate(chat, then, [me = *this, o, marks, then](const chat_located& at) {
      // Q3: what is outside answers as not existing.
      if (!at.found
          || (at.agent != me.config->id && !me.sees_queue(at.queue))) {
        me.refuse(then, refusal{refusal_code::not_found});
        return;
      }
      me.perform(o, me.begin(then, marks));
    });
  }

  void obey(const wire::take_chat& m, finish then) const {
    locate(m.chat, then, [me = *this, m, then](const chat_located& at) {
      const auto queue = me.ports.config->queues.find(at.queue);
      if (!at.found || queue == me.ports.config->queues.end()
          || !me.sees_queue(at.queue)) {
        me.refuse(then, refusal{refusal_code::not_found});
      } else if (at.agent == me.config->id) {
        // It is here: a retry over a restart, or a mistake.
        me.pass_on(m.chat,
                   chat::allocate{me.config->id, cause::by_hand},
                   marks_of(m),
                   then);
      } else if (!serves(*me.config, queue->second)) {
        me.refuse(then, refusal{refusal_code::channel_not_served});
      } else {
        me.run(
          agent::take{m.chat,
                      at.queue,
                      capacity_for(*me.config, *me.ports.config, at.queue)},
          me.begin(me.counting(at.queue, then), marks_of(m)));
      }
    });
  }

  /// Z3: looks at the inbox after something came in.
  [[nodiscard]] finish counting(const queue_id& queue, finish then) const {
    return [me = *this, queue, then = std::move(then)](desk_answer a) {
      const auto c = capacity_for(*me.config, *me.ports.config, queue);
      const auto limit = std::min(c.queue_maximum.value_or(c.company_maximum),
                                  c.user_maximum.value_or(static_cast<int>(
                                    limits::webchats_per_agent_max)));
      if (!a.refused && agent::held_count(me.machine()) > limit) {
        me.broken(me.counters().broken.capacity, "capacity");
      }
      then(std::move(a));
    };
  }

  void obey(const wire::activate_chat& m, finish then) const {
    const auto known = find(m.chat);
    if (!known || !is_mine(*known)) {
      pass_on(m.chat, chat::activate{config->id}, marks_of(m), std::move(then));
      return;
    }
    if (m.revision && *m.revision < known->state.revision
        && chat::find_command(known->state, command_id{m.ref}) == nullptr) {
      // Refused before the active one is parked for nothing.
      increase(counters().refusals);
      then({refusal{refusal_code::stale_revision}, std::nullopt, known});
      return;
    }
    run(agent::activate{m.chat}, begin(std::move(then), marks_of(m)));
  }

  void obey(const wire::accept_transfer& m, finish then) const {
    locate(m.chat, then, [me = *this, m, then](const chat_located& at) {
      if (at.found && at.offered_to == me.config->id) {
        me.run(
          agent::accept{m.chat,
                        at.queue,
                        capacity_for(*me.config, *me.ports.config, at.queue)},
          me.begin(me.counting(at.queue, then), marks_of(m)));
      } else {
        me.pass_on(
          m.chat, chat::accept_transfer{me.config->id}, marks_of(m), then);
      }
    });
  }

  void obey(const wire::park_chat& m, finish then) const {
    pass_on(m.chat, chat::park{config->id}, marks_of(m), std::move(then));
  }
  void obey(const wire::end_chat& m, finish then) const {
    pass_on(m.chat,
            chat::end_chat{cause::agent, config->id},
            marks_of(m),
            std::move(then));
  }
  void obey(const wire::put_back_chat& m, finish then) const {
    pass_on(m.chat, chat::put_back{config->id}, marks_of(m), std::move(then));
  }
  void obey(const wire::extend_wrapup& m, finish then) const {
    pass_on(
      m.chat, chat::extend_wrapup{config->id}, marks_of(m), std::move(then));
  }
  void obey(const wire::finish_wrapup& m, finish then) const {
    pass_on(
      m.chat, chat::finish_wrapup{config->id}, marks_of(m), std::move(then));
  }
  void obey(const wire::decline_transfer& m, finish then) const {
    pass_on(
      m.chat, chat::decline_transfer{config->id}, marks_of(m), std::move(then));
  }

  void obey(const wire::classify_chat& m, finish then) const {
    const auto known = find(m.chat);
    chat::classify c;
    c.agent = config->id;
    c.classifications = m.classifications;
    // What the desk leaves out stays as it is.
    c.note = m.note.value_or(known ? known->state.note : "");
    c.abusive = m.abusive.value_or(known && known->state.abusive);
    pass_on(m.chat, std::move(c), {command_id{m.ref}, {}}, std::move(then));
  }

  void obey(const wire::transfer_chat& m, finish then) const {
    if (m.queue.has_value() == m.agent.has_value()) {
      refuse(then, {refusal_code::missing_field, "queue or agent"});
      return;
    }
    if (m.queue) {
      const auto queue = ports.config->queues.find(*m.queue);
      if (queue == ports.config->queues.end() || !sees_queue(*m.queue)) {
        refuse(then, {refusal_code::not_found, "queue"});
      } else if (queue->second.channel != channel::webchat) {
        refuse(then, {refusal_code::channel_not_served, "queue"});
      } else {
        pass_on(m.chat,
                chat::transfer_to_queue{config->id, *m.queue},
                marks_of(m),
                std::move(then));
      }
      return;
    }
    if (!ports.config->agents.contains(*m.agent)) {
      refuse(then, {refusal_code::not_found, "agent"});
    } else if (*m.agent == config->id) {
      refuse(then, {refusal_code::out_of_range, "agent"});
    } else {
      pass_on(m.chat,
              chat::offer_transfer{config->id, *m.agent},
              marks_of(m),
              std::move(then));
    }
  }

  void obey(const wire::set_status& m, finish then) const {
    if (m.available) {
      run(agent::end_break{}, std::move(then));
      return;
    }
    if (!m.reason) {
      refuse(then, {refusal_code::missing_field, "reason"});
      return;
    }
    const auto reason = ports.config->break_reasons.find(*m.reason);
    if (reason == ports.config->break_reasons.end()) {
      refuse(then, {refusal_code::not_found, "reason"});
      return;
    }
    run(agent::take_break{reason->first,
                          reason->second.interruptible,
                          m.after_current_work.value_or(false)},
        std::move(then));
  }

  void obey(const wire::log_out& /*unused*/, finish then) const {
    log_out(std::move(then));
  }

  void log_out(finish then) const {
    run(agent::log_out{cause::logout},
        [me = *this, then = std::move(then)](desk_answer a) {
          const bool out = !a.refused;
          then(std::move(a));
          if (out) {
            me.release_desk(close_code::logged_out);
          }
        });
  }

  // --- Desks. --------------------------------------------------------------

  void release_desk(close_code why) const {
    auto& st = self->state;
    if (st.desk) {
      self->demonitor(st.desk.address());
      self->send(st.desk, close_connection{why});
      st.desk = nullptr;
    }
  }

  caf::typed_response_promise<attached> connect(const attach& a) const {
    auto promise = self->make_response_promise<attached>();
    run(agent::log_in{},
        [me = *this, promise, desk = a.desk](const desk_answer& done) mutable {
          if (done.refused) {
            promise.deliver(
              caf::make_error(caf::sec::runtime_error,
                              std::string{to_string(done.refused->code)}));
            return;
          }
          me.seat(desk);
          me.resume_orphan([me, promise](const desk_answer&) mutable {
            promise.deliver(me.welcome());
          });
        });
    return promise;
  }

  void seat(const connection_actor& desk) const {
    auto& st = self->state;
    if (st.desk != desk) {
      release_desk(close_code::taken_over);
      st.desk = desk;
      self->monitor(desk);
    }
    st.retry_at.reset();
  }

  [[nodiscard]] attached welcome() const {
    auto& st = self->state;
    attached a;
    st.told_status = status_view(
      machine(), ++st.revision, shown_maximum(*config, *ports.config));
    a.status = st.told_status;
    for (const auto& [id, c] : st.chats) {
      a.inbox.push_back(c);
    }
    return a;
  }

  /// I5: after a restart in whose midst the call ended, nobody else says that
  /// it is over.
  void resume_orphan(finish then) const {
    auto& st = self->state;
    const bool on_call
      = !std::holds_alternative<std::monostate>(machine().call);
    if (!st.machine.interrupted || on_call) {
      then({});
      return;
    }
    agent::outcome o;
    o.orders.push_back(
      {*st.machine.interrupted,
       chat::call_finished{config->id,
                           agent::active_chat(machine()).has_value()},
       false});
    st.machine.interrupted.reset();
    perform(std::move(o), begin(std::move(then), {}));
  }

  void disconnect(const caf::actor_addr& who) const {
    auto& st = self->state;
    if (!st.desk || st.desk != who) {
      return;
    }
    self->demonitor(who);
    st.desk = nullptr;
    lose();
  }

  void lose() const { run(agent::lose{ports.config->agent_grace}, ignore); }

  // --- The router's offers. ------------------------------------------------

  caf::typed_response_promise<offer_answer> hear(const offer_chat& o) const {
    auto promise = self->make_response_promise<offer_answer>();
    run(agent::receive{o.chat,
                       o.queue,
                       capacity_for(*config, *ports.config, o.queue)},
        counting(o.queue, [promise](const desk_answer& a) mutable {
          promise.deliver(offer_answer{a.refused});
        }));
    return promise;
  }

  /// The agent agrees, then the call is asked: only one that waits says yes.
  caf::typed_response_promise<offer_answer> hear(const offer_call& o) const {
    auto promise = self->make_response_promise<offer_answer>();
    const auto agreed
      = agent::decide(machine(), agent::ring{o.call, o.queue, o.caller}, now());
    if (!agreed) {
      increase(counters().refusals);
      promise.deliver(offer_answer{agreed.error()});
      return promise;
    }
    self
      ->request(company,
                limits::request_within,
                call_request{o.call, call::alert{config->id}})
      .await(
        [me = *this, promise, o](const call_answer& answer) mutable {
          if (answer.refused) {
            promise.deliver(offer_answer{answer.refused});
            return;
          }
          me.ring({o.call, o.queue, answer.call.caller}, promise);
        },
        [promise](const caf::error&) mutable {
          // Should it ring all the same, the call tells, and is refused then.
          promise.deliver(offer_answer{refusal{refusal_code::unavailable}});
        });
    return promise;
  }

  void ring(const agent::ring& r,
            caf::typed_response_promise<offer_answer> promise) const {
    run(r, [me = *this, r, promise](const desk_answer& a) mutable {
      if (a.refused) {
        me.decline_call(r.call);
      } else if (const auto active = agent::active_chat(me.machine())) {
        const auto held = me.machine().inbox.find(*active);
        if (held != me.machine().inbox.end()
            && held->second.phase == phase_name::wrapup) {
          me.broken(me.counters().broken.call_in_wrapup, "call_in_wrapup");
        }
      }
      promise.deliver(offer_answer{a.refused});
    });
  }

  // --- Calls. --------------------------------------------------------------

  void decline_call(const call_id& call) const {
    self
      ->request(company,
                limits::request_within,
                call_request{call, call::refuse{cause::agent, config->id}})
      .then([](const call_answer&) {}, [](const caf::error&) {});
  }

  /// The agent stopped ringing by a command of its own (logout): the call has
  /// to know.
  void withdraw_if_dropped(const call_id& rang) const {
    if (std::holds_alternative<std::monostate>(machine().call)) {
      decline_call(rang);
    }
  }

  void hear(const agents_call_told& told) const {
    self->state.call_not_taken_in.reset();
    const auto& c = told.call;
    std::visit(overloaded{
                 [&](const agent::call_alerting& mine) {
                   mine.call == c.id ? while_ringing(c) : other_call(c);
                 },
                 [&](const agent::call_connected& mine) {
                   mine.call == c.id ? while_talking(c) : other_call(c);
                 },
                 [&](const agent::call_wrapup& mine) {
                   if (mine.call != c.id) {
                     other_call(c);
                   } else if (call::name_of(c.phase) == call_phase::closed) {
                     take_in(agent::finish_call_wrapup{}, c);
                   }
                 },
                 [&](const std::monostate&) { other_call(c); },
               },
               machine().call);
  }

  [[nodiscard]] bool is_with_me(const call::state& c) const {
    return call::agent_of(c) == config->id;
  }

  void while_ringing(const call::state& c) const {
    const auto phase = call::name_of(c.phase);
    if (phase == call_phase::alerting && is_with_me(c)) {
      return;
    }
    if (phase == call_phase::connected && is_with_me(c)) {
      take_in(agent::answer_call{c.id, c.queue, c.caller}, c);
      return;
    }
    // Back in the queue: refused or missed here. Else the caller is gone.
    const bool by_agent = phase == call_phase::queued;
    if (by_agent) {
      self->send(company, router_cool_down{c.id.value, config->id});
    }
    take_in(agent::stop_ringing{c.id, by_agent}, c);
  }

  void while_talking(const call::state& c) const {
    if (std::holds_alternative<call::connected>(c.phase) && is_with_me(c)) {
      return;
    }
    agent::finish_call over;
    over.call = c.id;
    over.resume_now = ports.config->resume_at_hang_up;
    if (const auto* w = std::get_if<call::wrapup>(&c.phase)) {
      over.wrapup = std::max(w->until - now(), duration{0});
    }
    take_in(over, c);
  }

  /// A call that the agent does not know of.
  void other_call(const call::state& c) const {
    if (!is_with_me(c)) {
      return;
    }
    if (std::holds_alternative<call::connected>(c.phase)) {
      // The PBX chose the agent itself, or the server was restarted; then
      // nobody is at the desk yet.
      if (!agent::is_logged_in(machine())) {
        self->state.machine.presence
          = agent::away{now() + ports.config->agent_grace};
      }
      take_in(agent::answer_call{c.id, c.queue, c.caller}, c);
    } else if (std::holds_alternative<call::alerting>(c.phase)) {
      decline_call(c.id);
    }
  }

  void take_in(const agent::command& command, const call::state& c) const {
    auto a = begin(
      [me = *this, c](const desk_answer& done) {
        if (done.refused && !is_final(done)) {
          me.self->state.call_not_taken_in = c;
          me.arm();
        }
      },
      {});
    a->told_by_call = true;
    run(command, a);
  }

  // --- Time. ---------------------------------------------------------------

  /// A chat in the inbox of somebody who is gone, a lost desk or a call's news
  /// that could not be dealt with.
  [[nodiscard]] bool is_unsettled() const {
    const auto& st = self->state;
    return (is_present() && !st.desk) || st.call_not_taken_in
           || (!agent::is_logged_in(machine()) && !machine().inbox.empty());
  }

  void arm() const {
    auto& st = self->state;
    const auto at = now();
    auto next = agent::next_deadline(machine());
    if (const auto cool = machine().cooling_until;
        cool && (!next || *cool < *next)) {
      next = cool;
    }
    const bool overdue = next && st.woken_at && *next <= *st.woken_at;
    if ((overdue || is_unsettled()) && !st.retry_at) {
      st.retry_at = at + limits::retry_after_failure;
    }
    if (overdue || (st.retry_at && (!next || *st.retry_at < *next))) {
      next = st.retry_at;
    }
    st.timer.arm(self, next, at);
  }

  void wake_up() const {
    auto& st = self->state;
    st.retry_at.reset();
    st.woken_at = now();
    if (machine().cooling_until && *machine().cooling_until <= now()) {
      // The router waits for this news.
      st.machine.cooling_until.reset();
    }
    if (is_present() && !st.desk) {
      lose();
    } else if (st.call_not_taken_in) {
      const auto c = *st.call_not_taken_in;
      hear(agents_call_told{c});
    } else if (!agent::is_logged_in(machine()) && !machine().inbox.empty()) {
      return_all();
    } else {
      run(agent::deadline_reached{}, ignore);
    }
  }

  /// L1: what could not be returned when the agent left.
  void return_all() const {
    agent::outcome o;
    for (const auto& [id, held] : machine().inbox) {
      o.orders.push_back(
        {id, chat::log_agent_out{config->id, cause::logout}, false});
    }
    perform(std::move(o), begin(ignore, {}));
  }

  // --- Restart. ------------------------------------------------------------

  /// Nobody is connected after a restart: a lease, then a logout
  /// (architecture 4.6).
  void recover(const std::vector<chat_snapshot_ptr>& inbox) const {
    auto& st = self->state;
    const auto at = now();
    st.born = at;
    st.revision = static_cast<std::uint64_t>(to_unix_ms(at));
    st.machine.id = config->id;
    st.machine.status_since = at;
    if (inbox.empty()) {
      return;
    }
    st.machine.presence = agent::away{at + ports.config->agent_grace};
    for (const auto& c : inbox) {
      observe(c);
      if (digest(*c).resume_after_call) {
        st.machine.interrupted = c->state.id;
      }
    }
    settle();
  }

  [[nodiscard]] inspection describe(std::uint64_t after) const {
    const auto& st = self->state;
    inspection i;
    i.kind = "agent";
    i.id = config->id.value;
    i.company = ports.config->id;
    i.phase = std::string{to_string(agent::status_of(machine()))};
    i.mailbox = mailbox_length(self);
    i.born = st.born;
    i.detail = {
      {"held", std::to_string(agent::held_count(machine()))},
      {"maximum", std::to_string(shown_maximum(*config, *ports.config))},
      {"desk", st.desk ? "connected" : "none"},
      {"since_ms", std::to_string(to_unix_ms(machine().status_since))},
    };
    if (const auto active = agent::active_chat(machine())) {
      i.detail.emplace_back("active", active->value);
    }
    if (machine().interrupted) {
      i.detail.emplace_back("interrupted", machine().interrupted->value);
    }
    for (const auto& [id, held] : machine().inbox) {
      i.detail.emplace_back("chat " + id.value,
                            std::string{to_string(held.phase)});
    }
    i.last = st.log.since(after);
    return i;
  }
};

agent_actor::behavior_type
run_agent(self_pointer self,
          const company_ports& ports,
          company_actor company,
          const agent_id& id,
          const std::vector<chat_snapshot_ptr>& inbox) {
  guard(self, ports.world, "agent");
  auto config = std::make_shared<agent_config>();
  const auto found = ports.config->agents.find(id);
  if (found != ports.config->agents.end()) {
    *config = found->second;
  }
  config->id = id;
  const agent_shell shell{self, ports, std::move(company), std::move(config)};
  self->set_down_handler(
    [shell](const caf::down_msg& down) { shell.disconnect(down.source); });
  shell.recover(inbox);
  return {
    [shell](const attach& a) { return shell.connect(a); },
    [shell](const detach& d) { shell.disconnect(d.desk.address()); },
    [shell](const desk_request& r) { return shell.obey(r); },
    [shell](const offer_chat& o) { return shell.hear(o); },
    [shell](const offer_call& o) { return shell.hear(o); },
    [shell](const inbox_told& t) { shell.hear(t); },
    [shell](const agents_call_told& t) { shell.hear(t); },
    [shell](const force_log_out&) { shell.log_out(agent_shell::ignore); },
    [shell](const wakeup& w) {
      if (shell.self->state.timer.accept(w)) {
        shell.wake_up();
      }
    },
    [shell](const inspect& i) { return shell.describe(i.after); },
  };
}

} // namespace

agent_actor spawn_agent(caf::local_actor& parent,
                        const company_ports& ports,
                        company_actor company,
                        const agent_id& id,
                        std::vector<chat_snapshot_ptr> inbox) {
  return parent.spawn<caf::monitored>(
    run_agent, ports, std::move(company), id, std::move(inbox));
}

} // namespace parley::actors
