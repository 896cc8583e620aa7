#include "actors/domain/flow_rehearsal.hpp"

#include "protocol/result.hpp"

#include <algorithm>
#include <utility>

namespace parley::flow {

namespace {

struct stage {
  const graph& g;
  const rehearsal_script& script;
  const rehearsal_world& world;
  rehearsal seen;
  place at;
  std::optional<std::string> line;
  /// When time is up where it stands.
  std::optional<duration> until;
  duration now{};
  bool over = false;

  void notes(std::string text, rehearsal_voice voice = rehearsal_voice::note) {
    if (seen.lines.size() < limits::flow_rehearsal_lines_max) {
      seen.lines.push_back({voice, std::move(text), at.node, now});
    } else {
      over = true;
    }
  }

  void goes_on(const input& in) {
    surroundings around;
    around.known = seen.known;
    around.values = filled_in(g, script.values);
    around.line = line;
    around.is_open = [this](const calendar_id& id) {
      return world.is_open ? world.is_open(id, script.at + now) : std::nullopt;
    };
    around.fold = world.fold;
    const auto effects = step(g, at, in, around);
    if (!std::holds_alternative<connected>(in)) {
      until.reset();
      if (effects.empty() || !keeps_line(effects.back())) {
        line.reset();
      }
    }
    for (const auto& e : effects) {
      if (auto stood = stands_at(e)) {
        at = *std::move(stood);
      }
      std::visit([this](const auto& it) { happens(it); }, e);
    }
  }

  void happens(const send_line& e) {
    notes(e.text,
          e.to_agents ? rehearsal_voice::whisper : rehearsal_voice::flow);
  }
  void happens(const remember& e) {
    seen.known[e.variable] = e.value;
    notes(e.variable + " = " + e.value);
  }
  void happens(const chose& e) {
    notes(e.node + ": " + (e.what.empty() ? "no match" : e.what));
  }
  void happens(const wait_for_line& e) {
    until = e.within ? std::optional{now + *e.within} : std::nullopt;
    notes("waits for the customer");
  }
  void happens(const pause& e) {
    until = now + e.during;
    notes("waits a moment");
  }
  void happens(const ask_queue& e) { notes("asks queue " + e.queue.value); }
  void happens(const look_at_queue& e) {
    notes("looks at queue " + e.queue.value);
  }
  void happens(const fetch& e) {
    notes("asks " + std::string{to_string(e.what.method)} + " " + e.what.url);
  }
  void happens(const show_form& /*unused*/) { notes("shows the form"); }
  void happens(const finish& e) {
    over = true;
    seen.failed = e.failed;
    notes(e.failed ? "ends: it failed" : "ends");
  }

  // --- The script. ---------------------------------------------------------

  [[nodiscard]] const node* here() const {
    const auto found = g.nodes.find(at.node);
    return found == g.nodes.end() ? nullptr : &found->second;
  }
  template <class... Nodes>
  [[nodiscard]] bool stands_in() const {
    const auto* n = here();
    return n != nullptr && (std::holds_alternative<Nodes>(*n) || ...);
  }

  void plays(const act& a) {
    switch (a.kind) {
    case act_kind::customer_writes:
      writes(a);
      break;
    case act_kind::time_passes:
      passes(a.by);
      break;
    case act_kind::queue_says:
      says(a.word);
      break;
    case act_kind::queue_shows:
      shows(a);
      break;
    case act_kind::server_answers:
      if (stands_in<http_request>()) {
        goes_on(answered{a.good, a.found});
      }
      break;
    case act_kind::form_is_sent:
      sends_form(a);
      break;
    }
  }
  void writes(const act& a) {
    notes(a.text, rehearsal_voice::customer);
    line = a.text;
    seen.known["message"] = a.text;
    if (stands_in<branch_on_chat, menu, ask>()) {
      goes_on(heard{});
    }
  }
  /// As long as it takes, with all that becomes due on the way.
  void passes(duration by) {
    const auto end = now + by;
    while (!over && until && *until <= end) {
      now = *until;
      goes_on(time_is_up{});
    }
    now = end;
  }
  void says(queue_word word) {
    if (!stands_in<enter_queue>()) {
      return;
    }
    if (word == queue_word::accepts) {
      notes("waits in the queue");
    } else if (word == queue_word::connects) {
      notes("an agent opens the chat");
      goes_on(connected{});
    } else if (word == queue_word::times_out) {
      goes_on(timed_out{});
    } else if (word == queue_word::fails) {
      goes_on(queue_failed{});
    } else {
      goes_on(refused_by_queue{});
    }
  }
  void shows(const act& a) {
    if (stands_in<branch_on_queue>()) {
      goes_on(queue_seen{static_cast<std::size_t>(std::max(0, a.agents)),
                         static_cast<std::size_t>(std::max(0, a.length)),
                         a.wait});
    }
  }
  void sends_form(const act& a) {
    if (!stands_in<offline_form>()) {
      return;
    }
    seen.known["customer_name"] = a.name;
    seen.known["customer_email"] = a.email;
    notes(a.text, rehearsal_voice::customer);
    goes_on(form_sent{});
  }
};

} // namespace

rehearsal rehearse(const graph& g,
                   const rehearsal_script& script,
                   const rehearsal_world& world) {
  stage s{g, script, world, {}, {g.first, 0}, {}, {}, {}, false};
  s.seen.known = {{"customer_name", script.customer_name},
                  {"customer_email", script.customer_email},
                  {"page", script.page}};
  if (script.first_line) {
    s.notes(*script.first_line, rehearsal_voice::customer);
    s.line = script.first_line;
    s.seen.known["message"] = *script.first_line;
  }
  s.goes_on(begun{script.first_line.has_value()});
  std::size_t played = 0;
  for (const auto& a : script.acts) {
    if (s.over || ++played > limits::flow_rehearsal_steps_max) {
      break;
    }
    s.plays(a);
  }
  s.seen.node = s.over ? std::string{} : s.at.node;
  return std::move(s.seen);
}

} // namespace parley::flow
