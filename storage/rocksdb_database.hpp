// RocksDB as tables of bytes: opening, reading, one atomic synced write. Hides
// RocksDB from the rest of storage; knows records by their seal only.
#ifndef PARLEY_STORAGE_ROCKSDB_DATABASE_HPP
#define PARLEY_STORAGE_ROCKSDB_DATABASE_HPP

#include "storage/rocksdb_store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace parley::storage {

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

/// Takes a key and its value; false: no more, please.
using take_row = std::function<result<bool, store_error>(
  std::string_view key, std::string_view value)>;

/// The operating system's files as RocksDB sees them, and the settings.
/// Outlives the databases that use it.
class environment {
public:
  explicit environment(const rocksdb_settings& settings);
  ~environment();
  environment(environment&&) noexcept;
  environment& operator=(environment&&) = delete;
  environment(const environment&) = delete;
  environment& operator=(const environment&) = delete;

  /// A sync of some file failed, now or earlier.
  [[nodiscard]] bool sync_failed() const;

  struct impl;
  [[nodiscard]] const impl& operator*() const { return *impl_; }

private:
  std::unique_ptr<impl> impl_;
};

/// An open RocksDB.
class database {
public:
  /// How to open: make a new one, use it, or only look.
  enum class mode : std::uint8_t { create, use, look };

  [[nodiscard]] static result<std::unique_ptr<database>, store_error>
  open(const std::filesystem::path& path, const environment& where, mode how);

  ~database();
  database(const database&) = delete;
  database& operator=(const database&) = delete;
  database(database&&) = delete;
  database& operator=(database&&) = delete;

  // Reads: from any thread.

  /// @returns the value without its seal, or nothing if there is none.
  [[nodiscard]] result<std::optional<std::string>, store_error>
  get(table t, std::string_view key, const char* what) const;

  /// Gives `take` the keys that begin with `prefix`, from `from` on.
  /// @returns what went wrong, if something did.
  [[nodiscard]] std::optional<store_error> scan(table t,
                                                const std::string& prefix,
                                                const std::string& from,
                                                const take_row& take) const;
  /// As `scan`, all keys of a table.
  [[nodiscard]] std::optional<store_error> scan_all(table t,
                                                    const take_row& take) const;
  /// As `scan`, from the last key downwards.
  [[nodiscard]] std::optional<store_error>
  scan_back(table t, const std::string& prefix, const take_row& take) const;

  /// Bytes that wait to be written to tables.
  [[nodiscard]] std::uint64_t memory() const;

  // Writes: one thread at a time. What is staged is written by `commit`.

  void unstage();
  void stage(table t, std::string_view key, std::string_view value);
  void stage_removal(table t, std::string_view key);
  [[nodiscard]] bool anything_staged() const;
  /// Writes what is staged, durably and as a whole.
  /// @returns `full` or `failed` if it could not.
  [[nodiscard]] std::optional<store_error> commit();

  /// Rewrites all keys that begin with `prefix`, in every table, and what
  /// waits in memory: what was overwritten or removed leaves the disk.
  [[nodiscard]] std::optional<store_error> rewrite(const std::string& prefix);

private:
  struct impl;
  explicit database(std::unique_ptr<impl> content);

  std::unique_ptr<impl> impl_;
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_ROCKSDB_DATABASE_HPP
