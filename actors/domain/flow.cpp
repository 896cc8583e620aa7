#include "actors/domain/flow.hpp"

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"
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

/// F1: the session ends with an apology.
std::vector<effect> fails(std::vector<effect> so_far) {
  so_far.emplace_back(send_line{std::string{apology}});
  so_far.emplace_back(finish{});
  return so_far;
}

/// Where a flow goes on without waiting: after a line, or when a queue says no.
const std::string* goes_on_at_once(const node& n) {
  if (const auto* line = std::get_if<say>(&n)) {
    return &line->next;
  }
  if (const auto* queue = std::get_if<enter_queue>(&n)) {
    return &queue->limit_reached;
  }
  return nullptr;
}

/// Can it come back to `from` without ever waiting?
bool spins(const graph& g, const std::string& from) {
  auto at = g.nodes.find(from);
  // Each node has one such way, so after as many steps it has gone round.
  for (std::size_t steps = 0; steps < g.nodes.size(); ++steps) {
    const auto* next = goes_on_at_once(at->second);
    if (next == nullptr) {
      return false;
    }
    if (*next == from) {
      return true;
    }
    at = g.nodes.find(*next);
    if (at == g.nodes.end()) {
      return false;
    }
  }
  return false;
}

} // namespace

std::vector<effect>
step(const graph& g, const std::string& from, const input& in) {
  const auto start = g.nodes.find(from);
  if (start == g.nodes.end()) {
    return fails({});
  }
  std::vector<effect> effects;
  auto at = branch(start->second, in, from);
  for (int steps = 0; steps < steps_max; ++steps) {
    const auto found = g.nodes.find(at);
    if (found == g.nodes.end()) {
      return fails(std::move(effects));
    }
    if (const auto* line = std::get_if<say>(&found->second)) {
      effects.emplace_back(send_line{line->text});
      at = line->next;
    } else if (const auto* queue = std::get_if<enter_queue>(&found->second)) {
      effects.emplace_back(ask_queue{queue->queue, at});
      return effects;
    } else {
      effects.emplace_back(finish{});
      return effects;
    }
  }
  return fails(std::move(effects));
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
                   if (wire::is_blank(s.text)) {
                     wrong.push_back("node '" + id + "' has no text");
                   }
                   if (wire::characters(s.text) > limits::text_characters_max) {
                     wrong.push_back("node '" + id + "' has too long a text");
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
    if (spins(g, name)) {
      wrong.push_back("node '" + name + "' comes back to itself at once");
    }
  }
  return wrong;
}

} // namespace parley::flow
