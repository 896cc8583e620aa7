// Contacts over HTTP (M2): list, search, add, read, change, delete, merge and
// its undo, and the sessions of one (M1).
#include "gateway/api/audit.hpp"
#include "gateway/api/crm.hpp"
#include "gateway/secrets.hpp"
#include "storage/contact_object.hpp"
#include "storage/erasures.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace parley::gateway {

namespace {

using nlohmann::json;
using storage::write_mode;

constexpr std::size_t id_digits = 16;

contact_id contact_of(const crm_request& r) {
  return contact_id{r.part("id")};
}

/// A3: also what agents do to whole contacts, because it cannot be seen later.
std::optional<refusal>
record_act(const crm_request& r, const std::string& act, const contact_id& of) {
  return record(
    r.world,
    r.company(),
    entry_of(r.who.who.agent, r.request, act, {"contacts", of.value}));
}

void list(const crm_request& r) {
  const auto asked = crm_page_of(r, limits::contact_page_max);
  if (const auto* wrong = std::get_if<refusal>(&asked)) {
    r.refuse(*wrong);
    return;
  }
  const auto& p = std::get<crm_page>(asked);
  const auto question = r.value("search");
  if (question.size() > limits::name_characters_max * 4) {
    r.refuse({refusal_code::too_long, "search"});
    return;
  }
  const auto page
    = r.contacts().search(r.who.config(), question, p.after, p.limit);
  if (!page) {
    r.answer(problem_of_page(page.error()));
    return;
  }
  std::string body = R"({"items":[)";
  for (const auto& x : page.value().contacts) {
    body += (body.back() == '[' ? "" : ",") + storage::contact_json(x);
  }
  body += ']';
  if (!page.value().next.empty()) {
    body += R"(,"next":")" + page.value().next + '"';
  }
  r.answer(json_response(body + "}"));
}

void read(const crm_request& r) {
  const auto found = r.contacts().read(r.company(), contact_of(r));
  if (!found) {
    r.answer(problem_of(found.error()));
    return;
  }
  const auto& x = found.value();
  if (r.request.header("if-none-match") == etag_of(x)) {
    http_response same;
    same.status = 304;
    same.headers.emplace_back("ETag", etag_of(x));
    r.answer(std::move(same));
    return;
  }
  show_contact(r, x, 200);
}

/// What is wrong with it and was not wrong before: a field or a tag that was
/// deleted meanwhile keeps nobody from changing the rest.
std::vector<std::string> new_errors(const parley::company& c,
                                    const contact& before,
                                    const contact& after) {
  auto errors = validate(c, after);
  if (!errors.empty()) {
    const auto old = validate(c, before);
    std::erase_if(errors, [&](const std::string& error) {
      return std::find(old.begin(), old.end(), error) != old.end();
    });
  }
  return errors;
}

/// Enters what was given. Answers itself if it is not valid.
bool enter(const crm_request& r,
           contact& x,
           const std::string& text,
           write_mode how) {
  const auto before = x;
  const auto wrong
    = storage::put_contact(x, text, how, r.now(), r.who.who.agent);
  if (wrong && wrong->path.empty()) {
    r.refuse({refusal_code::malformed});
    return false;
  }
  if (wrong) {
    r.refuse({refusal_code::invalid_value, wrong->path + ": " + wrong->what});
    return false;
  }
  if (const auto errors = new_errors(r.who.config(), before, x);
      !errors.empty()) {
    r.answer(problem_of_values(errors));
    return false;
  }
  return true;
}

/// Is it what the request that is repeated made, as it was made?
bool is_repeated(const contact& there, contact made) {
  made.revision = there.revision;
  made.created = there.created;
  made.changed = there.changed;
  made.merged = there.merged;
  if (made.notes.size() == there.notes.size()) {
    for (std::size_t i = 0; i < made.notes.size(); ++i) {
      made.notes[i].at = there.notes[i].at;
    }
  }
  return made == there;
}

void add(const crm_request& r) {
  const auto key = r.request.header("idempotency-key");
  contact x;
  const auto given = json::parse(r.request.body, nullptr, false);
  const auto id = given.is_object() ? given.value("id", json("")) : json("");
  if (!id.is_string()
      || (id != json("") && !is_valid_id(id.get<std::string>()))) {
    r.refuse({refusal_code::invalid_id, "id"});
    return;
  }
  x.id.value = id.get<std::string>();
  if (x.id.empty()) {
    x.id.value
      = key.empty()
          ? random_hex(id_digits / 2)
          : sha256_hex(r.who.who.agent.value + "\n" + key).substr(0, id_digits);
  }
  x.created = r.now();
  if (!enter(r, x, r.request.body, write_mode::replace)) {
    return;
  }
  const auto made = r.contacts().create(r.company(), x);
  if (made) {
    show_contact(r, made.value(), 201);
    return;
  }
  if (!key.empty() && made.error().code == storage::store_errc::refused) {
    const auto there = r.contacts().read(r.company(), x.id);
    if (there && is_repeated(there.value(), x)) {
      show_contact(r, there.value(), 201);
      return;
    }
  }
  r.answer(problem_of(made.error()));
}

/// The contact of the path, in the version that the caller has seen. Answers
/// itself if it is another one.
std::optional<contact> seen_contact(const crm_request& r) {
  auto found = r.contacts().read(r.company(), contact_of(r));
  if (!found) {
    r.answer(problem_of(found.error()));
    return std::nullopt;
  }
  if (const auto no = check_if_match(r.request, etag_of(found.value()))) {
    r.refuse(*no);
    return std::nullopt;
  }
  return std::move(found).value();
}

