// Transcripts (M5): for agents, for the customer by the page's own token, and
// by e-mail; and the mails that could not be sent, for operators.
#include "gateway/transcripts.hpp"

#include "gateway/api/audit.hpp"
#include "gateway/api/crm.hpp"
#include "gateway/mailer.hpp"
#include "gateway/mime.hpp"
#include "gateway/secrets.hpp"
#include "gateway/visitor_access.hpp"
#include "gateway/worker_threads.hpp"

#include <nlohmann/json.hpp>

namespace parley::gateway {

namespace {

using nlohmann::json;

constexpr std::size_t id_bytes = 16;
constexpr const char* visitor_transcript = "/api/v1/visitor/transcript";
constexpr const char* visitor_mail = "/api/v1/visitor/transcript/mail";

std::string value_of(const http_request& r, const char* name) {
  const auto found = r.query.find(name);
  return found == r.query.end() ? std::string{} : found->second;
}

/// How the query wants it, or what is wrong with that.
std::variant<transcript_wish, refusal> wish_of(const http_request& r) {
  transcript_wish wish;
  const auto form = value_of(r, "format");
  if (form == "html") {
    wish.form = transcript_text::form::page;
  } else if (!form.empty() && form != "text") {
    return refusal{refusal_code::invalid_value, "format"};
  }
  wish.zone = value_of(r, "zone");
  if (!is_zone(wish.zone)) {
    return refusal{refusal_code::invalid_value, "zone"};
  }
  return wish;
}

/// The transcript as a file: never shown as a page of this host.
http_response download_of(const core& c,
                          const company& config,
                          const chat::state& chat,
                          const transcript_wish& wish) {
  const auto built = build_transcript(*c.store, config, chat, wish);
  if (!built) {
    return problem_of(built.error());
  }
  const bool is_page = wish.form == transcript_text::form::page;
  http_response r;
  r.content_type
    = is_page ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
  r.headers.emplace_back("Content-Disposition",
                         "attachment; filename=\"transcript-" + chat.id.value
                           + (is_page ? ".html\"" : ".txt\""));
  r.headers.emplace_back("Content-Security-Policy",
                         "default-src 'none'; style-src 'unsafe-inline'; "
                         "sandbox");
  r.headers.emplace_back("Cache-Control", "no-store");
  r.body = built.value().text;
  return r;
}

void show(const crm_request& r) {
  auto wish = wish_of(r.request);
  if (const auto* wrong = std::get_if<refusal>(&wish)) {
    r.refuse(*wrong);
    return;
  }
  const auto internal = r.value("internal");
  if (!internal.empty() && internal != "true" && internal != "false") {
    r.refuse({refusal_code::invalid_value, "internal"});
    return;
  }
  const auto chat = session_of(r);
  if (!chat) {
    return;
  }
  auto& wanted = std::get<transcript_wish>(wish);
  wanted.internal = internal == "true";
  r.answer(download_of(r.world, r.who.config(), *chat, wanted));
}

// ---------------------------------------------------------------------------
// By e-mail.

/// Puts a mail into the outbox. @returns why not.
std::optional<http_response> queue_mail(core& c,
                                        const company_id& company,
                                        const http_request& r,
                                        const chat_id& chat,
                                        const agent_id& by) {
  if (!c.mails->is_configured()) {
    return problem({refusal_code::service_unavailable, "mail"}, {}, 503);
  }
  const auto given = json::parse(r.body, nullptr, false);
  if (!given.is_object()) {
    return problem({refusal_code::malformed});
  }
  const auto text = [&](const char* name) {
    const auto found = given.find(name);
    return found != given.end() && found->is_string()
             ? found->get<std::string>()
             : std::string{};
  };
  storage::waiting_mail m;
  m.to = text("to");
  m.zone = text("zone");
  if (!is_mail_address(m.to)) {
    return problem({refusal_code::invalid_value, "to"});
  }
  if (!is_zone(m.zone)) {
    return problem({refusal_code::invalid_value, "zone"});
  }
  const auto key = r.header("idempotency-key");
  m.id = key.empty() ? random_hex(id_bytes)
                     : sha256_hex(by.value + "\n" + chat.value + "\n" + key)
                         .substr(0, 2 * id_bytes);
  m.chat = chat;
  m.by = by;
  m.created = c.world->time->now();
  m.due = m.created;
  const storage::mail_outbox box{*c.store};
  const auto kept = box.add(company, m);
  if (!kept) {
    const bool is_repeated
      = !key.empty() && kept.error().code == storage::store_errc::refused
        && box.read(company, m.id);
    if (!is_repeated) {
      return kept.error().code == storage::store_errc::refused
               ? problem({refusal_code::throttled})
               : problem_of(kept.error());
    }
  }
  c.mails->poke();
  return std::nullopt;
}

http_response accepted() {
  auto r = json_response("{}");
  r.status = 202;
  return r;
}

void mail(const crm_request& r) {
  const auto chat = session_of(r);
  if (!chat) {
    return;
  }
  // A3: that it left, not where to.
  if (const auto no = record(r.world,
                             r.company(),
                             entry_of(r.who.who.agent,
                                      r.request,
                                      "transcript.mail_asked",
                                      {"chats", chat->id.value}))) {
    r.refuse(*no);
    return;
  }
  auto wrong
    = queue_mail(r.world, r.company(), r.request, chat->id, r.who.who.agent);
  r.answer(wrong ? *std::move(wrong) : accepted());
}

// ---------------------------------------------------------------------------
// Customers.

using visitor_act = http_response (*)(core&,
                                      const visited_service&,
                                      const http_request&,
                                      const chat::state&);

http_response show_visitor(core& c,
                           const visited_service& service,
                           const http_request& r,
                           const chat::state& chat) {
  const auto wish = wish_of(r);
  if (const auto* wrong = std::get_if<refusal>(&wish)) {
    return problem(*wrong);
  }
  return download_of(
    c, *service.company.config, chat, std::get<transcript_wish>(wish));
}

http_response mail_visitor(core& c,
                           const visited_service& service,
                           const http_request& r,
                           const chat::state& chat) {
  auto wrong
    = queue_mail(c, service.company.config->id, r, chat.id, agent_id{});
  return wrong ? *std::move(wrong) : accepted();
}

/// A request of a customer's page: who it is, on a thread that may wait.
void serve_visitor(core& c,
                   const http_request& r,
                   const respond& answer,
                   visitor_act act) {
  const auto readable = [r, answer](http_response response) {
    allow_origin(r, response);
    answer(std::move(response));
  };
  auto service = service_of(c, r);
  if (const auto* wrong = std::get_if<refusal>(&service)) {
    answer(problem(*wrong));
    return;
  }
  if (const auto wait
      = c.api_requests.take("visitor " + r.address, c.world->time->now())) {
    readable(problem({refusal_code::throttled}, wait));
    return;
  }
  const bool taken = c.disk_threads->post(
    [&c, r, readable, act, to = std::get<visited_service>(service)] {
      const auto chat = visitors_chat(c, r, to.company.config->id);
      if (const auto* wrong = std::get_if<refusal>(&chat)) {
        readable(problem(*wrong));
        return;
      }
      readable(act(c, to, r, std::get<chat::state>(chat)));
    });
  if (!taken) {
    readable(problem({refusal_code::unavailable}, limits::retry_after_failure));
  }
}

} // namespace

void add_transcript_routes(core& c) {
  constexpr auto what = area::contacts;
  add_crm_route(
    c, "GET", "/api/v1/chats/{id}/transcript", privilege::view, what, show);
  add_crm_route(c,
                "POST",
                "/api/v1/chats/{id}/transcript/mail",
                privilege::modify,
                what,
                mail);
  auto& routes = c.public_routes;
  routes.add(
    "GET", visitor_transcript, [&c](const auto& r, const auto& answer) {
      serve_visitor(c, r, answer, show_visitor);
    });
  routes.add("POST", visitor_mail, [&c](const auto& r, const auto& answer) {
    serve_visitor(c, r, answer, mail_visitor);
  });
  routes.add(
    "OPTIONS", visitor_transcript, [&c](const auto& r, const auto& answer) {
      answer_preflight(c, r, "GET", answer);
    });
  routes.add("OPTIONS", visitor_mail, [&c](const auto& r, const auto& answer) {
    answer_preflight(c, r, "POST", answer);
  });
}

// ---------------------------------------------------------------------------
// For operators.

namespace {

json describe(const company_id& company, const storage::waiting_mail& m) {
  return {{"company", company.value},
          {"id", m.id},
          {"chat", m.chat.value},
          {"to", m.to},
          {"created", to_unix_ms(m.created)},
          {"attempts", m.attempts},
          {"due", to_unix_ms(m.due)},
          {"trouble", m.trouble},
          {"dead", m.dead}};
}

} // namespace

void list_mails(core& c, const http_request&, const respond& answer) {
  json items = json::array();
  for (const auto& [id, entry] : c.running.companies->now()->companies) {
    const auto all = storage::mail_outbox{*c.store}.list(id);
    if (!all) {
      answer(problem_of(all.error()));
      return;
    }
    for (const auto& m : all.value()) {
      items.push_back(describe(id, m));
    }
  }
  answer(json_response(json{{"items", std::move(items)}}.dump(
    -1, ' ', false, json::error_handler_t::replace)));
}

void retry_mail(core& c, const http_request& r, const respond& answer) {
  const company_id company{r.parts.at("company")};
  const storage::mail_outbox box{*c.store};
  auto m = box.read(company, r.parts.at("id"));
  if (!m) {
    answer(problem_of(m.error()));
    return;
  }
  auto again = std::move(m).value();
  again.dead = false;
  again.attempts = 0;
  again.due = c.world->time->now();
  if (const auto no = record(
        c, company, entry_of({}, r, "mail.retried", {"mails", again.id}))) {
    answer(problem(*no));
    return;
  }
  if (const auto kept = box.put(company, again); !kept) {
    answer(problem_of(kept.error()));
    return;
  }
  c.mails->poke();
  answer(json_response(describe(company, again).dump()));
}

void drop_mail(core& c, const http_request& r, const respond& answer) {
  const company_id company{r.parts.at("company")};
  const storage::mail_outbox box{*c.store};
  if (const auto m = box.read(company, r.parts.at("id")); !m) {
    answer(problem_of(m.error()));
    return;
  }
  if (const auto no
      = record(c,
               company,
               entry_of({}, r, "mail.dropped", {"mails", r.parts.at("id")}))) {
    answer(problem(*no));
    return;
  }
  if (const auto gone = box.remove(company, r.parts.at("id")); !gone) {
    answer(problem_of(gone.error()));
    return;
  }
  answer(json_response("{}"));
}

} // namespace parley::gateway
