// Tells a log that ends in the middle of its last write (a crash: tolerated)
// from one that is damaged before acknowledged writes (refused, R12). RocksDB
// cannot tell them apart when logs are recycled. Reads files, changes nothing.
#ifndef PARLEY_STORAGE_WAL_CHECK_HPP
#define PARLEY_STORAGE_WAL_CHECK_HPP

#include "storage/store.hpp"

#include <filesystem>

namespace parley::storage {

/// @returns `corrupt_record` if a log in `database` has damage with a sound
/// write after it.
[[nodiscard]] result<done, store_error>
check_logs(const std::filesystem::path& database);

} // namespace parley::storage

#endif // PARLEY_STORAGE_WAL_CHECK_HPP
