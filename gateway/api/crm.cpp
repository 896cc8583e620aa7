#include "gateway/api/crm.hpp"

#include "actors/domain/supervision.hpp"
#include "gateway/worker_threads.hpp"
#include "storage/contact_object.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace parley::gateway {

namespace {

using nlohmann::json;
using storage::store_errc;

json numbers_of(const chat::state& s) {
  return {{"all", s.last_entry},
          {"customer", s.customer_entries},
          {"agent", s.agent_entries}};
}

template <class Number>
bool is_number(const std::string& text, Number& to) {
  const auto* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, to);
  return error == std::errc{} && at == end;
}

} // namespace

std::string crm_request::value(const char* name) const {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string{} : found->second;
}

void add_crm_route(core& c,
                   const char* method,
                   const char* pattern,
                   privilege wanted,
                   area what,
                   crm_act act) {
  c.public_routes.add(
    method,
    pattern,
    [&c, wanted, what, act](const auto& r, const auto& answer) {
      auto who = identify(c, r, answer, wanted, what);
      if (!who) {
        return;
      }
      const bool taken = c.disk_threads->post(
        [request = crm_request{c, *std::move(who), r, answer}, act] {
          act(request);
        });
      if (!taken) {
        answer(
          problem({refusal_code::unavailable}, limits::retry_after_failure));
      }
    });
}

http_response problem_of(const storage::store_error& why) {
  switch (why.code) {
  case store_errc::stale_revision:
    return problem({refusal_code::changed_meanwhile});
  case store_errc::not_found:
    return problem({refusal_code::not_found});
  case store_errc::refused:
    return problem({refusal_code::invalid_value, why.text});
  case store_errc::full:
    return problem({refusal_code::storage_full});
  default:
    return problem({refusal_code::unavailable});
  }
}

http_response problem_of_page(const storage::store_error& why) {
  return why.code == store_errc::refused
           ? problem({refusal_code::out_of_range, "after"})
           : problem_of(why);
}

http_response problem_of_values(const std::vector<std::string>& wrong) {
  auto r = problem({refusal_code::invalid_value});
  auto body = json::parse(r.body, nullptr, false);
  body["errors"] = wrong;
  r.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
  return r;
}

std::variant<crm_page, refusal> crm_page_of(const crm_request& r,
                                            std::size_t most) {
  crm_page p{std::min(limits::page_objects_default, most), r.value("after")};
  const auto text = r.value("limit");
  if (!text.empty()
      && (!is_number(text, p.limit) || p.limit == 0 || p.limit > most)) {
    return refusal{refusal_code::out_of_range, "limit"};
  }
  return p;
}

std::variant<std::optional<timestamp>, refusal> time_of(const crm_request& r,
                                                        const char* name) {
  const auto text = r.value(name);
  if (text.empty()) {
    return std::optional<timestamp>{};
  }
  std::int64_t ms = 0;
  if (!is_number(text, ms) || ms < 0
      || ms > static_cast<std::int64_t>(limits::integer_max)) {
    return refusal{refusal_code::out_of_range, name};
  }
  return std::optional{from_unix_ms(ms)};
}

bool shows_session(const caller& who, const chat::state& s) {
  return s.agent == who.who.agent || shows_chat(who.config(), who.user(), s);
}

std::optional<chat::state> session_of(const crm_request& r) {
  auto loaded = r.world.store->load_chat(r.company(), chat_id{r.part("id")});
  if (!loaded) {
    r.answer(problem_of(loaded.error()));
    return std::nullopt;
  }
  if (!shows_session(r.who, loaded.value())) {
    r.refuse({refusal_code::not_found});
    return std::nullopt;
  }
  return std::move(loaded).value();
}

std::string session_json(const chat::state& s, const contact_id* of) {
  json o{{"id", s.id.value},
         {"channel", to_string(s.channel)},
         {"phase", to_string(chat::name_of(s.phase))},
         {"started", to_unix_ms(s.started)},
         {"changed", to_unix_ms(s.last_at)},
         {"queue", s.queue.value},
         {"agent", s.agent.empty() ? s.closed_by.value : s.agent.value},
         {"service", s.service.value},
         {"flow", s.flow.value},
         {"customer",
          {{"name", s.customer_name},
           {"email", s.customer_email},
           {"page", s.customer_page}}},
         {"entries", numbers_of(s)},
         {"last_line", s.last_line},
         {"handled_ms", s.handled.count()},
         {"wrapup_ms", s.wrapped_up.count()},
         {"note", s.note},
         {"abusive", s.abusive},
         {"classifications", json::array()}};
  for (const auto& id : s.classifications) {
    o["classifications"].push_back(id.value);
  }
  if (const auto* end = std::get_if<chat::closed>(&s.phase)) {
    o["closed"] = to_unix_ms(end->at);
    o["outcome"] = to_string(end->how);
  }
  if (of != nullptr) {
    o["contact"] = of->value;
  }
  return o.dump(-1, ' ', false, json::error_handler_t::replace);
}

result<shown_sessions, storage::store_error>
sessions_of(const crm_request& r, const contact_id& of, const crm_page& p) {
  shown_sessions shown;
  shown.next = p.after;
  // What the caller does not see leaves no gap, up to a bound.
  std::size_t looked_at = 0;
  do {
    auto page = r.contacts().history(
      r.company(), of, shown.next, p.limit - shown.count);
    if (!page) {
      return std::move(page).error();
    }
    for (const auto& link : page.value().sessions) {
      ++looked_at;
      const auto chat = r.world.store->load_chat(r.company(), link.chat);
      if (!chat) {
        return chat.error();
      }
      if (shows_session(r.who, chat.value())) {
        shown.items
          += (shown.count == 0 ? "" : ",") + session_json(chat.value(), &of);
        ++shown.count;
      }
    }
    shown.next = page.value().next;
  } while (!shown.next.empty() && shown.count < p.limit
           && looked_at < limits::contact_sessions_looked_at_max);
  return shown;
}

std::string etag_of(const contact& x) {
  return '"' + std::to_string(x.revision) + '"';
}

void show_contact(const crm_request& r, const contact& x, unsigned status) {
  auto response = json_response(storage::contact_json(x));
  response.status = status;
  response.headers.emplace_back("ETag", etag_of(x));
  if (status == 201) {
    response.headers.emplace_back("Location", "/api/v1/contacts/" + x.id.value);
  }
  r.answer(std::move(response));
}

} // namespace parley::gateway
