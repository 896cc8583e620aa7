// Beast's WebSocket client behind a small interface; see web_socket.hpp.
#include "tools/client/web_socket.hpp"

#include "tools/client/engine.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>

namespace parley::tools {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using tcp = asio::ip::tcp;

class beast_socket final : public web_socket,
                           public std::enable_shared_from_this<beast_socket> {
public:
  beast_socket(asio::io_context& io,
               web_socket_options options,
               web_socket_listener& listener)
      : stream_{io}, options_{std::move(options)}, listener_{&listener} {}

  void open() {
    auto& socket = stream_.next_layer();
    error_code error;
    const auto address = asio::ip::make_address(options_.server.address, error);
    const tcp::endpoint server{address, options_.server.port};
    if (!error) {
      socket.open(server.protocol(), error);
    }
    if (!error) {
      socket.set_option(tcp::no_delay{true}, error);
    }
    if (!error && !options_.from.empty()) {
      const tcp::endpoint local{asio::ip::make_address(options_.from), 0};
      socket.bind(local, error);
    }
    if (error) {
      asio::post(stream_.get_executor(),
                 [self = shared_from_this(), error] { self->fail(error); });
      return;
    }
    socket.async_connect(server,
                         [self = shared_from_this()](error_code failed) {
                           self->connected(failed);
                         });
  }

  void send(std::string frame) override {
    outbox_.push_back(std::move(frame));
    if (open_ && outbox_.size() == 1) {
      write();
    }
  }

  void close() override {
    if (!open_ || closing_) {
      return;
    }
    closing_ = true;
    stream_.async_close(beast::websocket::close_code::normal,
                        [self = shared_from_this()](error_code) {});
  }

  void abort() override {
    listener_ = nullptr;
    error_code ignored;
    stream_.next_layer().close(ignored);
  }

private:
  void connected(error_code error) {
    if (error) {
      fail(error);
      return;
    }
    stream_.set_option(beast::websocket::stream_base::decorator{
      [origin = options_.origin](beast::websocket::request_type& request) {
        request.set(beast::http::field::user_agent, "parley-tools");
        if (!origin.empty()) {
          request.set(beast::http::field::origin, origin);
        }
      }});
    stream_.async_handshake(
      options_.server.address + ":" + std::to_string(options_.server.port),
      options_.path,
      [self = shared_from_this()](error_code failed) { self->shaken(failed); });
  }

  void shaken(error_code error) {
    if (error) {
      fail(error);
      return;
    }
    stream_.text(true);
    open_ = true;
    if (listener_ != nullptr) {
      listener_->opened();
    }
    if (!outbox_.empty() && !writing_) {
      write();
    }
    read();
  }

  void read() {
    stream_.async_read(
      buffer_, [self = shared_from_this()](error_code error, std::size_t) {
        if (error) {
          self->fail(error);
          return;
        }
        const auto data = self->buffer_.cdata();
        if (self->listener_ != nullptr) {
          self->listener_->received(
            {static_cast<const char*>(data.data()), data.size()});
        }
        self->buffer_.consume(self->buffer_.size());
        self->read();
      });
  }

  void write() {
    writing_ = true;
    stream_.async_write(
      asio::buffer(outbox_.front()),
      [self = shared_from_this()](error_code error, std::size_t) {
        self->writing_ = false;
        if (error) {
          // The reader hears of it too, and tells.
          return;
        }
        self->outbox_.pop_front();
        if (!self->outbox_.empty()) {
          self->write();
        }
      });
  }

  void fail(error_code error) {
    open_ = false;
    if (listener_ == nullptr) {
      return;
    }
    auto* listener = std::exchange(listener_, nullptr);
    const auto& reason = stream_.reason();
    listener->closed(static_cast<std::uint16_t>(reason.code),
                     reason.reason.empty() ? error.message()
                                           : std::string(reason.reason.data(),
                                                         reason.reason.size()));
  }

  // No permessage-deflate: a compressor per connection would cost more memory
  // than everything else here.
  beast::websocket::stream<tcp::socket, false> stream_;
  web_socket_options options_;
  web_socket_listener* listener_;
  beast::flat_buffer buffer_;
  std::deque<std::string> outbox_;
  bool open_ = false;
  bool writing_ = false;
  bool closing_ = false;
};

} // namespace

std::shared_ptr<web_socket> open_web_socket(event_loop& loop,
                                            const web_socket_options& options,
                                            web_socket_listener& listener) {
  auto socket
    = std::make_shared<beast_socket>(loop.inside().io, options, listener);
  socket->open();
  return socket;
}

} // namespace parley::tools
