#include "actors/domain/call.hpp"

#include <algorithm>

namespace parley::call {

namespace {

using events = std::vector<event>;

struct rules {
  const state& s;
  timestamp now;

  static decision nothing() { return events{}; }
  template <class E>
  static decision happens(E e) {
    return events{std::move(e)};
  }
  [[nodiscard]] decision not_now() const {
    return refusal{refusal_code::not_in_this_state,
                   std::string{to_string(name_of(s.phase))}};
  }

  [[nodiscard]] decision ends(const hang_up& c) const {
    const auto wrapup
      = c.wrapup > duration{0} ? std::optional{now + c.wrapup} : std::nullopt;
    return happens(call_ended{now, cause::customer, wrapup});
  }
  [[nodiscard]] decision is_gone() const {
    return happens(call_ended{now, cause::customer, std::nullopt});
  }
  [[nodiscard]] decision answered(const answer& c) const {
    if (c.agent.empty()) {
      return refusal{refusal_code::missing_field, "agent"};
    }
    return happens(call_answered{now, c.agent});
  }
  [[nodiscard]] decision expires(const alerting& a) const {
    return now < a.until ? nothing()
                         : happens(call_returned{now, cause::alert_timeout});
  }
  [[nodiscard]] decision expires(const wrapup& w) const {
    return now < w.until ? nothing() : happens(call_closed{now});
  }

  [[nodiscard]] decision table(const command& c) const {
    return std::visit(
      overloaded{
        // The PBX may say everything twice.
        [&](const auto&, const offer& o) {
          return o.queue == s.queue ? nothing() : not_now();
        },

        [&](const queued&, const alert& a) {
          return happens(
            call_alerted{now, a.agent, now + limits::call_alert_timeout});
        },
        [&](const queued&, const answer& a) { return answered(a); },
        [&](const queued&, const refuse&) { return nothing(); },
        [&](const queued&, const hang_up&) { return is_gone(); },

        [&](const alerting& k, const alert& a) {
          return k.agent == a.agent ? nothing() : not_now();
        },
        [&](const alerting&, const answer& a) { return answered(a); },
        [&](const alerting& k, const refuse& r) {
          const bool elsewhere = !r.agent.empty() && r.agent != k.agent;
          return elsewhere ? nothing() : happens(call_returned{now, r.because});
        },
        [&](const alerting&, const hang_up&) { return is_gone(); },
        [&](const alerting& a, const deadline_reached&) { return expires(a); },

        [&](const connected& k, const answer& a) {
          return k.agent == a.agent ? nothing() : not_now();
        },
        [&](const connected&, const hang_up& h) { return ends(h); },

        [&](const wrapup& w, const answer& a) {
          return w.agent == a.agent ? nothing() : not_now();
        },
        [&](const wrapup&, const hang_up&) { return nothing(); },
        [&](const wrapup&, const finish_wrapup&) {
          return happens(call_closed{now});
        },
        [&](const wrapup& w, const deadline_reached&) { return expires(w); },

        // Late news of what is over.
        [&](const closed& k, const answer&) {
          return k.answered ? nothing() : not_now();
        },
        [&](const closed&, const refuse&) { return nothing(); },
        [&](const closed&, const hang_up&) { return nothing(); },
        [&](const closed&, const finish_wrapup&) { return nothing(); },

        [&](const auto&, const deadline_reached&) { return nothing(); },
        [&](const auto&, const auto&) { return not_now(); },
      },
      s.phase,
      c);
  }
};

struct applier {
  state& s;

  void enter(phase p, timestamp at) const {
    s.phase = std::move(p);
    s.phase_since = at;
  }
  void operator()(const call_offered& e) const {
    s.queue = e.queue;
    s.caller = e.caller;
    s.enqueued = e.at;
    enter(queued{}, e.at);
  }
  void operator()(const call_alerted& e) const {
    enter(alerting{e.agent, e.until}, e.at);
  }
  void operator()(const call_returned& e) const { enter(queued{}, e.at); }
  void operator()(const call_answered& e) const {
    s.answered = true;
    enter(connected{e.agent}, e.at);
  }
  void operator()(const call_ended& e) const {
    const auto agent = agent_of(s);
    if (e.wrapup_until && !agent.empty()) {
      enter(wrapup{agent, *e.wrapup_until}, e.at);
    } else {
      enter(closed{s.answered}, e.at);
    }
  }
  void operator()(const call_closed& e) const {
    enter(closed{s.answered}, e.at);
  }
};

} // namespace

decision decide(const state& s, const command& c, timestamp now) {
  const auto at = std::max(now, s.last_at);
  if (s.revision == 0) {
    const auto* first = std::get_if<offer>(&c);
    if (first == nullptr) {
      return refusal{refusal_code::not_found};
    }
    return events{call_offered{at, first->queue, first->caller}};
  }
  return rules{s, at}.table(c);
}

state apply(state s, const event& e) {
  std::visit(applier{s}, e);
  ++s.revision;
  s.last_at = std::max(s.last_at, time_of(e));
  return s;
}

std::optional<timestamp> next_deadline(const state& s) {
  if (const auto* a = std::get_if<alerting>(&s.phase)) {
    return a->until;
  }
  if (const auto* w = std::get_if<wrapup>(&s.phase)) {
    return w->until;
  }
  return std::nullopt;
}

call_phase name_of(const phase& p) {
  return std::visit(overloaded{
                      [](const queued&) { return call_phase::queued; },
                      [](const alerting&) { return call_phase::alerting; },
                      [](const connected&) { return call_phase::connected; },
                      [](const wrapup&) { return call_phase::wrapup; },
                      [](const closed&) { return call_phase::closed; },
                    },
                    p);
}

agent_id agent_of(const state& s) {
  return std::visit(overloaded{
                      [](const alerting& p) { return p.agent; },
                      [](const connected& p) { return p.agent; },
                      [](const wrapup& p) { return p.agent; },
                      [](const auto&) { return agent_id{}; },
                    },
                    s.phase);
}

std::string_view type_of(const event& e) {
  return std::visit([](const auto& it) { return it.type; }, e);
}

timestamp time_of(const event& e) {
  return std::visit([](const auto& it) { return it.at; }, e);
}

} // namespace parley::call
