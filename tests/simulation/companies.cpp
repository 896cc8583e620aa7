#include "tests/simulation/companies.hpp"

#include <algorithm>

namespace parley::simulation {

namespace {

using namespace std::chrono_literals;

queue_config webchats(const std::string& id, bool automatic, wrapup_mode mode) {
  queue_config q;
  q.id = queue_id{id};
  q.name = id;
  q.automatic = automatic;
  q.groups = {group_id{"all"}};
  q.waiting.wait_when_nobody = true;
  q.policy.mode = mode;
  q.policy.wrapup_time = 10s;
  q.policy.extension_time = 5s;
  q.policy.extensions = 2;
  return q;
}

queue_config calls(const std::string& id, duration wrapup) {
  queue_config q;
  q.id = queue_id{id};
  q.name = id;
  q.channel = channel::call;
  q.weight = 10;
  q.automatic = true;
  q.groups = {group_id{"all"}};
  q.waiting.wait_when_nobody = true;
  q.call_wrapup = wrapup;
  return q;
}

void add(company& c, queue_config q) {
  const auto id = q.id;
  c.queues[id] = std::move(q);
}

/// One service per webchat queue, whose flow greets and queues there.
void add_services(company& c) {
  for (const auto& [id, queue] : c.queues) {
    if (queue.channel != channel::webchat) {
      continue;
    }
    flow::graph g;
    const flow_id flow{"to-" + id.value};
    g.first = "greet";
    g.nodes["greet"] = flow::say{"Welcome!", "queue"};
    g.nodes["queue"] = flow::enter_queue{id, "sorry", "late"};
    g.nodes["sorry"] = flow::say{"Nobody can help now.", "end"};
    g.nodes["late"] = flow::say{"That took too long.", "end"};
    g.nodes["end"] = flow::end{};
    service_config s;
    s.id = service_id{id.value};
    s.name = id.value;
    s.token = c.id.value + "-" + id.value;
    s.flow = flow;
    s.origins = {"https://example.com"};
    s.reopen_after_close = id.value != "plain";
    c.flows[flow] = published_flow(flow, flow.value, g);
    c.services[s.id] = s;
  }
}

void add_agent(company& c,
               const std::string& id,
               int skill,
               std::optional<int> maximum = {},
               std::optional<std::set<queue_id>> queues = {}) {
  agent_config a;
  a.id = agent_id{id};
  a.login = id;
  a.name = id;
  a.groups[group_id{"all"}] = skill;
  a.webchats_max = maximum;
  a.queues = std::move(queues);
  c.agents[a.id] = std::move(a);
}

void give_role(company& c, const std::string& id, const std::string& role) {
  c.agents.at(agent_id{id}).roles = {role_id{role}};
}

company named(const std::string& id) {
  company c;
  c.id = company_id{id};
  c.name = id;
  c.version = 1;
  c.groups[group_id{"all"}] = "All";
  const break_reason lunch{break_reason_id{"lunch"}, "Lunch", false, false};
  const break_reason study{break_reason_id{"study"}, "Study", true, true};
  c.break_reasons[lunch.id] = lunch;
  c.break_reasons[study.id] = study;
  const classification sale{classification_id{"sale"}, "Sale"};
  c.classifications[sale.id] = sale;
  return c;
}

company large() {
  auto c = named("acme");
  c.webchats_per_agent_max = 3;
  c.agent_grace = 20s;
  c.customer_grace = 15s;
  auto sales = webchats("sales", false, wrapup_mode::optional);
  sales.policy.interruption_notice = "Your agent is on the phone.";
  add(c, sales);
  auto care = webchats("care", true, wrapup_mode::timed);
  care.policy.alert_timeout = 5s;
  care.policy.queue_timeout = 60s;
  care.webchats_per_agent_max = 2;
  care.waiting.announcement
    = queue::announcement{"You are number <position>.", 15s};
  add(c, care);
  auto desk = webchats("desk", false, wrapup_mode::until_done);
  desk.policy.classification_required = true;
  desk.policy.classifications = {classification_id{"sale"}};
  add(c, desk);
  auto strict = webchats("strict", true, wrapup_mode::timed_no_early_exit);
  strict.policy.wrapup_time = 4s;
  strict.waiting.length_max = 2;
  strict.waiting.wait_when_nobody = false;
  add(c, strict);
  auto plain = webchats("plain", false, wrapup_mode::optional);
  plain.policy.wrapup_on = false;
  add(c, plain);
  add(c, webchats("asked", true, wrapup_mode::on_request));
  add(c, calls("phone", 4s));
  add(c, calls("hotline", 0s));
  add_agent(c, "ann", 3);
  add_agent(c, "bob", 5, 2);
  add_agent(c,
            "cid",
            1,
            std::nullopt,
            std::set{queue_id{"care"}, queue_id{"desk"}, queue_id{"phone"}});
  // A2: Bob supervises beside his work, Max has no desk.
  give_role(c, "bob", "supervisor");
  add_agent(c, "max", 1);
  give_role(c, "max", "administrator");
  add_services(c);
  return c;
}

company small() {
  auto c = named("globex");
  c.webchats_per_agent_max = 2;
  c.agent_grace = 5s;
  c.customer_grace = 5s;
  c.resume_at_hang_up = true;
  add(c, webchats("sales", false, wrapup_mode::optional));
  auto care = webchats("care", true, wrapup_mode::optional);
  care.policy.alert_timeout = 10s;
  add(c, care);
  add(c, calls("phone", 6s));
  add_agent(c, "ann", 3);
  add_agent(c, "dee", 2, 1);
  give_role(c, "dee", "supervisor");
  add_agent(c, "meg", 1);
  give_role(c, "meg", "administrator");
  add_services(c);
  return c;
}

} // namespace

std::vector<company> two_companies() {
  return {large(), small()};
}

int limit_of(const company& c, const agent_id& agent, const queue_id& queue) {
  const auto& q = c.queues.at(queue);
  const auto shared
    = q.webchats_per_agent_max.value_or(c.webchats_per_agent_max);
  return std::min(shared, c.agents.at(agent).webchats_max.value_or(shared));
}

} // namespace parley::simulation
