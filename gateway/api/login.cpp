// Agents' logins: password, cookie, ticket, revocation.
#include "gateway/api/audit.hpp"
#include "gateway/api/resource.hpp"
#include "gateway/secrets.hpp"

#include <nlohmann/json.hpp>

namespace parley::gateway {

namespace {

using nlohmann::json;

unsigned status_of(refusal_code code) {
  switch (code) {
  case refusal_code::not_authenticated:
  case refusal_code::wrong_login:
  case refusal_code::signature_invalid:
  case refusal_code::ticket_invalid:
    return 401;
  case refusal_code::not_permitted:
  case refusal_code::forbidden_origin:
    return 403;
  case refusal_code::not_found:
    return 404;
  case refusal_code::throttled:
  case refusal_code::too_many_sessions:
  case refusal_code::too_many_logins:
    return 429;
  case refusal_code::changed_meanwhile:
    return 412;
  case refusal_code::invalid_value:
    return 422;
  case refusal_code::version_missing:
    return 428;
  case refusal_code::file_type_refused:
    return 415;
  case refusal_code::files_not_allowed:
    return 403;
  case refusal_code::storage_full:
  case refusal_code::unavailable:
  case refusal_code::shutting_down:
    return 503;
  case refusal_code::internal_error:
    return 500;
  default:
    break;
  }
  return static_cast<int>(code) >= 400 ? 409 : 400;
}

http_response ok(const json& body) {
  http_response r;
  r.body = body.dump();
  return r;
}

std::string set_cookie(const core& c, const std::string& token) {
  auto text = cookie_name(c) + "=" + token
              + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
              + (token.empty() ? "0" : "86400");
  if (c.secure) {
    text += "; Secure";
  }
  return text;
}

std::string token_of(const core& c, const http_request& r) {
  return r.cookie(cookie_name(c));
}

std::optional<std::string> text_of(const json& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end() || !found->is_string()) {
    return std::nullopt;
  }
  return found->get<std::string>();
}

std::optional<agent_id> agent_with(const company_ptr& company,
                                   const std::string& login) {
  if (company != nullptr) {
    for (const auto& [id, agent] : company->agents) {
      if (agent.login == login) {
        return id;
      }
    }
  }
  return std::nullopt;
}

/// What somebody may decides which pages they are shown.
json privileges_json(const company& c, const agent_config& user) {
  json all = json::object();
  for (const auto& [what, name] : names_of<area>) {
    const auto has = privilege_of(c, user, what);
    if (has != privilege::none) {
      all[std::string{name}] = to_string(has);
    }
  }
  return all;
}

json describe(const core& c, const person& who) {
  json body{{"agent", who.agent.value},
            {"name", ""},
            {"company", who.company.value},
            {"company_name", ""},
            {"brand", {{"colour", ""}, {"logo", ""}}},
            {"privileges", json::object()}};
  const auto company = company_of(c, who.company);
  if (company == nullptr) {
    return body;
  }
  body["company_name"] = company->name;
  body["brand"] = {{"colour", company->brand.colour},
                   {"logo", logo_address(company->brand)}};
  const auto user = company->agents.find(who.agent);
  if (user != company->agents.end()) {
    body["name"] = user->second.name;
    body["privileges"] = privileges_json(*company, user->second);
  }
  return body;
}

/// Never the login: people type passwords there. Those that are throttled are
/// counted only, so that nobody can fill the log.
void log_refusal(const core& c,
                 const company_id& company,
                 const std::string& address,
                 refusal_code why) {
  if (why == refusal_code::wrong_login) {
    c.world->log->write(
      actors::log_level::warn,
      "login_refused",
      {{"company", company_of(c, company) ? company.value : ""},
       {"address", address}});
  }
}

/// A failed login of a known user, in the log of the company and the audit log.
/// What cannot be recorded is refused as well.
void record_refusal(core& c,
                    const company_id& company,
                    const agent_id& user,
                    const http_request& r,
                    const login_outcome& o) {
  log_refusal(c, company, r.address, o.refused->code);
  if (o.refused->code != refusal_code::wrong_login || user.empty()) {
    return;
  }
  for (const auto* act : {"login.failed", "login.locked"}) {
    if (act == std::string_view{"login.failed"} || o.locked) {
      const auto unwritten
        = record(c, company, entry_of({}, r, act, {"users", user.value}));
      (void)unwritten;
    }
  }
}

void log_in(core& c, const http_request& r, const respond& answer) {
  const auto body = json::parse(r.body, nullptr, false);
  if (!body.is_object()) {
    answer(problem({refusal_code::malformed}));
    return;
  }
  const auto company = text_of(body, "company");
  const auto login = text_of(body, "login");
  const auto password = text_of(body, "password");
  for (const auto& [name, value] : {std::pair{"company", &company},
                                    {"login", &login},
                                    {"password", &password}}) {
    if (!*value) {
      answer(problem({refusal_code::missing_field, name}));
      return;
    }
    if ((*value)->size() > limits::password_characters_max * 4) {
      answer(problem({refusal_code::too_long, name}));
      return;
    }
  }
  if (!from_own_page(r)) {
    answer(problem({refusal_code::forbidden_origin}));
    return;
  }
  const company_id id{*company};
  const auto agent = agent_with(company_of(c, id), *login);
  c.identity->log_in(
    id,
    agent,
    *login,
    *password,
    r.address,
    [&c, answer, id, r, user = agent.value_or(agent_id{})](login_outcome o) {
      auto& counters = *c.world->counters;
      if (!o.refused) {
        o.refused = record(
          c, id, entry_of(user, r, "login.succeeded", {"users", user.value}));
        if (o.refused) {
          c.identity->log_out(o.token);
        }
      }
      if (o.refused) {
        actors::increase(counters.logins_failed);
        record_refusal(c, id, user, r, o);
        answer(problem(*o.refused, o.retry_after));
        return;
      }
      actors::increase(counters.logins);
      auto done = ok(describe(c, o.who));
      done.headers.emplace_back("Set-Cookie", set_cookie(c, o.token));
      answer(std::move(done));
    });
}

void log_out(core& c, const http_request& r, const respond& answer) {
  if (!from_own_page(r)) {
    answer(problem({refusal_code::forbidden_origin}));
    return;
  }
  const auto token = token_of(c, r);
  const auto who = c.identity->whois(token);
  c.identity->log_out(token);
  if (who) {
    // A login that cannot be recorded must still end.
    const auto unwritten = record(
      c,
      who->company,
      entry_of(who->agent, r, "login.ended", {"users", who->agent.value}));
    (void)unwritten;
    const auto published = c.running.companies->now();
    const auto company = published->companies.find(who->company);
    if (company != published->companies.end()) {
      caf::anon_send(
        company->second.company, who->agent, actors::force_log_out{});
    }
  }
  auto done = ok(json::object());
  done.headers.emplace_back("Set-Cookie", set_cookie(c, ""));
  answer(std::move(done));
}

/// Answers 401 itself if nobody is logged in.
template <class Do>
void with_person(core& c,
                 const http_request& r,
                 const respond& answer,
                 Do what) {
  const auto who = c.identity->whois(token_of(c, r));
  if (!who) {
    answer(problem({refusal_code::not_authenticated}));
    return;
  }
  if (r.method != "GET" && !from_own_page(r)) {
    answer(problem({refusal_code::forbidden_origin}));
    return;
  }
  what(*who);
}

} // namespace

