// Sees every sync that RocksDB asks for, so that one that failed is never taken
// for a full disk and never tried again (R10).
#ifndef PARLEY_STORAGE_ROCKSDB_SYNC_GUARD_HPP
#define PARLEY_STORAGE_ROCKSDB_SYNC_GUARD_HPP

#include <atomic>
#include <memory>

namespace rocksdb {
class FileSystem;
} // namespace rocksdb

namespace parley::storage {

/// True for ever after a sync of any file failed.
using sync_failure = std::shared_ptr<std::atomic<bool>>;

/// The files of the operating system, watched.
[[nodiscard]] std::shared_ptr<rocksdb::FileSystem>
watched_file_system(sync_failure failure);

} // namespace parley::storage

#endif // PARLEY_STORAGE_ROCKSDB_SYNC_GUARD_HPP
