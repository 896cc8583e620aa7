// What can be done with a flow besides reading and writing it as an object of
// the configuration (configuration.cpp): templates, validation, publishing,
// versions, a dry run (F1, F3).
#include "actors/domain/calendar.hpp"
#include "gateway/api/audit.hpp"
#include "gateway/api/flow_templates.hpp"
#include "gateway/api/resource.hpp"
#include "gateway/documents.hpp"
#include "storage/contact_words.hpp"
#include "storage/flow_objects.hpp"
#include "storage/time_zones.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::gateway {

namespace {

using nlohmann::json;
namespace objects = storage::flow_objects;

constexpr auto templates
  = std::to_array<std::string_view>({documents::flow_one_queue,
                                     documents::flow_opening_hours,
                                     documents::flow_departments,
                                     documents::flow_department_hours});

/// Is the flow there for this user, in this version of the configuration?
const flow_config*
shown_flow(const caller& who, const parley::company& c, const std::string& id) {
  const auto user = c.agents.find(who.who.agent);
  const auto found = c.flows.find(flow_id{id});
  if (user == c.agents.end() || found == c.flows.end()) {
    return nullptr;
  }
  const auto* shown = shown_by_profile(c, user->second, profile_kind::flows);
  return shown == nullptr || shown->contains(id) ? &found->second : nullptr;
}

/// Answers 404 itself.
const flow_config*
asked_flow(const caller& who, const http_request& r, const respond& answer) {
  const auto* flow = shown_flow(who, who.config(), r.parts.at("id"));
  if (flow == nullptr) {
    answer(problem({refusal_code::not_found}));
  }
  return flow;
}

refusal wrong(const std::string& path, const std::string& what) {
  return {refusal_code::invalid_value,
          path.empty() ? what : path + ": " + what};
}

void show(const parley::company& c,
          const std::string& id,
          const respond& answer) {
  const auto object = objects::find(c, id);
  if (!object) {
    answer(problem({refusal_code::not_found}));
    return;
  }
  auto response = json_response(*object);
  response.headers.emplace_back("ETag", etag_of(*object));
  answer(std::move(response));
}

/// Changes a flow that the caller has seen in its newest version.
/// @param what makes the change, or says why not
void change_flow(core& c,
                 const caller& who,
                 const http_request& r,
                 const respond& answer,
                 const std::string& act,
                 std::function<std::optional<refusal>(flow_config&)> what) {
  const auto id = r.parts.at("id");
  make_change(
    c,
    who.company.company,
    [who, r, id, what = std::move(what)](
      parley::company& all) -> std::optional<refusal> {
      if (shown_flow(who, all, id) == nullptr) {
        return refusal{refusal_code::not_found};
      }
      const auto object = objects::find(all, id);
      if (auto no = check_if_match(r, etag_of(object.value_or("")))) {
        return no;
      }
      if (!who.may(all, privilege::modify, area::flows)) {
        return refusal{refusal_code::not_permitted, "flows"};
      }
      return what(all.flows.at(flow_id{id}));
    },
    [id, e = entry_of(who.who.agent, r, act, {"flows", id})](
      const parley::company& /*before*/, const parley::company& after) {
      auto entry = e;
      const auto flow = after.flows.find(flow_id{id});
      if (flow != after.flows.end() && flow->second.published() != nullptr) {
        entry.details["published"]
          = std::to_string(flow->second.published()->version);
      }
      return entry;
    },
    answer,
    [id, answer](const parley::company& all) { show(all, id, answer); });
}

// --- Publishing. -----------------------------------------------------------

/// The draft becomes the newest version; the oldest goes if there are too many.
std::optional<refusal>
publish_draft(flow_config& flow, const agent_id& by, timestamp at) {
  if (!flow.draft) {
    return wrong("flows." + flow.id.value + ".draft", "is missing");
  }
  const auto* newest = flow.published();
  const auto number = newest == nullptr ? 1 : newest->version + 1;
  flow.versions.push_back({number, at, by, *std::move(flow.draft)});
  flow.draft.reset();
  if (flow.versions.size() > limits::flow_versions_max) {
    flow.versions.erase(flow.versions.begin());
  }
  return std::nullopt;
}

void publish(core& c,
             const caller& who,
             const http_request& r,
             const respond& answer) {
  change_flow(c,
              who,
              r,
              answer,
              "flow.published",
              [by = who.who.agent, time = c.world->time](flow_config& flow) {
                return publish_draft(flow, by, time->now());
              });
}

/// What publishing would say; without a draft, what is said of the newest
/// version.
std::vector<std::string> problems_of(const parley::company& c,
                                     const flow_config& flow) {
  auto after = c;
  auto& changed = after.flows.at(flow.id);
  if (changed.draft) {
    (void)publish_draft(changed, {}, {});
  }
  auto before = c;
  before.flows.at(flow.id).versions.clear();
  const auto old = validate(before);
  auto problems = validate(after);
  std::erase_if(problems, [&](const std::string& p) {
    return std::find(old.begin(), old.end(), p) != old.end();
  });
  const auto prefix = "flows." + flow.id.value + ": ";
  for (auto& p : problems) {
    if (p.starts_with(prefix)) {
      p.erase(0, prefix.size());
    }
  }
  if (changed.versions.empty()) {
    problems.emplace_back("there is no draft");
  }
  return problems;
}

void check(core& /*c*/,
           const caller& who,
           const http_request& r,
           const respond& answer) {
  const auto* flow = asked_flow(who, r, answer);
  if (flow == nullptr) {
    return;
  }
  const auto problems = problems_of(who.config(), *flow);
  answer(json_response(json{
    {"publishable", problems.empty() && flow->draft.has_value()},
    {"problems",
     problems}}.dump()));
}

// --- Versions. -------------------------------------------------------------

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && at == end ? std::optional{number}
                                           : std::nullopt;
}

