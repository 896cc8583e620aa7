#include "tools/parleyctl/figures.hpp"

#include "tools/parleyctl/table.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace parley::tools {
namespace {

using nlohmann::json;

/// The member at `path`, or null.
const json& at(const json& object, const char* path) {
  static const json nothing;
  const auto pointer = json::json_pointer{path};
  return object.contains(pointer) ? object.at(pointer) : nothing;
}

std::string number(const json& object, const char* path) {
  const auto& value = at(object, path);
  return value.is_number() ? value.dump() : "-";
}
std::string per_cent(const json& object, const char* path) {
  const auto text = number(object, path);
  return text == "-" ? text : text + "%";
}
std::string age(const json& object, const char* path) {
  const auto& value = at(object, path);
  return value.is_number() ? readable_age(value.get<long long>()) : "-";
}
std::string text(const json& object, const char* path) {
  const auto& value = at(object, path);
  return value.is_string() ? value.get<std::string>() : "";
}

std::vector<std::string> queue_row(const json& q) {
  std::string alerts;
  for (const auto& alert : q.value("alerts", json::array())) {
    alerts += (alerts.empty() ? "" : " ") + alert.get<std::string>();
  }
  return {text(q, "/id"),
          age(q, "/window_ms"),
          number(q, "/agents"),
          number(q, "/now/waiting"),
          age(q, "/longest_waiting_ms"),
          per_cent(q, "/kpis/queue_fill"),
          number(q, "/counts/offered"),
          number(q, "/counts/answered"),
          number(q, "/counts/abandoned"),
          per_cent(q, "/kpis/service_level"),
          per_cent(q, "/kpis/availability"),
          per_cent(q, "/kpis/abandon_rate"),
          age(q, "/kpis/answer_speed_ms"),
          age(q, "/kpis/first_response_ms"),
          age(q, "/kpis/response_ms"),
          age(q, "/kpis/average_handle_time_ms"),
          alerts};
}

std::vector<std::string> agent_row(const json& a) {
  const auto there = a.value("is_there", false);
  const auto& items = at(a, "/concurrency");
  std::string concurrency = "-";
  if (items.is_number()) {
    std::array<char, 16> shown{};
    (void)std::snprintf(
      shown.data(), shown.size(), "%.1f", items.get<double>());
    concurrency = shown.data();
  }
  return {text(a, "/id"),
          there ? "yes" : "no",
          per_cent(a, "/occupancy"),
          concurrency,
          number(a, "/counts/activated"),
          number(a, "/counts/completed"),
          age(a, "/times_ms/busy"),
          age(a, "/times_ms/available"),
          age(a, "/times_ms/resting")};
}

} // namespace

std::string figures_in_words(std::string_view answer) {
  const auto all = json::parse(answer, nullptr, false);
  std::string words;
  if (!all.is_object()) {
    return words;
  }
  for (const auto& c : all.value("companies", json::array())) {
    words += (words.empty() ? "" : "\n") + text(c, "/company");
    words += c.value("complete", false)
               ? "\n"
               : " (not complete: what is stored is still being read)\n";
    table queues{{"QUEUE",
                  "WINDOW",
                  "AGENTS",
                  "WAITING",
                  "LONGEST",
                  "FILL",
                  "OFFERED",
                  "ANSWERED",
                  "ABANDONED",
                  "SERVICE",
                  "AVAILABLE",
                  "ABANDON",
                  "ASA",
                  "FIRST",
                  "RESPONSE",
                  "AHT",
                  "ALERTS"}};
    for (const auto& q : c.value("queues", json::array())) {
      queues.push_back(queue_row(q));
    }
    words += to_text(queues) + "\n";
    table agents{{"AGENT",
                  "THERE",
                  "OCCUPANCY",
                  "AT ONCE",
                  "OPENED",
                  "COMPLETED",
                  "BUSY",
                  "AVAILABLE",
                  "BREAK"}};
    for (const auto& a : c.value("agents", json::array())) {
      agents.push_back(agent_row(a));
    }
    words += to_text(agents);
  }
  return words;
}

} // namespace parley::tools
