// One connection that speaks HTTP. Included by listener.cpp only, because Beast
// costs a minute to compile.
#ifndef PARLEY_GATEWAY_HTTP_SESSION_HPP
#define PARLEY_GATEWAY_HTTP_SESSION_HPP

#include "gateway/http_body.hpp"
#include "gateway/websocket_session.hpp"
#include "protocol/http_limits.hpp"

#include <boost/asio/write.hpp>

#include <algorithm>
#include <sstream>

namespace parley::gateway {

inline std::string lower(beast::string_view text) {
  std::string result{text};
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  return result;
}

/// Answers one request after the other until one asks for a WebSocket. The head
/// of a request comes first; who is to have its body depends on it.
template <class Stream>
class http_session : public std::enable_shared_from_this<http_session<Stream>> {
public:
  http_session(Stream stream,
               socket_thread& thread,
               core& c,
               bool is_public,
               std::shared_ptr<open_sockets> open)
      : stream_{std::move(stream)}, thread_{thread}, core_{c},
        public_{is_public}, open_{std::move(open)} {
    beast::error_code error;
    const auto peer = lowest().socket().remote_endpoint(error);
    address_ = error ? "" : peer.address().to_string();
  }

  void start() {
    if constexpr (is_tls<Stream>) {
      lowest().expires_after(limits::handshake_within);
      stream_.async_handshake(
        boost::asio::ssl::stream_base::server,
        [me = this->shared_from_this()](beast::error_code error) {
          if (!error) {
            me->read_head();
          }
        });
    } else {
      read_head();
    }
  }

private:
  using head_parser = http::request_parser<http::empty_body>;
  using text_parser = http::request_parser<http::string_body>;
  using piece_parser = http::request_parser<http::buffer_body>;

  [[nodiscard]] auto& lowest() { return beast::get_lowest_layer(stream_); }

  void read_head() {
    head_parser_.emplace();
    // Each way of reading a body has a limit of its own.
    head_parser_->body_limit(boost::none);
    head_parser_->header_limit(limits::http_header_bytes_max);
    unread_ = false;
    // Also how long an idle connection is kept for another request.
    lowest().expires_after(limits::handshake_within);
    http::async_read_header(
      stream_,
      buffer_,
      *head_parser_,
      [me = this->shared_from_this()](beast::error_code error, std::size_t) {
        me->got_head(error);
      });
  }

  void got_head(beast::error_code error) {
    if (error == http::error::header_limit) {
      refuse({refusal_code::too_long}, 431);
      return;
    }
    if (error) {
      shut();
      return;
    }
    const auto& head = head_parser_->get();
    keep_ = head.keep_alive();
    version_ = head.version();
    unread_ = !head_parser_->is_done();
    // Of a coding that Beast does not know nobody can tell where it ends
    // (RFC 9112 6.3): what follows could be a request hidden from a proxy.
    const auto coding = head[http::field::transfer_encoding];
    if (!coding.empty() && !beast::iequals(coding, "chunked")) {
      refuse({refusal_code::malformed});
      return;
    }
    const auto expected = head[http::field::expect];
    waits_ = version_ >= 11 && !expected.empty() && unread_;
    if (waits_ && !beast::iequals(expected, "100-continue")) {
      refuse({refusal_code::invalid_value, "Expect"}, 417);
      return;
    }
    if (public_ && websocket::is_upgrade(head)) {
      read_text();
      return;
    }
    request_ = {};
    if (!read_request(head, request_)) {
      refuse({refusal_code::malformed, "target"});
      return;
    }
    head_ = request_.method == "HEAD";
    if (head_) {
      request_.method = "GET";
    }
    if (const auto* r = routes().stream_of(request_)) {
      open(*r);
    } else {
      read_text();
    }
  }

  bool read_request(const http::request<http::empty_body>& head,
                    http_request& r) const {
    r.method = std::string{head.method_string()};
    r.target = std::string{head.target()};
    r.address = address_;
    r.secure = is_tls<Stream>;
    for (const auto& field : head) {
      r.headers[lower(field.name_string())] = std::string{field.value()};
    }
    return split_target(r);
  }

