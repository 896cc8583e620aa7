// Runs one chat: decides, stores, applies, tells - in this order. While an
// append is under way every other message waits (`await`), so each command
// sees the state after the one before it.
#include "actors/chat_session_flow.hpp"
#include "actors/deadline_timer.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"
#include "actors/token_bucket.hpp"
#include "actors/views.hpp"

#include <algorithm>

namespace parley::actors {

namespace {

struct watcher {
  connection_actor connection;
  speaker role = speaker::customer;
  agent_id agent;
};

struct session_state {
  static constexpr const char* name = "chat_session";
  chat::state machine;
  std::vector<watcher> watchers;
  std::uint64_t delivered_to_agent = 0;
  std::uint64_t seen_by_agent = 0;
  std::uint64_t seen_by_customer = 0;
  std::uint64_t unread = 0;
  /// N1: what the queue told last; only while it waits.
  std::optional<std::uint64_t> position;
  /// W6: when an absent customer counts as gone.
  std::optional<timestamp> customer_lost_at;
  /// When to try again what the disk had no room for.
  std::optional<timestamp> retry_at;
  /// What the flow has asked another server.
  pending_fetch fetching;
  /// Who sent the line that is being stored; gets the tick, not the line.
  connection_actor speaking;
  token_bucket messages;
  deadline_timer timer;
  inspection_log log;
  timestamp born;
  /// Where the session is counted by phase; leaves it when it goes.
  metrics* counted = nullptr;

  session_state() = default;
  session_state(const session_state&) = delete;
  session_state& operator=(const session_state&) = delete;
  ~session_state() {
    if (counted != nullptr) {
      const auto phase = chat::name_of(machine.phase);
      counted->sessions.at(static_cast<std::size_t>(phase)) -= 1;
    }
  }
};

/// How a command, or several that belong together, ended.
struct run_result {
  std::optional<refusal> refused;
  bool changed = false;
};

using self_pointer = chat_session_actor::stateful_pointer<session_state>;

struct session_shell {
  self_pointer self;
  company_ports ports;
  company_actor company;

  // --- Surroundings. -------------------------------------------------------

  [[nodiscard]] timestamp now() const {
    return std::max(ports.world->time->now(), self->state.machine.last_at);
  }

  [[nodiscard]] metrics& counters() const { return *ports.world->counters; }

  [[nodiscard]] const chat_policy& policy_of(const queue_id& queue) const {
    static const chat_policy none{};
    const auto found = ports.config->queues.find(queue);
    return found == ports.config->queues.end() ? none : found->second.policy;
  }

  /// The policy of the queue that the chat is in or is to enter.
  [[nodiscard]] const chat_policy& policy_for(const chat::command& c) const {
    if (const auto* enter = std::get_if<chat::enter_queue>(&c)) {
      return policy_of(enter->queue);
    }
    if (const auto* transfer = std::get_if<chat::transfer_to_queue>(&c)) {
      return policy_of(transfer->queue);
    }
    if (const auto* move = std::get_if<chat::move>(&c)) {
      return policy_of(move->queue);
    }
    return policy_of(self->state.machine.queue);
  }

  [[nodiscard]] bool customer_present() const {
    const auto& all = self->state.watchers;
    return std::any_of(all.begin(), all.end(), [](const watcher& w) {
      return w.role == speaker::customer;
    });
  }

  [[nodiscard]] phase_name phase() const {
    return chat::name_of(self->state.machine.phase);
  }

  [[nodiscard]] chat_snapshot_ptr snapshot() const {
    const auto& st = self->state;
    auto s = std::make_shared<chat_snapshot>();
    s->state = st.machine;
    s->delivered_to_agent = st.delivered_to_agent;
    s->seen_by_agent = st.seen_by_agent;
    s->seen_by_customer = st.seen_by_customer;
    s->unread = st.unread;
    s->customer_present = customer_present();
    auto shown = flow_view_of(*ports.config, st.machine);
    s->menu = std::move(shown.menu);
    s->form = shown.form;
    const auto agent = ports.config->agents.find(st.machine.agent);
    if (agent != ports.config->agents.end()) {
      s->agent_name = agent->second.name;
    }
    const auto queue = ports.config->queues.find(st.machine.queue);
    if (queue != ports.config->queues.end()) {
      s->queue_name = queue->second.name;
    }
    return s;
  }

