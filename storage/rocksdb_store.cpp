// The store on RocksDB: one writer, any number of readers. Keys and records:
// record.hpp. Why it is so: storage/README.md.
#include "storage/rocksdb_store.hpp"

#include "storage/audit.hpp"
#include "storage/contact_rows.hpp"
#include "storage/data_directory.hpp"
#include "storage/derived.hpp"
#include "storage/record.hpp"
#include "storage/rocksdb_database.hpp"
#include "storage/rocksdb_rows.hpp"
#include "storage/rows_codec.hpp"
#include "storage/stream_cache.hpp"
#include "storage/stream_index.hpp"
#include "storage/stream_reader.hpp"
#include "storage/wal_check.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <limits>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace parley::storage {

namespace {

constexpr char credential_kind = 'c';
constexpr char login_kind = 'l';
const std::string identity_key = "identity";

/// A full disk is tried again when this much more than what waits in memory is
/// free: room for a new log and manifest.
constexpr std::uint64_t spare_bytes = 1U << 20U;

class rocksdb_store final : public store, private contact_rows {
public:
  rocksdb_store(data_directory directory, const rocksdb_settings& settings)
      : directory_{std::move(directory)}, where_{settings} {}

  result<done, store_error> open();

  [[nodiscard]] std::string identity() const override { return identity_; }
  [[nodiscard]] std::vector<append_outcome>
  write(const std::vector<append>& batch) override;
  [[nodiscard]] result<std::uint64_t, store_error>
  revision(const stream_id& stream) const override;
  [[nodiscard]] result<std::vector<event>, store_error>
  read(const stream_id& stream,
       std::uint64_t from,
       std::size_t limit) const override;
  [[nodiscard]] result<std::vector<transcript_entry>, store_error>
  entries_after(const company_id& company,
                const chat_id& chat,
                std::uint64_t after,
                std::size_t limit) const override;
  [[nodiscard]] result<std::vector<transcript_entry>, store_error>
  entries_before(const company_id& company,
                 const chat_id& chat,
                 std::uint64_t before,
                 std::size_t limit) const override;
  [[nodiscard]] result<std::vector<chat::state>, store_error>
  open_chats(const company_id& company) const override;
  [[nodiscard]] result<std::vector<call::state>, store_error>
  open_calls(const company_id& company) const override;
  [[nodiscard]] result<std::vector<stream_id>, store_error>
  streams_since(const company_id& company, timestamp since) const override;
  [[nodiscard]] result<chat::state, store_error>
  load_chat(const company_id& company, const chat_id& chat) const override;
  [[nodiscard]] result<call::state, store_error>
  load_call(const company_id& company, const call_id& call) const override;
  [[nodiscard]] result<std::vector<history_row>, store_error>
  history(const company_id& company,
          timestamp before,
          std::size_t limit) const override;
  [[nodiscard]] result<std::vector<company>, store_error>
  companies() const override;
  [[nodiscard]] result<done, store_error>
  put_company(const company& c, const audit_entry* by) override;
  [[nodiscard]] result<done, store_error>
  put_credential(const company_id& company, const credential& c) override;
  [[nodiscard]] result<std::optional<credential>, store_error>
  credential_of(const company_id& company,
                const agent_id& agent) const override;
  [[nodiscard]] result<done, store_error>
  put_login(const login_session& s) override;
  [[nodiscard]] result<done, store_error>
  remove_login(const std::string& token_hash) override;
  [[nodiscard]] result<std::optional<login_session>, store_error>
  login_of(const std::string& token_hash) const override;
  [[nodiscard]] result<std::vector<login_session>, store_error>
  logins(const company_id& company) const override;
  [[nodiscard]] contact_rows& contacts() override;
  [[nodiscard]] result<std::uint64_t, store_error>
  erase_texts(const company_id& company,
              const std::vector<chat_id>& chats) override;
  [[nodiscard]] result<done, store_error>
  scrub(const company_id& company) override;

private:
  [[nodiscard]] result<std::optional<std::string>, store_error>
  get(const std::string& key) const override;
  [[nodiscard]] std::optional<store_error> scan(const std::string& prefix,
                                                const std::string& from,
                                                const take& to) const override;
  [[nodiscard]] result<done, store_error> update(const change& c) override;
  result<bool, store_error> stage_erasure(const stream_id& stream);

