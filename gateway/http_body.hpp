// Bodies that are too large to be held: taken and given piece by piece, never
// faster than the other side goes. Knows no Beast.
#ifndef PARLEY_GATEWAY_HTTP_BODY_HPP
#define PARLEY_GATEWAY_HTTP_BODY_HPP

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace parley::gateway {

/// Takes the body of one request. It is called from the socket's thread, one
/// call after the other, and ends with `finish`, with `abort`, or because it
/// answered the request: then no more of the body is read.
class body_sink {
public:
  body_sink() = default;
  virtual ~body_sink() = default;
  body_sink(const body_sink&) = delete;
  body_sink& operator=(const body_sink&) = delete;

  /// A longer body is refused (413).
  [[nodiscard]] virtual std::uint64_t bytes_max() const = 0;
  /// A piece of at most `file_piece_bytes` bytes, never empty. Nothing more is
  /// read from the socket until `more` is called: once, from any thread.
  virtual void take(std::string piece, std::function<void()> more) = 0;
  /// That was all of it; time to answer.
  virtual void finish() = 0;
  /// No more will come: the sender is gone, too slow, or sends too much.
  /// Nothing can be answered any more.
  virtual void abort() = 0;
};

/// Gives the body of one answer. Destroyed early if the reader is gone or too
/// slow.
class body_source {
public:
  body_source() = default;
  virtual ~body_source() = default;
  body_source(const body_source&) = delete;
  body_source& operator=(const body_source&) = delete;

  /// Calls `given` once, from any thread: with the next piece, with an empty
  /// one at the end, with nothing if it cannot go on: then the reader is cut
  /// off, and can tell that it has not got all.
  virtual void next(std::function<void(std::optional<std::string> piece)> given)
    = 0;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_HTTP_BODY_HPP
