// A small real server for tests of the web client: each connection is served
// by what the test says, on a thread of its own; plain or with TLS.
#ifndef PARLEY_TESTS_GATEWAY_WEB_SERVER_HPP
#define PARLEY_TESTS_GATEWAY_WEB_SERVER_HPP

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace parley::testing {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

/// The server's side of one connection, blocking.
class peer {
public:
  peer(tcp::socket& socket, asio::ssl::stream<tcp::socket&>* tls)
      : socket_{socket}, tls_{tls} {}

  /// @returns head and body of a request, or nothing if none comes.
  std::string read() {
    boost::system::error_code error;
    asio::streambuf buffer;
    read_head(buffer, error);
    std::string all{asio::buffers_begin(buffer.data()),
                    asio::buffers_end(buffer.data())};
    const auto head = all.find("\r\n\r\n");
    if (error || head == std::string::npos) {
      return {};
    }
    const std::string name = "Content-Length: ";
    const auto length = all.find(name);
    const auto wanted
      = length == std::string::npos
          ? head + 4
          : head + 4 + std::stoul(all.substr(length + name.size()));
    if (all.size() < wanted) {
      std::string rest(wanted - all.size(), '\0');
      read_rest(rest, error);
      all += rest;
    }
    return all;
  }
  /// @returns false if the client is gone.
  bool write(const std::string& text) {
    boost::system::error_code error;
    if (tls_ != nullptr) {
      asio::write(*tls_, asio::buffer(text), error);
    } else {
      asio::write(socket_, asio::buffer(text), error);
    }
    return !error;
  }
  /// Until the client goes, or the server stops.
  void hold() {
    char byte = 0;
    boost::system::error_code error;
    while (!error) {
      socket_.read_some(asio::buffer(&byte, 1), error);
    }
  }
  /// Ends it as a crash would.
  void reset() {
    boost::system::error_code ignored;
    socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
  }
  [[nodiscard]] std::string asked_name() const {
    const char* name = tls_ == nullptr
                         ? nullptr
                         : SSL_get_servername(tls_->native_handle(),
                                              TLSEXT_NAMETYPE_host_name);
    return name == nullptr ? "" : name;
  }

private:
  void read_head(asio::streambuf& buffer, boost::system::error_code& error) {
    if (tls_ != nullptr) {
      asio::read_until(*tls_, buffer, "\r\n\r\n", error);
    } else {
      asio::read_until(socket_, buffer, "\r\n\r\n", error);
    }
  }
  void read_rest(std::string& rest, boost::system::error_code& error) {
    if (tls_ != nullptr) {
      asio::read(*tls_, asio::buffer(rest), error);
    } else {
      asio::read(socket_, asio::buffer(rest), error);
    }
  }

  tcp::socket& socket_;
  asio::ssl::stream<tcp::socket&>* tls_;
};

class web_server {
public:
  using act = std::function<void(peer&)>;

  explicit web_server(act what, asio::ssl::context* tls = nullptr)
      : what_{std::move(what)}, tls_{tls},
        acceptor_{io_, {asio::ip::address_v4::loopback(), 0}} {
    port_ = acceptor_.local_endpoint().port();
    accepting_ = std::thread{[this] {
      accept();
    }};
  }
  web_server(const web_server&) = delete;
  web_server& operator=(const web_server&) = delete;
  ~web_server() {
    stopping_ = true;
    // A blocked accept ends by one more connection.
    boost::system::error_code ignored;
    tcp::socket last{io_};
    last.connect({asio::ip::address_v4::loopback(), port_}, ignored);
    accepting_.join();
    for (auto& c : open_) {
      ::shutdown(c.socket.native_handle(), SHUT_RDWR);
    }
    for (auto& c : open_) {
      c.thread.join();
    }
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url(const std::string& path = "/") const {
    return (tls_ == nullptr ? "http://127.0.0.1:" : "https://localhost:")
           + std::to_string(port_) + path;
  }
  /// Connections so far.
  [[nodiscard]] int asked() const { return asked_; }

private:
  struct connection {
    explicit connection(asio::io_context& io) : socket{io} {}
    tcp::socket socket;
    std::thread thread;
  };

  void accept() {
    while (true) {
      auto& c = open_.emplace_back(io_);
      boost::system::error_code error;
      acceptor_.accept(c.socket, error);
      if (stopping_ || error) {
        open_.pop_back();
        return;
      }
      ++asked_;
      c.thread = std::thread{[this, &c] {
        serve(c.socket);
      }};
    }
  }
  void serve(tcp::socket& socket) {
    boost::system::error_code error;
    if (tls_ == nullptr) {
      peer p{socket, nullptr};
      what_(p);
    } else {
      asio::ssl::stream<tcp::socket&> stream{socket, *tls_};
      stream.handshake(asio::ssl::stream_base::server, error);
      if (!error) {
        peer p{socket, &stream};
        what_(p);
        stream.shutdown(error);
      }
    }
    // A socket is closed by its own thread only; the other side sees it now.
    linger l{};
    socklen_t size = sizeof l;
    ::getsockopt(socket.native_handle(), SOL_SOCKET, SO_LINGER, &l, &size);
    if (l.l_onoff != 0) {
      socket.close(error);
    } else {
      socket.shutdown(tcp::socket::shutdown_both, error);
    }
  }

  act what_;
  asio::ssl::context* tls_;
  asio::io_context io_;
  tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<int> asked_{0};
  std::list<connection> open_;
  std::thread accepting_;
};

/// A certificate that signs itself, for one name, in a file of its own.
class test_certificate {
public:
  explicit test_certificate(const std::string& host) {
    static std::atomic<int> count{0};
    file_ = (std::filesystem::path{::testing::TempDir()}
             / ("parley-web-" + std::to_string(::getpid()) + "-"
                + std::to_string(++count) + ".pem"))
              .string();
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key{
      EVP_EC_gen("P-256"), EVP_PKEY_free};
    const std::unique_ptr<X509, void (*)(X509*)> made{X509_new(), X509_free};
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    const auto name = "DNS:" + host;
    X509_EXTENSION* names = X509V3_EXT_conf_nid(
      nullptr, nullptr, NID_subject_alt_name, name.c_str());
    X509_add_ext(made.get(), names, -1);
    X509_EXTENSION_free(names);
    X509_set_pubkey(made.get(), key.get());
    X509_sign(made.get(), key.get(), EVP_sha256());
    const std::unique_ptr<FILE, int (*)(FILE*)> out{
      std::fopen(file_.c_str(), "we"), std::fclose};
    PEM_write_PrivateKey(
      out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    PEM_write_X509(out.get(), made.get());
  }
  test_certificate(const test_certificate&) = delete;
  test_certificate& operator=(const test_certificate&) = delete;
  ~test_certificate() { std::filesystem::remove(file_); }

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] std::unique_ptr<asio::ssl::context> context() const {
    auto made
      = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    made->use_certificate_chain_file(file_);
    made->use_private_key_file(file_, asio::ssl::context::pem);
    return made;
  }

private:
  std::string file_;
};

} // namespace parley::testing

#endif // PARLEY_TESTS_GATEWAY_WEB_SERVER_HPP
