// The only file beside rocksdb_sync_guard.cpp that knows RocksDB.
#include "storage/rocksdb_database.hpp"

#include "storage/record.hpp"
#include "storage/rocksdb_sync_guard.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>
#include <rocksdb/write_batch.h>

#include <array>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

namespace parley::storage {

using rocksdb::ColumnFamilyHandle;
using rocksdb::Slice;
using rocksdb::Status;

namespace {

/// RocksDB's log: its warnings go to who started the store.
class warnings final : public rocksdb::Logger {
public:
  explicit warnings(std::function<void(const std::string&)> warn)
      : Logger{rocksdb::InfoLogLevel::WARN_LEVEL}, warn_{std::move(warn)} {}

  using Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    if (warn_) {
      // What is longer is cut.
      std::array<char, 512> line{};
      (void)std::vsnprintf(line.data(), line.size(), format, arguments);
      warn_(line.data());
    }
  }

private:
  std::function<void(const std::string&)> warn_;
};

} // namespace

struct environment::impl {
  sync_failure failure;
  std::unique_ptr<rocksdb::Env> env;
  std::shared_ptr<rocksdb::Logger> log;
  rocksdb_settings settings;
};

environment::environment(const rocksdb_settings& settings) {
  auto failure = std::make_shared<std::atomic<bool>>(false);
  auto env = rocksdb::NewCompositeEnv(watched_file_system(failure));
  impl_ = std::make_unique<impl>(impl{std::move(failure),
                                      std::move(env),
                                      std::make_shared<warnings>(settings.warn),
                                      settings});
}
environment::~environment() = default;
environment::environment(environment&&) noexcept = default;

bool environment::sync_failed() const {
  return impl_->failure->load();
}

