// Reads of one stream from the database: events, lines, revision.
#ifndef PARLEY_STORAGE_STREAM_READER_HPP
#define PARLEY_STORAGE_STREAM_READER_HPP

#include "storage/derived.hpp"
#include "storage/rocksdb_database.hpp"

#include <limits>
#include <map>

namespace parley::storage {

inline constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

[[nodiscard]] std::string stream_key(const stream_id& stream);

/// Events are gone though something says that they were there.
[[nodiscard]] store_error missing_events(const stream_id& stream,
                                         std::uint64_t revision);

/// @returns the number of events under the key of a stream.
[[nodiscard]] result<std::uint64_t, store_error>
revision_of(const database& db, const std::string& prefix);

[[nodiscard]] result<std::vector<event>, store_error>
read_events(const database& db,
            const stream_id& stream,
            std::uint64_t from,
            std::size_t limit);

using entries_result = result<std::vector<transcript_entry>, store_error>;

/// Lines with numbers from `first` to `last`, in order, at most `limit`.
[[nodiscard]] entries_result entries_between(const database& db,
                                             const stream_id& stream,
                                             std::uint64_t first,
                                             std::uint64_t last,
                                             std::size_t limit);

/// The last `limit` lines of all, in order.
[[nodiscard]] entries_result
newest_entries(const database& db, const stream_id& stream, std::size_t limit);

/// The events of a stream that hold texts of people, without them, each with
/// its revision (M4).
[[nodiscard]] result<std::map<std::uint64_t, event>, store_error>
events_without_texts(const database& db, const stream_id& stream);

/// The summary of a chat, from its events.
[[nodiscard]] result<chat_summary, store_error>
summary_of(const database& db, const stream_id& stream);

} // namespace parley::storage

#endif // PARLEY_STORAGE_STREAM_READER_HPP
