#include "tests/scenarios/scenario.hpp"

#include "tests/support/sample_company.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <sstream>

namespace parley::scenarios {

namespace {

using words = std::vector<std::string>;

words split(const std::string& text) {
  std::istringstream in{text};
  words all;
  for (std::string w; in >> w;) {
    all.push_back(w);
  }
  return all;
}

std::optional<duration> seconds_of(const std::string& text) {
  if (text.size() < 2 || text.back() != 's'
      || text.find_first_not_of("0123456789") != text.size() - 1) {
    return std::nullopt;
  }
  return std::chrono::seconds{std::stoi(text)};
}

/// `09:00:05` as time of the day.
std::optional<duration> time_of_day(const std::string& text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') {
    return std::nullopt;
  }
  return std::chrono::hours{std::stoi(text.substr(0, 2))}
         + std::chrono::minutes{std::stoi(text.substr(3, 2))}
         + std::chrono::seconds{std::stoi(text.substr(6, 2))};
}

/// `given sales maximum 2` and the like; @returns false if not understood.
// NOLINTNEXTLINE(readability-function-cognitive-complexity): a table.
bool configure(company& c, const words& w) {
  if (w.size() < 3) {
    return false;
  }
  const auto number = std::atoi(w.back().c_str()); // NOLINT
  const auto time = seconds_of(w.back());
  if (w[1] == "company" && w[2] == "maximum") {
    c.webchats_per_agent_max = number;
    return true;
  }
  if (w[1] == "company" && w[2] == "grace" && time) {
    c.agent_grace = *time;
    c.customer_grace = *time;
    return true;
  }
  if (w[1] == "services" && w[2] == "refuse") {
    for (auto& [id, s] : c.services) {
      s.reopen_after_close = false;
    }
    return true;
  }
  if (w[2] == "supervises") {
    auto a = c.agents.at(agent_id{"ann"});
    a.id = agent_id{w[1]};
    a.login = w[1];
    a.name = w[1];
    a.roles = {role_id{"supervisor"}};
    c.agents[a.id] = a;
    return true;
  }
  const auto agent = c.agents.find(agent_id{w[1]});
  if (agent != c.agents.end()) {
    if (w[2] == "maximum") {
      agent->second.webchats_max = number;
    } else if (w[2] == "skill") {
      agent->second.groups[group_id{"all"}] = number;
    } else {
      return false;
    }
    return true;
  }
  const auto queue = c.queues.find(queue_id{w[1]});
  if (queue == c.queues.end()) {
    return false;
  }
  auto& q = queue->second;
  if (w[2] == "maximum") {
    q.webchats_per_agent_max = number;
  } else if (w[2] == "wrapup" && time && q.channel == channel::call) {
    q.call_wrapup = *time;
  } else if (w[2] == "wrapup" && time) {
    q.policy.mode = wrapup_mode::timed;
    q.policy.wrapup_time = *time;
  } else if (w[2] == "alert" && time) {
    q.policy.alert_timeout = *time;
  } else {
    return false;
  }
  return true;
}

/// Takes a trailing phrase off.
bool take_off(words& w, const words& phrase) {
  if (w.size() < phrase.size()
      || !std::equal(phrase.rbegin(), phrase.rend(), w.rbegin())) {
    return false;
  }
  w.resize(w.size() - phrase.size());
  return true;
}

std::optional<act> act_of(words w) {
  act a;
  a.again = take_off(w, {"again"});
  a.stale = take_off(w, {"with", "an", "old", "view"});
  if (w.size() < 2) {
    return std::nullopt;
  }
  a.who = w[0];
  // The verb may have several words; the last word of some is their object.
  static const std::array<std::string, 18> with_object{"asks for",
                                                       "takes over",
                                                       "moves",
                                                       "sends",
                                                       "sets",
                                                       "logs off",
                                                       "takes",
                                                       "activates",
                                                       "parks",
                                                       "ends",
                                                       "puts back",
                                                       "extends",
                                                       "finishes",
                                                       "classifies",
                                                       "accepts",
                                                       "declines",
                                                       "transfers",
                                                       "is answered by"};
  for (const auto& verb : with_object) {
    const auto parts = split(verb);
    if (w.size() > 1 + parts.size()
        && std::equal(parts.begin(), parts.end(), w.begin() + 1)) {
      a.verb = verb;
      for (std::size_t i = 1 + parts.size(); i < w.size(); ++i) {
        a.what += (a.what.empty() ? "" : " ") + w[i];
      }
      return a;
    }
  }
  for (std::size_t i = 1; i < w.size(); ++i) {
    a.verb += (i == 1 ? "" : " ") + w[i];
  }
  return a;
}

std::string phase_of(const chat::state& s) {
  std::string text{to_string(chat::name_of(s.phase))};
  const auto mark = [&](const auto& p) {
    text += p.resume_after_call ? "*" : p.resume_missed ? "!" : "";
  };
  if (const auto* k = std::get_if<chat::parked>(&s.phase)) {
    mark(*k);
  } else if (const auto* w = std::get_if<chat::wrapup_parked>(&s.phase)) {
    mark(*w);
  }
  return text;
}

std::string seconds(duration d) {
  return std::to_string((d.count() + 500) / 1000) + "s";
}

std::string time_left(const chat::state& s, timestamp now) {
  if (const auto* w = std::get_if<chat::wrapup>(&s.phase)) {
    return w->deadline ? seconds(*w->deadline - now) : "no timer";
  }
  const auto* k = std::get_if<chat::wrapup_parked>(&s.phase);
  return k != nullptr && k->time_left ? seconds(*k->time_left) : "no timer";
}

/// What is so, in the words in which it was expected; empty: not understood.
std::string as_expected(world& in, const words& w) {
  if (w.size() < 2) {
    return {};
  }
  if (w[1] == "is" && w.size() == 3) {
    return w[0] + " is " + std::string{to_string(in.status(w[0]))};
  }
  if (w[0].front() == 'k') {
    const auto c = in.call(w[0]);
    std::string text
      = w[0] + " " + std::string{to_string(call::name_of(c.phase))};
    if (w.size() == 4 && w[2] == "at") {
      text += " at " + call::agent_of(c).value;
    }
    return text;
  }
  if (w[0].front() != 'c') {
    return {};
  }
  const auto c = in.chat(w[0]);
  if (w[1] == "handled") {
    return w[0] + " handled " + seconds(chat::handled_until(c, in.now()));
  }
  if (w[1] == "lines") {
    return w[0] + " lines "
           + std::to_string(c.customer_entries + c.agent_entries);
  }
  if (w[1] == "waits") {
    return w[0] + " waits " + seconds(in.now() - c.enqueued);
  }
  std::string text = w[0] + " " + phase_of(c);
  for (std::size_t i = 2; i + 1 < w.size(); i += 2) {
    if (w[i] == "of") {
      text += " of " + c.agent.value;
    } else if (w[i] == "in") {
      text += " in " + c.queue.value;
    } else if (w[i] == "left") {
      text += " left " + time_left(c, in.now());
    } else {
      return {};
    }
  }
  return text;
}

struct player {
  std::vector<std::string> wrong;
  company config = testing::sample_company();
  std::unique_ptr<world> in;
  make_world make;
  std::optional<duration> clock;
  int line = 0;

