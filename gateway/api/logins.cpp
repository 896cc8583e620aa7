// Logins that are in force: one's own, and for who may change users those of
// others; all can be revoked (A1).
#include "gateway/api/audit.hpp"
#include "gateway/api/resource.hpp"

#include <nlohmann/json.hpp>

namespace parley::gateway {

namespace {

using nlohmann::json;

void list(core& c, const person& of, const respond& answer) {
  const auto logins = c.store->logins(of.company);
  if (!logins) {
    answer(problem({refusal_code::unavailable}));
    return;
  }
  const auto now = c.world->time->now();
  json items = json::array();
  for (const auto& l : logins.value()) {
    if (l.agent == of.agent && l.expires > now) {
      items.push_back({{"login", l.token_hash},
                       {"created", to_unix_ms(l.created)},
                       {"expires", to_unix_ms(l.expires)},
                       {"address", l.address}});
    }
  }
  answer(json_response(json{{"items", std::move(items)}}.dump()));
}

void revoke(core& c,
            const caller& who,
            const person& of,
            const http_request& r,
            const respond& answer) {
  const auto& login = r.parts.at("login");
  if (!c.identity->has(of, login)) {
    answer(problem({refusal_code::not_found}));
    return;
  }
  const auto no = record(
    c,
    of.company,
    entry_of(who.who.agent, r, "login.revoked", {"users", of.agent.value}));
  if (no) {
    answer(problem(*no));
    return;
  }
  if (!c.identity->revoke(of, login)) {
    answer(problem({refusal_code::not_found}));
    return;
  }
  c.desks.close(login);
  answer(json_response("{}"));
}

} // namespace

void add_user_login_routes(core& c) {
  auto& routes = c.public_routes;
  routes.add("GET", "/api/v1/logins", [&c](const auto& r, const auto& answer) {
    if (const auto who = identify_in_person(c, r, answer)) {
      list(c, who->who, answer);
    }
  });
  routes.add("DELETE",
             "/api/v1/logins/{login}",
             [&c](const auto& r, const auto& answer) {
               if (const auto who = identify_in_person(c, r, answer)) {
                 revoke(c, *who, who->who, r, answer);
               }
             });
  routes.add("GET",
             "/api/v1/users/{id}/logins",
             [&c](const auto& r, const auto& answer) {
               const auto who
                 = identify(c, r, answer, privilege::view, area::users);
               const auto user
                 = who ? user_in_path(*who, r, answer) : std::nullopt;
               if (user) {
                 list(c, *user, answer);
               }
             });
  routes.add("DELETE",
             "/api/v1/users/{id}/logins/{login}",
             [&c](const auto& r, const auto& answer) {
               const auto who = identify_in_person(
                 c, r, answer, privilege::modify, area::users);
               const auto user
                 = who ? user_in_path(*who, r, answer) : std::nullopt;
               if (user) {
                 revoke(c, *who, *user, r, answer);
               }
             });
}

} // namespace parley::gateway
