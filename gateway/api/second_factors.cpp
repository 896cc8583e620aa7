// Second factors over HTTP (A1): one's own, those of users who lost theirs,
// and for whom a company wants one.
#include "gateway/api/audit.hpp"
#include "gateway/api/resource.hpp"
#include "gateway/second_factor.hpp"
#include "protocol/identity_limits.hpp"

#include <nlohmann/json.hpp>

namespace parley::gateway {

namespace {

using nlohmann::json;
using storage::identity_rows;

/// Texts that a body must have, in this order.
using texts = std::map<std::string, std::string>;

/// Answers 400 itself.
std::optional<texts> read_texts(const http_request& r,
                                std::initializer_list<const char*> names,
                                const respond& answer) {
  const auto body = json::parse(r.body, nullptr, false);
  if (!body.is_object()) {
    answer(problem({refusal_code::malformed}));
    return std::nullopt;
  }
  texts all;
  for (const auto* name : names) {
    const auto found = body.find(name);
    if (found == body.end()) {
      answer(problem({refusal_code::missing_field, name}));
      return std::nullopt;
    }
    if (!found->is_string()) {
      answer(problem({refusal_code::wrong_type, name}));
      return std::nullopt;
    }
    auto text = found->get<std::string>();
    const auto most = std::string_view{name} == "code"
                        ? limits::code_characters_max
                        : limits::password_characters_max * 4;
    if (text.size() > most) {
      answer(problem({refusal_code::too_long, name}));
      return std::nullopt;
    }
    all.emplace(name, std::move(text));
  }
  return all;
}

/// Records an act on the second factor of a user. Answers itself if it cannot.
bool recorded(core& c,
              const agent_id& who,
              const http_request& r,
              const char* act,
              const person& of,
              const respond& answer) {
  if (const auto no = record(
        c, of.company, entry_of(who, r, act, {"users", of.agent.value}))) {
    answer(problem(*no));
    return false;
  }
  return true;
}

/// A factor of one's own that cannot be recorded is taken back.
bool recorded_or_undone(core& c,
                        const http_request& r,
                        const char* act,
                        const person& of,
                        const respond& answer) {
  if (recorded(c, of.agent, r, act, of, answer)) {
    return true;
  }
  (void)identity_rows{*c.store}.remove_factor(of.company, of.agent);
  return false;
}

void show(core& c, const person& of, bool wanted, const respond& answer) {
  const auto found = identity_rows{*c.store}.factor_of(of.company, of.agent);
  if (!found) {
    answer(problem(refusal_of(found.error())));
    return;
  }
  const auto& f = found.value();
  json body{{"on", f && f->confirmed}, {"required", wanted}};
  if (f && f->confirmed) {
    body["since"] = to_unix_ms(f->since);
    body["recovery_codes_left"] = f->recovery.size();
  }
  answer(json_response(body.dump()));
}

/// Does the company want one of this user?
bool is_wanted(core& c, const caller& who, const agent_id& user) {
  const auto rules = identity_rows{*c.store}.rules_of(who.who.company);
  return rules && is_wanted_of(rules.value(), who.config().agents.at(user));
}

void begin(core& c, const http_request& r, const respond& answer) {
  const auto who = identify_signing_in(c, r, answer);
  const auto given = who ? read_texts(r, {"password"}, answer) : std::nullopt;
  if (!given) {
    return;
  }
  c.identity->confirm(
    who->who,
    given->at("password"),
    r.address,
    [&c, who = *who, r, answer](const login_outcome& o) {
      if (o.refused) {
        record_wrong_login(c, who.who.company, who.who.agent, r, o);
        answer(problem(*o.refused, o.retry_after));
        return;
      }
      const auto begun = begin_second_factor(
        *c.store, who.config(), who.user(), c.world->time->now());
      if (!begun) {
        answer(problem(begun.error()));
        return;
      }
      // After it, because a refusal is no act.
      if (!recorded_or_undone(c, r, "second_factor.begun", who.who, answer)) {
        return;
      }
      answer(json_response(
        json{{"secret", begun.value().secret}, {"uri", begun.value().uri}}
          .dump()));
    });
}

void confirm(core& c, const http_request& r, const respond& answer) {
  const auto who = identify_signing_in(c, r, answer);
  const auto given = who ? read_texts(r, {"code"}, answer) : std::nullopt;
  if (!given) {
    return;
  }
  const auto codes = confirm_second_factor(*c.store,
                                           who->who.company,
                                           who->who.agent,
                                           given->at("code"),
                                           c.world->time->now());
  if (!codes) {
    answer(problem(codes.error()));
    return;
  }
  // After it, because a wrong code is no act.
  if (!recorded_or_undone(c, r, "second_factor.added", who->who, answer)) {
    return;
  }
  answer(json_response(json{{"recovery_codes", codes.value()}}.dump()));
}

/// The act is recorded, then the factor goes.
void take_away(core& c,
               const agent_id& by,
               const http_request& r,
               const person& of,
               const respond& answer) {
  const auto has = has_second_factor(*c.store, of.company, of.agent);
  if (!has) {
    answer(problem(has.error()));
  } else if (!has.value()) {
    answer(problem({refusal_code::not_found}));
  } else if (recorded(c, by, r, "second_factor.removed", of, answer)) {
    const auto gone
      = identity_rows{*c.store}.remove_factor(of.company, of.agent);
    answer(gone ? json_response("{}") : problem(refusal_of(gone.error())));
  }
}

void remove_own(core& c, const http_request& r, const respond& answer) {
  const auto who = identify_signing_in(c, r, answer);
  const auto given
    = who ? read_texts(r, {"password", "code"}, answer) : std::nullopt;
  if (!given) {
    return;
  }
  c.identity->confirm_fully(
    who->who,
    given->at("password"),
    given->at("code"),
    r.address,
    [&c, who = who->who, r, answer](const login_outcome& o) {
      if (o.refused) {
        record_wrong_login(c, who.company, who.agent, r, o);
        answer(problem(*o.refused, o.retry_after));
        return;
      }
      take_away(c, who.agent, r, who, answer);
    });
}

std::string rules_json(const storage::sign_in_rules& rules) {
  json roles = json::array();
  for (const auto& role : rules.second_factor_for) {
    roles.push_back(role.value);
  }
  return json{{"second_factor_for", std::move(roles)}}.dump();
}

void show_rules(core& c, const company_id& company, const respond& answer) {
  const auto rules = identity_rows{*c.store}.rules_of(company);
  if (!rules) {
    answer(problem(refusal_of(rules.error())));
    return;
  }
  const auto text = rules_json(rules.value());
  auto response = json_response(text);
  response.headers.emplace_back("ETag", etag_of(text));
  answer(std::move(response));
}

/// @returns what is wrong with it.
std::variant<storage::sign_in_rules, refusal> read_rules(const caller& who,
                                                         const json& body) {
  if (!body.is_object()) {
    return refusal{refusal_code::malformed};
  }
  constexpr const char* name = "second_factor_for";
  const auto found = body.find(name);
  if (found == body.end()) {
    return refusal{refusal_code::missing_field, name};
  }
  if (!found->is_array()) {
    return refusal{refusal_code::wrong_type, name};
  }
  storage::sign_in_rules rules;
  for (const auto& one : *found) {
    const role_id role{one.is_string() ? one.get<std::string>() : ""};
    if (!who.config().roles.contains(role)
        && !built_in_roles().contains(role)) {
      return refusal{refusal_code::invalid_value,
                     std::string{name} + ": is no role: " + one.dump()};
    }
    rules.second_factor_for.insert(role);
  }
  return rules;
}

void change_rules(core& c,
                  const caller& who,
                  const http_request& r,
                  const respond& answer) {
  const auto asked = read_rules(who, json::parse(r.body, nullptr, false));
  if (const auto* wrong = std::get_if<refusal>(&asked)) {
    answer(problem(*wrong));
    return;
  }
  const auto& company = who.who.company;
  const auto before = identity_rows{*c.store}.rules_of(company);
  if (!before) {
    answer(problem(refusal_of(before.error())));
    return;
  }
  if (const auto no = check_if_match(r, etag_of(rules_json(before.value())))) {
    answer(problem(*no));
    return;
  }
  auto act = entry_of(
    who.who.agent, r, "sign_in_rules.changed", {"company", company.value});
  act.details["fields"] = "second_factor_for";
  if (const auto no = record(c, company, std::move(act))) {
    answer(problem(*no));
    return;
  }
  const auto stored = identity_rows{*c.store}.put_rules(
    company, before.value(), std::get<storage::sign_in_rules>(asked));
  if (!stored) {
    const bool late
      = stored.error().code == storage::store_errc::stale_revision;
    answer(problem(late ? refusal{refusal_code::changed_meanwhile}
                        : refusal_of(stored.error())));
    return;
  }
  show_rules(c, company, answer);
}

} // namespace

void reset_second_factor(core& c,
                         const http_request& r,
                         const respond& answer) {
  const company_id company{r.parts.at("company")};
  const auto user = agent_in_body(company_of(c, company), r, answer);
  if (!user) {
    return;
  }
  take_away(c, {}, r, {company, *user, {}}, answer);
}

void add_second_factor_routes(core& c) {
  auto& routes = c.public_routes;
  const std::string own = "/api/v1/me/totp";
  routes.add("GET", own, [&c](const auto& r, const auto& answer) {
    if (const auto who = identify_signing_in(c, r, answer)) {
      show(c, who->who, is_wanted(c, *who, who->who.agent), answer);
    }
  });
  routes.add("POST", own, [&c](const auto& r, const auto& answer) {
    begin(c, r, answer);
  });
  routes.add("POST", own + "/confirm", [&c](const auto& r, const auto& answer) {
    confirm(c, r, answer);
  });
  routes.add("POST", own + "/remove", [&c](const auto& r, const auto& answer) {
    remove_own(c, r, answer);
  });
  const std::string of_user = "/api/v1/users/{id}/totp";
  routes.add("GET", of_user, [&c](const auto& r, const auto& answer) {
    const auto who = identify(c, r, answer, privilege::view, area::users);
    const auto user = who ? user_in_path(*who, r, answer) : std::nullopt;
    if (user) {
      show(c, *user, is_wanted(c, *who, user->agent), answer);
    }
  });
  routes.add("DELETE", of_user, [&c](const auto& r, const auto& answer) {
    const auto who
      = identify_in_person(c, r, answer, privilege::modify, area::users);
    const auto user = who ? user_in_path(*who, r, answer) : std::nullopt;
    if (user) {
      take_away(c, who->who.agent, r, *user, answer);
    }
  });
  const std::string rules = "/api/v1/sign-in-rules";
  routes.add("GET", rules, [&c](const auto& r, const auto& answer) {
    const auto who = identify(c, r, answer, privilege::view, area::company);
    if (who) {
      show_rules(c, who->who.company, answer);
    }
  });
  routes.add("PUT", rules, [&c](const auto& r, const auto& answer) {
    const auto who
      = identify_in_person(c, r, answer, privilege::modify, area::company);
    if (who) {
      change_rules(c, *who, r, answer);
    }
  });
}

} // namespace parley::gateway
