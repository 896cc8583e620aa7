// The objects of a company's configuration over HTTP, all kinds alike: list,
// read, add, change, copy, delete (O5, E2). What the caller's profile does not
// show answers as not existing (Q3).
#include "gateway/api/audit.hpp"
#include "gateway/api/flow_templates.hpp"
#include "gateway/api/resource.hpp"
#include "gateway/secrets.hpp"
#include "storage/configuration_objects.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace parley::gateway {

namespace {

using nlohmann::json;
using storage::object_kind;
using storage::write_mode;

/// `break_reasons` is `break-reasons` in a path.
std::string path_of(const object_kind& kind) {
  std::string path{kind.name};
  std::replace(path.begin(), path.end(), '_', '-');
  return "/api/v1/" + path;
}

std::optional<profile_kind> profile_for(const object_kind& kind) {
  return from_name<profile_kind>(kind.name);
}

bool in_profile(const parley::company& c,
                const agent_config& user,
                const object_kind& kind,
                const std::string& id) {
  const auto profile = profile_for(kind);
  if (profile == profile_kind::queues) {
    return sees(c, user, queue_id{id});
  }
  const auto* shown = profile ? shown_by_profile(c, user, *profile) : nullptr;
  return shown == nullptr || shown->contains(id);
}

bool is_mine(const text_block& block, const agent_config& user) {
  return block.scope == text_block_scope::personal
         && block.owner == user.id.value;
}

/// X1: may this user use the block on the desk?
bool is_for(const parley::company& c,
            const agent_config& user,
            const text_block& block) {
  switch (block.scope) {
  case text_block_scope::company:
    return true;
  case text_block_scope::group:
    return user.groups.contains(group_id{block.owner});
  case text_block_scope::queue:
    return sees(c, user, queue_id{block.owner});
  case text_block_scope::personal:
    return is_mine(block, user);
  }
  return false;
}

const text_block* block_of(const parley::company& c, const std::string& id) {
  const auto found = c.text_blocks.find(text_block_id{id});
  return found == c.text_blocks.end() ? nullptr : &found->second;
}

/// One request to the objects of a kind.
struct request_context {
  core& world;
  const object_kind& kind;
  caller who;
  const http_request& request;
  const respond& answer;