/// The newest first.
void list_versions(core& /*c*/,
                   const caller& who,
                   const http_request& r,
                   const respond& answer) {
  const auto* flow = asked_flow(who, r, answer);
  if (flow == nullptr) {
    return;
  }
  std::string items;
  for (auto v = flow->versions.rbegin(); v != flow->versions.rend(); ++v) {
    items += (items.empty() ? "" : ",") + storage::write_version(*v, false);
  }
  answer(json_response(R"({"items":[)" + items + "]}"));
}

void show_version(core& /*c*/,
                  const caller& who,
                  const http_request& r,
                  const respond& answer) {
  const auto* flow = asked_flow(who, r, answer);
  if (flow == nullptr) {
    return;
  }
  const auto number = number_in(r.parts.at("version"));
  const auto found = std::find_if(
    flow->versions.begin(),
    flow->versions.end(),
    [&](const flow::published_graph& v) { return v.version == number; });
  if (found == flow->versions.end()) {
    answer(problem({refusal_code::not_found}));
    return;
  }
  answer(json_response(storage::write_version(*found, true)));
}

/// An old version is the draft again; it is published as a new one.
void restore(core& c,
             const caller& who,
             const http_request& r,
             const respond& answer) {
  const auto given = json::parse(r.body, nullptr, false);
  if (!given.is_object()) {
    answer(problem({refusal_code::malformed}));
    return;
  }
  const auto version = given.find("version");
  if (version == given.end() || !version->is_number_unsigned()) {
    answer(problem({refusal_code::missing_field, "version"}));
    return;
  }
  change_flow(c,
              who,
              r,
              answer,
              "flow.restored",
              [number = version->get<std::uint64_t>()](
                flow_config& flow) -> std::optional<refusal> {
                const auto* graph = flow.version(number);
                if (graph == nullptr) {
                  return refusal{refusal_code::not_found};
                }
                flow.draft = *graph;
                return std::nullopt;
              });
}

// --- A dry run. ------------------------------------------------------------

/// What is rehearsed, with a script that is complete.
struct rehearsed {
  flow::graph graph;
  flow::rehearsal_script script;
};

/// Takes a number or text that is not the script's own out of the body.
template <class T>
std::variant<std::optional<T>, refusal> taken(json& given, const char* name) {
  const auto found = given.find(name);
  if (found == given.end() || found->is_null()) {
    return std::optional<T>{};
  }
  const bool right = std::is_same_v<T, std::string>
                       ? found->is_string()
                       : found->is_number_unsigned();
  if (!right) {
    return wrong(name, "is not what it should be");
  }
  std::optional<T> value{found->get<T>()};
  given.erase(found);
  return value;
}

std::variant<flow::graph, refusal>
graph_of(const flow_config& flow, std::optional<std::uint64_t> version) {
  if (version) {
    const auto* graph = flow.version(*version);
    return graph == nullptr ? std::variant<flow::graph, refusal>{refusal{
             refusal_code::not_found}}
                            : *graph;
  }
  if (flow.draft) {
    return *flow.draft;
  }
  if (const auto* newest = flow.published()) {
    return newest->what;
  }
  return wrong("flows." + flow.id.value + ".draft", "is missing");
}

