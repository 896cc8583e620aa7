// A company's calls and its telephony port (architecture 4.18).
#include "actors/company_shell.hpp"

namespace parley::actors {

void company_shell::hear(const call_told& told) const {
  auto& st = self->state;
  const auto found = st.calls.find(told.call.id);
  if (found == st.calls.end()) {
    // News of a call that has ended; its end has overtaken them.
    return;
  }
  auto& known = found->second;
  if (told.call.revision < known.state.revision) {
    return;
  }
  const auto before = std::exchange(known.state, told.call);
  const auto& c = told.call;
  move_item(
    waits_in(before),
    waits_in(c),
    c.id.value,
    std::holds_alternative<call::alerting>(c.phase)
      || std::holds_alternative<call::connected>(c.phase),
    [&] {
      return queue::entry{c.id.value, channel::call, c.enqueued, c.caller, {}};
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

void company_shell::order(bool ring,
                          const call_id& call,
                          const agent_id& agent) const {
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

orders_polled company_shell::orders_above(std::uint64_t after) const {
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

caf::typed_response_promise<orders_polled>
company_shell::poll(const poll_orders& p) const {
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

void company_shell::arm() const {
  auto& st = self->state;
  std::optional<timestamp> next;
  for (const auto& p : st.polls) {
    next = next ? std::min(*next, p.until) : p.until;
  }
  st.timer.arm(self, next, now());
}

void company_shell::wake_up() const {
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

std::optional<refusal> company_shell::wrong(const telephony_event& e) const {
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
company_shell::hear(const telephony_event& e) const {
  auto promise = self->make_response_promise<telephony_answer>();
  if (self->state.stopping) {
    promise.deliver(
      telephony_answer{refusal{refusal_code::shutting_down}, {}, {}});
    return promise;
  }
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
    .then([me = *this, e, promise](
            const call_loaded& loaded) mutable { me.meet(e, loaded, promise); },
          [promise](const caf::error&) mutable {
            promise.deliver(
              telephony_answer{refusal{refusal_code::unavailable}, {}, {}});
          });
  return promise;
}

void company_shell::meet(
  const telephony_event& e,
  const call_loaded& loaded,
  caf::typed_response_promise<telephony_answer>& promise) const {
  auto& st = self->state;
  if (st.stopping) {
    promise.deliver(
      telephony_answer{refusal{refusal_code::shutting_down}, {}, {}});
    return;
  }
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

call::command company_shell::to_command(const telephony_event& e) const {
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

/// I7: nobody speaks with two callers.
bool company_shell::speaks_elsewhere(const agent_id& agent,
                                     const call_id& call) const {
  const auto& calls = self->state.calls;
  return std::any_of(calls.begin(), calls.end(), [&](const auto& one) {
    const auto& [id, other] = one;
    const bool connected
      = std::holds_alternative<call::connected>(other.state.phase);
    return id != call && !agent.empty()
           && (other.answering == agent
               || (connected && call::agent_of(other.state) == agent));
  });
}

void company_shell::forward(
  const telephony_event& e,
  caf::typed_response_promise<telephony_answer> promise) const {
  auto& known = self->state.calls.at(e.call);
  const auto ringing = call::agent_of(known.state);
  if (e.kind == telephony_event::kind_t::refused && !ringing.empty()) {
    to_router(router_cool_down{e.call.value, ringing});
  }
  agent_id answering;
  if (e.kind == telephony_event::kind_t::answered) {
    answering = e.agent.empty() ? ringing : e.agent;
    if (speaks_elsewhere(answering, e.call)) {
      promise.deliver(
        telephony_answer{refusal{refusal_code::call_exists}, {}, {}});
      return;
    }
    known.answering = answering;
  }
  // The call tells its new state before it answers. A later event may have put
  // its own mark meanwhile.
  const auto answered = [me = *this, call = e.call, answering] {
    const auto found = me.self->state.calls.find(call);
    if (found != me.self->state.calls.end()
        && found->second.answering == answering) {
      found->second.answering = {};
    }
  };
  self
    ->request(
      known.actor, limits::request_within, call_request{e.call, to_command(e)})
    .then(
      [promise, answered](const call_answer& a) mutable {
        answered();
        promise.deliver(telephony_answer{
          a.refused, call::name_of(a.call.phase), call::agent_of(a.call)});
      },
      [promise, answered](const caf::error&) mutable {
        answered();
        promise.deliver(
          telephony_answer{refusal{refusal_code::unavailable}, {}, {}});
      });
}

caf::typed_response_promise<call_answer>
company_shell::ask(const call_request& r) const {
  auto promise = self->make_response_promise<call_answer>();
  const auto found = self->state.calls.find(r.call);
  if (found == self->state.calls.end() || !found->second.actor) {
    promise.deliver(call_answer{{}, refusal{refusal_code::not_found}});
  } else {
    promise.delegate(found->second.actor, r);
  }
  return promise;
}

} // namespace parley::actors