  /// Runs a read on the open database, beside the writer.
  template <class Read>
  auto reading(Read read) const -> decltype(read(std::declval<database&>())) {
    const std::shared_lock lock{reopening_};
    if (!db_) {
      return store_error{store_errc::unavailable,
                         "The store is closed, because it could not be opened "
                         "again when its disk was full."};
    }
    return read(std::as_const(*db_));
  }

  result<std::unique_ptr<database>, store_error>
  open_database(database::mode how) const;
  std::optional<store_error> refusal();
  std::optional<store_error> try_again();
  std::optional<store_error> commit();
  append_outcome stage(const append& a);
  result<cached_stream*, store_error> stream_of(const stream_id& stream);
  void stage_event(const stream_id& stream, cached_stream& s, const event& e);
  void stage_closing(const stream_id& stream,
                     const cached_stream& s,
                     const event& e);
  void put_sealed(table t, std::string_view key, std::string_view text);
  result<done, store_error> write_rows();
  void stage(const changes& rows);

  template <class State, class Fold>
  result<std::vector<State>, store_error>
  open_of(const company_id& company, stream_kind kind, Fold fold) const;
  template <class State, class Fold>
  result<State, store_error> load(const stream_id& stream, Fold fold) const;

  data_directory directory_;
  environment where_;
  /// Held for a moment by each read; alone while the database is opened again.
  mutable std::shared_mutex reopening_;
  std::unique_ptr<database> db_;
  std::string identity_;

  // Of the one who writes.
  std::mutex writing_;
  bool full_ = false;
  std::optional<store_error> failed_;
  stream_cache cache_;
  std::string prefix_;
  std::string key_;
  std::string value_;
};

result<std::unique_ptr<database>, store_error>
rocksdb_store::open_database(database::mode how) const {
  // RocksDB would stop at damage in a log and lose what follows in silence.
  if (auto checked = check_logs(directory_.database()); !checked) {
    return std::move(checked).error();
  }
  return database::open(directory_.database(), where_, how);
}

std::string new_identity() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 2 * bytes.size() + 1> text{};
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  return text.data();
}

result<done, store_error> fill(const std::filesystem::path& path,
                               const environment& where) {
  auto created = database::open(path, where, database::mode::create);
  if (!created) {
    return std::move(created).error();
  }
  database& db = *created.value();
  std::string value;
  append_sealed(value, identity_key, new_identity());
  db.stage(table::meta, identity_key, value);
  if (auto error = db.commit()) {
    return *std::move(error);
  }
  return done{};
}

result<done, store_error> rocksdb_store::open() {
  if (!directory_.has_database()) {
    auto created = directory_.create_database(
      [&](const auto& path) { return fill(path, where_); });
    if (!created) {
      return created;
    }
  }
  auto opened = open_database(database::mode::use);
  if (!opened) {
    return std::move(opened).error();
  }
  db_ = std::move(opened).value();
  auto identity = db_->get(table::meta, identity_key, "The data's identity");
  if (!identity) {
    return std::move(identity).error();
  }
  if (!identity.value()) {
    return damaged_row("The data's identity");
  }
  identity_ = *std::move(identity).value();
  return done{};
}

// ---------------------------------------------------------------------------
// Writing.

/// @returns why nothing can be written now, if so.
std::optional<store_error> rocksdb_store::refusal() {
  if (where_.sync_failed() && !failed_) {
    failed_ = store_error{
      store_errc::failed,
      "A sync of the disk failed, so nothing more is acknowledged (R10). Check "
      "the disk, then start Parley again."};
  }
  if (failed_) {
    return failed_;
  }
  return full_ ? try_again() : std::nullopt;
}

/// The disk was full. RocksDB will not write any more to a log in which a write
/// failed, so it is opened again as soon as there is space; if that fails it is
/// opened to read.
std::optional<store_error> rocksdb_store::try_again() {
  const store_error still_full{
    store_errc::full,
    "The disk under \"" + directory_.database().string()
      + "\" is full: nothing new is stored until there is space; what is "
        "stored can be read."};
  std::error_code error;
  const auto space = std::filesystem::space(directory_.database(), error);
  const auto needed = spare_bytes + (db_ ? db_->memory() : 0);
  if (error || space.available < needed) {
    return still_full;
  }
  const std::unique_lock lock{reopening_};
  db_.reset();
  auto opened = open_database(database::mode::use);
  if (opened) {
    db_ = std::move(opened).value();
    full_ = false;
    return std::nullopt;
  }
  auto readable = open_database(database::mode::look);
  if (readable) {
    db_ = std::move(readable).value();
  }
  if (opened.error().code == store_errc::full) {
    return still_full;
  }
  failed_ = store_error{store_errc::failed, opened.error().text};
  return failed_;
}

