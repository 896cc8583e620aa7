#include "actors/domain/agent.hpp"

#include <algorithm>

namespace parley::agent {

namespace {

outcome nothing() {
  return {};
}

template <class... Es>
outcome happens(Es... e) {
  outcome o;
  (o.events.emplace_back(std::move(e)), ...);
  return o;
}

bool held_phase(phase_name p) {
  return p != phase_name::flow && p != phase_name::queued
         && p != phase_name::closed;
}

const call_alerting* alerting(const state& s) {
  return std::get_if<call_alerting>(&s.call);
}
const call_connected* connected(const state& s) {
  return std::get_if<call_connected>(&s.call);
}
const call_wrapup* wrapping(const state& s) {
  return std::get_if<call_wrapup>(&s.call);
}
bool has_call(const state& s) {
  return !std::holds_alternative<std::monostate>(s.call);
}
bool is_cooling(const state& s, timestamp now) {
  return s.cooling_until && now < *s.cooling_until;
}
/// P9: after the current work comes a break, and nothing new before it.
bool wants_break(const state& s) {
  return s.rest_after_work && !s.rest_after_work->interruptible;
}
/// After a restart in the middle of a call: the chat that waits for its end.
std::optional<chat_id> marked_chat(const state& s) {
  for (const auto& [chat, held] : s.inbox) {
    if (held.resume_after_call) {
      return chat;
    }
  }
  return std::nullopt;
}
bool in_active_wrapup(const state& s) {
  const auto active = active_chat(s);
  return active && s.inbox.at(*active).phase == phase_name::wrapup;
}

/// I7: the agent holds an item of another, exclusive channel.
bool is_held_by_another(const state& s, channel c, const channel_rules& rules) {
  if (c != channel::call && has_call(s)
      && rules.exclusive.contains(channel::call)) {
    return true;
  }
  return std::any_of(s.inbox.begin(), s.inbox.end(), [&](const auto& item) {
    const auto of = item.second.channel;
    return of != c && rules.exclusive.contains(of);
  });
}

struct rules {
  const state& s;
  timestamp now;

  // --- Presence. -----------------------------------------------------------

  decision operator()(const log_in& /*unused*/) const {
    if (std::holds_alternative<present>(s.presence)) {
      return nothing();
    }
    if (std::holds_alternative<away>(s.presence)) {
      return happens(agent_returned{now});
    }
    return happens(agent_logged_in{now});
  }
  decision operator()(const lose& c) const {
    if (!std::holds_alternative<present>(s.presence)) {
      return nothing();
    }
    return happens(agent_lost{now, now + c.grace});
  }
  decision operator()(const log_out& c) const { return leaves(c.because); }

  [[nodiscard]] outcome leaves(cause because) const {
    outcome o;
    if (!is_logged_in(s) && s.inbox.empty()) {
      return o;
    }
    if (const auto* a = alerting(s)) {
      o.events.emplace_back(call_not_taken{now, a->call, std::nullopt});
    }
    if (is_logged_in(s)) {
      o.events.emplace_back(agent_logged_out{now, because});
    }
    for (const auto& [chat, held] : s.inbox) {
      o.orders.push_back({chat, chat::log_agent_out{s.id, because}, false});
    }
    return o;
  }

  // --- Breaks (P9). --------------------------------------------------------

  decision operator()(const take_break& c) const {
    if (!is_logged_in(s)) {
      return refusal{refusal_code::logged_out};
    }
    if (c.after_current_work && (active_chat(s) || has_call(s))) {
      if (s.rest_after_work && s.rest_after_work->reason == c.reason) {
        return nothing();
      }
      return happens(
        break_planned{now, c.reason, c.interruptible, c.productive});
    }
    if (s.rest && s.rest->reason == c.reason) {
      return nothing();
    }
    return happens(break_started{now, c.reason, c.interruptible, c.productive});
  }
  decision operator()(const end_break& /*unused*/) const {
    if (!is_logged_in(s)) {
      return refusal{refusal_code::logged_out};
    }
    outcome o;
    if (s.rest_after_work) {
      o.events.emplace_back(break_planned{now, std::nullopt, false});
    }
    if (s.rest) {
      o.events.emplace_back(break_ended{now});
    }
    return o;
  }

  // --- Webchats. -----------------------------------------------------------

