// Keys beside those of contacts: `d` id for a deletion, `r` for the rules.
#include "storage/erasures.hpp"

#include "protocol/crm_limits.hpp"
#include "storage/contact_keys.hpp"
#include "storage/contact_rows.hpp"
#include "storage/json_row.hpp"

#include <algorithm>

namespace parley::storage {

template <>
struct description<erasure> {
  static constexpr auto fields() {
    using t = erasure;
    return std::tuple{field{"id", &t::id},
                      field{"contact", &t::contact},
                      field{"by", &t::by},
                      field{"asked", &t::asked},
                      field{"phase", &t::phase},
                      field{"next", &t::next},
                      field{"sessions", &t::sessions},
                      field{"erased", &t::erased},
                      field{"open", &t::open},
                      field{"finished", &t::finished}};
  }
};

template <>
struct description<retention> {
  static constexpr auto fields() {
    using t = retention;
    return std::tuple{field{"done", &t::done},
                      field{"rules", &t::rules},
                      field{"position", &t::position},
                      field{"phase", &t::phase},
                      field{"begun", &t::begun},
                      field{"erased", &t::erased},
                      field{"kept_days", &t::kept_days}};
  }
};

namespace {

std::string row_key(const company_id& company, const erasure& x) {
  return key_of(company, 'd', x.id);
}

result<done, store_error>
put(contact_rows& rows, const std::string& key, const std::string& text) {
  return rows.update([&](contact_rows::changes& to) {
    to[key] = text;
    return std::nullopt;
  });
}

/// All deletions of a company, in the order of their ids.
result<std::vector<erasure>, store_error> all_of(const contact_rows& rows,
                                                 const company_id& company) {
  std::vector<erasure> all;
  std::optional<store_error> broken;
  const auto prefix = key_of(company, 'd');
  auto error = rows.scan(prefix, prefix, [&](auto, std::string_view text) {
    auto x = decode_erasure(text);
    if (!x) {
      broken = std::move(x).error();
      return false;
    }
    all.push_back(std::move(x).value());
    return true;
  });
  if (error || broken) {
    return error ? *std::move(error) : *std::move(broken);
  }
  return all;
}

bool is_older(const erasure& a, const erasure& b) {
  return std::tie(a.asked, a.id) < std::tie(b.asked, b.id);
}

const erasure* unfinished_in(const std::vector<erasure>& all,
                             const contact_id& of) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& x) {
    return x.contact == of && x.phase != erasure_phase::finished;
  });
  return found == all.end() ? nullptr : &*found;
}

/// The oldest finished one goes if there are as many as are kept.
/// @returns false: there are, and none is finished.
bool make_room(contact_rows::changes& to,
               const company_id& company,
               std::vector<erasure> all) {
  if (all.size() < limits::erasures_kept_max) {
    return true;
  }
  std::erase_if(
    all, [](const auto& x) { return x.phase != erasure_phase::finished; });
  const auto oldest = std::min_element(all.begin(), all.end(), is_older);
  if (oldest == all.end()) {
    return false;
  }
  to[row_key(company, *oldest)] = std::nullopt;
  return true;
}

} // namespace

std::string encode_erasure(const erasure& x) {
  return encode_versioned(x);
}
std::string encode_retention(const retention& x) {
  return encode_versioned(x);
}
result<erasure, store_error> decode_erasure(std::string_view text) {
  return decode_versioned<erasure>(text, "A deletion of conversations");
}
result<retention, store_error> decode_retention(std::string_view text) {
  return decode_versioned<retention>(text, "The state of the retention");
}

// ---------------------------------------------------------------------------
// Of contacts.

result<erasure, store_error> erasures::ask(const company_id& company,
                                           erasure wanted) const {
  auto& rows = store_->contacts();
  erasure filed = std::move(wanted);
  auto written
    = rows.update([&](contact_rows::changes& to) -> std::optional<store_error> {
        auto all = all_of(rows, company);
        if (!all) {
          return std::move(all).error();
        }
        if (const auto* there = unfinished_in(all.value(), filed.contact)) {
          filed = *there;
          return std::nullopt;
        }
        if (!make_room(to, company, std::move(all).value())) {
          return store_error{store_errc::unavailable,
                             "Too many deletions are under way."};
        }
        to[row_key(company, filed)] = encode_erasure(filed);
        return std::nullopt;
      });
  if (!written) {
    return std::move(written).error();
  }
  return filed;
}