  // --- Decide, store, apply, tell. -----------------------------------------

  /// Runs commands that belong together: all of them or, from the first
  /// refusal on, none. `then(const run_result&)` is called once, perhaps after
  /// the append.
  template <class Then>
  void run(const std::vector<chat::request>& requests, Then then) const {
    auto& st = self->state;
    const auto at = now();
    chat::events events;
    chat::state ahead;
    const chat::state* before = &st.machine;
    for (const auto& r : requests) {
      auto decided = chat::decide(*before, r, policy_for(r.what), at);
      if (!decided) {
        increase(counters().refusals);
        then(run_result{decided.error(), false});
        return;
      }
      auto& more = decided.value();
      if (requests.size() > 1) {
        ahead = *before;
        for (const auto& e : more) {
          ahead = chat::apply(std::move(ahead), e);
        }
        before = &ahead;
      }
      std::move(more.begin(), more.end(), std::back_inserter(events));
    }
    if (events.empty()) {
      then(run_result{});
      return;
    }
    store(std::move(events), std::move(then));
  }

  template <class Then>
  void run(chat::request request, Then then) const {
    std::vector<chat::request> one;
    one.push_back(std::move(request));
    run(one, std::move(then));
  }

  template <class Then>
  void store(chat::events events, Then then) const {
    auto& st = self->state;
    storage::append append;
    append.stream
      = {ports.config->id, storage::stream_kind::chat, st.machine.id.value};
    append.after = st.machine.revision;
    append.events.assign(events.begin(), events.end());
    // Without a limit on purpose: the journal answers or the process ends, and
    // a timer per line would cost a wake-up of the clock's thread.
    self->request(ports.journal, caf::infinite, std::move(append))
      .await(
        [me = *this, events = std::move(events), then](
          const append_answer& answer) mutable {
          if (answer.revision) {
            me.commit(events);
            then(run_result{std::nullopt, true});
            return;
          }
          me.refuse_unstored(answer.error, then);
        },
        [me = *this, then](const caf::error& why) mutable {
          then(run_result{refusal{refusal_code::unavailable}, false});
          me.self->quit(why);
        });
  }

  template <class Then>
  void refuse_unstored(const storage::store_error& why, Then& then) const {
    increase(counters().refusals);
    if (why.code == storage::store_errc::full) {
      then(run_result{refusal{refusal_code::storage_full}, false});
      return;
    }
    then(run_result{refusal{refusal_code::unavailable}, false});
    // Memory and disk disagree: only the disk is right. The company restarts
    // the session from there.
    self->quit(caf::make_error(caf::sec::runtime_error, why.text));
  }

  void commit(const chat::events& events) const {
    auto& st = self->state;
    const auto phase_before = phase();
    bool more_than_lines = false;
    bool customer_line = false;
    for (const auto& e : events) {
      st.machine = chat::apply(std::move(st.machine), e);
      st.log.note(chat::time_of(e), chat::type_of(e));
      if (const auto* line = std::get_if<chat::entry_written>(&e)) {
        increase(counters().messages);
        customer_line = customer_line || line->from == speaker::customer;
        count_unread(*line);
        tell_line(*line);
      } else if (const auto* whisper = std::get_if<chat::chat_whispered>(&e)) {
        tell_whisper(*whisper);
      } else {
        more_than_lines = true;
      }
    }
    if (phase() != phase_before) {
      st.position.reset();
      count_phase(phase_before, -1);
      count_phase(phase(), 1);
    }
    if (more_than_lines) {
      drop_strangers();
      tell();
    } else if (customer_line && phase() == phase_name::queued) {
      // Q4: the queue's list shows the last line.
      self->send(company, chat_told{snapshot(), handle()});
    }
    arm();
  }

  void count_phase(phase_name p, int by) const {
    counters().sessions.at(static_cast<std::size_t>(p)) += by;
    if (by > 0 && p == phase_name::closed) {
      increase(counters().sessions_closed);
    }
  }

