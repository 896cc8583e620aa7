// Files in chats (W2): sent by customers with their visitor's token and by the
// agent who holds the chat, fetched by whoever may read it. First the bytes are
// durable, then the line that names them, then the sender is told.
#include "actors/domain/supervision.hpp"
#include "gateway/api/resource.hpp"
#include "gateway/api/widget.hpp"
#include "gateway/http_body.hpp"
#include "gateway/secrets.hpp"
#include "protocol/codec.hpp"
#include "protocol/utf8.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace parley::gateway {

namespace {

using nlohmann::json;

constexpr std::size_t id_digits = 16;

std::string value_of(const http_request& r, const char* name) {
  const auto found = r.query.find(name);
  return found == r.query.end() ? std::string{} : found->second;
}

/// Who sends a file, and to which chat.
struct sender {
  actors::directory_entry company;
  chat_id chat;
  speaker from = speaker::customer;
  std::optional<agent_id> author;
  std::optional<std::string> name;
};

/// What the sender says of the file.
struct announced {
  std::string name;
  std::string type;
  client_message_id id;
};

std::variant<announced, refusal> read_announced(const http_request& r,
                                                const file_settings& allowed) {
  announced a;
  a.name = value_of(r, "name");
  if (wire::is_blank(a.name)) {
    return refusal{refusal_code::missing_field, "name"};
  }
  if (!utf8::is_valid(a.name)) {
    return refusal{refusal_code::not_utf8, "name"};
  }
  a.name = safe_file_name(a.name);
  a.id = client_message_id{value_of(r, "id")};
  if (!is_valid_id(a.id.value)) {
    return refusal{refusal_code::invalid_id, "id"};
  }
  const auto header = r.header("content-type");
  a.type = header.substr(0, header.find_first_of("; \t"));
  std::transform(a.type.begin(), a.type.end(), a.type.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  if (!allowed.types.contains(a.type)) {
    return refusal{refusal_code::file_type_refused, "Content-Type"};
  }
  return a;
}

refusal refusal_of(const storage::store_error& why) {
  switch (why.code) {
  case storage::store_errc::full:
    return {refusal_code::storage_full};
  case storage::store_errc::not_found:
    return {refusal_code::not_found};
  default:
    return {refusal_code::unavailable};
  }
}

// ---------------------------------------------------------------------------
// Receiving.

/// One file on its way to the disk.
class upload : public body_sink, public std::enable_shared_from_this<upload> {
public:
  upload(core& c,
         sender who,
         announced what,
         std::shared_ptr<file_transfers::place> room,
         respond answer)
      : core_{c}, transfers_{c.transfers.get()}, who_{std::move(who)},
        what_{std::move(what)}, room_{std::move(room)}, answer_{
                                                          std::move(answer)} {
    at_ = {who_.company.config->id,
           who_.chat,
           file_id{"f-" + random_hex(id_digits)}};
  }

  /// On a thread that may wait.
  [[nodiscard]] std::optional<refusal> open() {
    auto opened = transfers_->files().receive(at_);
    if (!opened) {
      return trouble(opened.error());
    }
    file_ = std::move(opened).value();
    return std::nullopt;
  }

  [[nodiscard]] std::uint64_t bytes_max() const override {
    return who_.company.config->files.bytes_max;
  }

  void take(std::string piece, std::function<void()> more) override {
    transfers_->run([me = shared_from_this(), piece = std::move(piece), more] {
      // The first piece is longer than what it takes to tell, or is all.
      if (me->file_->bytes() == 0 && !is_file_type(me->what_.type, piece)) {
        me->refuse({refusal_code::file_type_refused, "content"});
        return;
      }
      if (auto written = me->file_->write(piece); !written) {
        me->refuse(me->trouble(written.error()));
        return;
      }
      more();
    });
  }

  void finish() override {
    transfers_->run([me = shared_from_this()] {
      if (me->file_->bytes() == 0) {
        me->refuse({refusal_code::file_type_refused, "empty"});
        return;
      }
      auto kept = me->file_->keep();
      if (!kept) {
        me->refuse(me->trouble(kept.error()));
        return;
      }
      me->share(std::move(kept).value());
    });
  }

  void abort() override {
    transfers_->run([me = shared_from_this()] { me->drop(); });
  }

private:
  [[nodiscard]] refusal trouble(const storage::store_error& why) const {
    core_.world->log->write(actors::log_level::warn,
                            "file_not_stored",
                            {{"chat", at_.chat.value}, {"error", why.text}});
    return refusal_of(why);
  }

  void drop() {
    // Whoever sees the file gone finds room.
    room_.reset();
    file_.reset();
  }

  void refuse(const refusal& why) {
    drop();
    answer_(problem(why));
  }

  void share(std::string sha256) {
    chat::write_entry line;
    line.from = who_.from;
    line.kind = entry_kind::file;
    line.author = who_.author;
    line.author_name = who_.name;
    line.text = what_.name;
    line.id = what_.id;
    line.file = shared_file{
      at_.file, what_.name, file_->bytes(), what_.type, std::move(sha256)};
    actors::chat_request r;
    r.chat = at_.chat;
    r.request.what = std::move(line);
    ask<actors::chat_answer>(
      *core_.system,
      who_.company.company,
      limits::request_within,
      [me = shared_from_this()](const actors::chat_answer& a) {
        me->transfers_->run([me, a] { me->shared(a); });
      },
      [me = shared_from_this()] {
        me->transfers_->run([me] {
          // The line may be there, or come: the next start finds out.
          me->file_->leave();
          me->refuse({refusal_code::unavailable});
        });
      },
      std::move(r));
  }

  void shared(const actors::chat_answer& a) {
    if (a.refused) {
      refuse(*a.refused);
      return;
    }
    const auto* done
      = chat::find_message(a.chat->state, who_.from, who_.author, what_.id);
    if (done == nullptr) {
      file_->leave();
      refuse({refusal_code::unavailable});
      return;
    }
    const auto lines
      = core_.store->entries_after(at_.company, at_.chat, done->outcome - 1, 1);
    if (!lines || lines.value().empty() || !lines.value().front().file) {
      // The id was that of a line without a file.
      if (lines) {
        refuse({refusal_code::invalid_id, "id"});
      } else {
        file_->leave();
        refuse({refusal_code::unavailable});
      }
      return;
    }
    const auto& line = lines.value().front();
    const bool first = line.file->id == at_.file;
    if (first) {
      file_->settle();
    }
    drop();
    // W6: a retry has the first result, and its bytes are thrown away.
    http_response r;
    r.status = first ? 201 : 200;
    r.body = json{{"file", line.file->id.value},
                  {"chat", at_.chat.value},
                  {"entry", line.entry},
                  {"at", to_unix_ms(line.at)},
                  {"id", what_.id.value},
                  {"name", line.file->name},
                  {"bytes", line.file->bytes},
                  {"media_type", line.file->media_type},
                  {"sha256", line.file->sha256}}
               .dump();
    answer_(std::move(r));
  }

  core& core_;
  file_transfers* transfers_;
  sender who_;
  announced what_;
  std::shared_ptr<file_transfers::place> room_;
  respond answer_;
  storage::file_place at_;
  std::unique_ptr<storage::incoming_file> file_;
};

/// Lets the body in if the chat takes a file of this sender now.
void receive(core& c,
             const sender& who,
             const chat::state& s,
             const http_request& r,
             const respond& answer,
             const accept_body& accept) {
  auto what = read_announced(r, who.company.config->files);
  if (const auto* wrong = std::get_if<refusal>(&what)) {
    answer(problem(*wrong));
    return;
  }
  chat::write_entry line;
  line.from = who.from;
  line.kind = entry_kind::file;
  line.author = who.author;
  line.file.emplace();
  if (auto refused = chat::line_refusal(s, line)) {
    answer(problem(*refused));
    return;
  }
  auto room = c.transfers->admit(r.address, who.chat, s.files);
  if (const auto* none = std::get_if<refusal>(&room)) {
    answer(problem(*none, limits::file_piece_within));
    return;
  }
  auto file = std::make_shared<upload>(
    c,
    who,
    std::get<announced>(std::move(what)),
    std::get<std::shared_ptr<file_transfers::place>>(std::move(room)),
    answer);
  c.transfers->run([file, answer, accept] {
    if (auto refused = file->open()) {
      answer(problem(*refused));
    } else {
      accept(file);
    }
  });
}

/// Calls `then` with the chat as its company knows it, or answers 404.
template <class Then>
void locate(const core& c,
            const actors::directory_entry& company,
            const chat_id& chat,
            const respond& answer,
            Then then) {
  if (!is_valid_id(chat.value)) {
    answer(problem({refusal_code::not_found}));
    return;
  }
  ask<actors::chat_located>(
    *c.system,
    company.company,
    limits::request_within,
    [answer, then](const actors::chat_located& at) {
      if (at.found) {
        then(at.chat->state);
      } else {
        answer(problem({refusal_code::not_found}));
      }
    },
    [answer] { answer(problem({refusal_code::unavailable})); },
    actors::locate_chat{chat});
}

// ---------------------------------------------------------------------------
// Customers.

/// `Authorization: Bearer <visitor>`: the chat and the secret.
struct visitor_token {
  chat_id chat;
  std::string hash;
};
std::optional<visitor_token> visitor_of(const http_request& r) {
  const auto header = r.header("authorization");
  constexpr std::string_view scheme = "Bearer ";
  if (!header.starts_with(scheme)) {
    return std::nullopt;
  }
  const auto token = header.substr(scheme.size());
  const auto dot = token.find('.');
  if (dot == std::string::npos || !is_valid_id(token.substr(0, dot))) {
    return std::nullopt;
  }
  return visitor_token{chat_id{token.substr(0, dot)},
                       sha256_hex(token.substr(dot + 1))};
}

bool owns(const visitor_token& v,
          const widget_service& s,
          const chat::state& chat) {
  return !chat.visitor_hash.empty() && chat.service == s.id
         && same_secret(v.hash, chat.visitor_hash);
}

void receive_from_customer(core& c,
                           const http_request& r,
                           const respond& to,
                           const accept_body& accept) {
  const auto answer = readable_by_page(r, to);
  const auto service = service_of(c, r, answer);
  if (!service) {
    return;
  }
  const auto visitor = visitor_of(r);
  if (!visitor) {
    answer(problem({refusal_code::not_authenticated}));
    return;
  }
  if (!service->company.config->files.on || !service->config().widget.files) {
    answer(problem({refusal_code::files_not_allowed}));
    return;
  }
  locate(
    c,
    service->company,
    visitor->chat,
    answer,
    [&c, r, answer, accept, service = *service, visitor = *visitor](
      const chat::state& s) {
      if (!owns(visitor, service, s)) {
        answer(problem({refusal_code::not_found}));
        return;
      }
      receive(c, {service.company, s.id, {}, {}, {}}, s, r, answer, accept);
    });
}

void send(core& c,
          const storage::file_place& at,
          const respond& answer,
          const std::function<bool(const chat::state&)>& may_read) {
  c.transfers->run([&c, transfers = c.transfers.get(), at, answer, may_read] {
    const auto chat
      = is_valid_id(at.chat.value) && is_valid_id(at.file.value)
          ? c.store->load_chat(at.company, at.chat)
          : result<chat::state, storage::store_error>{
            storage::store_error{storage::store_errc::not_found, {}}};
    if (!chat) {
      answer(problem(refusal_of(chat.error())));
      return;
    }
    if (!may_read(chat.value())) {
      answer(problem({refusal_code::not_found}));
      return;
    }
    const auto facts = storage::find_shared(*c.store, at);
    auto bytes = facts ? transfers->files().fetch(at)
                       : result<std::unique_ptr<storage::outgoing_file>,
                                storage::store_error>{facts.error()};
    if (!bytes) {
      answer(problem(refusal_of(bytes.error())));
      return;
    }
    answer(file_response(*transfers, facts.value(), std::move(bytes).value()));
  });
}

void send_to_customer(core& c, const http_request& r, const respond& to) {
  const auto answer = readable_by_page(r, to);
  const auto service = service_of(c, r, answer);
  if (!service) {
    return;
  }
  const auto visitor = visitor_of(r);
  if (!visitor) {
    answer(problem({refusal_code::not_authenticated}));
    return;
  }
  send(
    c,
    {service->company.config->id, visitor->chat, file_id{r.parts.at("file")}},
    answer,
    [service = *service, visitor = *visitor](const chat::state& s) {
      return owns(visitor, service, s);
    });
}

/// What browsers ask before they send a file from another origin.
void allow(const http_request& r, const respond& to) {
  const auto answer = readable_by_page(r, to);
  http_response response;
  response.status = 204;
  response.headers
    = {{"Access-Control-Allow-Methods", "GET, POST"},
       {"Access-Control-Allow-Headers", "Authorization, Content-Type"},
       {"Access-Control-Max-Age", "7200"}};
  answer(std::move(response));
}

// ---------------------------------------------------------------------------
// Agents.

void receive_from_agent(core& c,
                        const http_request& r,
                        const respond& answer,
                        const accept_body& accept) {
  const auto who = identify(c, r, answer, privilege::modify, area::desk);
  if (!who) {
    return;
  }
  if (!who->config().files.on) {
    answer(problem({refusal_code::files_not_allowed}));
    return;
  }
  const sender from{who->company,
                    chat_id{r.parts.at("id")},
                    speaker::agent,
                    who->who.agent,
                    who->user().name};
  locate(c,
         who->company,
         from.chat,
         answer,
         [&c, r, answer, accept, from](const chat::state& s) {
           // What is in another's inbox answers as not existing.
           if (s.agent != *from.author) {
             answer(problem({refusal_code::not_found}));
             return;
           }
           receive(c, from, s, r, answer, accept);
         });
}

/// Q3: its agent, and whoever sees its queue and may read history or look over
/// shoulders.
bool may_read(const caller& who, const chat::state& s) {
  const auto& me = who.who.agent;
  const bool mine
    = s.agent == me || s.closed_by == me || (s.offered && s.offered->to == me);
  if (mine && (!who.is_program() || who.may(privilege::view, area::desk))) {
    return true;
  }
  return (who.may(privilege::view, area::contacts)
          || who.may(privilege::view, area::supervision))
         && shows_chat(who.config(), who.user(), s);
}

void send_to_user(core& c, const http_request& r, const respond& answer) {
  const auto who = identify(c, r, answer);
  if (!who) {
    return;
  }
  send(
    c,
    {who->who.company, chat_id{r.parts.at("id")}, file_id{r.parts.at("file")}},
    answer,
    [who = *who](const chat::state& s) { return may_read(who, s); });
}

} // namespace

void add_file_routes(core& c) {
  const std::string of_customer = "/api/v1/widget/{token}/files";
  const std::string of_user = "/api/v1/chats/{id}/files";
  c.public_routes.add_stream(
    "POST",
    of_customer,
    [&c](const auto& r, const auto& answer, const auto& accept) {
      receive_from_customer(c, r, answer, accept);
    });
  c.public_routes.add(
    "GET", of_customer + "/{file}", [&c](const auto& r, const auto& answer) {
      send_to_customer(c, r, answer);
    });
  for (const auto& path : {of_customer, of_customer + "/{file}"}) {
    c.public_routes.add("OPTIONS", path, allow);
  }
  c.public_routes.add_stream(
    "POST",
    of_user,
    [&c](const auto& r, const auto& answer, const auto& accept) {
      receive_from_agent(c, r, answer, accept);
    });
  c.public_routes.add(
    "GET", of_user + "/{file}", [&c](const auto& r, const auto& answer) {
      send_to_user(c, r, answer);
    });
}

} // namespace parley::gateway
