#include "gateway/api/resource.hpp"

#include "actors/founding.hpp"
#include "gateway/api_tokens.hpp"
#include "gateway/second_factor.hpp"
#include "gateway/secrets.hpp"
#include "gateway/worker_threads.hpp"
#include "protocol/sign_in_refusals.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace parley::gateway {

namespace {

http_response problem_of(const actors::configured& c) {
  auto r = problem(*c.refused);
  if (!c.problems.empty()) {
    auto body = nlohmann::json::parse(r.body, nullptr, false);
    body["errors"] = c.problems;
    r.body = body.dump();
  }
  return r;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  return text;
}

std::string value_of(const http_request& r, const char* name) {
  const auto found = r.query.find(name);
  return found == r.query.end() ? std::string{} : found->second;
}

constexpr std::string_view bearer = "Bearer ";

/// The program that this token lets in. Its use is written down elsewhere,
/// because sockets do not wait for the disk.
std::optional<person> program_of(core& c, const std::string& token) {
  const auto now = c.world->time->now();
  auto found = find_api_token(*c.store, token, now);
  if (!found) {
    return std::nullopt;
  }
  auto& row = found->row;
  if (use_is_news(row, now)) {
    // When there is no room it is written at the next use.
    (void)c.disk_threads->post(
      [&c, company = found->company, hash = row.hash, now] {
        (void)storage::identity_rows{*c.store}.note_use(company, hash, now);
      });
  }
  return person{found->company, row.agent, row.hash, std::move(row.scopes)};
}

std::optional<person> person_of(core& c, const http_request& r) {
  const auto given = r.header("authorization");
  return given.starts_with(bearer)
           ? program_of(c, given.substr(bearer.size()))
           : c.identity->whois(r.cookie(cookie_name(c)));
}

/// What is still to be done before the caller may do anything else.
std::optional<refusal> unfinished(core& c, const caller& who) {
  const auto step = step_of(*c.store, who.config(), who.user());
  if (!step) {
    return step.error();
  }
  switch (step.value()) {
  case sign_in_step::password:
    return refusal{sign_in::password_change_needed};
  case sign_in_step::second_factor:
    return refusal{sign_in::second_factor_setup_needed};
  case sign_in_step::none:
    break;
  }
  return std::nullopt;
}

std::optional<caller>
find_caller(core& c, const http_request& r, const respond& answer) {
  const auto who = person_of(c, r);
  if (!who) {
    answer(problem({refusal_code::not_authenticated}));
    return std::nullopt;
  }
  // A token is sent by nobody but who holds it; a cookie goes by itself.
  if (!who->scopes && r.method != "GET" && !from_own_page(r)) {
    answer(problem({refusal_code::forbidden_origin}));
    return std::nullopt;
  }
  const auto published = c.running.companies->now();
  const auto company = published->companies.find(who->company);
  if (company == published->companies.end()
      || !company->second.config->agents.contains(who->agent)) {
    answer(problem({refusal_code::not_authenticated}));
    return std::nullopt;
  }
  if (const auto wait = c.api_requests.take(who->login, c.world->time->now())) {
    answer(problem({refusal_code::throttled}, wait));
    return std::nullopt;
  }
  return caller{*who, company->second};
}

} // namespace

std::string cookie_name(const core& c) {
  return c.secure ? "__Host-parley" : "parley";
}

bool from_own_page(const http_request& r) {
  return same_origin(r.header("origin"), r.header("host"));
}

company_ptr company_of(const core& c, const company_id& id) {
  const auto published = c.running.companies->now();
  const auto found = published->companies.find(id);
  return found == published->companies.end() ? nullptr : found->second.config;
}

bool caller::may(const parley::company& now,
                 privilege wanted,
                 area what) const {
  const auto user = now.agents.find(who.agent);
  if (user == now.agents.end()) {
    return false;
  }
  if (who.scopes) {
    const auto scope = who.scopes->find(what);
    const auto most
      = scope == who.scopes->end() ? privilege::none : scope->second;
    if (most < wanted) {
      return false;
    }
  }
  return parley::may(now, user->second, wanted, what);
}

bool caller::sees_user(const agent_id& other) const {
  const auto* shown = shown_by_profile(config(), user(), profile_kind::users);
  return config().agents.contains(other)
         && (shown == nullptr || shown->contains(other.value));
}

bool caller::may_act_on(const agent_config& other) const {
  if (may(privilege::modify, area::roles)) {
    return true;
  }
  return std::all_of(
    names_of<area>.begin(), names_of<area>.end(), [&](const auto& entry) {
      return may(privilege_of(config(), other, entry.first), entry.first);
    });
}

std::optional<caller>
identify(core& c, const http_request& r, const respond& answer) {
  auto who = find_caller(c, r, answer);
  const auto step = who ? unfinished(c, *who) : std::nullopt;
  if (step) {
    answer(problem(*step));
    return std::nullopt;
  }
  return who;
}

std::optional<caller>
identify_signing_in(core& c, const http_request& r, const respond& answer) {
  auto who = find_caller(c, r, answer);
  if (who && who->is_program()) {
    answer(problem({refusal_code::not_permitted, "API token"}));
    return std::nullopt;
  }
  return who;
}