  [[nodiscard]] const http_router& routes() const {
    return public_ ? core_.public_routes : core_.admin_routes;
  }

  /// An answer may come from any thread, once.
  [[nodiscard]] respond answer() {
    return [me = this->shared_from_this()](http_response response) {
      boost::asio::post(me->stream_.get_executor(),
                        [me, response = std::move(response)]() mutable {
                          me->answered(std::move(response));
                        });
    };
  }

  // --- A body that is read as a whole ----------------------------------------

  void read_text() {
    const auto length = head_parser_->content_length();
    if (length && *length > limits::http_body_bytes_max) {
      refuse({refusal_code::too_long}, 413);
      return;
    }
    text_parser_.emplace(std::move(*head_parser_));
    if (!unread_) {
      got_text({});
      return;
    }
    text_parser_->body_limit(limits::http_body_bytes_max);
    invite([](http_session& me) {
      me.lowest().expires_after(limits::handshake_within);
      http::async_read(
        me.stream_,
        me.buffer_,
        *me.text_parser_,
        [self = me.shared_from_this()](beast::error_code error, std::size_t) {
          self->got_text(error);
        });
    });
  }

  void got_text(beast::error_code error) {
    if (error == http::error::body_limit) {
      refuse({refusal_code::too_long}, 413);
      return;
    }
    if (error == http::error::header_limit) {
      refuse({refusal_code::too_long}, 431);
      return;
    }
    if (error) {
      shut();
      return;
    }
    unread_ = false;
    auto message = text_parser_->release();
    text_parser_.reset();
    if (public_ && websocket::is_upgrade(message)) {
      upgrade(std::move(message));
      return;
    }
    request_.body = std::move(message.body());
    serve();
  }

  void upgrade(http::request<http::string_body> message) {
    const auto target = message.target();
    const bool visitor = target == "/ws/v1/visitor";
    if (!visitor && target != "/ws/v1/agent") {
      refuse({refusal_code::not_found});
      return;
    }
    if (core_.stopping
        || core_.world->counters->connections
             >= static_cast<std::int64_t>(core_.options.connections_max)) {
      refuse({core_.stopping ? refusal_code::shutting_down
                             : refusal_code::too_many_connections},
             503);
      return;
    }
    admission who{core_,
                  address_,
                  std::string{message[http::field::origin]},
                  std::string{message[http::field::host]},
                  {}};
    lowest().expires_never();
    const auto go_on = [&](auto stream) {
      std::make_shared<websocket_session<decltype(stream)>>(
        std::move(stream), thread_, core_, std::move(who), visitor, open_)
        ->accept(std::move(message));
    };
    if constexpr (is_tls<Stream>) {
      go_on(std::move(stream_));
    } else {
      go_on(stream_.release_socket());
    }
  }

  void serve() {
    const auto reply = answer();
    if (routes().serve(request_, reply)) {
      return;
    }
    if (public_ && request_.method == "GET") {
      if (auto file = core_.files->serve(request_)) {
        write(*std::move(file));
        return;
      }
    }
    write(problem({refusal_code::not_found}));
  }

  // --- A body that is read piece by piece ------------------------------------

  void open(const route& r) {
    const accept_body accept
      = [me = this->shared_from_this()](std::shared_ptr<body_sink> sink) {
          boost::asio::post(me->stream_.get_executor(),
                            [me, sink = std::move(sink)]() mutable {
                              me->accepted(std::move(sink));
                            });
        };
    r.open(request_, answer(), accept);
  }

  void accepted(std::shared_ptr<body_sink> sink) {
    sink_ = std::move(sink);
    const auto length = head_parser_->content_length();
    if (length && *length > sink_->bytes_max()) {
      give_up();
      refuse({refusal_code::too_long}, 413);
      return;
    }
    piece_parser_.emplace(std::move(*head_parser_));
    if (!unread_) {
      sink_->finish();
      return;
    }
    piece_parser_->body_limit(sink_->bytes_max());
    invite([](http_session& me) { me.read_piece(); });
  }

