// Passwords of users: given by an administrator, or changed by oneself. All
// other logins of the user end.
#include "gateway/api/audit.hpp"
#include "gateway/api/resource.hpp"
#include "gateway/secrets.hpp"
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
                    const identity::new_password& p,
                    const storage::audit_entry& act,
                    const respond& answer,
                    const json& body = json::object()) {
  if (const auto no = record(c, p.company, act)) {
    answer(problem(*no));
    return;
  }
  c.identity->set_password(
    p,
    [&c, answer, body](const result<std::vector<std::string>, refusal>& done) {
      if (!done) {
        answer(problem(done.error()));
        return;
      }
      for (const auto& login : done.value()) {
        c.desks.close(login);
      }
      answer(json_response(body.dump()));
    });
}

/// `once` of a body. @returns nothing: it is not true or false.
std::optional<bool> read_once(const json& body) {
  const auto found = body.find("once");
  if (found == body.end()) {
    return false;
  }
  return found->is_boolean() ? std::optional{found->get<bool>()} : std::nullopt;
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
  const auto user = user_in_path(who, r, answer);
  if (!user) {
    return;
  }
  std::string password;
  const auto once = read_once(body);
  auto wrong = read_password(body, "password", password);
  if (!wrong && !once) {
    wrong = refusal{refusal_code::wrong_type, "once"};
  }
  if (wrong) {
    answer(problem(*wrong));
    return;
  }
  auto act = entry_of(
    who.who.agent, r, "password.given", {"users", user->agent.value});
  if (*once) {
    act.details["once"] = "yes";
  }
  store_password(c,
                 {user->company,
                  user->agent,
                  password,
                  user->agent == who.who.agent ? who.who.login : "",
                  *once},
                 act,
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
  // Else a one-time password could be kept for ever.
  if (!wrong && present == password) {
    wrong = refusal{refusal_code::invalid_value,
                    "password: is the one that you have"};
  }
  if (wrong) {
    answer(problem(*wrong));
    return;
  }
  c.identity->confirm(
    who.who,
    present,
    r.address,
    [&c, who = who.who, password, r, answer](const login_outcome& o) {
      if (o.refused) {
        record_wrong_login(c, who.company, who.agent, r, o);
        answer(problem(*o.refused, o.retry_after));
        return;
      }
      store_password(
        c,
        {who.company, who.agent, password, who.login, false},
        entry_of(who.agent, r, "password.changed", {"users", who.agent.value}),
        answer);
    });
}

} // namespace

void reset_password(core& c, const http_request& r, const respond& answer) {
  const auto company = company_of(c, company_id{r.parts.at("company")});
  const auto user = agent_in_body(company, r, answer);
  if (!user) {
    return;
  }
  const auto password = one_time_password();
  auto act = entry_of({}, r, "password.given", {"users", user->value});
  act.details["once"] = "yes";
  act.details["by"] = "operator";
  store_password(c,
                 {company->id, *user, password, {}, true},
                 act,
                 answer,
                 {{"password", password}});
}

void add_password_routes(core& c) {
  c.public_routes.add("POST",
                      "/api/v1/users/{id}/password",
                      [&c](const auto& r, const auto& answer) {
                        const auto who = identify_in_person(
                          c, r, answer, privilege::modify, area::users);
                        if (who) {
                          give(c, *who, r, answer);
                        }
                      });
  c.public_routes.add(
    "POST", "/api/v1/me/password", [&c](const auto& r, const auto& answer) {
      const auto who = identify_signing_in(c, r, answer);
      if (who) {
        change_own(c, *who, r, answer);
      }
    });
}

} // namespace parley::gateway
