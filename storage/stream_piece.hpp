// What figures of some time need of a stream (K1): read through the port, so it
// is the same for every store.
#ifndef PARLEY_STORAGE_STREAM_PIECE_HPP
#define PARLEY_STORAGE_STREAM_PIECE_HPP

#include "actors/domain/statistics.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <vector>

namespace parley::storage {

/// Events of one stream from revision `first` on. Lines have lost their text.
struct stream_piece {
  stream_id stream;
  std::uint64_t first = 1;
  std::vector<event> events;
};

/// All of a chat or call; of an agent from the last login or logout before
/// `since` on.
[[nodiscard]] result<stream_piece, store_error>
read_for_figures(const store& from, const stream_id& stream, timestamp since);

/// Gives the events of a stream to a fold, the first `skipped` of them left
/// out.
void give(statistics::fold& to,
          const stream_id& stream,
          const std::vector<event>& events,
          std::size_t skipped = 0);

} // namespace parley::storage

#endif // PARLEY_STORAGE_STREAM_PIECE_HPP
