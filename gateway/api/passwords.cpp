// Passwords of users: given by an administrator, or changed by oneself. All
// other logins of the user end.
#include "gateway/api/audit.hpp"
#include "gateway/api/resource.hpp"
#include "protocol/codec.hpp"

#include <nlohmann/json.hpp>

namespace parley::gateway {

namespace {

using nlohmann::json;

/// Reads a password that is to be set. @returns what is wrong with it.
std::optional<refusal>
read_password(const json& body, const char* name, std::string& to) {
  const auto found = body.find(name);
  if (found == body.end()) {
    return refusal{refusal_code::missing_field, name};
  }
  if (!found->is_string()) {
    return refusal{refusal_code::wrong_type, name};
  }
  to = found->get<std::string>();
  const auto count = wire::characters(to);
  if (count < limits::password_characters_min) {
    return refusal{refusal_code::out_of_range, name};
  }
  if (count > limits::password_characters_max) {
    return refusal{refusal_code::too_long, name};
  }
  return std::nullopt;
}

void store_password(core& c,
                    const person& of,
                    const std::string& password,
                    const std::string& kept,
                    const storage::audit_entry& act,
                    const respond& answer) {
  if (const auto no = record(c, of.company, act)) {
    answer(problem(*no));
    return;
  }
  c.identity->set_password(
    of.company,
    of.agent,
    password,
    kept,
    [&c, answer](const result<std::vector<std::string>, refusal>& done) {
      if (!done) {
        answer(problem(done.error()));
        return;
      }
      for (const auto& login : done.value()) {
        c.desks.close(login);
      }
      answer(json_response("{}"));
    });
}

void give(core& c,
          const caller& who,
          const http_request& r,
          const respond& answer) {
  const auto body = json::parse(r.body, nullptr, false);
  if (!body.is_object()) {
    answer(problem({refusal_code::malformed}));
    return;
  }
  const auto user = who.config().agents.find(agent_id{r.parts.at("id")});
  if (user == who.config().agents.end()) {
    answer(problem({refusal_code::not_found}));
    return;
  }
  if (!who.may_act_on(user->second)) {
    answer(problem({refusal_code::not_permitted, "roles"}));
    return;
  }
  std::string password;
  if (const auto wrong = read_password(body, "password", password)) {
    answer(problem(*wrong));
    return;
  }
  const auto kept = user->first == who.who.agent ? who.who.login : "";
  store_password(
    c,
    {who.who.company, user->first, {}},
    password,
    kept,
    entry_of(who.who.agent, r, "password.given", {"users", user->first.value}),
    answer);
}

void change_own(core& c,
                const caller& who,
                const http_request& r,
                const respond& answer) {
  const auto body = json::parse(r.body, nullptr, false);
  if (!body.is_object()) {
    answer(problem({refusal_code::malformed}));
    return;
  }
  std::string present;
  std::string password;
  auto wrong = read_password(body, "present", present);
  if (!wrong) {
    wrong = read_password(body, "password", password);
  }
  if (wrong) {
    answer(problem(*wrong));
    return;
  }
  c.identity->confirm(
    who.who,
    present,
    r.address,
    [&c,
     who = who.who,
     password,
     act = entry_of(
       who.who.agent, r, "password.changed", {"users", who.who.agent.value}),
     answer](const std::optional<refusal>& refused,
             std::optional<duration> retry) {
      if (refused) {
        answer(problem(*refused, retry));
      } else {
        store_password(c, who, password, who.login, act, answer);
      }
    });
}

} // namespace

void add_password_routes(core& c) {
  c.public_routes.add("POST",
                      "/api/v1/users/{id}/password",
                      [&c](const auto& r, const auto& answer) {
                        const auto who = identify(
                          c, r, answer, privilege::modify, area::users);
                        if (who) {
                          give(c, *who, r, answer);
                        }
                      });
  c.public_routes.add(
    "POST", "/api/v1/me/password", [&c](const auto& r, const auto& answer) {
      const auto who = identify(c, r, answer);
      if (who) {
        change_own(c, *who, r, answer);
      }
    });
}

} // namespace parley::gateway