  void count_unread(const chat::entry_written& line) const {
    auto& st = self->state;
    if (line.from == speaker::customer) {
      ++st.unread;
    } else if (line.from == speaker::agent
               && st.seen_by_agent + 1 == line.entry) {
      st.seen_by_agent = line.entry;
      st.delivered_to_agent = std::max(st.delivered_to_agent, line.entry);
    }
  }

  [[nodiscard]] chat_session_actor handle() const {
    return caf::actor_cast<chat_session_actor>(self);
  }

  /// Agents who no longer hold the chat do not hear of it any more.
  void drop_strangers() const {
    auto& st = self->state;
    std::erase_if(st.watchers, [&](const watcher& w) {
      const bool stranger
        = w.role == speaker::agent && w.agent != st.machine.agent
          && !(st.machine.offered && st.machine.offered->to == w.agent);
      if (stranger) {
        self->demonitor(w.connection.address());
      }
      return stranger;
    });
  }

  void tell() const {
    const auto s = snapshot();
    for (const auto& w : self->state.watchers) {
      // The owner hears from the agent's actor, which knows more.
      if (w.role != speaker::agent) {
        self->send(w.connection, chat_pushed{s});
      }
    }
    self->send(company, chat_told{s, handle()});
  }

  void tell_line(const chat::entry_written& e) const {
    auto& st = self->state;
    const auto line = chat::to_entry(e);
    frame f;
    for (const auto& w : st.watchers) {
      if (w.role == speaker::customer && line.kind == entry_kind::whisper) {
        continue;
      }
      if (w.connection == st.speaking) {
        continue;
      }
      if (!f) {
        f = make_frame(wire::chat_entry{st.machine.id, entry_view(line)});
      }
      self->send(w.connection,
                 entry_pushed{st.machine.id, line.entry, line.kind, f});
    }
  }

  /// A2: to desks, never to a page.
  void tell_whisper(const chat::chat_whispered& e) const {
    auto& st = self->state;
    frame f;
    for (const auto& w : st.watchers) {
      if (w.role == speaker::customer || w.connection == st.speaking) {
        continue;
      }
      if (!f) {
        f = make_frame(wire::chat_whispers{st.machine.id, {whisper_view(e)}});
      }
      self->send(w.connection, whisper_pushed{st.machine.id, e.whisper, f});
    }
  }

  // --- Time. ---------------------------------------------------------------

  /// One that was woken long after its end stays as long.
  [[nodiscard]] timestamp lingers_until(const chat::closed& c) const {
    return std::max(c.at, self->state.born)
           + ports.world->settings.closed_chat_lingers;
  }

  void arm() const {
    auto& st = self->state;
    auto next = chat::next_deadline(st.machine);
    const auto sooner = [&next](std::optional<timestamp> t) {
      if (t && (!next || *t < *next)) {
        next = t;
      }
    };
    if (const auto* c = std::get_if<chat::closed>(&st.machine.phase)) {
      sooner(lingers_until(*c));
    } else {
      sooner(st.customer_lost_at);
    }
    if (st.retry_at) {
      // What is due has been tried; not again without a pause.
      next = st.retry_at;
    }
    st.timer.arm(self, next, now());
  }

  /// After something that nobody asked for: if the disk was full, it is tried
  /// again.
  void look_ahead(const run_result& r) const {
    if (r.refused && r.refused->code == refusal_code::storage_full) {
      self->state.retry_at = now() + limits::retry_after_failure;
    }
    arm();
  }