http_response problem(const refusal& why,
                      std::optional<duration> retry_after,
                      std::optional<int> status) {
  const auto& row = describe(why.code);
  http_response r;
  r.status = status.value_or(status_of(why.code));
  r.content_type = "application/problem+json";
  json body{{"type", "about:blank"},
            {"title", row.sentence},
            {"status", r.status},
            {"code", row.name}};
  if (!why.detail.empty()) {
    body["detail"] = why.detail;
  }
  if (retry_after) {
    const auto seconds
      = std::chrono::ceil<std::chrono::seconds>(*retry_after).count();
    body["retry_after"] = seconds;
    r.headers.emplace_back("Retry-After", std::to_string(seconds));
  }
  r.body = body.dump();
  return r;
}

void add_login_routes(core& c) {
  auto& routes = c.public_routes;
  routes.add("POST", "/api/v1/login", [&c](const auto& r, const auto& answer) {
    log_in(c, r, answer);
  });
  routes.add("POST", "/api/v1/logout", [&c](const auto& r, const auto& answer) {
    log_out(c, r, answer);
  });
  routes.add("GET", "/api/v1/me", [&c](const auto& r, const auto& answer) {
    with_person(
      c, r, answer, [&](const person& who) { answer(ok(describe(c, who))); });
  });
  routes.add(
    "POST", "/api/v1/tickets", [&c](const auto& r, const auto& answer) {
      with_person(c, r, answer, [&](const person& who) {
        const auto ticket = c.identity->make_ticket(who);
        if (ticket.empty()) {
          answer(problem({refusal_code::throttled}, limits::ticket_life));
          return;
        }
        const auto life = std::chrono::duration_cast<std::chrono::seconds>(
          limits::ticket_life);
        answer(ok({{"ticket", ticket}, {"expires_in", life.count()}}));
      });
    });
}

} // namespace parley::gateway
