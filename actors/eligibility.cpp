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
  info.queues = visible_queues(company, config);
  for (const auto& [c, name] : names_of<channel>) {
    auto& share = info.of(c);
    share.held = agent::held_count(state, c);
    share.maximum = c == channel::webchat ? shown_maximum(config, company)
                                          : company.webchats_per_agent_max;
  }
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
  const auto rules = rules_of(company, config);
  info.call_tier = tier_of(agent::call_eligibility_of(state, now, rules));
  // How full the inbox may be depends on the queue: the router compares `held`.
  agent::capacity any_queue{static_cast<int>(limits::webchats_per_agent_max),
                            company.webchats_per_agent_max,
                            std::nullopt,
                            channel::webchat,
                            rules};
  for (const auto& [c, name] : names_of<channel>) {
    if (c != channel::call) {
      any_queue.channel = c;
      any_queue.user_maximum
        = c == channel::webchat ? config.webchats_max : std::nullopt;
      info.of(c).open = !agent::item_refusal(state, any_queue, false, now);
    }
  }
  return info;
}

agent::capacity capacity_for(const agent_config& config,
                             const company& company,
                             const queue_id& queue) {
  agent::capacity c;
  const auto found = company.queues.find(queue);
  if (found != company.queues.end()) {
    c.queue_maximum = found->second.webchats_per_agent_max;
    c.channel = found->second.channel;
  }
  c.company_maximum = company.webchats_per_agent_max;
  if (c.channel == channel::webchat) {
    c.user_maximum = config.webchats_max;
  }
  c.rules = rules_of(company, config);
  return c;
}

int shown_maximum(const agent_config& config, const company& company) {
  return std::min(company.webchats_per_agent_max,
                  config.webchats_max.value_or(company.webchats_per_agent_max));
}

routing::queue_info to_queue_info(const queue_config& queue,
                                  const company& company) {
  return {queue.id,
          queue.channel,
          queue.weight,
          queue.automatic && settings_of(company, queue.channel).automatic,
          queue.groups,
          queue.overflows};
}

} // namespace parley::actors