result<erasure, store_error> erasures::read(const company_id& company,
                                            const std::string& id) const {
  auto text = store_->contacts().get(key_of(company, 'd', id));
  if (!text) {
    return std::move(text).error();
  }
  if (!text.value()) {
    return store_error{store_errc::not_found,
                       "There is no deletion \"" + id + "\"."};
  }
  return decode_erasure(*text.value());
}

result<std::vector<erasure>, store_error>
erasures::list(const company_id& company) const {
  auto all = all_of(store_->contacts(), company);
  if (all) {
    auto sorted = std::move(all).value();
    std::sort(sorted.rbegin(), sorted.rend(), is_older);
    return sorted;
  }
  return all;
}

result<std::optional<erasure>, store_error>
erasures::unfinished(const company_id& company, const contact_id& of) const {
  const auto all = all_of(store_->contacts(), company);
  if (!all) {
    return all.error();
  }
  const auto* found = unfinished_in(all.value(), of);
  return found == nullptr ? std::optional<erasure>{} : std::optional{*found};
}

result<std::uint64_t, store_error>
erasures::erase(const company_id& company,
                const std::vector<chat_id>& chats,
                const erase_more& also) const {
  if (also) {
    for (const auto& chat : chats) {
      if (auto gone = also(chat); !gone) {
        return std::move(gone).error();
      }
    }
  }
  return store_->erase_texts(company, chats);
}

result<erasure_step, store_error>
erasures::go_on(const company_id& company,
                const std::string& id,
                timestamp settled,
                const erase_more& also) const {
  auto stored = read(company, id);
  if (!stored) {
    return std::move(stored).error();
  }
  auto x = std::move(stored).value();
  if (x.phase != erasure_phase::erasing) {
    return x.phase == erasure_phase::rewriting ? erasure_step::rewrite
                                               : erasure_step::over;
  }
  const auto page = contacts{*store_}.history(
    company, x.contact, x.next, limits::erased_per_write_max);
  if (!page && page.error().code != store_errc::not_found) {
    return page.error();
  }
  std::vector<chat_id> chats;
  for (const auto& link :
       page ? page.value().sessions : std::vector<session_link>{}) {
    const auto chat = store_->load_chat(company, link.chat);
    if (!chat) {
      return chat.error();
    }
    const auto* closed = std::get_if<chat::closed>(&chat.value().phase);
    if (closed != nullptr && closed->at >= settled) {
      return erasure_step::later;
    }
    ++x.sessions;
    if (closed == nullptr) {
      ++x.open;
    } else {
      chats.push_back(link.chat);
    }
  }
  const auto changed = erase(company, chats, also);
  if (!changed) {
    return changed.error();
  }
  x.erased += changed.value();
  x.next = page ? page.value().next : std::string{};
  if (x.next.empty()) {
    x.phase = erasure_phase::rewriting;
  }
  auto written
    = put(store_->contacts(), row_key(company, x), encode_erasure(x));
  if (!written) {
    return std::move(written).error();
  }
  return x.next.empty() ? erasure_step::rewrite : erasure_step::more;
}

result<erasure, store_error> erasures::finish(const company_id& company,
                                              const std::string& id,
                                              timestamp now) const {
  auto stored = read(company, id);
  if (!stored) {
    return stored;
  }
  auto x = std::move(stored).value();
  x.phase = erasure_phase::finished;
  x.finished = now;
  auto written
    = put(store_->contacts(), row_key(company, x), encode_erasure(x));
  if (!written) {
    return std::move(written).error();
  }
  return x;
}

// ---------------------------------------------------------------------------
// By rule.

result<retention, store_error>
erasures::retention_of(const company_id& company) const {
  auto text = store_->contacts().get(key_of(company, 'r'));
  if (!text) {
    return std::move(text).error();
  }
  return text.value() ? decode_retention(*text.value())
                      : result<retention, store_error>{retention{}};
}

