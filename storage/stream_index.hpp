// Which streams there are, by what is derived from their events: the open ones
// and those that were closed lately.
#ifndef PARLEY_STORAGE_STREAM_INDEX_HPP
#define PARLEY_STORAGE_STREAM_INDEX_HPP

#include "storage/rocksdb_database.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace parley::storage {

/// Newest first: the order of the numbers is the reverse of time.
[[nodiscard]] std::uint64_t reversed(timestamp t);

/// Appends the key of a closed call in the table of history. It is before all
/// keys of chats there.
void append_closed_call_key(std::string& out,
                            const stream_id& call,
                            timestamp closed);

/// See `store`.
[[nodiscard]] result<std::vector<stream_id>, store_error>
streams_since(const database& db, const company_id& company, timestamp since);

} // namespace parley::storage

#endif // PARLEY_STORAGE_STREAM_INDEX_HPP
