#include "gateway/mime.hpp"

#include "protocol/limits.hpp"
#include "protocol/utf8.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace parley::gateway {

namespace {

constexpr std::string_view line_end = "\r\n";
/// RFC 2045: characters of an encoded line.
constexpr std::size_t encoded_line = 76;
/// Bytes of one encoded word: with its frame it stays below 75 characters.
constexpr std::size_t word_bytes = 42;

std::string base64(std::string_view bytes) {
  std::string text(
    sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL),
    '\0');
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): C library.
  sodium_bin2base64(text.data(),
                    text.size(),
                    reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  // Without the zero at the end.
  text.pop_back();
  return text;
}

std::string base64_lines(std::string_view bytes) {
  const auto all = base64(bytes);
  std::string lines;
  lines.reserve(all.size() + all.size() / encoded_line * 2 + 2);
  for (std::size_t at = 0; at < all.size(); at += encoded_line) {
    lines.append(all, at, encoded_line).append(line_end);
  }
  return lines;
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == ' ' || c == '-';
  });
}

std::string two_digits(unsigned n) {
  return (n < 10 ? "0" : "") + std::to_string(n);
}

std::string part(std::string_view type, std::string_view text) {
  std::string all{"Content-Type: "};
  all.append(type).append("; charset=utf-8").append(line_end);
  all.append("Content-Transfer-Encoding: base64").append(line_end);
  all.append(line_end).append(base64_lines(text));
  return all;
}

} // namespace

bool is_mail_address(std::string_view text) {
  const auto at = text.find('@');
  constexpr std::string_view forbidden = "<>()[]{}\\,;:\"'`| ";
  return at != 0 && at != std::string_view::npos && at + 1 < text.size()
         && text.find('@', at + 1) == std::string_view::npos
         && text.size() <= limits::email_characters_max
         && std::all_of(text.begin(), text.end(), [&](char c) {
              return c > ' ' && c < '\x7f'
                     && forbidden.find(c) == std::string_view::npos;
            });
}

std::string encoded_word(std::string_view text) {
  if (is_plain(text) && text.size() <= word_bytes) {
    return std::string{text};
  }
  std::string all;
  while (!text.empty()) {
    // Never in the middle of a character.
    auto length = std::min(word_bytes, text.size());
    while (length < text.size() && length > 0
           && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
      --length;
    }
    length = length == 0 ? std::min(word_bytes, text.size()) : length;
    all.append(all.empty() ? "" : "\r\n ")
      .append("=?UTF-8?B?")
      .append(base64(text.substr(0, length)))
      .append("?=");
    text.remove_prefix(length);
  }
  return all;
}

std::string mail_date(timestamp t) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan",
                              "Feb",
                              "Mar",
                              "Apr",
                              "May",
                              "Jun",
                              "Jul",
                              "Aug",
                              "Sep",
                              "Oct",
                              "Nov",
                              "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day date{day};
  const auto second = static_cast<unsigned>(
    std::chrono::floor<std::chrono::seconds>(t - day).count());
  return std::string{days.at(std::chrono::weekday{day}.c_encoding())} + ", "
         + std::to_string(static_cast<unsigned>(date.day())) + " "
         + months.at(static_cast<unsigned>(date.month()) - 1) + " "
         + std::to_string(static_cast<int>(date.year())) + " "
         + two_digits(second / 3600) + ":" + two_digits(second / 60 % 60) + ":"
         + two_digits(second % 60) + " +0000";
}

std::string to_mime(const mail_text& m) {
  std::string all;
  const auto header = [&](std::string_view name, std::string_view value) {
    all.append(name).append(": ").append(value).append(line_end);
  };
  header("From",
         m.from_name.empty()
           ? "<" + m.from + ">"
           : encoded_word(m.from_name) + "\r\n <" + m.from + ">");
  header("To", "<" + m.to + ">");
  header("Subject", encoded_word(m.subject));
  header("Date", mail_date(m.date));
  header("Message-ID", "<" + m.message_id + ">");
  header("MIME-Version", "1.0");
  // Nobody should answer a machine with a machine (RFC 3834).
  header("Auto-Submitted", "auto-generated");
  // A line of base64 has no such characters.
  const std::string boundary{"=_parley_parts"};
  header("Content-Type",
         "multipart/alternative; boundary=\"" + boundary + "\"");
  all.append(line_end);
  for (const auto& one :
       {part("text/plain", m.plain), part("text/html", m.page)}) {
    all.append("--").append(boundary).append(line_end).append(one);
  }
  all.append("--").append(boundary).append("--").append(line_end);
  return all;
}

} // namespace parley::gateway