std::map<queue_id, int> rules_of(const retention& so_far, const company& c) {
  std::map<queue_id, int> rules;
  for (const auto& [id, days] : so_far.kept_days) {
    if (!c.queues.contains(id)) {
      rules.emplace(id, days);
    }
  }
  for (const auto& [id, queue] : c.queues) {
    if (queue.keep_conversations_days) {
      rules.emplace(id, *queue.keep_conversations_days);
    }
  }
  return rules;
}

result<bool, store_error> erasures::begin_retention(const company& c,
                                                    timestamp now) const {
  auto stored = retention_of(c.id);
  if (!stored) {
    return std::move(stored).error();
  }
  auto x = std::move(stored).value();
  if (x.phase != erasure_phase::finished) {
    return true;
  }
  x.rules.clear();
  x.erased = 0;
  x.begun = now;
  x.position = {};
  x.kept_days = rules_of(x, c);
  for (const auto& [id, days] : x.kept_days) {
    const auto before = now - std::chrono::hours{24} * days;
    x.rules[id] = before;
    x.position = std::max(x.position, before);
  }
  const bool any = !x.rules.empty();
  x.phase = any ? erasure_phase::erasing : erasure_phase::finished;
  auto written
    = put(store_->contacts(), key_of(c.id, 'r'), encode_retention(x));
  if (!written) {
    return std::move(written).error();
  }
  return any;
}

namespace {

/// What of a rule no run before has looked at.
bool applies(const retention& x, const history_row& row) {
  const auto rule = x.rules.find(row.queue);
  const auto done = x.done.find(row.queue);
  return rule != x.rules.end() && row.closed < rule->second
         && (done == x.done.end() || row.closed >= done->second);
}

/// Older ones are done with for all rules.
timestamp oldest_wanted(const retention& x) {
  auto oldest = timestamp::max();
  for (const auto& [queue, before] : x.rules) {
    const auto done = x.done.find(queue);
    oldest
      = std::min(oldest, done == x.done.end() ? timestamp{} : done->second);
  }
  return oldest;
}

} // namespace

result<erasure_step, store_error>
erasures::go_on_retention(const company_id& company,
                          const erase_more& also) const {
  auto stored = retention_of(company);
  if (!stored) {
    return std::move(stored).error();
  }
  auto x = std::move(stored).value();
  if (x.phase != erasure_phase::erasing) {
    return x.phase == erasure_phase::rewriting ? erasure_step::rewrite
                                               : erasure_step::over;
  }
  auto limit = limits::erased_per_write_max;
  auto rows = store_->history(company, x.position, limit);
  // Pages begin at a time: one must hold more than all of one millisecond.
  while (rows && rows.value().size() == limit
         && rows.value().back().closed + duration{1} == x.position) {
    limit *= 2;
    rows = store_->history(company, x.position, limit);
  }
  if (!rows) {
    return rows.error();
  }
  std::vector<chat_id> chats;
  for (const auto& row : rows.value()) {
    if (applies(x, row)) {
      chats.push_back(row.chat);
    }
  }
  const auto changed = erase(company, chats, also);
  if (!changed) {
    return changed.error();
  }
  x.erased += changed.value();
  const bool last = rows.value().size() < limit
                    || rows.value().back().closed < oldest_wanted(x);
  if (last) {
    for (const auto& [queue, before] : x.rules) {
      x.done[queue] = std::max(x.done[queue], before);
    }
    x.rules.clear();
    x.phase = x.erased > 0 ? erasure_phase::rewriting : erasure_phase::finished;
  } else {
    x.position = rows.value().back().closed + duration{1};
  }
  auto written
    = put(store_->contacts(), key_of(company, 'r'), encode_retention(x));
  if (!written) {
    return std::move(written).error();
  }
  if (!last) {
    return erasure_step::more;
  }
  return x.erased > 0 ? erasure_step::rewrite : erasure_step::over;
}

result<done, store_error>
erasures::finish_retention(const company_id& company) const {
  auto stored = retention_of(company);
  if (!stored) {
    return std::move(stored).error();
  }
  auto x = std::move(stored).value();
  x.phase = erasure_phase::finished;
  return put(store_->contacts(), key_of(company, 'r'), encode_retention(x));
}

} // namespace parley::storage