  void wake_up() const {
    auto& st = self->state;
    const auto at = now();
    const bool tries_again = st.retry_at.has_value();
    st.retry_at.reset();
    if (const auto* c = std::get_if<chat::closed>(&st.machine.phase)) {
      if (at >= lingers_until(*c)) {
        self->quit(caf::exit_reason::user_shutdown);
        return;
      }
    } else if (st.customer_lost_at && at >= *st.customer_lost_at) {
      run(chat::request{chat::end_chat{cause::customer_lost, {}}},
          [me = *this](const run_result& r) {
            if (!r.refused || r.refused->code != refusal_code::storage_full) {
              me.self->state.customer_lost_at.reset();
            }
            me.look_ahead(r);
          });
      return;
    }
    if (phase() == phase_name::flow) {
      if (tries_again) {
        flow_of().resume();
      } else if (!flow_of().wake_up()) {
        arm();
      }
      return;
    }
    const auto* waiting = std::get_if<chat::queued>(&st.machine.phase);
    if (waiting != nullptr && waiting->timeout_at
        && at >= *waiting->timeout_at) {
      leave_queue(cause::queue_timeout, flow::timed_out{});
      return;
    }
    run(chat::request{chat::deadline_reached{}},
        [me = *this](const run_result& r) { me.look_ahead(r); });
  }

  // --- Flow. ---------------------------------------------------------------

  [[nodiscard]] session_flow<session_shell> flow_of() const { return {*this}; }

  static void ignore(const run_result& /*unused*/) {}

  void leave_queue(cause because, const flow::input& in) const {
    const auto& st = self->state;
    if (phase() != phase_name::queued) {
      return;
    }
    flow_of().go_on(in, {{chat::leave_queue{because, st.machine.flow_node}}});
  }

  // --- Watchers. -----------------------------------------------------------

  /// Supervisors never take the place of others.
  [[nodiscard]] bool is_crowded(speaker role) const {
    const bool observes = role == speaker::supervisor;
    std::size_t alike = 0;
    for (const auto& w : self->state.watchers) {
      alike += (w.role == speaker::supervisor) == observes ? 1U : 0U;
    }
    return alike >= (observes ? limits::observers_per_chat_max
                              : limits::watchers_per_chat_max);
  }

  [[nodiscard]] std::optional<refusal> watch_refusal(const watch& w) const {
    const auto& st = self->state;
    if (is_crowded(w.role)) {
      return refusal{refusal_code::too_many_watchers};
    }
    if (w.role == speaker::supervisor) {
      // Whether the supervisor may was asked before (A2).
      return phase() == phase_name::closed
               ? std::optional{refusal{refusal_code::chat_closed}}
               : std::nullopt;
    }
    if (w.role == speaker::customer) {
      if (w.visitor_hash.empty() || w.visitor_hash != st.machine.visitor_hash) {
        return refusal{refusal_code::not_found};
      }
      return std::nullopt;
    }
    const bool owner = st.machine.agent == w.agent && !w.agent.empty();
    const bool offered
      = st.machine.offered && st.machine.offered->to == w.agent;
    if (!owner && !offered) {
      return refusal{refusal_code::not_found};
    }
    return std::nullopt;
  }

  void add_watcher(const watch& w) const {
    auto& st = self->state;
    const auto known = std::find_if(
      st.watchers.begin(), st.watchers.end(), [&](const watcher& o) {
        return o.connection == w.watcher;
      });
    if (known != st.watchers.end()) {
      // Who observed it owns it now, or the other way round.
      known->role = w.role;
      known->agent = w.agent;
      return;
    }
    const bool was_present = customer_present();
    st.watchers.push_back({w.watcher, w.role, w.agent});
    self->monitor(w.watcher);
    if (w.role == speaker::customer && st.position) {
      self->send(w.watcher, position_pushed{st.machine.id, *st.position});
    }
    if (!was_present && customer_present()) {
      st.customer_lost_at.reset();
      arm();
      if (st.machine.revision > 0 && phase() != phase_name::closed) {
        tell();
      }
    }
  }

  void remove_watcher(const caf::actor_addr& who) const {
    auto& st = self->state;
    const bool was_present = customer_present();
    std::erase_if(st.watchers,
                  [&](const watcher& w) { return w.connection == who; });
    if (was_present && !customer_present() && phase() != phase_name::closed) {
      st.customer_lost_at = now() + ports.config->customer_grace;
      arm();
      tell();
    }
  }

  // --- Requests. -----------------------------------------------------------

