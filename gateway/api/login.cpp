// Agents' logins: password and code, cookie, ticket, the end.
#include "gateway/api/audit.hpp"
#include "gateway/api/resource.hpp"
#include "gateway/second_factor.hpp"
#include "protocol/identity_limits.hpp"
#include "protocol/sign_in_refusals.hpp"

#include <nlohmann/json.hpp>

namespace parley::gateway {

namespace {

using nlohmann::json;

unsigned status_of(refusal_code code) {
  // No enumerators, so no cases.
  if (code == sign_in::code_needed || code == sign_in::wrong_code) {
    return 401;
  }
  if (code == sign_in::password_change_needed
      || code == sign_in::second_factor_setup_needed) {
    return 403;
  }
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

/// What somebody may decides which pages they are shown.
json privileges_json(const caller& who) {
  json all = json::object();
  for (const auto& [what, name] : names_of<area>) {
    for (const auto level : {privilege::view, privilege::modify}) {
      if (who.may(level, what)) {
        all[std::string{name}] = to_string(level);
      }
    }
  }
  return all;
}

json describe(core& c, const caller& who) {
  json body{{"agent", who.who.agent.value},
            {"name", who.user().name},
            {"company", who.who.company.value},
            {"company_name", who.config().name},
            {"brand",
             {{"colour", who.config().brand.colour},
              {"logo", logo_address(who.config().brand)}}},
            {"privileges", privileges_json(who)}};
  const auto step = step_of(*c.store, who.config(), who.user());
  if (step && step.value() != sign_in_step::none) {
    body["next_step"] = step.value() == sign_in_step::password
                          ? "change_password"
                          : "set_up_second_factor";
  }
  return body;
}

json describe(core& c, const person& who) {
  const auto published = c.running.companies->now();
  const auto company = published->companies.find(who.company);
  if (company == published->companies.end()
      || !company->second.config->agents.contains(who.agent)) {
    // Removed in this moment; the next request says so.
    return {{"agent", who.agent.value},
            {"name", ""},
            {"company", who.company.value},
            {"company_name", ""},
            {"brand", {{"colour", ""}, {"logo", ""}}},
            {"privileges", json::object()}};
  }
  return describe(c, caller{who, company->second});
}

/// Never the login: people type passwords there. Those that are throttled are
/// counted only, so that nobody can fill the log.
void log_refusal(const core& c,
                 const company_id& company,
                 const std::string& address,
                 refusal_code why) {
  if (why == refusal_code::wrong_login || why == sign_in::wrong_code) {
    c.world->log->write(
      actors::log_level::warn,
      "login_refused",
      {{"company", company_of(c, company) ? company.value : ""},
       {"address", address}});
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
  const auto code = text_of(body, "code").value_or("");
  if (code.size() > limits::code_characters_max) {
    answer(problem({refusal_code::too_long, "code"}));
    return;
  }
  const company_id id{*company};
  const auto agent = agent_with(company_of(c, id), *login);
  c.identity->log_in(
    {id, agent, *login, *password, code, r.address},
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
        log_refusal(c, id, r.address, o.refused->code);
        record_wrong_login(c, id, user, r, o);
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

void make_ticket(core& c, const http_request& r, const respond& answer) {
  // A desk may more than the areas of a token say.
  const auto who = identify_in_person(c, r, answer);
  if (!who) {
    return;
  }
  const auto ticket = c.identity->make_ticket(who->who);
  if (ticket.empty()) {
    answer(problem({refusal_code::throttled}, limits::ticket_life));
    return;
  }
  const auto life
    = std::chrono::duration_cast<std::chrono::seconds>(limits::ticket_life);
  answer(ok({{"ticket", ticket}, {"expires_in", life.count()}}));
}

/// Whoever has steps of signing in to do learns here which.
void show_me(core& c, const http_request& r, const respond& answer) {
  const bool program = r.header("authorization").starts_with("Bearer ");
  const auto who
    = program ? identify(c, r, answer) : identify_signing_in(c, r, answer);
  if (who) {
    answer(ok(describe(c, *who)));
  }
}

} // namespace

http_response problem(const refusal& why,
                      std::optional<duration> retry_after,
                      std::optional<unsigned> status) {
  const auto& row = sign_in::describe(why.code);
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
    show_me(c, r, answer);
  });
  routes.add(
    "POST", "/api/v1/tickets", [&c](const auto& r, const auto& answer) {
      make_ticket(c, r, answer);
    });
}

} // namespace parley::gateway
