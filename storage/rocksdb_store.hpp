// The embedded default store. Only rocksdb_store.cpp includes RocksDB.
#pragma once

#include "storage/store.hpp"

#include <filesystem>
#include <memory>

namespace parley::storage {

/// Opens the data in `directory`, creating it if it is missing or empty.
/// Refuses in clear words: unknown format, damaged data, not writable, already
/// open in another process; nothing is changed then.
[[nodiscard]] result<std::unique_ptr<store>, store_error>
open_rocksdb(const std::filesystem::path& directory);

} // namespace parley::storage
