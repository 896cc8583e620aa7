// Sockets: HTTP, WebSockets, TLS. All of Beast is compiled here, once.
#include "gateway/listener.hpp"

#include "gateway/http_session.hpp"
#include "gateway/tls_files.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace parley::gateway {

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

constexpr auto accept_pause = std::chrono::milliseconds{100};

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
