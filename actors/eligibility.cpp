#include "actors/eligibility.hpp"

#include <algorithm>

namespace parley::actors {

namespace {

int tier_of(agent::call_eligibility e) {
  switch (e) {
  case agent::call_eligibility::free:
    return 1;
  case agent::call_eligibility::interruptible:
    return 2;
  case agent::call_eligibility::resting:
    return 3;
  case agent::call_eligibility::not_now:
    break;
  }
  return 0;
}

} // namespace

routing::agent_info to_agent_info(const agent::state& state,
                                  const agent_config& config,
                                  const company& company,
                                  timestamp now) {
  routing::agent_info info;
  info.id = config.id;
  info.skills = config.groups;
  info.queues = config.queues;
  info.held = agent::held_count(state);
  info.maximum = shown_maximum(config, company);
  info.last_allocated = state.last_allocated.value_or(timestamp{});
  if (const auto active = agent::active_chat(state)) {
    const auto found = state.inbox.find(*active);
    if (found != state.inbox.end()) {
      info.active_since = found->second.since;
    }
  }
  if (!std::holds_alternative<agent::present>(state.presence)) {
    return info;
  }
  info.call_tier = tier_of(agent::call_eligibility_of(state, now));
  // How full the inbox may be depends on the queue: the router compares `held`.
  const agent::capacity any_queue{
    static_cast<int>(limits::webchats_per_agent_max),
    company.webchats_per_agent_max,
    config.webchats_max};
  info.webchats = !agent::webchat_refusal(state, any_queue, false, now);
  return info;
}

agent::capacity capacity_for(const agent_config& config,
                             const company& company,
                             const queue_id& queue) {
  agent::capacity c;
  const auto found = company.queues.find(queue);
  if (found != company.queues.end()) {
    c.queue_maximum = found->second.webchats_per_agent_max;
  }
  c.company_maximum = company.webchats_per_agent_max;
  c.user_maximum = config.webchats_max;
  return c;
}

int shown_maximum(const agent_config& config, const company& company) {
  return std::min(company.webchats_per_agent_max,
                  config.webchats_max.value_or(company.webchats_per_agent_max));
}

routing::queue_info to_queue_info(const queue_config& queue) {
  return {queue.id, queue.channel, queue.weight, queue.automatic, queue.groups};
}

} // namespace parley::actors
