// Conversations of a contact that must go (M4): asked for, with a privilege of
// its own and the contact's id repeated; done in the background.
#include "storage/erasures.hpp"

#include "gateway/api/audit.hpp"
#include "gateway/api/crm.hpp"
#include "gateway/secrets.hpp"
#include "gateway/upkeep.hpp"

#include <nlohmann/json.hpp>

namespace parley::gateway {

namespace {

using nlohmann::json;

constexpr std::size_t id_bytes = 8;

json describe(const storage::erasure& x) {
  json o{{"id", x.id},
         {"contact", x.contact.value},
         {"by", x.by.value},
         {"asked", to_unix_ms(x.asked)},
         {"phase", to_string(x.phase)},
         {"sessions", x.sessions},
         {"erased", x.erased},
         {"open", x.open}};
  if (x.finished) {
    o["finished"] = to_unix_ms(*x.finished);
  }
  return o;
}

void ask_for(const crm_request& r) {
  const auto given = json::parse(r.request.body, nullptr, false);
  if (!given.is_object()) {
    r.refuse({refusal_code::malformed});
    return;
  }
  const auto owner = r.contacts().read(r.company(), contact_id{r.part("id")});
  if (!owner) {
    r.answer(problem_of(owner.error()));
    return;
  }
  const auto& id = owner.value().id;
  if (given.value("confirm", json{}) != json(id.value)) {
    r.refuse({refusal_code::invalid_value, "confirm"});
    return;
  }
  // A3: before it is done.
  if (const auto no = record(r.world,
                             r.company(),
                             entry_of(r.who.who.agent,
                                      r.request,
                                      "conversations.deletion_asked",
                                      {"contacts", id.value}))) {
    r.refuse(*no);
    return;
  }
  const storage::erasures all{*r.world.store};
  const auto filed = all.ask(
    r.company(), {random_hex(id_bytes), id, r.who.who.agent, r.now()});
  if (!filed) {
    r.answer(problem_of(filed.error()));
    return;
  }
  r.world.upkeep->poke();
  auto response = json_response(describe(filed.value()).dump());
  response.status = 202;
  response.headers.emplace_back("Location",
                                "/api/v1/erasures/" + filed.value().id);
  r.answer(std::move(response));
}

void list(const crm_request& r) {
  const auto all = storage::erasures{*r.world.store}.list(r.company());
  if (!all) {
    r.answer(problem_of(all.error()));
    return;
  }
  json items = json::array();
  for (const auto& x : all.value()) {
    items.push_back(describe(x));
  }
  r.answer(json_response(json{{"items", std::move(items)}}.dump()));
}

void read(const crm_request& r) {
  const auto x
    = storage::erasures{*r.world.store}.read(r.company(), r.part("id"));
  if (!x) {
    r.answer(problem_of(x.error()));
    return;
  }
  r.answer(json_response(describe(x.value()).dump()));
}

} // namespace

void add_erasure_routes(core& c) {
  constexpr auto what = area::conversations;
  add_crm_route(c,
                "DELETE",
                "/api/v1/contacts/{id}/conversations",
                privilege::modify,
                what,
                ask_for);
  add_crm_route(c, "GET", "/api/v1/erasures", privilege::view, what, list);
  add_crm_route(c, "GET", "/api/v1/erasures/{id}", privilege::view, what, read);
}

} // namespace parley::gateway
