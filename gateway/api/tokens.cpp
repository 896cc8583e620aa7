// API tokens over HTTP (A1): made and revoked by the user whom they act for,
// and seen and revoked by who may change that user. Programs cannot make any.
#include "gateway/api/audit.hpp"
#include "gateway/api/resource.hpp"
#include "gateway/api_tokens.hpp"
#include "gateway/second_factor.hpp"
#include "protocol/codec.hpp"
#include "protocol/identity_limits.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace parley::gateway {

namespace {

using nlohmann::json;
using storage::api_token;
using storage::identity_rows;

json describe(const api_token& t) {
  json scopes = json::object();
  for (const auto& [what, level] : t.scopes) {
    scopes[std::string{to_string(what)}] = to_string(level);
  }
  json body{{"id", t.id},
            {"name", t.name},
            {"scopes", std::move(scopes)},
            {"created", to_unix_ms(t.created)},
            {"expires", to_unix_ms(t.expires)}};
  if (t.last_used) {
    body["last_used"] = to_unix_ms(*t.last_used);
  }
  return body;
}

std::optional<refusal> read_name(const json& body, std::string& to) {
  const auto found = body.find("name");
  if (found == body.end()) {
    return refusal{refusal_code::missing_field, "name"};
  }
  if (!found->is_string()) {
    return refusal{refusal_code::wrong_type, "name"};
  }
  to = found->get<std::string>();
  if (to.find_first_not_of(" \t\r\n") == std::string::npos) {
    return refusal{refusal_code::blank_text, "name"};
  }
  if (wire::characters(to) > limits::api_token_name_characters_max) {
    return refusal{refusal_code::too_long, "name"};
  }
  return std::nullopt;
}

std::optional<refusal>
read_expiry(const json& body, timestamp now, timestamp& to) {
  const auto found = body.find("expires");
  if (found == body.end()) {
    return refusal{refusal_code::missing_field, "expires"};
  }
  if (!found->is_number_integer()) {
    return refusal{refusal_code::wrong_type, "expires"};
  }
  const auto latest = to_unix_ms(now + limits::api_token_life_max);
  if (*found <= to_unix_ms(now) || *found > latest) {
    return refusal{refusal_code::out_of_range, "expires"};
  }
  to = from_unix_ms(found->get<long long>());
  return std::nullopt;
}

/// A token is for something, and for nothing that its user may not.
std::optional<refusal>
read_scopes(const caller& who, const json& body, privileges& to) {
  const auto found = body.find("scopes");
  if (found == body.end()) {
    return refusal{refusal_code::missing_field, "scopes"};
  }
  if (!found->is_object()) {
    return refusal{refusal_code::wrong_type, "scopes"};
  }
  for (const auto& [name, value] : found->items()) {
    const auto what = from_name<area>(name);
    const auto level = value.is_string()
                         ? from_name<privilege>(value.get<std::string>())
                         : std::nullopt;
    if (!what || !level || *level == privilege::none) {
      return refusal{refusal_code::invalid_value,
                     "scopes." + name + ": is no area, or not view or modify"};
    }
    if (!who.may(*level, *what)) {
      return refusal{refusal_code::not_permitted, name};
    }
    to[*what] = *level;
  }
  if (to.empty()) {
    return refusal{refusal_code::invalid_value, "scopes: names no area"};
  }
  return std::nullopt;
}

void make(core& c,
          const caller& who,
          const http_request& r,
          const respond& answer) {
  const auto body = json::parse(r.body, nullptr, false);
  if (!body.is_object()) {
    answer(problem({refusal_code::malformed}));
    return;
  }
  const auto now = c.world->time->now();
  api_token wanted;
  wanted.agent = who.who.agent;
  wanted.created = now;
  auto wrong = read_name(body, wanted.name);
  wrong = wrong ? wrong : read_expiry(body, now, wanted.expires);
  wrong = wrong ? wrong : read_scopes(who, body, wanted.scopes);
  if (wrong) {
    answer(problem(*wrong));
    return;
  }
  const auto made = make_api_token(*c.store, who.who.company, wanted);
  if (!made) {
    answer(problem(made.error()));
    return;
  }
  // After it, because a token too many is no act. Nobody has the secret yet.
  auto act = entry_of(
    who.who.agent, r, "api_token.made", {"users", who.who.agent.value});
  act.details["token"] = made.value().row.id;
  if (const auto no = record(c, who.who.company, std::move(act))) {
    (void)identity_rows{*c.store}.remove_token(who.who.company,
                                               made.value().row.hash);
    answer(problem(*no));
    return;
  }
  auto shown = describe(made.value().row);
  shown["token"] = made.value().secret;
  auto response = json_response(shown.dump());
  response.status = 201;
  answer(std::move(response));
}

void list(core& c, const person& of, const respond& answer) {
  const auto all = identity_rows{*c.store}.tokens_of(of.company, of.agent);
  if (!all) {
    answer(problem(refusal_of(all.error())));
    return;
  }
  json items = json::array();
  for (const auto& t : all.value()) {
    items.push_back(describe(t));
  }
  answer(json_response(json{{"items", std::move(items)}}.dump()));
}

void revoke(core& c,
            const caller& who,
            const person& of,
            const http_request& r,
            const respond& answer) {
  const identity_rows rows{*c.store};
  const auto all = rows.tokens_of(of.company, of.agent);
  if (!all) {
    answer(problem(refusal_of(all.error())));
    return;
  }
  const auto& id = r.parts.at("token");
  const auto found
    = std::find_if(all.value().begin(),
                   all.value().end(),
                   [&](const api_token& t) { return t.id == id; });
  if (found == all.value().end()) {
    answer(problem({refusal_code::not_found}));
    return;
  }
  auto act = entry_of(
    who.who.agent, r, "api_token.revoked", {"users", of.agent.value});
  act.details["token"] = id;
  if (const auto no = record(c, of.company, std::move(act))) {
    answer(problem(*no));
    return;
  }
  const auto gone = rows.remove_token(of.company, found->hash);
  answer(gone ? json_response("{}") : problem(refusal_of(gone.error())));
}

} // namespace

