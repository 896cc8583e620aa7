// The audit log over HTTP: pages, newest first, and the verdict of its chain.
#include "gateway/api/audit.hpp"

#include "gateway/api/resource.hpp"
#include "protocol/sign_in_refusals.hpp"
#include "storage/audit.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <set>

namespace parley::gateway {

namespace {

using nlohmann::json;

constexpr const char* sentence_of_chain
  = "Every row has the hash that the one before it demands.";

std::string cut(std::string text, std::size_t bytes) {
  if (text.size() > bytes) {
    // Never in the middle of a character.
    while (bytes > 0
           && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) {
      --bytes;
    }
    text.resize(bytes);
  }
  return text;
}

std::string value_of(const http_request& r, const char* name) {
  const auto found = r.query.find(name);
  return found == r.query.end() ? std::string{} : found->second;
}

/// A number that the query may have. @returns false: it has something else.
template <class Number>
bool read_number(const http_request& r,
                 const char* name,
                 std::optional<Number>& to) {
  const auto text = value_of(r, name);
  if (text.empty()) {
    return true;
  }
  Number n{};
  const auto* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, n);
  if (error != std::errc{} || at != end || n < 0) {
    return false;
  }
  to = n;
  return true;
}

std::variant<storage::audit_filter, refusal> filter_of(const http_request& r) {
  storage::audit_filter f;
  f.who = agent_id{value_of(r, "who")};
  f.act = value_of(r, "act");
  f.object_kind = value_of(r, "kind");
  f.object = value_of(r, "object");
  for (const auto& [name, to] :
       {std::pair{"from", &f.from}, {"until", &f.until}}) {
    std::optional<long long> ms;
    if (!read_number(r, name, ms)) {
      return refusal{refusal_code::out_of_range, name};
    }
    if (ms) {
      *to = from_unix_ms(*ms);
    }
  }
  return f;
}

json to_json(const storage::audit_row& row) {
  const auto& e = row.entry;
  return {{"number", row.number},
          {"at", to_unix_ms(e.at)},
          {"who", e.who.value},
          {"address", e.address},
          {"act", e.act},
          {"kind", e.object_kind},
          {"object", e.object},
          {"details", e.details},
          {"hash", row.hash}};
}

void show_page(core& c,
               const company_id& company,
               const http_request& r,
               const respond& answer) {
  const auto asked = page_of(r);
  if (const auto* wrong = std::get_if<refusal>(&asked)) {
    answer(problem(*wrong));
    return;
  }
  const auto filter = filter_of(r);
  if (const auto* wrong = std::get_if<refusal>(&filter)) {
    answer(problem(*wrong));
    return;
  }
  std::optional<std::uint64_t> before;
  if (!read_number(r, "after", before)) {
    answer(problem({refusal_code::out_of_range, "after"}));
    return;
  }
  const auto page
    = storage::audit_page_of(c.store->contacts(),
                             company,
                             std::get<storage::audit_filter>(filter),
                             before.value_or(0),
                             std::get<gateway::page>(asked).limit);
  if (!page) {
    answer(problem({refusal_code::unavailable, page.error().text}));
    return;
  }
  json items = json::array();
  for (const auto& row : page.value().rows) {
    items.push_back(to_json(row));
  }
  json body{{"items", std::move(items)}};
  if (page.value().next > 0) {
    body["next"] = std::to_string(page.value().next);
  }
  answer(json_response(body.dump()));
}

/// For operators; answers 404 itself.
std::optional<company_id>
named_company(const core& c, const http_request& r, const respond& answer) {
  company_id id{r.parts.at("company")};
  if (company_of(c, id) == nullptr) {
    answer(problem({refusal_code::not_found}));
    return std::nullopt;
  }
  return id;
}

} // namespace

storage::audit_entry entry_of(const agent_id& who,
                              const http_request& r,
                              const std::string& act,
                              const audit_object& of) {
  constexpr auto most = limits::name_characters_max;
  storage::audit_entry e;
  e.who = who;
  e.address = cut(r.address, most);
  e.act = act;
  e.object_kind = cut(of.kind, most);
  e.object = cut(of.id, most);
  return e;
}

std::string changed_members(const std::string& before,
                            const std::string& after) {
  const auto was = json::parse(before, nullptr, false);
  const auto is = json::parse(after, nullptr, false);
  std::set<std::string> names;
  for (const auto& [one, other] : {std::pair{&was, &is}, {&is, &was}}) {
    if (!one->is_object()) {
      continue;
    }
    for (const auto& [name, value] : one->items()) {
      if (!other->is_object() || !other->contains(name)
          || other->at(name) != value) {
        names.insert(name);
      }
    }
  }
  // Every change leads to another, which is a detail of its own.
  names.erase("version");
  std::string text;
  for (const auto& name : names) {
    text.append(text.empty() ? "" : ", ").append(name);
  }
  return cut(std::move(text), limits::custom_value_characters_max);
}

std::optional<refusal>
record(core& c, const company_id& company, storage::audit_entry e) {
  e.at = c.world->time->now();
  const auto written = storage::record_audit(*c.store, company, e);
  if (written) {
    return std::nullopt;
  }
  return refusal{written.error().code == storage::store_errc::full
                   ? refusal_code::storage_full
                   : refusal_code::unavailable};
}

void record_wrong_login(core& c,
                        const company_id& company,
                        const agent_id& user,
                        const http_request& r,
                        const login_outcome& o) {
  const bool code = o.refused && o.refused->code == sign_in::wrong_code;
  const bool password
    = o.refused && o.refused->code == refusal_code::wrong_login;
  if (user.empty() || !(code || password)) {
    return;
  }
  auto failed = entry_of({}, r, "login.failed", {"users", user.value});
  if (code) {
    failed.details["wrong"] = "code";
  }
  (void)record(c, company, std::move(failed));
  if (o.locked) {
    (void)record(
      c, company, entry_of({}, r, "login.locked", {"users", user.value}));
  }
}

void show_audit(core& c, const http_request& r, const respond& answer) {
  if (const auto company = named_company(c, r, answer)) {
    show_page(c, *company, r, answer);
  }
}

void check_audit(core& c, const http_request& r, const respond& answer) {
  const auto company = named_company(c, r, answer);
  if (!company) {
    return;
  }
  const auto verdict = storage::verify_audit(c.store->contacts(), *company);
  if (!verdict) {
    answer(problem({refusal_code::unavailable, verdict.error().text}));
    return;
  }
  const auto& v = verdict.value();
  json body{{"rows", v.rows}, {"hash", v.hash}, {"sound", !v.fault}};
  body["what"] = v.fault ? v.fault->what : sentence_of_chain;
  if (v.fault) {
    body["number"] = v.fault->number;
  }
  answer(json_response(body.dump()));
}

void add_audit_routes(core& c) {
  c.public_routes.add(
    "GET", "/api/v1/audit", [&c](const auto& r, const auto& answer) {
      const auto who = identify(c, r, answer, privilege::view, area::audit);
      if (who) {
        show_page(c, who->who.company, r, answer);
      }
    });
}

} // namespace parley::gateway
