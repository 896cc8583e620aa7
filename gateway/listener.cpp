// Sockets: HTTP, WebSockets, TLS. All of Beast is compiled here, once.
#include "gateway/listener.hpp"

#include "gateway/secrets.hpp"
#include "gateway/tls_files.hpp"
#include "gateway/websocket_session.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <utility>

namespace parley::gateway {

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

constexpr auto accept_pause = std::chrono::milliseconds{100};

std::string lower(beast::string_view text) {
  std::string result{text};
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  return result;
}

/// One connection that speaks HTTP until it asks for a WebSocket.
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
    const auto peer
      = beast::get_lowest_layer(stream_).socket().remote_endpoint(error);
    address_ = error ? "" : peer.address().to_string();
  }

  void start() {
    if constexpr (is_tls<Stream>) {
      beast::get_lowest_layer(stream_).expires_after(limits::handshake_within);
      stream_.async_handshake(
        asio::ssl::stream_base::server,
        [me = this->shared_from_this()](beast::error_code error) {
          if (!error) {
            me->read();
          }
        });
    } else {
      read();
    }
  }

private:
  void read() {
    head_parser_.emplace();
    // The route has its own limit.
    head_parser_->body_limit(boost::none);
    head_parser_->header_limit(limits::http_header_bytes_max);
    // Also how long an idle connection is kept for another request.
    beast::get_lowest_layer(stream_).expires_after(limits::handshake_within);
    http::async_read_header(
      stream_,
      buffer_,
      *head_parser_,
      [me = this->shared_from_this()](beast::error_code error, std::size_t) {
        me->got_head(error);
      });
  }

  void got_head(beast::error_code error) {
    if (is_refused(error)) {
      return;
    }
    const auto length = head_parser_->content_length();
    keep_ = head_parser_->get().keep_alive();
    version_ = head_parser_->get().version();
    head_ = false;
    const auto method = head_parser_->get().method();
    if ((method == http::verb::post || method == http::verb::put)
        && take_streamed(length.value_or(0))) {
      return;
    }
    if (length.value_or(0) > limits::http_body_bytes_max) {
      too_long();
      return;
    }
    parser_.emplace(std::move(*head_parser_));
    parser_->body_limit(limits::http_body_bytes_max);
    http::async_read(
      stream_,
      buffer_,
      *parser_,
      [me = this->shared_from_this()](beast::error_code failed, std::size_t) {
        me->got(failed);
      });
  }

  /// Answers or shuts the socket if a request could not be read.
  bool is_refused(beast::error_code error) {
    if (error == http::error::body_limit) {
      too_long();
    } else if (error == http::error::header_limit) {
      keep_ = false;
      write(problem({refusal_code::too_long}, {}, 431));
    } else if (error) {
      shut();
    }
    return error.failed();
  }

  void too_long() {
    answered_early();
    write(problem({refusal_code::too_long}, {}, 413));
  }

  // --- Bodies that come piece by piece. --------------------------------------

  /// @returns false: no route takes this request so.
  bool take_streamed(std::uint64_t length) {
    const auto& head = head_parser_->get();
    const auto coding = head[http::field::transfer_encoding];
    auto r = request_of(head, {});
    const auto& routes = public_ ? core_.public_routes : core_.admin_routes;
    if (!split_target(r)
        || (!coding.empty() && !beast::iequals(coding, "chunked"))) {
      return false;
    }
    const auto* route = routes.streamed(r);
    if (route == nullptr) {
      return false;
    }
    if (length > route->body_bytes_max) {
      too_long();
      return true;
    }
    beast::get_lowest_layer(stream_).expires_after(limits::file_piece_within);
    taker_ = route->take_body(r, answering());
    if (!taker_) {
      // It has answered; nobody wants the body.
      answered_early();
      return true;
    }
    piece_parser_.emplace(std::move(*head_parser_));
    piece_parser_->body_limit(route->body_bytes_max);
    if (!beast::iequals(r.header("expect"), "100-continue")) {
      read_piece();
      return true;
    }
    auto wanted = std::make_shared<http::response<http::empty_body>>(
      http::status::continue_, version_);
    http::async_write(stream_,
                      *wanted,
                      [me = this->shared_from_this(),
                       wanted](beast::error_code error, std::size_t) {
                        if (error) {
                          me->abandon();
                        } else {
                          me->read_piece();
                        }
                      });
    return true;
  }

  void read_piece() {
    if (!taker_) {
      return;
    }
    piece_.resize(limits::file_piece_bytes);
    auto& body = piece_parser_->get().body();
    body.data = piece_.data();
    body.size = piece_.size();
    body.more = true;
    beast::get_lowest_layer(stream_).expires_after(limits::file_piece_within);
    reading_ = true;
    http::async_read(
      stream_,
      buffer_,
      *piece_parser_,
      [me = this->shared_from_this()](beast::error_code error, std::size_t) {
        me->got_piece(error);
      });
  }

  void got_piece(beast::error_code error) {
    reading_ = false;
    if (!taker_) {
      // It was answered meanwhile.
      if (lingers_) {
        drain();
      }
      return;
    }
    if (error && error != http::error::need_buffer) {
      abandon();
      if (error == http::error::body_limit) {
        too_long();
      } else {
        shut();
      }
      return;
    }
    piece_.resize(piece_.size() - piece_parser_->get().body().size);
    // What takes it may be slow; the socket is not.
    beast::get_lowest_layer(stream_).expires_never();
    const auto taker = taker_;
    const bool was_all = piece_parser_->is_done();
    if (piece_.empty() && was_all) {
      finish_body();
      return;
    }
    taker->take(std::move(piece_), [me = this->shared_from_this(), was_all] {
      asio::post(me->stream_.get_executor(), [me, was_all] {
        if (was_all) {
          me->finish_body();
        } else {
          me->read_piece();
        }
      });
    });
  }

  void finish_body() {
    if (const auto taker = taker_) {
      taker_all_ = true;
      taker->finish();
    }
  }

  void abandon() {
    if (const auto taker = std::exchange(taker_, nullptr)) {
      taker->abandon();
    }
  }

  // --- Bodies that are read as a whole. --------------------------------------

  void got(beast::error_code error) {
    if (is_refused(error)) {
      return;
    }
    auto message = parser_->release();
    // Of a coding that Beast does not know nobody can tell where it ends
    // (RFC 9112 6.3): what follows could be a request hidden from a proxy.
    const auto coding = message[http::field::transfer_encoding];
    if (!coding.empty() && !beast::iequals(coding, "chunked")) {
      keep_ = false;
      write(problem({refusal_code::malformed}));
      return;
    }
    if (public_ && websocket::is_upgrade(message)) {
      upgrade(std::move(message));
      return;
    }
    serve(message);
  }

  void upgrade(http::request<http::string_body> message) {
    const auto target = message.target();
    const bool visitor = target == "/ws/v1/visitor";
    if (!visitor && target != "/ws/v1/agent") {
      keep_ = false;
      write(problem({refusal_code::not_found}));
      return;
    }
    if (core_.stopping
        || core_.world->counters->connections
             >= static_cast<std::int64_t>(core_.options.connections_max)) {
      keep_ = false;
      write(problem({core_.stopping ? refusal_code::shutting_down
                                    : refusal_code::too_many_connections},
                    {},
                    503));
      return;
    }
    admission who{core_,
                  address_,
                  std::string{message[http::field::origin]},
                  std::string{message[http::field::host]},
                  {}};
    beast::get_lowest_layer(stream_).expires_never();
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

  template <class Fields>
  http_request request_of(const http::header<true, Fields>& message,
                          std::string body) const {
    http_request r;
    r.method = std::string{message.method_string()};
    r.target = std::string{message.target()};
    r.body = std::move(body);
    r.address = address_;
    r.secure = is_tls<Stream>;
    for (const auto& field : message) {
      r.headers[lower(field.name_string())] = std::string{field.value()};
    }
    return r;
  }

  /// An answer may come from any thread, once.
  respond answering() {
    return [me = this->shared_from_this()](http_response response) {
      asio::post(me->stream_.get_executor(),
                 [me, response = std::move(response)]() mutable {
                   if (std::exchange(me->taker_, nullptr) && !me->taker_all_) {
                     me->answered_early();
                   }
                   me->taker_all_ = false;
                   me->write(std::move(response));
                 });
    };
  }

  void serve(http::request<http::string_body>& message) {
    auto r = request_of(message.base(), std::move(message.body()));
    if (!split_target(r)) {
      write(problem({refusal_code::malformed, "target"}));
      return;
    }
    head_ = r.method == "HEAD";
    if (head_) {
      r.method = "GET";
    }
    const auto answer = answering();
    const auto& routes = public_ ? core_.public_routes : core_.admin_routes;
    // Slow resources answer later; meanwhile the socket must not expire.
    beast::get_lowest_layer(stream_).expires_after(
      limits::long_poll_max + limits::request_within * 2);
    if (routes.serve(r, answer)) {
      return;
    }
    if (public_ && r.method == "GET") {
      if (auto file = core_.files->serve(r)) {
        write(*std::move(file));
        return;
      }
    }
    write(problem({refusal_code::not_found}));
  }

  void write_head(const http_response& from,
                  http::header<false, http::fields>& to) const {
    to.version(version_);
    to.result(from.status);
    to.set(http::field::server, "parley");
    to.set(http::field::content_type, from.content_type);
    to.set("X-Content-Type-Options", "nosniff");
    to.set("Referrer-Policy", "no-referrer");
    if (core_.secure) {
      to.set("Strict-Transport-Security", "max-age=31536000");
    }
    if (!from.content_type.starts_with("text/")) {
      to.set(http::field::cache_control, "no-store");
    }
    for (const auto& [name, value] : from.headers) {
      to.set(name, value);
    }
  }

  void write(http_response from) {
    if (from.stream) {
      write_streamed(from);
      return;
    }
    auto response = std::make_shared<http::response<http::string_body>>();
    write_head(from, response->base());
    response->keep_alive(keep_);
    const auto length = from.body.size();
    if (!head_) {
      response->body() = std::move(from.body);
    }
    response->prepare_payload();
    if (head_) {
      response->content_length(length);
    }
    beast::get_lowest_layer(stream_).expires_after(limits::handshake_within);
    http::async_write(
      stream_,
      *response,
      [me = this->shared_from_this(),
       response](beast::error_code error, std::size_t) { me->wrote(error); });
  }

  void wrote(beast::error_code error) {
    if (!error && keep_) {
      read();
      return;
    }
    shut();
    if (!error && unread_) {
      lingers_ = true;
      drain();
    }
  }

  void answered_early() {
    keep_ = false;
    unread_ = true;
  }

  /// Closing with bytes unread resets the connection, and the peer may never
  /// see the answer: what still comes is thrown away for a while.
  void drain() {
    if (reading_) {
      return;
    }
    beast::get_lowest_layer(stream_).expires_after(limits::handshake_within);
    drain_more();
  }
  void drain_more() {
    piece_.resize(limits::file_piece_bytes);
    stream_.async_read_some(
      asio::buffer(piece_),
      [me = this->shared_from_this()](beast::error_code error, std::size_t) {
        if (!error) {
          me->drain_more();
        }
      });
  }

  // --- Answers that leave piece by piece. ------------------------------------

  void write_streamed(const http_response& from) {
    auto head = std::make_shared<http::response<http::empty_body>>();
    write_head(from, head->base());
    // Before HTTP/1.1 the end of the connection is the end of the body.
    keep_ = keep_ && version_ >= 11;
    head->keep_alive(keep_);
    head->chunked(version_ >= 11);
    source_ = head_ ? nullptr : from.stream;
    auto serializer
      = std::make_shared<http::response_serializer<http::empty_body>>(*head);
    beast::get_lowest_layer(stream_).expires_after(limits::file_piece_within);
    http::async_write_header(
      stream_,
      *serializer,
      [me = this->shared_from_this(), head, serializer](
        beast::error_code error, std::size_t) { me->wrote_piece(error); });
  }

  void wrote_piece(beast::error_code error) {
    if (error || !source_) {
      source_.reset();
      wrote(error);
      return;
    }
    beast::get_lowest_layer(stream_).expires_never();
    source_->next(
      [me = this->shared_from_this()](std::optional<std::string> piece) {
        asio::post(me->stream_.get_executor(),
                   [me, piece = std::move(piece)]() mutable {
                     me->write_piece(std::move(piece));
                   });
      });
  }

  void write_piece(std::optional<std::string> piece) {
    if (!piece) {
      // Without the last chunk: the reader knows that something is missing.
      source_.reset();
      beast::get_lowest_layer(stream_).close();
      return;
    }
    const bool is_last = piece->empty();
    if (is_last) {
      source_.reset();
    }
    beast::get_lowest_layer(stream_).expires_after(limits::file_piece_within);
    const auto done
      = [me = this->shared_from_this()](beast::error_code error, std::size_t) {
          me->wrote_piece(error);
        };
    if (version_ < 11) {
      if (is_last) {
        shut();
        return;
      }
      piece_ = *std::move(piece);
      asio::async_write(stream_, asio::buffer(piece_), done);
    } else if (is_last) {
      asio::async_write(stream_, http::make_chunk_last(), done);
    } else {
      piece_ = *std::move(piece);
      asio::async_write(stream_, http::make_chunk(asio::buffer(piece_)), done);
    }
  }

  void shut() {
    beast::error_code ignored;
    beast::get_lowest_layer(stream_).socket().shutdown(
      tcp::socket::shutdown_send, ignored);
  }

  Stream stream_;
  socket_thread& thread_;
  core& core_;
  bool public_;
  std::shared_ptr<open_sockets> open_;
  std::string address_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::empty_body>> head_parser_;
  std::optional<http::request_parser<http::string_body>> parser_;
  /// Of a body that comes piece by piece, and of an answer that leaves so.
  std::optional<http::request_parser<http::buffer_body>> piece_parser_;
  std::shared_ptr<body_taker> taker_;
  bool taker_all_ = false;
  bool reading_ = false;
  bool unread_ = false;
  bool lingers_ = false;
  std::shared_ptr<body_source> source_;
  std::string piece_;
  bool keep_ = false;
  bool head_ = false;
  unsigned version_ = 11;
};

} // namespace

