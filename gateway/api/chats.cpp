// Sessions over HTTP, open or closed (M1): which there were, who handled one,
// its lines and transitions, the contact that it is of.
#include "gateway/api/crm.hpp"
#include "gateway/secrets.hpp"
#include "storage/contact_object.hpp"
#include "storage/event_codec.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace parley::gateway {

namespace {

using nlohmann::json;

constexpr std::size_t id_digits = 16;

std::string dump(const json& o) {
  return o.dump(-1, ' ', false, json::error_handler_t::replace);
}

// ---------------------------------------------------------------------------
// Closed sessions.

/// Where a page of closed sessions begins: after one of them.
struct closed_place {
  timestamp closed;
  std::string chat;
};

std::string cursor_of(const storage::history_row& row) {
  return std::to_string(to_unix_ms(row.closed)) + "-" + row.chat.value;
}

std::optional<closed_place> place_of(const std::string& cursor) {
  std::int64_t ms = 0;
  const auto* end = cursor.data() + cursor.size();
  const auto [at, error] = std::from_chars(cursor.data(), end, ms);
  if (error != std::errc{} || at == end || *at != '-' || ms < 0
      || ms > static_cast<std::int64_t>(limits::integer_max)) {
    return std::nullopt;
  }
  return closed_place{from_unix_ms(ms), std::string{at + 1, end}};
}

struct closed_filter {
  std::string queue;
  std::string agent;
  std::optional<timestamp> from;
  std::optional<timestamp> until;
};

std::variant<closed_filter, refusal> filter_of(const crm_request& r) {
  closed_filter f{r.value("queue"), r.value("agent"), {}, {}};
  for (const auto& [name, to] :
       {std::pair{"from", &f.from}, {"until", &f.until}}) {
    const auto time = time_of(r, name);
    if (const auto* wrong = std::get_if<refusal>(&time)) {
      return *wrong;
    }
    *to = std::get<std::optional<timestamp>>(time);
  }
  return f;
}

/// Walks closed sessions, the newest first, until a page is full.
class closed_walk {
public:
  closed_walk(const crm_request& r, closed_filter f, std::size_t limit)
      : r_{&r}, f_{std::move(f)}, limit_{limit} {}

  /// @param after where to go on; absent: at the newest
  [[nodiscard]] std::optional<storage::store_error>
  run(const std::optional<closed_place>& after) {
    constexpr timestamp end_of_time = from_unix_ms(1LL << 53U);
    last_ = after;
    auto before = after ? after->closed + duration{1} : end_of_time;
    if (f_.until && *f_.until < before) {
      before = *f_.until;
    }
    // Pages begin at a time: one must hold more than all of one millisecond.
    auto limit = limits::history_page_max;
    while (true) {
      const auto rows = r_->world.store->history(r_->company(), before, limit);
      if (!rows) {
        return rows.error();
      }
      for (const auto& row : rows.value()) {
        const auto goes_on = look_at(row);
        if (!goes_on) {
          return goes_on.error();
        }
        if (!goes_on.value()) {
          return std::nullopt;
        }
      }
      if (rows.value().size() < limit) {
        return std::nullopt;
      }
      const auto next = rows.value().back().closed + duration{1};
      limit = next == before ? limit * 2 : limits::history_page_max;
      before = next;
    }
  }

  [[nodiscard]] std::string body() const {
    auto text = R"({"items":[)" + items_ + "]";
    if (!next_.empty()) {
      text += R"(,"next":)" + dump(next_);
    }
    return text + "}";
  }

private:
  [[nodiscard]] bool is_behind_us(const storage::history_row& row) const {
    return last_
           && (row.closed > last_->closed
               || (row.closed == last_->closed
                   && row.chat.value <= last_->chat));
  }
  [[nodiscard]] bool fits(const storage::history_row& row) const {
    const auto& who = r_->who;
    return (f_.queue.empty() || row.queue.value == f_.queue)
           && (f_.agent.empty() || row.agent.value == f_.agent)
           && (row.queue.empty() || row.agent == who.who.agent
               || sees(who.config(), who.user(), row.queue));
  }

  /// @returns false: the page is full, or nothing older is wanted.
  result<bool, storage::store_error> look_at(const storage::history_row& row) {
    if (is_behind_us(row)) {
      return true;
    }
    if (f_.from && row.closed < *f_.from) {
      return false;
    }
    if (count_ == limit_ || looked_at_ == limits::chat_rows_max) {
      next_ = cursor_;
      return false;
    }
    ++looked_at_;
    last_ = closed_place{row.closed, row.chat.value};
    cursor_ = cursor_of(row);
    if (!fits(row)) {
      return true;
    }
    const auto chat = r_->world.store->load_chat(r_->company(), row.chat);
    if (!chat) {
      return chat.error();
    }
    // One that was in no queue: by its service.
    if (!shows_session(r_->who, chat.value())) {
      return true;
    }
    items_ += (count_ == 0 ? "" : ",") + session_json(chat.value(), nullptr);
    ++count_;
    return true;
  }

