// The embedded default store. Only rocksdb_*.cpp include RocksDB.
#ifndef PARLEY_STORAGE_ROCKSDB_STORE_HPP
#define PARLEY_STORAGE_ROCKSDB_STORE_HPP

#include "storage/store.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace parley::storage {

struct rocksdb_settings {
  /// Events that are held in memory, beside the log, before they are written
  /// to a table. More: fewer tables, and a slower start after a crash.
  std::size_t event_memory_bytes = std::size_t{64} << 20U;
  /// Takes RocksDB's warnings, a line each, from any thread. They are not
  /// written beside the data: RocksDB ends the process when the disk of its own
  /// log is full (R11).
  std::function<void(const std::string& line)> warn = {};
};

/// Opens the data in `directory`, creating it if it is missing or empty.
/// Refuses in clear words: unknown format, damaged data, not writable, already
/// open in another process; nothing is changed then.
[[nodiscard]] result<std::unique_ptr<store>, store_error>
open_rocksdb(const std::filesystem::path& directory,
             const rocksdb_settings& settings = {});

} // namespace parley::storage

#endif // PARLEY_STORAGE_ROCKSDB_STORE_HPP
