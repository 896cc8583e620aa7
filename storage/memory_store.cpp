// The store in memory.
#include "storage/memory_store.hpp"

#include "storage/audit.hpp"
#include "storage/contact_rows.hpp"
#include "storage/derived.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <tuple>

namespace parley::storage {

namespace {

/// Newest first; then by id, so that the order is total.
using history_key = std::tuple<company_id, std::int64_t, std::string>;

history_key key_of(const company_id& company, const history_row& row) {
  return {company, -to_unix_ms(row.closed), row.chat.value};
}

/// Each object is data of its own. Counted, not drawn, so that a simulation
/// can be repeated.
std::string next_identity() {
  static std::atomic<std::uint64_t> count{0};
  return "memory-" + std::to_string(++count);
}

/// All that is stored; a value, so that a crash can be a copy.
struct content {
  std::map<stream_id, std::vector<event>> streams;
  std::map<stream_id, done> open;
  std::map<history_key, history_row> history;
  std::map<stream_id, timestamp> closed_calls;
  std::map<company_id, company> companies;
  std::map<std::pair<company_id, agent_id>, credential> credentials;
  std::map<std::string, login_session> logins;
  std::map<std::string, std::string> contacts;
};

const chat::entry_written* entry_of(const event& e) {
  const auto* chat = std::get_if<chat::event>(&e);
  return chat == nullptr ? nullptr : std::get_if<chat::entry_written>(chat);
}

} // namespace

struct memory_store::impl final : contact_rows {
  mutable std::shared_mutex mutex;
  /// Held by who changes contacts: they read before they write.
  std::mutex changing;
  const std::string identity = next_identity();
  content now;
  /// What survives `drop_unsynced`; absent while every write is durable.
  std::optional<content> durable;
  int failures = 0;
  store_errc failure = store_errc::failed;
  std::uint64_t batches = 0;

  [[nodiscard]] result<std::optional<std::string>, store_error>
  get(const std::string& key) const override;
  [[nodiscard]] std::optional<store_error> scan(const std::string& prefix,
                                                const std::string& from,
                                                const take& to) const override;
  [[nodiscard]] result<done, store_error> update(const change& c) override;
  /// @pre `mutex` is held
  void put(changes rows);

  /// @returns the failure that was ordered for this write, if any.
  std::optional<store_error> next_failure() {
    if (failures == 0) {
      return std::nullopt;
    }
    --failures;
    return store_error{failure, "The write failed on demand."};
  }

  append_outcome write_one(const append& a) {
    if (auto flaw = flaw_of(a)) {
      return *std::move(flaw);
    }
    const auto found = now.streams.find(a.stream);
    const std::uint64_t is
      = found == now.streams.end() ? 0 : found->second.size();
    if (a.after && *a.after != is) {
      return stale(a.stream, is, *a.after);
    }
    if (a.events.empty()) {
      return is;
    }
    auto& events = now.streams[a.stream];
    if (is == 0 && a.stream.kind != stream_kind::agent) {
      now.open.emplace(a.stream, done{});
    }
    for (const event& e : a.events) {
      events.push_back(e);
      if (closes(e)) {
        close(a.stream, events);
      }
    }
    return events.size();
  }

  void close(const stream_id& stream, const std::vector<event>& events) {
    now.open.erase(stream);
    if (stream.kind != stream_kind::chat) {
      now.closed_calls.insert_or_assign(
        stream, call::time_of(std::get<call::event>(events.back())));
      return;
    }
    chat_summary summary;
    for (const event& e : events) {
      summary.take(std::get<chat::event>(e));
    }
    const auto row = row_of(
      chat_id{stream.id},
      summary,
      std::get<chat::chat_closed>(std::get<chat::event>(events.back())));
    now.history.insert_or_assign(key_of(stream.company, row), row);
  }

  [[nodiscard]] const std::vector<event>* find(const stream_id& stream) const {
    const auto found = now.streams.find(stream);
    return found == now.streams.end() ? nullptr : &found->second;
  }

