// What supervisors do (A2, L3). Every act passes `gate`: the privilege is asked
// for and the act is on record before it has its effect. What the profile does
// not show answers as not existing (Q3).
#include "actors/company_shell.hpp"
#include "actors/domain/supervision.hpp"

namespace parley::actors {

namespace {

storage::audit_entry
act_record(std::string act, std::string kind, std::string object) {
  storage::audit_entry e;
  e.act = std::move(act);
  e.object_kind = std::move(kind);
  e.object = std::move(object);
  return e;
}

refusal_code code_of(const storage::store_error& why) {
  return why.code == storage::store_errc::full ? refusal_code::storage_full
                                               : refusal_code::unavailable;
}

desk_answer no(refusal why, const chat_snapshot_ptr& chat = nullptr) {
  return {std::move(why), std::nullopt, chat, {}};
}

/// Refs of supervisors as ids of commands: see `agent_shell::command_of`.
command_id command_of(const agent_id& by, const std::string& ref) {
  return command_id{by.value + "/" + ref};
}

/// What a later try may change is not remembered.
bool is_final(const desk_answer& a) {
  return !a.refused
         || (a.refused->code != refusal_code::unavailable
             && a.refused->code != refusal_code::storage_full);
}

std::string name_in(const parley::company& c, const agent_id& who) {
  const auto found = c.agents.find(who);
  return found == c.agents.end() ? who.value : found->second.name;
}

/// A sentence never breaks its limit: names are 100 characters at most.
wire::supervisor_acted notice_of(supervisor_act act,
                                 timestamp at,
                                 std::string by,
                                 const std::string& did,
                                 std::optional<std::string> note) {
  wire::supervisor_acted n;
  n.act = act;
  n.at = at;
  n.text = by + " " + did;
  n.by = std::move(by);
  n.note = std::move(note);
  return n;
}

bool can_be_taken_over(phase_name p) {
  return p == phase_name::queued || p == phase_name::allocated
         || p == phase_name::active || p == phase_name::parked;
}

std::string listed(const std::vector<channel>& channels) {
  std::string all;
  for (const auto c : channels) {
    all.append(all.empty() ? "" : ", ").append(to_string(c));
  }
  return all.empty() ? "all" : all;
}

} // namespace

// --- The gate. ---------------------------------------------------------------

void company_shell::gate(
  const acting_supervisor& by,
  supervisor_act act,
  storage::audit_entry record,
  std::function<void(std::optional<refusal>)> then) const {
  const auto who = config().agents.find(by.id);
  if (self->state.stopping || who == config().agents.end()) {
    then(refusal{self->state.stopping ? refusal_code::shutting_down
                                      : refusal_code::not_permitted});
    return;
  }
  if (auto refused = act_refusal(config(), who->second, act)) {
    record_attempt(by, act);
    then(std::move(refused));
    return;
  }
  record.at = now();
  record.who = by.id;
  record.address = by.address;
  // Without a limit: the journal answers or the process ends.
  self
    ->request(
      ports.journal, caf::infinite, record_act{config().id, std::move(record)})
    .then(
      [then](const act_recorded& done) {
        then(done.error ? std::optional{refusal{code_of(*done.error)}}
                        : std::nullopt);
      },
      [then](const caf::error&) { then(refusal{refusal_code::unavailable}); });
}

bool company_shell::is_permitted(const acting_supervisor& by,
                                 supervisor_act act) const {
  const auto who = config().agents.find(by.id);
  return who != config().agents.end()
         && !act_refusal(config(), who->second, act);
}

void company_shell::record_attempt(const acting_supervisor& by,
                                   supervisor_act act) const {
  increase(counters().refusals);
  auto& last = self->state.attempts[{by.id, act}];
  const auto at = now();
  if (last != timestamp{} && at < last + limits::attempt_recorded_every) {
    return;
  }
  last = at;
  auto record = act_record("supervisor.not_permitted", "users", by.id.value);
  record.at = at;
  record.who = by.id;
  record.address = by.address;
  record.details["act"] = to_string(act);
  // The attempt is refused in any case.
  self
    ->request(
      ports.journal, caf::infinite, record_act{config().id, std::move(record)})
    .then([](const act_recorded&) {}, [](const caf::error&) {});
}

chat_snapshot_ptr company_shell::shown_chat(const agent_id& by,
                                            const chat_id& chat) const {
  const auto who = config().agents.find(by);
  const auto known = self->state.chats.find(chat);
  if (who == config().agents.end() || known == self->state.chats.end()
      || !known->second.snapshot
      || !shows_chat(config(), who->second, known->second.snapshot->state)) {
    return nullptr;
  }
  return known->second.snapshot;
}

bool company_shell::is_shown(const agent_id& by, const agent_id& agent) const {
  const auto who = config().agents.find(by);
  return who != config().agents.end()
         && shows_agent(config(), who->second, agent);
}

// --- Acts. -------------------------------------------------------------------

caf::typed_response_promise<desk_answer>
company_shell::obey(const supervisor_request& r) const {
  auto promise = self->make_response_promise<desk_answer>();
  std::visit(
    [&](const auto& m) {
      const auto key = command_of(r.by.id, m.ref).value;
      for (const auto& [id, answer] : self->state.acts) {
        if (id == key) {
          promise.deliver(answer);
          return;
        }
      }
      obey(r.by, m, [me = *this, promise, key](const desk_answer& a) mutable {
        if (a.refused) {
          increase(me.counters().refusals);
        }
        if (is_final(a)) {
          auto& acts = me.self->state.acts;
          acts.emplace_back(key, a);
          if (acts.size() > limits::remembered_ids_max) {
            acts.pop_front();
          }
        }
        promise.deliver(a);
      });
    },
    r.what);
  return promise;
}

std::optional<desk_answer>
company_shell::hindrance(const acting_supervisor& by,
                         const wire::take_over_chat& m) const {
  const auto is = shown_chat(by.id, m.chat);
  if (!is) {
    return no(refusal_code::not_found);
  }
  const auto& s = is->state;
  // T2: a retry over a restart.
  if (const auto* before = chat::find_command(s, command_of(by.id, m.ref))) {
    return desk_answer{std::nullopt, std::nullopt, is, before->outcome};
  }
  // Refused before what is active is parked for nothing.
  if (m.revision && *m.revision < s.state_revision) {
    return no(refusal_code::stale_revision, is);
  }
  if (!can_be_taken_over(chat::name_of(s.phase)) || s.agent == by.id) {
    return no(refusal_code::not_in_this_state, is);
  }
  return std::nullopt;
}

std::optional<desk_answer>
company_shell::hindrance(const acting_supervisor& by,
                         const wire::move_chat& m) const {
  const auto is = shown_chat(by.id, m.chat);
  if (!is) {
    return no(refusal_code::not_found);
  }
  if (const auto* before
      = chat::find_command(is->state, command_of(by.id, m.ref))) {
    return desk_answer{std::nullopt, std::nullopt, is, before->outcome};
  }
  const auto queue = config().queues.find(m.queue);
  if (queue == config().queues.end()
      || !sees(config(), config().agents.at(by.id), m.queue)) {
    return no({refusal_code::not_found, "queue"});
  }
  if (queue->second.channel != is->state.channel) {
    return no({refusal_code::channel_not_served, "queue"});
  }
  return std::nullopt;
}

void company_shell::obey(const acting_supervisor& by,
                         const wire::take_over_chat& m,
                         const answer_act& then) const {
  auto record = act_record("supervisor.took_over_chat", "chats", m.chat.value);
  if (is_permitted(by, supervisor_act::take_over)) {
    if (auto no_way = hindrance(by, m)) {
      then(std::move(*no_way));
      return;
    }
    const auto& s = shown_chat(by.id, m.chat)->state;
    record.details["queue"] = s.queue.value;
    record.details["from"] = s.agent.value;
  }
  gate(by,
       supervisor_act::take_over,
       std::move(record),
       [me = *this, by, m, then](const std::optional<refusal>& refused) {
         // It may have gone on while the act was recorded.
         auto no_way = refused ? no(*refused) : me.hindrance(by, m);
         if (no_way) {
           then(std::move(*no_way));
         } else {
           me.take_over(by, m, then);
         }
       });
}

void company_shell::take_over(const acting_supervisor& by,
                              const wire::take_over_chat& m,
                              const answer_act& then) const {
  const auto& s = shown_chat(by.id, m.chat)->state;
  const auto actor = self->state.agents.find(by.id);
  if (actor == self->state.agents.end()) {
    then(no(refusal_code::not_found));
    return;
  }
  supervisor_order order;
  order.what = supervisor_order::take_over{m.ref, m.chat, s.queue, m.revision};
  self->request(actor->second, limits::request_within, std::move(order))
    .then(
      [me = *this, by, m, then, from = s.agent](const desk_answer& a) {
        if (!a.refused && !from.empty() && from != by.id) {
          auto notice = notice_of(supervisor_act::take_over,
                                  me.now(),
                                  name_in(me.config(), by.id),
                                  "has taken over a chat of yours.",
                                  m.note);
          notice.chat = m.chat;
          me.tell_agent(from, supervisor_notice{std::move(notice)});
        }
        then(a);
      },
      [then](const caf::error&) { then(no(refusal_code::unavailable)); });
}

void company_shell::obey(const acting_supervisor& by,
                         const wire::move_chat& m,
                         const answer_act& then) const {
  auto record = act_record("supervisor.moved_chat", "chats", m.chat.value);
  if (is_permitted(by, supervisor_act::move)) {
    if (auto no_way = hindrance(by, m)) {
      then(std::move(*no_way));
      return;
    }
    record.details["from"] = shown_chat(by.id, m.chat)->state.queue.value;
    record.details["to"] = m.queue.value;
  }
  gate(by,
       supervisor_act::move,
       std::move(record),
       [me = *this, by, m, then](const std::optional<refusal>& refused) {
         auto no_way = refused ? no(*refused) : me.hindrance(by, m);
         if (no_way) {
           then(std::move(*no_way));
         } else {
           me.move(by, m, then);
         }
       });
}

void company_shell::move(const acting_supervisor& by,
                         const wire::move_chat& m,
                         const answer_act& then) const {
  const auto* session = this->session(m.chat);
  if (session == nullptr) {
    then(no(refusal_code::not_found));
    return;
  }
  chat_request r;
  r.chat = m.chat;
  r.request = {chat::move{m.queue}, m.revision, command_of(by.id, m.ref)};
  const auto from = shown_chat(by.id, m.chat)->state.agent;
  self->request(*session, limits::request_within, std::move(r))
    .then(
      [me = *this, by, m, then, from](const chat_answer& a) {
        const auto to = me.config().queues.find(m.queue);
        if (!a.refused && !from.empty() && to != me.config().queues.end()) {
          auto notice
            = notice_of(supervisor_act::move,
                        me.now(),
                        name_in(me.config(), by.id),
                        "has moved a chat of yours to " + to->second.name + ".",
                        m.note);
          notice.chat = m.chat;
          me.tell_agent(from, supervisor_notice{std::move(notice)});
        }
        then({a.refused, a.retry_after, a.chat, a.first_revision});
      },
      [then](const caf::error&) { then(no(refusal_code::unavailable)); });
}

void company_shell::obey(const acting_supervisor& by,
                         const wire::force_status& m,
                         const answer_act& then) const {
  if (!m.available) {
    limit_channels(by, m, then);
    return;
  }
  if (is_permitted(by, supervisor_act::force_status)
      && !is_shown(by.id, m.agent)) {
    then(no({refusal_code::not_found, "agent"}));
    return;
  }
  auto record = act_record("supervisor.set_status", "users", m.agent.value);
  record.details["status"] = *m.available ? "available" : "on_break";
  if (m.reason && !*m.available) {
    record.details["reason"] = m.reason->value;
  }
  gate(
    by,
    supervisor_act::force_status,
    std::move(record),
    [me = *this, by, m, then](const std::optional<refusal>& refused) {
      const auto actor = me.self->state.agents.find(m.agent);
      if (refused || !me.is_shown(by.id, m.agent)
          || actor == me.self->state.agents.end()) {
        then(no(refused.value_or(refusal{refusal_code::not_found, "agent"})));
        return;
      }
      wire::set_status s;
      s.ref = m.ref;
      s.available = *m.available;
      s.reason = m.reason;
      s.after_current_work = m.after_current_work;
      std::string did = "has set you available.";
      if (!s.available) {
        const auto reason = me.config().break_reasons.find(*m.reason);
        did = "has sent you on a break"
              + (reason == me.config().break_reasons.end()
                   ? std::string{"."}
                   : ": " + reason->second.name + ".");
      }
      supervisor_order order{std::move(s),
                             notice_of(supervisor_act::force_status,
                                       me.now(),
                                       name_in(me.config(), by.id),
                                       did,
                                       m.note)};
      me.self->request(actor->second, limits::request_within, std::move(order))
        .then(
          [me, by, m, then](const desk_answer& a) {
            if (a.refused || !m.channels) {
              then(a);
            } else {
              me.limit_channels(by, m, then);
            }
          },
          [then](const caf::error&) { then(no(refusal_code::unavailable)); });
    });
}

void company_shell::limit_channels(const acting_supervisor& by,
                                   const wire::force_status& m,
                                   const answer_act& then) const {
  const auto who = config().agents.find(by.id);
  if (who == config().agents.end()) {
    then(no(refusal_code::not_permitted));
    return;
  }
  if (auto refused
      = act_refusal(config(), who->second, supervisor_act::force_status)) {
    record_attempt(by, supervisor_act::force_status);
    then(no(*std::move(refused)));
    return;
  }
  if (!is_shown(by.id, m.agent)) {
    then(no({refusal_code::not_found, "agent"}));
    return;
  }
  const auto& channels = *m.channels;
  configure c;
  c.change
    = [agent = m.agent, channels](
        const parley::company& before) -> result<parley::company, refusal> {
    auto next = before;
    const auto found = next.agents.find(agent);
    if (found == next.agents.end()) {
      return refusal{refusal_code::not_found, "agent"};
    }
    if (channels.empty()) {
      found->second.channels.reset();
    } else {
      found->second.channels.emplace(channels.begin(), channels.end());
    }
    return next;
  };
  // On record in one piece with its effect (A3).
  c.record = [by, agent = m.agent, text = listed(channels)](
               const parley::company&, const parley::company&) {
    auto record = act_record("supervisor.set_channels", "users", agent.value);
    record.who = by.id;
    record.address = by.address;
    record.details["channels"] = text;
    return record;
  };
  self->request(handle(), limits::request_within, std::move(c))
    .then(
      [me = *this, by, m, then](const configured& done) {
        if (!done.refused) {
          me.tell_agent(m.agent,
                        supervisor_notice{notice_of(
                          supervisor_act::force_status,
                          me.now(),
                          name_in(me.config(), by.id),
                          "has set your channels: " + listed(*m.channels) + ".",
                          m.note)});
        }
        then({done.refused, std::nullopt, nullptr, {}});
      },
      [then](const caf::error&) { then(no(refusal_code::unavailable)); });
}

void company_shell::obey(const acting_supervisor& by,
                         const wire::force_log_out& m,
                         const answer_act& then) const {
  if (is_permitted(by, supervisor_act::force_log_out)
      && !is_shown(by.id, m.agent)) {
    then(no({refusal_code::not_found, "agent"}));
    return;
  }
  gate(
    by,
    supervisor_act::force_log_out,
    act_record("supervisor.logged_out_agent", "users", m.agent.value),
    [me = *this, by, m, then](const std::optional<refusal>& refused) {
      const auto actor = me.self->state.agents.find(m.agent);
      if (refused || !me.is_shown(by.id, m.agent)
          || actor == me.self->state.agents.end()) {
        then(no(refused.value_or(refusal{refusal_code::not_found, "agent"})));
        return;
      }
      supervisor_order order{supervisor_order::log_out{},
                             notice_of(supervisor_act::force_log_out,
                                       me.now(),
                                       name_in(me.config(), by.id),
                                       "has logged you out.",
                                       m.note)};
      me.self->request(actor->second, limits::request_within, std::move(order))
        .then(
          [then](const desk_answer& a) { then(a); },
          [then](const caf::error&) { then(no(refusal_code::unavailable)); });
    });
}

// --- Observing, whispering, asking. ------------------------------------------

caf::typed_response_promise<watching>
company_shell::observe(const observe_request& r) const {
  auto promise = self->make_response_promise<watching>();
  if (is_permitted(r.by, supervisor_act::observe)
      && !shown_chat(r.by.id, r.what.chat)) {
    promise.deliver(watching{nullptr, {}, refusal{refusal_code::not_found}});
    return promise;
  }
  gate(r.by,
       supervisor_act::observe,
       act_record("supervisor.observed_chat", "chats", r.what.chat.value),
       [me = *this, promise, r](const std::optional<refusal>& refused) mutable {
         const auto* session = me.session(r.what.chat);
         if (refused || session == nullptr
             || !me.shown_chat(r.by.id, r.what.chat)) {
           promise.deliver(watching{
             nullptr, {}, refused.value_or(refusal{refusal_code::not_found})});
           return;
         }
         me.self->request(*session, limits::request_within, r.what)
           .then([promise](watching& w) mutable { promise.deliver(w); },
                 [promise](const caf::error&) mutable {
                   promise.deliver(
                     watching{nullptr, {}, refusal{refusal_code::unavailable}});
                 });
       });
  return promise;
}

void company_shell::whisper(const whisper_request& r) const {
  gate(r.by,
       supervisor_act::whisper,
       act_record("supervisor.whispered", "chats", r.chat.value),
       [me = *this, r](const std::optional<refusal>& refused) {
         const auto* session = me.session(r.chat);
         if (!refused && session != nullptr && me.shown_chat(r.by.id, r.chat)) {
           me.self->send(*session, r.what);
           return;
         }
         say_result answer;
         answer.ref = r.what.ref;
         answer.chat = r.chat;
         answer.is_whisper = true;
         answer.refused = refused.value_or(refusal{refusal_code::not_found});
         me.self->send(r.what.from, std::move(answer));
       });
}

caf::typed_response_promise<chat_explained>
company_shell::explain(const explain_chat& e) const {
  auto promise = self->make_response_promise<chat_explained>();
  const auto who = config().agents.find(e.by);
  if (who == config().agents.end() || !may_supervise(config(), who->second)) {
    record_attempt({e.by, {}}, supervisor_act::observe);
    promise.deliver(
      chat_explained{refusal{refusal_code::not_permitted, "supervision"}, {}});
    return promise;
  }
  if (!shown_chat(e.by, e.chat) || !self->state.router) {
    promise.deliver(chat_explained{refusal{refusal_code::not_found}, {}});
    return promise;
  }
  self
    ->request(
      self->state.router, limits::request_within, why_routed{e.chat.value})
    .then(
      [me = *this, promise, by = e.by](routed_because& why) mutable {
        for (auto& r : why.records) {
          std::erase_if(r.candidates, [&](const auto& candidate) {
            return !me.is_shown(by, candidate.agent);
          });
          if (!me.is_shown(by, r.chosen)) {
            r.chosen = {};
          }
        }
        promise.deliver(chat_explained{std::nullopt, std::move(why.records)});
      },
      [promise](const caf::error&) mutable {
        promise.deliver(chat_explained{refusal{refusal_code::unavailable}, {}});
      });
  return promise;
}

live_told company_shell::show(const ask_live& q) const {
  const auto& st = self->state;
  live_told all;
  const auto who = config().agents.find(q.by);
  if (who == config().agents.end() || !may_supervise(config(), who->second)) {
    record_attempt({q.by, {}}, supervisor_act::observe);
    all.refused = refusal{refusal_code::not_permitted, "supervision"};
    return all;
  }
  all.config = ports.config.value();
  for (const auto& [id, known] : st.chats) {
    if (known.snapshot
        && !std::holds_alternative<chat::closed>(known.snapshot->state.phase)
        && shows_chat(config(), who->second, known.snapshot->state)) {
      all.chats.push_back(known.snapshot);
    }
  }
  for (const auto& [id, agent] : config().agents) {
    if (shows_agent(config(), who->second, id)) {
      const auto state = st.agent_states.find(id);
      all.agents.emplace_back(
        id, state == st.agent_states.end() ? agent::state{} : state->second);
    }
  }
  return all;
}

// --- The board. --------------------------------------------------------------

board_opened company_shell::open(const open_board& b) const {
  auto& st = self->state;
  const auto who = config().agents.find(b.by);
  if (who == config().agents.end() || !may_supervise(config(), who->second)) {
    record_attempt({b.by, {}}, supervisor_act::observe);
    return {refusal{refusal_code::not_permitted, "supervision"}};
  }
  if (!b.queues && !b.agents && !b.sessions) {
    close(close_board{b.id});
    return {};
  }
  if (!st.screens.contains(b.id)
      && st.screens.size() >= limits::boards_per_company_max) {
    return {refusal{refusal_code::too_many_boards}};
  }
  if (st.stopping || !st.board) {
    return {refusal{refusal_code::shutting_down}};
  }
  if (st.screens.empty()) {
    board_seed seed;
    for (const auto& [id, known] : st.chats) {
      if (known.snapshot) {
        seed.chats.push_back(known.snapshot);
      }
    }
    for (const auto& [id, state] : st.agent_states) {
      seed.agents.emplace_back(id, state);
    }
    self->send(st.board, reconfigured{ports.config.value()});
    self->send(st.board, std::move(seed));
  }
  st.screens[b.id] = b.by;
  self->send(st.board, b);
  return {};
}

void company_shell::close(const close_board& b) const {
  auto& st = self->state;
  if (st.screens.erase(b.id) == 0 || !st.board) {
    return;
  }
  self->send(st.board, b);
  if (st.screens.empty()) {
    self->send(st.board, board_rest{});
  }
}

/// Desks look again when they reconnect.
void company_shell::restart_board() const {
  if (!may_restart("board")) {
    give_up("board");
    return;
  }
  self->state.screens.clear();
  self->state.board = spawn_board(*self, ports, handle());
  close_desks();
}

} // namespace parley::actors