  /// A retry: the chat itself knows the first result (T2). Its own place in the
  /// inbox must not count against it.
  [[nodiscard]] bool is_mine(const chat_id& chat) const {
    return s.inbox.contains(chat);
  }

  decision operator()(const take& c) const {
    outcome o;
    o.orders.push_back({c.chat, chat::allocate{s.id, cause::by_hand}, true});
    if (is_mine(c.chat)) {
      return o;
    }
    if (auto refused = item_refusal(s, c.capacity, true, now)) {
      return *std::move(refused);
    }
    // P2: a call and its wrapup are active items, too.
    if (!active_chat(s) && connected(s) == nullptr && wrapping(s) == nullptr) {
      o.orders.push_back({c.chat, chat::activate{s.id}, false});
    }
    return o;
  }
  decision operator()(const receive& c) const {
    if (!is_mine(c.chat)) {
      if (auto refused = item_refusal(s, c.capacity, false, now)) {
        return *std::move(refused);
      }
    }
    outcome o;
    o.orders.push_back({c.chat, chat::allocate{s.id, cause::automatic}, true});
    const auto active = active_chat(s);
    if (active && !is_mine(c.chat)) {
      interrupt_for(c, *active, o);
    }
    return o;
  }
  /// I8: what may interrupt takes the place of what is active.
  void
  interrupt_for(const receive& c, const chat_id& active, outcome& o) const {
    const auto then = c.capacity.rules.interrupts(c.capacity.channel,
                                                  s.inbox.at(active).channel);
    if (!then) {
      return;
    }
    if (*then == interrupted_item::requeue) {
      o.orders.push_back({active, chat::put_back{s.id}, false});
    } else {
      o.orders.push_back({active, chat::park{s.id}, false});
    }
    o.orders.push_back({c.chat, chat::activate{s.id}, false});
  }
  decision operator()(const accept& c) const {
    if (!is_mine(c.chat)) {
      if (auto refused = item_refusal(s, c.capacity, true, now)) {
        return *std::move(refused);
      }
    }
    outcome o;
    o.orders.push_back({c.chat, chat::accept_transfer{s.id}, true});
    return o;
  }
  decision operator()(const take_over& c) const {
    if (is_mine(c.chat)) {
      return refusal{refusal_code::not_in_this_state};
    }
    if (auto refused = item_refusal(s, c.capacity, true, now)) {
      return *std::move(refused);
    }
    // P2: it is active at once, and a call is an active item, too.
    if (connected(s) != nullptr || wrapping(s) != nullptr) {
      return refusal{refusal_code::on_call};
    }
    outcome o;
    if (const auto active = active_chat(s)) {
      o.orders.push_back({*active, chat::park{s.id}, false});
    }
    o.orders.push_back({c.chat, chat::take_over{s.id}, true});
    return o;
  }
  decision operator()(const activate& c) const {
    if (!s.inbox.contains(c.chat)) {
      return refusal{refusal_code::not_your_chat};
    }
    outcome o;
    const auto other = active_chat(s);
    if (other == c.chat) {
      return o;
    }
    if (other) {
      o.orders.push_back({*other, chat::park{s.id}, false});
    }
    o.orders.push_back({c.chat, chat::activate{s.id}, true});
    return o;
  }
  decision operator()(const alert_missed& /*unused*/) const {
    // P6; no fact of its own: the chat's stream has the return.
    return nothing();
  }

  // --- Calls. --------------------------------------------------------------

  decision operator()(const ring& c) const {
    if (const auto* a = alerting(s); a != nullptr && a->call == c.call) {
      return nothing();
    }
    if (call_eligibility_of(s, now, c.rules) == call_eligibility::not_now) {
      return why_no_call(c.rules);
    }
    return happens(call_rang{now, c.call, c.queue, c.caller});
  }
  [[nodiscard]] refusal why_no_call(const channel_rules& by) const {
    if (!std::holds_alternative<present>(s.presence)) {
      return refusal_code::logged_out;
    }
    if (has_call(s)) {
      return refusal_code::call_exists;
    }
    if (!by.serves(channel::call)) {
      return refusal_code::channel_not_served;
    }
    if (is_held_by_another(s, channel::call, by)) {
      return refusal_code::channel_exclusive;
    }
    if (in_active_wrapup(s)) {
      return refusal_code::in_wrapup;
    }
    if (is_cooling(s, now)) {
      return refusal_code::cooling_down;
    }
    if (!s.rest && !wants_break(s)) {
      return refusal_code::not_in_this_state;
    }
    return refusal_code::on_break;
  }

