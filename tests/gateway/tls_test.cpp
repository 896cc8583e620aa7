// TLS 1.3 by certificate files on real sockets: nothing older, new files are
// used when they come, broken ones are not.
#include "gateway/server.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace parley::testing {
namespace {

template <auto Free>
struct freed {
  template <class T>
  void operator()(T* it) const {
    Free(it);
  }
};
using key_ptr = std::unique_ptr<EVP_PKEY, freed<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freed<X509_free>>;
using context_ptr = std::unique_ptr<SSL_CTX, freed<SSL_CTX_free>>;
using tls_ptr = std::unique_ptr<SSL, freed<SSL_free>>;
using file_ptr = std::unique_ptr<FILE, freed<std::fclose>>;

constexpr auto patience = std::chrono::seconds{10};

/// What a client sees of a connection.
struct seen {
  bool connected = false;
  std::string version;
  long serial = 0;
  std::string answer;
};

class tls_test : public ::testing::Test {
protected:
  void SetUp() override {
    data_ = std::filesystem::path{::testing::TempDir()}
            / ("parley-tls-" + std::to_string(::getpid()));
    std::filesystem::remove_all(data_);
    std::filesystem::create_directories(data_);
  }
  void TearDown() override {
    server_.reset();
    std::filesystem::remove_all(data_);
  }

  [[nodiscard]] std::string certificate() const {
    return (data_ / "certificate.pem").string();
  }
  [[nodiscard]] std::string key() const { return (data_ / "key.pem").string(); }

  /// A self-signed certificate with this serial number, in place of the old.
  void write_pair(long serial) const {
    const key_ptr pair{EVP_EC_gen("P-256")};
    const certificate_ptr made{X509_new()};
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), pair.get());
    X509_sign(made.get(), pair.get(), EVP_sha256());
    {
      const file_ptr out{std::fopen((key() + ".new").c_str(), "we")};
      PEM_write_PrivateKey(
        out.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
    }
    {
      const file_ptr out{std::fopen((certificate() + ".new").c_str(), "we")};
      PEM_write_X509(out.get(), made.get());
    }
    std::filesystem::rename(key() + ".new", key());
    std::filesystem::rename(certificate() + ".new", certificate());
  }

  std::string start(const std::string& address = "127.0.0.1",
                    bool with_certificate = true) {
    gateway::options o;
    o.data = (data_ / "store").string();
    o.address = address;
    o.port = 0;
    o.admin_port = 0;
    // The test makes errors on purpose.
    o.log_file = (data_ / "log").string();
    if (with_certificate) {
      o.certificate = certificate();
      o.private_key = key();
    }
    server_ = std::make_unique<gateway::server>(o);
    return server_->start();
  }

  [[nodiscard]] seen connect(int version_max = TLS1_3_VERSION) const {
    seen s;
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(server_->port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    if (::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) {
      const context_ptr context{SSL_CTX_new(TLS_client_method())};
      SSL_CTX_set_max_proto_version(context.get(), version_max);
      const tls_ptr tls{SSL_new(context.get())};
      SSL_set_fd(tls.get(), socket);
      s.connected = SSL_connect(tls.get()) == 1;
      if (s.connected) {
        look(tls.get(), s);
      }
    }
    ::close(socket);
    return s;
  }

  static void look(SSL* tls, seen& s) {
    s.version = SSL_get_version(tls);
    const certificate_ptr shown{SSL_get1_peer_certificate(tls)};
    s.serial = ASN1_INTEGER_get(X509_get0_serialNumber(shown.get()));
    const std::string ask = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
                            "Connection: close\r\n\r\n";
    SSL_write(tls, ask.data(), static_cast<int>(ask.size()));
    std::string part(4096, '\0');
    for (int n = 0;
         (n = SSL_read(tls, part.data(), static_cast<int>(part.size()))) > 0;) {
      s.answer.append(part, 0, static_cast<std::size_t>(n));
    }
  }

  /// Files are looked at once a second.
  [[nodiscard]] bool shows(long serial) const {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
      if (connect().serial == serial) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool logs(const std::string& what) const {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
      if (!connect().connected) {
        return false;
      }
      std::ifstream in{data_ / "log"};
      const std::string log{std::istreambuf_iterator<char>{in}, {}};
      if (log.find(what) != std::string::npos) {
        return true;
      }
    }
    return false;
  }

  std::filesystem::path data_;
  std::unique_ptr<gateway::server> server_;
};

TEST_F(tls_test, it_speaks_tls_1_3_with_the_certificate_of_the_file) {
  write_pair(7);
  ASSERT_EQ(start(), "");
  const auto s = connect();
  EXPECT_TRUE(s.connected);
  EXPECT_EQ(s.version, "TLSv1.3");
  EXPECT_EQ(s.serial, 7);
  EXPECT_TRUE(s.answer.starts_with("HTTP/1.1 200")) << s.answer;
  EXPECT_NE(s.answer.find("Strict-Transport-Security"), std::string::npos);
}

TEST_F(tls_test, it_speaks_nothing_older) {
  write_pair(7);
  ASSERT_EQ(start(), "");
  EXPECT_FALSE(connect(TLS1_2_VERSION).connected);
  EXPECT_TRUE(connect().connected);
}

TEST_F(tls_test, new_files_are_used_without_a_restart) {
  write_pair(7);
  ASSERT_EQ(start(), "");
  ASSERT_EQ(connect().serial, 7);
  write_pair(8);
  EXPECT_TRUE(shows(8));
}

TEST_F(tls_test, broken_new_files_leave_the_old_pair_in_use) {
  write_pair(7);
  ASSERT_EQ(start(), "");
  std::ofstream{certificate()} << "no certificate\n";
  EXPECT_TRUE(logs("certificate_not_loaded"));
  EXPECT_EQ(connect().serial, 7);
  write_pair(9);
  EXPECT_TRUE(shows(9));
}

TEST_F(tls_test, a_key_of_another_certificate_is_refused_in_words) {
  write_pair(7);
  const auto other = data_ / "other.pem";
  std::filesystem::copy_file(key(), other);
  write_pair(8);
  std::filesystem::rename(other, key());
  const auto why = start();
  EXPECT_NE(why.find("certificate or key"), std::string::npos) << why;
}

TEST_F(tls_test, without_a_certificate_it_stays_on_loopback) {
  const auto why = start("0.0.0.0", false);
  EXPECT_NE(why.find("loopback only"), std::string::npos) << why;
}

} // namespace
} // namespace parley::testing
