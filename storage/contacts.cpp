// The CRM on sorted rows. Keys after shard, company, 0x00 (README.md):
//   c id                        the contact
//   i word 0x00 id              found by this word
//   k kind value 0x00 id        has this account, e-mail, phone
//   l chat                      the chat's link
//   h id 0x00 ~started chat     the same link, newest first
//   m id                        merged into another one
#include "storage/contacts.hpp"

#include "storage/contact_codec.hpp"
#include "storage/contact_keys.hpp"
#include "storage/contact_search.hpp"
#include "storage/contact_words.hpp"
#include "storage/derived.hpp"
#include "storage/record.hpp"
#include "storage/stream_index.hpp"

#include <algorithm>
#include <set>

namespace parley::storage {

namespace {

using maybe_error = std::optional<store_error>;

std::string newest_first(timestamp t) {
  std::string out;
  append_number(out, reversed(t));
  return out;
}

store_error no_such_contact(const contact_id& id) {
  return {store_errc::not_found, "There is no contact \"" + id.value + "\"."};
}

store_error refused(std::string why) {
  return {store_errc::refused, std::move(why)};
}

maybe_error revision_error(const contact& stored, std::uint64_t believed) {
  if (stored.revision == believed) {
    return std::nullopt;
  }
  return store_error{store_errc::stale_revision,
                     "The contact \"" + stored.id.value + "\" has revision "
                       + std::to_string(stored.revision) + ", not "
                       + std::to_string(believed)
                       + ": somebody changed it. Load it again and repeat the "
                         "change."};
}

std::string looked_up_as(contact_key by, std::string_view value) {
  return by == contact_key::phone ? phone_digits(value) : folded(value);
}

std::string lookup_prefix(const company_id& company,
                          contact_key by,
                          std::string_view value) {
  std::string key = key_of(company, 'k');
  key += static_cast<char>(by);
  key += part(looked_up_as(by, value));
  return key;
}

/// @returns the keys under which a contact is found.
std::set<std::string> index_of(const company_id& company, const contact& x) {
  std::set<std::string> keys;
  for (const auto& word : words_of(x)) {
    keys.insert(key_of(company, 'i', part_and(word, x.id.value)));
  }
  const auto look_up = [&](contact_key by, const std::string& value) {
    if (!value.empty()) {
      keys.insert(lookup_prefix(company, by, value) + x.id.value);
    }
  };
  look_up(contact_key::account, x.account);
  for (const auto& email : x.emails) {
    look_up(contact_key::email, email);
  }
  for (const auto& phone : x.phones) {
    look_up(contact_key::phone, phone);
  }
  return keys;
}

/// Puts `now` in the place of `old`; null: none.
void replace(contact_rows::changes& to,
             const company_id& company,
             const contact* old,
             const contact* now) {
  const auto before
    = old == nullptr ? std::set<std::string>{} : index_of(company, *old);
  const auto wanted
    = now == nullptr ? std::set<std::string>{} : index_of(company, *now);
  for (const auto& key : before) {
    if (!wanted.contains(key)) {
      to[key] = std::nullopt;
    }
  }
  for (const auto& key : wanted) {
    if (!before.contains(key)) {
      to[key] = std::string{};
    }
  }
  if (now != nullptr) {
    to[key_of(company, 'c', now->id.value)] = encode_contact(*now);
  } else if (old != nullptr) {
    to[key_of(company, 'c', old->id.value)] = std::nullopt;
  }
}

std::string link_key(const company_id& company, const chat_id& chat) {
  return key_of(company, 'l', chat.value);
}

std::string history_key(const company_id& company, const session_link& link) {
  return key_of(
    company,
    'h',
    part_and(link.contact.value, newest_first(link.started) + link.chat.value));
}

void put_link(contact_rows::changes& to,
              const company_id& company,
              const session_link& link) {
  const auto text = encode_link(link);
  to[link_key(company, link.chat)] = text;
  to[history_key(company, link)] = text;
}

void drop_link(contact_rows::changes& to,
               const company_id& company,
               const session_link& link) {
  to[link_key(company, link.chat)] = std::nullopt;
  to[history_key(company, link)] = std::nullopt;
}

/// Typed reads of rows.
class reader {
public:
  reader(const contact_rows& rows, const company_id& company)
      : rows_{&rows}, company_{&company} {}

