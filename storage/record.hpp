// Keys and records as bytes: what stands on disk, one place for both ends.
// Knows no database. The layout: storage/README.md.
#ifndef PARLEY_STORAGE_RECORD_HPP
#define PARLEY_STORAGE_RECORD_HPP

#include "storage/event_codec.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::storage {

/// Appends shard, company and the byte that ends the company.
void append_company_key(std::string& out, const company_id& company);
/// Appends what all keys of a stream begin with.
void append_stream_key(std::string& out, const stream_id& stream);
/// Appends eight bytes whose order is the order of the numbers.
void append_number(std::string& out, std::uint64_t number);
/// @returns the number that `bytes` ends with. @pre at least eight bytes
[[nodiscard]] std::uint64_t number_at_end(std::string_view bytes);
/// The last key that begins with `prefix` is below it.
[[nodiscard]] std::string end_of(std::string_view prefix);

/// May this be a part of a key? The byte that ends it must not occur in it.
[[nodiscard]] bool is_valid_key_part(std::string_view part);

/// Appends a record that holds `e`: checksum over key and rest, format,
/// version, type, JSON. Reads back what it wrote and compares the checksum.
void append_event_record(std::string& out,
                         std::string_view key,
                         const event& e);

/// A record that is sound, taken apart.
struct event_record {
  std::string_view type;
  int version = 0;
  std::string_view json;
};

/// Checks and takes apart; `where` names the place in the sentence of an error.
[[nodiscard]] result<event_record, store_error> open_event_record(
  std::string_view key, std::string_view value, const stream_id& where);

/// Any other value: checksum over key and text, then the text.
void append_sealed(std::string& out,
                   std::string_view key,
                   std::string_view text);
[[nodiscard]] result<std::string_view, store_error>
open_sealed(std::string_view key, std::string_view value, const char* what);

} // namespace parley::storage

#endif // PARLEY_STORAGE_RECORD_HPP
