// The settings of the box on a website (W1), and what pages of other origins
// may ask at all.
#include "gateway/api/widget.hpp"

#include "gateway/api/resource.hpp"
#include "protocol/widget_limits.hpp"

#include <nlohmann/json.hpp>

namespace parley::gateway {

namespace {

using nlohmann::json;

std::string colour_of(const widget_settings& w, const brand_settings& b) {
  if (!w.colour.empty()) {
    return w.colour;
  }
  return b.colour.empty() ? std::string{own_colour} : b.colour;
}

std::string settings_of(const widget_service& s) {
  const auto& service = s.config();
  const auto& w = service.widget;
  const auto& files = s.company.config->files;
  auto fields = json::array();
  for (const auto& f : w.fields) {
    fields.push_back({{"name", f.name}, {"required", f.required}});
  }
  const bool files_on = files.on && w.files;
  return json{
    {"title", w.title.empty() ? service.name : w.title},
    {"colour", colour_of(w, s.company.config->brand)},
    {"logo", logo_address(s.company.config->brand)},
    {"position", to_string(w.position)},
    {"auto_open", w.auto_open.count()},
    {"language", w.language},
    {"form",
     {{"name", to_string(w.ask_name)},
      {"email", to_string(w.ask_email)},
      {"fields", std::move(fields)}}},
    {"survey",
     {{"on", service.survey.on}, {"question", service.survey.question}}},
    {"files",
     {{"on", files_on},
      {"bytes_max", files.bytes_max},
      {"types", files_on ? json(files.types) : json::array()}}},
    {"reopen", service.reopen_after_close},
    {"identity", to_string(service.identity)}}
    .dump();
}

void show_settings(core& c, const http_request& r, const respond& to) {
  const auto answer = readable_by_page(r, to);
  const auto service = service_of(c, r, answer);
  if (!service) {
    return;
  }
  auto response = json_response(settings_of(*service));
  const auto etag = etag_of(response.body);
  if (r.header("if-none-match") == etag) {
    response = {};
    response.status = 304;
  }
  const auto fresh = std::chrono::duration_cast<std::chrono::seconds>(
    limits::widget_settings_fresh);
  response.headers
    = {{"ETag", etag},
       {"Cache-Control", "public, max-age=" + std::to_string(fresh.count())}};
  answer(std::move(response));
}

} // namespace

respond readable_by_page(const http_request& r, const respond& answer) {
  const auto origin = r.header("origin");
  return [origin, answer](http_response response) {
    response.headers.emplace_back("Vary", "Origin");
    if (!origin.empty()) {
      // Refusals, too: the box shows them (W5). Cookies are never sent.
      response.headers.emplace_back("Access-Control-Allow-Origin", origin);
    }
    answer(std::move(response));
  };
}

std::optional<widget_service>
service_of(core& c, const http_request& r, const respond& answer) {
  if (const auto wait
      = c.widget_requests.take(r.address, c.world->time->now())) {
    answer(problem({refusal_code::throttled}, wait));
    return std::nullopt;
  }
  const auto published = c.running.companies->now();
  const auto found = published->services.find(r.parts.at("token"));
  if (found == published->services.end()) {
    answer(problem({refusal_code::unknown_token}));
    return std::nullopt;
  }
  widget_service s{published->companies.at(found->second.first),
                   found->second.second};
  const admission page{c, r.address, r.header("origin"), r.header("host"), {}};
  if (!page.origin.empty() && !page.may_use(s.config())) {
    answer(problem({refusal_code::forbidden_origin}));
    return std::nullopt;
  }
  return s;
}

void add_widget_routes(core& c) {
  c.public_routes.add(
    "GET", "/api/v1/widget/{token}", [&c](const auto& r, const auto& answer) {
      show_settings(c, r, answer);
    });
  add_file_routes(c);
}

} // namespace parley::gateway
