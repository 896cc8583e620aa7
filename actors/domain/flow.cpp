#include "actors/domain/flow.hpp"

#include "protocol/result.hpp"

#include <algorithm>

namespace parley::flow {

namespace {

/// Where the flow goes on from `n` with this input; empty: it ends.
std::string branch(const node& n, const input& in, const std::string& itself) {
  return std::visit(
    overloaded{
      [&](const auto&, const begun&) { return itself; },
      [](const enter_queue& q, const refused_by_queue&) {
        return q.limit_reached;
      },
      [](const enter_queue& q, const timed_out&) { return q.timeout; },
      [](const auto&, const auto&) { return std::string{}; },
    },
    n,
    in);
}

} // namespace

std::vector<effect>
step(const graph& g, const std::string& from, const input& in) {
  std::vector<effect> effects;
  const auto start = g.nodes.find(from);
  if (start == g.nodes.end()) {
    return {finish{}};
  }
  auto at = branch(start->second, in, from);
  for (int steps = 0; steps < steps_max; ++steps) {
    const auto found = g.nodes.find(at);
    if (found == g.nodes.end()) {
      break;
    }
    if (const auto* line = std::get_if<say>(&found->second)) {
      effects.emplace_back(send_line{line->text});
      at = line->next;
    } else if (const auto* queue = std::get_if<enter_queue>(&found->second)) {
      effects.emplace_back(ask_queue{queue->queue, at});
      return effects;
    } else {
      break;
    }
  }
  effects.emplace_back(finish{});
  return effects;
}

std::vector<std::string> validate(const graph& g) {
  std::vector<std::string> wrong;
  const auto exists = [&](const std::string& from,
                          std::string_view branch_name,
                          const std::string& to) {
    if (!g.nodes.contains(to)) {
      wrong.push_back("node '" + from + "': branch '" + std::string{branch_name}
                      + "' leads to '" + to + "', which does not exist");
    }
  };
  if (!g.nodes.contains(g.first)) {
    wrong.push_back("the first node '" + g.first + "' does not exist");
  }
  for (const auto& [name, n] : g.nodes) {
    std::visit(overloaded{
                 [&, &id = name](const say& s) {
                   if (s.text.empty()) {
                     wrong.push_back("node '" + id + "' has no text");
                   }
                   exists(id, "next", s.next);
                 },
                 [&, &id = name](const enter_queue& q) {
                   if (q.queue.empty()) {
                     wrong.push_back("node '" + id + "' names no queue");
                   }
                   exists(id, "limit_reached", q.limit_reached);
                   exists(id, "timeout", q.timeout);
                 },
                 [](const end&) {},
               },
               n);
  }
  return wrong;
}

} // namespace parley::flow
