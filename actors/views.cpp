#include "actors/views.hpp"

#include "protocol/codec.hpp"

namespace parley::actors {

namespace {

customer_phase customer_phase_of(phase_name p) {
  switch (p) {
  case phase_name::flow:
    return customer_phase::starting;
  case phase_name::queued:
  case phase_name::allocated:
    return customer_phase::waiting;
  case phase_name::active:
  case phase_name::parked:
    return customer_phase::open;
  case phase_name::wrapup:
  case phase_name::wrapup_parked:
  case phase_name::closed:
    break;
  }
  return customer_phase::ended;
}

/// Absent instead of empty.
std::optional<std::string> filled(const std::string& text) {
  if (text.empty()) {
    return std::nullopt;
  }
  return text;
}

std::vector<wire::named_value>
to_wire(const std::vector<chat::named_value>& all) {
  std::vector<wire::named_value> values;
  values.reserve(all.size());
  for (const auto& one : all) {
    values.push_back({one.name, one.value});
  }
  return values;
}

/// What of a phase the desk shows beside its name.
struct phase_details {
  wire::desk_chat_view& view;
  const chat_policy* policy;

  void operator()(const chat::allocated& p) const {
    view.deadline = p.alert_until;
  }
  void operator()(const chat::parked& p) const {
    view.resume_after_call = p.resume_after_call;
    view.resume_missed = p.resume_missed;
  }
  void operator()(const chat::wrapup& p) const {
    view.deadline = p.deadline;
    view.extensions_left = p.extensions_left;
    view.can_finish = finishable();
  }
  void operator()(const chat::wrapup_parked& p) const {
    view.time_left = p.time_left;
    view.extensions_left = p.extensions_left;
    view.resume_after_call = p.resume_after_call;
    view.resume_missed = p.resume_missed;
    view.can_finish = finishable();
  }
  void operator()(const auto& /*unused*/) const {}

  [[nodiscard]] bool finishable() const {
    return policy == nullptr
           || policy->mode != wrapup_mode::timed_no_early_exit;
  }
};

} // namespace

wire::customer_chat_view customer_view(const chat_snapshot& c) {
  const auto& s = c.state;
  const auto phase = chat::name_of(s.phase);
  wire::customer_chat_view v;
  v.chat = s.id;
  v.revision = s.revision;
  v.phase = customer_phase_of(phase);
  v.last_entry = s.last_entry;
  v.delivered = c.delivered_to_agent;
  v.seen = c.seen_by_agent;
  if (v.phase == customer_phase::open) {
    v.agent_name = filled(c.agent_name);
    const auto* parked = std::get_if<chat::parked>(&s.phase);
    v.interrupted = parked != nullptr && parked->resume_after_call;
  }
  v.menu = c.menu;
  if (c.form) {
    v.form = true;
  }
  if (s.survey) {
    v.surveyed = true;
  }
  if (v.phase == customer_phase::waiting) {
    v.queue_name = filled(c.queue_name);
  }
  return v;
}

wire::desk_chat_view desk_view(const chat_snapshot& c,
                               const chat_policy* policy) {
  const auto& s = c.state;
  wire::desk_chat_view v;
  v.chat = s.id;
  v.channel = s.channel;
  v.revision = s.revision;
  v.phase = chat::name_of(s.phase);
  v.queue = s.queue;
  if (!s.agent.empty()) {
    v.agent = s.agent;
  }
  v.customer_name = s.customer_name;
  v.customer_email = filled(s.customer_email);
  v.customer_page = filled(s.customer_page);
  v.started = s.started;
  v.enqueued = s.enqueued;
  v.phase_since = s.phase_since;
  v.handled = s.handled;
  v.customer_present = c.customer_present;
  v.last_entry = s.last_entry;
  v.unread = c.unread;
  v.seen = c.seen_by_customer;
  v.last_line = filled(s.last_line);
  v.classifications = s.classifications;
  v.note = filled(s.note);
  v.abusive = s.abusive;
  v.classification_text = filled(s.classification_text);
  v.customer_fields = to_wire(s.customer_fields);
  v.customer_subject = filled(s.customer_subject);
  v.customer_locale = filled(s.customer_locale);
  for (const auto& one : s.scripts) {
    v.scripts.push_back(
      {one.script, one.name, one.at, one.agent, to_wire(one.answers)});
  }
  if (s.survey) {
    v.survey_score = static_cast<std::uint64_t>(s.survey->score);
  }
  if (s.offered) {
    v.transfer_to = s.offered->to;
  }
  v.last_whisper = s.last_whisper;
  std::visit(phase_details{v, policy}, s.phase);
  return v;
}

wire::entry_view entry_view(const transcript_entry& e) {
  wire::entry_view v;
  v.entry = e.entry;
  v.at = e.at;
  v.from = e.from;
  v.kind = e.kind;
  v.name = e.author_name;
  v.text = e.text;
  v.id = e.id;
  if (e.file) {
    v.file = wire::file_view{
      e.file->id, e.file->name, e.file->bytes, e.file->media_type};
  }
  return v;
}

wire::whisper_view whisper_view(const chat::chat_whispered& e) {
  return {e.whisper, e.after, e.at, e.from, e.author_name, e.text, e.id};
}

wire::status_changed
status_view(const agent::state& a, std::uint64_t revision, int maximum) {
  wire::status_changed v;
  v.revision = revision;
  v.status = agent::status_of(a);
  v.since = a.status_since;
  if (a.rest) {
    v.reason = a.rest->reason;
  }
  v.break_after_work = a.rest_after_work.has_value();
  v.active = agent::active_chat(a);
  v.held = static_cast<std::uint64_t>(agent::held_count(a));
  v.maximum = static_cast<std::uint64_t>(maximum);
  const auto show = [&v](const auto& c, call_phase p) {
    v.call = wire::call_view{c.call, p, c.queue, c.caller, c.since};
  };
  std::visit(
    overloaded{
      [](const std::monostate&) {},
      [&](const agent::call_alerting& c) { show(c, call_phase::alerting); },
      [&](const agent::call_connected& c) { show(c, call_phase::connected); },
      [&](const agent::call_wrapup& c) { show(c, call_phase::wrapup); },
    },
    a.call);
  return v;
}

agent::chat_digest digest(const chat_snapshot& c) {
  const auto& s = c.state;
  agent::chat_digest d;
  d.chat = s.id;
  d.revision = s.revision;
  d.phase = chat::name_of(s.phase);
  d.queue = s.queue;
  d.agent = s.agent;
  d.since = s.phase_since;
  d.channel = s.channel;
  if (const auto* p = std::get_if<chat::parked>(&s.phase)) {
    d.resume_after_call = p->resume_after_call;
  } else if (const auto* w = std::get_if<chat::wrapup_parked>(&s.phase)) {
    d.resume_after_call = w->resume_after_call;
  }
  return d;
}

frame make_frame(const wire::server_message& m) {
  return std::make_shared<const std::string>(wire::encode(m));
}

wire::refused refused_view(const refusal& why,
                           const std::string& ref,
                           std::optional<duration> retry_after,
                           const chat_snapshot* chat) {
  auto r = wire::to_refused(why, ref);
  r.retry_after = retry_after;
  if (chat != nullptr) {
    r.phase = chat::name_of(chat->state.phase);
    r.revision = chat->state.revision;
  }
  return r;
}

} // namespace parley::actors