/// Writes what is staged, durably, and remembers what went wrong.
std::optional<store_error> rocksdb_store::commit() {
  auto error = db_->commit();
  if (error) {
    cache_.clear();
    if (error->code == store_errc::full) {
      full_ = true;
    } else {
      failed_ = error;
    }
  }
  return error;
}

std::vector<append_outcome>
rocksdb_store::write(const std::vector<append>& batch) {
  const std::lock_guard lock{writing_};
  std::vector<append_outcome> outcomes;
  outcomes.reserve(batch.size());
  auto error = refusal();
  if (!error) {
    db_->unstage();
    for (const append& a : batch) {
      outcomes.push_back(stage(a));
    }
    if (db_->anything_staged()) {
      error = commit();
    }
  }
  if (error) {
    outcomes.assign(batch.size(), *error);
  }
  return outcomes;
}

append_outcome rocksdb_store::stage(const append& a) {
  if (auto flaw = flaw_of(a)) {
    return *std::move(flaw);
  }
  prefix_.clear();
  append_stream_key(prefix_, a.stream);
  const auto found = stream_of(a.stream);
  if (!found) {
    return found.error();
  }
  cached_stream& s = *found.value();
  if (a.after && *a.after != s.revision) {
    return stale(a.stream, s.revision, *a.after);
  }
  for (const event& e : a.events) {
    stage_event(a.stream, s, e);
  }
  return s.revision;
}

/// @returns what is known of the stream under `prefix_`; read, if it was not
/// written lately.
result<cached_stream*, store_error>
rocksdb_store::stream_of(const stream_id& stream) {
  if (cached_stream* known = cache_.find(prefix_)) {
    return known;
  }
  const auto revision = revision_of(*db_, prefix_);
  if (!revision) {
    return revision.error();
  }
  cached_stream s{revision.value(), {}};
  if (stream.kind == stream_kind::chat && s.revision > 0) {
    auto summary = summary_of(*db_, stream);
    if (!summary) {
      return std::move(summary).error();
    }
    s.summary = std::move(summary).value();
  }
  return &cache_.put(prefix_, std::move(s));
}

void rocksdb_store::stage_event(const stream_id& stream,
                                cached_stream& s,
                                const event& e) {
  if (s.revision == 0 && stream.kind != stream_kind::agent) {
    put_sealed(table::open, prefix_, {});
  }
  ++s.revision;
  key_ = prefix_;
  append_number(key_, s.revision);
  value_.clear();
  append_event_record(value_, key_, e);
  db_->stage(table::events, key_, value_);
  if (const auto* chat = std::get_if<chat::event>(&e)) {
    s.summary.take(*chat);
  }
  if (closes(e)) {
    stage_closing(stream, s, e);
  }
}

void rocksdb_store::stage_closing(const stream_id& stream,
                                  const cached_stream& s,
                                  const event& e) {
  db_->stage_removal(table::open, prefix_);
  if (const auto* chat = std::get_if<chat::event>(&e)) {
    const auto row = row_of(
      chat_id{stream.id}, s.summary, std::get<chat::chat_closed>(*chat));
    key_.clear();
    append_company_key(key_, stream.company);
    append_number(key_, reversed(row.closed));
    key_ += stream.id;
    put_sealed(table::history, key_, encode_row(row));
  } else {
    key_.clear();
    append_closed_call_key(
      key_, stream, call::time_of(std::get<call::event>(e)));
    put_sealed(table::history, key_, {});
  }
}

void rocksdb_store::put_sealed(table t,
                               std::string_view key,
                               std::string_view text) {
  value_.clear();
  append_sealed(value_, key, text);
  db_->stage(t, key, value_);
}

result<done, store_error> rocksdb_store::write_rows() {
  if (auto error = commit()) {
    return *std::move(error);
  }
  return done{};
}

// ---------------------------------------------------------------------------
// Streams.

