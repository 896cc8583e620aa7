// TLS 1.3 by certificate files, read again when they change.
#pragma once

#include "actors/surroundings.hpp"

#include <boost/asio/ssl.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

namespace parley::gateway {

class tls_files {
public:
  tls_files(std::string certificate, std::string key, actors::log_port* log);

  /// The context for a new connection; null if there never was a usable pair.
  /// Looks at the files at most once a second.
  [[nodiscard]] std::shared_ptr<boost::asio::ssl::context> context();
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

private:
  void load();

  std::string certificate_;
  std::string key_;
  actors::log_port* log_;
  std::mutex mutex_;
  std::shared_ptr<boost::asio::ssl::context> context_;
  std::string trouble_;
  std::filesystem::file_time_type loaded_;
  std::chrono::steady_clock::time_point looked_;
};

} // namespace parley::gateway