  const crm_request* r_;
  closed_filter f_;
  std::size_t limit_;
  std::optional<closed_place> last_;
  std::string cursor_;
  std::string next_;
  std::string items_;
  std::size_t count_ = 0;
  std::size_t looked_at_ = 0;
};

void list(const crm_request& r) {
  const auto asked = crm_page_of(r, limits::contact_sessions_page_max);
  if (const auto* wrong = std::get_if<refusal>(&asked)) {
    r.refuse(*wrong);
    return;
  }
  const auto filter = filter_of(r);
  if (const auto* wrong = std::get_if<refusal>(&filter)) {
    r.refuse(*wrong);
    return;
  }
  const auto& p = std::get<crm_page>(asked);
  const auto after = p.after.empty() ? std::nullopt : place_of(p.after);
  if (!p.after.empty() && !after) {
    r.refuse({refusal_code::out_of_range, "after"});
    return;
  }
  closed_walk walk{r, std::get<closed_filter>(filter), p.limit};
  if (const auto failed = walk.run(after)) {
    r.answer(problem_of(*failed));
    return;
  }
  r.answer(json_response(walk.body()));
}

// ---------------------------------------------------------------------------
// One session.

json values_of(const std::vector<chat::named_value>& all) {
  auto values = json::array();
  for (const auto& one : all) {
    values.push_back({{"name", one.name}, {"value", one.value}});
  }
  return values;
}

/// As in lists, with what people added to it: survey, answers to scripts, own
/// fields, whom the website has signed for.
json whole(const chat::state& s, const contact_id* of) {
  auto o = json::parse(session_json(s, of), nullptr, false);
  o["customer"]["fields"] = values_of(s.customer_fields);
  o["customer"]["subject"] = s.customer_subject;
  o["customer"]["locale"] = s.customer_locale;
  o["classification_text"] = s.classification_text;
  o["files"] = s.files;
  o["scripts"] = json::array();
  for (const auto& script : s.scripts) {
    o["scripts"].push_back({{"script", script.script.value},
                            {"name", script.name},
                            {"at", to_unix_ms(script.at)},
                            {"agent", script.agent.value},
                            {"answers", values_of(script.answers)}});
  }
  if (s.survey) {
    o["survey"] = {{"score", s.survey->score}, {"comment", s.survey->comment}};
  }
  return o;
}

void read(const crm_request& r) {
  const auto chat = session_of(r);
  if (!chat) {
    return;
  }
  const auto owner = r.contacts().contact_of(r.company(), chat->id);
  if (!owner) {
    r.answer(problem_of(owner.error()));
    return;
  }
  r.answer(json_response(
    dump(whole(*chat, owner.value() ? &*owner.value() : nullptr))));
}

/// An event as its reader sees it: the secret of the customer's page and the
/// ids of retries are nobody's business.
std::string event_json(std::uint64_t number, const storage::event& e) {
  const auto encoded = storage::encode_event(e);
  auto o = json::parse(encoded.json, nullptr, false);
  for (const auto* hidden : {"visitor_hash", "command", "id"}) {
    o.erase(hidden);
  }
  o["number"] = number;
  o["type"] = encoded.type;
  return dump(o);
}

void read_lines(const crm_request& r) {
  const auto asked = crm_page_of(r, limits::history_page_max);
  if (const auto* wrong = std::get_if<refusal>(&asked)) {
    r.refuse(*wrong);
    return;
  }
  const auto& p = std::get<crm_page>(asked);
  std::uint64_t after = 0;
  const auto* end = p.after.data() + p.after.size();
  const auto [at, error] = std::from_chars(p.after.data(), end, after);
  if (!p.after.empty()
      && (error != std::errc{} || at != end || after > limits::integer_max)) {
    r.refuse({refusal_code::out_of_range, "after"});
    return;
  }
  const auto chat = session_of(r);
  if (!chat) {
    return;
  }
  const storage::stream_id stream{
    r.company(), storage::stream_kind::chat, chat->id.value};
  const auto events = r.world.store->read(stream, after + 1, p.limit);
  if (!events) {
    r.answer(problem_of(events.error()));
    return;
  }
  std::string items;
  for (const auto& e : events.value()) {
    items += (items.empty() ? "" : ",") + event_json(++after, e);
  }
  auto body = R"({"items":[)" + items + "]";
  if (after < chat->revision) {
    body += R"(,"next":")" + std::to_string(after) + '"';
  }
  r.answer(json_response(body + "}"));
}

// ---------------------------------------------------------------------------
// Its contact.

/// A contact with its newest sessions, but not with this chat.
result<json, storage::store_error>
with_sessions(const crm_request& r, const contact& x, std::size_t limit) {
  const auto shown = sessions_of(r, x.id, {limit, {}});
  if (!shown) {
    return shown.error();
  }
  json o{
    {"contact", json::parse(storage::contact_json(x), nullptr, false)},
    {"sessions", json::parse("[" + shown.value().items + "]", nullptr, false)}};
  if (!shown.value().next.empty()) {
    o["next"] = shown.value().next;
  }
  return o;
}

