// The stored text of the audit log. For the .cpp files of storage and tests.
#ifndef PARLEY_STORAGE_AUDIT_CODEC_HPP
#define PARLEY_STORAGE_AUDIT_CODEC_HPP

#include "storage/audit.hpp"

#include <string>
#include <string_view>

namespace parley::storage {

/// Where the log ends.
struct audit_head {
  std::uint64_t number = 0;
  std::string hash;
};

/// Text of a row without its hash: that is what the hash is made of.
[[nodiscard]] std::string encode_audit(std::uint64_t number,
                                       const audit_entry& e);
[[nodiscard]] std::string encode_audit_head(const audit_head& h);

/// @returns the row, with an empty hash.
[[nodiscard]] result<audit_row, store_error>
decode_audit(std::string_view text);
[[nodiscard]] result<audit_head, store_error>
decode_audit_head(std::string_view text);

} // namespace parley::storage

#endif // PARLEY_STORAGE_AUDIT_CODEC_HPP
