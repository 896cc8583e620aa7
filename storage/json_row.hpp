// Rows that say the version of their form. For .cpp files of storage only.
#ifndef PARLEY_STORAGE_JSON_ROW_HPP
#define PARLEY_STORAGE_JSON_ROW_HPP

#include "storage/json_fields.hpp"
#include "storage/store.hpp"

namespace parley::storage {

inline constexpr int row_version = 1;

/// A row of the CRM as text, with the version of its form.
template <class Row>
[[nodiscard]] std::string encode_versioned(const Row& row) {
  std::string out = "{\"version\":";
  append_json(out, row_version);
  out += ",\"row\":";
  append_json(out, row);
  out += '}';
  return out;
}

template <class Row>
[[nodiscard]] result<Row, store_error> decode_versioned(std::string_view text,
                                                        const char* what) {
  const auto from = nlohmann::json::parse(text, nullptr, false);
  int version = 0;
  const bool sound = from.is_object() && from.contains("version")
                     && from.contains("row")
                     && read_json(from["version"], version);
  if (sound && version > row_version) {
    return store_error{store_errc::unknown_format,
                       std::string{what} + " has version "
                         + std::to_string(version)
                         + ", which a newer version of Parley wrote: use that "
                           "version."};
  }
  Row row;
  if (!sound || version < 1 || !read_json(from["row"], row)) {
    return store_error{store_errc::corrupt_record,
                       std::string{what}
                         + " is not what Parley writes; restore the data "
                           "directory from a backup."};
  }
  return row;
}

} // namespace parley::storage

#endif // PARLEY_STORAGE_JSON_ROW_HPP