  void read_piece() {
    piece_.resize(limits::file_piece_bytes);
    auto& body = piece_parser_->get().body();
    body.data = piece_.data();
    body.size = piece_.size();
    body.more = true;
    reading_ = true;
    // For the whole piece: who sends a byte now and then is cut, too.
    lowest().expires_after(core_.piece_within);
    read_some();
  }

  /// Until the piece is full: Beast's own loop would go on until there is more
  /// than fits, and a sender may send just that much and wait.
  void read_some() {
    http::async_read_some(
      stream_,
      buffer_,
      *piece_parser_,
      [me = this->shared_from_this()](beast::error_code error, std::size_t) {
        const bool fits = me->piece_parser_->get().body().size > 0;
        if (!error && fits && !me->piece_parser_->is_done() && !me->early_) {
          me->read_some();
        } else {
          me->got_piece(error);
        }
      });
  }

  void got_piece(beast::error_code error) {
    reading_ = false;
    unread_ = !piece_parser_->is_done();
    if (early_) {
      auto response = *std::move(early_);
      early_.reset();
      write(std::move(response));
      return;
    }
    if (error && error != http::error::need_buffer) {
      give_up();
      if (error == http::error::body_limit) {
        refuse({refusal_code::too_long}, 413);
      } else if (error.category()
                 == http::make_error_code(http::error::bad_chunk).category()) {
        // Of a chunk that is none nobody can tell where it ends.
        refuse({refusal_code::malformed, "body"});
      } else {
        shut();
      }
      return;
    }
    piece_.resize(piece_.size() - piece_parser_->get().body().size);
    if (piece_.empty()) {
      body_goes_on();
      return;
    }
    sink_->take(std::move(piece_), [me = this->shared_from_this()] {
      boost::asio::post(me->stream_.get_executor(),
                        [me] { me->body_goes_on(); });
    });
  }

  void body_goes_on() {
    if (!sink_) {
      return;
    }
    if (unread_) {
      read_piece();
    } else {
      sink_->finish();
    }
  }

  void give_up() {
    if (const auto sink = std::move(sink_)) {
      sink->abort();
    }
    sink_ = nullptr;
  }

  /// RFC 9110 10.1.1: who asked before sending the body is told to go on.
  template <class Next>
  void invite(Next next) {
    if (!waits_) {
      next(*this);
      return;
    }
    lowest().expires_after(limits::handshake_within);
    static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
    boost::asio::async_write(stream_,
                             boost::asio::buffer(text),
                             [me = this->shared_from_this(),
                              next](beast::error_code error, std::size_t) {
                               if (!error) {
                                 next(*me);
                                 return;
                               }
                               me->give_up();
                               me->shut();
                             });
  }

  // --- Answers ---------------------------------------------------------------

  void answered(http_response response) {
    sink_ = nullptr;
    if (reading_) {
      early_ = std::move(response);
    } else {
      write(std::move(response));
    }
  }

  void refuse(const refusal& why, std::optional<unsigned> status = {}) {
    keep_ = false;
    write(problem(why, {}, status));
  }

  template <class Body>
  void set_head(http::response<Body>& response, const http_response& from) {
    response.version(version_);
    response.result(from.status);
    response.set(http::field::server, "parley");
    response.set(http::field::content_type, from.content_type);
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "no-referrer");
    if (core_.secure) {
      response.set("Strict-Transport-Security", "max-age=31536000");
    }
    if (!from.content_type.starts_with("text/")) {
      response.set(http::field::cache_control, "no-store");
    }
    for (const auto& [name, value] : from.headers) {
      response.set(name, value);
    }
    // What is left of a request would be taken for the next one.
    keep_ = keep_ && !unread_;
    response.keep_alive(keep_);
  }

  void write(http_response from) {
    if (from.source) {
      write_head(std::move(from));
      return;
    }
    auto response = std::make_shared<http::response<http::string_body>>();
    set_head(*response, from);
    const auto length = from.body.size();
    if (!head_) {
      response->body() = std::move(from.body);
    }
    response->prepare_payload();
    if (head_) {
      response->content_length(length);
    }
    lowest().expires_after(limits::handshake_within);
    http::async_write(
      stream_,
      *response,
      [me = this->shared_from_this(),
       response](beast::error_code error, std::size_t) { me->written(error); });
  }

