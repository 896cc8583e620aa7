#include "gateway/api/resource.hpp"

#include "gateway/secrets.hpp"

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
  const auto who = c.identity->whois(r.cookie(cookie_name(c)));
  if (!who) {
    answer(problem({refusal_code::not_authenticated}));
    return std::nullopt;
  }
  if (r.method != "GET" && !from_own_page(r)) {
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
    = [what = std::move(what)](
        const parley::company& now) -> result<parley::company, refusal> {
    auto next = now;
    if (auto refused = what(next)) {
      return *std::move(refused);
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
