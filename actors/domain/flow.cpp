// The interpreter of flows.
#include "actors/domain/flow.hpp"

#include "actors/domain/flow_text.hpp"
#include "protocol/codec.hpp"
#include "protocol/result.hpp"

#include <algorithm>

namespace parley::flow {

namespace {

/// One run through the graph, from an input to the next place.
struct walker {
  const graph& g;
  const surroundings& around;
  /// What the customer wrote, until a node looks at it.
  std::optional<std::string> line;
  /// What was set on the way; outweighs what was known.
  variables fresh;
  std::vector<effect> effects;
  /// Where to go on; empty: it stands, or is over.
  std::string next;
  bool done = false;

  // --- Values. -------------------------------------------------------------

  [[nodiscard]] std::string value_of(const std::string& name) const {
    for (const auto* from : {&fresh, &around.known, &around.values}) {
      const auto found = from->find(name);
      if (found != from->end()) {
        return found->second;
      }
    }
    return {};
  }
  [[nodiscard]] std::string expand(std::string_view text) const {
    return expanded(text,
                    [this](const std::string& name) { return value_of(name); });
  }
  [[nodiscard]] std::string folded(std::string_view text) const {
    return around.fold ? around.fold(text) : std::string{text};
  }
  void remembers(const std::string& name, std::string_view value) {
    std::string kept{
      wire::first_characters(value, limits::flow_variable_characters_max)};
    fresh[name] = kept;
    effects.emplace_back(remember{name, std::move(kept)});
  }

  // --- What a node can do. -------------------------------------------------

  void says(std::string_view text, bool to_agents = false) {
    auto filled = expand(text);
    // What customers and other servers wrote may make it longer than a line.
    filled = wire::first_characters(filled, limits::text_characters_max);
    if (!wire::is_blank(filled)) {
      effects.emplace_back(send_line{std::move(filled), to_agents});
    }
  }
  void goes_to(const std::string& node) { next = node; }
  template <class Effect>
  void stands(Effect e) {
    effects.emplace_back(std::move(e));
    done = true;
  }
  void ends(bool failed) {
    if (failed) {
      effects.emplace_back(send_line{std::string{apology}, false});
    }
    stands(finish{failed});
  }
  [[nodiscard]] std::optional<std::string> take_line() {
    auto taken = std::move(line);
    line.reset();
    return taken;
  }
  void branches(const std::string& node,
                const std::vector<match>& all,
                const std::string& no_match,
                std::string_view text) {
    const auto said = folded(text);
    for (const auto& m : all) {
      if (matches(m, folded(expand(m.text)), said)) {
        effects.emplace_back(chose{node, m.text});
        goes_to(m.next);
        return;
      }
    }
    effects.emplace_back(chose{node, {}});
    goes_to(no_match);
  }

  // --- A node is entered. --------------------------------------------------

  void enter(const std::string& name, const node& n) {
    std::visit([&](const auto& it) { enters(name, it); }, n);
  }
  void enters(const std::string& name, const say& n) {
    if (n.delay > duration{0}) {
      stands(pause{{name, 0}, n.delay, line.has_value()});
      return;
    }
    says(n.text);
    goes_to(n.next);
  }
  void enters(const std::string& /*name*/, const whisper& n) {
    says(n.text, true);
    goes_to(n.next);
  }
  void enters(const std::string& /*name*/, const arrived& n) {
    goes_to(line ? n.by_message : n.by_presence);
  }
  void enters(const std::string& name, const branch_on_chat& n) {
    if (const auto text = take_line()) {
      branches(name, n.matches, n.no_match, *text);
    } else {
      stands(wait_for_line{{name, 0}, {}});
    }
  }
  void enters(const std::string& name, const menu& n) {
    asks(name, menu_text(n), n.wait, 0);
  }
  void enters(const std::string& name, const ask& n) {
    asks(name, n.text, n.wait, 0);
  }
  void enters(const std::string& /*name*/, const set_variable& n) {
    remembers(n.variable, expand(n.value));
    goes_to(n.next);
  }
  void enters(const std::string& name, const branch_on_variable& n) {
    branches(name, n.matches, n.no_match, value_of(n.variable));
  }
  void enters(const std::string& name, const branch_on_time& n) {
    const calendar_id id{resolved(n.calendar.value, around)};
    const bool open = around.is_open && around.is_open(id).value_or(false);
    effects.emplace_back(chose{name, open ? "open" : "closed"});
    goes_to(open ? n.open : n.closed);
  }
  void enters(const std::string& name, const branch_on_queue& n) {
    stands(look_at_queue{
      queue_id{resolved(n.queue.value, around)}, name, line.has_value()});
  }
  void enters(const std::string& name, const enter_queue& n) {
    stands(ask_queue{
      queue_id{resolved(n.queue.value, around)}, name, line.has_value()});
  }
  void enters(const std::string& name, const http_request& n) {
    // What customers write must not become another parameter or member.
    auto filled = n;
    filled.url = expanded(n.url, [this](const std::string& value) {
      return url_encoded(value_of(value));
    });
    filled.body = expanded(n.body, [this, &n](const std::string& value) {
      const auto text = value_of(value);
      return is_json(n.body) ? json_escaped(text)
             : is_form(n)    ? url_encoded(text)
                             : text;
    });
    for (auto& [header, value] : filled.headers) {
      value = expand(value);
    }
    stands(fetch{std::move(filled), name, line.has_value()});
  }
  [[nodiscard]] static bool is_json(std::string_view body) {
    const auto first = body.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos
           && (body[first] == '{' || body[first] == '[');
  }
  [[nodiscard]] bool is_form(const http_request& n) const {
    return std::any_of(n.headers.begin(), n.headers.end(), [&](const auto& h) {
      return folded(h.first) == "content-type"
             && folded(h.second).find("urlencoded") != std::string::npos;
    });
  }
  void enters(const std::string& name, const offline_form& n) {
    says(n.text);
    stands(show_form{name});
  }
  void enters(const std::string& /*name*/, const end& /*unused*/) {
    ends(false);
  }

