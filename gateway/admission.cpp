#include "actors/domain/supervision.hpp"
#include "actors/ids.hpp"
#include "gateway/api/site_token.hpp"
#include "gateway/core.hpp"
#include "gateway/secrets.hpp"

#include <algorithm>

namespace parley::gateway {

namespace {

connection_id fresh_id(const core& c) {
  return connection_id{actors::make_id('w', c.world->time->unique())};
}

} // namespace

bool same_origin(const std::string& origin, const std::string& host) {
  if (origin.empty()) {
    return true;
  }
  return origin == "http://" + host || origin == "https://" + host;
}

std::variant<actors::admitted_visitor, refusal>
admission::admit(const wire::visitor_hello& hello) const {
  if (world.stopping) {
    return refusal{refusal_code::shutting_down};
  }
  const auto published = world.running.companies->now();
  const auto& all = *published;
  const auto service = all.services.find(hello.token);
  if (service == all.services.end()) {
    return refusal{refusal_code::unknown_token};
  }
  actors::admitted_visitor who;
  who.company = all.companies.at(service->second.first);
  who.service = service->second.second;
  const auto& config = who.company.config->services.at(who.service);
  if (!may_use(config)) {
    return refusal{refusal_code::forbidden_origin};
  }
  const auto& flows = who.company.config->flows;
  const auto flow = flows.find(config.flow);
  if (flow == flows.end() || flow->second.published() == nullptr) {
    return refusal{refusal_code::service_unavailable};
  }
  if (auto why = introduce(hello, who)) {
    return *std::move(why);
  }
  if (hello.visitor) {
    const auto dot = hello.visitor->find('.');
    if (dot != std::string::npos && dot > 0) {
      const auto chat = hello.visitor->substr(0, dot);
      if (is_valid_id(chat)) {
        who.resume = std::pair{chat_id{chat},
                               sha256_hex(hello.visitor->substr(dot + 1))};
      }
    }
  }
  who.hello = hello;
  who.id = fresh_id(world);
  return who;
}

bool admission::may_use(const service_config& service) const {
  const auto& allowed = service.origins;
  return std::find(allowed.begin(), allowed.end(), origin) != allowed.end()
         || is_demo_page();
}

/// W8. Whoever comes back to a chat was let in when it began.
std::optional<refusal>
admission::introduce(const wire::visitor_hello& hello,
                     actors::admitted_visitor& who) const {
  const auto& company = *who.company.config;
  if (hello.proof) {
    const auto keys = company.site_keys.find(who.service);
    who.claims
      = keys == company.site_keys.end()
          ? std::nullopt
          : read_site_token(
            *hello.proof, keys->second, hello.token, world.world->time->now());
    if (!who.claims) {
      return refusal{refusal_code::signature_invalid, "proof"};
    }
  }
  const bool needed
    = company.services.at(who.service).identity == site_identity::required;
  if (needed && !who.claims && !hello.visitor) {
    return refusal{refusal_code::signature_invalid, "proof"};
  }
  return std::nullopt;
}

bool admission::is_demo_page() const {
  return world.options.demo && !origin.empty() && same_origin(origin, host);
}

std::variant<actors::admitted_agent, refusal>
admission::admit(const wire::agent_hello& hello) {
  if (world.stopping) {
    return refusal{refusal_code::shutting_down};
  }
  if (!same_origin(origin, host)) {
    return refusal{refusal_code::forbidden_origin};
  }
  const auto person = world.identity->redeem(hello.ticket);
  if (!person) {
    return refusal{refusal_code::ticket_invalid};
  }
  const auto published = world.running.companies->now();
  const auto& companies = published->companies;
  const auto company = companies.find(person->company);
  if (company == companies.end()) {
    return refusal{refusal_code::ticket_invalid};
  }
  const auto& config = *company->second.config;
  const auto user = config.agents.find(person->agent);
  if (user == config.agents.end()) {
    return refusal{refusal_code::ticket_invalid};
  }
  // A2: who only supervises has a connection, but no presence.
  if (!may(config, user->second, privilege::modify, area::desk)
      && !may_supervise(config, user->second)) {
    return refusal{refusal_code::not_permitted, "desk"};
  }
  actors::admitted_agent who;
  who.company = company->second;
  who.agent = person->agent;
  login = person->login;
  who.hello = hello;
  who.id = fresh_id(world);
  who.address = address.substr(0, limits::name_characters_max);
  return who;
}

} // namespace parley::gateway