  [[nodiscard]] caf::typed_response_promise<watching>
  begin(const open_chat& o) const {
    auto promise = self->make_response_promise<watching>();
    auto& st = self->state;
    const auto service = ports.config->services.find(o.service);
    const auto flow = service == ports.config->services.end()
                        ? ports.config->flows.end()
                        : ports.config->flows.find(service->second.flow);
    const auto* published
      = flow == ports.config->flows.end() ? nullptr : flow->second.published();
    if (published == nullptr) {
      promise.deliver(
        watching{nullptr, {}, refusal{refusal_code::service_unavailable}});
      self->quit(caf::exit_reason::user_shutdown);
      return promise;
    }
    const auto& graph = published->what;
    std::vector<chat::request> requests;
    requests.push_back({chat::start{o.service,
                                    flow->first,
                                    published->version,
                                    graph.first,
                                    o.visitor_hash,
                                    o.customer_name,
                                    o.customer_email,
                                    o.customer_page,
                                    o.continues,
                                    o.line.has_value(),
                                    o.customer_fields,
                                    o.customer_subject,
                                    o.customer_locale}});
    if (o.line) {
      requests.push_back({*o.line});
    }
    st.watchers.push_back({o.watcher, speaker::customer, {}});
    // The new page is answered with the lines; they are not pushed as well.
    st.speaking = o.watcher;
    self->monitor(o.watcher);
    flow_of().run(
      std::move(requests),
      flow::step(graph,
                 {graph.first, 0},
                 flow::begun{o.line.has_value()},
                 surroundings_of(*ports.config, about_to_begin(o), now())),
      [me = *this, promise](const run_result& r) mutable {
        me.self->state.speaking = nullptr;
        if (r.refused) {
          promise.deliver(watching{nullptr, {}, r.refused});
          me.self->quit(caf::exit_reason::user_shutdown);
          return;
        }
        increase(me.counters().sessions_started);
        promise.deliver(watching{me.snapshot(), me.handle(), std::nullopt});
      });
    return promise;
  }

  /// The chat as its flow sees it when it begins.
  [[nodiscard]] chat::state about_to_begin(const open_chat& o) const {
    chat::state s;
    s.service = o.service;
    const auto service = ports.config->services.find(o.service);
    if (service != ports.config->services.end()) {
      s.flow = service->second.flow;
      const auto flow = ports.config->flows.find(s.flow);
      if (flow != ports.config->flows.end() && flow->second.published()) {
        s.flow_version = flow->second.published()->version;
      }
    }
    s.customer_name = o.customer_name;
    s.customer_email = o.customer_email;
    s.customer_page = o.customer_page;
    if (o.line) {
      s.unheard = o.line->text;
    }
    return s;
  }

  /// A work item: nobody looks on, and no flow goes before.
  [[nodiscard]] caf::typed_response_promise<work_item_filed>
  begin(const file_work_item& f) const {
    auto promise = self->make_response_promise<work_item_filed>();
    run(chat::request{f.item},
        [me = *this, promise](const run_result& r) mutable {
          auto& st = me.self->state;
          if (r.refused) {
            promise.deliver(work_item_filed{{}, r.refused});
            me.self->quit(caf::exit_reason::user_shutdown);
            return;
          }
          promise.deliver(work_item_filed{st.machine.id, std::nullopt});
        });
    return promise;
  }

  void hear(say&& s) const {
    auto& st = self->state;
    const auto begun = ports.world->time->micros();
    say_result answer;
    answer.ref = s.ref;
    answer.chat = st.machine.id;
    answer.id = s.line.id.value_or(client_message_id{});
    if (s.line.from == speaker::customer) {
      const auto& limit = ports.world->settings;
      answer.retry_after = st.messages.take(
        limit.messages_per_second, limit.messages_burst, now());
      if (answer.retry_after) {
        increase(counters().throttled);
        answer.refused = refusal{refusal_code::throttled};
        reply(s.from, std::move(answer));
        return;
      }
    }
    st.speaking = s.from;
    const auto by = s.line.from;
    auto author = s.line.author;
    answer.is_whisper
      = s.line.kind == entry_kind::whisper && by != speaker::customer;
    run(chat::request{std::move(s.line)},
        [me = *this,
         answer = std::move(answer),
         from = std::move(s.from),
         by,
         author = std::move(author),
         begun](const run_result& r) mutable {
          auto& state = me.self->state;
          state.speaking = nullptr;
          answer.refused = r.refused;
          if (!r.refused) {
            const auto* done
              = answer.is_whisper
                  ? chat::find_whisper(state.machine, author, answer.id)
                  : chat::find_message(state.machine, by, author, answer.id);
            if (done != nullptr) {
              answer.entry = done->outcome;
              answer.at = done->at;
            }
          }
          const bool in_flow
            = r.changed && by == speaker::customer && state.machine.unheard;
          me.reply(from, std::move(answer));
          if (in_flow) {
            me.flow_of().hear();
          }
          me.counters().say_micros.observe(me.ports.world->time->micros()
                                           - begun);
        });
  }

