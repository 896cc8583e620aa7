#include "actors/domain/company.hpp"

#include "protocol/codec.hpp"

#include <algorithm>

namespace parley {

namespace {

/// The path of a value inside the one at `path`.
std::string inside(const std::string& path, const std::string& name) {
  return path + "." + name;
}

std::string quoted(const std::string& text) {
  return "'" + text + "'";
}

/// Collects what is wrong, with the path of the value.
struct checker {
  std::vector<std::string> wrong;

  void says(const std::string& path, const std::string& what) {
    wrong.push_back(path + ": " + what);
  }
  template <class T>
  void range(const std::string& path, const T& value, T low, T high) {
    if (value < low || value > high) {
      says(path, "out of range");
    }
  }
  void id(const std::string& path, const std::string& value) {
    if (!is_valid_id(value)) {
      says(path, quoted(value) + " is not an id");
    }
  }
  void name(const std::string& path, const std::string& value) {
    if (wire::is_blank(value)
        || wire::characters(value) > limits::name_characters_max) {
      says(path, "needs 1-100 characters");
    }
  }
  /// O4: names are unique per company and type.
  template <class Things, class Name>
  void unique(const std::string& path, const Things& things, Name name_of) {
    std::set<std::string> seen;
    for (const auto& [id, thing] : things) {
      if (!seen.insert(name_of(thing)).second) {
        says(inside(path, id.value), "used twice");
      }
    }
  }
  /// The key of a map is the id of what it leads to.
  template <class Id>
  void key(const std::string& path, const Id& key, const Id& own) {
    id(path, key.value);
    if (key != own) {
      says(path, "has the id " + quoted(own.value));
    }
  }
  void refers(const std::string& path, bool found, const std::string& to) {
    if (!found) {
      says(path, "there is no " + quoted(to));
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

/// N1: position or expected wait, not both.
void check_announcement(checker& c,
                        const std::string& at,
                        const queue::announcement& a) {
  const auto has = [&](std::string_view keyword) {
    return a.text.find(keyword) != std::string::npos;
  };
  if (wire::is_blank(a.text)
      || wire::characters(a.text) > limits::text_characters_max) {
    c.says(at + ".text", "needs 1-4000 characters");
  }
  if (has("<position>") && has("<time>")) {
    c.says(at + ".text", "position or time, not both");
  }
  if (a.every) {
    c.range(at + ".every",
            *a.every,
            limits::announcement_every_min,
            limits::announcement_every_max);
  }
}

void check_queue(checker& c, const company& all, const queue_config& q) {
  const auto at = "queues." + q.id.value;
  c.name(at + ".name", q.name);
  c.range(at + ".weight", q.weight, 0, limits::queue_weight_max);
  if (q.groups.empty() || q.groups.size() > limits::queue_groups_max) {
    c.says(at + ".groups", "needs 1-5 groups");
  }
  if (std::set(q.groups.begin(), q.groups.end()).size() != q.groups.size()) {
    c.says(at + ".groups", "names a group twice");
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
  if (q.waiting.announcement) {
    check_announcement(c, at + ".announcement", *q.waiting.announcement);
  }
  c.range(at + ".call_wrapup",
          q.call_wrapup,
          duration{0},
          duration{limits::wrapup_max});
  check_policy(c, at + ".policy", q.policy);
  for (const auto& k : q.policy.classifications) {
    c.refers(
      at + ".policy.classifications", all.classifications.contains(k), k.value);
  }
}

void check_agent(checker& c, const company& all, const agent_config& a) {
  const auto at = "agents." + a.id.value;
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

void check_queue_of(checker& c,
                    const company& all,
                    const std::string& at,
                    const flow::enter_queue& node) {
  const auto found = all.queues.find(node.queue);
  c.refers(at, found != all.queues.end(), node.queue.value);
  if (found != all.queues.end() && found->second.channel != channel::webchat) {
    c.says(at, "is not a queue for webchats");
  }
}

void check_flow(checker& c, const company& all, const flow::graph& f) {
  const auto at = "flows." + f.id.value;
  for (const auto& sentence : flow::validate(f)) {
    c.says(at, sentence);
  }
  for (const auto& [name, node] : f.nodes) {
    if (const auto* q = std::get_if<flow::enter_queue>(&node)) {
      check_queue_of(c, all, inside(at, name), *q);
    }
  }
}

/// O2: `https://www.example.com`, exactly as browsers send it.
bool is_origin(std::string_view text) {
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) {
    return false;
  }
  const auto scheme = text.substr(0, scheme_end);
  const auto host = text.substr(scheme_end + 3);
  return (scheme == "https" || scheme == "http") && !host.empty()
         && host.find_first_of("/?#@ *") == std::string_view::npos
         && std::none_of(host.begin(), host.end(), [](char c) {
              return c >= 'A' && c <= 'Z';
            });
}

void check_service(checker& c, const company& all, const service_config& s) {
  const auto at = "services." + s.id.value;
  c.name(at + ".name", s.name);
  c.refers(at + ".flow", all.flows.contains(s.flow), s.flow.value);
  if (!is_valid_id(s.token)) {
    c.says(at + ".token", "is not an id");
  }
  for (const auto& origin : s.origins) {
    if (!is_origin(origin)) {
      c.says(at + ".origins", quoted(origin) + " is not an origin");
    }
  }
}

void check_settings(checker& c, const company& all) {
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
}

void check_names(checker& c, const company& all) {
  const auto name = [](const auto& thing) {
    return thing.name;
  };
  c.unique("groups", all.groups, [](const auto& group) { return group; });
  c.unique("queues", all.queues, name);
  c.unique("agents", all.agents, [](const auto& a) { return a.login; });
  c.unique("services", all.services, name);
  c.unique("services", all.services, [](const auto& s) { return s.token; });
  c.unique("break_reasons", all.break_reasons, name);
  c.unique("classifications", all.classifications, name);
}

/// What only has a key, an id and a name.
template <class Things>
void check_named(checker& c, const std::string& path, const Things& things) {
  for (const auto& [id, thing] : things) {
    c.key(path + "." + id.value, id, thing.id);
    c.name(path + "." + id.value + ".name", thing.name);
  }
}

} // namespace

std::vector<std::string> validate(const company& all) {
  checker c;
  check_settings(c, all);
  check_names(c, all);
  check_named(c, "break_reasons", all.break_reasons);
  check_named(c, "classifications", all.classifications);
  for (const auto& [id, name] : all.groups) {
    c.id("groups." + id.value, id.value);
    c.name("groups." + id.value, name);
  }
  for (const auto& [id, queue] : all.queues) {
    c.key("queues." + id.value, id, queue.id);
    check_queue(c, all, queue);
  }
  for (const auto& [id, agent] : all.agents) {
    c.key("agents." + id.value, id, agent.id);
    check_agent(c, all, agent);
  }
  for (const auto& [id, flow] : all.flows) {
    c.key("flows." + id.value, id, flow.id);
    check_flow(c, all, flow);
  }
  for (const auto& [id, service] : all.services) {
    c.key("services." + id.value, id, service.id);
    check_service(c, all, service);
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
