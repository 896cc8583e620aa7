// What must hold for any bytes that arrive as a frame; shared by the seeded
// mutation test and the libFuzzer target.
#ifndef PARLEY_TESTS_SUPPORT_FRAME_CHECK_HPP
#define PARLEY_TESTS_SUPPORT_FRAME_CHECK_HPP

#include "protocol/codec.hpp"

#include <string>
#include <string_view>

namespace parley::testing {

/// What came of a frame.
struct frame_outcome {
  bool understood = false;
  /// What is wrong with the codec; empty if nothing.
  std::string wrong = {};
};

namespace detail {

template <class Result, class Decode>
frame_outcome check_answer(const Result& read, Decode decode) {
  if (!read.has_value()) {
    const auto& error = read.error();
    if (error.ref && !is_valid_id(*error.ref)) {
      return {false, "the ref of a refusal is no id"};
    }
    // It must be possible to answer.
    const auto answer = wire::encode(
      wire::server_message{wire::to_refused(error.why, error.ref)});
    return {false,
            wire::decode_server(answer).has_value()
              ? ""
              : "the refusal cannot be read: " + answer};
  }
  const auto written = wire::encode(read.value());
  const auto again = decode(written);
  if (!again.has_value()) {
    return {true, "cannot be read again: " + written};
  }
  return {true, again.value() == read.value() ? "" : "has changed: " + written};
}

} // namespace detail

/// Who is said to have sent the bytes.
enum class frame_from : unsigned char { customer, agent, server };

/// Decodes `frame`; what decodes must encode and decode to the same value, and
/// what does not must be answerable.
inline frame_outcome check_frame(frame_from who, std::string_view frame) {
  switch (who) {
  case frame_from::customer:
    return detail::check_answer(wire::decode_customer(frame),
                                wire::decode_customer);
  case frame_from::agent:
    return detail::check_answer(wire::decode_agent(frame), wire::decode_agent);
  case frame_from::server:
    break;
  }
  return detail::check_answer(wire::decode_server(frame), wire::decode_server);
}

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_FRAME_CHECK_HPP
