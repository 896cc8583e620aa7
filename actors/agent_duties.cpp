// Desks that come and go, offers, calls, deadlines and restarts of an agent.
#include "actors/agent_shell.hpp"

namespace parley::actors {

void agent_shell::release_desk(close_code why) const {
  auto& st = self->state;
  if (st.desk) {
    self->demonitor(st.desk.address());
    self->send(st.desk, close_connection{why});
    st.desk = nullptr;
  }
}

caf::typed_response_promise<attached>
agent_shell::connect(const attach& a) const {
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

void agent_shell::seat(const connection_actor& desk) const {
  auto& st = self->state;
  if (st.desk != desk) {
    release_desk(close_code::taken_over);
    st.desk = desk;
    self->monitor(desk);
  }
  st.retry_at.reset();
}

attached agent_shell::welcome() const {
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

void agent_shell::resume_orphan(finish then) const {
  auto& st = self->state;
  const bool on_call = !std::holds_alternative<std::monostate>(machine().call);
  if (!st.machine.interrupted || on_call) {
    then({});
    return;
  }
  agent::outcome o;
  o.orders.push_back(
    {*st.machine.interrupted,
     chat::call_finished{config->id, agent::active_chat(machine()).has_value()},
     false});
  st.machine.interrupted.reset();
  perform(std::move(o), begin(std::move(then), {}));
}

void agent_shell::disconnect(const caf::actor_addr& who) const {
  auto& st = self->state;
  if (!st.desk || st.desk != who) {
    return;
  }
  self->demonitor(who);
  st.desk = nullptr;
  lose();
}

caf::typed_response_promise<offer_answer>
agent_shell::hear(const offer_chat& o) const {
  auto promise = self->make_response_promise<offer_answer>();
  if (owes_a_call()) {
    increase(counters().refusals);
    promise.deliver(offer_answer{refusal{refusal_code::on_call}});
    return promise;
  }
  run(agent::receive{o.chat,
                     o.queue,
                     capacity_for(*config, *ports.config, o.queue)},
      counting(o.queue, [promise](const desk_answer& a) mutable {
        promise.deliver(offer_answer{a.refused});
      }));
  return promise;
}

caf::typed_response_promise<offer_answer>
agent_shell::hear(const offer_call& o) const {
  auto promise = self->make_response_promise<offer_answer>();
  if (owes_a_call()) {
    // I7: there is one already; the disk has not let us say so yet.
    increase(counters().refusals);
    promise.deliver(offer_answer{refusal{refusal_code::call_exists}});
    return promise;
  }
  const auto agreed = agent::decide(
    machine(), agent::ring{o.call, o.queue, o.caller, rules()}, now());
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
        me.ring({o.call, o.queue, answer.call.caller, me.rules()}, promise);
      },
      [promise](const caf::error&) mutable {
        // Should it ring all the same, the call tells, and is refused then.
        promise.deliver(offer_answer{refusal{refusal_code::unavailable}});
      });
  return promise;
}

void agent_shell::ring(
  const agent::ring& r,
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

void agent_shell::decline_call(const call_id& call) const {
  const auto heard = [me = *this, call](bool in_vain) {
    if (in_vain) {
      me.self->state.call_not_declined = call;
    }
    me.arm();
  };
  self->state.call_not_declined.reset();
  self
    ->request(company,
              limits::request_within,
              call_request{call, call::refuse{cause::agent, config->id}})
    // Awaited: the next call must not ring before this one has left (I7).
    .await(
      [heard](const call_answer& answer) {
        heard(answer.refused && !is_final(*answer.refused));
      },
      [heard](const caf::error&) { heard(true); });
}

bool agent_shell::owes_a_call() const {
  return self->state.call_not_taken_in || self->state.call_not_declined;
}

void agent_shell::withdraw_if_dropped(const call_id& rang) const {
  if (std::holds_alternative<std::monostate>(machine().call)) {
    decline_call(rang);
  }
}

void agent_shell::hear(const agents_call_told& told) const {
  auto& st = self->state;
  const auto& c = told.call;
  st.call_not_taken_in.reset();
  if (st.call_not_declined == c.id
      && !(is_with_me(c) && std::holds_alternative<call::alerting>(c.phase))) {
    st.call_not_declined.reset();
  }
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

void agent_shell::while_ringing(const call::state& c) const {
  const auto phase = call::name_of(c.phase);
  if (phase == call_phase::alerting && is_with_me(c)) {
    return;
  }
  if (phase == call_phase::connected && is_with_me(c)) {
    take_in(agent::answer_call{c.id, c.queue, c.caller, std::nullopt, rules()},
            c);
    return;
  }
  // Back in the queue: refused or missed here. Else the caller is gone.
  const bool by_agent = phase == call_phase::queued;
  if (by_agent) {
    self->send(company, router_cool_down{c.id.value, config->id});
  }
  take_in(agent::stop_ringing{c.id, by_agent, ports.config->cool_down}, c);
}

void agent_shell::while_talking(const call::state& c) const {
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

void agent_shell::other_call(const call::state& c) const {
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
    take_in(agent::answer_call{c.id, c.queue, c.caller, c.phase_since, rules()},
            c);
  } else if (std::holds_alternative<call::alerting>(c.phase)) {
    decline_call(c.id);
  }
}

void agent_shell::take_in(const agent::command& command,
                          const call::state& c) const {
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

bool agent_shell::is_unsettled() const {
  const auto& st = self->state;
  return (is_present() && !st.desk) || owes_a_call() || !st.undone.empty()
         || (!agent::is_logged_in(machine()) && !machine().inbox.empty());
}

void agent_shell::arm() const {
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

void agent_shell::wake_up() const {
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
  } else if (st.call_not_declined) {
    const auto call = *st.call_not_declined;
    decline_call(call);
  } else if (!st.undone.empty()) {
    do_undone();
  } else if (!agent::is_logged_in(machine()) && !machine().inbox.empty()) {
    return_all();
  } else {
    run(agent::deadline_reached{}, ignore);
  }
}

void agent_shell::return_all() const {
  agent::outcome o;
  for (const auto& [id, held] : machine().inbox) {
    o.orders.push_back(
      {id, chat::log_agent_out{config->id, cause::logout}, false});
  }
  perform(std::move(o), begin(ignore, {}));
}

void agent_shell::recover(const std::vector<chat_snapshot_ptr>& inbox) const {
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

void agent_shell::note_restart() const {
  read_pieces r;
  r.streams.push_back(
    {ports.config->id, storage::stream_kind::agent, config->id.value});
  r.since = now();
  self->request(ports.history, limits::request_within, std::move(r))
    .await(
      [me = *this](const pieces_read& found) {
        if (!found.pieces.empty()) {
          me.note_restart(found.pieces.front());
        }
      },
      [](const caf::error&) {});
}

/// Z1: a break was acknowledged. Who had one, or is to have one, has it also
/// after a restart, and gets nothing meanwhile.
void agent_shell::restore_break(const agent::state& last, timestamp at) const {
  auto& machine = self->state.machine;
  if (!agent::is_logged_in(last) || (!last.rest && !last.rest_after_work)) {
    return;
  }
  machine.rest = last.rest;
  machine.rest_after_work = last.rest_after_work;
  if (!agent::is_logged_in(machine)) {
    machine.presence = agent::away{at + ports.config->agent_grace,
                                   agent::status_of(last),
                                   last.status_since};
  }
  settle();
}

void agent_shell::note_restart(const storage::stream_piece& facts) const {
  agent::state last;
  for (const auto& e : facts.events) {
    if (const auto* fact = std::get_if<agent::event>(&e)) {
      last = agent::apply(std::move(last), *fact);
    }
  }
  const auto at = std::max(now(), last.last_at);
  restore_break(last, at);
  std::optional<agent::event> ended;
  const auto* away = std::get_if<agent::away>(&machine().presence);
  if (away != nullptr
      && std::holds_alternative<agent::present>(last.presence)) {
    ended = agent::agent_lost{at, away->lease_until};
  } else if (away == nullptr && agent::is_logged_in(last)) {
    ended = agent::agent_logged_out{at, cause::agent_lost};
  }
  if (!ended) {
    return;
  }
  storage::append append;
  append.stream = facts.stream;
  append.events.emplace_back(*ended);
  self->request(ports.journal, caf::infinite, std::move(append))
    .await([](const append_answer&) {}, [](const caf::error&) {});
}

inspection agent_shell::describe(std::uint64_t after) const {
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

} // namespace parley::actors