  [[nodiscard]] bool is_block() const {
    return kind.rights == area::text_blocks;
  }
};

/// Is the object there for this user, in this version of the configuration?
bool shows(const caller& who,
           const object_kind& kind,
           const parley::company& c,
           const std::string& id) {
  const auto user = c.agents.find(who.who.agent);
  if (user == c.agents.end() || !in_profile(c, user->second, kind, id)) {
    return false;
  }
  if (kind.rights == area::text_blocks
      && !who.may(c, privilege::modify, kind.rights)) {
    const auto* block = block_of(c, id);
    return block != nullptr && is_for(c, user->second, *block);
  }
  return true;
}

/// The built-in roles are shown like others and cannot be changed.
parley::company with_built_in(const parley::company& c,
                              const object_kind& kind) {
  parley::company shown;
  if (kind.rights == area::roles && kind.name == "roles") {
    shown = c;
    for (const auto& [id, role] : built_in_roles()) {
      shown.roles.emplace(id, role);
    }
  }
  return shown;
}

const parley::company& listed_from(const parley::company& c,
                                   const parley::company& shown) {
  return shown.id.empty() ? c : shown;
}

std::optional<std::string> object_of(const parley::company& c,
                                     const object_kind& kind,
                                     const std::string& id) {
  const auto shown = with_built_in(c, kind);
  return kind.find(listed_from(c, shown), id);
}

std::optional<std::string> original_of(const parley::company& c,
                                       const object_kind& kind,
                                       const std::string& id) {
  const auto shown = with_built_in(c, kind);
  return kind.to_copy(listed_from(c, shown), id);
}

bool contains(const std::string& text, const std::string& part) {
  const auto found = std::search(
    text.begin(), text.end(), part.begin(), part.end(), [](char a, char b) {
      const auto folded
        = a >= 'A' && a <= 'Z' ? static_cast<char>(a | 0x20) : a;
      return folded == b;
    });
  return found != text.end();
}

/// X1: a block is searched for by what it says, too.
bool says(const parley::company& c,
          const std::string& id,
          const std::string& search) {
  const auto* block = block_of(c, id);
  return block != nullptr && contains(block->text, search);
}

void list(const request_context& r) {
  const auto asked = page_of(r.request);
  if (const auto* wrong = std::get_if<refusal>(&asked)) {
    r.answer(problem(*wrong));
    return;
  }
  const auto& p = std::get<page>(asked);
  const auto shown = with_built_in(r.who.config(), r.kind);
  const auto& all = listed_from(r.who.config(), shown);
  std::string items;
  std::string last;
  std::size_t count = 0;
  bool more = false;
  for (const auto& [id, name] : r.kind.list(all)) {
    if (id <= p.after || !shows(r.who, r.kind, r.who.config(), id)
        || !(contains(id, p.search) || contains(name, p.search)
             || (r.is_block() && says(all, id, p.search)))) {
      continue;
    }
    if (count == p.limit) {
      more = true;
      break;
    }
    items += (count == 0 ? "" : ",") + r.kind.find(all, id).value_or("null");
    last = id;
    ++count;
  }
  auto body = R"({"items":[)" + items + "]";
  if (more) {
    body += R"(,"next":)" + json(last).dump();
  }
  r.answer(json_response(body + "}"));
}

/// Answers with an object as it is in `c`.
void show(const parley::company& c,
          const object_kind& kind,
          const std::string& id,
          unsigned status,
          const respond& answer) {
  const auto object = object_of(c, kind, id);
  if (!object) {
    answer(problem({refusal_code::not_found}));
    return;
  }
  auto response = json_response(*object);
  response.status = status;
  response.headers.emplace_back("ETag", etag_of(*object));
  if (status == 201) {
    response.headers.emplace_back("Location", path_of(kind) + "/" + id);
  }
  answer(std::move(response));
}

void read(const request_context& r) {
  const auto& id = r.request.parts.at("id");
  if (!shows(r.who, r.kind, r.who.config(), id)) {
    r.answer(problem({refusal_code::not_found}));
    return;
  }
  const auto object = object_of(r.who.config(), r.kind, id);
  if (object && r.request.header("if-none-match") == etag_of(*object)) {
    http_response same;
    same.status = 304;
    same.headers.emplace_back("ETag", etag_of(*object));
    r.answer(std::move(same));
    return;
  }
  show(r.who.config(), r.kind, id, 200, r.answer);
}

refusal wrong_object(const object_kind& kind,
                     const std::string& id,
                     const storage::object_error& why) {
  auto path = std::string{kind.name} + "." + id;
  if (!why.path.empty()) {
    path += "." + why.path;
  }
  return {refusal_code::invalid_value, path + ": " + why.what};
}

/// Who gives roles can have any privilege: it takes the right to change roles.
std::optional<refusal> check_granting(const caller& who,
                                      const parley::company& before,
                                      const parley::company& after,
                                      const std::string& id) {
  const agent_id user{id};
  const auto was = before.agents.find(user);
  const auto is = after.agents.find(user);
  const agent_config nobody;
  const auto& from = was == before.agents.end() ? nobody : was->second;
  const auto& to = is == after.agents.end() ? nobody : is->second;
  if (was != before.agents.end() && !who.may_act_on(from)) {
    return refusal{refusal_code::not_permitted, "roles"};
  }
  if (from.roles == to.roles && from.profiles == to.profiles
      && from.queues == to.queues) {
    return std::nullopt;
  }
  if (who.may(before, privilege::modify, area::roles)) {
    return std::nullopt;
  }
  return refusal{refusal_code::not_permitted, "roles"};
}

/// Is there somebody who may give rights to others?
bool has_administrator(const parley::company& c) {
  return std::any_of(c.agents.begin(), c.agents.end(), [&](const auto& user) {
    return may(c, user.second, privilege::modify, area::users)
           && may(c, user.second, privilege::modify, area::roles);
  });
}

/// May the caller make of the object in `before` the one in `after`?
std::optional<refusal> check_rights(const caller& who,
                                    const object_kind& kind,
                                    const parley::company& before,
                                    const parley::company& after,
                                    const std::string& id) {
  const auto user = before.agents.find(who.who.agent);
  if (user == before.agents.end()) {
    return refusal{refusal_code::not_authenticated};
  }
  if (who.may(before, privilege::modify, kind.rights)) {
    if (kind.rights == area::users) {
      if (auto no = check_granting(who, before, after, id)) {
        return no;
      }
    }
    if (has_administrator(before) && !has_administrator(after)) {
      return refusal{refusal_code::in_use,
                     "nobody could administer the company any more"};
    }
    return std::nullopt;
  }
  // X1: personal text blocks are everybody's own.
  const auto mine = [&](const parley::company& c) {
    const auto* block = block_of(c, id);
    return block == nullptr || is_mine(*block, user->second);
  };
  if (kind.rights == area::text_blocks && mine(before) && mine(after)
      && who.may(before, privilege::view, kind.rights)) {
    return std::nullopt;
  }
  return refusal{refusal_code::not_permitted, std::string{kind.name}};
}

/// The version that the caller has seen is the one that is changed.
std::optional<refusal> check_version(const http_request& r,
                                     const caller& who,
                                     const object_kind& kind,
                                     const parley::company& c,
                                     const std::string& id) {
  const auto before = kind.find(c, id);
  if (!before || !shows(who, kind, c, id)) {
    return refusal{refusal_code::not_found};
  }
  return check_if_match(r, etag_of(*before));
}

/// A3: which object, and which of its members are others now.
actors::configuration_record recording(const request_context& r,
                                       const std::string& act,
                                       const std::string& id) {
  return [&kind = r.kind,
          id,
          e = entry_of(
            r.who.who.agent, r.request, act, {std::string{r.kind.name}, id})](
           const parley::company& before, const parley::company& after) {
    auto entry = e;
    const auto was = kind.find(before, id);
    const auto is = kind.find(after, id);
    if (was && is) {
      entry.details["fields"] = changed_members(*was, *is);
    }
    return entry;
  };
}

void add_as(const request_context& r,
            const std::string& name,
            const std::string& text) {
  const auto repeatable = !r.request.header("idempotency-key").empty();
  make_change(
    r.world,
    r.who.company.company,
    [&kind = r.kind, who = r.who, name, text, repeatable](
      parley::company& c) -> std::optional<refusal> {
      const auto before = c;
      if (const auto there = kind.find(c, name)) {
        auto again = c;
        const auto same = kind.put(again, name, text, write_mode::replace);
        if (repeatable && !same && again == c) {
          return std::nullopt;
        }
        return refusal{refusal_code::invalid_value,
                       std::string{kind.name} + "." + name + ": exists"};
      }
      if (const auto why = kind.put(c, name, text, write_mode::replace)) {
        return wrong_object(kind, name, *why);
      }
      return check_rights(who, kind, before, c, name);
    },
    recording(r, "configuration.added", name),
    r.answer,
    [&kind = r.kind, name, answer = r.answer](const parley::company& c) {
      show(c, kind, name, 201, answer);
    });
}

/// Has a user of this id, who is no more, left what a crash kept from being
/// forgotten?
bool is_remembered(const request_context& r, const std::string& id) {
  if (r.kind.rights != area::users
      || r.who.config().agents.contains(agent_id{id})) {
    return false;
  }
  const auto left
    = r.world.store->credential_of(r.who.who.company, agent_id{id});
  return !left || (left.value() && left.value()->password_hash != no_password);
}

/// Adds an object. The same `Idempotency-Key` names the same object, so a
/// repeated request finds it there and answers with it.
void add(const request_context& r, const std::string& text) {
  const auto given = json::parse(text, nullptr, false);
  if (!given.is_object()) {
    r.answer(problem({refusal_code::malformed}));
    return;
  }
  constexpr std::size_t id_digits = 16;
  const auto key = r.request.header("idempotency-key");
  auto id = given.value("id", json{});
  if (id.is_null() || id == json("")) {
    id
      = key.empty()
          ? random_hex(id_digits / 2)
          : sha256_hex(r.who.who.agent.value + "\n" + key).substr(0, id_digits);
  }
  if (!id.is_string() || !is_valid_id(id.get<std::string>())) {
    r.answer(problem({refusal_code::invalid_id, "id"}));
    return;
  }
  const auto name = id.get<std::string>();
  if (!is_remembered(r, name)) {
    add_as(r, name, text);
    return;
  }
  forget_user(r.world,
              r.who.who.company,
              agent_id{name},
              [&world = r.world,
               &kind = r.kind,
               who = r.who,
               request = r.request,
               answer = r.answer,
               name,
               text] {
                add_as({world, kind, who, request, answer}, name, text);
              });
}
void change(const request_context& r, write_mode how) {
  const auto id = r.request.parts.at("id");
  make_change(
    r.world,
    r.who.company.company,
    [&kind = r.kind, who = r.who, request = r.request, id, how](
      parley::company& c) -> std::optional<refusal> {
      if (auto no = check_version(request, who, kind, c, id)) {
        return no;
      }
      const auto before = c;
      if (const auto why = kind.put(c, id, request.body, how)) {
        return wrong_object(kind, id, *why);
      }
      return check_rights(who, kind, before, c, id);
    },
    recording(r, "configuration.changed", id),
    r.answer,
    [&kind = r.kind, id, answer = r.answer](const parley::company& c) {
      show(c, kind, id, 200, answer);
    });
}

void remove(const request_context& r) {
  const auto id = r.request.parts.at("id");
  make_change(
    r.world,
    r.who.company.company,
    [&kind = r.kind, who = r.who, request = r.request, id](
      parley::company& c) -> std::optional<refusal> {
      if (auto no = check_version(request, who, kind, c, id)) {
        return no;
      }
      if (kind.rights == area::users && who.who.agent.value == id) {
        return refusal{refusal_code::in_use, "you are logged in as this user"};
      }
      const auto before = c;
      kind.erase(c, id);
      return check_rights(who, kind, before, c, id);
    },
    recording(r, "configuration.removed", id),
    r.answer,
    [&c = r.world,
     kind = r.kind.rights,
     of = r.who.who.company,
     id,
     answer = r.answer](const parley::company&) {
      const auto done = [answer] {
        http_response gone;
        gone.status = 204;
        gone.content_type.clear();
        answer(std::move(gone));
      };
      // Not before, because the id may be given to somebody else at once.
      if (kind == area::users) {
        forget_user(c, of, agent_id{id}, done);
      } else {
        done();
      }
    });
}

/// F3: a flow can begin as a template.
void add_flow(const request_context& r) {
  const auto text = from_template(r.request.body);
  if (const auto* no = std::get_if<refusal>(&text)) {
    r.answer(problem(*no));
    return;
  }
  add(r, std::get<std::string>(text));
}

/// O5: a copy has another name and id; the rest is the same.
void copy(const request_context& r) {
  const auto& id = r.request.parts.at("id");
  const auto original = original_of(r.who.config(), r.kind, id);
  if (!original || !shows(r.who, r.kind, r.who.config(), id)) {
    r.answer(problem({refusal_code::not_found}));
    return;
  }
  const auto changes = json::parse(r.request.body, nullptr, false);
  if (!changes.is_object()) {
    r.answer(problem({refusal_code::malformed}));
    return;
  }
  auto text = json::parse(*original, nullptr, false);
  text.erase("id");
  text.merge_patch(changes);
  add(r, text.dump());
}

/// M2: who sees contacts sees by what they are told apart.
bool is_of_contacts(const object_kind& kind) {
  return kind.name == "tags" || kind.name == "custom_fields";
}

std::optional<caller> identify_for(core& c,
                                   const http_request& r,
                                   const respond& answer,
                                   privilege wanted,
                                   const object_kind& kind) {
  auto who = identify(c, r, answer);
  if (who && !who->may(wanted, kind.rights)
      && !(wanted == privilege::view && is_of_contacts(kind)
           && who->may(privilege::view, area::contacts))) {
    answer(problem(
      {refusal_code::not_permitted, std::string{to_string(kind.rights)}}));
    return std::nullopt;
  }
  return who;
}

void add_kind(core& c, const object_kind& kind) {
  using act = void (*)(const request_context&);
  const auto route = [&](const char* method,
                         const std::string& pattern,
                         privilege wanted,
                         act what) {
    c.public_routes.add(
      method,
      pattern,
      [&c, &kind, wanted, what](const auto& r, const auto& answer) {
        auto who = identify_for(c, r, answer, wanted, kind);
        if (who) {
          what({c, kind, *std::move(who), r, answer});
        }
      });
  };
  // X1: personal text blocks take the right to see blocks only.
  const auto writes
    = kind.rights == area::text_blocks ? privilege::view : privilege::modify;
  const auto path = path_of(kind);
  route("GET", path, privilege::view, list);
  route("POST", path, writes, [](const request_context& r) {
    if (r.kind.rights == area::flows) {
      add_flow(r);
    } else {
      add(r, r.request.body);
    }
  });
  route("GET", path + "/{id}", privilege::view, read);
  route("PUT", path + "/{id}", writes, [](const request_context& r) {
    change(r, write_mode::replace);
  });
  route("PATCH", path + "/{id}", writes, [](const request_context& r) {
    change(r, write_mode::merge);
  });
  route("DELETE", path + "/{id}", writes, remove);
  route("POST", path + "/{id}/copy", writes, copy);
}

void show_settings(const parley::company& c, const respond& answer) {
  auto text = storage::encode_settings(c);
  const auto etag = etag_of(text);
  auto response = json_response(std::move(text));
  response.headers.emplace_back("ETag", etag);
  answer(std::move(response));
}

void change_settings(core& c,
                     const caller& who,
                     const http_request& r,
                     const respond& answer) {
  make_change(
    c,
    who.company.company,
    [r](parley::company& company) -> std::optional<refusal> {
      const auto etag = etag_of(storage::encode_settings(company));
      if (auto no = check_if_match(r, etag)) {
        return no;
      }
      if (const auto why = storage::merge_settings(company, r.body)) {
        return refusal{refusal_code::invalid_value,
                       why->path + ": " + why->what};
      }
      return std::nullopt;
    },
    [e = entry_of(who.who.agent,
                  r,
                  "configuration.changed",
                  {"company", who.who.company.value})](
      const parley::company& before, const parley::company& after) {
      auto entry = e;
      entry.details["fields"] = changed_members(
        storage::encode_settings(before), storage::encode_settings(after));
      return entry;
    },
    answer,
    [answer](const parley::company& company) {
      show_settings(company, answer);
    });
}

} // namespace

void add_configuration_routes(core& c) {
  for (const auto& kind : storage::object_kinds()) {
    add_kind(c, kind);
  }
  c.public_routes.add(
    "GET", "/api/v1/company", [&c](const auto& r, const auto& answer) {
      const auto who = identify(c, r, answer, privilege::view, area::company);
      if (who) {
        show_settings(who->config(), answer);
      }
    });
  c.public_routes.add(
    "PATCH", "/api/v1/company", [&c](const auto& r, const auto& answer) {
      const auto who = identify(c, r, answer, privilege::modify, area::company);
      if (who) {
        change_settings(c, *who, r, answer);
      }
    });
}

} // namespace parley::gateway
