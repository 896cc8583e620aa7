// What may not be published in a flow, and what no draft may have.
#include "actors/domain/flow.hpp"
#include "actors/domain/flow_text.hpp"
#include "protocol/codec.hpp"
#include "protocol/result.hpp"

#include <algorithm>
#include <set>

namespace parley::flow {

namespace {

std::string quoted(std::string_view text) {
  return "'" + std::string{text} + "'";
}

struct branch {
  std::string name;
  std::string to;
  /// The flow goes there without the customer's doing.
  bool at_once = true;
  /// It may lead nowhere.
  bool optional = false;
};
using branches = std::vector<branch>;

void add_matches(const std::vector<match>& all, bool at_once, branches& to) {
  std::size_t n = 0;
  for (const auto& m : all) {
    to.push_back({"matches." + std::to_string(n++), m.next, at_once});
  }
}

branches branches_of(const node& n) {
  branches all;
  std::visit(
    overloaded{
      [&](const say& it) {
        all = {{"next", it.next}};
      },
      [&](const whisper& it) {
        all = {{"next", it.next}};
      },
      [&](const arrived& it) {
        all = {{"by_message", it.by_message}, {"by_presence", it.by_presence}};
      },
      [&](const branch_on_chat& it) {
        // The line that it looks at is gone then: each round takes another.
        add_matches(it.matches, false, all);
        all.push_back({"no_match", it.no_match, false});
      },
      [&](const menu& it) {
        std::size_t n_option = 0;
        for (const auto& o : it.options) {
          all.push_back(
            {"options." + std::to_string(n_option++), o.next, false});
        }
        all.push_back({"no_choice", it.no_choice, false});
        all.push_back({"timeout", it.timeout, false, !it.wait});
      },
      [&](const ask& it) {
        all = {{"next", it.next, false},
               {"no_answer", it.no_answer, false},
               {"timeout", it.timeout, false, !it.wait}};
      },
      [&](const set_variable& it) {
        all = {{"next", it.next}};
      },
      [&](const branch_on_variable& it) {
        add_matches(it.matches, true, all);
        all.push_back({"no_match", it.no_match});
      },
      [&](const branch_on_time& it) {
        all = {{"open", it.open}, {"closed", it.closed}};
      },
      [&](const branch_on_queue& it) {
        all = {{"holds", it.holds}, {"otherwise", it.otherwise}};
      },
      [&](const enter_queue& it) {
        all = {{"limit_reached", it.limit_reached},
               {"timeout", it.timeout, false},
               {"error", it.error, true, true},
               {"connected", it.connected, false, true}};
      },
      [&](const http_request& it) {
        all = {{"next", it.next}, {"failed", it.failed}};
      },
      [&](const offline_form& it) {
        all = {{"sent", it.sent, false}};
      },
      [&](const end&) {},
    },
    n);
  return all;
}

/// Can it come back to `from` without the customer or a queue's patience?
bool spins(const graph& g, const std::string& from) {
  std::set<std::string> seen;
  std::vector<std::string> open{from};
  while (!open.empty()) {
    const auto at = g.nodes.find(open.back());
    open.pop_back();
    if (at == g.nodes.end()) {
      continue;
    }
    for (const auto& b : branches_of(at->second)) {
      if (!b.at_once || b.to.empty()) {
        continue;
      }
      if (b.to == from) {
        return true;
      }
      if (seen.insert(b.to).second) {
        open.push_back(b.to);
      }
    }
  }
  return false;
}

struct checker {
  const graph& g;
  std::vector<std::string> wrong;
  std::set<std::string> names;
  std::string at;

  void says(const std::string& member, const std::string& what) {
    wrong.push_back("node " + quoted(at) + ": "
                    + (member.empty() ? what : member + ": " + what));
  }

  // --- Sizes. --------------------------------------------------------------

  void short_enough(const std::string& member,
                    std::string_view text,
                    std::size_t most) {
    if (wire::characters(text) > most) {
      says(member, "has more than " + std::to_string(most) + " characters");
    }
  }
  template <class T>
  void in_range(const std::string& member, T value, T low, T high) {
    if (value < low || value > high) {
      says(member, "is out of range");
    }
  }
  template <class Things>
  void
  few_enough(const std::string& member, const Things& all, std::size_t most) {
    if (all.size() > most) {
      says(member, "has more than " + std::to_string(most));
    }
  }
  void waits(const std::optional<duration>& wait) {
    if (wait) {
      in_range("wait", *wait, limits::flow_wait_min, limits::flow_wait_max);
    }
  }
  void matches_fit(const std::vector<match>& all) {
    few_enough("matches", all, limits::flow_matches_max);
    std::size_t n = 0;
    for (const auto& m : all) {
      const auto member = "matches." + std::to_string(n++);
      short_enough(member + ".text", m.text, limits::flow_label_characters_max);
      in_range(member + ".difference_max",
               m.difference_max,
               0,
               limits::flow_difference_max);
    }
  }