/// The contacts that the customer may be, by what the page said (W8).
result<json, storage::store_error> candidates_of(const crm_request& r,
                                                 const chat::state& chat) {
  auto all = json::array();
  if (chat.customer_email.empty()) {
    return all;
  }
  const auto crm = r.contacts();
  const auto ids
    = crm.find(r.company(), storage::contact_key::email, chat.customer_email);
  if (!ids) {
    return ids.error();
  }
  for (const auto& id : ids.value()) {
    if (all.size() == limits::contact_candidates_max) {
      break;
    }
    const auto x = crm.read(r.company(), id);
    if (!x) {
      return x.error();
    }
    auto one
      = with_sessions(r, x.value(), limits::contact_candidate_sessions_max);
    if (!one) {
      return one;
    }
    all.push_back(std::move(one).value());
  }
  return all;
}

/// M1: what the agent who handles it needs, in one request.
void read_contact(const crm_request& r) {
  const auto chat = session_of(r);
  if (!chat) {
    return;
  }
  const auto crm = r.contacts();
  const auto owner = crm.contact_of(r.company(), chat->id);
  if (!owner) {
    r.answer(problem_of(owner.error()));
    return;
  }
  json body{{"candidates", json::array()}};
  if (owner.value()) {
    const auto x = crm.read(r.company(), *owner.value());
    if (!x) {
      r.answer(problem_of(x.error()));
      return;
    }
    const auto whole
      = with_sessions(r, x.value(), limits::page_objects_default);
    if (!whole) {
      r.answer(problem_of(whole.error()));
      return;
    }
    body.update(whole.value());
  } else {
    auto candidates = candidates_of(r, *chat);
    if (!candidates) {
      r.answer(problem_of(candidates.error()));
      return;
    }
    body["candidates"] = std::move(candidates).value();
  }
  r.answer(json_response(dump(body)));
}

void link(const crm_request& r) {
  const auto given = json::parse(r.request.body, nullptr, false);
  if (!given.is_object()) {
    r.refuse({refusal_code::malformed});
    return;
  }
  const auto named = given.find("contact");
  if (named == given.end()) {
    r.refuse({refusal_code::missing_field, "contact"});
    return;
  }
  if (!named->is_string() || !is_valid_id(named->get<std::string>())) {
    r.refuse({refusal_code::invalid_id, "contact"});
    return;
  }
  const auto chat = session_of(r);
  if (!chat) {
    return;
  }
  const auto crm = r.contacts();
  const auto linked = crm.link(r.company(),
                               chat->id,
                               contact_id{named->get<std::string>()},
                               r.now(),
                               r.who.who.agent);
  if (!linked) {
    r.answer(problem_of(linked.error()));
    return;
  }
  const auto x = crm.read(r.company(), linked.value().contact);
  if (!x) {
    r.answer(problem_of(x.error()));
    return;
  }
  show_contact(r, x.value(), 200);
}

void unlink(const crm_request& r) {
  const auto chat = session_of(r);
  if (!chat) {
    return;
  }
  const auto done = r.contacts().unlink(r.company(), chat->id);
  if (!done) {
    r.answer(problem_of(done.error()));
    return;
  }
  http_response gone;
  gone.status = 204;
  gone.content_type.clear();
  r.answer(std::move(gone));
}

/// A new contact of what the customer said of themselves.
void create_contact(const crm_request& r) {
  const auto chat = session_of(r);
  if (!chat) {
    return;
  }
  const auto key = r.request.header("idempotency-key");
  const contact_id id{key.empty() ? random_hex(id_digits / 2)
                                  : sha256_hex(r.who.who.agent.value + "\n"
                                               + chat->id.value + "\n" + key)
                                      .substr(0, id_digits)};
  const auto crm = r.contacts();
  const auto made
    = crm.create_from_chat(r.company(), chat->id, id, r.now(), r.who.who.agent);
  if (made) {
    show_contact(r, made.value(), 201);
    return;
  }
  if (!key.empty() && made.error().code == storage::store_errc::refused) {
    const auto there = crm.read(r.company(), id);
    if (there) {
      show_contact(r, there.value(), 201);
      return;
    }
  }
  r.answer(problem_of(made.error()));
}

} // namespace

void add_chat_routes(core& c) {
  constexpr auto view = privilege::view;
  constexpr auto modify = privilege::modify;
  const auto route
    = [&](const char* method, const char* pattern, privilege p, crm_act act) {
        add_crm_route(c, method, pattern, p, area::contacts, act);
      };
  route("GET", "/api/v1/chats", view, list);
  route("GET", "/api/v1/chats/{id}", view, read);
  route("GET", "/api/v1/chats/{id}/lines", view, read_lines);
  route("GET", "/api/v1/chats/{id}/contact", view, read_contact);
  route("PUT", "/api/v1/chats/{id}/contact", modify, link);
  route("POST", "/api/v1/chats/{id}/contact", modify, create_contact);
  route("DELETE", "/api/v1/chats/{id}/contact", modify, unlink);
}

} // namespace parley::gateway
