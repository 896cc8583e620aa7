#include "actors/flow_runner.hpp"

#include "protocol/limits.hpp"
#include "protocol/result.hpp"
#include "storage/contact_words.hpp"
#include "storage/time_zones.hpp"

#include <algorithm>
#include <utility>

namespace parley::actors {

namespace {

chat::request line_of(const flow::send_line& e) {
  chat::write_entry line;
  line.from = speaker::flow;
  line.kind = e.to_agents ? entry_kind::whisper : entry_kind::automated;
  line.text = e.text;
  return {std::move(line)};
}

} // namespace

const flow::graph* graph_of(const company& c, const chat::state& s) {
  const auto found = c.flows.find(s.flow);
  return found == c.flows.end() ? nullptr
                                : found->second.version(s.flow_version);
}

const flow::node* node_of(const flow::graph* g, const chat::state& s) {
  if (g == nullptr) {
    return nullptr;
  }
  const auto found = g->nodes.find(s.flow_node);
  return found == g->nodes.end() ? nullptr : &found->second;
}

flow::place place_of(const chat::state& s) {
  const auto* at = std::get_if<chat::in_flow>(&s.phase);
  return {s.flow_node, at == nullptr ? 0 : at->tries};
}

flow::surroundings
surroundings_of(const company& c, const chat::state& s, timestamp now) {
  flow::surroundings around;
  around.known = s.variables;
  around.known.emplace("customer_name", s.customer_name);
  around.known.emplace("customer_email", s.customer_email);
  around.known.insert_or_assign("page", s.customer_page);
  around.known.insert_or_assign("message", s.unheard.value_or(s.last_line));
  const auto* g = graph_of(c, s);
  const auto service = c.services.find(s.service);
  if (g != nullptr) {
    around.values = flow::filled_in(
      *g,
      service == c.services.end() ? flow::variables{} : service->second.values);
  }
  around.line = s.unheard;
  around.is_open = [&c, now](const calendar_id& id) {
    return parley::is_open(c, id, now, storage::system_time_zones());
  };
  around.fold = [](std::string_view text) {
    return storage::folded(text);
  };
  return around;
}

std::vector<chat::request>
commands_of(const std::vector<flow::effect>& effects) {
  std::vector<chat::request> all;
  const auto stands
    = [&all](const flow::effect& e, std::optional<duration> within) {
        const auto at = flow::stands_at(e).value_or(flow::place{});
        all.push_back(
          {chat::advance_flow{at.node, at.tries, within, flow::keeps_line(e)}});
      };
  for (const auto& e : effects) {
    std::visit(overloaded{
                 [&](const flow::send_line& it) { all.push_back(line_of(it)); },
                 [&](const flow::remember& it) {
                   all.push_back({chat::set_variable{it.variable, it.value}});
                 },
                 [&](const flow::chose& it) {
                   all.push_back({chat::note_choice{it.node, it.what}});
                 },
                 [&](const flow::wait_for_line& it) { stands(e, it.within); },
                 [&](const flow::pause& it) { stands(e, it.during); },
                 [&](const flow::finish& it) {
                   all.push_back({chat::end_flow{it.failed}});
                 },
                 [&](const auto&) { stands(e, {}); },
               },
               e);
  }
  return all;
}

std::vector<flow::effect> within_bounds(std::vector<flow::effect> effects,
                                        const chat::state& s) {
  const auto lines
    = std::count_if(effects.begin(), effects.end(), [](const auto& e) {
        return std::holds_alternative<flow::send_line>(e);
      });
  if (s.flow_entries + static_cast<std::uint64_t>(lines)
      <= limits::flow_lines_max) {
    return effects;
  }
  return {flow::send_line{std::string{flow::apology}, false},
          flow::finish{true}};
}

web_request request_of(const flow::fetch& e, const company_id& company) {
  return {company,
          std::string{to_string(e.what.method)},
          e.what.url,
          e.what.headers,
          e.what.body,
          e.what.within,
          e.what.retries,
          e.what.results};
}

flow_view flow_view_of(const company& c, const chat::state& s) {
  flow_view v;
  if (!std::holds_alternative<chat::in_flow>(s.phase)) {
    return v;
  }
  const auto* node = node_of(graph_of(c, s), s);
  if (node == nullptr) {
    return v;
  }
  if (const auto* menu = std::get_if<flow::menu>(node)) {
    v.menu = flow::labels_of(*menu);
  }
  v.form = std::holds_alternative<flow::offline_form>(*node);
  return v;
}

} // namespace parley::actors
