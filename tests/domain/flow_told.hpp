// Flows as texts: what a step does, as one line. For tests of flows.
#ifndef PARLEY_TESTS_DOMAIN_FLOW_TOLD_HPP
#define PARLEY_TESTS_DOMAIN_FLOW_TOLD_HPP

#include "actors/domain/flow.hpp"
#include "protocol/result.hpp"

#include <string>
#include <vector>

namespace parley::flow {

/// The effects as one line.
inline std::string told(const std::vector<effect>& effects) {
  std::string text;
  for (const auto& e : effects) {
    text += text.empty() ? "" : " ";
    text += std::visit(
      overloaded{
        [](const send_line& it) {
          return (it.to_agents ? "whisper(" : "say(") + it.text + ")";
        },
        [](const remember& it) { return it.variable + "=" + it.value; },
        [](const chose& it) { return it.node + ":" + it.what; },
        [](const wait_for_line& it) {
          return "wait(" + it.at.node + " " + std::to_string(it.at.tries)
                 + (it.within ? " " + std::to_string(it.within->count()) : "")
                 + ")";
        },
        [](const pause& it) {
          return "pause(" + it.at.node + " " + std::to_string(it.during.count())
                 + ")";
        },
        [](const ask_queue& it) {
          return "ask(" + it.queue.value + " at " + it.node + ")";
        },
        [](const look_at_queue& it) { return "look(" + it.queue.value + ")"; },
        [](const fetch& it) {
          return "fetch(" + std::string{to_string(it.what.method)} + " "
                 + it.what.url + ")";
        },
        [](const show_form&) { return std::string{"form"}; },
        [](const finish& it) {
          return std::string{it.failed ? "fail" : "finish"};
        },
      },
      e);
  }
  return text;
}

/// A chat and service without anything, where nothing is folded but ASCII.
inline surroundings nothing_known() {
  surroundings around;
  around.fold = [](std::string_view text) {
    std::string folded{text};
    for (auto& c : folded) {
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    return folded;
  };
  return around;
}

inline surroundings with_line(std::string line) {
  auto around = nothing_known();
  around.line = std::move(line);
  return around;
}

} // namespace parley::flow

#endif // PARLEY_TESTS_DOMAIN_FLOW_TOLD_HPP
