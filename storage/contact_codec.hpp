// Rows of the CRM to JSON text and back, each with its version.
#ifndef PARLEY_STORAGE_CONTACT_CODEC_HPP
#define PARLEY_STORAGE_CONTACT_CODEC_HPP

#include "storage/contacts.hpp"

#include <string>
#include <string_view>

namespace parley::storage {

[[nodiscard]] std::string encode_contact(const contact& x);
[[nodiscard]] std::string encode_link(const session_link& x);
[[nodiscard]] std::string encode_merge(const contact_merge& x);

// Text that is not such a row: `corrupt_record`; one of a newer version:
// `unknown_format`.

[[nodiscard]] result<contact, store_error>
decode_contact(std::string_view text);
[[nodiscard]] result<session_link, store_error>
decode_link(std::string_view text);
[[nodiscard]] result<contact_merge, store_error>
decode_merge(std::string_view text);

} // namespace parley::storage

#endif // PARLEY_STORAGE_CONTACT_CODEC_HPP
