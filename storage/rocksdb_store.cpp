// The store on RocksDB: one writer, any number of readers. Keys and records:
// record.hpp. Why it is so: storage/README.md.
#include "storage/rocksdb_store.hpp"

#include "storage/data_directory.hpp"
#include "storage/derived.hpp"
#include "storage/record.hpp"
#include "storage/rocksdb_sync_guard.hpp"
#include "storage/rows_codec.hpp"
#include "storage/stream_cache.hpp"
#include "storage/wal_check.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <limits>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace parley::storage {

namespace {

using rocksdb::ColumnFamilyHandle;
using rocksdb::Slice;
using rocksdb::Status;

enum class table : std::uint8_t {
  standard, ///< RocksDB insists on it; empty
  events,
  open,
  history,
  companies,
  people,
  logins,
  meta,
};
constexpr std::array table_names{"default",
                                 "events",
                                 "open",
                                 "history",
                                 "companies",
                                 "people",
                                 "logins",
                                 "meta"};

constexpr char credential_kind = 'c';
constexpr char login_kind = 'l';
const std::string identity_key = "identity";

/// A full disk is tried again when this much more than what waits in memory is
/// free: room for a new log and manifest.
constexpr std::uint64_t spare_bytes = 1U << 20U;

Slice slice_of(std::string_view text) {
  return {text.data(), text.size()};
}
std::string_view view_of(const Slice& s) {
  return {s.data(), s.size()};
}

rocksdb::DBOptions database_options(rocksdb::Env* env) {
  rocksdb::DBOptions options;
  options.env = env;
  options.paranoid_checks = true;
  options.max_background_jobs = 2;
  options.max_open_files = 512;
  // A preallocated log is synced in half the time (figures.md 1).
  options.recycle_log_file_num = 4;
  // The only mode that reads recycled logs; what it would lose in silence is
  // found before by check_logs.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.enable_pipelined_write = false;
  options.atomic_flush = true;
  options.max_total_wal_size = 192U << 20U;
  // R10: a failed write is never tried again behind our back.
  options.max_bgerror_resume_count = 0;
  options.keep_log_file_num = 4;
  options.max_log_file_size = 4U << 20U;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  // An idle store does nothing.
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> tables() {
  rocksdb::BlockBasedTableOptions blocks;
  blocks.block_cache = rocksdb::NewLRUCache(64U << 20U);
  blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  blocks.cache_index_and_filter_blocks = true;
  blocks.format_version = 5;
  rocksdb::ColumnFamilyOptions small;
  small.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  small.write_buffer_size = 1U << 20U;
  small.compression = rocksdb::kNoCompression;
  rocksdb::ColumnFamilyOptions large = small;
  large.write_buffer_size = 64U << 20U;
  // Conversations shrink to a half and nobody waits for the compression.
  large.compression = rocksdb::kLZ4Compression;
  std::vector<rocksdb::ColumnFamilyDescriptor> all;
  for (const char* name : table_names) {
    const bool is_large
      = name == table_names[static_cast<std::size_t>(table::events)];
    all.emplace_back(name, is_large ? large : small);
  }
  return all;
}

store_error open_error(const Status& status,
                       const std::filesystem::path& directory) {
  const std::string place = "\"" + directory.string() + "\"";
  const std::string why = " RocksDB says: " + status.ToString();
  if (status.IsNoSpace()) {
    return {store_errc::full,
            "The disk under " + place
              + " is full: free some space and start again." + why};
  }
  if (status.IsInvalidArgument()
      && status.ToString().find("olumn famil") != std::string::npos) {
    return {store_errc::unknown_format,
            "The data in " + place
              + " has tables that this version of Parley does not know: use "
                "the version that wrote it."
              + why};
  }
  if (status.IsCorruption() || status.IsInvalidArgument()
      || status.IsNotSupported() || status.IsPathNotFound()) {
    return {store_errc::corrupt_record,
            "The data in " + place
              + " is damaged. Nothing was deleted: check the disk and restore "
                "the directory from a backup."
              + why};
  }
  return {store_errc::unavailable,
          "The data in " + place + " cannot be opened." + why};
}

store_error read_error(const Status& status) {
  if (status.IsCorruption()) {
    return {store_errc::corrupt_record,
            "Stored data is damaged. Nothing of it is served and nothing was "
            "deleted: check the disk and restore the data directory from a "
            "backup. RocksDB says: "
              + status.ToString()};
  }
  return {store_errc::unavailable,
          "Stored data could not be read. RocksDB says: " + status.ToString()};
}

store_error missing_events(const stream_id& stream, std::uint64_t revision) {
  return {store_errc::corrupt_record,
          "Event " + std::to_string(revision) + " of \"" + stream.id
            + "\" of company " + stream.company.value
            + " is missing, though later ones are there. Restore the data "
              "directory from a backup."};
}

store_error damaged_row(const char* what) {
  return {store_errc::corrupt_record,
          std::string{what}
            + " is not what Parley writes; restore the data "
              "directory from a backup."};
}

/// An open RocksDB with its tables.
class database {
public:
  /// How to open: for a new one, for all, or only to read.
  enum class mode : std::uint8_t { create, use, look };

  static result<std::unique_ptr<database>, store_error>
  open(const std::filesystem::path& path, rocksdb::Env* env, mode how) {
    rocksdb::DBOptions options = database_options(env);
    options.create_if_missing = how == mode::create;
    options.create_missing_column_families = how == mode::create;
    std::unique_ptr<database> opened{new database};
    rocksdb::DB* db = nullptr;
    const Status status
      = how == mode::look
          ? rocksdb::DB::OpenForReadOnly(
            options, path.string(), tables(), &opened->tables_, &db)
          : rocksdb::DB::Open(
            options, path.string(), tables(), &opened->tables_, &db);
    if (!status.ok()) {
      return open_error(status, path);
    }
    opened->db_.reset(db);
    return opened;
  }

  ~database() {
    for (ColumnFamilyHandle* handle : tables_) {
      db_->DestroyColumnFamilyHandle(handle);
    }
  }
  database(const database&) = delete;
  database& operator=(const database&) = delete;
  database(database&&) = delete;
  database& operator=(database&&) = delete;

  [[nodiscard]] ColumnFamilyHandle* operator[](table t) const {
    return tables_[static_cast<std::size_t>(t)];
  }

  Status write(rocksdb::WriteBatch& batch) const {
    rocksdb::WriteOptions options;
    options.sync = true;
    return db_->Write(options, &batch);
  }

  /// @returns the value without its seal, or nothing if there is none.
  [[nodiscard]] result<std::optional<std::string>, store_error>
  get(table t, std::string_view key, const char* what) const {
    std::string value;
    const Status status = db_->Get({}, (*this)[t], slice_of(key), &value);
    if (status.IsNotFound()) {
      return std::optional<std::string>{};
    }
    if (!status.ok()) {
      return read_error(status);
    }
    const auto text = open_sealed(key, value, what);
    if (!text) {
      return text.error();
    }
    return std::optional{std::string{text.value()}};
  }

  /// Gives `take` the keys that begin with `prefix`, from `from` on, until it
  /// says false.
  /// @returns what went wrong, if something did.
  template <class Take>
  std::optional<store_error> scan(table t,
                                  const std::string& prefix,
                                  const std::string& from,
                                  Take take) const {
    const std::string end = end_of(prefix);
    const Slice bound = end;
    rocksdb::ReadOptions options;
    options.iterate_upper_bound = &bound;
    const iterator i{db_->NewIterator(options, (*this)[t])};
    i->Seek(from);
    return walk(*i, take, [&] { i->Next(); });
  }

  /// As `scan`, all keys of a table.
  template <class Take>
  std::optional<store_error> scan_all(table t, Take take) const {
    const iterator i{db_->NewIterator({}, (*this)[t])};
    i->SeekToFirst();
    return walk(*i, take, [&] { i->Next(); });
  }

  /// As `scan`, from the last key downwards.
  template <class Take>
  std::optional<store_error>
  scan_back(table t, const std::string& prefix, Take take) const {
    const std::string end = end_of(prefix);
    const Slice upper = end;
    const Slice lower = prefix;
    rocksdb::ReadOptions options;
    options.iterate_upper_bound = &upper;
    options.iterate_lower_bound = &lower;
    const iterator i{db_->NewIterator(options, (*this)[t])};
    i->SeekToLast();
    return walk(*i, take, [&] { i->Prev(); });
  }

  /// Bytes that wait to be written to tables.
  [[nodiscard]] std::uint64_t memory() const {
    std::uint64_t sum = 0;
    db_->GetAggregatedIntProperty("rocksdb.cur-size-all-mem-tables", &sum);
    return sum;
  }

private:
  using iterator = std::unique_ptr<rocksdb::Iterator>;

  database() = default;

  template <class Take, class Step>
  static std::optional<store_error>
  walk(const rocksdb::Iterator& i, Take& take, Step step) {
    for (; i.Valid(); step()) {
      result<bool, store_error> more
        = take(view_of(i.key()), view_of(i.value()));
      if (!more) {
        return std::move(more).error();
      }
      if (!more.value()) {
        break;
      }
    }
    if (!i.status().ok()) {
      return read_error(i.status());
    }
    return std::nullopt;
  }

  std::unique_ptr<rocksdb::DB> db_;
  std::vector<ColumnFamilyHandle*> tables_;
};

std::string stream_key(const stream_id& stream) {
  std::string key;
  append_stream_key(key, stream);
  return key;
}

/// Newest first: the order of the keys is the reverse of time.
std::uint64_t reversed(timestamp t) {
  constexpr auto sign = std::uint64_t{1} << 63U;
  return ~(static_cast<std::uint64_t>(to_unix_ms(t)) ^ sign);
}

/// Gives `take` the sound records of a stream from a revision on.
template <class Take>
std::optional<store_error> scan_events(const database& db,
                                       const stream_id& stream,
                                       std::uint64_t from,
                                       Take take) {
  const std::string prefix = stream_key(stream);
  std::string start = prefix;
  append_number(start, from);
  return db.scan(table::events,
                 prefix,
                 start,
                 [&](std::string_view key,
                     std::string_view value) -> result<bool, store_error> {
                   const auto revision = number_at_end(key);
                   if (revision != from) {
                     return missing_events(stream, from);
                   }
                   ++from;
                   const auto record = open_event_record(key, value, stream);
                   if (!record) {
                     return record.error();
                   }
                   return take(record.value());
                 });
}

result<event, store_error> decode(const stream_id& stream,
                                  const event_record& r) {
  return decode_event(stream.kind, r.type, r.version, r.json);
}

result<std::vector<event>, store_error> read_events(const database& db,
                                                    const stream_id& stream,
                                                    std::uint64_t from,
                                                    std::size_t limit) {
  std::vector<event> events;
  if (limit == 0) {
    return events;
  }
  auto error
    = scan_events(db,
                  stream,
                  std::max<std::uint64_t>(from, 1),
                  [&](const event_record& r) -> result<bool, store_error> {
                    auto e = decode(stream, r);
                    if (!e) {
                      return std::move(e).error();
                    }
                    events.push_back(std::move(e).value());
                    return events.size() < limit;
                  });
  if (error) {
    return *std::move(error);
  }
  return events;
}

constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

result<std::uint64_t, store_error> revision_of(const database& db,
                                               const std::string& prefix) {
  std::uint64_t revision = 0;
  auto error = db.scan_back(
    table::events,
    prefix,
    [&](std::string_view key, std::string_view) -> result<bool, store_error> {
      revision = number_at_end(key);
      return false;
    });
  if (error) {
    return *std::move(error);
  }
  return revision;
}

bool is_entry(const event_record& r) {
  return r.type == chat::entry_written::type;
}

result<transcript_entry, store_error> decode_entry(const stream_id& stream,
                                                   const event_record& r) {
  auto e = decode(stream, r);
  if (!e) {
    return std::move(e).error();
  }
  return to_entry(
    std::get<chat::entry_written>(std::get<chat::event>(e.value())));
}

using entries_result = result<std::vector<transcript_entry>, store_error>;

/// Lines with numbers from `first` to `last`, in order, at most `limit`.
entries_result entries_between(const database& db,
                               const stream_id& stream,
                               std::uint64_t first,
                               std::uint64_t last,
                               std::size_t limit) {
  std::vector<transcript_entry> found;
  if (limit == 0 || first > last) {
    return found;
  }
  // Line n is event n or a later one: what comes before need not be read.
  auto error = scan_events(
    db, stream, first, [&](const event_record& r) -> result<bool, store_error> {
      if (!is_entry(r)) {
        return true;
      }
      auto entry = decode_entry(stream, r);
      if (!entry) {
        return std::move(entry).error();
      }
      const auto number = entry.value().entry;
      if (number >= first && number <= last) {
        found.push_back(std::move(entry).value());
      }
      return number < last && found.size() < limit;
    });
  if (error) {
    return *std::move(error);
  }
  return found;
}

/// The last `limit` lines of all.
entries_result
newest_entries(const database& db, const stream_id& stream, std::size_t limit) {
  std::vector<transcript_entry> found;
  if (limit == 0) {
    return found;
  }
  auto error
    = db.scan_back(table::events,
                   stream_key(stream),
                   [&](std::string_view key,
                       std::string_view value) -> result<bool, store_error> {
                     const auto record = open_event_record(key, value, stream);
                     if (!record) {
                       return record.error();
                     }
                     if (!is_entry(record.value())) {
                       return true;
                     }
                     auto entry = decode_entry(stream, record.value());
                     if (!entry) {
                       return std::move(entry).error();
                     }
                     found.push_back(std::move(entry).value());
                     return found.size() < limit;
                   });
  if (error) {
    return *std::move(error);
  }
  std::reverse(found.begin(), found.end());
  return found;
}

/// The summary of a chat, from its events; lines are decoded only at the end.
result<chat_summary, store_error> summary_of(const database& db,
                                             const stream_id& stream) {
  chat_summary summary;
  auto error = scan_events(
    db, stream, 1, [&](const event_record& r) -> result<bool, store_error> {
      if (is_entry(r)) {
        ++summary.entries;
        return true;
      }
      auto e = decode(stream, r);
      if (!e) {
        return std::move(e).error();
      }
      summary.take(std::get<chat::event>(e.value()));
      return true;
    });
  if (error) {
    return *std::move(error);
  }
  return summary;
}

class rocksdb_store final : public store {
public:
  rocksdb_store(data_directory directory,
                std::unique_ptr<rocksdb::Env> env,
                sync_failure sync_failed)
      : directory_{std::move(directory)}, env_{std::move(env)},
        sync_failed_{std::move(sync_failed)} {}

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
  put_company(const company& c) override;
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

private:
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

  template <class State, class Fold>
  result<std::vector<State>, store_error>
  open_of(const company_id& company, stream_kind kind, Fold fold) const;
  template <class State, class Fold>
  result<State, store_error> load(const stream_id& stream, Fold fold) const;

  data_directory directory_;
  std::unique_ptr<rocksdb::Env> env_;
  sync_failure sync_failed_;
  /// Held for a moment by each read; alone while the database is opened again.
  mutable std::shared_mutex reopening_;
  std::unique_ptr<database> db_;
  std::string identity_;

  // Of the one who writes.
  std::mutex writing_;
  bool full_ = false;
  std::optional<store_error> failed_;
  stream_cache cache_;
  rocksdb::WriteBatch batch_;
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
  return database::open(directory_.database(), env_.get(), how);
}

std::string new_identity() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 2 * bytes.size() + 1> text{};
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  return text.data();
}

result<done, store_error> fill(const std::filesystem::path& path,
                               rocksdb::Env* env) {
  auto created = database::open(path, env, database::mode::create);
  if (!created) {
    return std::move(created).error();
  }
  const database& db = *created.value();
  std::string value;
  append_sealed(value, identity_key, new_identity());
  rocksdb::WriteBatch batch;
  const Status put = batch.Put(db[table::meta], identity_key, value);
  const Status status = put.ok() ? db.write(batch) : put;
  if (!status.ok()) {
    return open_error(status, path);
  }
  return done{};
}

result<done, store_error> rocksdb_store::open() {
  if (!directory_.has_database()) {
    auto created = directory_.create_database(
      [&](const auto& path) { return fill(path, env_.get()); });
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
  if (sync_failed_->load() && !failed_) {
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

/// Writes what is staged, durably.
std::optional<store_error> rocksdb_store::commit() {
  const Status status = db_->write(batch_);
  if (status.ok()) {
    return std::nullopt;
  }
  cache_.clear();
  if (status.IsNoSpace() && !sync_failed_->load()) {
    full_ = true;
    return store_error{store_errc::full,
                       "The disk is full; nothing of the batch was stored. "
                       "RocksDB says: "
                         + status.ToString()};
  }
  failed_ = store_error{
    store_errc::failed,
    "A write to the disk failed, so nothing more is acknowledged (R10). Check "
    "the disk, then start Parley again. RocksDB says: "
      + status.ToString()};
  return failed_;
}

std::vector<append_outcome>
rocksdb_store::write(const std::vector<append>& batch) {
  const std::lock_guard lock{writing_};
  std::vector<append_outcome> outcomes;
  outcomes.reserve(batch.size());
  auto error = refusal();
  if (!error) {
    batch_.Clear();
    for (const append& a : batch) {
      outcomes.push_back(stage(a));
    }
    if (batch_.Count() > 0) {
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

// Puts into a batch only fail on sizes that limits.hpp does not allow.

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
  (void)batch_.Put((*db_)[table::events], key_, value_);
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
  (void)batch_.Delete((*db_)[table::open], prefix_);
  if (const auto* chat = std::get_if<chat::event>(&e)) {
    const auto row = row_of(
      chat_id{stream.id}, s.summary, std::get<chat::chat_closed>(*chat));
    key_.clear();
    append_company_key(key_, stream.company);
    append_number(key_, reversed(row.closed));
    key_ += stream.id;
    put_sealed(table::history, key_, encode_row(row));
  }
}

void rocksdb_store::put_sealed(table t,
                               std::string_view key,
                               std::string_view text) {
  value_.clear();
  append_sealed(value_, key, text);
  (void)batch_.Put((*db_)[t], slice_of(key), value_);
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

/// Gives the rows under `prefix`, from `from` on, at most `limit`.
template <class Row>
result<std::vector<Row>, store_error> rows_of(const database& db,
                                              table t,
                                              const std::string& prefix,
                                              const std::string& from,
                                              std::size_t limit,
                                              const char* what) {
  std::vector<Row> rows;
  if (limit == 0) {
    return rows;
  }
  auto error
    = db.scan(t,
              prefix,
              from,
              [&](std::string_view key,
                  std::string_view value) -> result<bool, store_error> {
                const auto text = open_sealed(key, value, what);
                if (!text) {
                  return text.error();
                }
                auto row = decode_row<Row>(text.value());
                if (!row) {
                  return damaged_row(what);
                }
                rows.push_back(*std::move(row));
                return rows.size() < limit;
              });
  if (error) {
    return *std::move(error);
  }
  return rows;
}

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

result<done, store_error> rocksdb_store::put_company(const company& c) {
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
  batch_.Clear();
  put_sealed(table::companies, key, encode_company(c));
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
  batch_.Clear();
  put_sealed(table::people,
             person_key(company, credential_kind, c.agent.value),
             encode_row(c));
  return write_rows();
}

/// The row at `key`, if there is one.
template <class Row>
result<std::optional<Row>, store_error>
row_at(const database& db, std::string_view key, const char* what) {
  const auto text = db.get(table::people, key, what);
  if (!text) {
    return text.error();
  }
  if (!text.value()) {
    return std::optional<Row>{};
  }
  auto row = decode_row<Row>(*text.value());
  if (!row) {
    return damaged_row(what);
  }
  return row;
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
  batch_.Clear();
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
  batch_.Clear();
  (void)batch_.Delete((*db_)[table::people], *key.value());
  (void)batch_.Delete((*db_)[table::logins], token_hash);
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

} // namespace

result<std::unique_ptr<store>, store_error>
open_rocksdb(const std::filesystem::path& directory) {
  if (sodium_init() < 0) {
    return store_error{store_errc::unavailable,
                       "The system gives no random numbers."};
  }
  auto locked = data_directory::open(directory);
  if (!locked) {
    return std::move(locked).error();
  }
  auto sync_failed = std::make_shared<std::atomic<bool>>(false);
  auto env = rocksdb::NewCompositeEnv(watched_file_system(sync_failed));
  auto opened = std::make_unique<rocksdb_store>(
    std::move(locked).value(), std::move(env), sync_failed);
  if (auto ready = opened->open(); !ready) {
    return std::move(ready).error();
  }
  return std::unique_ptr<store>{std::move(opened)};
}

} // namespace parley::storage
