#include "actors/board_views.hpp"

#include "actors/domain/supervision.hpp"
#include "actors/eligibility.hpp"

#include <cmath>

namespace parley::actors {

namespace {

std::uint64_t count_of(std::int64_t n) {
  return n < 0 ? 0 : static_cast<std::uint64_t>(n);
}

template <class Id>
std::optional<Id> filled(const Id& id) {
  return id.empty() ? std::nullopt : std::optional{id};
}

} // namespace

wire::board_queue board_row(const live_queue& q, const queue_config& config) {
  const auto& f = q.figures;
  const auto percent_of = [](const statistics::ratio& r, int if_nothing) {
    return count_of(statistics::percent(r, if_nothing));
  };
  wire::board_queue row;
  row.queue = q.id;
  row.name = config.name;
  row.channel = config.channel;
  row.waiting = count_of(f.waiting);
  row.length_max = q.length_max;
  row.waiting_since = q.waiting_since;
  row.agents = count_of(q.agents);
  row.alerting = count_of(f.alerting);
  row.active = count_of(f.active);
  row.parked = count_of(f.parked);
  row.wrapup = count_of(f.wrapup);
  row.window = q.window;
  row.offered = count_of(f.counts.offered);
  row.answered = count_of(f.counts.answered);
  row.abandoned = count_of(f.counts.abandoned);
  row.service_level = percent_of(statistics::service_level(f.counts), 100);
  row.availability = percent_of(statistics::availability(f.counts), 100);
  row.abandon_rate = percent_of(statistics::abandon_rate(f.counts), 0);
  row.queue_fill = percent_of(
    statistics::queue_fill(f.waiting, static_cast<std::int64_t>(q.length_max)),
    0);
  row.answer_speed = statistics::answer_speed(f.counts);
  row.first_response = statistics::first_response(f.counts);
  row.response = statistics::response(f.counts);
  row.average_handle_time = statistics::average_handle_time(f);
  for (const auto alert : q.alerts) {
    row.alerts.emplace_back(to_string(alert));
  }
  return row;
}

wire::board_agent board_row(const agent_id& id,
                            const agent::state& a,
                            const company& c,
                            const agent_config& viewer) {
  wire::board_agent row;
  row.agent = id;
  const auto config = c.agents.find(id);
  if (config == c.agents.end()) {
    return row;
  }
  const auto maximum = shown_maximum(config->second, c);
  const auto status = status_view(a, 0, maximum);
  row.name = config->second.name;
  row.status = status.status;
  if (a.status_since != timestamp{}) {
    row.since = status.since;
  }
  row.reason = status.reason;
  row.break_after_work = status.break_after_work;
  row.held = status.held;
  row.maximum = status.maximum;
  row.call = status.call;
  if (row.call && !sees(c, viewer, row.call->queue)) {
    row.call->caller.clear();
  }
  if (config->second.channels) {
    row.channels.assign(config->second.channels->begin(),
                        config->second.channels->end());
  }
  for (const auto& [chat, held] : a.inbox) {
    if (sees(c, viewer, held.queue)) {
      row.items.push_back({chat,
                           held.channel,
                           held.queue,
                           held.phase,
                           held.since,
                           held.resume_after_call});
    }
  }
  return row;
}

wire::board_session board_row(const chat_snapshot& snapshot,
                              const company& c,
                              const agent_config& viewer) {
  const auto& s = snapshot.state;
  const auto if_shown = [&](const agent_id& agent) {
    return shows_agent(c, viewer, agent) ? filled(agent) : std::nullopt;
  };
  wire::board_session row;
  row.chat = s.id;
  row.channel = s.channel;
  row.revision = s.revision;
  row.phase = chat::name_of(s.phase);
  row.service = filled(s.service);
  row.queue = filled(s.queue);
  row.agent = if_shown(s.agent);
  if (s.offered) {
    row.transfer_to = if_shown(s.offered->to);
  }
  row.customer_name = s.customer_name;
  row.customer_present = snapshot.customer_present;
  row.started = s.started;
  if (!s.queue.empty()) {
    row.enqueued = s.enqueued;
  }
  row.phase_since = s.phase_since;
  row.handled = s.handled;
  row.unread = snapshot.unread;
  if (!s.last_line.empty()) {
    row.last_line = s.last_line;
  }
  return row;
}

wire::routing_record routing_view(const routing::decision_record& r) {
  wire::routing_record v;
  v.at = r.at;
  v.queue = r.queue;
  v.channel = r.channel;
  v.score = r.score > 0 ? static_cast<std::uint64_t>(std::llround(r.score)) : 0;
  v.tier = count_of(r.tier);
  v.chosen = filled(r.chosen);
  for (const auto& c : r.candidates) {
    v.candidates.push_back({c.agent, c.why});
  }
  return v;
}

} // namespace parley::actors
