// Rows that are not events, to JSON text and back.
#ifndef PARLEY_STORAGE_ROWS_CODEC_HPP
#define PARLEY_STORAGE_ROWS_CODEC_HPP

#include "storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace parley::storage {

[[nodiscard]] std::string encode_row(const history_row& row);
[[nodiscard]] std::string encode_row(const credential& row);
[[nodiscard]] std::string encode_row(const login_session& row);

/// @returns nothing if `json` is not such a row.
template <class Row>
[[nodiscard]] std::optional<Row> decode_row(std::string_view json);

extern template std::optional<history_row> decode_row(std::string_view);
extern template std::optional<credential> decode_row(std::string_view);
extern template std::optional<login_session> decode_row(std::string_view);

} // namespace parley::storage

#endif // PARLEY_STORAGE_ROWS_CODEC_HPP