  void reply(const connection_actor& to, say_result answer) const {
    answer.phase = phase();
    answer.revision = self->state.machine.revision;
    self->send(to, std::move(answer));
  }

  [[nodiscard]] caf::typed_response_promise<chat_answer>
  obey(const chat_request& r) const {
    auto promise = self->make_response_promise<chat_answer>();
    const auto* before
      = r.request.id ? chat::find_command(self->state.machine, *r.request.id)
                     : nullptr;
    const auto first = before != nullptr ? std::optional{before->outcome}
                                         : std::optional<std::uint64_t>{};
    std::vector<chat::request> requests{r.request};
    for (auto& line : flow_of().greetings(r.request)) {
      requests.push_back(std::move(line));
    }
    run(requests, [me = *this, promise, first](const run_result& done) mutable {
      promise.deliver(
        chat_answer{me.snapshot(), done.refused, std::nullopt, first});
    });
    return promise;
  }

  // --- Signals: told at once, never stored. --------------------------------

  [[nodiscard]] bool may_signal(speaker by, const agent_id& agent) const {
    return by == speaker::customer
           || (!agent.empty() && agent == self->state.machine.agent);
  }

  template <class Message>
  void tell_others(speaker by, const Message& m) const {
    for (const auto& w : self->state.watchers) {
      // Who observes hears both sides.
      if (w.role == speaker::supervisor
          || (w.role == speaker::customer) != (by == speaker::customer)) {
        self->send(w.connection, m);
      }
    }
  }

  void hear(const typing_signal& t) const {
    if (may_signal(t.by, t.agent)) {
      tell_others(t.by, typing_pushed{{self->state.machine.id, t.by, t.on}});
    }
  }

  void hear(const seen_signal& s) const {
    auto& st = self->state;
    if (!may_signal(s.by, s.agent)) {
      return;
    }
    const auto newest = st.machine.last_entry;
    const auto advance = [newest](std::uint64_t& to, std::uint64_t value) {
      const auto capped = std::min(value, newest);
      const bool further = capped > to;
      to = std::max(to, capped);
      return further;
    };
    bool news = false;
    if (s.by == speaker::customer) {
      news = advance(st.seen_by_customer, s.seen);
    } else {
      news = advance(st.delivered_to_agent, std::max(s.delivered, s.seen));
      news = advance(st.seen_by_agent, s.seen) || news;
      st.unread = std::min(st.unread, newest - st.seen_by_agent);
    }
    if (!news) {
      return;
    }
    const bool customer = s.by == speaker::customer;
    tell_others(
      s.by,
      receipt_pushed{{st.machine.id,
                      s.by,
                      customer ? st.seen_by_customer : st.delivered_to_agent,
                      customer ? st.seen_by_customer : st.seen_by_agent}});
  }

  void hear(const queue_notice& n) const {
    if (phase() != phase_name::queued) {
      return;
    }
    self->state.position = n.position;
    tell_others(speaker::flow,
                position_pushed{self->state.machine.id, n.position});
    if (!n.announcement.empty()) {
      chat::write_entry line;
      line.from = speaker::flow;
      line.kind = entry_kind::announcement;
      line.text = n.announcement;
      run(chat::request{std::move(line)}, ignore);
    }
  }

