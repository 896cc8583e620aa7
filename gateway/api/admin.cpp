// The operators' address: what runs, the journal, the invariants. Token only.
#include "gateway/api/audit.hpp"
#include "gateway/api/company_document.hpp"
#include "gateway/api/resource.hpp"
#include "gateway/secrets.hpp"
#include "storage/event_codec.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace parley::gateway {

namespace {

using actors::actor_kind;
using nlohmann::json;

constexpr std::size_t journal_page = 1000;

std::optional<actor_kind> kind_of(const std::string& name) {
  static const std::map<std::string, actor_kind> kinds{
    {"companies", actor_kind::company},
    {"queues", actor_kind::queue},
    {"agents", actor_kind::agent},
    {"sessions", actor_kind::session},
    {"calls", actor_kind::call},
    {"connections", actor_kind::connection},
    {"actors", actor_kind::internal},
  };
  const auto found = kinds.find(name);
  if (found == kinds.end()) {
    return std::nullopt;
  }
  return found->second;
}

json describe(const actors::inspection& i, timestamp now) {
  json detail = json::object();
  for (const auto& [key, value] : i.detail) {
    detail[key] = value;
  }
  json last = json::array();
  for (const auto& e : i.last) {
    last.push_back({{"n", e.n}, {"at", to_unix_ms(e.at)}, {"what", e.what}});
  }
  return {{"kind", i.kind},
          {"id", i.id},
          {"company", i.company.value},
          {"phase", i.phase},
          {"owner", i.owner},
          {"mailbox", i.mailbox},
          {"age_ms", std::max<long long>(0, (now - i.born).count())},
          {"detail", detail},
          {"last", last}};
}

http_response ok(const json& body) {
  http_response r;
  r.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
  return r;
}

void show(core& c, const http_request& r, const respond& answer) {
  const auto kind = kind_of(r.parts.at("kind"));
  if (!kind) {
    answer(problem({refusal_code::not_found}));
    return;
  }
  actors::inspect_all q;
  q.kind = *kind;
  const auto id = r.parts.find("id");
  q.id = id == r.parts.end() ? "" : id->second;
  const auto after = r.query.find("after");
  if (after != r.query.end()) {
    const auto& text = after->second;
    std::from_chars(text.data(), text.data() + text.size(), q.after);
  }
  const auto company = r.query.find("company");
  const auto only = company == r.query.end() ? "" : company->second;
  const bool one = !q.id.empty();
  ask<actors::inspections>(
    *c.system,
    c.running.switchboard,
    limits::request_within,
    [&c, answer, only, one](const actors::inspections& all) {
      const auto now = c.world->time->now();
      json items = json::array();
      for (const auto& i : all.items) {
        if (only.empty() || i.company.value == only) {
          items.push_back(describe(i, now));
        }
      }
      if (!one) {
        answer(ok({{"items", items}}));
      } else if (items.empty()) {
        answer(problem({refusal_code::not_found}));
      } else {
        answer(ok({{"item", items[0]}, {"events", items[0]["last"]}}));
      }
    },
    [answer] { answer(problem({refusal_code::unavailable})); },
    q);
}

void journal(core& c, const http_request& r, const respond& answer) {
  storage::stream_id stream;
  stream.company = company_id{r.parts.at("company")};
  stream.id = r.parts.at("chat");
  json events = json::array();
  std::uint64_t from = 1;
  while (true) {
    auto page = c.store->read(stream, from, journal_page);
    if (!page) {
      answer(problem({refusal_code::unavailable, page.error().text}));
      return;
    }
    for (const auto& e : page.value()) {
      const auto encoded = storage::encode_event(e);
      auto fields = json::parse(encoded.json, nullptr, false);
      events.push_back({{"revision", from},
                        {"type", encoded.type},
                        {"version", encoded.version},
                        {"at", fields.value("at", 0LL)},
                        {"json", fields}});
      ++from;
    }
    if (page.value().size() < journal_page) {
      break;
    }
  }
  if (events.empty()) {
    answer(problem({refusal_code::not_found}));
    return;
  }
  answer(ok({{"events", events}}));
}

void invariants(const core& c, const respond& answer) {
  const auto& b = c.world->counters->broken;
  const auto one =
    [](const char* name, const char* statement, const actors::counter& count) {
      return json{
        {"name", name}, {"statement", statement}, {"count", count.load()}};
    };
  answer(ok({{"invariants",
              {one("owner", "Z3", b.owner),
               one("capacity", "Z3", b.capacity),
               one("one_active", "P2", b.one_active),
               one("call_in_wrapup", "I3", b.call_in_wrapup),
               one("neglected", "Z3", b.neglected),
               one("order", "Z2", b.order)}}}));
}

bool has_token(const core& c, const http_request& r) {
  const std::string_view prefix{"Bearer "};
  const auto given = r.header("authorization");
  return given.size() > prefix.size() && given.starts_with(prefix)
         && same_secret(sha256_hex(given.substr(prefix.size())),
                        sha256_hex(c.admin_token));
}

} // namespace