  // --- It stood at a node, and something came. -----------------------------

  void go_on(const place& at, const node& n, const input& in) {
    std::visit(
      overloaded{
        [&](const auto&, const begun&) { enter(at.node, n); },
        // What was asked stays asked; all else is done again.
        [&](const menu& it, const resumed&) { waits_again(at, it.wait); },
        [&](const ask& it, const resumed&) { waits_again(at, it.wait); },
        [&](const offline_form&, const resumed&) {
          stands(show_form{at.node});
        },
        [&](const auto&, const resumed&) { enter(at.node, n); },

        [&](const say& it, const time_is_up&) {
          says(it.text);
          goes_to(it.next);
        },
        [&](const branch_on_chat& it, const heard&) { enters(at.node, it); },
        [&](const menu& it, const heard&) { hears(at, it); },
        [&](const ask& it, const heard&) { hears(at, it); },
        [&](const menu& it, const time_is_up&) { goes_to(it.timeout); },
        [&](const ask& it, const time_is_up&) { goes_to(it.timeout); },
        [&](const branch_on_queue& it, const queue_seen& q) {
          const bool holds = holds_for(it, q);
          effects.emplace_back(chose{at.node, holds ? "holds" : "otherwise"});
          goes_to(holds ? it.holds : it.otherwise);
        },
        [&](const branch_on_queue& it, const queue_failed&) {
          goes_to(it.otherwise);
        },
        [&](const enter_queue& it, const refused_by_queue&) {
          goes_to(it.limit_reached);
        },
        [&](const enter_queue& it, const queue_failed&) {
          goes_to(it.error.empty() ? it.limit_reached : it.error);
        },
        [&](const enter_queue& it, const timed_out&) { goes_to(it.timeout); },
        [&](const http_request& it, const answered& a) {
          for (const auto& [name, value] : a.found) {
            remembers(name, value);
          }
          effects.emplace_back(chose{at.node, a.good ? "next" : "failed"});
          goes_to(a.good ? it.next : it.failed);
        },
        [&](const offline_form& it, const form_sent&) { goes_to(it.sent); },
        [&](const auto&, const auto&) { ends(true); },
      },
      n,
      in);
  }
  static bool holds_for(const branch_on_queue& n, const queue_seen& q) {
    return (n.agents_below && std::cmp_less(q.agents, *n.agents_below))
           || (n.length_over && std::cmp_greater(q.length, *n.length_over))
           || (n.wait_over && q.wait && *q.wait > *n.wait_over);
  }
  [[nodiscard]] static std::string menu_text(const menu& n) {
    auto text = n.text;
    std::size_t number = 0;
    for (const auto& o : n.options) {
      text += (text.empty() ? "" : "\n") + std::to_string(++number) + ". "
              + o.label;
    }
    return text;
  }
  void asks(const std::string& name,
            std::string_view text,
            std::optional<duration> wait,
            int tries) {
    says(text);
    // What was written before the question is no answer to it.
    line.reset();
    stands(wait_for_line{{name, tries}, wait});
  }
  void waits_again(const place& at, std::optional<duration> wait) {
    stands(wait_for_line{at, wait});
  }
  void hears(const place& at, const menu& n) {
    const auto fold = [this](std::string_view t) {
      return folded(expand(t));
    };
    if (const auto which = chosen(n, take_line().value_or(""), fold)) {
      const auto& option = n.options[*which];
      effects.emplace_back(chose{at.node, option.label});
      goes_to(option.next);
    } else if (at.tries < n.retries) {
      asks(at.node,
           n.retry_text.empty() ? menu_text(n) : n.retry_text,
           n.wait,
           at.tries + 1);
    } else {
      effects.emplace_back(chose{at.node, {}});
      goes_to(n.no_choice);
    }
  }
  void hears(const place& at, const ask& n) {
    if (const auto answer = accepted(n.answer, take_line().value_or(""))) {
      remembers(n.variable, *answer);
      goes_to(n.next);
    } else if (at.tries < n.retries) {
      asks(at.node,
           n.retry_text.empty() ? n.text : n.retry_text,
           n.wait,
           at.tries + 1);
    } else {
      effects.emplace_back(chose{at.node, {}});
      goes_to(n.no_answer);
    }
  }
};

/// Lines for the customer whom an agent has just met; nothing is waited for.
std::vector<effect> greets(walker w, const std::string& from) {
  w.next = from;
  for (int steps = 0; steps < limits::flow_steps_max && !w.next.empty();
       ++steps) {
    const auto found = w.g.nodes.find(std::exchange(w.next, {}));
    if (found == w.g.nodes.end()) {
      break;
    }
    const auto* line = std::get_if<say>(&found->second);
    const bool allowed = (line != nullptr && line->delay == duration{0})
                         || std::holds_alternative<whisper>(found->second)
                         || std::holds_alternative<set_variable>(found->second);
    if (!allowed) {
      break;
    }
    w.enter(found->first, found->second);
  }
  return std::move(w.effects);
}

} // namespace

std::vector<effect> step(const graph& g,
                         const place& at,
                         const input& in,
                         const surroundings& around) {
  walker w{g, around, around.line, {}, {}, {}, false};
  const auto start = g.nodes.find(at.node);
  if (std::holds_alternative<connected>(in)) {
    const auto* queue = start == g.nodes.end()
                          ? nullptr
                          : std::get_if<enter_queue>(&start->second);
    return queue == nullptr ? std::vector<effect>{}
                            : greets(std::move(w), queue->connected);
  }
  if (start == g.nodes.end()) {
    w.ends(true);
    return std::move(w.effects);
  }
  w.go_on(at, start->second, in);
  for (int steps = 1; !w.done; ++steps) {
    const auto found = g.nodes.find(std::exchange(w.next, {}));
    if (found == g.nodes.end() || steps >= limits::flow_steps_max) {
      w.ends(true);
      break;
    }
    w.enter(found->first, found->second);
  }
  return std::move(w.effects);
}

bool keeps_line(const effect& e) {
  return std::visit(
    [](const auto& it) {
      if constexpr (requires { it.keeps_line; }) {
        return it.keeps_line;
      } else {
        return false;
      }
    },
    e);
}

std::optional<place> stands_at(const effect& e) {
  return std::visit(
    overloaded{
      [](const wait_for_line& it) { return std::optional{it.at}; },
      [](const pause& it) { return std::optional{it.at}; },
      [](const ask_queue& it) {
        return std::optional{place{it.node, 0}};
      },
      [](const look_at_queue& it) {
        return std::optional{place{it.node, 0}};
      },
      [](const fetch& it) {
        return std::optional{place{it.node, 0}};
      },
      [](const show_form& it) {
        return std::optional{place{it.node, 0}};
      },
      [](const auto&) { return std::optional<place>{}; },
    },
    e);
}

std::string resolved(std::string_view text, const surroundings& around) {
  return expanded(text, [&](const std::string& name) {
    const auto found = around.values.find(name);
    return found == around.values.end() ? std::string{} : found->second;
  });
}

variables filled_in(const graph& g, const variables& given) {
  variables all;
  for (const auto& v : g.values) {
    const auto found = given.find(v.name);
    all[v.name] = found == given.end() ? v.initial : found->second;
  }
  return all;
}

std::vector<std::string> labels_of(const menu& m) {
  std::vector<std::string> all;
  all.reserve(m.options.size());
  for (const auto& o : m.options) {
    all.push_back(o.label);
  }
  return all;
}

} // namespace parley::flow
