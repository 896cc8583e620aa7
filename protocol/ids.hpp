// Strong identity types. An id is an opaque, short, printable string; two kinds
// of id never convert into each other. Knows nothing of how ids are made.
#ifndef PARLEY_PROTOCOL_IDS_HPP
#define PARLEY_PROTOCOL_IDS_HPP

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace parley {

/// A string that names one kind of thing. Valid ids are 1-64 characters of
/// `[A-Za-z0-9_.-]` (`is_valid_id`); ids of 15 characters or less do not
/// allocate.
template <class Tag>
struct basic_id {
  std::string value;

  basic_id() = default;
  explicit basic_id(std::string text) : value{std::move(text)} {}
  explicit basic_id(std::string_view text) : value{text} {}
  explicit basic_id(const char* text) : value{text} {}

  [[nodiscard]] bool empty() const noexcept { return value.empty(); }
  friend bool operator==(const basic_id&, const basic_id&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads it.
  friend auto operator<=>(const basic_id&, const basic_id&) = default;
};

using company_id = basic_id<struct company_tag>;
using chat_id = basic_id<struct chat_tag>;
using agent_id = basic_id<struct agent_tag>;
using group_id = basic_id<struct group_tag>;
using queue_id = basic_id<struct queue_tag>;
using service_id = basic_id<struct service_tag>;
using flow_id = basic_id<struct flow_tag>;
using classification_id = basic_id<struct classification_tag>;
using break_reason_id = basic_id<struct break_reason_tag>;
using role_id = basic_id<struct role_tag>;
using profile_id = basic_id<struct profile_tag>;
using text_block_id = basic_id<struct text_block_tag>;
using script_id = basic_id<struct script_tag>;
using calendar_id = basic_id<struct calendar_tag>;
using holiday_list_id = basic_id<struct holiday_list_tag>;
/// A file of a chat; never reused.
using file_id = basic_id<struct file_tag>;
using contact_id = basic_id<struct contact_tag>;
using custom_field_id = basic_id<struct custom_field_tag>;
using tag_id = basic_id<struct tag_tag>;
using call_id = basic_id<struct call_tag>;
using connection_id = basic_id<struct connection_tag>;
/// Chosen by a client for one command; the same id again is a retry (T2).
using command_id = basic_id<struct command_tag>;
/// Chosen by a client for one message of a chat; makes retries harmless (W6).
using client_message_id = basic_id<struct client_message_tag>;

/// @returns true if `text` may be an id that came from outside.
[[nodiscard]] constexpr bool is_valid_id(std::string_view text) noexcept {
  if (text.empty() || text.size() > 64) {
    return false;
  }
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (!letter && !digit && c != '_' && c != '-' && c != '.') {
      return false;
    }
  }
  return true;
}

} // namespace parley

template <class Tag>
struct std::hash<parley::basic_id<Tag>> {
  std::size_t operator()(const parley::basic_id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};

#endif // PARLEY_PROTOCOL_IDS_HPP