  [[nodiscard]] result<std::optional<contact>, store_error>
  stored(const contact_id& id) const {
    return row('c', id.value, decode_contact);
  }
  [[nodiscard]] result<std::optional<contact_merge>, store_error>
  merge(const contact_id& id) const {
    return row('m', id.value, decode_merge);
  }
  [[nodiscard]] result<std::optional<session_link>, store_error>
  link(const chat_id& chat) const {
    return row('l', chat.value, decode_link);
  }

  /// @returns the contact, or what it was merged into.
  [[nodiscard]] result<contact, store_error> living(contact_id id) const {
    for (std::size_t hops = 0; hops <= limits::contact_merges_max; ++hops) {
      auto found = stored(id);
      if (!found) {
        return std::move(found).error();
      }
      if (found.value()) {
        return *std::move(found).value();
      }
      auto merged = merge(id);
      if (!merged) {
        return std::move(merged).error();
      }
      if (!merged.value()) {
        break;
      }
      id = merged.value()->into;
    }
    return no_such_contact(id);
  }

  /// As stored under this id, with the revision that the caller believes in.
  [[nodiscard]] result<contact, store_error>
  at_revision(const contact_id& id, std::uint64_t revision) const {
    auto found = stored(id);
    if (!found) {
      return std::move(found).error();
    }
    if (!found.value()) {
      return no_such_contact(id);
    }
    if (auto stale = revision_error(*found.value(), revision)) {
      return *std::move(stale);
    }
    return *std::move(found).value();
  }

  [[nodiscard]] result<std::vector<contact_id>, store_error>
  find(contact_key by, std::string_view value) const {
    std::vector<contact_id> ids;
    if (looked_up_as(by, value).empty()) {
      return ids;
    }
    const auto prefix = lookup_prefix(*company_, by, value);
    auto error = rows_->scan(prefix, prefix, [&](std::string_view key, auto) {
      ids.emplace_back(id_at_end(key));
      return ids.size() < limits::contact_page_max;
    });
    if (error) {
      return *std::move(error);
    }
    return ids;
  }

  /// @returns why `x` may not have its account: another one has it.
  /// `besides` goes away in the same write.
  [[nodiscard]] maybe_error account_error(const contact& x,
                                          const contact_id& besides) const {
    auto found = find(contact_key::account, x.account);
    if (!found) {
      return std::move(found).error();
    }
    for (const auto& id : found.value()) {
      if (id != x.id && id != besides) {
        return refused("The account \"" + x.account + "\" is of the contact \""
                       + id.value + "\".");
      }
    }
    return std::nullopt;
  }

  /// @returns why no new contact may have this id.
  [[nodiscard]] maybe_error id_error(const contact_id& id) const {
    auto found = stored(id);
    if (!found) {
      return std::move(found).error();
    }
    auto merged = merge(id);
    if (!merged) {
      return std::move(merged).error();
    }
    if (found.value() || merged.value() || !is_valid_id(id.value)) {
      return refused("There can be no new contact with the id \"" + id.value
                     + "\".");
    }
    return std::nullopt;
  }

private:
  template <class Decode>
  [[nodiscard]] auto row(char kind, std::string_view rest, Decode decode) const
    -> result<
      std::optional<std::decay_t<decltype(decode(std::string_view{}).value())>>,
      store_error> {
    const auto text = rows_->get(key_of(*company_, kind, rest));
    if (!text) {
      return text.error();
    }
    if (!text.value()) {
      return std::optional<
        std::decay_t<decltype(decode(std::string_view{}).value())>>{};
    }
    auto read = decode(*text.value());
    if (!read) {
      return std::move(read).error();
    }
    return std::optional{std::move(read).value()};
  }

