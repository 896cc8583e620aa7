// See admin.hpp.
#include "tools/parleyctl/admin.hpp"

#include "tools/parleyctl/figures.hpp"
#include "tools/parleyctl/table.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <ctime>
#include <ostream>
#include <thread>

namespace parley::tools {
namespace {

using nlohmann::json;

/// Between two questions for news of an actor.
constexpr std::chrono::milliseconds follow_every{300};

constexpr std::array lists{"sessions",
                           "agents",
                           "queues",
                           "calls",
                           "connections",
                           "companies",
                           "actors"};

struct not_found : control_failure {
  using control_failure::control_failure;
};

/// @returns a member as text, whatever it is; empty if it is not there.
std::string text_of(const json& object, const char* name) {
  if (!object.is_object()) {
    return {};
  }
  const auto it = object.find(name);
  if (it == object.end() || it->is_null()) {
    return {};
  }
  return it->is_string() ? it->get<std::string>() : it->dump();
}

/// @returns a sentence for what a problem document says.
std::string reason_of(const json& problem, const std::string& otherwise) {
  for (const auto* name : {"errors", "detail", "title"}) {
    auto why = text_of(problem, name);
    if (!why.empty()) {
      return why;
    }
  }
  return otherwise;
}

json fetch(const admin_access& from,
           const std::string& path,
           http_request request = {}) {
  request.path = "/admin/v1/" + path;
  request.headers.emplace_back("Authorization", "Bearer " + from.token);
  const auto asked = ask(from.server, request);
  if (!asked) {
    throw control_failure{asked.error().why
                          + " (is parleyd running, and is "
                            "this its admin address?)"};
  }
  const auto& answer = asked.value();
  auto body = json::parse(answer.body, nullptr, false);
  if (answer.status == 401 || answer.status == 403) {
    throw control_failure{"the admin token is not accepted; see --token"};
  }
  if (answer.status != 200 && answer.status != 201) {
    const auto why = path + ": " + std::to_string(answer.status) + " "
                     + reason_of(body, answer.body);
    if (answer.status == 404) {
      throw not_found{why};
    }
    throw control_failure{why};
  }
  if (body.is_discarded()) {
    throw control_failure{path + ": the answer is not JSON"};
  }
  return body;
}

long long number_of(const json& object, const char* name) {
  const auto it = object.find(name);
  return it != object.end() && it->is_number() ? it->get<long long>() : 0;
}

json items(const admin_access& from, const std::string& what) {
  const auto query = from.company.empty() ? "" : "?company=" + from.company;
  return fetch(from, what + query).value("items", json::array());
}

/// UTC, to the second.
std::string moment_of(long long unix_ms) {
  const std::time_t seconds = unix_ms / 1000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, sizeof "2026-01-01T00:00:00Z"> text{};
  std::strftime(text.data(), text.size(), "%FT%TZ", &parts);
  return text.data();
}

std::string last_event(const json& item) {
  const auto last = item.find("last");
  if (last == item.end() || !last->is_array() || last->empty()) {
    return {};
  }
  return text_of(last->back(), "what");
}

std::string in_words(const json& detail) {
  std::string text;
  for (const auto& [name, value] : detail.items()) {
    text += (text.empty() ? "" : " ") + name + "="
            + (value.is_string() ? value.get<std::string>() : value.dump());
  }
  return text;
}

/// @returns the path of the actor whose id is `name`, or `list/id` or `kind/id`
/// if several have the same.
std::string path_of(const admin_access& from, const std::string& name) {
  const auto slash = name.find('/');
  const bool has_kind = slash != std::string::npos;
  const auto kind = has_kind ? name.substr(0, slash) : std::string{};
  const auto id = has_kind ? name.substr(slash + 1) : name;
  for (const auto* list : lists) {
    for (const auto& item : items(from, list)) {
      if (text_of(item, "id") == id
          && (!has_kind || kind == list || text_of(item, "kind") == kind)) {
        return std::string{list} + "/" + id;
      }
    }
  }
  throw control_failure{"there is no '" + name
                        + "' now; journal prints chats that are closed"};
}

void print_events(const json& events, std::ostream& out) {
  for (const auto& event : events) {
    out << readable_time(number_of(event, "at")) << "  "
        << text_of(event, "what") << '\n';
  }
  out.flush();
}

} // namespace

void list_actors(const admin_access& to,
                 const std::string& what,
                 std::ostream& out) {
  const auto found = items(to, what);
  if (to.json) {
    out << json{{"items", found}}.dump(2) << '\n';
    return;
  }
  table rows{{"KIND",
              "ID",
              "COMPANY",
              "PHASE",
              "OWNER",
              "MAILBOX",
              "AGE",
              "LAST EVENT",
              "DETAIL"}};
  for (const auto& item : found) {
    rows.push_back({text_of(item, "kind"),
                    text_of(item, "id"),
                    text_of(item, "company"),
                    text_of(item, "phase"),
                    text_of(item, "owner"),
                    text_of(item, "mailbox"),
                    readable_age(number_of(item, "age_ms")),
                    last_event(item),
                    in_words(item.value("detail", json::object()))});
  }
  out << to_text(rows);
}

void show_actor(const admin_access& to,
                const std::string& name,
                std::ostream& out) {
  const auto answer = fetch(to, path_of(to, name));
  if (to.json) {
    out << answer.dump(2) << '\n';
    return;
  }
  const auto& item = answer.at("item");
  table rows{{"kind", text_of(item, "kind")},
             {"id", text_of(item, "id")},
             {"company", text_of(item, "company")},
             {"phase", text_of(item, "phase")},
             {"owner", text_of(item, "owner")},
             {"mailbox", text_of(item, "mailbox")},
             {"age", readable_age(number_of(item, "age_ms"))}};
  const auto detail = item.value("detail", json::object());
  for (const auto& [key, value] : detail.items()) {
    rows.push_back(
      {key, value.is_string() ? value.get<std::string>() : value.dump()});
  }
  out << to_text(rows);
  print_events(answer.value("events", json::array()), out);
}

void follow_actor(const admin_access& to,
                  const std::string& name,
                  std::ostream& out) {
  const auto path = path_of(to, name);
  std::string phase;
  long long after = 0;
  for (;;) {
    json answer;
    try {
      answer = fetch(to, path + "?after=" + std::to_string(after));
    } catch (const control_failure& why) {
      if (after == 0 && phase.empty()) {
        throw;
      }
      out << "gone: " << why.what() << '\n';
      return;
    }
    const auto events = answer.value("events", json::array());
    for (const auto& event : events) {
      after = std::max(after, number_of(event, "n"));
      if (to.json) {
        out << event.dump() << '\n';
      }
    }
    if (!to.json) {
      const auto now = text_of(answer.value("item", json::object()), "phase");
      print_events(events, out);
      if (now != phase) {
        out << "phase: " << now << '\n';
        phase = now;
      }
    }
    out.flush();
    std::this_thread::sleep_for(follow_every);
  }
}

void show_journal(const admin_access& to,
                  const std::string& chat,
                  std::ostream& out) {
  std::vector<std::string> companies;
  if (to.company.empty()) {
    for (const auto& item : items(to, "companies")) {
      companies.push_back(text_of(item, "id"));
    }
  } else {
    companies.push_back(to.company);
  }
  for (const auto& company : companies) {
    json answer;
    try {
      answer = fetch(
        to, std::string{"journal/"}.append(company).append("/").append(chat));
    } catch (const not_found&) {
      continue;
    }
    const auto events = answer.value("events", json::array());
    if (to.json) {
      out << answer.dump(2) << '\n';
      return;
    }
    table rows{{"REVISION", "AT", "TYPE", "EVENT"}};
    for (const auto& event : events) {
      rows.push_back({text_of(event, "revision"),
                      readable_time(number_of(event, "at")),
                      text_of(event, "type"),
                      text_of(event, "json")});
    }
    out << to_text(rows);
    return;
  }
  throw control_failure{"nothing is stored of a chat '" + chat + "'"};
}

void show_figures(const admin_access& to, std::ostream& out) {
  std::string path = "figures";
  if (!to.company.empty()) {
    path += "?company=" + to.company;
  }
  const auto answer = fetch(to, path);
  out << (to.json ? answer.dump(2) + "\n" : figures_in_words(answer.dump()));
}

void export_company(const admin_access& to,
                    const std::string& company,
                    std::ostream& out) {
  out << fetch(to, "configuration/" + company).dump(2) << '\n';
}

void import_company(const admin_access& to,
                    const std::string& document,
                    std::ostream& out) {
  const auto text = json::parse(document, nullptr, false);
  const auto company = text_of(text, "id");
  if (company.empty()) {
    throw control_failure{"this is not the configuration of a company"};
  }
  http_request put;
  put.method = "PUT";
  put.body = text.dump();
  // Passwords of a new company take a while each.
  put.within = std::chrono::minutes{2};
  const auto with = [&](const char* condition) {
    auto r = put;
    r.headers = {{condition, "*"}, {"Content-Type", "application/json"}};
    return fetch(to, "configuration/" + company, std::move(r));
  };
  json stored;
  // Whoever imports means to replace what is there, or to make it.
  try {
    stored = with("If-Match");
  } catch (const not_found&) {
    stored = with("If-None-Match");
  }
  out << company << ": version " << text_of(stored, "version") << '\n';
}

void give_password(const admin_access& to,
                   const std::string& company,
                   const std::string& login,
                   std::ostream& out) {
  http_request post;
  post.method = "POST";
  post.body = json{{"login", login}}.dump();
  const auto given = fetch(to, "passwords/" + company, std::move(post));
  if (to.json) {
    out << given.dump(2) << '\n';
    return;
  }
  out << text_of(given, "password") << '\n';
}

void remove_second_factor(const admin_access& to,
                          const std::string& company,
                          const std::string& login,
                          std::ostream& out) {
  http_request gone;
  gone.method = "POST";
  gone.body = json{{"login", login}}.dump();
  (void)fetch(to, "second-factors/" + company + "/removal", std::move(gone));
  out << company << "/" << login << ": no second factor any more\n";
}

void list_audit(const admin_access& to,
                const std::string& company,
                std::ostream& out) {
  const auto answer = fetch(to, "audit/" + company + "?limit=200");
  if (to.json) {
    out << answer.dump(2) << '\n';
    return;
  }
  table rows{{"NUMBER", "AT", "WHO", "FROM", "ACT", "OBJECT", "DETAILS"}};
  for (const auto& each : answer.value("items", json::array())) {
    auto object = text_of(each, "kind");
    object.append("/").append(text_of(each, "object"));
    rows.push_back({text_of(each, "number"),
                    moment_of(number_of(each, "at")),
                    text_of(each, "who"),
                    text_of(each, "address"),
                    text_of(each, "act"),
                    std::move(object),
                    in_words(each.value("details", json::object()))});
  }
  out << to_text(rows);
}

bool verify_audit(const admin_access& to,
                  const std::string& company,
                  std::ostream& out) {
  const auto verdict = fetch(to, "audit/" + company + "/verdict");
  if (to.json) {
    out << verdict.dump(2) << '\n';
  } else {
    out << company << ": " << text_of(verdict, "rows") << " sound rows, hash "
        << text_of(verdict, "hash") << '\n';
    if (verdict.contains("number")) {
      out << "row " << text_of(verdict, "number") << ": "
          << text_of(verdict, "what") << '\n';
    }
  }
  return verdict.value("sound", false);
}

bool show_invariants(const admin_access& to, std::ostream& out) {
  const auto answer = fetch(to, "invariants");
  bool kept = true;
  table rows{{"INVARIANT", "BROKEN", "STATEMENT"}};
  for (const auto& each : answer.value("invariants", json::array())) {
    kept = kept && number_of(each, "count") == 0;
    rows.push_back({text_of(each, "name"),
                    text_of(each, "count"),
                    text_of(each, "statement")});
  }
  if (rows.size() == 1) {
    throw control_failure{"the server counts no invariants"};
  }
  out << (to.json ? answer.dump(2) + "\n" : to_text(rows));
  return kept;
}

} // namespace parley::tools
