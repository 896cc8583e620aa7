// Port to a browser: implemented by the gateway, used by connection actors.
// Must not know Beast.
#ifndef PARLEY_ACTORS_FRAME_SINK_HPP
#define PARLEY_ACTORS_FRAME_SINK_HPP

#include "protocol/close_code.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace parley::actors {

/// An encoded frame; shared where many receive the same.
using frame = std::shared_ptr<const std::string>;

/// One WebSocket, as seen from its actor. All functions may be called from any
/// thread, return at once and never throw; after the socket is gone they do
/// nothing.
class frame_sink {
public:
  virtual ~frame_sink() = default;

  /// Queues a frame; frames leave in order. Above `outbox_frames_max` or
  /// `outbox_bytes_max` the socket is closed as slow (Z5).
  virtual void send(frame f) = 0;

  /// Bytes that are queued and not yet with the system; who sends much at once
  /// waits until it is little.
  [[nodiscard]] virtual std::size_t backlog() const = 0;

  /// Closes after what is queued; later frames are dropped. The closing
  /// handshake has `handshake_within`, then the socket is cut.
  virtual void close(close_code why) = 0;

  /// One more received frame has been handled: gives the socket the credit to
  /// read another one (`inbox_frames_max`).
  virtual void handled() = 0;
};

using frame_sink_ptr = std::shared_ptr<frame_sink>;

} // namespace parley::actors

#endif // PARLEY_ACTORS_FRAME_SINK_HPP