  [[nodiscard]] inspection describe(std::uint64_t after) const {
    const auto& st = self->state;
    inspection i;
    i.kind = "session";
    i.id = st.machine.id.value;
    i.company = ports.config->id;
    i.phase = std::string{to_string(phase())};
    i.owner = !st.machine.agent.empty() ? "agent " + st.machine.agent.value
              : phase() == phase_name::queued
                ? "queue " + st.machine.queue.value
                : "";
    i.mailbox = mailbox_length(self);
    i.born = st.machine.started;
    i.detail
      = {{"revision", std::to_string(st.machine.revision)},
         {"lines", std::to_string(st.machine.last_entry)},
         {"queue", st.machine.queue.value},
         {"enqueued_ms", std::to_string(to_unix_ms(st.machine.enqueued))},
         {"handled_ms",
          std::to_string(chat::handled_until(st.machine, now()).count())},
         {"watchers", std::to_string(st.watchers.size())},
         {"customer_present", customer_present() ? "yes" : "no"}};
    const auto deadline = chat::next_deadline(st.machine);
    if (deadline) {
      i.detail.emplace_back("deadline_ms",
                            std::to_string(to_unix_ms(*deadline)));
    }
    i.last = st.log.since(after);
    return i;
  }

  /// A recovered session goes on where it was; whoever cares hears its view.
  void resume() const {
    auto& st = self->state;
    // One that is closed was counted as such when it was.
    counters().sessions.at(static_cast<std::size_t>(phase())) += 1;
    if (st.machine.revision == 0) {
      return;
    }
    if (phase() != phase_name::closed
        && st.machine.channel == channel::webchat) {
      // Nobody is connected after a restart (architecture 4.6, W6).
      st.customer_lost_at = now() + ports.config->customer_grace;
    }
    self->send(company, chat_told{snapshot(), handle()});
    arm();
    if (phase() == phase_name::flow) {
      flow_of().resume();
    }
  }
};

chat_session_actor::behavior_type chat_session(self_pointer self,
                                               const company_ports& ports,
                                               company_actor company,
                                               chat::state recovered) {
  guard(self, ports.world, "chat_session");
  // Once for all handlers: there are thousands of these actors.
  const auto shell = std::make_shared<const session_shell>(
    session_shell{self, ports.own(), std::move(company)});
  auto& st = self->state;
  st.machine = std::move(recovered);
  st.born = ports.world->time->now();
  self->set_down_handler(
    [shell](const caf::down_msg& down) { shell->remove_watcher(down.source); });
  st.counted = ports.world->counters;
  shell->resume();
  return {
    [shell](say& s) { shell->hear(std::move(s)); },
    [shell](const typing_signal& t) { shell->hear(t); },
    [shell](const seen_signal& s) { shell->hear(s); },
    [shell](const chat_request& r) { return shell->obey(r); },
    [shell](const open_chat& o) { return shell->begin(o); },
    [shell](const file_work_item& f) { return shell->begin(f); },
    [shell](const watch& w) {
      if (auto refused = shell->watch_refusal(w)) {
        return watching{nullptr, {}, std::move(refused)};
      }
      shell->add_watcher(w);
      return watching{shell->snapshot(), shell->handle(), std::nullopt};
    },
    [shell](const unwatch& w) {
      shell->self->demonitor(w.watcher.address());
      shell->remove_watcher(w.watcher.address());
    },
    [shell](const queue_notice& n) { shell->hear(n); },
    [shell](const queue_sends_away& q) {
      shell->leave_queue(q.because, flow::refused_by_queue{});
    },
    [shell](const web_answered& a) { shell->flow_of().hear(a); },
    [shell](const submit_form& f) { return shell->flow_of().submit(f); },
    [shell](const reconfigured& r) { shell->ports.config.change(r.config); },
    [shell](const wakeup& w) {
      if (shell->self->state.timer.accept(w)) {
        shell->wake_up();
      }
    },
    [shell](const inspect& i) { return shell->describe(i.after); },
  };
}

} // namespace

chat_session_actor spawn_chat_session(caf::local_actor& parent,
                                      const company_ports& ports,
                                      company_actor company,
                                      chat::state recovered) {
  return parent.spawn<caf::monitored>(
    chat_session, ports, std::move(company), std::move(recovered));
}

} // namespace parley::actors