  const contact_rows* rows_;
  const company_id* company_;
};

/// Runs a change that makes a value, which is given back when it is durable.
template <class T, class Change>
result<T, store_error> changed(contact_rows& rows, Change change) {
  std::optional<T> made;
  auto done
    = rows.update([&](contact_rows::changes& to) -> std::optional<store_error> {
        result<T, store_error> outcome = change(to);
        if (!outcome) {
          return std::move(outcome).error();
        }
        made = std::move(outcome).value();
        return std::nullopt;
      });
  if (!done) {
    return std::move(done).error();
  }
  return *std::move(made);
}

result<chat::chat_started, store_error>
start_of(const store& from, const company_id& company, const chat_id& chat) {
  const stream_id stream{company, stream_kind::chat, chat.value};
  auto events = from.read(stream, 1, 1);
  if (!events) {
    return std::move(events).error();
  }
  if (events.value().empty()) {
    return no_such_stream(stream);
  }
  const auto& first = std::get<chat::event>(events.value().front());
  const auto* started = std::get_if<chat::chat_started>(&first);
  if (started == nullptr) {
    return no_such_stream(stream);
  }
  return *started;
}

} // namespace

// ---------------------------------------------------------------------------
// Contacts.

result<contact, store_error> contacts::create(const company_id& company,
                                              contact x) const {
  x.revision = 1;
  x.merged.clear();
  return changed<contact>(
    *rows_, [&](contact_rows::changes& to) -> result<contact, store_error> {
      const reader read{*rows_, company};
      if (auto error = read.id_error(x.id)) {
        return *std::move(error);
      }
      if (auto error = read.account_error(x, {})) {
        return *std::move(error);
      }
      replace(to, company, nullptr, &x);
      return x;
    });
}

result<done, store_error> contacts::create_all(const company_id& company,
                                               std::vector<contact> all) const {
  if (all.size() > limits::contacts_per_write_max) {
    return refused("Too many contacts for one write.");
  }
  return rows_->update([&](contact_rows::changes& to) -> maybe_error {
    const reader read{*rows_, company};
    std::set<std::string> accounts;
    std::set<contact_id> ids;
    for (contact& x : all) {
      x.revision = 1;
      x.merged.clear();
      auto error = read.id_error(x.id);
      if (!error) {
        error = read.account_error(x, {});
      }
      if (error) {
        return error;
      }
      const bool twice
        = !ids.insert(x.id).second
          || (!x.account.empty() && !accounts.insert(folded(x.account)).second);
      if (twice) {
        return refused("The contact \"" + x.id.value + "\" is there twice.");
      }
      replace(to, company, nullptr, &x);
    }
    return std::nullopt;
  });
}

result<contact, store_error> contacts::read(const company_id& company,
                                            const contact_id& id) const {
  return reader{*rows_, company}.living(id);
}

result<contact, store_error> contacts::update(const company_id& company,
                                              contact x) const {
  return changed<contact>(
    *rows_, [&](contact_rows::changes& to) -> result<contact, store_error> {
      const reader read{*rows_, company};
      const auto old = read.at_revision(x.id, x.revision);
      if (!old) {
        return old.error();
      }
      if (auto error = read.account_error(x, {})) {
        return *std::move(error);
      }
      ++x.revision;
      x.created = old.value().created;
      x.merged = old.value().merged;
      replace(to, company, &old.value(), &x);
      return x;
    });
}

result<done, store_error> contacts::remove(const company_id& company,
                                           const contact_id& id,
                                           std::uint64_t revision) const {
  bool more = true;
  // A contact may have any number of sessions: so many in each write.
  const auto some = [&](contact_rows::changes& to) -> maybe_error {
    const auto old = reader{*rows_, company}.at_revision(id, revision);
    if (!old) {
      return old.error();
    }
    auto family = old.value().merged;
    family.push_back(id);
    maybe_error error;
    for (const auto& member : family) {
      const auto prefix = key_of(company, 'h', part(member.value));
      const auto scanned
        = rows_->scan(prefix, prefix, [&](auto, std::string_view text) {
            const auto link = decode_link(text);
            if (!link) {
              error = link.error();
              return false;
            }
            drop_link(to, company, link.value());
            return to.size() < limits::contacts_per_write_max;
          });
      if (scanned || error) {
        return scanned ? scanned : error;
      }
    }
    more = to.size() >= limits::contacts_per_write_max;
    if (!more) {
      for (const auto& member : old.value().merged) {
        to[key_of(company, 'm', member.value)] = std::nullopt;
      }
      replace(to, company, &old.value(), nullptr);
    }
    return std::nullopt;
  };
  while (more) {
    if (auto written = rows_->update(some); !written) {
      return written;
    }
  }
  return done{};
}

result<contact_page, store_error> contacts::search(const parley::company& c,
                                                   std::string_view question,
                                                   std::string_view from,
                                                   std::size_t limit) const {
  limit = std::clamp<std::size_t>(limit, 1, limits::contact_page_max);
  if (question_words(question).empty()) {
    return list(c.id, from, limit);
  }
  return search_index(*rows_, c, question, from, limit);
}

result<contact_page, store_error> contacts::list(const company_id& company,
                                                 std::string_view from,
                                                 std::size_t limit) const {
  limit = std::clamp<std::size_t>(limit, 1, limits::contact_page_max);
  const auto begin = bytes_of(from);
  if (!begin) {
    return begin.error();
  }
  const auto prefix = key_of(company, 'c');
  contact_page page;
  maybe_error broken;
  auto error = rows_->scan(prefix,
                           prefix + begin.value(),
                           [&](std::string_view key, std::string_view text) {
                             if (page.contacts.size() == limit) {
                               page.next
                                 = hexadecimal(key.substr(prefix.size()));
                               return false;
                             }
                             auto x = decode_contact(text);
                             if (!x) {
                               broken = std::move(x).error();
                               return false;
                             }
                             page.contacts.push_back(std::move(x).value());
                             return true;
                           });
  if (error || broken) {
    return error ? *std::move(error) : *std::move(broken);
  }
  return page;
}

result<std::vector<contact_id>, store_error> contacts::find(
  const company_id& company, contact_key by, std::string_view value) const {
  return reader{*rows_, company}.find(by, value);
}

// ---------------------------------------------------------------------------
// Sessions.

namespace {

/// Puts a chat under a contact and takes it away from another.
result<session_link, store_error> linked(contact_rows::changes& rows,
                                         const reader& read,
                                         const company_id& company,
                                         session_link wanted) {
  const auto owner = read.living(wanted.contact);
  if (!owner) {
    return owner.error();
  }
  const auto old = read.link(wanted.chat);
  if (!old) {
    return old.error();
  }
  if (old.value()) {
    drop_link(rows, company, *old.value());
  }
  wanted.contact = owner.value().id;
  put_link(rows, company, wanted);
  return wanted;
}

} // namespace

result<session_link, store_error> contacts::link(const company_id& company,
                                                 const chat_id& chat,
                                                 const contact_id& to,
                                                 timestamp now,
                                                 const agent_id& by) const {
  const auto start = start_of(*store_, company, chat);
  if (!start) {
    return start.error();
  }
  return changed<session_link>(*rows_, [&](contact_rows::changes& rows) {
    return linked(rows,
                  reader{*rows_, company},
                  company,
                  {chat, to, start.value().at, now, by});
  });
}

result<done, store_error> contacts::link_all(const company_id& company,
                                             const std::vector<new_link>& links,
                                             timestamp now,
                                             const agent_id& by) const {
  if (links.size() > limits::contacts_per_write_max) {
    return refused("Too many links for one write.");
  }
  std::vector<timestamp> starts;
  for (const auto& link : links) {
    const auto start = start_of(*store_, company, link.chat);
    if (!start) {
      return start.error();
    }
    starts.push_back(start.value().at);
  }
  return rows_->update([&](contact_rows::changes& to) -> maybe_error {
    for (std::size_t i = 0; i < links.size(); ++i) {
      auto made = linked(to,
                         reader{*rows_, company},
                         company,
                         {links[i].chat, links[i].to, starts[i], now, by});
      if (!made) {
        return std::move(made).error();
      }
    }
    return std::nullopt;
  });
}

result<done, store_error> contacts::unlink(const company_id& company,
                                           const chat_id& chat) const {
  return rows_->update([&](contact_rows::changes& to) -> maybe_error {
    const auto old = reader{*rows_, company}.link(chat);
    if (!old) {
      return old.error();
    }
    if (old.value()) {
      drop_link(to, company, *old.value());
    }
    return std::nullopt;
  });
}

result<std::optional<contact_id>, store_error>
contacts::contact_of(const company_id& company, const chat_id& chat) const {
  const reader read{*rows_, company};
  const auto link = read.link(chat);
  if (!link) {
    return link.error();
  }
  if (!link.value()) {
    return std::optional<contact_id>{};
  }
  auto owner = read.living(link.value()->contact);
  if (owner) {
    return std::optional{owner.value().id};
  }
  if (owner.error().code == store_errc::not_found) {
    return std::optional<contact_id>{};
  }
  return std::move(owner).error();
}

result<contact, store_error>
contacts::create_from_chat(const company_id& company,
                           const chat_id& chat,
                           const contact_id& id,
                           timestamp now,
                           const agent_id& by) const {
  const auto start = start_of(*store_, company, chat);
  if (!start) {
    return start.error();
  }
  contact x;
  x.id = id;
  x.revision = 1;
  x.created = now;
  x.changed = now;
  // The last word is the surname; a desk can mend it.
  const auto& name = start.value().customer_name;
  const auto space = name.rfind(' ');
  x.last_name = space == std::string::npos ? name : name.substr(space + 1);
  x.first_name = space == std::string::npos ? "" : name.substr(0, space);
  if (is_email(start.value().customer_email)) {
    x.emails = {start.value().customer_email};
  }
  if (x.last_name.empty() && x.first_name.empty() && x.emails.empty()) {
    x.last_name = chat.value;
  }
  return changed<contact>(
    *rows_, [&](contact_rows::changes& to) -> result<contact, store_error> {
      const reader read{*rows_, company};
      if (auto error = read.id_error(id)) {
        return *std::move(error);
      }
      const auto old = read.link(chat);
      if (!old) {
        return old.error();
      }
      if (old.value()) {
        drop_link(to, company, *old.value());
      }
      replace(to, company, nullptr, &x);
      put_link(to, company, {chat, id, start.value().at, now, by});
      return x;
    });
}

result<session_page, store_error> contacts::history(const company_id& company,
                                                    const contact_id& id,
                                                    std::string_view from,
                                                    std::size_t limit) const {
  limit = std::clamp<std::size_t>(limit, 1, limits::contact_sessions_page_max);
  const auto begin = bytes_of(from);
  if (!begin) {
    return begin.error();
  }
  const auto owner = read(company, id);
  if (!owner) {
    return owner.error();
  }
  auto family = owner.value().merged;
  family.push_back(owner.value().id);
  // The first ones of each, joined in the order of their keys.
  std::map<std::string, session_link> found;
  maybe_error error;
  for (const auto& member : family) {
    const auto prefix = key_of(company, 'h', part(member.value));
    std::size_t count = 0;
    auto scanned = rows_->scan(
      prefix,
      prefix + begin.value(),
      [&](std::string_view key, std::string_view text) {
        auto link = decode_link(text);
        if (!link) {
          error = std::move(link).error();
          return false;
        }
        found.emplace(key.substr(prefix.size()), std::move(link).value());
        return ++count <= limit;
      });
    if (scanned || error) {
      return scanned ? *std::move(scanned) : *std::move(error);
    }
  }
  session_page page;
  for (auto& [key, link] : found) {
    if (page.sessions.size() == limit) {
      page.next = hexadecimal(key);
      break;
    }
    page.sessions.push_back(std::move(link));
  }
  return page;
}

// ---------------------------------------------------------------------------
// Merge.

result<contact, store_error> contacts::merge(const parley::company& c,
                                             const contact& into,
                                             const contact& from,
                                             timestamp now,
                                             const agent_id& by) const {
  if (into.id == from.id) {
    return refused("A contact cannot be merged into itself.");
  }
  return changed<contact>(
    *rows_, [&](contact_rows::changes& to) -> result<contact, store_error> {
      const reader read{*rows_, c.id};
      const auto old = read.at_revision(into.id, into.revision);
      if (!old) {
        return old.error();
      }
      const auto gone = read.at_revision(from.id, from.revision);
      if (!gone) {
        return gone.error();
      }
      auto joined = merged(old.value(), gone.value());
      ++joined.revision;
      joined.changed = now;
      if (const auto wrong = validate(c, joined); !wrong.empty()) {
        return refused("The contacts do not fit into one: " + wrong.front());
      }
      replace(to, c.id, &gone.value(), nullptr);
      replace(to, c.id, &old.value(), &joined);
      to[key_of(c.id, 'm', from.id.value)]
        = encode_merge({into.id, old.value(), gone.value(), now, by});
      return joined;
    });
}

result<contact, store_error> contacts::undo_merge(const company_id& company,
                                                  const contact_id& from,
                                                  timestamp now) const {
  return changed<contact>(
    *rows_, [&](contact_rows::changes& to) -> result<contact, store_error> {
      const reader read{*rows_, company};
      const auto merge = read.merge(from);
      if (!merge) {
        return merge.error();
      }
      if (!merge.value()) {
        return no_such_contact(from);
      }
      const auto& was = *merge.value();
      const auto old = read.stored(was.into);
      if (!old) {
        return old.error();
      }
      if (!old.value()) {
        return refused("The contact \"" + was.into.value
                       + "\" was merged later: undo that first.");
      }
      auto into = unmerged(*old.value(), was.before, was.from);
      ++into.revision;
      into.changed = now;
      auto back = was.from;
      ++back.revision;
      back.changed = now;
      if (auto error = read.account_error(back, into.id)) {
        return *std::move(error);
      }
      if (!back.account.empty()
          && folded(back.account) == folded(into.account)) {
        return refused("The account \"" + back.account
                       + "\" is of the other contact by now.");
      }
      replace(to, company, &*old.value(), &into);
      replace(to, company, nullptr, &back);
      to[key_of(company, 'm', from.value)] = std::nullopt;
      return back;
    });
}

result<std::optional<contact_merge>, store_error>
contacts::merge_of(const company_id& company, const contact_id& from) const {
  return reader{*rows_, company}.merge(from);
}

} // namespace parley::storage