  void fits(const say& n) {
    short_enough("text", n.text, limits::text_characters_max);
    in_range("delay", n.delay, duration{0}, limits::flow_delay_max);
  }
  void fits(const whisper& n) {
    short_enough("text", n.text, limits::text_characters_max);
  }
  void fits(const arrived& /*unused*/) {}
  void fits(const branch_on_chat& n) { matches_fit(n.matches); }
  void fits(const menu& n) {
    // The numbered labels are part of the line that asks.
    short_enough("text", n.text, limits::flow_variable_characters_max);
    short_enough("retry_text", n.retry_text, limits::text_characters_max);
    few_enough("options", n.options, limits::flow_matches_max);
    std::size_t i = 0;
    for (const auto& o : n.options) {
      short_enough("options." + std::to_string(i++) + ".label",
                   o.label,
                   limits::flow_label_characters_max);
    }
    in_range("retries", n.retries, 0, limits::flow_retries_max);
    waits(n.wait);
  }
  void fits(const ask& n) {
    short_enough("text", n.text, limits::text_characters_max);
    short_enough("retry_text", n.retry_text, limits::text_characters_max);
    in_range("retries", n.retries, 0, limits::flow_retries_max);
    waits(n.wait);
  }
  void fits(const set_variable& n) {
    short_enough("value", n.value, limits::flow_variable_characters_max);
  }
  void fits(const branch_on_variable& n) { matches_fit(n.matches); }
  void fits(const branch_on_time& /*unused*/) {}
  void fits(const branch_on_queue& n) {
    if (n.agents_below) {
      in_range("agents_below", *n.agents_below, 1, limits::kpi_agents_max);
    }
    if (n.length_over) {
      in_range("length_over",
               *n.length_over,
               0,
               static_cast<int>(limits::queue_length_max));
    }
    if (n.wait_over) {
      in_range(
        "wait_over", *n.wait_over, duration{0}, limits::overflow_wait_max);
    }
  }
  void fits(const enter_queue& /*unused*/) {}
  void fits(const http_request& n) {
    short_enough("url", n.url, limits::flow_url_characters_max);
    short_enough("body", n.body, limits::text_characters_max);
    few_enough("headers", n.headers, limits::flow_headers_max);
    for (const auto& [name, value] : n.headers) {
      short_enough("headers", name, limits::flow_label_characters_max);
      short_enough("headers", value, limits::flow_variable_characters_max);
    }
    few_enough("results", n.results, limits::flow_results_max);
    for (const auto& [name, path] : n.results) {
      short_enough("results", path, limits::flow_variable_characters_max);
    }
    in_range("within",
             n.within,
             limits::flow_request_within_min,
             limits::flow_request_within_max);
    in_range("retries", n.retries, 0, limits::flow_request_retries_max);
  }
  void fits(const offline_form& n) {
    short_enough("text", n.text, limits::text_characters_max);
  }
  void fits(const end& /*unused*/) {}

  // --- Parameters. ---------------------------------------------------------

  void needs(const std::string& member, std::string_view text) {
    if (wire::is_blank(text)) {
      says(member, "is empty");
    }
    knows_names(member, text);
  }
  void knows_names(const std::string& member, std::string_view text) {
    for (const auto& name : names_in(text)) {
      if (!names.contains(name)) {
        says(member, "names <" + name + ">, which nothing sets");
      }
    }
  }
  void settable(const std::string& member, const std::string& name) {
    if (!is_name(name)) {
      says(member,
           quoted(name)
             + " is not a name: a letter, then letters, digits and _");
    } else if (name == "message" || name == "page") {
      says(member, quoted(name) + " is set by the chat itself");
    } else if (declared(name) != nullptr) {
      says(member, quoted(name) + " is a value of the service");
    }
  }
  [[nodiscard]] const value_declaration* declared(std::string_view name) const {
    const auto found
      = std::find_if(g.values.begin(), g.values.end(), [&](const auto& v) {
          return v.name == name;
        });
    return found == g.values.end() ? nullptr : &*found;
  }
  /// An id, or `<value>` of the right kind.
  void names_object(const std::string& member,
                    const std::string& text,
                    value_kind kind) {
    if (text.empty()) {
      says(member, "is empty");
      return;
    }
    const auto inside = names_in(text);
    if (inside.empty()) {
      return;
    }
    const auto* value = declared(inside.front());
    if (inside.size() != 1 || text != "<" + inside.front() + ">"
        || value == nullptr || value->kind != kind) {
      says(member,
           quoted(text) + " is no id and no value of kind "
             + std::string{to_string(kind)});
    }
  }
  void matches_complete(const std::vector<match>& all) {
    if (all.empty()) {
      says("matches", "is empty");
    }
    std::size_t n = 0;
    for (const auto& m : all) {
      needs("matches." + std::to_string(n++) + ".text", m.text);
    }
  }

