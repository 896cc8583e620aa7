#include "gateway/visitor_access.hpp"

#include "gateway/secrets.hpp"

#include <algorithm>

namespace parley::gateway {

std::variant<visited_service, refusal> service_of(const core& c,
                                                  const http_request& r) {
  const auto token = r.query.find("token");
  const auto published = c.running.companies->now();
  const auto found = published->services.find(
    token == r.query.end() ? std::string{} : token->second);
  if (found == published->services.end()) {
    return refusal{refusal_code::unknown_token};
  }
  visited_service to{published->companies.at(found->second.first),
                     found->second.second};
  const auto origin = r.header("origin");
  const auto& allowed = to.company.config->services.at(to.service).origins;
  const bool is_listed
    = std::find(allowed.begin(), allowed.end(), origin) != allowed.end();
  const bool is_demo = c.options.demo && same_origin(origin, r.header("host"));
  if (!origin.empty() && !is_listed && !is_demo) {
    return refusal{refusal_code::forbidden_origin};
  }
  return to;
}

void allow_origin(const http_request& r, http_response& to) {
  to.headers.emplace_back("Vary", "Origin");
  if (const auto origin = r.header("origin"); !origin.empty()) {
    to.headers.emplace_back("Access-Control-Allow-Origin", origin);
  }
}

void answer_preflight(const core& c,
                      const http_request& r,
                      const char* methods,
                      const respond& answer) {
  const auto service = service_of(c, r);
  if (const auto* wrong = std::get_if<refusal>(&service)) {
    answer(problem(*wrong));
    return;
  }
  http_response may;
  may.status = 204;
  may.content_type.clear();
  allow_origin(r, may);
  may.headers.emplace_back("Access-Control-Allow-Methods", methods);
  may.headers.emplace_back("Access-Control-Allow-Headers",
                           "authorization, content-type");
  may.headers.emplace_back("Access-Control-Max-Age", "600");
  answer(std::move(may));
}

std::variant<chat::state, refusal>
visitors_chat(const core& c, const http_request& r, const company_id& of) {
  constexpr std::string_view scheme = "Bearer ";
  const auto given = r.header("authorization");
  const auto dot = given.find('.');
  if (!given.starts_with(scheme) || dot == std::string::npos) {
    return refusal{refusal_code::not_authenticated};
  }
  const auto id = given.substr(scheme.size(), dot - scheme.size());
  if (!is_valid_id(id)) {
    return refusal{refusal_code::not_authenticated};
  }
  auto chat = c.store->load_chat(of, chat_id{id});
  if (!chat && chat.error().code != storage::store_errc::not_found) {
    return refusal{refusal_code::unavailable};
  }
  if (!chat || chat.value().visitor_hash.empty()
      || !same_secret(sha256_hex(given.substr(dot + 1)),
                      chat.value().visitor_hash)) {
    return refusal{refusal_code::not_authenticated};
  }
  return std::move(chat).value();
}

} // namespace parley::gateway