std::variant<rehearsed, refusal> rehearsal_of(const parley::company& c,
                                              const flow_config& flow,
                                              const std::string& body,
                                              timestamp now) {
  auto given = json::parse(body, nullptr, false);
  if (!given.is_object()) {
    return refusal{refusal_code::malformed};
  }
  auto version = taken<std::uint64_t>(given, "version");
  auto service = taken<std::string>(given, "service");
  for (auto* no :
       {std::get_if<refusal>(&version), std::get_if<refusal>(&service)}) {
    if (no != nullptr) {
      return std::move(*no);
    }
  }
  if (!given.contains("at")) {
    given["at"] = to_unix_ms(now);
  }
  if (const auto& id = std::get<0>(service); id && !given.contains("values")) {
    const auto found = c.services.find(service_id{*id});
    if (found == c.services.end()) {
      return wrong("service", "there is no '" + *id + "'");
    }
    given["values"] = found->second.values;
  }
  auto script = storage::read_script(given.dump());
  if (!script) {
    return wrong(script.error().path, script.error().what);
  }
  auto graph = graph_of(flow, std::get<0>(version));
  if (auto* no = std::get_if<refusal>(&graph)) {
    return std::move(*no);
  }
  return rehearsed{std::get<flow::graph>(std::move(graph)),
                   std::move(script).value()};
}

void simulate(core& c,
              const caller& who,
              const http_request& r,
              const respond& answer) {
  const auto* flow = asked_flow(who, r, answer);
  if (flow == nullptr) {
    return;
  }
  auto what = rehearsal_of(who.config(), *flow, r.body, c.world->time->now());
  if (const auto* no = std::get_if<refusal>(&what)) {
    answer(problem(*no));
    return;
  }
  // Long texts and many comparisons take a moment, which is no socket's.
  c.system->spawn<caf::detached>([it = std::get<rehearsed>(std::move(what)),
                                  config = who.company.config,
                                  answer] {
    flow::rehearsal_world world;
    world.is_open = [&](const calendar_id& id, timestamp t) {
      return is_open(*config, id, t, storage::system_time_zones());
    };
    world.fold = [](std::string_view text) {
      return storage::folded(text);
    };
    answer(json_response(
      storage::write_rehearsal(flow::rehearse(it.graph, it.script, world))));
  });
}

void list_templates(core& /*c*/,
                    const caller& /*who*/,
                    const http_request& /*r*/,
                    const respond& answer) {
  std::string items;
  for (const auto& text : templates) {
    items += items.empty() ? "" : ",";
    items += text;
  }
  answer(json_response(R"({"items":[)" + items + "]}"));
}

} // namespace

std::span<const std::string_view> flow_templates() {
  return templates;
}

std::variant<std::string, refusal> from_template(const std::string& text) {
  auto given = json::parse(text, nullptr, false);
  const auto named = given.is_object() ? given.find("template") : given.end();
  if (!given.is_object() || named == given.end()) {
    return text;
  }
  if (given.contains("draft")) {
    return wrong("template", "goes without a draft");
  }
  for (const auto& document : templates) {
    const auto t = json::parse(document, nullptr, false);
    if (t["id"] != *named) {
      continue;
    }
    given.erase("template");
    given["draft"] = t["graph"];
    for (const auto* name : {"name", "description"}) {
      if (!given.contains(name)) {
        given[name] = t[name];
      }
    }
    return given.dump();
  }
  return wrong("template", "there is no " + named->dump());
}

void add_flow_routes(core& c) {
  using act
    = void (*)(core&, const caller&, const http_request&, const respond&);
  const auto route =
    [&c](const char* method, const char* pattern, privilege wanted, act what) {
      c.public_routes.add(
        method, pattern, [&c, wanted, what](const auto& r, const auto& answer) {
          const auto who = identify(c, r, answer, wanted, area::flows);
          if (who) {
            what(c, *who, r, answer);
          }
        });
    };
  const auto* const one = "/api/v1/flows/{id}/versions/{version}";
  route("GET", "/api/v1/flow-templates", privilege::view, list_templates);
  route("POST", "/api/v1/flows/{id}/validate", privilege::view, check);
  route("POST", "/api/v1/flows/{id}/publish", privilege::modify, publish);
  route("GET", "/api/v1/flows/{id}/versions", privilege::view, list_versions);
  route("GET", one, privilege::view, show_version);
  route("POST", "/api/v1/flows/{id}/restore", privilege::modify, restore);
  route("POST", "/api/v1/flows/{id}/simulate", privilege::view, simulate);
  c.public_routes.add("GET",
                      "/api/v1/flow-schema",
                      [text = storage::flow_schema()](const http_request&,
                                                      const respond& answer) {
                        http_response r;
                        r.content_type = "application/schema+json";
                        // As the other documents: editors run in browsers, on
                        // sites of their own.
                        r.headers.emplace_back("Access-Control-Allow-Origin",
                                               "*");
                        r.body = text;
                        answer(std::move(r));
                      });
}

} // namespace parley::gateway