result<std::uint64_t, store_error>
rocksdb_store::revision(const stream_id& stream) const {
  return reading(
    [&](const database& db) { return revision_of(db, stream_key(stream)); });
}

result<std::vector<event>, store_error> rocksdb_store::read(
  const stream_id& stream, std::uint64_t from, std::size_t limit) const {
  return reading(
    [&](const database& db) { return read_events(db, stream, from, limit); });
}

entries_result rocksdb_store::entries_after(const company_id& company,
                                            const chat_id& chat,
                                            std::uint64_t after,
                                            std::size_t limit) const {
  constexpr auto last = std::numeric_limits<std::uint64_t>::max();
  if (after == last) {
    return std::vector<transcript_entry>{};
  }
  return reading([&](const database& db) {
    return entries_between(
      db, {company, stream_kind::chat, chat.value}, after + 1, last, limit);
  });
}

entries_result rocksdb_store::entries_before(const company_id& company,
                                             const chat_id& chat,
                                             std::uint64_t before,
                                             std::size_t limit) const {
  const stream_id stream{company, stream_kind::chat, chat.value};
  return reading([&](const database& db) -> entries_result {
    if (before == 0) {
      return newest_entries(db, stream, limit);
    }
    const auto first
      = before > limit ? before - static_cast<std::uint64_t>(limit) : 1;
    auto found = entries_between(db, stream, first, before - 1, limit);
    const bool complete
      = !found || limit == 0 || before == 1
        || (!found.value().empty() && found.value().back().entry == before - 1);
    // `before` is above the last line: then the newest ones are meant.
    return complete ? std::move(found) : newest_entries(db, stream, limit);
  });
}

template <class State, class Fold>
result<std::vector<State>, store_error> rocksdb_store::open_of(
  const company_id& company, stream_kind kind, Fold fold) const {
  return reading(
    [&](const database& db) -> result<std::vector<State>, store_error> {
      std::string prefix;
      append_company_key(prefix, company);
      prefix += static_cast<char>(kind);
      std::vector<State> states;
      auto error
        = db.scan(table::open,
                  prefix,
                  prefix,
                  [&](std::string_view key,
                      std::string_view value) -> result<bool, store_error> {
                    const auto sealed
                      = open_sealed(key, value, "The index of open chats");
                    if (!sealed) {
                      return sealed.error();
                    }
                    key.remove_prefix(prefix.size());
                    key.remove_suffix(1);
                    const stream_id stream{company, kind, std::string{key}};
                    auto events = read_events(db, stream, 1, no_limit);
                    if (!events) {
                      return std::move(events).error();
                    }
                    if (events.value().empty()) {
                      return missing_events(stream, 1);
                    }
                    states.push_back(fold(stream, events.value()));
                    return true;
                  });
      if (error) {
        return *std::move(error);
      }
      return states;
    });
}

result<std::vector<chat::state>, store_error>
rocksdb_store::open_chats(const company_id& company) const {
  return open_of<chat::state>(company, stream_kind::chat, fold_chat);
}

result<std::vector<call::state>, store_error>
rocksdb_store::open_calls(const company_id& company) const {
  return open_of<call::state>(company, stream_kind::call, fold_call);
}

result<std::vector<stream_id>, store_error>
rocksdb_store::streams_since(const company_id& company, timestamp since) const {
  return reading([&](const database& db) {
    return storage::streams_since(db, company, since);
  });
}

template <class State, class Fold>
result<State, store_error> rocksdb_store::load(const stream_id& stream,
                                               Fold fold) const {
  return reading([&](const database& db) -> result<State, store_error> {
    auto events = read_events(db, stream, 1, no_limit);
    if (!events) {
      return std::move(events).error();
    }
    if (events.value().empty()) {
      return no_such_stream(stream);
    }
    return fold(stream, events.value());
  });
}

result<chat::state, store_error>
rocksdb_store::load_chat(const company_id& company, const chat_id& chat) const {
  return load<chat::state>({company, stream_kind::chat, chat.value}, fold_chat);
}

result<call::state, store_error>
rocksdb_store::load_call(const company_id& company, const call_id& call) const {
  return load<call::state>({company, stream_kind::call, call.value}, fold_call);
}

// ---------------------------------------------------------------------------
// Rows.

