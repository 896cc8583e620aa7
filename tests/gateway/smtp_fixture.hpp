// A real mail server of Debian's (aiosmtpd) in a process of its own.
#ifndef PARLEY_TESTS_GATEWAY_SMTP_FIXTURE_HPP
#define PARLEY_TESTS_GATEWAY_SMTP_FIXTURE_HPP

#include "gateway/smtp.hpp"
#include "tests/support/golden.hpp"
#include "tools/client/process.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace parley::testing {

/// @returns true as soon as `is` says so, false after a time that no healthy
/// machine needs.
template <class Is>
bool eventually(Is is) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (!is()) {
    if (std::chrono::steady_clock::now() > end) {
      return false;
    }
    // Leaves the processor to whom it waits for.
    ::poll(nullptr, 0, 2);
  }
  return true;
}

class smtp_process {
public:
  /// @param tls demands STARTTLS and a login, by `certificate` in the folder
  explicit smtp_process(bool tls = false) {
    static std::atomic<int> count{0};
    folder = std::filesystem::path{::testing::TempDir()}
             / ("parley-smtp-" + std::to_string(::getpid()) + "-"
                + std::to_string(++count));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    tools::process_options o;
    o.command = {"/usr/bin/python3",
                 source_path("tests/gateway/smtp_server.py").string(),
                 folder.string()};
    o.log = (folder / "log").string();
    if (tls) {
      make_certificate();
      o.command.push_back(certificate());
      o.command.push_back((folder / "key.pem").string());
    }
    auto started = tools::process::start(o);
    EXPECT_TRUE(started);
    if (started) {
      process_ = std::move(started).value();
    }
    std::ifstream in;
    EXPECT_TRUE(eventually([&] {
      return std::filesystem::exists(folder / "port") || !process_.is_running();
    }));
    in.open(folder / "port");
    in >> settings.port;
    settings.host = "127.0.0.1";
    settings.from = "chat@acme.example";
    settings.security
      = tls ? gateway::smtp_security::starttls : gateway::smtp_security::off;
    if (tls) {
      settings.host = "localhost";
      settings.user = "user";
      settings.password = "secret";
      settings.authorities = certificate();
    }
  }
  ~smtp_process() {
    process_ = {};
    std::filesystem::remove_all(folder);
  }
  smtp_process(const smtp_process&) = delete;
  smtp_process& operator=(const smtp_process&) = delete;

  void set_mode(const std::string& mode) const {
    std::ofstream{folder / "mode"} << mode;
  }
  /// The mails that it has taken.
  [[nodiscard]] std::vector<std::string> mails() const {
    std::vector<std::string> all;
    while (true) {
      const auto file = folder / (std::to_string(all.size() + 1) + ".mail");
      if (!std::filesystem::exists(file)) {
        return all;
      }
      std::ifstream in{file, std::ios::binary};
      all.emplace_back(std::istreambuf_iterator<char>{in},
                       std::istreambuf_iterator<char>{});
    }
  }
  [[nodiscard]] std::string certificate() const {
    return (folder / "certificate.pem").string();
  }
  void die() { process_ = {}; }

  std::filesystem::path folder;
  gateway::smtp_settings settings;

private:
  void make_certificate() const {
    tools::process_options o;
    o.command = {"/usr/bin/openssl",
                 "req",
                 "-x509",
                 "-newkey",
                 "rsa:2048",
                 "-nodes",
                 "-days",
                 "2",
                 "-subj",
                 "/CN=localhost",
                 "-addext",
                 "subjectAltName=DNS:localhost",
                 "-keyout",
                 (folder / "key.pem").string(),
                 "-out",
                 certificate()};
    o.log = (folder / "openssl.log").string();
    auto made = tools::process::start(o);
    ASSERT_TRUE(made);
    auto running = std::move(made).value();
    EXPECT_TRUE(eventually([&] { return !running.is_running(); }));
  }

  tools::process process_;
};

} // namespace parley::testing

#endif // PARLEY_TESTS_GATEWAY_SMTP_FIXTURE_HPP