void add_admin_routes(core& c) {
  auto& routes = c.admin_routes;
  // Every route but the probes needs the operator's token.
  const auto guarded = [&c](http_handler handle) -> http_handler {
    return [&c, handle](const http_request& r, const respond& answer) {
      if (has_token(c, r)) {
        handle(r, answer);
      } else {
        answer(problem({refusal_code::not_authenticated}));
      }
    };
  };
  routes.add(
    "GET",
    "/admin/v1/invariants",
    guarded([&c](const auto&, const auto& answer) { invariants(c, answer); }));
  routes.add("GET",
             "/admin/v1/figures",
             guarded([&c](const auto& r, const auto& answer) {
               show_figures(c, r, answer);
             }));
  routes.add("GET",
             "/admin/v1/journal/{company}/{chat}",
             guarded([&c](const auto& r, const auto& answer) {
               journal(c, r, answer);
             }));
  routes.add("GET",
             "/admin/v1/configuration/{company}",
             guarded([&c](const auto& r, const auto& answer) {
               export_company(c, r, answer);
             }));
  routes.add_stream(
    "PUT",
    "/admin/v1/configuration/{company}",
    [&c](const auto& r, const auto& answer, const auto& accept) {
      if (has_token(c, r)) {
        receive_company(c, r, answer, accept);
      } else {
        answer(problem({refusal_code::not_authenticated}));
      }
    });
  routes.add("GET",
             "/admin/v1/audit/{company}",
             guarded([&c](const auto& r, const auto& answer) {
               show_audit(c, r, answer);
             }));
  routes.add("GET",
             "/admin/v1/audit/{company}/verdict",
             guarded([&c](const auto& r, const auto& answer) {
               check_audit(c, r, answer);
             }));
  routes.add("POST",
             "/admin/v1/passwords/{company}",
             guarded([&c](const auto& r, const auto& answer) {
               reset_password(c, r, answer);
             }));
  routes.add("POST",
             "/admin/v1/second-factors/{company}/removal",
             guarded([&c](const auto& r, const auto& answer) {
               reset_second_factor(c, r, answer);
             }));
  routes.add(
    "GET", "/admin/v1/mails", guarded([&c](const auto& r, const auto& answer) {
      list_mails(c, r, answer);
    }));
  routes.add("POST",
             "/admin/v1/mails/{company}/{id}/retry",
             guarded([&c](const auto& r, const auto& answer) {
               retry_mail(c, r, answer);
             }));
  routes.add("DELETE",
             "/admin/v1/mails/{company}/{id}",
             guarded([&c](const auto& r, const auto& answer) {
               drop_mail(c, r, answer);
             }));
  routes.add(
    "GET", "/admin/v1/{kind}", guarded([&c](const auto& r, const auto& answer) {
      show(c, r, answer);
    }));
  routes.add(
    "GET",
    "/admin/v1/{kind}/{id}",
    guarded([&c](const auto& r, const auto& answer) { show(c, r, answer); }));
  routes.add("GET", "/metrics", guarded([&c](const auto&, const auto& answer) {
               http_response r;
               r.content_type = "text/plain; version=0.0.4";
               r.body = metrics_text(c);
               answer(std::move(r));
             }));
}

void add_health_routes(core& c) {
  const auto alive = [](const http_request&, const respond& answer) {
    http_response r;
    r.body = R"({"status":"alive"})";
    answer(std::move(r));
  };
  const auto ready = [&c](const http_request&, const respond& answer) {
    if (c.stopping) {
      answer(problem({refusal_code::shutting_down}));
      return;
    }
    // The switchboard answers only if the actors run.
    ask<actors::inspections>(
      *c.system,
      c.running.switchboard,
      limits::inspection_within * 3,
      [answer](const actors::inspections&) {
        http_response r;
        r.body = R"({"status":"ready"})";
        answer(std::move(r));
      },
      [answer] { answer(problem({refusal_code::unavailable})); },
      actors::inspect_all{actor_kind::company, {}, 0});
  };
  for (auto* routes : {&c.public_routes, &c.admin_routes}) {
    routes->add("GET", "/healthz", alive);
    routes->add("GET", "/readyz", ready);
  }
}

} // namespace parley::gateway