result<std::vector<history_row>, store_error> rocksdb_store::history(
  const company_id& company, timestamp before, std::size_t limit) const {
  std::string prefix;
  append_company_key(prefix, company);
  std::string from = prefix;
  append_number(from, reversed(before - duration{1}));
  return reading([&](const database& db) {
    return rows_of<history_row>(
      db, table::history, prefix, from, limit, "The history of chats");
  });
}

result<std::vector<company>, store_error> rocksdb_store::companies() const {
  return reading(
    [](const database& db) -> result<std::vector<company>, store_error> {
      std::vector<company> all;
      auto error
        = db.scan_all(table::companies,
                      [&](std::string_view key,
                          std::string_view value) -> result<bool, store_error> {
                        const auto text = open_sealed(
                          key, value, "The configuration of a company");
                        if (!text) {
                          return text.error();
                        }
                        auto c = decode_company(text.value());
                        if (!c) {
                          return std::move(c).error();
                        }
                        all.push_back(std::move(c).value());
                        return true;
                      });
      if (error) {
        return *std::move(error);
      }
      // Keys are ordered by shard first.
      std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.id < b.id;
      });
      return all;
    });
}

result<done, store_error> rocksdb_store::put_company(const company& c,
                                                     const audit_entry* by) {
  const std::lock_guard lock{writing_};
  if (auto error = refusal()) {
    return *std::move(error);
  }
  std::string key;
  append_company_key(key, c.id);
  const auto text
    = db_->get(table::companies, key, "The configuration of a company");
  if (!text) {
    return text.error();
  }
  std::uint64_t stored = 0;
  if (text.value()) {
    const auto is = decode_company(*text.value());
    if (!is) {
      return is.error();
    }
    stored = is.value().version;
  }
  if (c.version != stored + 1) {
    return stale_company(c, stored);
  }
  changes rows;
  if (by != nullptr) {
    auto staged = stage_audit(*this, rows, c.id, *by);
    if (!staged) {
      return std::move(staged).error();
    }
  }
  db_->unstage();
  put_sealed(table::companies, key, encode_company(c));
  stage(rows);
  return write_rows();
}

std::string
person_key(const company_id& company, char kind, std::string_view name) {
  std::string key;
  append_company_key(key, company);
  key += kind;
  key += name;
  return key;
}

result<done, store_error>
rocksdb_store::put_credential(const company_id& company, const credential& c) {
  const std::lock_guard lock{writing_};
  if (auto error = refusal()) {
    return *std::move(error);
  }
  db_->unstage();
  put_sealed(table::people,
             person_key(company, credential_kind, c.agent.value),
             encode_row(c));
  return write_rows();
}

result<std::optional<credential>, store_error>
rocksdb_store::credential_of(const company_id& company,
                             const agent_id& agent) const {
  return reading([&](const database& db) {
    return row_at<credential>(db,
                              person_key(company, credential_kind, agent.value),
                              "The credentials of an agent");
  });
}

result<done, store_error> rocksdb_store::put_login(const login_session& s) {
  const std::lock_guard lock{writing_};
  if (auto error = refusal()) {
    return *std::move(error);
  }
  const auto key = person_key(s.company, login_kind, s.token_hash);
  db_->unstage();
  put_sealed(table::people, key, encode_row(s));
  put_sealed(table::logins, s.token_hash, key);
  return write_rows();
}

result<done, store_error>
rocksdb_store::remove_login(const std::string& token_hash) {
  const std::lock_guard lock{writing_};
  if (auto error = refusal()) {
    return *std::move(error);
  }
  const auto key = db_->get(table::logins, token_hash, "The index of logins");
  if (!key) {
    return key.error();
  }
  if (!key.value()) {
    return done{};
  }
  db_->unstage();
  db_->stage_removal(table::people, *key.value());
  db_->stage_removal(table::logins, token_hash);
  return write_rows();
}

result<std::optional<login_session>, store_error>
rocksdb_store::login_of(const std::string& token_hash) const {
  using found = result<std::optional<login_session>, store_error>;
  return reading([&](const database& db) -> found {
    const auto key = db.get(table::logins, token_hash, "The index of logins");
    if (!key) {
      return key.error();
    }
    if (!key.value()) {
      return std::optional<login_session>{};
    }
    return row_at<login_session>(db, *key.value(), "A login");
  });
}