  decision operator()(const answer_call& c) const {
    if (const auto* k = connected(s)) {
      if (k->call == c.call) {
        return nothing();
      }
      return refusal{refusal_code::call_exists};
    }
    if (const auto* a = alerting(s); a != nullptr && a->call != c.call) {
      return refusal{refusal_code::call_exists};
    }
    if (const auto* w = wrapping(s); w != nullptr && w->call == c.call) {
      return nothing();
    }
    if (!is_logged_in(s)) {
      return refusal{refusal_code::logged_out};
    }
    // I4. The instant in which the customer leaves can make it a wrapup.
    outcome o;
    auto active = active_chat(s);
    if (active && c.since && s.inbox.at(*active).since > *c.since) {
      active.reset();
    }
    const bool returns = active && is_requeued(*active, c.rules);
    o.events.emplace_back(
      call_taken{now,
                 c.call,
                 c.queue,
                 c.caller,
                 returns ? std::nullopt : (active ? active : marked_chat(s))});
    if (active) {
      give_up_marks(o);
      if (returns) {
        o.orders.push_back({*active, chat::put_back{s.id, cause::call}, false});
      }
      // Of one that is back in its queue it is no news; one that has become a
      // wrapup meanwhile is parked.
      o.orders.push_back({*active, chat::interrupt{s.id}, false});
    }
    return o;
  }
  /// I8; a wrapup has nobody to return to.
  [[nodiscard]] bool is_requeued(const chat_id& active,
                                 const channel_rules& by) const {
    const auto& held = s.inbox.at(active);
    return held.phase == phase_name::active
           && by.interrupts(channel::call, held.channel)
                == interrupted_item::requeue;
  }
  /// I5: a chat that still waits for the end of an earlier call missed it; only
  /// the one that this call interrupts is to resume.
  void give_up_marks(outcome& o) const {
    for (const auto& [chat, held] : s.inbox) {
      if (held.resume_after_call) {
        o.orders.push_back({chat, chat::call_finished{s.id, true}, false});
      }
    }
  }
  decision operator()(const stop_ringing& c) const {
    const auto* a = alerting(s);
    if (a == nullptr || a->call != c.call) {
      return nothing();
    }
    const auto cooling
      = c.by_agent ? std::optional{now + c.cool_down} : std::nullopt;
    return happens(call_not_taken{now, c.call, cooling});
  }
  decision operator()(const finish_call& c) const {
    const auto* k = connected(s);
    if (k == nullptr || k->call != c.call) {
      return nothing();
    }
    if (c.wrapup > duration{0}) {
      outcome o = happens(call_left{now, c.call, now + c.wrapup});
      if (c.resume_now) {
        resume_interrupted(o);
      }
      return o;
    }
    outcome o = happens(call_left{now, c.call, std::nullopt});
    resume_interrupted(o);
    return o;
  }
  decision operator()(const finish_call_wrapup& /*unused*/) const {
    if (wrapping(s) == nullptr) {
      return nothing();
    }
    outcome o = happens(call_wrapup_ended{now});
    resume_interrupted(o);
    return o;
  }
  /// I5: only the marked one, and only if nothing else is active by now.
  void resume_interrupted(outcome& o) const {
    if (s.interrupted) {
      const auto active = active_chat(s);
      const bool busy = active && active != s.interrupted;
      o.orders.push_back(
        {*s.interrupted, chat::call_finished{s.id, busy}, false});
    }
  }

  // --- Time. ---------------------------------------------------------------

  decision operator()(const deadline_reached& /*unused*/) const {
    if (const auto* a = std::get_if<away>(&s.presence);
        a != nullptr && now >= a->lease_until) {
      return leaves(cause::agent_lost);
    }
    if (const auto* w = wrapping(s); w != nullptr && now >= w->until) {
      return (*this)(finish_call_wrapup{});
    }
    return nothing();
  }
};

struct applier {
  state& s;

