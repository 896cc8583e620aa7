// An e-mail as bytes (RFC 5322, 2045-2047). Pure. Whatever comes in, a header
// is one header: values are encoded or refused, never copied.
#ifndef PARLEY_GATEWAY_MIME_HPP
#define PARLEY_GATEWAY_MIME_HPP

#include "protocol/time.hpp"

#include <string>
#include <string_view>

namespace parley::gateway {

struct mail_text {
  /// Beside the address; may be empty.
  std::string from_name;
  std::string from;
  std::string to;
  std::string subject;
  /// Without angle brackets: `id@host`.
  std::string message_id;
  timestamp date;
  /// UTF-8, as plain text and as a page.
  std::string plain;
  std::string page;
};

/// May it stand in a header and in an SMTP command as it is? Plain ASCII
/// without blanks, brackets, quotes, commas and the like.
[[nodiscard]] bool is_mail_address(std::string_view text);

/// @pre both addresses are `is_mail_address`, the id too
[[nodiscard]] std::string to_mime(const mail_text& m);

/// RFC 2047, folded; plain ASCII without specials stays.
[[nodiscard]] std::string encoded_word(std::string_view text);
/// RFC 5322 3.3, in UTC.
[[nodiscard]] std::string mail_date(timestamp t);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_MIME_HPP
