// Rows that are not events, out of an open RocksDB. For its store only.
#ifndef PARLEY_STORAGE_ROCKSDB_ROWS_HPP
#define PARLEY_STORAGE_ROCKSDB_ROWS_HPP

#include "storage/record.hpp"
#include "storage/rocksdb_database.hpp"
#include "storage/rows_codec.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::storage {

[[nodiscard]] inline store_error damaged_row(const char* what) {
  return {store_errc::corrupt_record,
          std::string{what}
            + " is not what Parley writes; restore the data "
              "directory from a backup."};
}

/// Gives the rows under `prefix`, from `from` on, at most `limit`.
template <class Row>
[[nodiscard]] result<std::vector<Row>, store_error>
rows_of(const database& db,
        table t,
        const std::string& prefix,
        const std::string& from,
        std::size_t limit,
        const char* what) {
  std::vector<Row> rows;
  if (limit == 0) {
    return rows;
  }
  auto error
    = db.scan(t,
              prefix,
              from,
              [&](std::string_view key,
                  std::string_view value) -> result<bool, store_error> {
                const auto text = open_sealed(key, value, what);
                if (!text) {
                  return text.error();
                }
                auto row = decode_row<Row>(text.value());
                if (!row) {
                  return damaged_row(what);
                }
                rows.push_back(*std::move(row));
                return rows.size() < limit;
              });
  if (error) {
    return *std::move(error);
  }
  return rows;
}

/// The row at `key`, if there is one.
template <class Row>
[[nodiscard]] result<std::optional<Row>, store_error>
row_at(const database& db, std::string_view key, const char* what) {
  const auto text = db.get(table::people, key, what);
  if (!text) {
    return text.error();
  }
  if (!text.value()) {
    return std::optional<Row>{};
  }
  auto row = decode_row<Row>(*text.value());
  if (!row) {
    return damaged_row(what);
  }
  return row;
}

} // namespace parley::storage

#endif // PARLEY_STORAGE_ROCKSDB_ROWS_HPP