  void complete(const say& n) { needs("text", n.text); }
  void complete(const whisper& n) { needs("text", n.text); }
  void complete(const arrived& /*unused*/) {}
  void complete(const branch_on_chat& n) { matches_complete(n.matches); }
  void complete(const menu& n) {
    needs("text", n.text);
    knows_names("retry_text", n.retry_text);
    if (n.options.empty()) {
      says("options", "is empty");
    }
    std::size_t i = 0;
    for (const auto& o : n.options) {
      const auto member = "options." + std::to_string(i++) + ".label";
      if (wire::is_blank(o.label)) {
        says(member, "is empty");
      }
      if (!names_in(o.label).empty()) {
        says(member, "takes no names");
      }
    }
  }
  void complete(const ask& n) {
    needs("text", n.text);
    knows_names("retry_text", n.retry_text);
    settable("variable", n.variable);
  }
  void complete(const set_variable& n) {
    settable("variable", n.variable);
    knows_names("value", n.value);
  }
  void complete(const branch_on_variable& n) {
    if (!names.contains(n.variable)) {
      says("variable", quoted(n.variable) + ", which nothing sets");
    }
    matches_complete(n.matches);
  }
  void complete(const branch_on_time& n) {
    names_object("calendar", n.calendar.value, value_kind::calendar);
  }
  void complete(const branch_on_queue& n) {
    names_object("queue", n.queue.value, value_kind::queue);
    if (!n.agents_below && !n.length_over && !n.wait_over) {
      says("", "has no condition");
    }
  }
  void complete(const enter_queue& n) {
    names_object("queue", n.queue.value, value_kind::queue);
    greets(n.connected);
  }
  /// What follows `connected` waits for nothing.
  void greets(const std::string& from) {
    auto next = from;
    for (std::size_t steps = 0; !next.empty() && steps <= g.nodes.size();
         ++steps) {
      const auto found = g.nodes.find(next);
      if (found == g.nodes.end()
          || std::holds_alternative<end>(found->second)) {
        return;
      }
      const auto* line = std::get_if<say>(&found->second);
      const auto* hint = std::get_if<whisper>(&found->second);
      const auto* value = std::get_if<set_variable>(&found->second);
      if ((line == nullptr || line->delay > duration{0}) && hint == nullptr
          && value == nullptr) {
        says("connected",
             "leads to " + quoted(next)
               + ": an agent is there, only lines may follow");
        return;
      }
      next = line != nullptr   ? line->next
             : hint != nullptr ? hint->next
                               : value->next;
    }
  }
  void complete(const http_request& n) {
    needs("url", n.url);
    const bool web
      = n.url.starts_with("https://") || n.url.starts_with("http://");
    // A name in front of the path could send it anywhere.
    const auto host_end = web ? n.url.find('/', n.url.find("//") + 2) : 0;
    if (!web || !names_in(n.url.substr(0, host_end)).empty()) {
      says("url", "begins with http:// or https:// and a host");
    }
    knows_names("body", n.body);
    for (const auto& [name, value] : n.headers) {
      const bool token
        = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                   || (c >= '0' && c <= '9') || c == '-';
          });
      if (!token) {
        says("headers", quoted(name) + " is not the name of a header");
      }
      knows_names("headers." + name, value);
    }
    for (const auto& [name, path] : n.results) {
      settable("results", name);
      if (!path.empty() && !path.starts_with('/')) {
        says("results." + name, "is no JSON pointer");
      }
    }
  }
  void complete(const offline_form& n) {
    needs("text", n.text);
    if (!n.queue.empty()) {
      names_object("queue", n.queue.value, value_kind::queue);
    }
  }
  void complete(const end& /*unused*/) {}

