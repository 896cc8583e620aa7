#include "gateway/tls_files.hpp"

#include <utility>

namespace parley::gateway {

namespace {

namespace ssl = boost::asio::ssl;
namespace fs = std::filesystem;

auto written(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::pair{fs::last_write_time(a, error),
                   fs::last_write_time(b, error)};
}

} // namespace

tls_files::tls_files(std::string certificate,
                     std::string key,
                     const actors::clock* time,
                     actors::log_port* log)
    : certificate_{std::move(certificate)}, key_{std::move(key)}, time_{time},
      log_{log} {
  load();
}

std::shared_ptr<ssl::context> tls_files::context() {
  const std::lock_guard guard{mutex_};
  const auto now = time_->micros();
  if (now - looked_ > 1'000'000) {
    looked_ = now;
    if (written(certificate_, key_) != loaded_) {
      load();
    }
  }
  return context_;
}

void tls_files::load() {
  loaded_ = written(certificate_, key_);
  auto fresh = std::make_shared<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  SSL_CTX_set_min_proto_version(fresh->native_handle(), TLS1_3_VERSION);
  fresh->use_certificate_chain_file(certificate_, error);
  if (!error) {
    fresh->use_private_key_file(key_, ssl::context::pem, error);
  }
  if (!error && SSL_CTX_check_private_key(fresh->native_handle()) != 1) {
    error = boost::system::errc::make_error_code(
      boost::system::errc::invalid_argument);
  }
  if (error) {
    trouble_ = error.message();
    log_->write(actors::log_level::error,
                "certificate_not_loaded",
                {{"error", trouble_}});
    return;
  }
  context_ = std::move(fresh);
  log_->write(actors::log_level::info, "certificate_loaded", {});
}

} // namespace parley::gateway