  void write_head(http_response from) {
    http::response<http::empty_body> response;
    chunked_ = !from.length && version_ >= 11;
    // Before chunks the end of the connection was the end of the body.
    keep_ = keep_ && (from.length || chunked_);
    set_head(response, from);
    if (from.length) {
      response.content_length(*from.length);
    } else if (chunked_) {
      response.chunked(true);
    }
    std::ostringstream text;
    text << response.base();
    piece_ = text.str();
    source_ = std::move(from.source);
    left_ = from.length;
    lowest().expires_after(core_.piece_within);
    boost::asio::async_write(
      stream_,
      boost::asio::buffer(piece_),
      [me = this->shared_from_this()](beast::error_code error, std::size_t) {
        if (error || me->head_) {
          me->source_ = nullptr;
          me->written(error);
        } else {
          me->next_piece();
        }
      });
  }

  void next_piece() {
    source_->next(
      [me = this->shared_from_this()](std::optional<std::string> piece) {
        boost::asio::post(me->stream_.get_executor(),
                          [me, piece = std::move(piece)]() mutable {
                            me->write_piece(std::move(piece));
                          });
      });
  }

  void write_piece(std::optional<std::string> piece) {
    const bool fits = piece && (!left_ || piece->size() <= *left_);
    const bool whole = fits && piece->empty() && left_.value_or(0) == 0;
    if (!fits || (piece->empty() && !whole)) {
      // The reader sees that the end is missing.
      cut();
      return;
    }
    if (whole) {
      source_ = nullptr;
      if (!chunked_) {
        written({});
        return;
      }
    } else if (left_) {
      *left_ -= piece->size();
    }
    piece_ = *std::move(piece);
    const auto done
      = [me = this->shared_from_this()](beast::error_code error, std::size_t) {
          if (error || !me->source_) {
            me->source_ = nullptr;
            me->written(error);
          } else {
            me->next_piece();
          }
        };
    lowest().expires_after(core_.piece_within);
    if (!chunked_) {
      boost::asio::async_write(stream_, boost::asio::buffer(piece_), done);
    } else if (whole) {
      boost::asio::async_write(stream_, http::make_chunk_last(), done);
    } else {
      boost::asio::async_write(
        stream_, http::make_chunk(boost::asio::buffer(piece_)), done);
    }
  }

  void written(beast::error_code error) {
    if (error) {
      shut();
    } else if (keep_) {
      read_head();
    } else if (unread_) {
      shut();
      lowest().expires_after(limits::handshake_within);
      discard(0);
    } else {
      shut();
    }
  }

  /// Takes what the peer still sends: closing at once would take the answer
  /// from it (RFC 9112 9.6).
  void discard(std::size_t so_far) {
    piece_.resize(limits::file_piece_bytes);
    lowest().async_read_some(
      boost::asio::buffer(piece_),
      [me = this->shared_from_this(), so_far](beast::error_code error,
                                              std::size_t count) {
        if (!error && so_far + count < limits::discarded_bytes_max) {
          me->discard(so_far + count);
        }
      });
  }

  void shut() {
    beast::error_code ignored;
    lowest().socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send,
                               ignored);
  }

  void cut() {
    source_ = nullptr;
    lowest().close();
  }

  Stream stream_;
  socket_thread& thread_;
  core& core_;
  bool public_;
  std::shared_ptr<open_sockets> open_;
  std::string address_;
  beast::flat_buffer buffer_;
  std::optional<head_parser> head_parser_;
  std::optional<text_parser> text_parser_;
  std::optional<piece_parser> piece_parser_;
  http_request request_;
  bool keep_ = false;
  bool head_ = false;
  /// Some of the request's body is still on its way.
  bool unread_ = false;
  /// The peer waits for leave to send the body.
  bool waits_ = false;
  unsigned version_ = 11;

  std::shared_ptr<body_sink> sink_;
  std::string piece_;
  bool reading_ = false;
  /// An answer that came while a piece was read.
  std::optional<http_response> early_;

  std::shared_ptr<body_source> source_;
  std::optional<std::uint64_t> left_;
  bool chunked_ = false;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_HTTP_SESSION_HPP