void add_api_token_routes(core& c) {
  auto& routes = c.public_routes;
  const std::string own = "/api/v1/me/tokens";
  routes.add("GET", own, [&c](const auto& r, const auto& answer) {
    if (const auto who = identify_in_person(c, r, answer)) {
      list(c, who->who, answer);
    }
  });
  routes.add("POST", own, [&c](const auto& r, const auto& answer) {
    const auto who
      = identify_in_person(c, r, answer, privilege::modify, area::tokens);
    if (who) {
      make(c, *who, r, answer);
    }
  });
  // Without the privilege too: whoever made one must be able to end it.
  routes.add(
    "DELETE", own + "/{token}", [&c](const auto& r, const auto& answer) {
      if (const auto who = identify_in_person(c, r, answer)) {
        revoke(c, *who, who->who, r, answer);
      }
    });
  const std::string of_user = "/api/v1/users/{id}/tokens";
  routes.add("GET", of_user, [&c](const auto& r, const auto& answer) {
    const auto who
      = identify_in_person(c, r, answer, privilege::view, area::users);
    const auto user = who ? user_in_path(*who, r, answer) : std::nullopt;
    if (user) {
      list(c, *user, answer);
    }
  });
  routes.add(
    "DELETE", of_user + "/{token}", [&c](const auto& r, const auto& answer) {
      const auto who
        = identify_in_person(c, r, answer, privilege::modify, area::users);
      const auto user = who ? user_in_path(*who, r, answer) : std::nullopt;
      if (user) {
        revoke(c, *who, *user, r, answer);
      }
    });
}

} // namespace parley::gateway
