// Sockets: HTTP, WebSockets, TLS. All of Beast is compiled here, once.
#include "gateway/listener.hpp"

#include "gateway/secrets.hpp"
#include "gateway/tls_files.hpp"
#include "gateway/websocket_session.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>

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
    parser_.emplace();
    parser_->body_limit(limits::http_body_bytes_max);
    parser_->header_limit(limits::http_header_bytes_max);
    // Also how long an idle connection is kept for another request.
    beast::get_lowest_layer(stream_).expires_after(limits::handshake_within);
    http::async_read(
      stream_,
      buffer_,
      *parser_,
      [me = this->shared_from_this()](beast::error_code error, std::size_t) {
        me->got(error);
      });
  }

  void got(beast::error_code error) {
    if (error == http::error::body_limit
        || error == http::error::header_limit) {
      keep_ = false;
      write(problem({refusal_code::too_long},
                    {},
                    error == http::error::body_limit ? 413 : 431));
      return;
    }
    if (error) {
      shut();
      return;
    }
    auto message = parser_->release();
    keep_ = message.keep_alive();
    version_ = message.version();
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

  void serve(const http::request<http::string_body>& message) {
    http_request r;
    r.method = std::string{message.method_string()};
    r.target = std::string{message.target()};
    r.body = message.body();
    r.address = address_;
    r.secure = is_tls<Stream>;
    for (const auto& field : message) {
      r.headers[lower(field.name_string())] = std::string{field.value()};
    }
    if (!split_target(r)) {
      write(problem({refusal_code::malformed, "target"}));
      return;
    }
    head_ = r.method == "HEAD";
    if (head_) {
      r.method = "GET";
    }
    // An answer may come from any thread, once.
    const respond answer
      = [me = this->shared_from_this()](http_response response) {
          asio::post(me->stream_.get_executor(),
                     [me, response = std::move(response)]() mutable {
                       me->write(std::move(response));
                     });
        };
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

  void write(http_response from) {
    auto response = std::make_shared<http::response<http::string_body>>();
    response->version(version_);
    response->result(from.status);
    response->set(http::field::server, "parley");
    response->set(http::field::content_type, from.content_type);
    response->set("X-Content-Type-Options", "nosniff");
    response->set("Referrer-Policy", "no-referrer");
    if (core_.secure) {
      response->set("Strict-Transport-Security", "max-age=31536000");
    }
    if (!from.content_type.starts_with("text/")) {
      response->set(http::field::cache_control, "no-store");
    }
    for (const auto& [name, value] : from.headers) {
      response->set(name, value);
    }
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
    http::async_write(stream_,
                      *response,
                      [me = this->shared_from_this(),
                       response](beast::error_code error, std::size_t) {
                        if (error || !me->keep_) {
                          me->shut();
                        } else {
                          me->read();
                        }
                      });
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
  std::optional<http::request_parser<http::string_body>> parser_;
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