struct listener::impl : std::enable_shared_from_this<listener::impl> {
  impl(socket_threads& all, core& c, bool is_public)
      : threads{all}, shared{c},
        open_to_public{is_public}, acceptor{all.first().io()},
        pause{all.first().io()}, open{std::make_shared<open_sockets>()} {
    if (is_public && !c.options.certificate.empty()) {
      tls = std::make_unique<tls_files>(c.options.certificate,
                                        c.options.private_key,
                                        c.world->time,
                                        c.world->log);
    }
  }

  void accept() {
    auto& thread = threads.next();
    acceptor.async_accept(thread.io().get_executor(),
                          [me = shared_from_this(), &thread](
                            beast::error_code error, tcp_socket socket) {
                            me->accepted(error, thread, std::move(socket));
                          });
  }

  void
  accepted(beast::error_code error, socket_thread& thread, tcp_socket socket) {
    if (!acceptor.is_open()) {
      return;
    }
    if (error) {
      // Descriptors may be exhausted: go on, but not in a circle.
      shared.world->log->write(
        actors::log_level::warn, "accept_failed", {{"error", error.message()}});
      pause.expires_after(accept_pause);
      pause.async_wait([me = shared_from_this()](beast::error_code stopped) {
        if (!stopped) {
          me->accept();
        }
      });
      return;
    }
    beast::error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    if (tls) {
      start<tls_stream>(
        thread, tls_stream{plain_stream{std::move(socket)}, *tls->context()});
    } else {
      start<plain_stream>(thread, plain_stream{std::move(socket)});
    }
    accept();
  }