  void complain(const std::string& what) {
    wrong.push_back("line " + std::to_string(line) + ": " + what);
  }

  void read(std::string text) {
    ++line;
    text = text.substr(0, text.find('#'));
    auto w = split(text);
    if (w.empty()) {
      return;
    }
    if (w[0] == "given") {
      if (in || !configure(config, w)) {
        complain("not understood: " + text);
      }
      return;
    }
    const auto at = time_of_day(w[0]);
    if (!at || (clock && *at < *clock)) {
      complain("not a time: " + text);
      return;
    }
    if (!in) {
      in = make(config);
    } else if (*at > *clock) {
      in->pass(*at - *clock);
    }
    clock = at;
    const auto arrow = text.find("->");
    play_act(split(text.substr(0, arrow)),
             arrow == std::string::npos ? "" : text.substr(arrow + 2));
  }

  void play_act(words w, const std::string& expected) {
    w.erase(w.begin());
    std::string result = "done";
    if (!w.empty()) {
      const auto a = act_of(w);
      result = a ? in->play(*a) : "unknown";
    }
    if (result == "unknown") {
      complain("an act that is not understood");
    }
    bool refused = false;
    std::istringstream all{expected};
    for (std::string one; std::getline(all, one, ',');) {
      const auto e = split(one);
      if (e.size() == 2 && e[0] == "refused") {
        refused = true;
        if (result != e[1]) {
          complain("expected refused " + e[1] + ", got " + result);
        }
        continue;
      }
      expect(e);
    }
    if (!refused && result != "done" && result != "unknown") {
      complain("refused " + result);
    }
  }

  void expect(const words& e) {
    std::string wanted;
    for (const auto& w : e) {
      wanted += (wanted.empty() ? "" : " ") + w;
    }
    const auto is = as_expected(*in, e);
    if (is.empty()) {
      complain("not understood: " + wanted);
    } else if (is != wanted) {
      complain("expected " + wanted + ", got " + is);
    }
  }
};

} // namespace

std::vector<std::string> play(const std::string& text, make_world make) {
  player p;
  p.make = make;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    p.read(line);
  }
  if (!p.in) {
    p.complain("nothing happens");
  }
  return p.wrong;
}

} // namespace parley::scenarios