result<std::vector<login_session>, store_error>
rocksdb_store::logins(const company_id& company) const {
  const auto prefix = person_key(company, login_kind, {});
  return reading([&](const database& db) {
    return rows_of<login_session>(
      db, table::people, prefix, prefix, no_limit, "A login");
  });
}

// ---------------------------------------------------------------------------
// Contacts, and what must go.

const char* const contact_row = "A row of contacts";

contact_rows& rocksdb_store::contacts() {
  return *this;
}

result<std::optional<std::string>, store_error>
rocksdb_store::get(const std::string& key) const {
  return reading([&](const database& db) {
    return db.get(table::people, key, contact_row);
  });
}

std::optional<store_error> rocksdb_store::scan(const std::string& prefix,
                                               const std::string& from,
                                               const take& to) const {
  auto scanned = reading([&](const database& db) -> result<done, store_error> {
    auto error
      = db.scan(table::people,
                prefix,
                std::max(prefix, from),
                [&](std::string_view key,
                    std::string_view value) -> result<bool, store_error> {
                  const auto text = open_sealed(key, value, contact_row);
                  if (!text) {
                    return text.error();
                  }
                  return to(key, text.value());
                });
    if (error) {
      return *std::move(error);
    }
    return done{};
  });
  if (!scanned) {
    return std::move(scanned).error();
  }
  return std::nullopt;
}

result<done, store_error> rocksdb_store::update(const change& c) {
  const std::lock_guard lock{writing_};
  if (auto error = refusal()) {
    return *std::move(error);
  }
  changes wanted;
  if (auto why = c(wanted)) {
    return *std::move(why);
  }
  if (wanted.empty()) {
    return done{};
  }
  db_->unstage();
  stage(wanted);
  return write_rows();
}

void rocksdb_store::stage(const changes& rows) {
  for (const auto& [key, text] : rows) {
    if (text) {
      put_sealed(table::people, key, *text);
    } else {
      db_->stage_removal(table::people, key);
    }
  }
}

result<bool, store_error>
rocksdb_store::stage_erasure(const stream_id& stream) {
  const auto prefix = stream_key(stream);
  const auto open = db_->get(table::open, prefix, "The index of open chats");
  if (!open) {
    return open.error();
  }
  if (open.value()) {
    return false;
  }
  const auto blank = events_without_texts(*db_, stream);
  if (!blank) {
    return blank.error();
  }
  for (const auto& [revision, e] : blank.value()) {
    key_ = prefix;
    append_number(key_, revision);
    value_.clear();
    append_event_record(value_, key_, e);
    db_->stage(table::events, key_, value_);
  }
  return !blank.value().empty();
}

result<std::uint64_t, store_error>
rocksdb_store::erase_texts(const company_id& company,
                           const std::vector<chat_id>& chats) {
  const std::lock_guard lock{writing_};
  if (auto error = refusal()) {
    return *std::move(error);
  }
  db_->unstage();
  std::uint64_t changed = 0;
  for (const auto& chat : chats) {
    auto any = stage_erasure({company, stream_kind::chat, chat.value});
    if (!any) {
      return std::move(any).error();
    }
    changed += any.value() ? 1 : 0;
  }
  if (db_->anything_staged()) {
    if (auto error = commit()) {
      return *std::move(error);
    }
  }
  return changed;
}

result<done, store_error> rocksdb_store::scrub(const company_id& company) {
  std::string prefix;
  append_company_key(prefix, company);
  // Beside the writer; only opening again has to wait.
  const std::shared_lock lock{reopening_};
  if (!db_) {
    return store_error{store_errc::unavailable, "The store is closed."};
  }
  if (auto error = db_->rewrite(prefix)) {
    return *std::move(error);
  }
  return done{};
}

} // namespace

result<std::unique_ptr<store>, store_error>
open_rocksdb(const std::filesystem::path& directory,
             const rocksdb_settings& settings) {
  if (sodium_init() < 0) {
    return store_error{store_errc::unavailable,
                       "The system gives no random numbers."};
  }
  auto locked = data_directory::open(directory);
  if (!locked) {
    return std::move(locked).error();
  }
  auto opened
    = std::make_unique<rocksdb_store>(std::move(locked).value(), settings);
  if (auto ready = opened->open(); !ready) {
    return std::move(ready).error();
  }
  return std::unique_ptr<store>{std::move(opened)};
}

} // namespace parley::storage