std::optional<caller>
identify_in_person(core& c, const http_request& r, const respond& answer) {
  auto who = identify_signing_in(c, r, answer);
  const auto step = who ? unfinished(c, *who) : std::nullopt;
  if (step) {
    answer(problem(*step));
    return std::nullopt;
  }
  return who;
}

std::optional<caller> identify(core& c,
                               const http_request& r,
                               const respond& answer,
                               privilege wanted,
                               area what) {
  auto who = identify(c, r, answer);
  if (who && !who->may(wanted, what)) {
    answer(
      problem({refusal_code::not_permitted, std::string{to_string(what)}}));
    return std::nullopt;
  }
  return who;
}

void forget_user(core& c,
                 const company_id& company,
                 const agent_id& user,
                 std::function<void()> then) {
  c.identity->forget(
    company, user, [&c, company, then = std::move(then)](const auto& ended) {
      if (!ended) {
        c.world->log->write(actors::log_level::error,
                            "user_not_forgotten",
                            {{"company", company.value},
                             {"advice", "give the user's id to nobody else"}});
      } else {
        for (const auto& login : ended.value()) {
          c.desks.close(login);
        }
      }
      then();
    });
}

std::optional<person>
user_in_path(const caller& who, const http_request& r, const respond& answer) {
  const agent_id id{r.parts.at("id")};
  if (!who.sees_user(id)) {
    answer(problem({refusal_code::not_found}));
    return std::nullopt;
  }
  if (r.method != "GET" && !who.may_act_on(who.config().agents.at(id))) {
    answer(problem({refusal_code::not_permitted, "roles"}));
    return std::nullopt;
  }
  return person{who.who.company, id, {}};
}

std::optional<caller> identify_in_person(core& c,
                                         const http_request& r,
                                         const respond& answer,
                                         privilege wanted,
                                         area what) {
  auto who = identify_in_person(c, r, answer);
  if (who && !who->may(wanted, what)) {
    answer(
      problem({refusal_code::not_permitted, std::string{to_string(what)}}));
    return std::nullopt;
  }
  return who;
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

std::optional<agent_id> agent_in_body(const company_ptr& company,
                                      const http_request& r,
                                      const respond& answer) {
  const auto body = nlohmann::json::parse(r.body, nullptr, false);
  if (!body.is_object()) {
    answer(problem({refusal_code::malformed}));
    return std::nullopt;
  }
  const auto login = body.find("login");
  if (login == body.end() || !login->is_string()) {
    answer(problem({refusal_code::missing_field, "login"}));
    return std::nullopt;
  }
  auto user = agent_with(company, login->get<std::string>());
  if (!user) {
    answer(problem({refusal_code::not_found}));
  }
  return user;
}

http_response json_response(std::string text) {
  http_response r;
  r.body = std::move(text);
  return r;
}

std::string etag_of(const std::string& json) {
  constexpr std::size_t digits = 32;
  return '"' + sha256_hex(json).substr(0, digits) + '"';
}

std::optional<refusal> check_if_match(const http_request& r,
                                      const std::string& etag) {
  const auto wanted = r.header("if-match");
  if (wanted.empty()) {
    return refusal{refusal_code::version_missing};
  }
  if (wanted != "*" && wanted != etag) {
    return refusal{refusal_code::changed_meanwhile};
  }
  return std::nullopt;
}

std::variant<page, refusal> page_of(const http_request& r) {
  page p;
  p.limit = limits::page_objects_default;
  if (const auto text = value_of(r, "limit"); !text.empty()) {
    const auto* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, p.limit);
    if (error != std::errc{} || at != end || p.limit == 0
        || p.limit > limits::page_objects_max) {
      return refusal{refusal_code::out_of_range, "limit"};
    }
  }
  p.after = value_of(r, "after");
  p.search = lower(value_of(r, "search"));
  if (p.search.size() > limits::name_characters_max * 4) {
    return refusal{refusal_code::too_long, "search"};
  }
  return p;
}

void make_change(core& c,
                 const actors::company_actor& company,
                 edit what,
                 actors::configuration_record record,
                 const respond& answer,
                 std::function<void(const parley::company&)> then) {
  const auto change
    = [&c, what = std::move(what)](
        const parley::company& now) -> result<parley::company, refusal> {
    auto next = now;
    if (auto refused = what(next)) {
      return *std::move(refused);
    }
    // O1: a website belongs to one company.
    if (next.services != now.services) {
      const auto taken
        = actors::taken_tokens(*c.running.companies->now(), next);
      if (!taken.empty()) {
        return refusal{refusal_code::invalid_value, taken.front()};
      }
    }
    return next;
  };
  ask<actors::configured>(
    *c.system,
    company,
    limits::request_within,
    [answer, then = std::move(then)](const actors::configured& done) {
      if (done.refused) {
        answer(problem_of(done));
      } else {
        then(*done.config);
      }
    },
    [answer] { answer(problem({refusal_code::unavailable})); },
    actors::configure{change, std::move(record)});
}

} // namespace parley::gateway
