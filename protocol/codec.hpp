// Text of a frame <-> typed message. Pure; never throws on any input (R18).
// The only place of the wire that knows JSON.
#ifndef PARLEY_PROTOCOL_CODEC_HPP
#define PARLEY_PROTOCOL_CODEC_HPP

#include "protocol/messages.hpp"
#include "protocol/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace parley::wire {

/// Why a frame was not understood, and the `ref` to answer if it was readable.
struct decode_error {
  refusal why;
  std::optional<std::string> ref;
  friend bool operator==(const decode_error&, const decode_error&) = default;
};

/// Reads a frame of a customer's page. Unknown types are refused, missing or
/// mistyped fields are refused with their name, unknown fields are ignored, of
/// a key that stands twice the last one counts.
[[nodiscard]] result<customer_message, decode_error>
decode_customer(std::string_view frame);

/// Reads a frame of an agent's desk; see `decode_customer`.
[[nodiscard]] result<agent_message, decode_error>
decode_agent(std::string_view frame);

/// Reads a frame of the server; for clients written in C++ and for tests.
[[nodiscard]] result<server_message, decode_error>
decode_server(std::string_view frame);

/// Writes a frame. Broken UTF-8 in texts is replaced by U+FFFD.
[[nodiscard]] std::string encode(const server_message& message);
[[nodiscard]] std::string encode(const customer_message& message);
[[nodiscard]] std::string encode(const agent_message& message);

/// @returns the refusal as a frame's message, with sentence and number.
[[nodiscard]] refused to_refused(const refusal& why,
                                 std::optional<std::string> ref);

/// @returns true if `text` has no character but white space (Unicode's
/// White_Space, and zero-width ones); W7.
[[nodiscard]] bool is_blank(std::string_view text);

/// @returns the number of code points; @pre `text` is valid UTF-8.
[[nodiscard]] std::size_t characters(std::string_view text);

/// @returns the first `count` characters of `text`, cut at a code point.
[[nodiscard]] std::string_view first_characters(std::string_view text,
                                                std::size_t count);

} // namespace parley::wire

#endif // PARLEY_PROTOCOL_CODEC_HPP