  /// @returns the open streams of one kind, each folded by `fold`.
  template <class State, class Fold>
  std::vector<State>
  open_of(const company_id& company, stream_kind kind, Fold fold) const {
    std::vector<State> states;
    for (auto i = now.open.lower_bound({company, kind, {}});
         i != now.open.end() && i->first.company == company
         && i->first.kind == kind;
         ++i) {
      states.push_back(fold(i->first, *find(i->first)));
    }
    return states;
  }
};

result<std::optional<std::string>, store_error>
memory_store::impl::get(const std::string& key) const {
  const std::shared_lock lock{mutex};
  const auto found = now.contacts.find(key);
  if (found == now.contacts.end()) {
    return std::optional<std::string>{};
  }
  return std::optional{found->second};
}

std::optional<store_error> memory_store::impl::scan(const std::string& prefix,
                                                    const std::string& from,
                                                    const take& to) const {
  const std::shared_lock lock{mutex};
  for (auto i = now.contacts.lower_bound(std::max(prefix, from));
       i != now.contacts.end() && i->first.starts_with(prefix)
       && to(i->first, i->second);
       ++i) {
  }
  return std::nullopt;
}

result<done, store_error> memory_store::impl::update(const change& c) {
  const std::lock_guard alone{changing};
  changes wanted;
  if (auto why = c(wanted)) {
    return *std::move(why);
  }
  const std::unique_lock lock{mutex};
  if (auto ordered = next_failure()) {
    return *std::move(ordered);
  }
  put(std::move(wanted));
  return done{};
}

void memory_store::impl::put(changes rows) {
  for (auto& [key, text] : rows) {
    if (text) {
      now.contacts.insert_or_assign(key, *std::move(text));
    } else {
      now.contacts.erase(key);
    }
  }
}

memory_store::memory_store() : impl_{std::make_unique<impl>()} {}
memory_store::~memory_store() = default;

void memory_store::fail_next(int n, store_errc code) {
  const std::unique_lock lock{impl_->mutex};
  impl_->failures = n;
  impl_->failure = code;
}

void memory_store::hold_syncs(bool on) {
  const std::unique_lock lock{impl_->mutex};
  if (on && !impl_->durable) {
    impl_->durable = impl_->now;
  } else if (!on) {
    impl_->durable.reset();
  }
}

void memory_store::sync_now() {
  const std::unique_lock lock{impl_->mutex};
  if (impl_->durable) {
    impl_->durable = impl_->now;
  }
}

void memory_store::drop_unsynced() {
  const std::unique_lock lock{impl_->mutex};
  if (impl_->durable) {
    impl_->now = *impl_->durable;
  }
}

std::uint64_t memory_store::batches() const {
  const std::shared_lock lock{impl_->mutex};
  return impl_->batches;
}

std::string memory_store::identity() const {
  return impl_->identity;
}

std::vector<append_outcome>
memory_store::write(const std::vector<append>& batch) {
  const std::unique_lock lock{impl_->mutex};
  std::vector<append_outcome> outcomes;
  outcomes.reserve(batch.size());
  if (const auto failure = impl_->next_failure()) {
    outcomes.assign(batch.size(), *failure);
    return outcomes;
  }
  for (const append& a : batch) {
    outcomes.push_back(impl_->write_one(a));
  }
  ++impl_->batches;
  return outcomes;
}

result<std::uint64_t, store_error>
memory_store::revision(const stream_id& stream) const {
  const std::shared_lock lock{impl_->mutex};
  const auto* events = impl_->find(stream);
  return std::uint64_t{events == nullptr ? 0 : events->size()};
}

result<std::vector<event>, store_error> memory_store::read(
  const stream_id& stream, std::uint64_t from, std::size_t limit) const {
  const std::shared_lock lock{impl_->mutex};
  const auto* events = impl_->find(stream);
  std::vector<event> found;
  if (events == nullptr) {
    return found;
  }
  const auto begin
    = std::min<std::uint64_t>(from == 0 ? 0 : from - 1, events->size());
  const auto count = std::min<std::uint64_t>(limit, events->size() - begin);
  const auto first = events->begin() + static_cast<std::ptrdiff_t>(begin);
  found.assign(first, first + static_cast<std::ptrdiff_t>(count));
  return found;
}

result<std::vector<transcript_entry>, store_error>
memory_store::entries_after(const company_id& company,
                            const chat_id& chat,
                            std::uint64_t after,
                            std::size_t limit) const {
  const std::shared_lock lock{impl_->mutex};
  const auto* events = impl_->find({company, stream_kind::chat, chat.value});
  std::vector<transcript_entry> found;
  if (events == nullptr) {
    return found;
  }
  for (const event& e : *events) {
    if (found.size() == limit) {
      break;
    }
    const auto* entry = entry_of(e);
    if (entry != nullptr && entry->entry > after) {
      found.push_back(to_entry(*entry));
    }
  }
  return found;
}

result<std::vector<transcript_entry>, store_error>
memory_store::entries_before(const company_id& company,
                             const chat_id& chat,
                             std::uint64_t before,
                             std::size_t limit) const {
  const std::shared_lock lock{impl_->mutex};
  const auto* events = impl_->find({company, stream_kind::chat, chat.value});
  std::vector<transcript_entry> found;
  if (events == nullptr) {
    return found;
  }
  for (auto i = events->size(); i > 0 && found.size() < limit; --i) {
    const auto* entry = entry_of((*events)[i - 1]);
    if (entry != nullptr && (before == 0 || entry->entry < before)) {
      found.push_back(to_entry(*entry));
    }
  }
  std::reverse(found.begin(), found.end());
  return found;
}

result<std::vector<chat::state>, store_error>
memory_store::open_chats(const company_id& company) const {
  const std::shared_lock lock{impl_->mutex};
  return impl_->open_of<chat::state>(company, stream_kind::chat, fold_chat);
}

result<std::vector<call::state>, store_error>
memory_store::open_calls(const company_id& company) const {
  const std::shared_lock lock{impl_->mutex};
  return impl_->open_of<call::state>(company, stream_kind::call, fold_call);
}

result<std::vector<stream_id>, store_error>
memory_store::streams_since(const company_id& company, timestamp since) const {
  const std::shared_lock lock{impl_->mutex};
  std::vector<stream_id> found;
  for (const auto& [stream, is_open] : impl_->now.open) {
    if (stream.company == company) {
      found.push_back(stream);
    }
  }
  for (const auto& [key, row] : impl_->now.history) {
    if (std::get<0>(key) == company && row.closed >= since) {
      found.push_back({company, stream_kind::chat, row.chat.value});
    }
  }
  for (const auto& [stream, closed] : impl_->now.closed_calls) {
    if (stream.company == company && closed >= since) {
      found.push_back(stream);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

result<chat::state, store_error>
memory_store::load_chat(const company_id& company, const chat_id& chat) const {
  const std::shared_lock lock{impl_->mutex};
  const stream_id stream{company, stream_kind::chat, chat.value};
  const auto* events = impl_->find(stream);
  if (events == nullptr) {
    return no_such_stream(stream);
  }
  return fold_chat(stream, *events);
}

result<call::state, store_error>
memory_store::load_call(const company_id& company, const call_id& call) const {
  const std::shared_lock lock{impl_->mutex};
  const stream_id stream{company, stream_kind::call, call.value};
  const auto* events = impl_->find(stream);
  if (events == nullptr) {
    return no_such_stream(stream);
  }
  return fold_call(stream, *events);
}

result<std::vector<history_row>, store_error> memory_store::history(
  const company_id& company, timestamp before, std::size_t limit) const {
  const std::shared_lock lock{impl_->mutex};
  std::vector<history_row> rows;
  // Keys hold the negated time: above -before means earlier.
  for (auto i
       = impl_->now.history.lower_bound({company, 1 - to_unix_ms(before), {}});
       i != impl_->now.history.end() && std::get<0>(i->first) == company
       && rows.size() < limit;
       ++i) {
    rows.push_back(i->second);
  }
  return rows;
}

result<std::vector<company>, store_error> memory_store::companies() const {
  const std::shared_lock lock{impl_->mutex};
  std::vector<company> all;
  for (const auto& [id, c] : impl_->now.companies) {
    all.push_back(c);
  }
  return all;
}

result<done, store_error> memory_store::put_company(const company& c,
                                                    const audit_entry* by) {
  const std::lock_guard alone{impl_->changing};
  contact_rows::changes rows;
  if (by != nullptr) {
    auto staged = stage_audit(*impl_, rows, c.id, *by);
    if (!staged) {
      return std::move(staged).error();
    }
  }
  const std::unique_lock lock{impl_->mutex};
  const auto found = impl_->now.companies.find(c.id);
  const std::uint64_t stored
    = found == impl_->now.companies.end() ? 0 : found->second.version;
  if (c.version != stored + 1) {
    return stale_company(c, stored);
  }
  if (auto failure = impl_->next_failure()) {
    return *std::move(failure);
  }
  impl_->now.companies.insert_or_assign(c.id, c);
  impl_->put(std::move(rows));
  return done{};
}

result<done, store_error>
memory_store::put_credential(const company_id& company, const credential& c) {
  const std::unique_lock lock{impl_->mutex};
  if (auto failure = impl_->next_failure()) {
    return *std::move(failure);
  }
  impl_->now.credentials.insert_or_assign({company, c.agent}, c);
  return done{};
}

result<std::optional<credential>, store_error>
memory_store::credential_of(const company_id& company,
                            const agent_id& agent) const {
  const std::shared_lock lock{impl_->mutex};
  const auto found = impl_->now.credentials.find({company, agent});
  if (found == impl_->now.credentials.end()) {
    return std::optional<credential>{};
  }
  return std::optional{found->second};
}

result<done, store_error> memory_store::put_login(const login_session& s) {
  const std::unique_lock lock{impl_->mutex};
  if (auto failure = impl_->next_failure()) {
    return *std::move(failure);
  }
  impl_->now.logins.insert_or_assign(s.token_hash, s);
  return done{};
}

result<done, store_error>
memory_store::remove_login(const std::string& token_hash) {
  const std::unique_lock lock{impl_->mutex};
  if (auto failure = impl_->next_failure()) {
    return *std::move(failure);
  }
  impl_->now.logins.erase(token_hash);
  return done{};
}

result<std::optional<login_session>, store_error>
memory_store::login_of(const std::string& token_hash) const {
  const std::shared_lock lock{impl_->mutex};
  const auto found = impl_->now.logins.find(token_hash);
  if (found == impl_->now.logins.end()) {
    return std::optional<login_session>{};
  }
  return std::optional{found->second};
}

result<std::vector<login_session>, store_error>
memory_store::logins(const company_id& company) const {
  const std::shared_lock lock{impl_->mutex};
  std::vector<login_session> found;
  for (const auto& [hash, s] : impl_->now.logins) {
    if (s.company == company) {
      found.push_back(s);
    }
  }
  return found;
}

contact_rows& memory_store::contacts() {
  return *impl_;
}

result<std::uint64_t, store_error>
memory_store::erase_texts(const company_id& company,
                          const std::vector<chat_id>& chats) {
  const std::unique_lock lock{impl_->mutex};
  if (auto failure = impl_->next_failure()) {
    return *std::move(failure);
  }
  std::uint64_t changed = 0;
  for (const auto& chat : chats) {
    const stream_id stream{company, stream_kind::chat, chat.value};
    const auto found = impl_->now.streams.find(stream);
    if (found == impl_->now.streams.end() || impl_->now.open.contains(stream)) {
      continue;
    }
    bool any = false;
    for (event& e : found->second) {
      if (auto blank = without_texts(e)) {
        e = *std::move(blank);
        any = true;
      }
    }
    changed += any ? 1 : 0;
  }
  return changed;
}

result<done, store_error> memory_store::scrub(const company_id&) {
  return done{};
}

} // namespace parley::storage