  template <class Stream>
  void start(socket_thread& thread, Stream stream) {
    auto session = std::make_shared<http_session<Stream>>(
      std::move(stream), thread, shared, open_to_public, open);
    asio::dispatch(thread.io(), [session] { session->start(); });
  }

  socket_threads& threads;
  core& shared;
  bool open_to_public;
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::unique_ptr<tls_files> tls;
  std::shared_ptr<open_sockets> open;
};

listener::listener(socket_threads& threads, core& c, bool is_public)
    : impl_{std::make_shared<impl>(threads, c, is_public)} {}

listener::~listener() = default;

std::string listener::open(const std::string& address, std::uint16_t port) {
  auto& me = *impl_;
  if (me.tls && !me.tls->context()) {
    return "The TLS certificate or key cannot be used: " + me.tls->trouble();
  }
  beast::error_code error;
  const auto parsed = asio::ip::make_address(address, error);
  if (error) {
    return "'" + address + "' is not an IP address.";
  }
  const tcp::endpoint at{parsed, port};
  const auto failed = [&](const char* what) {
    return std::string{"Cannot "} + what + " " + address + ":"
           + std::to_string(port) + ": " + error.message() + ".";
  };
  me.acceptor.open(at.protocol(), error);
  if (error) {
    return failed("open");
  }
  me.acceptor.set_option(asio::socket_base::reuse_address{true}, error);
  me.acceptor.bind(at, error);
  if (error) {
    return failed("bind");
  }
  me.acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return failed("listen on");
  }
  me.accept();
  return {};
}

std::uint16_t listener::port() const {
  beast::error_code error;
  return impl_->acceptor.local_endpoint(error).port();
}

void listener::close() {
  asio::post(impl_->threads.first().io(), [me = impl_] {
    beast::error_code ignored;
    me->acceptor.close(ignored);
    me->pause.cancel();
    me->open->close_all(close_code::going_away);
  });
}

} // namespace parley::gateway