namespace {

constexpr std::array table_names{"default",
                                 "events",
                                 "open",
                                 "history",
                                 "companies",
                                 "people",
                                 "logins",
                                 "meta"};

Slice slice_of(std::string_view text) {
  return {text.data(), text.size()};
}
std::string_view view_of(const Slice& s) {
  return {s.data(), s.size()};
}

/// What the keys of one stream in `events` share: all but the revision. Events
/// of a stream are appended in order, so the place of the last one in the
/// memtable is where the next belongs; without it every insert searches anew.
class stream_of_event final : public rocksdb::SliceTransform {
public:
  [[nodiscard]] const char* Name() const override {
    return "parley.stream_of_event";
  }
  [[nodiscard]] Slice Transform(const Slice& key) const override {
    return {key.data(), key.size() - sizeof(std::uint64_t)};
  }
  [[nodiscard]] bool InDomain(const Slice& key) const override {
    return key.size() > sizeof(std::uint64_t);
  }
};

rocksdb::DBOptions database_options(const environment::impl& where) {
  rocksdb::DBOptions options;
  options.env = where.env.get();
  options.paranoid_checks = true;
  options.max_background_jobs = 2;
  options.max_open_files = 512;
  // Logs are not recycled, so that wal_check can tell damage from the end.
  options.recycle_log_file_num = 0;
  options.wal_recovery_mode
    = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.enable_pipelined_write = false;
  // There is one writer; inserts of several cannot use hints (see `tables`).
  options.allow_concurrent_memtable_write = false;
  options.atomic_flush = true;
  options.max_total_wal_size = 3 * where.settings.event_memory_bytes;
  options.track_and_verify_wals_in_manifest = true;
  // R10: a failed write is never tried again behind our back.
  options.max_bgerror_resume_count = 0;
  options.info_log = where.log;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  // An idle store does nothing.
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor>
tables(const rocksdb_settings& settings) {
  rocksdb::BlockBasedTableOptions blocks;
  blocks.block_cache = rocksdb::NewLRUCache(64U << 20U);
  blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  // In pieces: a whole index of a file with a million contacts would push all
  // else out of the cache, each time one row is looked for.
  blocks.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  blocks.partition_filters = true;
  blocks.cache_index_and_filter_blocks = true;
  blocks.pin_l0_filter_and_index_blocks_in_cache = true;
  blocks.format_version = 5;
  rocksdb::ColumnFamilyOptions small;
  small.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  small.write_buffer_size = 1U << 20U;
  small.compression = rocksdb::kNoCompression;
  // Rows of the index of open chats are deleted soon after they were put: what
  // is left of them must not slow down a start.
  small.table_properties_collector_factories.push_back(
    rocksdb::NewCompactOnDeletionCollectorFactory(1'000, 500));
  rocksdb::ColumnFamilyOptions large = small;
  large.write_buffer_size = settings.event_memory_bytes;
  large.memtable_insert_with_hint_prefix_extractor
    = std::make_shared<stream_of_event>();
  // Conversations shrink to a half and nobody waits for the compression.
  large.compression = rocksdb::kLZ4Compression;
  // Words of contacts lie side by side and share most of their bytes.
  rocksdb::ColumnFamilyOptions sorted = small;
  sorted.write_buffer_size = settings.event_memory_bytes;
  sorted.compression = rocksdb::kLZ4Compression;
  std::vector<rocksdb::ColumnFamilyDescriptor> all;
  for (std::size_t i = 0; i < table_names.size(); ++i) {
    const auto t = static_cast<table>(i);
    all.emplace_back(table_names[i],
                     t == table::events   ? large
                     : t == table::people ? sorted
                                          : small);
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

template <class Step>
std::optional<store_error>
walk(const rocksdb::Iterator& i, const take_row& take, Step step) {
  for (; i.Valid(); step()) {
    auto more = take(view_of(i.key()), view_of(i.value()));
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

using iterator = std::unique_ptr<rocksdb::Iterator>;

} // namespace

struct database::impl {
  sync_failure failure;
  std::unique_ptr<rocksdb::DB> db;
  std::vector<ColumnFamilyHandle*> tables;
  rocksdb::WriteBatch staged;

  [[nodiscard]] ColumnFamilyHandle* operator[](table t) const {
    return tables[static_cast<std::size_t>(t)];
  }
};

database::database(std::unique_ptr<impl> content) : impl_{std::move(content)} {}

database::~database() {
  for (ColumnFamilyHandle* handle : impl_->tables) {
    impl_->db->DestroyColumnFamilyHandle(handle);
  }
}

result<std::unique_ptr<database>, store_error> database::open(
  const std::filesystem::path& path, const environment& where, mode how) {
  const environment::impl& here = *where;
  rocksdb::DBOptions options = database_options(here);
  options.create_if_missing = how == mode::create;
  options.create_missing_column_families = how == mode::create;
  const auto described = tables(here.settings);
  auto content = std::make_unique<impl>();
  content->failure = here.failure;
  rocksdb::DB* db = nullptr;
  Status status = how == mode::look
                    ? rocksdb::DB::OpenForReadOnly(
                      options, path.string(), described, &content->tables, &db)
                    : rocksdb::DB::Open(
                      options, path.string(), described, &content->tables, &db);
  if (!status.ok()) {
    return open_error(status, path);
  }
  content->db.reset(db);
  return std::unique_ptr<database>{new database{std::move(content)}};
}

result<std::optional<std::string>, store_error>
database::get(table t, std::string_view key, const char* what) const {
  std::string value;
  const Status status = impl_->db->Get({}, (*impl_)[t], slice_of(key), &value);
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

std::optional<store_error> database::scan(table t,
                                          const std::string& prefix,
                                          const std::string& from,
                                          const take_row& take) const {
  const std::string end = end_of(prefix);
  const Slice bound = end;
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  const iterator i{impl_->db->NewIterator(options, (*impl_)[t])};
  i->Seek(from);
  return walk(*i, take, [&] { i->Next(); });
}

std::optional<store_error> database::scan_all(table t,
                                              const take_row& take) const {
  const iterator i{impl_->db->NewIterator({}, (*impl_)[t])};
  i->SeekToFirst();
  return walk(*i, take, [&] { i->Next(); });
}

std::optional<store_error> database::scan_back(table t,
                                               const std::string& prefix,
                                               const take_row& take) const {
  const std::string end = end_of(prefix);
  const Slice upper = end;
  const Slice lower = prefix;
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &upper;
  options.iterate_lower_bound = &lower;
  const iterator i{impl_->db->NewIterator(options, (*impl_)[t])};
  i->SeekToLast();
  return walk(*i, take, [&] { i->Prev(); });
}

std::uint64_t database::memory() const {
  std::uint64_t sum = 0;
  impl_->db->GetAggregatedIntProperty("rocksdb.cur-size-all-mem-tables", &sum);
  return sum;
}

void database::unstage() {
  impl_->staged.Clear();
}

// Staging fails only on sizes that limits.hpp does not allow.

void database::stage(table t, std::string_view key, std::string_view value) {
  (void)impl_->staged.Put((*impl_)[t], slice_of(key), slice_of(value));
}

void database::stage_removal(table t, std::string_view key) {
  (void)impl_->staged.Delete((*impl_)[t], slice_of(key));
}

bool database::anything_staged() const {
  return impl_->staged.Count() > 0;
}

std::optional<store_error> database::commit() {
  rocksdb::WriteOptions options;
  options.sync = true;
  const Status status = impl_->db->Write(options, &impl_->staged);
  if (status.ok()) {
    return std::nullopt;
  }
  // A sync that failed for want of space is a failed sync.
  if (status.IsNoSpace() && !impl_->failure->load()) {
    return store_error{store_errc::full,
                       "The disk is full; nothing of the batch was stored. "
                       "RocksDB says: "
                         + status.ToString()};
  }
  return store_error{
    store_errc::failed,
    "A write to the disk failed, so nothing more is acknowledged (R10). Check "
    "the disk, then start Parley again. RocksDB says: "
      + status.ToString()};
}

std::optional<store_error> database::rewrite(const std::string& prefix) {
  rocksdb::FlushOptions flush;
  flush.allow_write_stall = true;
  Status status = impl_->db->Flush(flush, impl_->tables);
  const std::string end = end_of(prefix);
  const Slice first = prefix;
  const Slice last = end;
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction
    = rocksdb::BottommostLevelCompaction::kForce;
  for (ColumnFamilyHandle* handle : impl_->tables) {
    if (status.ok()) {
      status = impl_->db->CompactRange(options, handle, &first, &last);
    }
  }
  if (!status.ok()) {
    return read_error(status);
  }
  return std::nullopt;
}

} // namespace parley::storage