  void connected_branches(const node& n) {
    for (const auto& b : branches_of(n)) {
      if (b.to.empty()) {
        if (!b.optional) {
          says("branch " + quoted(b.name), "leads nowhere");
        }
      } else if (!g.nodes.contains(b.to)) {
        says("branch " + quoted(b.name),
             "leads to " + quoted(b.to) + ", which does not exist");
      }
    }
  }

  /// @returns how many variables the flow itself keeps with a chat.
  std::size_t collect_names() {
    names.clear();
    for (const auto& [id, n] : g.nodes) {
      std::visit(overloaded{
                   [&](const ask& it) { names.insert(it.variable); },
                   [&](const set_variable& it) { names.insert(it.variable); },
                   [&](const http_request& it) {
                     for (const auto& [name, path] : it.results) {
                       names.insert(name);
                     }
                   },
                   [](const auto&) {},
                 },
                 n);
    }
    const auto kept = names.size();
    names.insert({"customer_name", "customer_email", "page", "message"});
    for (const auto& v : g.values) {
      names.insert(v.name);
    }
    return kept;
  }
};

void check_declarations(const graph& g, std::vector<std::string>& wrong) {
  std::set<std::string> seen;
  const auto says = [&](const std::string& name, const std::string& what) {
    wrong.push_back("value " + quoted(name) + ": " + what);
  };
  for (const auto& v : g.values) {
    if (!is_name(v.name) || is_built_in(v.name)) {
      says(v.name, "is not a name: a letter, then letters, digits and _");
    }
    if (!seen.insert(v.name).second) {
      says(v.name, "is there twice");
    }
    if (wire::characters(v.section) > limits::name_characters_max) {
      says(v.name, "section: has more than 100 characters");
    }
    if (wire::characters(v.description) > limits::description_characters_max) {
      says(v.name, "description: has more than 250 characters");
    }
    if (v.choices.size() > limits::flow_choices_max) {
      says(v.name, "choices: has more than 30");
    }
    if (wire::characters(v.initial) > limits::flow_variable_characters_max) {
      says(v.name, "initial: has more than 1000 characters");
    }
  }
}

bool is_number(const std::string& text) {
  return accepted(answer_kind::number, text).has_value();
}

} // namespace

std::vector<std::string> validate_draft(const graph& g) {
  checker c{g, {}, {}, {}};
  if (g.nodes.size() > limits::flow_nodes_max) {
    c.wrong.push_back("nodes: has more than "
                      + std::to_string(limits::flow_nodes_max));
  }
  if (g.values.size() > limits::flow_values_max) {
    c.wrong.push_back("values: has more than "
                      + std::to_string(limits::flow_values_max));
  }
  check_declarations(g, c.wrong);
  for (const auto& [id, n] : g.nodes) {
    c.at = id;
    if (!is_valid_id(id)) {
      c.says("", "is not an id");
    }
    std::visit([&](const auto& it) { c.fits(it); }, n);
  }
  return std::move(c.wrong);
}

std::vector<std::string> validate(const graph& g) {
  checker c{g, validate_draft(g), {}, {}};
  const auto kept = c.collect_names();
  if (!g.nodes.contains(g.first)) {
    c.wrong.push_back("the first node " + quoted(g.first) + " does not exist");
  }
  if (kept > limits::flow_variables_max) {
    c.wrong.push_back("has more than "
                      + std::to_string(limits::flow_variables_max)
                      + " variables");
  }
  for (const auto& [id, n] : g.nodes) {
    c.at = id;
    std::visit([&](const auto& it) { c.complete(it); }, n);
    c.connected_branches(n);
    if (spins(g, id)) {
      c.says("", "comes back to itself without waiting for the customer");
    }
  }
  return std::move(c.wrong);
}

std::vector<std::string> validate_values(const graph& g,
                                         const variables& given) {
  std::vector<std::string> wrong;
  for (const auto& v : g.values) {
    const auto found = given.find(v.name);
    const auto& value = found == given.end() ? v.initial : found->second;
    const auto says = [&](const std::string& what) {
      wrong.push_back(v.name + ": " + what);
    };
    if (wire::is_blank(value)) {
      if (v.required) {
        says("is required");
      }
      continue;
    }
    if (wire::characters(value) > limits::flow_variable_characters_max) {
      says("has more than 1000 characters");
    }
    if (!v.choices.empty()
        && std::find(v.choices.begin(), v.choices.end(), value)
             == v.choices.end()) {
      says(quoted(value) + " is not one of the choices");
    }
    if (v.kind == value_kind::number && !is_number(value)) {
      says(quoted(value) + " is not a number");
    }
  }
  return wrong;
}

} // namespace parley::flow
