#include "tests/support/sample_company.hpp"

namespace parley::testing {

namespace {

queue_config make_queue(const std::string& id, channel c, bool automatic) {
  queue_config q;
  q.id = queue_id{id};
  q.name = id;
  q.channel = c;
  q.weight = c == channel::call ? 10 : 5;
  q.automatic = automatic;
  q.groups = {group_id{"all"}};
  q.waiting.wait_when_nobody = true;
  return q;
}

agent_config make_agent(const std::string& id, const std::string& name) {
  agent_config a;
  a.id = agent_id{id};
  a.login = id;
  a.name = name;
  a.groups[group_id{"all"}] = 3;
  return a;
}

flow_config make_flow(const std::string& id, const std::string& queue) {
  flow::graph g;
  g.first = "greet";
  g.nodes["greet"] = flow::say{"Welcome!", "queue"};
  g.nodes["queue"] = flow::enter_queue{queue_id{queue}, "sorry", "late"};
  g.nodes["sorry"] = flow::say{"Nobody can help now.", "end"};
  g.nodes["late"] = flow::say{"That took too long.", "end"};
  g.nodes["end"] = flow::end{};
  return published_flow(flow_id{id}, id, std::move(g));
}

service_config make_service(const std::string& id, const std::string& flow) {
  service_config s;
  s.id = service_id{id};
  s.name = id;
  s.token = "token-" + id;
  s.flow = flow_id{flow};
  s.origins = {"https://example.com"};
  return s;
}

} // namespace

company sample_company() {
  company c;
  c.id = company_id{"acme"};
  c.name = "Acme";
  c.version = 1;
  c.groups[group_id{"all"}] = "All";
  for (auto q : {make_queue("sales", channel::webchat, false),
                 make_queue("care", channel::webchat, true),
                 make_queue("phone", channel::call, true)}) {
    c.queues[q.id] = q;
  }
  c.agents[agent_id{"ann"}] = make_agent("ann", "Ann");
  c.agents[agent_id{"bob"}] = make_agent("bob", "Bob");
  auto eve = make_agent("eve", "Eve");
  eve.queues = std::set<queue_id>{queue_id{"care"}};
  c.agents[eve.id] = eve;
  c.flows[flow_id{"greet"}] = make_flow("greet", "sales");
  c.flows[flow_id{"care"}] = make_flow("care", "care");
  c.services[service_id{"web"}] = make_service("web", "greet");
  c.services[service_id{"auto"}] = make_service("auto", "care");
  const break_reason lunch{break_reason_id{"lunch"}, "Lunch", false, false};
  c.break_reasons[lunch.id] = lunch;
  const classification sale{classification_id{"sale"}, "Sale"};
  c.classifications[sale.id] = sale;
  c.queues[queue_id{"sales"}].policy.classifications = {sale.id};
  return c;
}

} // namespace parley::testing