  void operator()(const agent_logged_in& /*unused*/) const {
    s.presence = present{};
    s.rest.reset();
    s.rest_after_work.reset();
  }
  void operator()(const agent_returned& /*unused*/) const {
    s.presence = present{};
  }
  void operator()(const agent_lost& e) const {
    s.presence = away{e.lease_until, status_of(s), s.status_since};
  }
  void operator()(const agent_logged_out& /*unused*/) const {
    s.presence = logged_out{};
    s.rest.reset();
    s.rest_after_work.reset();
    s.cooling_until.reset();
  }
  void operator()(const break_started& e) const {
    s.rest = on_break{e.reason, e.interruptible, e.at, e.productive};
    s.rest_after_work.reset();
  }
  void operator()(const break_planned& e) const {
    if (e.reason) {
      s.rest_after_work
        = on_break{*e.reason, e.interruptible, e.at, e.productive};
    } else {
      s.rest_after_work.reset();
    }
  }
  void operator()(const break_ended& /*unused*/) const { s.rest.reset(); }
  void operator()(const call_rang& e) const {
    s.call = call_alerting{e.call, e.queue, e.caller, e.at};
    s.last_allocated = e.at;
  }
  void operator()(const call_taken& e) const {
    s.call = call_connected{e.call, e.queue, e.caller, e.at};
    s.interrupted = e.interrupted;
  }
  void operator()(const call_not_taken& e) const {
    s.call = std::monostate{};
    s.cooling_until = e.cooling_until;
  }
  void operator()(const call_left& e) const {
    const auto* k = std::get_if<call_connected>(&s.call);
    if (e.wrapup_until && k != nullptr) {
      s.call = call_wrapup{k->call, k->queue, k->caller, e.at, *e.wrapup_until};
    } else {
      s.call = std::monostate{};
      s.interrupted.reset();
    }
  }
  void operator()(const call_wrapup_ended& /*unused*/) const {
    s.call = std::monostate{};
    s.interrupted.reset();
  }
};

/// Keeps `status_since` true: it moves only when the shown status does. A page
/// reload changes nothing (P8).
state with_status_time(state s,
                       agent_status before,
                       timestamp at,
                       const std::optional<away>& was_away = {}) {
  s.last_at = std::max(s.last_at, at);
  const auto now = status_of(s);
  if (was_away && now == was_away->before) {
    s.status_since = was_away->before_since;
  } else if (now != before) {
    s.status_since = at;
  }
  return s;
}

} // namespace

decision decide(const state& s, const command& c, timestamp now) {
  return std::visit(rules{s, std::max(now, s.last_at)}, c);
}

state apply(state s, const event& e) {
  const auto before = status_of(s);
  std::optional<away> was_away;
  if (std::holds_alternative<agent_returned>(e)) {
    if (const auto* lost = std::get_if<away>(&s.presence)) {
      was_away = *lost;
    }
  }
  std::visit(applier{s}, e);
  return with_status_time(std::move(s), before, time_of(e), was_away);
}

state observe(state s, const chat_digest& d, timestamp now) {
  const auto before = status_of(s);
  const auto known = s.inbox.find(d.chat);
  if (known != s.inbox.end() && d.revision <= known->second.revision) {
    return s;
  }
  if (d.agent == s.id && held_phase(d.phase)) {
    if (known == s.inbox.end()) {
      s.last_allocated = std::max(now, s.last_at);
    }
    s.inbox[d.chat]
      = {d.queue, d.phase, d.revision, d.since, d.resume_after_call, d.channel};
    const bool on_a_call = connected(s) != nullptr || wrapping(s) != nullptr;
    if (d.resume_after_call && !s.interrupted && on_a_call) {
      s.interrupted = d.chat;
    }
  } else {
    s.inbox.erase(d.chat);
    if (s.interrupted == d.chat) {
      s.interrupted.reset();
    }
  }
  const auto at = std::max(now, s.last_at);
  return with_status_time(std::move(s), before, at);
}

outcome follow_up(const state& s, timestamp now) {
  outcome o;
  if (s.rest_after_work && !active_chat(s) && !has_call(s)) {
    o.events.emplace_back(break_started{std::max(now, s.last_at),
                                        s.rest_after_work->reason,
                                        s.rest_after_work->interruptible,
                                        s.rest_after_work->productive});
  }
  return o;
}

std::optional<timestamp> next_deadline(const state& s) {
  std::optional<timestamp> next;
  const auto sooner = [&next](timestamp t) {
    next = next ? std::min(*next, t) : t;
  };
  if (const auto* a = std::get_if<away>(&s.presence)) {
    sooner(a->lease_until);
  }
  if (const auto* w = wrapping(s)) {
    sooner(w->until);
  }
  return next;
}

call_eligibility
call_eligibility_of(const state& s, timestamp now, const channel_rules& rules) {
  if (!std::holds_alternative<present>(s.presence) || has_call(s)) {
    return call_eligibility::not_now;
  }
  if (!rules.serves(channel::call)
      || is_held_by_another(s, channel::call, rules)) {
    return call_eligibility::not_now;
  }
  if (is_cooling(s, now) || in_active_wrapup(s) || wants_break(s)) {
    return call_eligibility::not_now;
  }
  if (s.rest) {
    return s.rest->interruptible ? call_eligibility::resting
                                 : call_eligibility::not_now;
  }
  const auto active = active_chat(s);
  if (!active) {
    return call_eligibility::free;
  }
  return rules.interrupts(channel::call, s.inbox.at(*active).channel)
           ? call_eligibility::interruptible
           : call_eligibility::not_now;
}

namespace {

/// P4: the lowest limit that is reached; the queue's or the company's counts,
/// and the user may have a lower one.
std::optional<refusal> limit_reached(int held, const capacity& c) {
  int maximum = c.queue_maximum.value_or(c.company_maximum);
  auto which = c.queue_maximum ? refusal_code::queue_maximum_reached
                               : refusal_code::company_maximum_reached;
  if (c.user_maximum && *c.user_maximum < maximum) {
    maximum = *c.user_maximum;
    which = refusal_code::user_maximum_reached;
  }
  if (held < maximum) {
    return std::nullopt;
  }
  return refusal{which, std::to_string(maximum)};
}

} // namespace

std::optional<refusal>
item_refusal(const state& s, const capacity& c, bool by_hand, timestamp now) {
  if (!std::holds_alternative<present>(s.presence)) {
    return refusal{refusal_code::logged_out};
  }
  if (s.rest) {
    return refusal{refusal_code::on_break};
  }
  if (!c.rules.serves(c.channel)) {
    return refusal{refusal_code::channel_not_served};
  }
  if (is_held_by_another(s, c.channel, c.rules)) {
    return refusal{refusal_code::channel_exclusive};
  }
  if (auto full = limit_reached(held_count(s, c.channel), c); full || by_hand) {
    return full;
  }
  // P5: what the router gives must not disturb.
  if (has_call(s)) {
    return refusal{refusal_code::on_call};
  }
  if (in_active_wrapup(s)) {
    return refusal{refusal_code::in_wrapup};
  }
  if (is_cooling(s, now)) {
    return refusal{refusal_code::cooling_down};
  }
  if (s.rest_after_work) {
    return refusal{refusal_code::on_break};
  }
  return std::nullopt;
}

agent_status status_of(const state& s) {
  if (std::holds_alternative<logged_out>(s.presence)) {
    return agent_status::logged_out;
  }
  if (std::holds_alternative<away>(s.presence)) {
    return agent_status::unavailable;
  }
  if (connected(s) != nullptr) {
    return agent_status::on_call;
  }
  if (wrapping(s) != nullptr) {
    return agent_status::call_wrapup;
  }
  if (alerting(s) != nullptr) {
    return agent_status::alerting;
  }
  if (const auto active = active_chat(s)) {
    return s.inbox.at(*active).phase == phase_name::wrapup
             ? agent_status::webchat_wrapup
             : agent_status::handling_webchat;
  }
  return s.rest ? agent_status::on_break : agent_status::available;
}

std::optional<chat_id> active_chat(const state& s) {
  for (const auto& [chat, held] : s.inbox) {
    if (chat::is_active(held.phase)) {
      return chat;
    }
  }
  return std::nullopt;
}

int held_count(const state& s, channel of) {
  return static_cast<int>(
    std::count_if(s.inbox.begin(), s.inbox.end(), [of](const auto& item) {
      return item.second.channel == of;
    }));
}

bool is_logged_in(const state& s) {
  return !std::holds_alternative<logged_out>(s.presence);
}

bool is_there(const state& s) {
  return is_logged_in(s) && !s.rest;
}

std::string_view type_of(const event& e) {
  return std::visit([](const auto& it) { return it.type; }, e);
}

timestamp time_of(const event& e) {
  return std::visit([](const auto& it) { return it.at; }, e);
}

} // namespace parley::agent