void change(const crm_request& r, write_mode how) {
  auto x = seen_contact(r);
  if (!x || !enter(r, *x, r.request.body, how)) {
    return;
  }
  const auto written = r.contacts().update(r.company(), *x);
  if (!written) {
    r.answer(problem_of(written.error()));
    return;
  }
  show_contact(r, written.value(), 200);
}

void replace(const crm_request& r) {
  change(r, write_mode::replace);
}
void merge_patch(const crm_request& r) {
  change(r, write_mode::merge);
}

/// M4: a deletion of conversations goes by the contact, which must stay as
/// long. Answers itself if one is under way.
bool is_free(const crm_request& r, const contact_id& id) {
  const auto found
    = storage::erasures{*r.world.store}.unfinished(r.company(), id);
  if (!found) {
    r.answer(problem_of(found.error()));
    return false;
  }
  if (found.value()) {
    r.refuse({refusal_code::in_use, "erasures." + found.value()->id});
    return false;
  }
  return true;
}

void remove(const crm_request& r) {
  const auto x = seen_contact(r);
  if (!x || !is_free(r, x->id)) {
    return;
  }
  if (const auto no = record_act(r, "contact.removed", x->id)) {
    r.refuse(*no);
    return;
  }
  const auto gone = r.contacts().remove(r.company(), x->id, x->revision);
  if (!gone) {
    r.answer(problem_of(gone.error()));
    return;
  }
  http_response done;
  done.status = 204;
  done.content_type.clear();
  r.answer(std::move(done));
}

void list_sessions(const crm_request& r) {
  const auto asked = crm_page_of(r, limits::contact_sessions_page_max);
  if (const auto* wrong = std::get_if<refusal>(&asked)) {
    r.refuse(*wrong);
    return;
  }
  const auto owner = r.contacts().read(r.company(), contact_of(r));
  if (!owner) {
    r.answer(problem_of(owner.error()));
    return;
  }
  const auto shown
    = sessions_of(r, owner.value().id, std::get<crm_page>(asked));
  if (!shown) {
    r.answer(problem_of_page(shown.error()));
    return;
  }
  auto body = R"({"items":[)" + shown.value().items + "]";
  if (!shown.value().next.empty()) {
    body += R"(,"next":")" + shown.value().next + '"';
  }
  r.answer(json_response(body + "}"));
}

/// The id in the member `from` of the body. Answers itself if there is none.
std::optional<contact_id> named_from(const crm_request& r) {
  const auto given = json::parse(r.request.body, nullptr, false);
  if (!given.is_object()) {
    r.refuse({refusal_code::malformed});
    return std::nullopt;
  }
  const auto from = given.find("from");
  if (from == given.end()) {
    r.refuse({refusal_code::missing_field, "from"});
    return std::nullopt;
  }
  if (!from->is_string() || !is_valid_id(from->get<std::string>())) {
    r.refuse({refusal_code::invalid_id, "from"});
    return std::nullopt;
  }
  return contact_id{from->get<std::string>()};
}

void merge(const crm_request& r) {
  const auto from = named_from(r);
  if (!from) {
    return;
  }
  const auto into = seen_contact(r);
  if (!into) {
    return;
  }
  const auto other = r.contacts().read(r.company(), *from);
  if (!other) {
    r.answer(problem_of(other.error()));
    return;
  }
  if (!is_free(r, into->id) || !is_free(r, other.value().id)) {
    return;
  }
  if (const auto no = record_act(r, "contact.merged", into->id)) {
    r.refuse(*no);
    return;
  }
  const auto joined = r.contacts().merge(
    r.who.config(), *into, other.value(), r.now(), r.who.who.agent);
  if (!joined) {
    r.answer(problem_of(joined.error()));
    return;
  }
  show_contact(r, joined.value(), 200);
}

void undo_merge(const crm_request& r) {
  const auto from = named_from(r);
  if (!from) {
    return;
  }
  const auto into = seen_contact(r);
  if (!into) {
    return;
  }
  const auto was = r.contacts().merge_of(r.company(), *from);
  if (!was) {
    r.answer(problem_of(was.error()));
    return;
  }
  if (!was.value() || was.value()->into != into->id) {
    r.refuse({refusal_code::not_found, "from"});
    return;
  }
  if (const auto no = record_act(r, "contact.merge_undone", into->id)) {
    r.refuse(*no);
    return;
  }
  const auto back = r.contacts().undo_merge(r.company(), *from, r.now());
  if (!back) {
    r.answer(problem_of(back.error()));
    return;
  }
  show_contact(r, back.value(), 200);
}

} // namespace

void add_contact_routes(core& c) {
  constexpr auto view = privilege::view;
  constexpr auto modify = privilege::modify;
  const auto route
    = [&](const char* method, const char* pattern, privilege p, crm_act act) {
        add_crm_route(c, method, pattern, p, area::contacts, act);
      };
  route("GET", "/api/v1/contacts", view, list);
  route("POST", "/api/v1/contacts", modify, add);
  route("GET", "/api/v1/contacts/{id}", view, read);
  route("PUT", "/api/v1/contacts/{id}", modify, replace);
  route("PATCH", "/api/v1/contacts/{id}", modify, merge_patch);
  route("DELETE", "/api/v1/contacts/{id}", modify, remove);
  route("GET", "/api/v1/contacts/{id}/sessions", view, list_sessions);
  route("POST", "/api/v1/contacts/{id}/merge", modify, merge);
  route("POST", "/api/v1/contacts/{id}/undo-merge", modify, undo_merge);
}

} // namespace parley::gateway
