// Frames to messages and back; see frame_client.hpp.
#include "tools/client/frame_client.hpp"

#include "protocol/codec.hpp"

namespace parley::tools {

frame_client::~frame_client() {
  abort();
}

void frame_client::connect(const web_socket_options& options) {
  abort();
  socket_ = open_web_socket(loop_, options, *this);
}

void frame_client::send(const wire::customer_message& message) {
  if (socket_) {
    socket_->send(wire::encode(message));
  }
}

void frame_client::send(const wire::agent_message& message) {
  if (socket_) {
    socket_->send(wire::encode(message));
  }
}

void frame_client::close() {
  if (socket_) {
    socket_->close();
  }
}

void frame_client::abort() {
  open_ = false;
  if (const auto socket = std::exchange(socket_, nullptr)) {
    socket->abort();
  }
}

void frame_client::opened() {
  open_ = true;
  if (on_open) {
    on_open();
  }
}

void frame_client::received(std::string_view frame) {
  const auto message = wire::decode_server(frame);
  if (!message) {
    ++errors_;
    return;
  }
  if (on_message) {
    on_message(message.value());
  }
}

void frame_client::closed(std::uint16_t code, const std::string& why) {
  open_ = false;
  socket_.reset();
  if (on_closed) {
    on_closed(code, why);
  }
}

} // namespace parley::tools
