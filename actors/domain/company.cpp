#include "actors/domain/company.hpp"

#include "protocol/codec.hpp"

#include <algorithm>

namespace parley {

namespace {

/// Collects what is wrong, with the path of the value.
struct checker {
  std::vector<std::string> wrong;

  template <class T>
  void range(const std::string& path, const T& value, T low, T high) {
    if (value < low || value > high) {
      wrong.push_back(path + ": out of range");
    }
  }
  void id(const std::string& path, const std::string& value) {
    if (!is_valid_id(value)) {
      wrong.push_back(path + ": '" + value + "' is not an id");
    }
  }
  void name(const std::string& path, const std::string& value) {
    if (wire::is_blank(value)
        || wire::characters(value) > limits::name_characters_max) {
      wrong.push_back(path + ": needs 1-100 characters");
    }
  }
  void refers(const std::string& path, bool found, const std::string& to) {
    if (!found) {
      wrong.push_back(path + ": there is no '" + to + "'");
    }
  }
};

void check_policy(checker& c, const std::string& at, const chat_policy& p) {
  c.range(
    at + ".wrapup_time", p.wrapup_time, limits::wrapup_min, limits::wrapup_max);
  c.range(at + ".extension_time",
          p.extension_time,
          limits::wrapup_min,
          limits::wrapup_max);
  c.range(at + ".extensions", p.extensions, 0, limits::extensions_max);
  if (p.alert_timeout) {
    c.range(at + ".alert_timeout",
            *p.alert_timeout,
            limits::alert_timeout_min,
            limits::alert_timeout_max);
  }
  if (p.queue_timeout) {
    c.range(at + ".queue_timeout",
            *p.queue_timeout,
            limits::queue_timeout_min,
            limits::queue_timeout_max);
  }
}

void check_queue(checker& c, const company& all, const queue_config& q) {
  const auto at = "queues." + q.id.value;
  c.id(at, q.id.value);
  c.name(at + ".name", q.name);
  c.range(at + ".weight", q.weight, 0, limits::queue_weight_max);
  if (q.groups.empty() || q.groups.size() > limits::queue_groups_max) {
    c.wrong.push_back(at + ".groups: needs 1-5 groups");
  }
  for (const auto& g : q.groups) {
    c.refers(at + ".groups", all.groups.contains(g), g.value);
  }
  if (q.webchats_per_agent_max) {
    c.range(at + ".webchats_per_agent_max",
            *q.webchats_per_agent_max,
            1,
            static_cast<int>(limits::webchats_per_agent_max));
  }
  c.range<std::size_t>(
    at + ".length_max", q.waiting.length_max, 1, limits::queue_length_max);
  if (q.waiting.announcement && q.waiting.announcement->every) {
    c.range(at + ".announcement.every",
            *q.waiting.announcement->every,
            limits::announcement_every_min,
            limits::announcement_every_max);
  }
  check_policy(c, at + ".policy", q.policy);
  for (const auto& k : q.policy.classifications) {
    c.refers(
      at + ".policy.classifications", all.classifications.contains(k), k.value);
  }
}

void check_agent(checker& c, const company& all, const agent_config& a) {
  const auto at = "agents." + a.id.value;
  c.id(at, a.id.value);
  c.name(at + ".login", a.login);
  c.name(at + ".name", a.name);
  for (const auto& [group, skill] : a.groups) {
    c.refers(at + ".groups", all.groups.contains(group), group.value);
    c.range(at + ".groups." + group.value, skill, 1, 5);
  }
  if (a.webchats_max) {
    c.range(at + ".webchats_max",
            *a.webchats_max,
            1,
            static_cast<int>(limits::webchats_per_agent_max));
  }
  if (a.queues) {
    for (const auto& q : *a.queues) {
      c.refers(at + ".queues", all.queues.contains(q), q.value);
    }
  }
}

void check_flow(checker& c, const company& all, const flow::graph& f) {
  const auto at = "flows." + f.id.value;
  c.id(at, f.id.value);
  for (const auto& sentence : flow::validate(f)) {
    c.wrong.push_back(at + ": " + sentence);
  }
  for (const auto& [name, node] : f.nodes) {
    if (const auto* q = std::get_if<flow::enter_queue>(&node)) {
      c.refers(at + "." + name, all.queues.contains(q->queue), q->queue.value);
    }
  }
}

} // namespace

std::vector<std::string> validate(const company& all) {
  checker c;
  c.id("id", all.id.value);
  c.name("name", all.name);
  c.range("webchats_per_agent_max",
          all.webchats_per_agent_max,
          1,
          static_cast<int>(limits::webchats_per_agent_max));
  c.range("agent_grace",
          all.agent_grace,
          duration{0},
          duration{limits::agent_grace_max});
  c.range("customer_grace",
          all.customer_grace,
          duration{0},
          duration{limits::customer_grace_max});
  c.range("weights.multiplier",
          all.weights.multiplier,
          duration{0},
          duration{limits::score_multiplier_max});
  for (const auto p : all.weights.priority) {
    c.range("weights.priority", p, 0, limits::channel_priority_max);
  }
  for (const auto& [id, queue] : all.queues) {
    check_queue(c, all, queue);
  }
  std::set<std::string> logins;
  for (const auto& [id, agent] : all.agents) {
    check_agent(c, all, agent);
    if (!logins.insert(agent.login).second) {
      c.wrong.push_back("agents." + id.value + ".login: used twice");
    }
  }
  for (const auto& [id, flow] : all.flows) {
    check_flow(c, all, flow);
  }
  for (const auto& [id, service] : all.services) {
    const auto at = "services." + id.value;
    c.id(at, id.value);
    c.name(at + ".name", service.name);
    c.refers(
      at + ".flow", all.flows.contains(service.flow), service.flow.value);
    if (service.token.empty()) {
      c.wrong.push_back(at + ".token: is empty");
    }
  }
  return std::move(c.wrong);
}

const service_config* service_of(const company& c, const std::string& token) {
  const auto found
    = std::find_if(c.services.begin(), c.services.end(), [&](const auto& s) {
        return !token.empty() && s.second.token == token;
      });
  return found == c.services.end() ? nullptr : &found->second;
}

bool sees(const agent_config& a, const queue_id& q) {
  return !a.queues || a.queues->contains(q);
}

bool serves(const agent_config& a, const queue_config& q) {
  return sees(a, q.id)
         && std::any_of(q.groups.begin(), q.groups.end(), [&](const auto& g) {
              return a.groups.contains(g);
            });
}

} // namespace parley
