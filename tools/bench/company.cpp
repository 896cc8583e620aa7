// See company.hpp.
#include "tools/bench/company.hpp"

#include "storage/event_codec.hpp"

#include <nlohmann/json.hpp>

namespace parley::tools {
namespace {

/// A queue, a flow that leads straight into it, and a service in front.
void add_queue(company& c, const std::string& name, std::string_view token) {
  queue_config queue;
  queue.id = queue_id{name};
  queue.name = name;
  queue.groups = {group_id{"everybody"}};
  queue.webchats_per_agent_max
    = static_cast<int>(limits::webchats_per_agent_max);
  queue.waiting.length_max = limits::queue_length_max;
  queue.waiting.wait_when_nobody = true;
  queue.policy.wrapup_on = false;
  c.queues.emplace(queue.id, queue);

  flow::graph graph;
  const flow_id flow{"to-" + name};
  graph.first = "queue";
  graph.nodes.emplace("queue", flow::enter_queue{queue.id, "end", "end"});
  graph.nodes.emplace("end", flow::end{});
  c.flows.emplace(flow, published_flow(flow, flow.value, graph));

  service_config service;
  service.id = service_id{name};
  service.name = name;
  service.token = token;
  service.flow = flow;
  service.origins = {std::string{bench_origin}};
  c.services.emplace(service.id, service);
}

} // namespace

std::string bench_agent(int i) {
  return "a" + std::to_string(i);
}

company bench_company(int agents) {
  company c;
  c.id = company_id{bench_company_id};
  c.name = "Benchmark";
  c.version = 1;
  c.groups.emplace(group_id{"everybody"}, "Everybody");
  c.webchats_per_agent_max = static_cast<int>(limits::webchats_per_agent_max);
  c.telephony_secret = std::string(64, '0');
  add_queue(c, "pairs", pairs_token);
  add_queue(c, "crowd", crowd_token);
  for (int i = 1; i <= agents; ++i) {
    agent_config agent;
    agent.id = agent_id{bench_agent(i)};
    agent.login = bench_agent(i);
    agent.name = "Agent " + std::to_string(i);
    agent.groups.emplace(group_id{"everybody"}, 3);
    agent.queues = std::set<queue_id>{queue_id{"pairs"}};
    c.agents.emplace(agent.id, agent);
  }
  return c;
}

std::string company_file(const company& c) {
  auto file = nlohmann::json::parse(storage::encode_company(c));
  for (const auto& [id, agent] : c.agents) {
    file["passwords"][id.value] = bench_password;
  }
  return file.dump(1);
}

} // namespace parley::tools
