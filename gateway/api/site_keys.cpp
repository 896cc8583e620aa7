// The keys by which a website signs whom it knows (W8): two of a service may be
// live, so that one can be changed without a gap. A secret is shown once.
#include "gateway/api/audit.hpp"
#include "gateway/api/resource.hpp"
#include "gateway/secrets.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace parley::gateway {

namespace {

using nlohmann::json;

constexpr std::size_t id_bytes = 6;
constexpr std::size_t secret_bytes = 32;

json describe(const site_key& k) {
  return {{"id", k.id}, {"made", to_unix_ms(k.made)}};
}

/// The service of the path, if the caller's profile shows it.
const service_config* service_of(const caller& who, const http_request& r) {
  const auto found = who.config().services.find(service_id{r.parts.at("id")});
  const auto* shown
    = shown_by_profile(who.config(), who.user(), profile_kind::services);
  const bool there
    = found != who.config().services.end()
      && (shown == nullptr || shown->contains(found->first.value));
  return there ? &found->second : nullptr;
}

/// Calls `act` with the service if the caller may, else answers.
template <class Act>
void with_service(core& c,
                  const http_request& r,
                  const respond& answer,
                  privilege wanted,
                  Act act) {
  const auto who = identify(c, r, answer, wanted, area::services);
  if (!who) {
    return;
  }
  if (const auto* service = service_of(*who, r)) {
    act(*who, service->id);
  } else {
    answer(problem({refusal_code::not_found}));
  }
}

void list(core& c, const http_request& r, const respond& answer) {
  with_service(
    c,
    r,
    answer,
    privilege::view,
    [&](const caller& who, const service_id& id) {
      auto items = json::array();
      const auto found = who.config().site_keys.find(id);
      if (found != who.config().site_keys.end()) {
        for (const auto& key : found->second) {
          items.push_back(describe(key));
        }
      }
      answer(json_response(json{{"items", std::move(items)}}.dump()));
    });
}

actors::configuration_record record_of(const caller& who,
                                       const http_request& r,
                                       const std::string& act,
                                       const service_id& service) {
  return [e = entry_of(who.who.agent, r, act, {"service", service.value})](
           const company&, const company&) {
    return e;
  };
}

void add(core& c, const http_request& r, const respond& answer) {
  with_service(
    c,
    r,
    answer,
    privilege::modify,
    [&](const caller& who, const service_id& id) {
      const site_key made{
        random_hex(id_bytes), random_hex(secret_bytes), c.world->time->now()};
      make_change(
        c,
        who.company.company,
        [id, made](company& all) -> std::optional<refusal> {
          if (!all.services.contains(id)) {
            return refusal{refusal_code::not_found};
          }
          auto& keys = all.site_keys[id];
          if (keys.size() >= limits::site_keys_max) {
            return refusal{refusal_code::in_use, "delete a key first"};
          }
          keys.push_back(made);
          return std::nullopt;
        },
        record_of(who, r, "site_key.added", id),
        answer,
        [answer, made](const company& /*unused*/) {
          auto body = describe(made);
          body["secret"] = made.secret;
          auto response = json_response(body.dump());
          response.status = 201;
          answer(std::move(response));
        });
    });
}

void remove(core& c, const http_request& r, const respond& answer) {
  with_service(
    c,
    r,
    answer,
    privilege::modify,
    [&](const caller& who, const service_id& id) {
      make_change(
        c,
        who.company.company,
        [id, key = r.parts.at("key")](company& all) -> std::optional<refusal> {
          const auto found = all.site_keys.find(id);
          const auto gone
            = found == all.site_keys.end()
                ? 0
                : std::erase_if(found->second,
                                [&](const site_key& k) { return k.id == key; });
          if (gone == 0) {
            return refusal{refusal_code::not_found};
          }
          return std::nullopt;
        },
        record_of(who, r, "site_key.deleted", id),
        answer,
        [answer](const company& /*unused*/) {
          http_response response;
          response.status = 204;
          answer(std::move(response));
        });
    });
}

} // namespace

void add_site_key_routes(core& c) {
  const std::string path = "/api/v1/services/{id}/site-keys";
  c.public_routes.add("GET", path, [&c](const auto& r, const auto& answer) {
    list(c, r, answer);
  });
  c.public_routes.add("POST", path, [&c](const auto& r, const auto& answer) {
    add(c, r, answer);
  });
  c.public_routes.add(
    "DELETE", path + "/{key}", [&c](const auto& r, const auto& answer) {
      remove(c, r, answer);
    });
}

} // namespace parley::gateway
